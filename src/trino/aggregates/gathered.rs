//! Values gathered into one: an array, a map, a text, or any of them.

use super::{Body, Function, Refusal, Rows, Run, unchanged};
use crate::trino::fault::{Fault, Outcome};
use crate::trino::types::{Type, VARCHAR};
use crate::trino::value::{Key, Value};
use std::collections::HashMap;

/// Bytes that LISTAGG gives at most.
const LISTED: usize = 1 << 20;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "array_agg",
        types: |args| match args {
            [t] => unchanged(args, t.clone().array()),
            _ => Err(Refusal::Parameters),
        },
        run: |_| Run::Collected(ARRAY),
    },
    Function { name: "arbitrary", types: one_of_them, run: |_| Run::Collected(Body(any)) },
    Function { name: "any_value", types: one_of_them, run: |_| Run::Collected(Body(any)) },
    Function {
        name: "histogram",
        types: |args| match args {
            [t] => unchanged(args, Type::map(t.clone(), Type::Bigint)),
            _ => Err(Refusal::Parameters),
        },
        run: |_| Run::Collected(Body(histogram)),
    },
    Function {
        name: "map_agg",
        types: |args| match args {
            [key, value] => unchanged(args, Type::map(key.clone(), value.clone())),
            _ => Err(Refusal::Parameters),
        },
        run: |_| Run::Collected(Body(map)),
    },
    Function {
        name: "multimap_agg",
        types: |args| match args {
            [key, value] => unchanged(args, Type::map(key.clone(), value.clone().array())),
            _ => Err(Refusal::Parameters),
        },
        run: |_| Run::Collected(Body(multimap)),
    },
    Function {
        name: "map_union",
        types: |args| match args {
            [t @ Type::Map(..)] => unchanged(args, t.clone()),
            _ => Err(Refusal::Parameters),
        },
        run: |_| Run::Collected(Body(union)),
    },
    Function {
        name: "listagg",
        types: |args| match args {
            [Type::Varchar(_) | Type::Unknown] => Ok((vec![VARCHAR], VARCHAR)),
            [Type::Varchar(_) | Type::Unknown, Type::Varchar(_)] => Ok((vec![VARCHAR, VARCHAR], VARCHAR)),
            _ => Err(Refusal::Parameters),
        },
        run: |_| Run::Collected(Body(text)),
    },
];

pub(super) const ARRAY: Body = Body(array);

fn one_of_them(args: &[Type]) -> super::Typing {
    match args {
        [t] => unchanged(args, t.clone()),
        _ => Err(Refusal::Parameters),
    }
}

fn array(rows: Rows<'_>) -> Outcome<Value> {
    if rows.rows.is_empty() {
        return Ok(Value::Null);
    }
    Ok(Value::List(rows.rows.into_iter().filter_map(|row| row.into_iter().next()).collect()))
}

fn any(rows: Rows<'_>) -> Outcome<Value> {
    Ok(rows.present().next().cloned().unwrap_or(Value::Null))
}

fn histogram(rows: Rows<'_>) -> Outcome<Value> {
    let mut map = Ordered::default();
    for value in rows.present() {
        let count = map.entry(value, || Value::Int(0));
        *count = Value::Int(count.int() + 1);
    }
    Ok(map.finish())
}

fn map(rows: Rows<'_>) -> Outcome<Value> {
    let mut map = Ordered::default();
    for row in rows.rows.iter().filter(|row| !row[0].is_null()) {
        map.entry(&row[0], || row[1].clone());
    }
    Ok(map.finish())
}

fn multimap(rows: Rows<'_>) -> Outcome<Value> {
    let mut map = Ordered::default();
    for row in rows.rows.iter().filter(|row| !row[0].is_null()) {
        if let Value::List(items) = map.entry(&row[0], || Value::List(vec![])) {
            items.push(row[1].clone());
        }
    }
    Ok(map.finish())
}

fn union(rows: Rows<'_>) -> Outcome<Value> {
    let mut map = Ordered::default();
    for (key, value) in rows.present().flat_map(Value::entries) {
        map.entry(key, || value.clone());
    }
    Ok(map.finish())
}

/// LISTAGG: the texts with the separator, which is the second argument, between them.
fn text(rows: Rows<'_>) -> Outcome<Value> {
    let separator = rows.rows.first().filter(|_| rows.types.len() > 1).map_or("", |row| row[1].str());
    let parts: Vec<&str> = rows.present().map(Value::str).collect();
    let joined = parts.join(separator);
    if joined.len() > LISTED {
        return Err(Fault::new(
            "EXCEEDED_FUNCTION_MEMORY_LIMIT",
            format!("LISTAGG is longer than {LISTED} bytes"),
        ));
    }
    Ok(if parts.is_empty() { Value::Null } else { joined.into() })
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
