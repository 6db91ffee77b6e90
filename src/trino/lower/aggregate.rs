//! Calls of aggregates as DataFusion's.

use super::inner::Inner;
use super::lower;
use crate::trino::aggregates::{Body, Call, Collect, Run};
use crate::trino::fault::Outcome;
use crate::trino::ir::{Aggregate, SortKey};
use crate::trino::types::Type;
use datafusion::functions_aggregate::count::count_udaf;
use datafusion::logical_expr::expr::{AggregateFunction, Sort};
use datafusion::logical_expr::{AggregateUDF, lit};
use std::sync::Arc;

/// The call for a plan.
pub(crate) fn aggregate(queries: &[Inner], call: &Aggregate, returns: &Type) -> Outcome<AggregateFunction> {
    let mut args = call.args.iter().map(|a| lower(queries, a)).collect::<Outcome<Vec<_>>>()?;
    let filter = call.filter.as_ref().map(|f| lower(queries, f).map(Box::new)).transpose()?;
    let types: Vec<Type> = call.args.iter().map(|a| a.ty.clone()).collect();
    let run = (call.function.run)(&Call { args: &types, distinct: call.distinct, returns });
    let made = |function, args, distinct, filter| {
        AggregateFunction::new_udf(function, args, distinct, filter, vec![], None)
    };
    Ok(match run {
        Run::CountRows => made(count_udaf(), vec![lit(1_i64)], false, filter),
        Run::CountTrue => {
            let counted = match (args.pop().map(Box::new), filter) {
                (Some(holds), Some(filter)) => Some(Box::new(holds.and(*filter))),
                (holds, filter) => holds.or(filter),
            };
            made(count_udaf(), vec![lit(1_i64)], false, counted)
        }
        Run::Native(function) => made(function, args, false, filter),
        Run::NativeDistinct(function) => made(function, args, true, filter),
        Run::Collected(body) => {
            for key in &call.order {
                args.push(lower(queries, &key.expr)?);
            }
            made(Arc::new(collect(call, body, types, returns)), args, false, filter)
        }
    })
}

fn collect(call: &Aggregate, body: Body, args: Vec<Type>, returns: &Type) -> AggregateUDF {
    let count = args.len();
    let types = args.into_iter().chain(call.order.iter().map(|key| key.expr.ty.clone())).collect();
    let order = call.order.iter().map(|key| (key.descending, key.nulls_first)).collect();
    let name = call.function.name;
    AggregateUDF::from(Collect::new(name, body, types, count, order, call.distinct, returns.clone()))
}

/// A sort item of the plan.
pub(crate) fn sort_key(queries: &[Inner], key: &SortKey) -> Outcome<Sort> {
    Ok(Sort::new(lower(queries, &key.expr)?, !key.descending, key.nulls_first))
}
