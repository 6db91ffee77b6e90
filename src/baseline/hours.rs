//! Working hours in a zone.

use chrono::{DateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use std::fmt;

/// Hours of the day in which the owner works; they may run over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    first: NaiveTime,
    last: NaiveTime,
    zone: Tz,
}

/// The hours as they are in UTC while the offset of their zone stays the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UtcHours {
    /// From this minute on, `2026-01-31T09:30`.
    pub from: String,
    /// Up to before this one.
    pub to: String,
    /// First minute of the day, `09:30`.
    pub first: String,
    /// The one after the last.
    pub last: String,
    /// Whether they run over midnight in UTC.
    pub overnight: bool,
}

impl Hours {
    /// `08:00-18:00` in a zone; 24:00 is the end of the day. Hours that are the whole day tell nothing apart.
    pub fn parse(text: &str, zone: Option<Tz>) -> Option<Self> {
        let time = |part: &str| {
            let part = if part.trim() == "24:00" { "00:00" } else { part.trim() };
            NaiveTime::parse_from_str(part, "%H:%M").ok()
        };
        let (first, last) = text.split_once('-')?;
        let (first, last) = (time(first)?, time(last)?);
        (first != last).then(|| Self { first, last, zone: zone.unwrap_or(Tz::UTC) })
    }

    /// Whether a moment is in them.
    pub fn contain(&self, time: DateTime<Utc>) -> bool {
        let at = time.with_timezone(&self.zone).time();
        match self.first < self.last {
            true => self.first <= at && at < self.last,
            false => self.first <= at || at < self.last,
        }
    }

    /// The same in UTC, between two moments: one part for each offset of the zone.
    pub fn in_utc(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<UtcHours> {
        let mut parts = Vec::new();
        let mut start = from;
        while start < to {
            let end = self.offset_ends(start, to);
            parts.push(self.part(start, end));
            start = end;
        }
        parts
    }

    fn offset(&self, time: DateTime<Utc>) -> i32 {
        self.zone.offset_from_utc_datetime(&time.naive_utc()).fix().local_minus_utc()
    }

    /// When the offset that is in force at `start` ends, to the minute; `to` if it does not end before.
    fn offset_ends(&self, start: DateTime<Utc>, to: DateTime<Utc>) -> DateTime<Utc> {
        let offset = self.offset(start);
        let day = TimeDelta::days(1);
        // No zone changes its offset twice in a day.
        let days = std::iter::successors(Some(start), |time| time.checked_add_signed(day));
        let mut days = days.take_while(|time| *time < to).chain(std::iter::once(to));
        let Some(changed) = days.find(|time| self.offset(*time) != offset) else { return to };
        let (mut low, mut high) = (start.max(changed - day), changed);
        while high - low > TimeDelta::minutes(1) {
            let middle = low + (high - low) / 2;
            if self.offset(middle) == offset { low = middle } else { high = middle }
        }
        let minute = DateTime::from_timestamp(high.timestamp().div_euclid(60) * 60, 0).unwrap_or(high);
        minute.max(start + TimeDelta::minutes(1))
    }

    fn part(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> UtcHours {
        let offset = TimeDelta::seconds(i64::from(self.offset(from)));
        let (first, last) = (self.first - offset, self.last - offset);
        let minute = |time: DateTime<Utc>| time.format("%Y-%m-%dT%H:%M").to_string();
        UtcHours {
            from: minute(from),
            // A window may end within a minute.
            to: minute(to + TimeDelta::seconds(59)),
            first: first.format("%H:%M").to_string(),
            last: last.format("%H:%M").to_string(),
            overnight: first > last,
        }
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "hours {} to {} {}", self.first.format("%H:%M"), self.last.format("%H:%M"), self.zone)
    }
}
