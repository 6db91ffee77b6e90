//! JSON. A path that leads nowhere, and text that is not JSON, give NULL; a path that is none is refused.

use super::{Args, Table};
use crate::raw_json::value_text;
use crate::trino::fault::{Outcome, invalid};
use crate::trino::json::{Step, canonical, find, items, normal, path, quoted};
use crate::trino::value::Value;
use std::cell::RefCell;
use std::rc::Rc;

pub(super) fn add(t: &mut Table) {
    t.sure("json_extract_scalar(varchar(x), varchar) -> varchar(x)", |_, a| scalar(a));
    t.sure("json_extract_scalar(json, varchar) -> varchar", |_, a| scalar(a));
    t.sure("json_extract(varchar, varchar) -> json", |_, a| extract(a));
    t.sure("json_extract(json, varchar) -> json", |_, a| extract(a));
    t.add("json_parse(varchar) -> json", |_, a| match canonical(a[0].str()) {
        Some(text) => Ok(text.into()),
        None => invalid(format!("Cannot convert value to JSON: '{}'", a[0].str())),
    });
    // Stands for json_parse inside a CAST to an array, a map or a row: there keys keep the order of the text.
    t.add("$json_text(varchar) -> json", |_, a| match canonical(a[0].str()) {
        Some(_) => Ok(a[0].as_ref().clone()),
        None => invalid(format!("Cannot convert value to JSON: '{}'", a[0].str())),
    });
    t.sure("json_format(json) -> varchar", |_, a| Ok(a[0].as_ref().clone()));
    for signature in ["json_array_length(json) -> bigint", "json_array_length(varchar) -> bigint"] {
        t.sure(signature, |_, a| Ok(Value::of(list(&a[0]).map(|i| i.len() as i64))));
    }
    for signature in ["json_array_get(json, bigint) -> json", "json_array_get(varchar, bigint) -> json"] {
        t.sure(signature, |_, a| Ok(item(&a[0], a[1].int())));
    }
    t.sure("json_array_contains(json, varchar) -> boolean", |_, a| {
        contains(a, |i| i[0] == b'"' && value_text(i).as_deref() == Some(a[1].str()))
    });
    t.sure("json_array_contains(varchar, varchar) -> boolean", |_, a| {
        contains(a, |i| i[0] == b'"' && value_text(i).as_deref() == Some(a[1].str()))
    });
    t.sure("json_array_contains(json, bigint) -> boolean", |_, a| {
        contains(a, |i| std::str::from_utf8(i).is_ok_and(|i| i.parse() == Ok(a[1].int())))
    });
    t.sure("json_array_contains(varchar, bigint) -> boolean", |_, a| {
        contains(a, |i| std::str::from_utf8(i).is_ok_and(|i| i.parse() == Ok(a[1].int())))
    });
    t.sure("json_array_contains(varchar, double) -> boolean", |_, a| {
        contains(a, |i| i.iter().any(|b| matches!(b, b'.' | b'e' | b'E')) && number(i) == Some(a[1].double()))
    });
    t.sure("json_array_contains(json, boolean) -> boolean", |_, a| {
        contains(a, |i| i == a[1].truth().to_string().as_bytes())
    });
    t.sure("json_array_contains(varchar, boolean) -> boolean", |_, a| {
        contains(a, |i| i == a[1].truth().to_string().as_bytes())
    });
    for signature in ["json_size(json, varchar) -> bigint", "json_size(varchar, varchar) -> bigint"] {
        t.sure(signature, |_, a| {
            let steps = steps(a[1].str())?;
            let Some(found) = find(a[0].str().as_bytes(), &steps) else { return Ok(Value::Null) };
            Ok(Value::Int(match found.first() {
                Some(b'[') => items(found).map_or(0, |i| i.len() as i64),
                Some(b'{') => members(found),
                _ => 0,
            }))
        });
    }
    for signature in ["is_json_scalar(json) -> boolean", "is_json_scalar(varchar) -> boolean"] {
        t.add(signature, |_, a| match a[0].str().trim_start().bytes().next() {
            Some(b'{' | b'[') => Ok(Value::Bool(false)),
            Some(_) if canonical(a[0].str()).is_some() => Ok(Value::Bool(true)),
            _ => invalid(format!("Invalid JSON value: {}", a[0].str())),
        });
    }
}

/// The item of an array at an index, which counts from the end when it is negative.
fn item(array: &Value, index: i64) -> Value {
    let text = array.str().trim_start();
    let item = match usize::try_from(index) {
        // What stands behind the item is not looked at.
        Ok(index) if text.starts_with('[') => find(text.as_bytes(), &[Step::Item(index)]),
        Ok(_) => None,
        Err(_) => list(array)
            .and_then(|all| usize::try_from(all.len() as i64 + index).ok().and_then(|i| all.get(i).copied())),
    };
    let Some(item) = item else { return Value::Null };
    if matches!(item.first(), Some(b'{' | b'[')) {
        let mut out = String::new();
        return Value::of(normal(item, false, &mut out).map(|()| out));
    }
    // A text comes without its quotes, so that it is no JSON any more.
    Value::of(value_text(item))
}

fn members(object: &[u8]) -> i64 {
    let mut count = 0;
    let _ = crate::raw_json::Cursor::new(object).members(|_, _| {
        count += 1;
        true
    });
    count
}

fn number(item: &[u8]) -> Option<f64> {
    std::str::from_utf8(item).ok()?.parse().ok()
}

fn list(value: &Value) -> Option<Vec<&[u8]>> {
    items(value.str().as_bytes())
}

fn contains(a: &Args<'_>, test: impl Fn(&[u8]) -> bool) -> Outcome<Value> {
    Ok(Value::of(list(&a[0]).map(|all| all.into_iter().any(test))))
}

thread_local! {
    static LAST: RefCell<Option<(String, Rc<Vec<Step>>)>> = RefCell::default();
}

/// The steps of a path. The last path is kept, since a statement asks for the same one in each row.
fn steps(text: &str) -> Outcome<Rc<Vec<Step>>> {
    let known = LAST.with_borrow(|last| last.as_ref().filter(|(t, _)| t == text).map(|(_, s)| s.clone()));
    if let Some(known) = known {
        return Ok(known);
    }
    let made = Rc::new(path(text)?);
    LAST.set(Some((text.to_string(), made.clone())));
    Ok(made)
}

fn scalar(a: &Args<'_>) -> Outcome<Value> {
    let steps = steps(a[1].str())?;
    Ok(match find(a[0].str().as_bytes(), &steps) {
        Some(found) if !matches!(found.first(), Some(b'{' | b'[')) => Value::of(value_text(found)),
        _ => Value::Null,
    })
}

fn extract(a: &Args<'_>) -> Outcome<Value> {
    let steps = steps(a[1].str())?;
    let Some(found) = find(a[0].str().as_bytes(), &steps) else { return Ok(Value::Null) };
    let mut out = String::new();
    Ok(match normal(found, false, &mut out) {
        Some(()) => out.into(),
        None => quoted(&String::from_utf8_lossy(found)).into(),
    })
}
