//! Aggregates that count.

use super::distinct::DistinctTexts;
use super::{Body, Function, Refusal, Rows, Run, compared_alike, unchanged};
use crate::trino::fault::Outcome;
use crate::trino::types::Type;
use crate::trino::value::{Key, Value};
use datafusion::functions_aggregate::count::count_udaf;
use datafusion::logical_expr::AggregateUDF;
use std::collections::HashSet;
use std::sync::Arc;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "count",
        types: |args| match args {
            [] | [_] => unchanged(args, Type::Bigint),
            _ => Err(Refusal::Parameters),
        },
        run: |call| match call.args {
            [Type::Varchar(_)] if call.distinct => {
                Run::Native(Arc::new(AggregateUDF::from(DistinctTexts::default())))
            }
            [ty] if call.distinct && !compared_alike(ty) => Run::Collected(DIFFERENT),
            [_] if call.distinct => Run::NativeDistinct(count_udaf()),
            [_] => Run::Native(count_udaf()),
            _ => Run::CountRows,
        },
    },
    Function {
        name: "count_if",
        types: |args| match args {
            [Type::Boolean | Type::Unknown] => Ok((vec![Type::Boolean], Type::Bigint)),
            _ => Err(Refusal::Parameters),
        },
        run: |_| Run::CountTrue,
    },
    Function {
        name: "approx_distinct",
        types: |args| match args {
            [of] | [of, Type::Double | Type::Decimal(..)] => Ok((vec![of.clone()], Type::Bigint)),
            _ => Err(Refusal::Parameters),
        },
        run: |call| match call.args {
            [ty] if compared_alike(ty) => Run::NativeDistinct(count_udaf()),
            _ => Run::Collected(DIFFERENT),
        },
    },
];

const DIFFERENT: Body = Body(different);

fn different(rows: Rows<'_>) -> Outcome<Value> {
    let different: HashSet<Key> = rows.present().cloned().map(Key).collect();
    Ok(Value::Int(different.len() as i64))
}
