//! The least and the greatest values, and what stands beside them.

use super::{Body, Function, Refusal, Rows, Run, Typing, compared_alike, unchanged};
use crate::trino::coerce::coerces;
use crate::trino::fault::{Outcome, invalid};
use crate::trino::types::Type;
use crate::trino::value::Value;
use datafusion::functions_aggregate::min_max::{max_udaf, min_udaf};
use std::cmp::Ordering;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "min",
        types: of_ordered,
        run: |call| match call.args {
            [ty] if compared_alike(ty) => Run::Native(min_udaf()),
            _ => Run::Collected(Body(|rows| extreme(rows, "min", Value::order))),
        },
    },
    Function {
        name: "max",
        types: of_ordered,
        run: |call| match call.args {
            [ty] if compared_alike(ty) => Run::Native(max_udaf()),
            _ => Run::Collected(Body(|rows| extreme(rows, "max", greatest_first))),
        },
    },
    Function {
        name: "min_by",
        types: by_key,
        run: |_| Run::Collected(Body(|rows| extreme_by(rows, "min_by", Value::order))),
    },
    Function {
        name: "max_by",
        types: by_key,
        run: |_| Run::Collected(Body(|rows| extreme_by(rows, "max_by", greatest_first))),
    },
];

/// A value, and how many of the least or greatest are wanted.
fn of_ordered(args: &[Type]) -> Typing {
    match args {
        [t] if t.orderable() => unchanged(args, t.clone()),
        [t, n] if t.orderable() && coerces(n, &Type::Bigint) => {
            Ok((vec![t.clone(), Type::Bigint], t.clone().array()))
        }
        [_] => Err(Refusal::Unordered),
        _ => Err(Refusal::Parameters),
    }
}

/// A value, its key, and how many values with the least or greatest keys are wanted.
fn by_key(args: &[Type]) -> Typing {
    match args {
        [t, key] if key.orderable() => unchanged(args, t.clone()),
        [t, key, n] if key.orderable() && coerces(n, &Type::Bigint) => {
            Ok((vec![t.clone(), key.clone(), Type::Bigint], t.clone().array()))
        }
        _ => Err(Refusal::Parameters),
    }
}

type Order = fn(&Value, &Value) -> Ordering;

fn greatest_first(a: &Value, b: &Value) -> Ordering {
    b.order(a)
}

/// The values in an order; NaN is neither the least nor the greatest, as long as there is a number.
fn compare(order: Order, a: &Value, b: &Value) -> Ordering {
    let nan = |value: &Value| matches!(value, Value::Double(x) if x.is_nan());
    nan(a).cmp(&nan(b)).then_with(|| order(a, b))
}

fn extreme(rows: Rows<'_>, name: &str, order: Order) -> Outcome<Value> {
    let mut all: Vec<Value> = rows.present().cloned().collect();
    all.sort_by(|a, b| compare(order, a, b));
    if rows.types.len() < 2 {
        return Ok(all.into_iter().next().unwrap_or(Value::Null));
    }
    first(all, wanted(&rows, 1, name)?)
}

fn extreme_by(rows: Rows<'_>, name: &str, order: Order) -> Outcome<Value> {
    let mut all: Vec<&Vec<Value>> = rows.rows.iter().filter(|row| !row[1].is_null()).collect();
    all.sort_by(|a, b| compare(order, &a[1], &b[1]));
    if rows.types.len() < 3 {
        return Ok(all.first().map_or(Value::Null, |row| row[0].clone()));
    }
    first(all.into_iter().map(|row| row[0].clone()).collect(), wanted(&rows, 2, name)?)
}

fn first(all: Vec<Value>, count: usize) -> Outcome<Value> {
    Ok(if all.is_empty() { Value::Null } else { Value::List(all.into_iter().take(count).collect()) })
}

/// How many values are wanted, by an argument.
fn wanted(rows: &Rows<'_>, argument: usize, name: &str) -> Outcome<usize> {
    match rows.rows.first().map_or(1, |row| row[argument].int()) {
        n @ 1..=10_000 => Ok(n as usize),
        n => invalid(format!("third argument of {name} must be a positive integer up to 10000, found {n}")),
    }
}
