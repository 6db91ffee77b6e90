//! AND, OR and XOR of all values, and of all their bits.

use super::{Body, Function, Refusal, Rows, Run, Typing};
use crate::trino::fault::Outcome;
use crate::trino::types::Type;
use crate::trino::value::Value;
use datafusion::functions_aggregate::bool_and_or::{bool_and_udaf, bool_or_udaf};

pub(super) const FUNCTIONS: &[Function] = &[
    Function { name: "bool_and", types: of_boolean, run: |_| Run::Native(bool_and_udaf()) },
    Function { name: "every", types: of_boolean, run: |_| Run::Native(bool_and_udaf()) },
    Function { name: "bool_or", types: of_boolean, run: |_| Run::Native(bool_or_udaf()) },
    Function {
        name: "bitwise_and_agg",
        types: of_integer,
        run: |_| Run::Collected(Body(|rows| bits(&rows, |a, b| a & b))),
    },
    Function {
        name: "bitwise_or_agg",
        types: of_integer,
        run: |_| Run::Collected(Body(|rows| bits(&rows, |a, b| a | b))),
    },
    Function {
        name: "bitwise_xor_agg",
        types: of_integer,
        run: |_| Run::Collected(Body(|rows| bits(&rows, |a, b| a ^ b))),
    },
];

fn of_boolean(args: &[Type]) -> Typing {
    match args {
        [Type::Boolean | Type::Unknown] => Ok((vec![Type::Boolean], Type::Boolean)),
        _ => Err(Refusal::Parameters),
    }
}

fn of_integer(args: &[Type]) -> Typing {
    match args {
        [t] if t.is_integer() => Ok((vec![Type::Bigint], Type::Bigint)),
        _ => Err(Refusal::Parameters),
    }
}

fn bits(rows: &Rows<'_>, both: fn(i64, i64) -> i64) -> Outcome<Value> {
    Ok(Value::of(rows.present().map(Value::int).reduce(both)))
}
