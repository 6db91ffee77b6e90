//! Parameters as values, and the one place that turns a value into SQL text.

use crate::subject::whole_seconds;
use chrono::{DateTime, TimeDelta, Utc};
use minijinja::Value;
use minijinja::value::Object;
use std::fmt;
use std::sync::Arc;

/// A parameter of a template. Templates can only print these; plain text in a template's context is an error,
/// so no text reaches a statement unquoted.
#[derive(Clone, Debug, PartialEq)]
pub enum SqlValue {
    /// A varchar literal.
    Text(String),
    /// A comma-separated list of varchar literals, for `IN (…)`; never empty.
    Texts(Vec<String>),
    /// The name that stands for a list until the statement is parsed.
    Placeholder(String),
    /// A moment as ISO 8601 text in a varchar literal, as CloudTrail writes `eventTime`.
    IsoTime(DateTime<Utc>),
    /// A moment as Lake compares it: `'2026-01-01 00:00:00'`.
    LakeTime(DateTime<Utc>),
    /// A day as `YYYY/MM/DD`, in a varchar literal: how days stand in the partitions of the documented table.
    Day(DateTime<Utc>),
    /// A table name of one to three parts, each quoted.
    Table(Vec<String>),
    /// SQL of a template, and no value: it is checked with the statement that it stands in.
    Fragment(String),
}

impl SqlValue {
    /// The value for a template's context.
    pub fn into_value(self) -> Value {
        Value::from_object(self)
    }
}

impl Object for SqlValue {
    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.as_ref())
    }
}

impl fmt::Display for SqlValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SqlValue::Text(text) => write!(f, "{}", quoted(text, '\'')),
            SqlValue::Texts(texts) => {
                let list: Vec<String> = texts.iter().map(|t| quoted(t, '\'')).collect();
                write!(f, "{}", list.join(", "))
            }
            SqlValue::Placeholder(text) | SqlValue::Fragment(text) => write!(f, "{text}"),
            SqlValue::IsoTime(time) => write!(f, "'{}'", full_second(*time).format("%Y-%m-%dT%H:%M:%SZ")),
            SqlValue::LakeTime(time) => write!(f, "'{}'", full_second(*time).format("%Y-%m-%d %H:%M:%S")),
            SqlValue::Day(time) => write!(f, "'{}'", time.format("%Y/%m/%d")),
            SqlValue::Table(parts) => {
                let parts: Vec<String> = parts.iter().map(|p| quoted(p, '"')).collect();
                write!(f, "{}", parts.join("."))
            }
        }
    }
}

/// The first whole second from a moment on. CloudTrail's times are whole seconds: one of them is before a moment within a
/// second, and not before the other, just as it is of the next whole second.
fn full_second(time: DateTime<Utc>) -> DateTime<Utc> {
    let whole = whole_seconds(time);
    if whole < time { whole.checked_add_signed(TimeDelta::seconds(1)).unwrap_or(whole) } else { whole }
}

/// Standard SQL quoting: the quote is doubled, nothing else is special.
fn quoted(text: &str, quote: char) -> String {
    let doubled = text.replace(quote, &format!("{quote}{quote}"));
    format!("{quote}{doubled}{quote}")
}
