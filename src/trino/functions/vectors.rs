//! Arrays and maps as vectors.

use super::{Args, Table};
use crate::trino::fault::{Outcome, invalid};
use crate::trino::value::Value;

pub(super) fn add(t: &mut Table) {
    t.add("cosine_similarity(array(double), array(double)) -> double", |_, a| {
        let Some((x, y)) = pair(a)? else { return Ok(Value::Null) };
        Ok(cosine(dot(&x, &y), dot(&x, &x), dot(&y, &y)))
    });
    t.add("cosine_distance(array(double), array(double)) -> double", |_, a| {
        let Some((x, y)) = pair(a)? else { return Ok(Value::Null) };
        Ok(match cosine(dot(&x, &y), dot(&x, &x), dot(&y, &y)) {
            Value::Double(similarity) => (1.0 - similarity).into(),
            other => other,
        })
    });
    t.add("dot_product(array(double), array(double)) -> double", |_, a| {
        Ok(Value::of(pair(a)?.map(|(x, y)| dot(&x, &y))))
    });
    t.add("euclidean_distance(array(double), array(double)) -> double", |_, a| {
        let distance = |(x, y): (Vec<f64>, Vec<f64>)| {
            x.iter().zip(&y).map(|(p, q)| (p - q) * (p - q)).sum::<f64>().sqrt()
        };
        Ok(Value::of(pair(a)?.map(distance)))
    });
    t.add("cosine_similarity(map(varchar, double), map(varchar, double)) -> double", |_, a| {
        let (x, y) = (a[0].entries(), a[1].entries());
        if x.iter().chain(y).any(|(_, value)| value.is_null()) {
            return Ok(Value::Null);
        }
        let size = |all: &[(Value, Value)]| all.iter().map(|(_, v)| v.double() * v.double()).sum::<f64>();
        let other = |key: &Value| y.iter().find(|(k, _)| k.same(key)).map_or(0.0, |(_, v)| v.double());
        Ok(cosine(x.iter().map(|(k, v)| v.double() * other(k)).sum(), size(x), size(y)))
    });
}

/// Two vectors of one length; nothing when an item is NULL.
fn pair(a: &Args<'_>) -> Outcome<Option<(Vec<f64>, Vec<f64>)>> {
    let (x, y) = (a[0].items(), a[1].items());
    if x.len() != y.len() {
        return invalid("The arguments must have the same length");
    }
    if x.iter().chain(y).any(Value::is_null) {
        return Ok(None);
    }
    let numbers = |items: &[Value]| items.iter().map(Value::double).collect();
    Ok(Some((numbers(x), numbers(y))))
}

fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(p, q)| p * q).sum()
}

fn cosine(dot: f64, x: f64, y: f64) -> Value {
    if x == 0.0 || y == 0.0 { Value::Null } else { (dot / (x.sqrt() * y.sqrt())).into() }
}
