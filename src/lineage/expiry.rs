//! Expiry times as AWS services spell them in responses.

use chrono::{DateTime, NaiveDateTime, Utc};

/// Parses `Nov 30, 2024, 8:43:17 PM`, `Jul 30, 2021 12:56:03 AM`, ISO 8601 and epoch seconds. All are UTC.
pub fn parse(text: &str) -> Option<DateTime<Utc>> {
    // Newer Java runtimes put a narrow no-break space before AM and PM.
    let text = text.replace(['\u{202f}', '\u{a0}'], " ");
    if let Ok(time) = DateTime::parse_from_rfc3339(&text) {
        return Some(time.to_utc());
    }
    let formats = ["%b %d, %Y, %I:%M:%S %p", "%b %d, %Y %I:%M:%S %p", "%Y%m%dT%H%M%SZ"];
    let spelled = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(&text, format).ok());
    spelled.map(|t| t.and_utc()).or_else(|| DateTime::from_timestamp(text.parse().ok()?, 0))
}
