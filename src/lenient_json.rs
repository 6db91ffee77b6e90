//! JSON as hostile or careless writers leave it: what the strict reader refuses is mended, so that one odd token does not
//! hide the rest of a record. The text itself, which is the evidence, stays as it was.

use crate::raw_json::{Cursor, Escape, escape};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::collections::HashSet;
use std::fmt;

/// The strict reader goes no deeper than 128; what lies deeper becomes a text.
const DEEPEST: usize = 100;

/// The value of a text; nothing where even mended it is no JSON.
pub fn parse(text: &str) -> Option<Value> {
    serde_json::from_str(text).or_else(|_| serde_json::from_str(&mended(text))).ok()
}

/// Whether a text gives a value, and the same one to every reader: of a key that stands twice, some take the first and
/// some the last.
pub fn is_readable(text: &str) -> bool {
    let strict = |text: &str| serde_json::from_str::<KeysOnce>(text).is_ok();
    strict(text) || strict(&mended(text))
}

/// A value in which no object has a key twice.
struct KeysOnce;

impl<'de> Deserialize<'de> for KeysOnce {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for KeysOnce {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value without repeated keys")
    }
    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }
    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }
    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(self)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self, A::Error> {
        let mut seen = HashSet::new();
        while let Some(key) = fields.next_key::<String>()? {
            fields.next_value::<Self>()?;
            if !seen.insert(key) {
                return Err(Error::custom("a key stands twice"));
            }
        }
        Ok(self)
    }
}

/// The text with numbers that are too large, words that JavaScript knows, half surrogate pairs, unknown escapes, raw
/// control characters and what is nested too deeply as texts that mean the same.
fn mended(text: &str) -> String {
    let (mut out, mut rest, mut depth) = (String::with_capacity(text.len() + 16), text, 0_usize);
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string(rest, &mut out),
            '{' | '[' if depth == DEEPEST => {
                let length = container(rest);
                out += &Value::from(&rest[..length]).to_string();
                length
            }
            '-' | '0'..='9' | 'A'..='Z' | 'a'..='z' => word(rest, &mut out),
            _ => {
                match first {
                    '{' | '[' => depth += 1,
                    '}' | ']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                out.push(first);
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    out
}

/// A number or a word; what is neither for JSON becomes a text. Gives its length.
fn word(text: &str, out: &mut String) -> usize {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.'));
    let word = &text[..end.unwrap_or(text.len())];
    if serde_json::from_str::<Value>(word).is_ok() {
        out.push_str(word);
    } else {
        *out += &Value::from(word).to_string();
    }
    word.len()
}

/// A string, mended. Gives its length.
fn string(text: &str, out: &mut String) -> usize {
    out.push('"');
    let mut at = 1;
    while let Some(next) = text[at..].chars().next() {
        match next {
            '"' => {
                out.push('"');
                return at + 1;
            }
            '\\' => {
                let length = mended_escape(&text[at..], out);
                at += length;
                continue;
            }
            control if control < ' ' => *out += &format!("\\u{:04x}", u32::from(control)),
            other => out.push(other),
        }
        at += next.len_utf8();
    }
    text.len()
}

/// An escape, mended. Gives its length.
fn mended_escape(text: &str, out: &mut String) -> usize {
    match escape(text.as_bytes()) {
        Escape::Known(length) => {
            out.push_str(&text[..length]);
            length
        }
        Escape::HalfPair => {
            out.push('?');
            6
        }
        // A backslash that escapes nothing stands for itself.
        Escape::Unknown => {
            out.push_str("\\\\");
            1
        }
    }
}

/// The length of an object or list; of one that does not end, that of the text.
fn container(text: &str) -> usize {
    let mut cursor = Cursor::new(text.as_bytes());
    cursor.skip().map_or(text.len(), |()| cursor.at)
}
