//! What the collecting aggregates compute of their rows.

use super::statistics::{moments, most_frequent, regression, weighted};
use crate::trino::fault::{Fault, Outcome, invalid};
use crate::trino::number::divide;
use crate::trino::types::Type;
use crate::trino::value::{Key, Value};
use std::collections::HashMap;

/// Bytes that LISTAGG gives at most.
const LISTED: usize = 1 << 20;

/// The result of an aggregate over rows of arguments, in their order.
pub(super) fn compute(name: &str, rows: Vec<Vec<Value>>, types: &[Type], returns: &Type) -> Outcome<Value> {
    let present = || rows.iter().map(|r| &r[0]).filter(|v| !v.is_null());
    let doubles = || present().map(Value::double).collect::<Vec<f64>>();
    Ok(match name {
        "array_agg" if rows.is_empty() => Value::Null,
        "array_agg" => Value::List(rows.into_iter().filter_map(|r| r.into_iter().next()).collect()),
        "arbitrary" | "any_value" => present().next().cloned().unwrap_or(Value::Null),
        "count" | "approx_distinct" => {
            let different: std::collections::HashSet<Key> = present().cloned().map(Key).collect();
            Value::Int(different.len() as i64)
        }
        "sum" | "avg" => return sum(name, present().collect(), returns),
        "min" | "max" => {
            let mut all: Vec<Value> = present().cloned().collect();
            all.sort_by(|a, b| {
                last(a).cmp(&last(b)).then_with(|| if name == "min" { a.order(b) } else { b.order(a) })
            });
            match returns {
                Type::Array(_) if types.len() == 2 => {
                    let count = count_of(&rows, 1, name)?;
                    if all.is_empty() {
                        Value::Null
                    } else {
                        Value::List(all.into_iter().take(count).collect())
                    }
                }
                _ => all.into_iter().next().unwrap_or(Value::Null),
            }
        }
        "min_by" | "max_by" => {
            let mut all: Vec<&Vec<Value>> = rows.iter().filter(|r| !r[1].is_null()).collect();
            all.sort_by(|a, b| {
                let order = || if name == "min_by" { a[1].order(&b[1]) } else { b[1].order(&a[1]) };
                last(&a[1]).cmp(&last(&b[1])).then_with(order)
            });
            if types.len() > 2 {
                let count = count_of(&rows, 2, name)?;
                if all.is_empty() {
                    return Ok(Value::Null);
                }
                return Ok(Value::List(all.into_iter().take(count).map(|r| r[0].clone()).collect()));
            }
            all.first().map_or(Value::Null, |r| r[0].clone())
        }
        "histogram" => {
            let mut map = Ordered::default();
            for value in present() {
                let count = map.entry(value, || Value::Int(0));
                *count = Value::Int(count.int() + 1);
            }
            map.finish()
        }
        "map_agg" => {
            let mut map = Ordered::default();
            for row in rows.iter().filter(|r| !r[0].is_null()) {
                map.entry(&row[0], || row[1].clone());
            }
            map.finish()
        }
        "multimap_agg" => {
            let mut map = Ordered::default();
            for row in rows.iter().filter(|r| !r[0].is_null()) {
                if let Value::List(items) = map.entry(&row[0], || Value::List(vec![])) {
                    items.push(row[1].clone());
                }
            }
            map.finish()
        }
        "map_union" => {
            let mut map = Ordered::default();
            for (key, value) in present().flat_map(|m| m.entries()) {
                map.entry(key, || value.clone());
            }
            map.finish()
        }
        "listagg" => {
            let separator = rows
                .first()
                .and_then(|r| r.get(1))
                .filter(|_| types.len() > 1 && types[1] == crate::trino::types::VARCHAR);
            let separator = separator.map_or("", Value::str).to_string();
            let parts: Vec<&str> = present().map(Value::str).collect();
            let joined = parts.join(&separator);
            if joined.len() > LISTED {
                return Err(Fault::new(
                    "EXCEEDED_FUNCTION_MEMORY_LIMIT",
                    format!("LISTAGG is longer than {LISTED} bytes"),
                ));
            }
            if parts.is_empty() { Value::Null } else { joined.into() }
        }
        "approx_percentile" => {
            let mut all: Vec<Value> = present().cloned().collect();
            all.sort_by(Value::order);
            let at = |fraction: f64| {
                if !(0.0..=1.0).contains(&fraction) {
                    return invalid("percentile must be between 0 and 1");
                }
                let index = ((all.len() as f64 * fraction).floor() as usize).min(all.len().saturating_sub(1));
                Ok(all.get(index).cloned().unwrap_or(Value::Null))
            };
            if types.len() > 2 {
                return weighted(&rows);
            }
            match rows.first().map(|r| &r[1]) {
                None => Value::Null,
                _ if all.is_empty() => Value::Null,
                Some(Value::List(many)) => {
                    Value::List(many.iter().map(|f| at(f.double())).collect::<Outcome<_>>()?)
                }
                Some(one) => at(one.double())?,
            }
        }
        "bitwise_and_agg" => present().map(Value::int).reduce(|a, b| a & b).map_or(Value::Null, Value::Int),
        "bitwise_xor_agg" => present().map(Value::int).reduce(|a, b| a ^ b).map_or(Value::Null, Value::Int),
        "approx_most_frequent" => return most_frequent(&rows),
        "skewness" | "kurtosis" => moments(name, &doubles()),
        "regr_slope" | "regr_intercept" => regression(name, &rows),
        "bitwise_or_agg" => present().map(Value::int).reduce(|a, b| a | b).map_or(Value::Null, Value::Int),
        "geometric_mean" => {
            let all = doubles();
            let mean = all.iter().map(|x| x.ln()).sum::<f64>() / all.len() as f64;
            if all.is_empty() { Value::Null } else { mean.exp().into() }
        }
        "stddev" | "stddev_samp" | "variance" | "var_samp" | "stddev_pop" | "var_pop" => {
            let all = doubles();
            let sample = !name.ends_with("_pop");
            if all.is_empty() || (sample && all.len() == 1) {
                return Ok(Value::Null);
            }
            // Welford's way, as Trino goes it, so that the last digits agree.
            let (mut mean, mut m2) = (0.0, 0.0);
            for (index, x) in all.iter().enumerate() {
                let delta = x - mean;
                mean += delta / (index + 1) as f64;
                m2 += delta * (x - mean);
            }
            let variance = m2 / if sample { all.len() - 1 } else { all.len() } as f64;
            if name.starts_with("stddev") { variance.sqrt() } else { variance }.into()
        }
        "corr" | "covar_pop" | "covar_samp" => {
            let pairs: Vec<(f64, f64)> = rows
                .iter()
                .filter(|r| !r[0].is_null() && !r[1].is_null())
                .map(|r| (r[0].double(), r[1].double()))
                .collect();
            let n = pairs.len() as f64;
            let (mx, my) =
                (pairs.iter().map(|p| p.0).sum::<f64>() / n, pairs.iter().map(|p| p.1).sum::<f64>() / n);
            let both = pairs.iter().map(|(x, y)| (x - mx) * (y - my)).sum::<f64>();
            let (xx, yy) = (
                pairs.iter().map(|p| (p.0 - mx).powi(2)).sum::<f64>(),
                pairs.iter().map(|p| (p.1 - my).powi(2)).sum::<f64>(),
            );
            match name {
                "covar_pop" if n > 0.0 => (both / n).into(),
                "covar_samp" if n > 1.0 => (both / (n - 1.0)).into(),
                "corr" if n > 1.0 => (both / (xx * yy).sqrt()).into(),
                _ => Value::Null,
            }
        }
        other => return Err(Fault::new("GENERIC_INTERNAL_ERROR", format!("{other} is not known"))),
    })
}

/// What is no number is neither the least nor the greatest, as long as there is a number.
fn last(value: &Value) -> bool {
    matches!(value, Value::Double(x) if x.is_nan())
}

fn sum(name: &str, values: Vec<&Value>, returns: &Type) -> Outcome<Value> {
    let overflow = || Fault::new("NUMERIC_VALUE_OUT_OF_RANGE", format!("{returns} addition overflow"));
    if values.is_empty() {
        return Ok(Value::Null);
    }
    let count = values.len() as i128;
    if matches!(returns, Type::Real | Type::Double) {
        let total: f64 = values.iter().map(|v| v.double()).sum();
        return Ok(Value::Double(if name == "avg" { total / count as f64 } else { total }));
    }
    let mut total = 0_i128;
    for value in values {
        let n = if let Value::Decimal(n) = value { *n } else { i128::from(value.int()) };
        total = total.checked_add(n).ok_or_else(overflow)?;
    }
    if name == "avg" {
        total = divide(total, count);
    }
    match returns {
        Type::Decimal(..) => Ok(Value::Decimal(total)),
        _ => i64::try_from(total).map(Value::Int).map_err(|_| overflow()),
    }
}

fn count_of(rows: &[Vec<Value>], column: usize, name: &str) -> Outcome<usize> {
    match rows.first().map_or(1, |r| r[column].int()) {
        n @ 1..=10_000 => Ok(n as usize),
        n => invalid(format!("third argument of {name} must be a positive integer up to 10000, found {n}")),
    }
}

/// A map that keeps the order in which keys first came.
#[derive(Default)]
struct Ordered {
    places: HashMap<Key, usize>,
    entries: Vec<(Value, Value)>,
}

impl Ordered {
    fn entry(&mut self, key: &Value, first: impl FnOnce() -> Value) -> &mut Value {
        let next = self.entries.len();
        let place = *self.places.entry(Key(key.clone())).or_insert(next);
        if place == next {
            self.entries.push((key.clone(), first()));
        }
        &mut self.entries[place].1
    }

    fn finish(self) -> Value {
        if self.entries.is_empty() { Value::Null } else { Value::Map(self.entries) }
    }
}
