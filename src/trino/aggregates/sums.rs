//! Sums and means.

use super::{Body, Function, Refusal, Rows, Run, unchanged};
use crate::trino::fault::{Fault, Outcome};
use crate::trino::number::divide;
use crate::trino::types::Type;
use crate::trino::value::Value;
use datafusion::functions_aggregate::average::avg_udaf;
use datafusion::functions_aggregate::sum::sum_udaf;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "sum",
        types: |args| match args {
            [t] if t.is_integer() => Ok((vec![Type::Bigint], Type::Bigint)),
            [Type::Decimal(_, scale)] => unchanged(args, Type::Decimal(38, *scale)),
            [t @ (Type::Real | Type::Double | Type::IntervalDay | Type::IntervalMonth)] => {
                unchanged(args, t.clone())
            }
            _ => Err(Refusal::Parameters),
        },
        run: |call| match call.returns {
            Type::Double if !call.distinct => Run::Native(sum_udaf()),
            _ => Run::Collected(Body(|rows| sum(&rows, false))),
        },
    },
    Function {
        name: "avg",
        types: |args| match args {
            [t @ (Type::Decimal(..) | Type::Real | Type::IntervalDay | Type::IntervalMonth)] => {
                unchanged(args, t.clone())
            }
            [t] if t.is_number() => Ok((vec![Type::Double], Type::Double)),
            _ => Err(Refusal::Parameters),
        },
        run: |call| match call.returns {
            Type::Double if !call.distinct => Run::Native(avg_udaf()),
            _ => Run::Collected(Body(|rows| sum(&rows, true))),
        },
    },
];

/// The sum, or the mean.
fn sum(rows: &Rows<'_>, mean: bool) -> Outcome<Value> {
    let values: Vec<&Value> = rows.present().collect();
    let overflow = || Fault::new("NUMERIC_VALUE_OUT_OF_RANGE", format!("{} addition overflow", rows.returns));
    if values.is_empty() {
        return Ok(Value::Null);
    }
    let count = values.len() as i128;
    if matches!(rows.returns, Type::Real | Type::Double) {
        let total: f64 = values.iter().map(|v| v.double()).sum();
        return Ok(Value::Double(if mean { total / count as f64 } else { total }));
    }
    let mut total = 0_i128;
    for value in values {
        let n = if let Value::Decimal(n) = value { *n } else { i128::from(value.int()) };
        total = total.checked_add(n).ok_or_else(overflow)?;
    }
    if mean {
        total = divide(total, count);
    }
    match rows.returns {
        Type::Decimal(..) => Ok(Value::Decimal(total)),
        _ => i64::try_from(total).map(Value::Int).map_err(|_| overflow()),
    }
}
