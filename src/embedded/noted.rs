//! What a full scan notes of a file, so that later scans open only the files that they need.

use super::columns::{SHIPPER_TIME, moment};
use super::json::Member;
use super::needles::{KeyIndex, Needles};
use super::push::Push;
use crate::trino::time::usual;

/// Notes of one file.
#[derive(Clone, Debug)]
pub struct Noted {
    /// The identities and calls in it.
    pub keys: KeyIndex,
    /// The days of its events.
    pub days: Days,
    /// It spells letters as escapes or holds packed payloads: it may hold other identities than were noted.
    pub hides: bool,
}

impl Noted {
    /// Whether the file may hold a wanted record.
    pub fn may_hold(&self, push: &Push, needles: &Needles) -> bool {
        (self.hides || needles.may_be_in(&self.keys))
            && self.days.span().is_none_or(|(first, last)| push.wants_days(first, last))
    }
}

/// First and last day of some events.
#[derive(Clone, Debug, Default)]
pub struct Days {
    span: Option<(String, String)>,
    /// The time of an event could not be read.
    unclear: bool,
}

impl Days {
    /// Takes the day of one more event; false where its time cannot be read.
    pub fn see(&mut self, record: &[Member<'_>]) -> bool {
        let value = |wanted: &[u8]| record.iter().find(|(key, _)| *key == wanted).map(|(_, value)| *value);
        let time = value(b"eventTime");
        let time = time.or_else(|| value(SHIPPER_TIME));
        let Some(day) = time.and_then(day) else {
            self.unclear = true;
            return time.and_then(moment).is_some();
        };
        match &mut self.span {
            None => self.span = Some((day.into(), day.into())),
            Some((first, _)) if day < first.as_str() => *first = day.into(),
            Some((_, last)) if day > last.as_str() => *last = day.into(),
            Some(_) => {}
        }
        true
    }

    fn span(&self) -> Option<(&str, &str)> {
        self.span.as_ref().filter(|_| !self.unclear).map(|(first, last)| (first.as_str(), last.as_str()))
    }
}

/// The day of a time as CloudTrail writes it: `"2026-01-05T10:00:00Z"`.
fn day(value: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(value).ok()?.strip_prefix('"')?.strip_suffix('"')?;
    usual(text).and(text.get(..10))
}
