//! Dates and times.

use super::{Args, Context, Table};
use crate::trino::fault::{Fault, Outcome, invalid};
use crate::trino::time::{self, DAY, add_months, clock, unclock, wall};
use crate::trino::types::{Type, Zone};
use crate::trino::value::Value;
use chrono::{Datelike, NaiveDate, Timelike};

pub(super) fn add(t: &mut Table) {
    for ty in ["date", "timestamp", "instant", "time"] {
        let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
        t.add(leak(format!("date_trunc(varchar, {ty}) -> {ty}")), |c, a| {
            let cut = truncate(a[0].str(), clock(a[1].int(), c.ty(1))?, c.ty(1))?;
            Ok(Value::Int(unclock(cut, c.returns)?))
        });
        t.add(leak(format!("date_add(varchar, bigint, {ty}) -> {ty}")), |c, a| {
            let moved = plus(a[0].str(), a[1].int(), a[2].int(), c.ty(2))?;
            Ok(Value::Int(match c.ty(2) {
                Type::Timestamp(p) | Type::TimestampTz(p, _) => time::round(moved, *p),
                Type::Time(p) => time::round(moved, *p).rem_euclid(DAY),
                _ => moved,
            }))
        });
        t.add(leak(format!("date_diff(varchar, {ty}, {ty}) -> bigint")), |c, a| {
            let unit = a[0].str();
            // Hours and shorter units are lengths of time, whatever the clocks of the zone show.
            if matches!(c.ty(1), Type::TimestampTz(..)) && !of_a_calendar(unit) {
                return difference(unit, a[1].int(), a[2].int(), c.ty(1));
            }
            difference(unit, clock(a[1].int(), c.ty(1))?, clock(a[2].int(), zone_of(c))?, c.ty(1))
        });
        if ty == "time" {
            of_the_day(t, ty);
            continue;
        }
        t.add(leak(format!("to_iso8601({ty}) -> varchar")), |c, a| iso(a[0].int(), c.ty(0)));
        t.add(leak(format!("last_day_of_month({ty}) -> date")), |c, a| {
            let first = truncate("month", clock(a[0].int(), c.ty(0))?, c.ty(0))?;
            Ok(Value::Int(add_months(first, 1).unwrap_or(first) / DAY - 1))
        });
        for field in FIELDS {
            let body: super::Body = match field {
                "year" => |c, a| part(c, a, |d| i64::from(d.year())),
                "quarter" => |c, a| part(c, a, |d| i64::from(d.month0() / 3 + 1)),
                "month" => |c, a| part(c, a, |d| i64::from(d.month())),
                "week|week_of_year" => |c, a| part(c, a, |d| i64::from(d.iso_week().week())),
                "year_of_week|yow" => |c, a| part(c, a, |d| i64::from(d.iso_week().year())),
                "day|day_of_month" => |c, a| part(c, a, |d| i64::from(d.day())),
                "day_of_week|dow" => |c, a| part(c, a, |d| i64::from(d.weekday().number_from_monday())),
                _ => |c, a| part(c, a, |d| i64::from(d.ordinal())),
            };
            t.add(leak(format!("{field}({ty}) -> bigint")), body);
        }
        if ty != "date" {
            of_the_day(t, ty);
            t.sure(leak(format!("to_unixtime({ty}) -> double")), |_, a| Ok((a[0].int() as f64 / 1e6).into()));
        }
    }
    let spans: [(&str, super::Body); 5] = [
        ("day(interval day to second) -> bigint", |_, a| Ok(Value::Int(a[0].int() / 86_400_000))),
        ("hour(interval day to second) -> bigint", |_, a| Ok(Value::Int(a[0].int() / 3_600_000 % 24))),
        ("minute(interval day to second) -> bigint", |_, a| Ok(Value::Int(a[0].int() / 60_000 % 60))),
        ("second(interval day to second) -> bigint", |_, a| Ok(Value::Int(a[0].int() / 1000 % 60))),
        ("to_milliseconds(interval day to second) -> bigint", |_, a| Ok(a[0].as_ref().clone())),
    ];
    spans.into_iter().for_each(|(signature, body)| t.sure(signature, body));
    t.sure("year(interval year to month) -> bigint", |_, a| Ok(Value::Int(a[0].int() / 12)));
    t.sure("month(interval year to month) -> bigint", |_, a| Ok(Value::Int(a[0].int() % 12)));
    t.add("from_unixtime(double) -> timestamp(3) with time zone", |_, a| unix(a[0].double()));
    t.add("from_unixtime(double, bigint, bigint) -> timestamp(3) with time zone", |_, a| unix(a[0].double()));
    t.add("from_unixtime(double, varchar) -> timestamp(3) with time zone", |_, a| unix(a[0].double()));
    t.add("at_timezone|with_timezone(instant, varchar) -> timestamp(3) with time zone", |_, a| {
        Ok(a[0].as_ref().clone())
    });
    t.add("with_timezone(timestamp, varchar) -> timestamp(3) with time zone", |c, a| match c.returns {
        Type::TimestampTz(_, Zone::Named(zone)) => Ok(Value::Int(time::instant(a[0].int(), zone))),
        _ => Ok(Value::Null),
    });
    t.add("timezone_hour(instant) -> bigint", |c, a| Ok(Value::Int(offset(c, a)? / 3600)));
    t.add("timezone_minute(instant) -> bigint", |c, a| Ok(Value::Int(offset(c, a)? / 60 % 60)));
    t.add("timezone(instant) -> varchar", |c, _| match c.ty(0) {
        Type::TimestampTz(_, zone) => Ok(time::zone_name(zone)?.into()),
        _ => Ok(Value::Null),
    });
    t.add("date(varchar) -> date", |_, a| time::from_text(a[0].str(), &Type::Date));
    for signature in ["date(timestamp) -> date", "date(instant) -> date"] {
        t.add(signature, |c, a| time::cast(a[0].as_ref().clone(), c.ty(0), &Type::Date));
    }
}

/// The parts of a day.
fn of_the_day(t: &mut Table, ty: &str) {
    let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    t.add(leak(format!("hour({ty}) -> bigint")), |c, a| part(c, a, |d| i64::from(d.hour())));
    t.add(leak(format!("minute({ty}) -> bigint")), |c, a| part(c, a, |d| i64::from(d.minute())));
    t.add(leak(format!("second({ty}) -> bigint")), |c, a| part(c, a, |d| i64::from(d.second())));
    t.add(leak(format!("millisecond({ty}) -> bigint")), |c, a| {
        part(c, a, |d| i64::from(d.nanosecond() / 1_000_000))
    });
}

/// Whether a unit is a day or longer.
fn of_a_calendar(unit: &str) -> bool {
    matches!(unit.to_ascii_lowercase().as_str(), "day" | "week" | "month" | "quarter" | "year")
}

/// The type by which the clock of the second moment is read: the zone is that of the first.
fn zone_of<'c>(c: &'c Context<'_>) -> &'c Type {
    if matches!(c.ty(1), Type::TimestampTz(..)) { c.ty(1) } else { c.ty(2) }
}

const FIELDS: [&str; 8] = [
    "year",
    "quarter",
    "month",
    "week|week_of_year",
    "year_of_week|yow",
    "day|day_of_month",
    "day_of_week|dow",
    "day_of_year|doy",
];

fn part(c: &Context<'_>, a: &Args<'_>, field: fn(&chrono::NaiveDateTime) -> i64) -> Outcome<Value> {
    Ok(Value::Int(field(&wall(clock(a[0].int(), c.ty(0))?))))
}

fn offset(c: &Context<'_>, a: &Args<'_>) -> Outcome<i64> {
    match c.ty(0) {
        Type::TimestampTz(_, zone) => Ok(time::offset_at(time::zone_name(zone)?, a[0].int())),
        _ => Ok(0),
    }
}

fn unix(seconds: f64) -> Outcome<Value> {
    let millis = if seconds.is_nan() { 0.0 } else { (seconds * 1000.0 + 0.5).floor() };
    if !millis.is_finite() || millis.abs() > 8e15 {
        return invalid(format!("the Unix time {seconds} is out of range"));
    }
    Ok(Value::Int(millis as i64 * 1000))
}

fn unknown<T>(unit: &str, ty: &Type) -> Outcome<T> {
    let kind = if *ty == Type::Date { "DATE" } else { "TIMESTAMP" };
    invalid(format!("'{unit}' is not a valid {kind} field"))
}

fn truncate(unit: &str, clock: i64, ty: &Type) -> Outcome<i64> {
    if matches!(ty, Type::Time(_)) && of_a_calendar(unit) {
        return unknown(unit, ty);
    }
    let time = wall(clock);
    let day = |d: Option<NaiveDate>| d.and_then(|d| d.and_hms_opt(0, 0, 0)).map_or(clock, time::micros);
    let size = |micros: i64| clock.div_euclid(micros) * micros;
    Ok(match unit.to_ascii_lowercase().as_str() {
        "millisecond" if *ty != Type::Date => size(1000),
        "second" if *ty != Type::Date => size(1_000_000),
        "minute" if *ty != Type::Date => size(60_000_000),
        "hour" if *ty != Type::Date => size(3_600_000_000),
        "day" => size(DAY),
        "week" => size(DAY) - i64::from(time.weekday().num_days_from_monday()) * DAY,
        "month" => day(NaiveDate::from_ymd_opt(time.year(), time.month(), 1)),
        "quarter" => day(NaiveDate::from_ymd_opt(time.year(), time.month0() / 3 * 3 + 1, 1)),
        "year" => day(NaiveDate::from_ymd_opt(time.year(), 1, 1)),
        _ => return unknown(unit, ty),
    })
}

fn plus(unit: &str, count: i64, value: i64, ty: &Type) -> Outcome<i64> {
    if matches!(ty, Type::Time(_)) {
        let size = match unit.to_ascii_lowercase().as_str() {
            "millisecond" => 1000,
            "second" => 1_000_000,
            "minute" => 60_000_000,
            "hour" => 3_600_000_000,
            _ => return unknown(unit, ty),
        };
        let moved = i128::from(value) + i128::from(count) * size;
        return Ok(moved.rem_euclid(i128::from(DAY)) as i64);
    }
    let wrong = || Fault::new("INVALID_FUNCTION_ARGUMENT", "the date is out of range");
    let months = |n: i64| {
        let moved =
            add_months(clock(value, ty)?, count.checked_mul(n).ok_or_else(wrong)?).ok_or_else(wrong)?;
        unclock(moved, ty)
    };
    let exact = |micros: i64| count.checked_mul(micros).and_then(|n| value.checked_add(n)).ok_or_else(wrong);
    let days = |n: i64| match ty {
        Type::Date => {
            let moved = count.checked_mul(n).and_then(|n| value.checked_add(n)).ok_or_else(wrong)?;
            i32::try_from(moved).map(i64::from).map_err(|_| wrong())
        }
        _ => unclock(clock(value, ty)? + count.checked_mul(n * DAY).ok_or_else(wrong)?, ty),
    };
    let time = *ty != Type::Date;
    match unit.to_ascii_lowercase().as_str() {
        "millisecond" if time => exact(1000),
        "second" if time => exact(1_000_000),
        "minute" if time => exact(60_000_000),
        "hour" if time => exact(3_600_000_000),
        "day" => days(1),
        "week" => days(7),
        "month" => months(1),
        "quarter" => months(3),
        "year" => months(12),
        _ => unknown(unit, ty),
    }
}

fn difference(unit: &str, from: i64, to: i64, ty: &Type) -> Outcome<Value> {
    if matches!(ty, Type::Time(_)) && of_a_calendar(unit) {
        return unknown(unit, ty);
    }
    // Only whole milliseconds of moments are compared.
    let whole = |n: i64| match ty {
        Type::Timestamp(_) | Type::TimestampTz(..) => n.div_euclid(1000) * 1000,
        _ => n,
    };
    let (from, to) = (whole(from), whole(to));
    let time = *ty != Type::Date;
    let size = match unit.to_ascii_lowercase().as_str() {
        "millisecond" if time => 1000,
        "second" if time => 1_000_000,
        "minute" if time => 60_000_000,
        "hour" if time => 3_600_000_000,
        "day" => DAY,
        "week" => 7 * DAY,
        "month" => return Ok(Value::Int(months_between(from, to))),
        "quarter" => return Ok(Value::Int(months_between(from, to) / 3)),
        "year" => return Ok(Value::Int(months_between(from, to) / 12)),
        _ => return unknown(unit, ty),
    };
    Ok(Value::Int((to - from) / size))
}

/// Whole months between two clocks; the last day of a shorter month stands for the days that the month lacks.
fn months_between(from: i64, to: i64) -> i64 {
    let sign = if from <= to { 1 } else { -1 };
    let (a, b) = if from <= to { (from, to) } else { (to, from) };
    let (first, last) = (wall(a), wall(b));
    let months =
        i64::from(last.year() - first.year()) * 12 + i64::from(last.month()) - i64::from(first.month());
    let reached = add_months(a, months).is_none_or(|moved| moved <= b);
    sign * (months - i64::from(!reached))
}

fn iso(value: i64, ty: &Type) -> Outcome<Value> {
    Ok(match ty {
        Type::Date => time::date_text(value).into(),
        Type::TimestampTz(p, zone) => {
            let zone = time::zone_name(zone)?;
            let text = time::joined_by('T', time::local(value, zone), *p);
            match time::offset_at(zone, value) / 60 {
                0 => format!("{text}Z").into(),
                n => {
                    format!("{text}{}{:02}:{:02}", if n < 0 { '-' } else { '+' }, n.abs() / 60, n.abs() % 60)
                        .into()
                }
            }
        }
        Type::Timestamp(p) => time::joined_by('T', value, *p).into(),
        _ => Value::Null,
    })
}
