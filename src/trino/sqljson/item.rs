//! What a path meets: JSON values, and SQL's own values that were passed to it.

use crate::trino::text::{decimal_text, plain_double};
use crate::trino::types::{Type, VARCHAR};
use crate::trino::value::Value;
use std::fmt::Write;
use std::sync::Arc;

/// An item of a sequence.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// An input of nothing but white space. It is written as null, but comparisons do not take it for null.
    Missing,
    /// null.
    Null,
    /// A text, a number, a boolean, or a date or time that was passed.
    Scalar(Value, Type),
    /// An integer that no type of SQL holds.
    Big(String),
    /// An array.
    Array(Arc<Vec<Item>>),
    /// An object. A key that is repeated stands where it first came, with the value that came last.
    Object(Arc<Vec<(String, Item)>>),
}

impl Item {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Item::Scalar(Value::Text(text.into()), VARCHAR)
    }

    /// A whole number, as small as it can be.
    pub fn integer(n: i64) -> Self {
        let ty = if i32::try_from(n).is_ok() { Type::Integer } else { Type::Bigint };
        Item::Scalar(Value::Int(n), ty)
    }

    /// An object's member.
    pub fn member(&self, name: &str) -> Option<&Item> {
        match self {
            Item::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, item)| item),
            _ => None,
        }
    }

    /// The scalar inside, if it is one that SQL has a type for.
    pub fn scalar(&self) -> Option<(&Value, &Type)> {
        if let Item::Scalar(value, ty) = self { Some((value, ty)) } else { None }
    }

    /// The number inside.
    pub fn number(&self) -> Option<(&Value, &Type)> {
        self.scalar().filter(|(_, ty)| ty.is_number())
    }

    /// The text inside.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Item::Scalar(Value::Text(text), _) => Some(text),
            _ => None,
        }
    }

    /// Writes it as JSON; nothing for what JSON has no form for.
    pub fn write(&self, out: &mut String) -> Option<()> {
        match self {
            Item::Missing | Item::Null => out.push_str("null"),
            Item::Big(digits) => out.push_str(digits),
            Item::Scalar(Value::Bool(b), _) => out.push_str(if *b { "true" } else { "false" }),
            Item::Scalar(Value::Text(text), _) => quote(text, out),
            Item::Scalar(Value::Double(x), ty) if x.is_finite() => out.push_str(&plain_double(*x, ty)),
            Item::Scalar(Value::Double(x), ty) => quote(&plain_double(*x, ty), out),
            Item::Scalar(Value::Decimal(n), Type::Decimal(_, scale)) => {
                out.push_str(&decimal_text(*n, *scale));
            }
            Item::Scalar(Value::Int(n), ty) if ty.is_integer() => out.push_str(&n.to_string()),
            Item::Scalar(..) => return None,
            Item::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write(out)?;
                }
                out.push(']');
            }
            Item::Object(members) => {
                out.push('{');
                for (index, (key, item)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    quote(key, out);
                    out.push(':');
                    item.write(out)?;
                }
                out.push('}');
            }
        }
        Some(())
    }
}

/// A JSON string. A character above U+FFFF becomes two escapes, as Trino writes it.
fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if !(' '..='\u{ffff}').contains(&c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to a text cannot fail.
                    let _ = write!(out, "\\u{unit:04X}");
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
