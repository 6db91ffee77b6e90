//! Times of findings, in every form in which services and scripts write them.

use crate::facts::Time;
use chrono::{DateTime, NaiveDateTime};
use serde_json::Value;

/// Numbers from here on are milliseconds since 1970 and not seconds: as seconds they would be in the year 5138.
const MILLISECONDS: f64 = 1e11;

/// A moment: RFC 3339 with its usual variants (a space for the T, an offset without a colon, no seconds), or seconds or
/// milliseconds since 1970. Without a zone it is UTC, which is what the services write.
pub fn time(value: &Value) -> Option<Time> {
    match value {
        Value::Number(number) => since_1970(number.as_f64()?),
        Value::String(text) => written(text.trim()),
        _ => None,
    }
}

fn since_1970(number: f64) -> Option<Time> {
    let milliseconds = if number.abs() >= MILLISECONDS { number } else { number * 1000.0 };
    DateTime::from_timestamp_millis(milliseconds.round() as i64)
}

fn written(text: &str) -> Option<Time> {
    if let Ok(number) = text.parse::<f64>() {
        return Some(number).filter(|number| number.is_finite()).and_then(since_1970);
    }
    let text = text.replacen(' ', "T", 1).replace(['Z', 'z'], "+00:00");
    let text = text.replacen('t', "T", 1).replace(' ', "");
    let zoned = ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z"];
    let bare = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let zoned = zoned.iter().find_map(|form| DateTime::parse_from_str(&text, form).ok());
    let bare = || bare.iter().find_map(|form| NaiveDateTime::parse_from_str(&text, form).ok());
    zoned.map(|time| time.to_utc()).or_else(|| bare().map(|time| time.and_utc()))
}
