//! Values of findings in the types that their readers need: services write numbers as text, and the reverse.
//!
//! What is there and cannot be read is kept as it was written, so that it does not look as if it were not there.

use super::Finding;
use super::time::time;
use crate::facts::Time;
use crate::subject::shown;
use serde_json::Value;

/// The value at a path, if there is one: empty text and `null`, also as text, stand for none.
pub fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    value.pointer(path).filter(|value| match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty() && text != "null",
        _ => true,
    })
}

/// Text at a path.
pub fn text<'a>(value: &'a Value, path: &str) -> Option<&'a str> {
    at(value, path)?.as_str()
}

/// The items of a list at a path.
pub fn list<'a>(value: &'a Value, path: &str) -> impl Iterator<Item = &'a Value> {
    value.pointer(path).and_then(Value::as_array).into_iter().flatten()
}

impl Finding {
    fn read<T>(
        &mut self,
        field: &str,
        value: Option<&Value>,
        parsed: impl Fn(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = value?;
        let read = parsed(value);
        if read.is_none() {
            let written = value.as_str().map_or_else(|| value.to_string(), str::to_string);
            self.reported.unreadable.entry(field.into()).or_insert_with(|| shown(&written));
        }
        read
    }

    /// Text, or a number as text.
    pub(super) fn words(&mut self, field: &str, value: Option<&Value>) -> Option<String> {
        self.read(field, value, |value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
    }

    /// An account ID; as a number it has lost its leading zeros.
    pub(super) fn account(&mut self, field: &str, value: Option<&Value>) -> Option<String> {
        self.read(field, value, |value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(format!("{:0>12}", number.as_u64()?)),
            _ => None,
        })
    }

    /// A number.
    pub(super) fn number(&mut self, field: &str, value: Option<&Value>) -> Option<f64> {
        self.read(field, value, |value| match value {
            Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
            other => other.as_f64(),
        })
    }

    /// A count.
    pub(super) fn count(&mut self, field: &str, value: Option<&Value>) -> Option<u64> {
        const EXACT: f64 = (1_u64 << 53) as f64;
        self.read(field, value, |value| match value {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_u64().or_else(|| {
                let whole = other.as_f64().filter(|n| n.fract() == 0.0 && (0.0..=EXACT).contains(n));
                whole.map(|number| number as u64)
            }),
        })
    }

    /// True or false.
    pub(super) fn flag(&mut self, field: &str, value: Option<&Value>) -> Option<bool> {
        self.read(field, value, |value| match value {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => text.trim().to_ascii_lowercase().parse().ok(),
            _ => None,
        })
    }

    /// A moment.
    pub(super) fn moment(&mut self, field: &str, value: Option<&Value>) -> Option<Time> {
        self.read(field, value, time)
    }
}
