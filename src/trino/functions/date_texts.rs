//! Texts from times and times from texts.

use super::Table;
use super::date_patterns::{Part, joda, mysql, print};
use super::date_reader::parse;
use crate::trino::fault::{Fault, Outcome, UNSUPPORTED, invalid};
use crate::trino::time;
use crate::trino::types::{Type, Zone};
use crate::trino::value::Value;
use chrono::NaiveDate;
use std::cell::RefCell;
use std::rc::Rc;

type Known = Option<(bool, String, Rc<Vec<Part>>)>;

thread_local! {
    static LAST: RefCell<Known> = RefCell::default();
}

fn parts(text: &str, is_joda: bool) -> Outcome<Rc<Vec<Part>>> {
    let known = LAST.with_borrow(|last| match last {
        Some((j, t, parts)) if *j == is_joda && t == text => Some(parts.clone()),
        _ => None,
    });
    if let Some(known) = known {
        return Ok(known);
    }
    let made = Rc::new(if is_joda { joda(text)? } else { mysql(text)? });
    LAST.set(Some((is_joda, text.to_string(), made.clone())));
    Ok(made)
}

pub(super) fn add(t: &mut Table) {
    for signature in
        ["date_format(timestamp, varchar) -> varchar", "date_format(instant, varchar) -> varchar"]
    {
        t.add(signature, |c, a| {
            if a[1].str().is_empty() {
                return invalid("Invalid date format string");
            }
            // Trino cuts the moment to milliseconds before it applies a pattern of MySQL.
            let millis = a[0].int().div_euclid(1000) * 1000;
            Ok(print(&parts(a[1].str(), false)?, millis, c.ty(0))?.into())
        });
    }
    for signature in
        ["format_datetime(timestamp, varchar) -> varchar", "format_datetime(instant, varchar) -> varchar"]
    {
        t.add(signature, |c, a| {
            let parts = parts(a[1].str(), true)?;
            super::check_format(&parts, c.ty(0))?;
            Ok(print(&parts, a[0].int(), c.ty(0))?.into())
        });
    }
    t.add("date_parse(varchar, varchar) -> timestamp(3)", |_, a| {
        let (clock, _) = parse(&parts(a[1].str(), false)?, a[0].str())?;
        Ok(Value::Int(clock.div_euclid(1000) * 1000))
    });
    t.add("parse_datetime(varchar, varchar) -> timestamp(3) with time zone", |c, a| {
        let (clock, zone) = parse(&parts(a[1].str(), true)?, a[0].str())?;
        zoned(clock, zone, c.returns, true)
    });
    t.add("from_iso8601_timestamp(varchar) -> timestamp(3) with time zone", |c, a| {
        let (clock, zone) = iso(a[0].str())?;
        zoned(clock, zone, c.returns, true)
    });
    // The same for callers that only want the moment.
    t.add("$from_iso8601_instant(varchar) -> timestamp(3) with time zone", |c, a| {
        let (clock, zone) = iso(a[0].str())?;
        zoned(clock, zone, c.returns, false)
    });
    t.add("from_iso8601_date(varchar) -> date", |_, a| match iso_date(a[0].str()) {
        Some(date) => Ok(Value::Int(date.signed_duration_since(NaiveDate::default()).num_days())),
        None => invalid(format!("Invalid format: \"{}\"", a[0].str())),
    });
}

/// The moment. A zone other than the one in the type of the result is refused: a column has one zone for all its
/// values, so that the zone would be lost.
fn zoned(clock: i64, zone: Zone, wanted: &Type, strict: bool) -> Outcome<Value> {
    let name = time::zone_name(&zone)?;
    if !time::exists(clock, name) {
        return invalid(format!("Cannot parse: the clocks of {name} skip this time"));
    }
    let same = matches!(wanted, Type::TimestampTz(_, known) if *known == zone);
    if strict && !same && time::offset_at(name, clock) != 0 {
        return Err(Fault::new(
            UNSUPPORTED,
            format!(
                "a time with the zone {name} stands among the values; add AT TIME ZONE 'UTC' behind the call"
            ),
        ));
    }
    Ok(Value::Int(time::instant(clock, name).div_euclid(1000) * 1000))
}

/// The zone that a constant text names.
pub(crate) fn zone_of(function: &str, args: &[&str]) -> Option<Zone> {
    match (function, args) {
        ("from_iso8601_timestamp", [text]) => iso(text).ok().map(|(_, zone)| zone),
        ("parse_datetime", [text, pattern]) => parse(&joda(pattern).ok()?, text).ok().map(|(_, zone)| zone),
        _ => None,
    }
}

fn iso_date(text: &str) -> Option<NaiveDate> {
    let digits = |t: &str, n: usize| {
        let plain = (1..=n).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
        t.parse::<i32>().ok().filter(|_| plain)
    };
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4)?;
    let date = match (parts.next(), parts.next()) {
        (None, _) => NaiveDate::from_ymd_opt(year, 1, 1),
        (Some(week), day) if week.starts_with('W') => {
            let weekday = day.map_or(Some(1), |d| digits(d, 1))?;
            let weekday = chrono::Weekday::try_from(u8::try_from(weekday - 1).ok()?).ok()?;
            NaiveDate::from_isoywd_opt(year, digits(&week[1..], 2)? as u32, weekday)
        }
        (Some(ordinal), None) if ordinal.len() == 3 => {
            NaiveDate::from_yo_opt(year, digits(ordinal, 3)? as u32)
        }
        (Some(month), day) => NaiveDate::from_ymd_opt(
            year,
            digits(month, 2)? as u32,
            day.map_or(Some(1), |d| digits(d, 2))? as u32,
        ),
    };
    date.filter(|_| parts.next().is_none())
}

fn iso(text: &str) -> Outcome<(i64, Zone)> {
    if let Some(micros) = time::usual(text) {
        return Ok((micros, Zone::utc()));
    }
    let parsed = || {
        let (day, clock) = text.split_once(['T', 't']).map_or((text, None), |(d, t)| (d, Some(t)));
        let date = if day.is_empty() { clock.map(|_| NaiveDate::default()) } else { iso_date(day) };
        let base = time::micros(date?.and_hms_opt(0, 0, 0)?);
        let Some(clock) = clock else { return Some((base, Zone::utc())) };
        let end = clock.find(['Z', 'z', '+', '-']).unwrap_or(clock.len());
        let (clock, zone) = clock.split_at(end);
        let mut parts = clock.split(':');
        let two =
            |t: &str| t.parse::<i64>().ok().filter(|_| t.len() <= 2 && t.bytes().all(|b| b.is_ascii_digit()));
        let hour = two(parts.next()?).filter(|h| *h < 24)?;
        let minute = parts.next().map_or(Some(0), two).filter(|m| *m < 60)?;
        let (second, fraction) =
            parts.next().map_or(("00", ""), |s| s.split_once(['.', ',']).unwrap_or((s, "")));
        let second = two(second).filter(|s| *s < 60)?;
        let micros: i64 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
        let zone = match zone {
            "" | "Z" | "z" => Zone::utc(),
            offset => {
                time::rule(offset)?;
                let digits: String = offset[1..].chars().filter(|c| *c != ':').collect();
                let name = format!("{}{}:{}", &offset[..1], &digits[..2], digits.get(2..4).unwrap_or("00"));
                Zone::Named(if matches!(name.as_str(), "+00:00" | "-00:00") {
                    "UTC".into()
                } else {
                    name.into()
                })
            }
        };
        parts
            .next()
            .is_none()
            .then_some((base + ((hour * 60 + minute) * 60 + second) * 1_000_000 + micros, zone))
    };
    parsed().ok_or_else(|| Fault::new("INVALID_FUNCTION_ARGUMENT", format!("Invalid format: \"{text}\"")))
}
