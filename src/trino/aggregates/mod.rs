//! Aggregates: their types, and how each is run. The common ones are DataFusion's own; the others collect their
//! rows and compute at the end.

mod collect;
mod compute;
mod distinct;
mod distinct_groups;
mod statistics;

use super::analyze::{Analysis, mismatch, planning};
use super::coerce::coerces;
use super::fault::{Fault, Outcome, Pos};
use super::ir::{Aggregate, Node, SortKey, Typed};
use super::lower::lower;
use super::types::{Type, VARCHAR};
use super::value::Value;
use datafusion::functions_aggregate as native;
use datafusion::logical_expr::expr::{AggregateFunction, Sort};
use datafusion::logical_expr::{AggregateUDF, Expr};
use std::sync::Arc;

pub use collect::Collect;

/// The aggregate functions. Sorted.
pub const NAMES: &[&str] = &[
    "any_value",
    "approx_distinct",
    "approx_most_frequent",
    "approx_percentile",
    "arbitrary",
    "array_agg",
    "avg",
    "bitwise_and_agg",
    "bitwise_or_agg",
    "bitwise_xor_agg",
    "bool_and",
    "bool_or",
    "corr",
    "count",
    "count_if",
    "covar_pop",
    "covar_samp",
    "every",
    "geometric_mean",
    "histogram",
    "kurtosis",
    "listagg",
    "map_agg",
    "map_union",
    "max",
    "max_by",
    "min",
    "min_by",
    "multimap_agg",
    "regr_intercept",
    "regr_slope",
    "skewness",
    "stddev",
    "stddev_pop",
    "stddev_samp",
    "sum",
    "var_pop",
    "var_samp",
    "variance",
];

/// Whether a call is one of an aggregate.
pub fn is_aggregate(name: &str, _arguments: usize) -> bool {
    NAMES.binary_search(&name).is_ok()
}

/// Checks the arguments, casts them, and gives the type of the result.
pub fn resolve(call: &mut Aggregate, at: Pos) -> Outcome<Type> {
    let types: Vec<Type> = call.args.iter().map(|a| a.ty.clone()).collect();
    let refuse = || {
        let shown: Vec<String> = types.iter().map(Type::to_string).collect();
        Err(Fault::at(
            "FUNCTION_NOT_FOUND",
            at,
            format!("Unexpected parameters ({}) for function {}", shown.join(", "), call.name),
        ))
    };
    if call.distinct && call.order.iter().any(|key| !call.args.contains(&key.expr)) {
        return Err(Fault::at(
            "EXPRESSION_NOT_IN_DISTINCT",
            at,
            "For aggregate function with DISTINCT, ORDER BY expressions must appear in arguments",
        ));
    }
    let number = |t: &Type| t.is_number() || *t == Type::Unknown;
    let sortable = |t: &Type| t.orderable();
    let (wanted, returns): (Vec<Type>, Type) = match (call.name.as_str(), types.as_slice()) {
        ("count", [] | [_]) => (types.clone(), Type::Bigint),
        ("sum", [t]) => match t {
            t if t.is_integer() => (vec![Type::Bigint], Type::Bigint),
            Type::Decimal(_, s) => (types.clone(), Type::Decimal(38, *s)),
            Type::Real | Type::Double | Type::IntervalDay | Type::IntervalMonth => (types.clone(), t.clone()),
            _ => return refuse(),
        },
        ("avg", [t]) => match t {
            Type::Decimal(..) | Type::Real | Type::IntervalDay | Type::IntervalMonth => {
                (types.clone(), t.clone())
            }
            t if t.is_number() => (vec![Type::Double], Type::Double),
            _ => return refuse(),
        },
        ("min" | "max", [t]) if sortable(t) => (types.clone(), t.clone()),
        ("min" | "max", [t, n]) if sortable(t) && coerces(n, &Type::Bigint) => {
            (vec![t.clone(), Type::Bigint], t.clone().array())
        }
        ("min_by" | "max_by", [t, k]) if sortable(k) => (types.clone(), t.clone()),
        ("min_by" | "max_by", [t, k, n]) if sortable(k) && coerces(n, &Type::Bigint) => {
            (vec![t.clone(), k.clone(), Type::Bigint], t.clone().array())
        }
        ("bool_and" | "bool_or" | "every", [Type::Boolean | Type::Unknown])
        | ("count_if", [Type::Boolean | Type::Unknown]) => {
            let returns = if call.name == "count_if" { Type::Bigint } else { Type::Boolean };
            (vec![Type::Boolean], returns)
        }
        ("arbitrary" | "any_value", [t]) => (types.clone(), t.clone()),
        ("array_agg", [t]) => (types.clone(), t.clone().array()),
        ("approx_distinct", [_] | [_, Type::Double | Type::Decimal(..)]) => {
            (vec![types[0].clone()], Type::Bigint)
        }
        ("approx_percentile", [t, p]) if number(t) => {
            let value = match t {
                t if t.is_integer() => Type::Bigint,
                Type::Real => Type::Real,
                _ => Type::Double,
            };
            match p {
                Type::Array(_) => (vec![value.clone(), Type::Double.array()], value.array()),
                p if p.is_number() => (vec![value.clone(), Type::Double], value),
                _ => return refuse(),
            }
        }
        ("approx_percentile", [t, w, p]) if number(t) && w.is_number() && p.is_number() => {
            let value = match t {
                t if t.is_integer() => Type::Bigint,
                Type::Real => Type::Real,
                _ => Type::Double,
            };
            (vec![value.clone(), Type::Double, Type::Double], value)
        }
        ("approx_most_frequent", [b, t, c])
            if b.is_integer() && c.is_integer() && (t.is_integer() || matches!(t, Type::Varchar(_))) =>
        {
            let item = if t.is_integer() { Type::Bigint } else { t.clone() };
            (vec![Type::Bigint, item.clone(), Type::Bigint], Type::map(item, Type::Bigint))
        }
        ("histogram", [t]) => (types.clone(), Type::map(t.clone(), Type::Bigint)),
        ("map_agg", [k, v]) => (types.clone(), Type::map(k.clone(), v.clone())),
        ("multimap_agg", [k, v]) => (types.clone(), Type::map(k.clone(), v.clone().array())),
        ("map_union", [t @ Type::Map(..)]) => (types.clone(), t.clone()),
        ("listagg", [Type::Varchar(_) | Type::Unknown]) => (vec![VARCHAR], VARCHAR),
        ("listagg", [Type::Varchar(_) | Type::Unknown, Type::Varchar(_)]) => {
            (vec![VARCHAR, VARCHAR], VARCHAR)
        }
        ("bitwise_and_agg" | "bitwise_or_agg" | "bitwise_xor_agg", [t]) if t.is_integer() => {
            (vec![Type::Bigint], Type::Bigint)
        }
        ("corr" | "covar_pop" | "covar_samp" | "regr_slope" | "regr_intercept", [x, y])
            if number(x) && number(y) =>
        {
            (vec![Type::Double; 2], Type::Double)
        }
        (
            "geometric_mean" | "kurtosis" | "skewness" | "stddev" | "stddev_pop" | "stddev_samp" | "var_pop"
            | "var_samp" | "variance",
            [t],
        ) if number(t) => (vec![Type::Double], Type::Double),
        ("min" | "max", [t]) => {
            return mismatch(at, format!("{t} has no order: {} cannot be taken", call.name));
        }
        _ => return refuse(),
    };
    call.args.truncate(wanted.len());
    for (arg, ty) in call.args.iter_mut().zip(&wanted) {
        let taken = std::mem::replace(arg, Typed::constant(Value::Null, Type::Unknown, at));
        *arg = super::analyze::coerce(taken, ty);
    }
    Ok(returns)
}

/// The plan's expression of an aggregate, and what is to be done with its result.
pub(crate) fn lowered(analysis: &Analysis<'_>, call: &Aggregate, returns: &Type, at: Pos) -> Outcome<Expr> {
    let args = call.args.iter().map(|a| lower(analysis, a)).collect::<Outcome<Vec<_>>>()?;
    let filter = call.filter.as_ref().map(|f| lower(analysis, f).map(Box::new)).transpose()?;
    let ty = call.args.first().map_or(Type::Bigint, |a| a.ty.clone());
    let nested = matches!(ty, Type::Array(_) | Type::Map(..) | Type::Row(_) | Type::Unknown);
    let double = matches!(ty, Type::Real | Type::Double);
    let own: Option<(Arc<AggregateUDF>, bool)> = match (call.name.as_str(), args.len()) {
        ("count", 0) => {
            let one = Expr::Literal(datafusion::scalar::ScalarValue::Int64(Some(1)), None);
            return Ok(made(native::count::count_udaf(), vec![one], false, filter));
        }
        ("count", _) if call.distinct && matches!(ty, Type::Varchar(_)) => {
            Some((Arc::new(AggregateUDF::from(distinct::DistinctTexts::default())), false))
        }
        ("count", _) if !(call.distinct && (nested || double)) => {
            Some((native::count::count_udaf(), call.distinct))
        }
        ("approx_distinct", _) if !nested && !double => Some((native::count::count_udaf(), true)),
        ("min", 1) if !nested && !double => Some((native::min_max::min_udaf(), false)),
        ("max", 1) if !nested && !double => Some((native::min_max::max_udaf(), false)),
        ("avg", _) if *returns == Type::Double && !call.distinct => {
            Some((native::average::avg_udaf(), false))
        }
        ("sum", _) if *returns == Type::Double && !call.distinct => Some((native::sum::sum_udaf(), false)),
        ("bool_and" | "every", _) => Some((native::bool_and_or::bool_and_udaf(), false)),
        ("bool_or", _) => Some((native::bool_and_or::bool_or_udaf(), false)),
        _ => None,
    };
    if let Some((function, distinct)) = own {
        return Ok(made(function, args, distinct, filter));
    }
    if call.name == "count_if" {
        let one = Expr::Literal(datafusion::scalar::ScalarValue::Int64(Some(1)), None);
        let condition = args.into_iter().next().map(Box::new);
        let both = match (condition, filter) {
            (Some(a), Some(b)) => Some(Box::new(a.and(*b))),
            (a, b) => a.or(b),
        };
        return Ok(made(native::count::count_udaf(), vec![one], false, both));
    }
    let keys = call.order.iter().map(|k| lower(analysis, &k.expr)).collect::<Outcome<Vec<_>>>()?;
    let mut types: Vec<Type> = call.args.iter().map(|a| a.ty.clone()).collect();
    types.extend(call.order.iter().map(|k| k.expr.ty.clone()));
    let order = call.order.iter().map(|k| (k.descending, k.nulls_first)).collect();
    let collect = Collect::new(&call.name, types, call.args.len(), order, call.distinct, returns.clone());
    let _ = planning(at);
    let all = args.into_iter().chain(keys).collect();
    Ok(made(Arc::new(AggregateUDF::from(collect)), all, false, filter))
}

fn made(function: Arc<AggregateUDF>, args: Vec<Expr>, distinct: bool, filter: Option<Box<Expr>>) -> Expr {
    Expr::AggregateFunction(AggregateFunction::new_udf(function, args, distinct, filter, vec![], None))
}

/// A sort item of the plan.
pub(crate) fn sort_key(analysis: &Analysis<'_>, key: &SortKey) -> Outcome<Sort> {
    Ok(Sort::new(lower(analysis, &key.expr)?, !key.descending, key.nulls_first))
}

/// Whether an expression holds an aggregate outside of windows' own.
pub(crate) fn holds_aggregate(expr: &Typed) -> bool {
    expr.any(&mut |t| matches!(t.node, Node::Aggregate(_) | Node::Grouping(_)))
}
