//! Maps out of pairs and out of other maps.

use super::{Args, Table};
use crate::trino::fault::{Outcome, invalid};
use crate::trino::value::Value;

pub(super) fn add(t: &mut Table) {
    t.add("multimap_from_entries(array(E)) -> map(K, array(V))", |_, a| {
        if a[0].items().iter().any(Value::is_null) {
            return invalid("map entry cannot be null");
        }
        collected(a[0].items().iter().map(|e| (e.items()[0].clone(), e.items()[1].clone())))
    });
    t.add("map_zip_with(map(K, V), map(K, W), function(K, V, W, R)) -> map(K, R)", |c, a| {
        let (left, right) = (a[0].entries(), a[1].entries());
        let get = |all: &[(Value, Value)], key: &Value| {
            all.iter().find(|(k, _)| k.same(key)).map_or(Value::Null, |(_, v)| v.clone())
        };
        let only = right.iter().filter(|(key, _)| !left.iter().any(|(k, _)| k.same(key)));
        let mut made = Vec::new();
        for (key, _) in left.iter().chain(only) {
            made.push((key.clone(), c.call(2, &[key.clone(), get(left, key), get(right, key)])?));
        }
        Ok(Value::Map(made))
    });
    t.add("split_to_multimap(varchar, varchar, varchar) -> map(varchar, array(varchar))", |_, a| {
        collected(pairs(a)?.into_iter())
    });
}

fn collected(pairs: impl Iterator<Item = (Value, Value)>) -> Outcome<Value> {
    let mut map: Vec<(Value, Vec<Value>)> = Vec::new();
    for (key, value) in pairs {
        if key.is_null() {
            return invalid("map key cannot be null");
        }
        match map.iter_mut().find(|(known, _)| known.same(&key)) {
            Some((_, values)) => values.push(value),
            None => map.push((key, vec![value])),
        }
    }
    Ok(Value::Map(map.into_iter().map(|(key, values)| (key, Value::List(values))).collect()))
}

/// The keys and values of a text like `a=1;b=2`.
fn pairs(a: &Args<'_>) -> Outcome<Vec<(Value, Value)>> {
    let (text, entries, pairs) = (a[0].str(), a[1].str(), a[2].str());
    if entries.is_empty() || pairs.is_empty() || entries == pairs {
        return invalid("entryDelimiter and keyValueDelimiter must not be empty or the same");
    }
    let each = |part: &str| match part.split_once(pairs) {
        Some((key, value)) if !value.contains(pairs) => Ok((Value::from(key), Value::from(value))),
        _ => invalid(format!(
            "Key-value delimiter must appear exactly once in each entry. Bad input: '{part}'"
        )),
    };
    text.split(entries).filter(|part| !part.is_empty()).map(each).collect()
}
