//! Patterns of dates: MySQL's `%Y-%m-%d` and Joda's `yyyy-MM-dd`, as one list of parts.

use crate::trino::fault::{Fault, Outcome, UNSUPPORTED, invalid};
use crate::trino::time;
use crate::trino::types::Type;
use chrono::{Datelike, NaiveDateTime, Timelike};

/// One part of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Plain text.
    Text(String),
    /// A field, by its letter in Joda's patterns, and how often it stands.
    Field(char, usize),
}

pub(super) const MONTHS: [&str; 12] = [
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
pub(super) const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

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
            Part::Field(letter @ ('Z' | 'z'), count) => {
                let Type::TimestampTz(_, zone) = ty else { continue };
                out.push_str(&zone_text(*letter, *count, time::zone_name(zone)?, value)?);
            }
            Part::Field(field, count) => out.push_str(&one(*field, *count, &when)),
        }
    }
    Ok(out)
}

/// The name of a zone, or how far it is ahead of UTC.
fn zone_text(letter: char, count: usize, name: &str, moment: i64) -> Outcome<String> {
    let minutes = time::offset_at(name, moment) / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    Ok(match (letter, count) {
        ('z', _) if name == "UTC" => name.into(),
        ('z', _) => {
            return Err(Fault::new(UNSUPPORTED, "the short name of a zone cannot be printed on local logs"));
        }
        (_, 1) => format!("{sign}{hours:02}{rest:02}"),
        (_, 2) => format!("{sign}{hours:02}:{rest:02}"),
        _ => name.into(),
    })
}

/// One field of a moment.
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
