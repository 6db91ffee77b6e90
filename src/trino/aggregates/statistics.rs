//! Aggregates of statistics that need more than one line.

use crate::trino::fault::{Fault, Outcome, UNSUPPORTED, invalid};
use crate::trino::value::{Key, Value};
use std::collections::HashMap;

/// The weighted percentile of (value, weight, fraction).
pub(super) fn weighted(rows: &[Vec<Value>]) -> Outcome<Value> {
    let mut all: Vec<&Vec<Value>> = rows.iter().filter(|r| !r[0].is_null() && !r[1].is_null()).collect();
    all.sort_by(|a, b| a[0].order(&b[0]));
    let Some(last) = all.last() else { return Ok(Value::Null) };
    let fraction = last[2].double();
    if !(0.0..=1.0).contains(&fraction) {
        return invalid("percentile must be between 0 and 1");
    }
    if all.iter().any(|r| r[1].double() <= 0.0) {
        return invalid("weight must be > 0");
    }
    let wanted = (all.iter().map(|r| r[1].double()).sum::<f64>() * fraction).floor();
    let mut sum = 0.0;
    let found = all.iter().find(|r| {
        sum += r[1].double();
        sum > wanted
    });
    Ok(found.unwrap_or(last)[0].clone())
}

/// The most frequent values with their counts, where all different ones fit; an estimate would differ.
pub(super) fn most_frequent(rows: &[Vec<Value>]) -> Outcome<Value> {
    let mut counts: HashMap<Key, i64> = HashMap::new();
    for row in rows.iter().filter(|r| !r[1].is_null()) {
        *counts.entry(Key(row[1].clone())).or_default() += 1;
    }
    let Some(first) = rows.first() else { return Ok(Value::Null) };
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

/// Skewness and kurtosis, from the moments around the mean.
pub(super) fn moments(name: &str, all: &[f64]) -> Value {
    let n = all.len() as f64;
    let mean = all.iter().sum::<f64>() / n;
    let moment = |power: i32| all.iter().map(|x| (x - mean).powi(power)).sum::<f64>();
    let (m2, m3, m4) = (moment(2), moment(3), moment(4));
    match name {
        "skewness" if all.len() > 2 => (n.sqrt() * m3 / m2.powf(1.5)).into(),
        "kurtosis" if all.len() > 3 => {
            let factor = (n - 1.0) * n * (n + 1.0) / ((n - 2.0) * (n - 3.0));
            (factor * m4 / (m2 * m2) - 3.0 * (n - 1.0).powi(2) / ((n - 2.0) * (n - 3.0))).into()
        }
        _ => Value::Null,
    }
}

/// The line through (y, x), step by step as Trino adds the points.
pub(super) fn regression(name: &str, rows: &[Vec<Value>]) -> Value {
    let points = rows.iter().filter(|r| !r[0].is_null() && !r[1].is_null());
    let (mut n, mut mean_x, mut mean_y, mut both, mut square) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for row in points {
        let (y, x) = (row[0].double(), row[1].double());
        n += 1.0;
        let before = mean_x;
        mean_x += (x - mean_x) / n;
        mean_y += (y - mean_y) / n;
        both += (x - before) * (y - mean_y);
        square += (x - before) * (x - mean_x);
    }
    let slope = both / square;
    match name {
        _ if n == 0.0 => Value::Null,
        "regr_slope" if slope.is_finite() => slope.into(),
        "regr_intercept" if slope.is_finite() => (mean_y - slope * mean_x).into(),
        _ => Value::Null,
    }
}
