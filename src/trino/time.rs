//! Dates and times: microseconds since 1970, zones known beforehand.

use super::fault::{Fault, Outcome};
use super::operator::Arithmetic;
use super::types::{Type, Zone};
use super::value::Value;
use chrono::{
    DateTime, Datelike, FixedOffset, Months, NaiveDate, NaiveDateTime, Offset, TimeZone, Timelike, Utc,
};
use chrono_tz::Tz;
use std::fmt::Write;

/// Microseconds in a day.
pub const DAY: i64 = 86_400_000_000;

/// The wall clock of a moment that stands for itself.
pub fn wall(micros: i64) -> NaiveDateTime {
    DateTime::<Utc>::from_timestamp_micros(micros).unwrap_or_default().naive_utc()
}

/// Microseconds of a wall clock.
pub fn micros(wall: NaiveDateTime) -> i64 {
    wall.and_utc().timestamp_micros()
}

/// A zone by name or offset.
pub enum Rule {
    /// An offset.
    Fixed(FixedOffset),
    /// A place.
    Named(Tz),
}

/// The rule of a zone's name.
pub fn rule(name: &str) -> Option<Rule> {
    if matches!(name, "UTC" | "Z" | "GMT" | "UT" | "Zulu") {
        return FixedOffset::east_opt(0).map(Rule::Fixed);
    }
    // Java knows these no longer.
    if matches!(name, "EST" | "HST" | "MST" | "ROC") {
        return None;
    }
    if let Some(sign) = name.chars().next().filter(|c| matches!(c, '+' | '-')) {
        let digits: String = name[1..].chars().filter(|c| *c != ':').collect();
        if !(digits.len() == 4 || digits.len() == 2) {
            return None;
        }
        let hours: i32 = digits.get(..2)?.parse().ok()?;
        let minutes: i32 = digits.get(2..4).map_or(Some(0), |m| m.parse().ok())?;
        let seconds = (hours * 60 + minutes) * 60;
        if hours > 14 {
            return None;
        }
        return FixedOffset::east_opt(if sign == '-' { -seconds } else { seconds }).map(Rule::Fixed);
    }
    name.parse().ok().map(Rule::Named)
}

/// Seconds that a zone is ahead of UTC at a moment.
pub fn offset_at(zone: &str, micros: i64) -> i64 {
    match rule(zone) {
        Some(Rule::Fixed(offset)) => i64::from(offset.local_minus_utc()),
        Some(Rule::Named(tz)) => {
            i64::from(tz.offset_from_utc_datetime(&wall(micros)).fix().local_minus_utc())
        }
        None => 0,
    }
}

/// The wall clock of a moment in a zone, as microseconds.
pub fn local(micros: i64, zone: &str) -> i64 {
    micros + offset_at(zone, micros) * 1_000_000
}

/// The moment of a wall clock in a zone; clocks that are skipped move on.
pub fn instant(local: i64, zone: &str) -> i64 {
    match rule(zone) {
        Some(Rule::Fixed(offset)) => local - i64::from(offset.local_minus_utc()) * 1_000_000,
        Some(Rule::Named(tz)) => match tz.from_local_datetime(&wall(local)).earliest() {
            Some(found) => found.timestamp_micros(),
            // The clocks skip this time. The offset of the day before was in force until then.
            None => local - offset_at(zone, local - DAY) * 1_000_000,
        },
        None => local,
    }
}

/// Whether a zone's clocks ever show this; they skip an hour in spring.
pub fn exists(local: i64, zone: &str) -> bool {
    match rule(zone) {
        Some(Rule::Named(tz)) => tz.from_local_datetime(&wall(local)).earliest().is_some(),
        _ => true,
    }
}

/// The zone's name, or a refusal when several zones met.
pub fn zone_name(zone: &Zone) -> Outcome<&str> {
    match zone {
        Zone::Named(name) => Ok(name),
        Zone::Mixed => Err(Fault::new(
            super::fault::UNSUPPORTED,
            "the value comes from several time zones; add AT TIME ZONE 'UTC'",
        )),
    }
}

/// The wall clock of a date, a timestamp or a zoned timestamp.
pub fn clock(value: i64, ty: &Type) -> Outcome<i64> {
    Ok(match ty {
        Type::Date => value * DAY,
        Type::TimestampTz(_, zone) => local(value, zone_name(zone)?),
        _ => value,
    })
}

/// The other way round.
pub fn unclock(clock: i64, ty: &Type) -> Outcome<i64> {
    Ok(match ty {
        Type::Date => clock.div_euclid(DAY),
        Type::TimestampTz(_, zone) => instant(clock, zone_name(zone)?),
        _ => clock,
    })
}

/// Adds months to a wall clock; the day is cut at the month's end.
pub fn add_months(clock: i64, months: i64) -> Option<i64> {
    let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    let wall = wall(clock);
    let moved = if months < 0 { wall.checked_sub_months(count) } else { wall.checked_add_months(count) };
    moved.map(micros)
}

/// A date or time plus or minus an interval.
pub fn shift(
    op: Arithmetic,
    (a, ta): (&Value, &Type),
    (b, tb): (&Value, &Type),
    out: &Type,
) -> Outcome<Value> {
    let interval = |t: &Type| matches!(t, Type::IntervalDay | Type::IntervalMonth);
    let ((time, tt), (by, ti)) = if interval(ta) { ((b, tb), (a, ta)) } else { ((a, ta), (b, tb)) };
    let by = if op == Arithmetic::Minus { -by.int() } else { by.int() };
    let (time, made) = (time.int(), out);
    if *ti == Type::IntervalMonth {
        let moved = add_months(clock(time, tt)?, by)
            .ok_or_else(|| Fault::new("INVALID_FUNCTION_ARGUMENT", "the date is out of range"))?;
        return Ok(Value::Int(unclock(moved, made)?));
    }
    Ok(Value::Int(match tt {
        Type::Date if by % 86_400_000 != 0 => {
            return Err(Fault::new(
                "INVALID_FUNCTION_ARGUMENT",
                "Cannot add hour, minutes or seconds to a date",
            ));
        }
        Type::Date => time + by / 86_400_000,
        Type::Time(_) => (time + by * 1000).rem_euclid(DAY),
        _ => time + by * 1000,
    }))
}

/// CAST between dates and times.
pub fn cast(value: Value, from: &Type, to: &Type) -> Outcome<Value> {
    let n = value.int();
    if let (Type::TimestampTz(p, _), Type::TimestampTz(q, _)) = (from, to) {
        return Ok(Value::Int(round(n, (*q).min(*p))));
    }
    if matches!(from, Type::Time(_)) {
        return match to {
            Type::Time(p) => Ok(Value::Int(round(n, *p).rem_euclid(DAY))),
            _ => Err(Fault::new(
                super::fault::UNSUPPORTED,
                "a time of day as a time of today cannot be run on local logs",
            )),
        };
    }
    let clock = clock(n, from)?;
    Ok(Value::Int(match to {
        Type::Date => clock.div_euclid(DAY),
        Type::Time(p) => round(clock, *p).rem_euclid(DAY),
        Type::Timestamp(p) => round(clock, *p),
        _ => unclock(clock, to)?,
    }))
}

/// A moment with so many digits of a second.
pub fn round(n: i64, precision: u8) -> i64 {
    let unit = 10_i64.pow(6 - u32::from(precision.min(6)));
    (n + unit / 2).div_euclid(unit) * unit
}

/// A text as a date or time.
pub fn from_text(text: &str, to: &Type) -> Outcome<Value> {
    let trimmed = text.trim();
    let wrong = || {
        let name = match to {
            Type::Date => "date".into(),
            other => {
                other.to_string().split('(').next().unwrap_or_default().to_string()
                    + if matches!(other, Type::TimestampTz(..)) { " with time zone" } else { "" }
            }
        };
        Fault::new("INVALID_CAST_ARGUMENT", format!("Value cannot be cast to {name}: {text}"))
    };
    let made = match to {
        Type::Date => date(trimmed).map(|d| d.signed_duration_since(NaiveDate::default()).num_days()),
        Type::Time(p) => time_of_day(trimmed).map(|clock| round(clock, *p).rem_euclid(DAY)),
        Type::Timestamp(p) => {
            let (clock, zone) = timestamp(trimmed).ok_or_else(wrong)?;
            Some(round(zone.map_or(Some(clock), |z| rule(&z).map(|_| clock)).ok_or_else(wrong)?, *p))
        }
        Type::TimestampTz(p, _) => {
            let (clock, zone) = timestamp(trimmed).ok_or_else(wrong)?;
            let zone = zone.unwrap_or_else(|| "UTC".into());
            rule(&zone).filter(|_| exists(clock, &zone)).map(|_| round(instant(clock, &zone), *p))
        }
        _ => None,
    };
    made.map(Value::Int).ok_or_else(wrong)
}

fn date(text: &str) -> Option<NaiveDate> {
    let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let mut parts = rest.strip_prefix('+').unwrap_or(rest).split('-');
    let mut number = |most: usize| {
        let part = parts.next()?;
        let plain = !part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<i32>().ok().filter(|_| plain)
    };
    let (year, month, day) = (number(6)?, number(2)?, number(2)?);
    if parts.next().is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(if negative { -year } else { year }, month as u32, day as u32)
}

fn time_of_day(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let two = |part: &str| part.parse::<i64>().ok().filter(|_| part.len() <= 2 && !part.is_empty());
    let (hour, minute) = (two(parts.next()?)?, two(parts.next()?)?);
    let (mut second, mut fraction) = (0, 0);
    if let Some(rest) = parts.next() {
        let (whole, digits) = rest.split_once('.').unwrap_or((rest, ""));
        second = two(whole)?;
        let padded = format!("{digits:0<6}");
        if digits.len() > 12 || (rest.contains('.') && digits.is_empty()) {
            return None;
        }
        fraction = padded.get(..6)?.parse().ok()?;
    }
    let valid = hour < 24 && minute < 60 && second < 60 && parts.next().is_none();
    valid.then_some(((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction)
}

/// `2026-01-05 01:02:03.5 Asia/Tokyo`: wall clock and zone.
pub fn timestamp(text: &str) -> Option<(i64, Option<String>)> {
    let text = text.trim();
    let end = text.find(' ').unwrap_or(text.len());
    let day = micros(date(&text[..end])?.and_hms_opt(0, 0, 0)?);
    let rest = text[end..].trim_start();
    if rest.is_empty() {
        return (end == text.len()).then_some((day, None));
    }
    let cut = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.'))).unwrap_or(rest.len());
    let zone = rest[cut..].trim();
    Some((day + time_of_day(&rest[..cut])?, (!zone.is_empty()).then(|| zone.to_string())))
}

/// The microseconds of `YYYY-MM-DDThh:mm:ssZ`, as CloudTrail writes every time; of any other form nothing.
pub fn usual(text: &str) -> Option<i64> {
    let text: &[u8; 20] = text.as_bytes().try_into().ok()?;
    let number = |from: usize, to: usize| {
        text[from..to].iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
    };
    let signs = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'Z')];
    if signs.iter().any(|(at, sign)| text[*at] != *sign) {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(5, 7)?, number(8, 10)?)?;
    Some(micros(date.and_hms_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?)?))
}

/// `2026-01-05`.
pub fn date_text(days: i64) -> String {
    let day = wall(days * DAY);
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// `01:02:03.000`.
pub fn time_text(micros: i64, precision: u8) -> String {
    let time = wall(micros);
    let base = format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
    let digits = format!("{:06}", micros.rem_euclid(1_000_000));
    match precision {
        0 => base,
        p => format!("{base}.{}", &digits[..usize::from(p.min(6))]),
    }
}

/// `2026-01-05 01:02:03.000`.
pub fn timestamp_text(micros: i64, precision: u8) -> String {
    joined_by(' ', micros, precision)
}

/// Date and time of day with a letter between them, written in one piece: questions ask for it of every event.
pub fn joined_by(between: char, micros: i64, precision: u8) -> String {
    let at = wall(micros);
    let (date, time) = (at.date(), at.time());
    let mut text = String::with_capacity(32);
    // Writing to a text does not fail.
    let _ = write!(
        text,
        "{:04}-{:02}-{:02}{between}{:02}:{:02}:{:02}.{:06}",
        date.year(),
        date.month(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second(),
        micros.rem_euclid(1_000_000)
    );
    let digits = usize::from(precision.min(6));
    text.truncate(text.len() - 6 + digits - usize::from(digits == 0));
    text
}

/// With its zone behind it.
pub fn zoned_text(micros: i64, precision: u8, zone: &Zone) -> String {
    let name = match zone {
        Zone::Named(name) => name.as_ref(),
        Zone::Mixed => "UTC",
    };
    format!("{} {name}", timestamp_text(local(micros, name), precision))
}
