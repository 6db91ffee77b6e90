//! Numbers and durations as people write them.

use super::Table;
use crate::trino::fault::invalid;
use crate::trino::value::Value;

pub(super) fn add(t: &mut Table) {
    t.sure("format_number(bigint) -> varchar", |_, a| Ok(short(a[0].int()).into()));
    // What stands behind the point does not count.
    t.sure("format_number(double) -> varchar", |_, a| Ok(short(a[0].double() as i64).into()));
    t.add("human_readable_seconds(double) -> varchar", |_, a| {
        if !a[0].double().is_finite() {
            return invalid(format!("Invalid argument found: {}", a[0].double()));
        }
        let mut left = a[0].double().abs().round() as i64;
        let mut parts = Vec::new();
        for (name, size) in
            [("week", 604_800), ("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)]
        {
            let count = left / size;
            left %= size;
            if count > 0 {
                parts.push(format!("{count} {name}{}", if count == 1 { "" } else { "s" }));
            }
        }
        Ok(if parts.is_empty() { "0 seconds".into() } else { parts.join(", ").into() })
    });
    t.add("parse_duration(varchar) -> interval day to second", |_, a| {
        const UNITS: [(&str, f64); 7] =
            [("ns", 1e-6), ("us", 1e-3), ("ms", 1.0), ("s", 1e3), ("m", 6e4), ("h", 3.6e6), ("d", 8.64e7)];
        let text = a[0].str().trim();
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
        let unit = UNITS.iter().find(|(name, _)| *name == text[end..].trim_start());
        match (text[..end].parse::<f64>(), unit) {
            (Ok(count), Some((_, size))) if count * size < 9e15 => {
                Ok(Value::Int((count * size + 0.5).floor() as i64))
            }
            _ => invalid(format!("duration is not a valid data duration string: {text}")),
        }
    });
}

/// `1.23K`: three digits and a letter for the thousands.
fn short(number: i64) -> String {
    let (mut left, mut unit) = (number.unsigned_abs() as f64, 0);
    while left >= 1000.0 && unit < 5 {
        left /= 1000.0;
        unit += 1;
    }
    // The sign counts as small: two places.
    let places = match left {
        x if number < 0 || x < 10.0 => 2,
        x if x < 100.0 => 1,
        _ => 0,
    };
    let digits = half_up(left, places);
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{digits}{}", ["", "K", "M", "B", "T", "Q"][unit])
}

/// Rounded half up to a number of places, without zeros at the end.
fn half_up(x: f64, places: usize) -> String {
    // A double of this size has fewer than 60 binary places; its decimal text is exact.
    let exact = format!("{x:.60}");
    let (whole, fraction) = exact.split_once('.').unwrap_or((&exact, ""));
    let kept: u64 = format!("{whole}{}", &fraction[..places]).parse().unwrap_or(0);
    let kept = kept + u64::from(fraction.as_bytes()[places] >= b'5');
    let text = format!("{kept:0width$}", width = places + 1);
    let (whole, fraction) = text.split_at(text.len() - places);
    match fraction.trim_end_matches('0') {
        "" => whole.into(),
        fraction => format!("{whole}.{fraction}"),
    }
}
