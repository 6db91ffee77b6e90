//! JSON as hostile or careless writers leave it: what the strict reader refuses is mended, so that one odd token does not
//! hide the rest of a record. The text itself, which is the evidence, stays as it was.

use crate::raw_json::{Cursor, Escape, escape};
use serde::de::IgnoredAny;
use serde_json::Value;

/// The strict reader goes no deeper than 128; what lies deeper becomes a text.
const DEEPEST: usize = 100;

/// The value of a text; nothing where even mended it is no JSON.
pub fn parse(text: &str) -> Option<Value> {
    serde_json::from_str(text).or_else(|_| serde_json::from_str(&mended(text))).ok()
}

/// Whether a text gives a value.
pub fn is_readable(text: &str) -> bool {
    let strict = |text: &str| serde_json::from_str::<IgnoredAny>(text).is_ok();
    strict(text) || strict(&mended(text))
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
