//! What a full scan notes of a file, so that later scans open only the files that they need.

use super::needles::{KeyIndex, Needles};
use super::push::Push;
use super::unwrap::Member;

/// Notes of one file.
#[derive(Clone, Debug)]
pub struct Noted {
    /// The identities and calls in it.
    pub keys: KeyIndex,
    /// The days of its events.
    pub days: Days,
}

impl Noted {
    /// Whether the file may hold a wanted record.
    pub fn may_hold(&self, push: &Push, needles: &Needles) -> bool {
        needles.may_be_in(&self.keys)
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
    /// Takes the day of one more event.
    pub fn see(&mut self, record: &[Member<'_>]) {
        let time = record.iter().find(|(key, _)| *key == b"eventTime").map(|(_, value)| *value);
        let Some(day) = time.and_then(day) else {
            self.unclear = true;
            return;
        };
        match &mut self.span {
            None => self.span = Some((day.into(), day.into())),
            Some((first, _)) if day < first.as_str() => *first = day.into(),
            Some((_, last)) if day > last.as_str() => *last = day.into(),
            Some(_) => {}
        }
    }

    fn span(&self) -> Option<(&str, &str)> {
        self.span.as_ref().filter(|_| !self.unclear).map(|(first, last)| (first.as_str(), last.as_str()))
    }
}

/// The day of a time as CloudTrail writes it: `"2026-01-05T10:00:00Z"`.
fn day(value: &[u8]) -> Option<&str> {
    let (day, rest) = std::str::from_utf8(value).ok()?.strip_prefix('"')?.split_once('T')?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (year, month_and_day) = day.split_once('-')?;
    let (month, day_of_month) = month_and_day.split_once('-')?;
    let fits = [year, month, day_of_month].map(str::len) == [4, 2, 2];
    (fits && [year, month, day_of_month].into_iter().all(digits) && rest.ends_with("Z\"")).then_some(day)
}
