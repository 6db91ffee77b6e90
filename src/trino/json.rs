//! JSON texts: canonical form and paths.

use super::fault::{Fault, Outcome};
use super::text::plain_double;
use super::types::Type;
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
            if text.contains(['e', 'E', '.']) {
                out.push_str(&plain_double(text.parse().ok()?, &Type::Double));
            } else {
                out.push_str(text);
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

/// The bytes of the value that a path leads to. The text behind that value is not looked at, so that a text that was
/// cut off still has an answer.
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
