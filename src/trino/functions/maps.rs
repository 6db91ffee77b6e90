//! Maps.

use super::{Args, Table};
use crate::trino::fault::{Outcome, invalid};
use crate::trino::text::display;
use crate::trino::types::Type;
use crate::trino::value::Value;

pub(super) fn add(t: &mut Table) {
    t.add("map() -> map(unknown, unknown)", |_, _| Ok(Value::Map(vec![])));
    t.add("map(array(K), array(V)) -> map(K, V)", |c, a| {
        if a[0].items().len() != a[1].items().len() {
            return invalid("Key and value arrays must be the same length");
        }
        let Type::Map(key, _) = c.returns else { return Ok(Value::Null) };
        made(a[0].items().iter().cloned().zip(a[1].items().iter().cloned()), key)
    });
    t.add("map_from_entries(array(E)) -> map(K, V)", |c, a| {
        let Type::Map(key, _) = c.returns else { return Ok(Value::Null) };
        if a[0].items().iter().any(Value::is_null) {
            return invalid("map entry cannot be null");
        }
        made(a[0].items().iter().map(|e| (e.items()[0].clone(), e.items()[1].clone())), key)
    });
    t.sure("map_keys(map(K, V)) -> array(K)", |_, a| {
        Ok(Value::List(a[0].entries().iter().map(|(k, _)| k.clone()).collect()))
    });
    t.sure("map_values(map(K, V)) -> array(V)", |_, a| {
        Ok(Value::List(a[0].entries().iter().map(|(_, v)| v.clone()).collect()))
    });
    t.sure("map_entries(map(K, V)) -> array(row(K, V))", |_, a| {
        let entry = |(k, v): &(Value, Value)| Value::List(vec![k.clone(), v.clone()]);
        Ok(Value::List(a[0].entries().iter().map(entry).collect()))
    });
    t.sure("element_at(map(K, V), K) -> V", |_, a| Ok(get(&a[0], &a[1]).unwrap_or(Value::Null)));
    t.add("$subscript(map(K, V), K) -> V", |c, a| match get(&a[0], &a[1]) {
        Some(value) => Ok(value),
        None => invalid(format!("Key not present in map: {}", display(&a[1], c.ty(1)))),
    });
    t.sure("map_concat(map(K, V), map(K, V)...) -> map(K, V)", |_, a| {
        let mut all: Vec<(Value, Value)> = Vec::new();
        for (key, value) in a.iter().flat_map(|m| m.entries().iter().cloned()) {
            all.retain(|(k, _)| !k.same(&key));
            all.push((key, value));
        }
        Ok(Value::Map(all))
    });
    t.add("map_filter(map(K, V), function(K, V, boolean)) -> map(K, V)", |c, a| {
        let mut kept = Vec::new();
        for (key, value) in a[0].entries() {
            if c.call(1, &[key.clone(), value.clone()])?.truth() {
                kept.push((key.clone(), value.clone()));
            }
        }
        Ok(Value::Map(kept))
    });
    t.add("transform_values(map(K, V), function(K, V, W)) -> map(K, W)", |c, a| {
        let each = |(k, v): &(Value, Value)| Ok((k.clone(), c.call(1, &[k.clone(), v.clone()])?));
        Ok(Value::Map(a[0].entries().iter().map(each).collect::<Outcome<_>>()?))
    });
    t.add("transform_keys(map(K, V), function(K, V, L)) -> map(L, V)", |c, a| {
        let each = |(k, v): &(Value, Value)| Ok((c.call(1, &[k.clone(), v.clone()])?, v.clone()));
        let pairs = a[0].entries().iter().map(each).collect::<Outcome<Vec<_>>>()?;
        let Type::Map(key, _) = c.returns else { return Ok(Value::Null) };
        made(pairs.into_iter(), key)
    });
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

fn get(map: &Value, key: &Value) -> Option<Value> {
    map.entries().iter().find(|(k, _)| k.equals(key) == Some(true)).map(|(_, v)| v.clone())
}

fn made(pairs: impl Iterator<Item = (Value, Value)>, key: &Type) -> Outcome<Value> {
    let mut map: Vec<(Value, Value)> = Vec::new();
    for (k, v) in pairs {
        if k.is_null() {
            return invalid("map key cannot be null");
        }
        if map.iter().any(|(known, _)| known.same(&k)) {
            return invalid(format!("Duplicate map keys ({}) are not allowed", display(&k, key)));
        }
        map.push((k, v));
    }
    Ok(Value::Map(map))
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
