//! CAST to and from JSON.

use super::cast;
use crate::raw_json::{Cursor, text, value_text};
use crate::trino::fault::{Fault, Outcome};
use crate::trino::json::{items, normal, quoted};
use crate::trino::text::{decimal_text, display, double_text, plain_double};
use crate::trino::types::{RowField, Type, VARCHAR};
use crate::trino::value::Value;

/// `CAST(x AS JSON)`.
pub(super) fn write(value: &Value, ty: &Type) -> String {
    match (value, ty) {
        (Value::Null, _) => "null".into(),
        (Value::Text(text), Type::Json) => text.clone(),
        (Value::Bool(b), _) => b.to_string(),
        (Value::Int(n), t) if t.is_integer() => n.to_string(),
        (Value::Double(x), _) if x.is_finite() => plain_double(*x, ty),
        (Value::Decimal(n), Type::Decimal(_, s)) => decimal_text(*n, *s),
        (Value::List(items), Type::Array(item)) => {
            format!("[{}]", items.iter().map(|i| write(i, item)).collect::<Vec<_>>().join(","))
        }
        (Value::List(items), Type::Row(fields)) => {
            let field = |(item, (name, ty)): (&Value, &RowField)| {
                format!("{}:{}", quoted(name.as_deref().unwrap_or_default()), write(item, ty))
            };
            format!("{{{}}}", items.iter().zip(fields).map(field).collect::<Vec<_>>().join(","))
        }
        (Value::Map(entries), Type::Map(key, item)) => {
            let mut pairs: Vec<(String, String)> =
                entries.iter().map(|(k, v)| (display(k, key), write(v, item))).collect();
            pairs.sort();
            let pairs: Vec<String> = pairs.into_iter().map(|(k, v)| format!("{}:{v}", quoted(&k))).collect();
            format!("{{{}}}", pairs.join(","))
        }
        _ => quoted(&display(value, ty)),
    }
}

/// `CAST(json AS type)`.
pub(super) fn read_as(text: &str, to: &Type) -> Outcome<Value> {
    // What json_array_get makes of a text need not be JSON.
    let whole = match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) => Cursor::new(text.as_bytes()).value().ok(),
        Err(_) => None,
    };
    whole.and_then(|whole| read(whole, to)).ok_or_else(|| {
        Fault::new("INVALID_CAST_ARGUMENT", format!("Cannot cast to {to}. The JSON value is {text}"))
    })
}

/// The bytes of a JSON value as a type; nothing where they are none of it.
fn read(value: &[u8], to: &Type) -> Option<Value> {
    if *to == Type::Json {
        let mut out = String::new();
        normal(value, false, &mut out)?;
        return Some(Value::Text(out));
    }
    if value == b"null" {
        return Some(Value::Null);
    }
    let first = *value.first()?;
    match to {
        Type::Array(item) => {
            let items = items(value)?;
            Some(Value::List(items.into_iter().map(|i| read(i, item)).collect::<Option<_>>()?))
        }
        Type::Map(key, item) => map(value, key, item),
        Type::Row(fields) if first == b'[' => row_of_items(&items(value)?, fields),
        Type::Row(fields) => row_of_members(value, fields),
        _ if matches!(first, b'{' | b'[') => None,
        Type::Varchar(_) => varchar(value).map(Value::Text),
        Type::Boolean if first != b'"' => boolean(value),
        _ => match value {
            b"true" => cast(Value::Int(1), &Type::Bigint, to).ok(),
            b"false" => cast(Value::Int(0), &Type::Bigint, to).ok(),
            _ => scalar(value, to),
        },
    }
}

fn map(object: &[u8], key: &Type, item: &Type) -> Option<Value> {
    let mut entries: Vec<(Value, Value)> = Vec::new();
    let mut good = true;
    let each = |name: &[u8], member: &[u8]| -> bool {
        let name = text(name, name.contains(&b'\\'));
        let made = read(quoted(&name).as_bytes(), key).zip(read(member, item));
        good &= made.is_some();
        if let Some((name, member)) = made {
            match entries.iter_mut().find(|(known, _)| known.same(&name)) {
                // Of a repeated key the last value counts.
                Some(known) => known.1 = member,
                None => entries.push((name, member)),
            }
        }
        good
    };
    Cursor::new(object).members(each).ok()?;
    good.then_some(Value::Map(entries))
}

fn row_of_items(items: &[&[u8]], fields: &[RowField]) -> Option<Value> {
    if items.len() != fields.len() {
        return None;
    }
    let values = items.iter().zip(fields).map(|(item, (_, ty))| read(item, ty));
    Some(Value::List(values.collect::<Option<_>>()?))
}

fn row_of_members(object: &[u8], fields: &[RowField]) -> Option<Value> {
    let mut members = Vec::new();
    Cursor::new(object)
        .members(|name, member| {
            members.push((text(name, name.contains(&b'\\')), member));
            true
        })
        .ok()?;
    let field = |(name, ty): &RowField| {
        let found = members.iter().find(|(n, _)| name.as_ref().is_some_and(|m| m.eq_ignore_ascii_case(n)));
        found.map_or(Some(Value::Null), |(_, member)| read(member, ty))
    };
    Some(Value::List(fields.iter().map(field).collect::<Option<_>>()?))
}

/// A JSON scalar as varchar; a number with a fraction or an exponent is written as a double.
fn varchar(scalar: &[u8]) -> Option<String> {
    let text = value_text(scalar)?;
    let is_number = !matches!(scalar.first()?, b'"' | b't' | b'f');
    if is_number && text.contains(['.', 'e', 'E']) {
        return Some(double_text(text.parse().ok()?, &Type::Double));
    }
    Some(text)
}

fn boolean(scalar: &[u8]) -> Option<Value> {
    match scalar {
        b"true" => Some(Value::Bool(true)),
        b"false" => Some(Value::Bool(false)),
        number => std::str::from_utf8(number).ok()?.parse::<f64>().ok().map(|x| Value::Bool(x != 0.0)),
    }
}

/// A JSON text or number as a type, by the CAST of its text.
fn scalar(value: &[u8], to: &Type) -> Option<Value> {
    let text = value_text(value)?;
    let is_number = !value.starts_with(b"\"");
    if is_number && to.is_integer() && text.contains(['.', 'e', 'E']) {
        let x: f64 = text.parse().ok()?;
        return cast(Value::Double(x), &Type::Double, to).ok();
    }
    cast(Value::Text(text), &VARCHAR, to).ok()
}
