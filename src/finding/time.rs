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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_the_same_moment() {
        for text in [
            "2026-01-02T03:00:00Z",
            "2026-01-02T03:00:00.000Z",
            "2026-01-02 03:00:00.000000000",
            "2026-01-02 03:00:00",
            "2026-01-02T03:00:00",
            "2026-01-02T03:00Z",
            "2026-01-02 03:00",
            "2026-01-02 03:00:00+00:00",
            "2026-01-02 03:00:00 +0000",
            "2026-01-01T22:00:00-0500",
            "2026-01-01T22:00:00.000-05",
            "2026-01-02T12:00+09:00",
            "1767322800",
            "1767322800000",
        ] {
            let read = time(&Value::from(text)).map(crate::subject::rfc3339);
            assert_eq!(read.as_deref(), Some("2026-01-02T03:00:00Z"), "{text}");
        }
        assert_eq!(time(&Value::from(1_767_322_800)), time(&Value::from("2026-01-02T03:00Z")));
        for text in
            ["20/12/2025 03:00", "Dec 20, 2025 03:00:00 AM", "yesterday", "2026-01-02", "NaN", "1e300"]
        {
            assert_eq!(time(&Value::from(text)), None, "{text}");
        }
    }
}
