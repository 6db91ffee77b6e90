//! JSON texts: canonical form, paths, and the way to and from values.

use super::fault::{Fault, Outcome};
use super::text::{decimal_text, display, plain_double};
use super::types::Type;
use super::value::Value;
use crate::raw_json::{Cursor, value_text};
use serde_json::Value as Json;

/// Parses and writes again: keys sorted, numbers as Trino keeps them.
pub fn canonical(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let trimmed = text.trim();
    // The strict parser decides what JSON is; the cursor keeps numbers as they were written.
    serde_json::from_str::<serde::de::IgnoredAny>(trimmed).ok()?;
    normal(trimmed.as_bytes(), true, &mut out)?;
    Some(out)
}

/// A value's bytes without white space; sorted keys on demand.
pub fn normal(value: &[u8], sorted: bool, out: &mut String) -> Option<()> {
    match value.first()? {
        b'{' => {
            let mut members = Vec::new();
            Cursor::new(value)
                .members(|key, item| {
                    members.push((key, item));
                    true
                })
                .ok()?;
            if sorted {
                members.sort_by_key(|(key, _)| *key);
            }
            out.push('{');
            for (index, (key, item)) in members.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                out.push_str(&quoted(&crate::raw_json::text(key, key.contains(&b'\\'))));
                out.push(':');
                normal(item, sorted, out)?;
            }
            out.push('}');
        }
        b'[' => {
            out.push('[');
            for (index, item) in items(value)?.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                normal(item, sorted, out)?;
            }
            out.push(']');
        }
        b'"' => out.push_str(&quoted(&value_text(value)?)),
        b't' | b'f' | b'n' => out.push_str(std::str::from_utf8(value).ok()?),
        _ => {
            let text = std::str::from_utf8(value).ok()?;
            match text.contains(['e', 'E', '.']) {
                true => out.push_str(&plain_double(text.parse().ok()?, &Type::Double)),
                false => out.push_str(text),
            }
        }
    }
    Some(())
}

/// A JSON string.
pub fn quoted(text: &str) -> String {
    Json::String(text.into()).to_string()
}

/// The items of an array's bytes.
pub fn items(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut cursor = Cursor::new(bytes);
    let mut items = Vec::new();
    cursor.eat(b'[').ok()?;
    if cursor.peek().ok()? == b']' {
        return Some(items);
    }
    loop {
        items.push(cursor.value().ok()?);
        match cursor.peek().ok()? {
            b',' => cursor.at += 1,
            b']' => return Some(items),
            _ => return None,
        }
    }
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A member; a number is also an item of an array.
    Key(String),
    /// An item.
    Item(usize),
}

/// Parses `$`, `.name`, `[0]`, `["name"]`.
pub fn path(path: &str) -> Outcome<Vec<Step>> {
    let wrong = || Fault::new("INVALID_FUNCTION_ARGUMENT", format!("Invalid JSON path: '{path}'"));
    let mut rest = path.strip_prefix('$').ok_or_else(wrong)?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let named = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
            let end = after.find(|c: char| !named(c)).unwrap_or(after.len());
            if end == 0 {
                return Err(wrong());
            }
            steps.push(Step::Key(after[..end].to_string()));
            rest = &after[end..];
        } else {
            let after = rest.strip_prefix('[').ok_or_else(wrong)?;
            if let Some(inside) = after.strip_prefix('"') {
                let mut key = String::new();
                let mut chars = inside.char_indices();
                let end = loop {
                    match chars.next().ok_or_else(wrong)? {
                        (_, '\\') => key.push(chars.next().ok_or_else(wrong)?.1),
                        (at, '"') => break at,
                        (_, c) => key.push(c),
                    }
                };
                steps.push(Step::Key(key));
                rest = inside[end + 1..].strip_prefix(']').ok_or_else(wrong)?;
            } else {
                let end = after.find(']').ok_or_else(wrong)?;
                let inside = &after[..end];
                steps.push(match inside.parse() {
                    Ok(index) => Step::Item(index),
                    Err(_)
                        if inside.chars().all(|c| c.is_alphanumeric() || c == '_') && !inside.is_empty() =>
                    {
                        Step::Key(inside.into())
                    }
                    Err(_) => return Err(wrong()),
                });
                rest = &after[end + 1..];
            }
        }
    }
    Ok(steps)
}

/// What a path leads to, as bytes. What stands behind it is not looked at, so cut text still answers.
pub fn find<'a>(text: &'a [u8], steps: &[Step]) -> Option<&'a [u8]> {
    let mut cursor = Cursor::new(text);
    for step in steps {
        match (cursor.peek().ok()?, step) {
            (b'[', step) => {
                let index = match step {
                    Step::Item(index) => *index,
                    Step::Key(key) => key.parse().ok()?,
                };
                cursor.at += 1;
                if cursor.peek().ok()? == b']' {
                    return None;
                }
                for _ in 0..index {
                    cursor.value().ok()?;
                    cursor.eat(b',').ok()?;
                }
            }
            (b'{', step) => {
                let key = match step {
                    Step::Item(index) => index.to_string(),
                    Step::Key(key) => key.clone(),
                };
                cursor.at += 1;
                loop {
                    let (name, escaped) = cursor.string().ok()?;
                    cursor.eat(b':').ok()?;
                    if name == key.as_bytes() || (escaped && crate::raw_json::text(name, true) == key) {
                        break;
                    }
                    cursor.value().ok()?;
                    cursor.eat(b',').ok()?;
                }
            }
            _ => return None,
        }
    }
    let value = cursor.value().ok()?;
    let word = match value.first()? {
        b'{' | b'[' | b'"' => true,
        b't' | b'f' | b'n' => matches!(value, b"true" | b"false" | b"null"),
        _ => std::str::from_utf8(value).ok()?.parse::<f64>().is_ok(),
    };
    word.then_some(value)
}

/// `CAST(x AS JSON)`.
pub fn write(value: &Value, ty: &Type) -> String {
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
            let field = |(item, (name, ty)): (&Value, &(Option<String>, Type))| {
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
pub fn read_as(text: &str, to: &Type) -> Outcome<Value> {
    // What json_array_get makes of a text need not be JSON.
    let whole = match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) => Cursor::new(text.as_bytes()).value().ok(),
        Err(_) => None,
    };
    whole.and_then(|whole| read(whole, to)).ok_or_else(|| {
        Fault::new("INVALID_CAST_ARGUMENT", format!("Cannot cast to {to}. The JSON value is {text}"))
    })
}

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
        Type::Map(key, item) => {
            let mut entries = Vec::new();
            let mut good = true;
            let each = |name: &[u8], member: &[u8]| -> bool {
                let name = crate::raw_json::text(name, name.contains(&b'\\'));
                let made = read(quoted(&name).as_bytes(), key).zip(read(member, item));
                good &= made.is_some();
                if let Some((name, member)) = made {
                    match entries.iter_mut().find(|(known, _): &&mut (Value, Value)| known.same(&name)) {
                        // Of a repeated key the last counts.
                        Some(known) => known.1 = member,
                        None => entries.push((name, member)),
                    }
                }
                good
            };
            Cursor::new(value).members(each).ok()?;
            good.then_some(Value::Map(entries))
        }
        Type::Row(fields) if first == b'[' => {
            let items = items(value)?;
            let items = if items.len() == fields.len() { items } else { return None };
            Some(Value::List(
                items.into_iter().zip(fields).map(|(i, (_, t))| read(i, t)).collect::<Option<_>>()?,
            ))
        }
        Type::Row(fields) => {
            let mut members = Vec::new();
            Cursor::new(value)
                .members(|name, member| {
                    members.push((crate::raw_json::text(name, name.contains(&b'\\')), member));
                    true
                })
                .ok()?;
            let field = |(name, ty): &(Option<String>, Type)| {
                let found =
                    members.iter().find(|(n, _)| name.as_ref().is_some_and(|m| m.eq_ignore_ascii_case(n)));
                found.map_or(Some(Value::Null), |(_, member)| read(member, ty))
            };
            Some(Value::List(fields.iter().map(field).collect::<Option<_>>()?))
        }
        _ if matches!(first, b'{' | b'[') => None,
        Type::Varchar(_) => match first {
            b'"' | b't' | b'f' => value_text(value).map(Value::Text),
            _ => {
                let text = value_text(value)?;
                let double = text.contains(['.', 'e', 'E']);
                Some(Value::Text(if double {
                    super::text::double_text(text.parse().ok()?, &Type::Double)
                } else {
                    text
                }))
            }
        },
        Type::Boolean if first != b'"' => match value {
            b"true" => Some(Value::Bool(true)),
            b"false" => Some(Value::Bool(false)),
            number => std::str::from_utf8(number).ok()?.parse::<f64>().ok().map(|x| Value::Bool(x != 0.0)),
        },
        _ => match value {
            b"true" => super::cast::cast(Value::Int(1), &Type::Bigint, to).ok(),
            b"false" => super::cast::cast(Value::Int(0), &Type::Bigint, to).ok(),
            _ => {
                let text = value_text(value)?;
                let number = first != b'"';
                if number && to.is_integer() && text.contains(['.', 'e', 'E']) {
                    let x: f64 = text.parse().ok()?;
                    return super::cast::cast(Value::Double(x), &Type::Double, to).ok();
                }
                super::cast::cast(Value::Text(text), &super::types::VARCHAR, to).ok()
            }
        },
    }
}
