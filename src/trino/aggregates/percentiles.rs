//! Percentiles and the most frequent values, exactly; what only an estimate could answer is refused.

use super::{Body, Function, Refusal, Rows, Run, Typing, numeric};
use crate::trino::fault::{Fault, Outcome, UNSUPPORTED, invalid};
use crate::trino::types::Type;
use crate::trino::value::{Key, Value};
use std::collections::HashMap;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "approx_percentile",
        types: with_fraction,
        run: |call| match call.args {
            [_, _] => Run::Collected(Body(percentile)),
            _ => Run::Collected(Body(weighted)),
        },
    },
    Function {
        name: "approx_most_frequent",
        types: with_buckets,
        run: |_| Run::Collected(Body(most_frequent)),
    },
];

/// A value, and one fraction or several; or a value, its weight and one fraction.
fn with_fraction(args: &[Type]) -> Typing {
    let [of, rest @ ..] = args else { return Err(Refusal::Parameters) };
    let value = match of {
        t if !numeric(t) => return Err(Refusal::Parameters),
        t if t.is_integer() => Type::Bigint,
        Type::Real => Type::Real,
        _ => Type::Double,
    };
    match rest {
        [Type::Array(_)] => Ok((vec![value.clone(), Type::Double.array()], value.array())),
        [fraction] if fraction.is_number() => Ok((vec![value.clone(), Type::Double], value)),
        [weight, fraction] if weight.is_number() && fraction.is_number() => {
            Ok((vec![value.clone(), Type::Double, Type::Double], value))
        }
        _ => Err(Refusal::Parameters),
    }
}

/// How many values are wanted, the values, and how many are watched.
fn with_buckets(args: &[Type]) -> Typing {
    match args {
        [buckets, of, capacity]
            if buckets.is_integer()
                && capacity.is_integer()
                && (of.is_integer() || matches!(of, Type::Varchar(_))) =>
        {
            let item = if of.is_integer() { Type::Bigint } else { of.clone() };
            Ok((vec![Type::Bigint, item.clone(), Type::Bigint], Type::map(item, Type::Bigint)))
        }
        _ => Err(Refusal::Parameters),
    }
}

fn checked(fraction: f64) -> Outcome<f64> {
    if (0.0..=1.0).contains(&fraction) { Ok(fraction) } else { invalid("percentile must be between 0 and 1") }
}

fn percentile(rows: Rows<'_>) -> Outcome<Value> {
    let mut all: Vec<&Value> = rows.present().collect();
    all.sort_by(|a, b| a.order(b));
    let at = |fraction: f64| -> Outcome<Value> {
        let index = (all.len() as f64 * checked(fraction)?).floor() as usize;
        Ok(all.get(index.min(all.len().saturating_sub(1))).map_or(Value::Null, |value| (*value).clone()))
    };
    match rows.rows.first().map(|row| &row[1]) {
        None => Ok(Value::Null),
        _ if all.is_empty() => Ok(Value::Null),
        Some(Value::List(fractions)) => {
            Ok(Value::List(fractions.iter().map(|f| at(f.double())).collect::<Outcome<_>>()?))
        }
        Some(fraction) => at(fraction.double()),
    }
}

/// The percentile of (value, weight, fraction).
fn weighted(rows: Rows<'_>) -> Outcome<Value> {
    let mut all: Vec<&Vec<Value>> =
        rows.rows.iter().filter(|row| !row[0].is_null() && !row[1].is_null()).collect();
    all.sort_by(|a, b| a[0].order(&b[0]));
    let Some(last) = all.last() else { return Ok(Value::Null) };
    let fraction = checked(last[2].double())?;
    if all.iter().any(|row| row[1].double() <= 0.0) {
        return invalid("weight must be > 0");
    }
    let wanted = (all.iter().map(|row| row[1].double()).sum::<f64>() * fraction).floor();
    let mut sum = 0.0;
    let found = all.iter().find(|row| {
        sum += row[1].double();
        sum > wanted
    });
    Ok(found.unwrap_or(last)[0].clone())
}

/// The most frequent values with their counts. Trino only estimates them, but exactly so where it can keep every
/// different value; elsewhere the call is refused.
fn most_frequent(rows: Rows<'_>) -> Outcome<Value> {
    let mut counts: HashMap<Key, i64> = HashMap::new();
    for row in rows.rows.iter().filter(|row| !row[1].is_null()) {
        *counts.entry(Key(row[1].clone())).or_default() += 1;
    }
    let Some(first) = rows.rows.first() else { return Ok(Value::Null) };
    let (buckets, capacity) = (first[0].int(), first[2].int());
    if buckets < 2 {
        return invalid("approx_most_frequent bucket count must be greater than one");
    }
    let mut all: Vec<(Key, i64)> = counts.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.0.order(&b.0.0)));
    let kept = usize::try_from(buckets).unwrap_or(usize::MAX);
    let level = kept < all.len() && all[kept].1 == all[kept - 1].1;
    if level || all.len() as i64 > capacity {
        return Err(Fault::new(UNSUPPORTED, "approx_most_frequent has to choose between values here"));
    }
    let entries = all.into_iter().take(kept).map(|(key, count)| (key.0, Value::Int(count)));
    let entries: Vec<(Value, Value)> = entries.collect();
    Ok(if entries.is_empty() { Value::Null } else { Value::Map(entries) })
}
