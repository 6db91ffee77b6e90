//! Maps.

use super::Table;
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
