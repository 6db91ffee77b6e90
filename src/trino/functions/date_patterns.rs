//! Patterns of dates: MySQL's `%Y-%m-%d` and Joda's `yyyy-MM-dd`, as one list of parts.

use crate::trino::fault::{Fault, Outcome, UNSUPPORTED, invalid};
use crate::trino::time;
use crate::trino::types::{Type, Zone};
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

/// One part of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Plain text.
    Text(String),
    /// A field, by its letter in Joda's patterns, and how often it stands.
    Field(char, usize),
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn push(parts: &mut Vec<Part>, c: char) {
    match parts.last_mut() {
        Some(Part::Text(text)) => text.push(c),
        _ => parts.push(Part::Text(c.to_string())),
    }
}

/// MySQL's patterns.
pub fn mysql(pattern: &str) -> Outcome<Vec<Part>> {
    let mut parts = Vec::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            push(&mut parts, c);
            continue;
        }
        let fields: &[(char, usize)] = match chars.next() {
            Some('a') => &[('E', 3)],
            Some('b') => &[('M', 3)],
            Some('c') => &[('M', 1)],
            Some('d') => &[('d', 2)],
            Some('e') => &[('d', 1)],
            Some('f') => &[('S', 6)],
            Some('H') => &[('H', 2)],
            Some('h' | 'I') => &[('h', 2)],
            Some('i') => &[('m', 2)],
            Some('j') => &[('D', 3)],
            Some('k') => &[('H', 1)],
            Some('l') => &[('h', 1)],
            Some('M') => &[('M', 4)],
            Some('m') => &[('M', 2)],
            Some('p') => &[('a', 1)],
            Some('r') => &[('h', 2), (':', 0), ('m', 2), (':', 0), ('s', 2), (' ', 0), ('a', 1)],
            Some('s' | 'S') => &[('s', 2)],
            Some('T') => &[('H', 2), (':', 0), ('m', 2), (':', 0), ('s', 2)],
            Some('v') => &[('w', 2)],
            Some('W') => &[('E', 4)],
            Some('x') => &[('x', 4)],
            Some('Y') => &[('y', 4)],
            Some('y') => &[('y', 2)],
            Some('%') => &[('%', 0)],
            Some(other @ ('D' | 'U' | 'u' | 'V' | 'w' | 'X')) => {
                return invalid(format!("%{other} not supported in date format string"));
            }
            Some(other) => {
                push(&mut parts, other);
                continue;
            }
            None => return invalid("Invalid date format string"),
        };
        for (field, count) in fields {
            match count {
                0 => push(&mut parts, *field),
                _ => parts.push(Part::Field(*field, *count)),
            }
        }
    }
    Ok(parts)
}

/// Joda's patterns.
pub fn joda(pattern: &str) -> Outcome<Vec<Part>> {
    let mut parts = Vec::new();
    let chars: Vec<char> = pattern.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if c == '\'' {
            let mut next = at + 1;
            if chars.get(next) == Some(&'\'') {
                push(&mut parts, '\'');
                at += 2;
                continue;
            }
            // A doubled quote stands for one, inside too.
            while next < chars.len() {
                match (chars[next], chars.get(next + 1)) {
                    ('\'', Some('\'')) => {
                        push(&mut parts, '\'');
                        next += 2;
                    }
                    ('\'', _) => break,
                    (other, _) => {
                        push(&mut parts, other);
                        next += 1;
                    }
                }
            }
            at = next + 1;
        } else if c.is_ascii_alphabetic() {
            let count = chars[at..].iter().take_while(|other| **other == c).count();
            if !"yYxMdDeEwaHhKkmsSZzGC".contains(c) {
                return invalid(format!("Illegal pattern component: {c}"));
            }
            parts.push(Part::Field(if c == 'Y' { 'y' } else { c }, count));
            at += count;
        } else {
            push(&mut parts, c);
            at += 1;
        }
    }
    Ok(parts)
}

/// Refuses zone letters where there is no zone.
pub fn check_format(parts: &[Part], ty: &Type) -> Outcome<()> {
    if !matches!(ty, Type::TimestampTz(..)) && parts.iter().any(|p| matches!(p, Part::Field('Z' | 'z', _))) {
        return invalid(
            "format_datetime for TIMESTAMP type, cannot use 'Z' nor 'z' in format, as this type does not contain TZ information",
        );
    }
    Ok(())
}

/// A moment by a pattern.
pub fn print(parts: &[Part], value: i64, ty: &Type) -> Outcome<String> {
    let when = time::wall(time::clock(value, ty)?);
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Field('Z' | 'z', count) => {
                let Type::TimestampTz(_, zone) = ty else { continue };
                let name = time::zone_name(zone)?;
                let minutes = time::offset_at(name, value) / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
                match (part, count) {
                    (Part::Field('z', _), _) if name == "UTC" => out.push_str("UTC"),
                    (Part::Field('z', _), _) => {
                        return Err(Fault::new(
                            UNSUPPORTED,
                            "the short name of a zone cannot be printed on local logs",
                        ));
                    }
                    (_, 1) => out.push_str(&format!("{sign}{hours:02}{rest:02}")),
                    (_, 2) => out.push_str(&format!("{sign}{hours:02}:{rest:02}")),
                    _ => out.push_str(name),
                }
            }
            Part::Field(field, count) => out.push_str(&one(*field, *count, &when)),
        }
    }
    Ok(out)
}

fn one(field: char, count: usize, when: &NaiveDateTime) -> String {
    let number = |n: i64| format!("{n:0count$}");
    let hour = i64::from(when.hour());
    match field {
        'y' | 'x' => {
            let year = if field == 'y' { when.year() } else { when.iso_week().year() };
            if count == 2 { format!("{:02}", year.rem_euclid(100)) } else { number(i64::from(year)) }
        }
        'M' => match count {
            1 | 2 => number(i64::from(when.month())),
            3 => MONTHS[when.month0() as usize][..3].into(),
            _ => MONTHS[when.month0() as usize].into(),
        },
        'E' => {
            let name = DAYS[when.weekday().num_days_from_monday() as usize];
            if count < 4 { name[..3].into() } else { name.into() }
        }
        'G' => if when.year() > 0 { "AD" } else { "BC" }.into(),
        'C' => number(i64::from(when.year() / 100)),
        'd' => number(i64::from(when.day())),
        'D' => number(i64::from(when.ordinal())),
        'e' => number(i64::from(when.weekday().number_from_monday())),
        'w' => number(i64::from(when.iso_week().week())),
        'a' => if hour < 12 { "AM" } else { "PM" }.into(),
        'H' => number(hour),
        'k' => number(if hour == 0 { 24 } else { hour }),
        'K' => number(hour % 12),
        'h' => number(if hour % 12 == 0 { 12 } else { hour % 12 }),
        'm' => number(i64::from(when.minute())),
        's' => number(i64::from(when.second())),
        _ => {
            let digits = format!("{:09}", when.nanosecond());
            format!("{digits:0<count$}")[..count].to_string()
        }
    }
}

/// What a text says by a pattern: wall clock and zone.
pub fn parse(parts: &[Part], text: &str) -> Outcome<(i64, Zone)> {
    let malformed = |at: &str| match at.len() == text.len() || at.is_empty() {
        true if at.is_empty() => {
            Fault::new("INVALID_FUNCTION_ARGUMENT", format!("Invalid format: \"{text}\" is too short"))
        }
        true => Fault::new("INVALID_FUNCTION_ARGUMENT", format!("Invalid format: \"{text}\"")),
        false => Fault::new(
            "INVALID_FUNCTION_ARGUMENT",
            format!("Invalid format: \"{text}\" is malformed at \"{at}\""),
        ),
    };
    let (mut year, mut month, mut day, mut ordinal) = (1970, 1_u32, 1_u32, None);
    let (mut hour, mut minute, mut second, mut micros, mut half) = (0_i64, 0_i64, 0_i64, 0_i64, None);
    let mut zone = Zone::utc();
    // Weeks: the year that they are counted in, the week, and the day in it.
    let (mut week_year, mut week, mut weekday, mut calendar) = (None, None, None, false);
    let mut rest = text;
    for (index, part) in parts.iter().enumerate() {
        let (field, count) = match part {
            Part::Text(plain) => {
                let head = rest.get(..plain.len()).filter(|h| h.eq_ignore_ascii_case(plain));
                head.ok_or_else(|| malformed(rest))?;
                rest = &rest[plain.len()..];
                continue;
            }
            Part::Field(field, count) => (*field, *count),
        };
        let names: &[&str] = if field == 'M' { &MONTHS } else { &DAYS };
        if (field == 'M' && count > 2) || field == 'E' {
            let found = names.iter().enumerate().find_map(|(i, name)| {
                let long = rest.get(..name.len()).is_some_and(|h| h.eq_ignore_ascii_case(name));
                let short = rest.get(..3).is_some_and(|h| h.eq_ignore_ascii_case(&name[..3]));
                (long || short).then_some((i, if long { name.len() } else { 3 }))
            });
            let (number, length) = found.ok_or_else(|| malformed(rest))?;
            if field == 'M' {
                month = number as u32 + 1;
                calendar = true;
            } else {
                weekday = Some(number as i64);
            }
            rest = &rest[length..];
            continue;
        }
        if field == 'a' {
            let head = rest.get(..2).map(str::to_ascii_uppercase);
            half = Some(match head.as_deref() {
                Some("AM") => 0,
                Some("PM") => 12,
                _ => return Err(malformed(rest)),
            });
            rest = &rest[2..];
            continue;
        }
        if matches!(field, 'Z' | 'z') {
            let end = rest.find(' ').unwrap_or(rest.len());
            let name = &rest[..end];
            time::rule(name).ok_or_else(|| malformed(rest))?;
            zone = Zone::Named(if name == "Z" { "UTC".into() } else { name.into() });
            rest = &rest[end..];
            continue;
        }
        // Digits that stand side by side end where the pattern says; the last ones take what they can.
        let adjacent = matches!(parts.get(index + 1), Some(Part::Field(f, c)) if !("EaZz".contains(*f) || *f == 'M' && *c > 2));
        let most = match field {
            'y' | 'x' if adjacent => count,
            'y' | 'x' => 9,
            'S' => 9,
            'D' => 3,
            _ if adjacent => count.max(1),
            _ => 2.max(count),
        };
        let signed = usize::from(matches!(field, 'y' | 'x') && rest.starts_with('-'));
        let digits = rest[signed..].bytes().take(most).take_while(u8::is_ascii_digit).count();
        let number: i64 = rest[..signed + digits].parse().map_err(|_| malformed(rest))?;
        let bad = |low: i64, high: i64| {
            let fault = Fault::new(
                "INVALID_FUNCTION_ARGUMENT",
                format!("Cannot parse \"{text}\": Value {number} must be in the range [{low},{high}]"),
            );
            if (low..=high).contains(&number) { Ok(()) } else { Err(fault) }
        };
        calendar |= "yMdD".contains(field);
        match field {
            'x' => week_year = Some(number),
            'w' => {
                bad(1, 53)?;
                week = Some(number);
            }
            'e' => {
                bad(1, 7)?;
                weekday = Some(number - 1);
            }
            'y' if count == 2 && digits == 2 => {
                year = if number < 70 { 2000 + number } else { 1900 + number }
            }
            'y' => year = number,
            'M' => {
                bad(1, 12)?;
                month = number as u32;
            }
            'd' => {
                bad(1, 31)?;
                day = number as u32;
            }
            'D' => ordinal = Some(number as u32),
            'H' | 'K' => {
                bad(0, if field == 'H' { 23 } else { 11 })?;
                hour = number;
            }
            'h' => {
                bad(1, 12)?;
                hour = number % 12;
            }
            'k' => hour = number % 24,
            'm' => {
                bad(0, 59)?;
                minute = number;
            }
            's' => {
                bad(0, 59)?;
                second = number;
            }
            'S' => {
                let padded = format!("{:0<6}", &rest[..digits]);
                micros = padded[..6].parse().unwrap_or(0);
            }
            other => {
                return Err(Fault::new(
                    UNSUPPORTED,
                    format!("parsing the date pattern {other} cannot be done on local logs"),
                ));
            }
        }
        rest = &rest[signed + digits..];
    }
    if !rest.is_empty() {
        return Err(malformed(rest));
    }
    if calendar && (week_year.is_some() || week.is_some()) {
        return Err(Fault::new(UNSUPPORTED, "a week beside a month or a day cannot be parsed on local logs"));
    }
    let date = match ordinal {
        _ if week_year.is_some() || week.is_some() => {
            let (year, week) = (week_year.unwrap_or(1970) as i32, week.unwrap_or(1) as u32);
            NaiveDate::from_isoywd_opt(year, week, chrono::Weekday::Mon)
        }
        Some(ordinal) => NaiveDate::from_yo_opt(year as i32, ordinal),
        None => NaiveDate::from_ymd_opt(year as i32, month, day),
    };
    let date = date.and_then(|d| d.and_hms_opt(0, 0, 0));
    let date = date.ok_or_else(|| {
        Fault::new("INVALID_FUNCTION_ARGUMENT", format!("Cannot parse \"{text}\": the day does not exist"))
    })?;
    // The name of a day moves within the week.
    let shift = weekday.map_or(0, |day| day - i64::from(date.weekday().num_days_from_monday()));
    let date = date + chrono::TimeDelta::days(shift);
    let hour = half.map_or(hour, |h| hour % 12 + h);
    Ok((time::micros(date) + ((hour * 60 + minute) * 60 + second) * 1_000_000 + micros, zone))
}
