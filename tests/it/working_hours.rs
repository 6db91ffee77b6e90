//! The owner's working hours: what a baseline declares in a zone, as statements ask for it in UTC.

use chrono::{DateTime, Utc};
use keytrail::baseline::Hours;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

#[test]
fn hours_in_utc_follow_the_offset_of_the_zone() {
    let hours = Hours::parse("08:00-18:00", "Europe/Berlin".parse().ok()).expect("hours");
    let parts = hours.in_utc(at("2026-03-20T00:00:00Z"), at("2026-04-01T00:00:00Z"));
    let told: Vec<String> = parts
        .iter()
        .map(|p| format!("{}..{} {}-{} {}", p.from, p.to, p.first, p.last, p.overnight))
        .collect();
    assert_eq!(
        told,
        [
            "2026-03-20T00:00..2026-03-29T01:00 07:00-17:00 false",
            "2026-03-29T01:00..2026-04-01T00:00 06:00-16:00 false"
        ]
    );
}

#[test]
fn hours_may_run_over_midnight() {
    let night = Hours::parse("08:00-24:00", "Asia/Tokyo".parse().ok()).expect("hours");
    let part = &night.in_utc(at("2026-01-01T00:00:00Z"), at("2026-01-02T00:00:00Z"))[0];
    assert_eq!((part.first.as_str(), part.last.as_str(), part.overnight), ("23:00", "15:00", true));
    assert!(night.contain(at("2026-01-01T14:59:59Z")) && !night.contain(at("2026-01-01T15:00:00Z")));
}

#[test]
fn the_whole_day_is_no_working_hours() {
    assert!(Hours::parse("00:00-24:00", None).is_none());
}
