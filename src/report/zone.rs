//! Times for readers: UTC, and beside it the operator's zone with its offset.

use crate::incident::Time;
use crate::subject::rfc3339;
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use std::fmt::Write as _;

/// A moment in both.
pub(super) fn both(time: Time, zone: Option<Tz>) -> String {
    match zone {
        Some(_) => rfc3339(time) + &beside(time, zone),
        None => rfc3339(time),
    }
}

/// A whole text that is a moment, in both; `None` for any other text, and without a zone.
pub(super) fn moment(text: &str, zone: Option<Tz>) -> Option<String> {
    zone.and(parse(text)).map(|time| text.to_string() + &beside(time, zone))
}

/// A sentence of ours with the operator's zone beside each moment in it. The text is encoded already: none of the
/// characters of a moment is changed by that.
pub(super) fn sentence(text: String, zone: Option<Tz>) -> String {
    if zone.is_none() || !text.contains('Z') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive([' ', '\n']) {
        let bare = word.trim_end_matches(|c: char| c != 'Z');
        let start = bare.trim_start_matches(|c: char| !c.is_ascii_digit());
        let _ = match parse(start) {
            Some(time) => write!(out, "{bare}{}{}", beside(time, zone), &word[bare.len()..]),
            None => write!(out, "{word}"),
        };
    }
    out
}

/// In the operator's zone, with its offset.
pub(super) fn local(time: Time, zone: Tz) -> String {
    time.with_timezone(&zone).format("%Y-%m-%d %H:%M:%S %Z, UTC%:z").to_string()
}

fn beside(time: Time, zone: Option<Tz>) -> String {
    zone.map_or_else(String::new, |zone| format!(" ({})", local(time, zone)))
}

/// RFC 3339 in UTC, also without seconds.
fn parse(text: &str) -> Option<Time> {
    if text.len() < "2026-01-02T03:04Z".len() || !text.ends_with('Z') {
        return None;
    }
    let short = || NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%MZ").ok().map(|time| time.and_utc());
    text.parse().ok().or_else(short)
}
