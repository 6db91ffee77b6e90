//! A text read by a pattern of dates.

use super::date_patterns::{DAYS, MONTHS, Part};
use crate::trino::fault::{Fault, Outcome, UNSUPPORTED, invalid};
use crate::trino::time;
use crate::trino::types::Zone;
use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Weekday};

/// What a text says by a pattern: wall clock and zone.
pub fn parse(parts: &[Part], text: &str) -> Outcome<(i64, Zone)> {
    let mut reader = Reader::new(text);
    for (index, part) in parts.iter().enumerate() {
        match part {
            Part::Text(plain) => reader.plain(plain)?,
            Part::Field(field @ ('M' | 'E'), count) if *field == 'E' || *count > 2 => reader.name(*field)?,
            Part::Field('a', _) => reader.half_of_day()?,
            Part::Field('Z' | 'z', _) => reader.zone()?,
            Part::Field(field, count) => reader.number(*field, *count, parts.get(index + 1))?,
        }
    }
    reader.finish()
}

/// What was read, and the rest of the text.
struct Reader<'t> {
    text: &'t str,
    rest: &'t str,
    year: i64,
    month: u32,
    day: u32,
    /// The day of the year.
    ordinal: Option<u32>,
    hour: i64,
    minute: i64,
    second: i64,
    micros: i64,
    /// The hours that AM and PM add.
    half: Option<i64>,
    zone: Zone,
    /// The year that weeks are counted in.
    week_year: Option<i64>,
    week: Option<i64>,
    /// Counted from Monday, which is 0.
    weekday: Option<i64>,
    /// Whether a year, a month or a day stands in the pattern.
    calendar: bool,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            rest: text,
            year: 1970,
            month: 1,
            day: 1,
            ordinal: None,
            hour: 0,
            minute: 0,
            second: 0,
            micros: 0,
            half: None,
            zone: Zone::utc(),
            week_year: None,
            week: None,
            weekday: None,
            calendar: false,
        }
    }

    fn malformed(&self) -> Fault {
        let (text, rest) = (self.text, self.rest);
        let message = if rest.is_empty() {
            format!("Invalid format: \"{text}\" is too short")
        } else if rest.len() == text.len() {
            format!("Invalid format: \"{text}\"")
        } else {
            format!("Invalid format: \"{text}\" is malformed at \"{rest}\"")
        };
        Fault::new("INVALID_FUNCTION_ARGUMENT", message)
    }

    fn plain(&mut self, plain: &str) -> Outcome<()> {
        match self.rest.get(..plain.len()) {
            Some(head) if head.eq_ignore_ascii_case(plain) => self.rest = &self.rest[plain.len()..],
            _ => return Err(self.malformed()),
        }
        Ok(())
    }

    /// The name of a month or of a day, whole or its first three letters.
    fn name(&mut self, field: char) -> Outcome<()> {
        let names: &[&str] = if field == 'M' { &MONTHS } else { &DAYS };
        let starts = |name: &str| self.rest.get(..name.len()).is_some_and(|h| h.eq_ignore_ascii_case(name));
        let found = names.iter().enumerate().find_map(|(index, name)| {
            let length = if starts(name) { name.len() } else { 3 };
            starts(&name[..length]).then_some((index, length))
        });
        let (number, length) = found.ok_or_else(|| self.malformed())?;
        if field == 'M' {
            self.month = number as u32 + 1;
            self.calendar = true;
        } else {
            self.weekday = Some(number as i64);
        }
        self.rest = &self.rest[length..];
        Ok(())
    }

    fn half_of_day(&mut self) -> Outcome<()> {
        let head = self.rest.get(..2).map(str::to_ascii_uppercase);
        self.half = Some(match head.as_deref() {
            Some("AM") => 0,
            Some("PM") => 12,
            _ => return Err(self.malformed()),
        });
        self.rest = &self.rest[2..];
        Ok(())
    }

    fn zone(&mut self) -> Outcome<()> {
        let end = self.rest.find(' ').unwrap_or(self.rest.len());
        let name = &self.rest[..end];
        time::rule(name).ok_or_else(|| self.malformed())?;
        self.zone = Zone::Named(if name == "Z" { "UTC".into() } else { name.into() });
        self.rest = &self.rest[end..];
        Ok(())
    }

    fn number(&mut self, field: char, count: usize, next: Option<&Part>) -> Outcome<()> {
        let most = most_digits(field, count, next);
        let signed = usize::from(matches!(field, 'y' | 'x') && self.rest.starts_with('-'));
        let digits = self.rest[signed..].bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (written, rest) = self.rest.split_at(signed + digits);
        let number: i64 = written.parse().map_err(|_| self.malformed())?;
        self.calendar |= "yMdD".contains(field);
        match field {
            'x' => self.week_year = Some(number),
            'w' => self.week = Some(self.within(number, 1, 53)?),
            'e' => self.weekday = Some(self.within(number, 1, 7)? - 1),
            'y' if count == 2 && digits == 2 => {
                self.year = if number < 70 { 2000 + number } else { 1900 + number };
            }
            'y' => self.year = number,
            'M' => self.month = self.within(number, 1, 12)? as u32,
            'd' => self.day = self.within(number, 1, 31)? as u32,
            'D' => self.ordinal = Some(number as u32),
            'H' => self.hour = self.within(number, 0, 23)?,
            'K' => self.hour = self.within(number, 0, 11)?,
            'h' => self.hour = self.within(number, 1, 12)? % 12,
            'k' => self.hour = number % 24,
            'm' => self.minute = self.within(number, 0, 59)?,
            's' => self.second = self.within(number, 0, 59)?,
            'S' => self.micros = format!("{written:0<6}")[..6].parse().unwrap_or(0),
            other => {
                return Err(Fault::new(
                    UNSUPPORTED,
                    format!("parsing the date pattern {other} cannot be done on local logs"),
                ));
            }
        }
        self.rest = rest;
        Ok(())
    }

    fn within(&self, number: i64, low: i64, high: i64) -> Outcome<i64> {
        if (low..=high).contains(&number) {
            return Ok(number);
        }
        let text = self.text;
        invalid(format!("Cannot parse \"{text}\": Value {number} must be in the range [{low},{high}]"))
    }

    fn finish(self) -> Outcome<(i64, Zone)> {
        if !self.rest.is_empty() {
            return Err(self.malformed());
        }
        if self.calendar && (self.week_year.is_some() || self.week.is_some()) {
            return Err(Fault::new(
                UNSUPPORTED,
                "a week beside a month or a day cannot be parsed on local logs",
            ));
        }
        let Some(date) = self.date() else {
            return invalid(format!("Cannot parse \"{}\": the day does not exist", self.text));
        };
        // The name of a day moves within the week.
        let days = self.weekday.map_or(0, |day| day - i64::from(date.weekday().num_days_from_monday()));
        let hour = self.half.map_or(self.hour, |half| self.hour % 12 + half);
        let clock = ((hour * 60 + self.minute) * 60 + self.second) * 1_000_000 + self.micros;
        Ok((time::micros(date + TimeDelta::days(days)) + clock, self.zone))
    }

    fn date(&self) -> Option<NaiveDateTime> {
        let year = self.year as i32;
        let date = match (self.week_year, self.week, self.ordinal) {
            (None, None, None) => NaiveDate::from_ymd_opt(year, self.month, self.day),
            (None, None, Some(ordinal)) => NaiveDate::from_yo_opt(year, ordinal),
            (week_year, week, _) => {
                let (year, week) = (week_year.unwrap_or(1970) as i32, week.unwrap_or(1) as u32);
                NaiveDate::from_isoywd_opt(year, week, Weekday::Mon)
            }
        };
        date.and_then(|date| date.and_hms_opt(0, 0, 0))
    }
}

/// How many digits a field takes: where digits stand side by side, as many as the pattern says; otherwise what it
/// can.
fn most_digits(field: char, count: usize, next: Option<&Part>) -> usize {
    let named = |field: char, count: usize| "EaZz".contains(field) || field == 'M' && count > 2;
    let adjacent = matches!(next, Some(Part::Field(field, count)) if !named(*field, *count));
    match field {
        'y' | 'x' if adjacent => count,
        'y' | 'x' | 'S' => 9,
        'D' => 3,
        _ if adjacent => count.max(1),
        _ => 2.max(count),
    }
}
