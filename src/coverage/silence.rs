//! Times of the window in which an account, or one of its regions, has no record.

use crate::incident::Time;
use crate::subject::Window;
use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// So many whole hours without any record of an account are named.
const SILENT_HOURS: usize = 6;
/// Of a longer window only the days between the first and the last record are looked at one by one: the days before and
/// behind them, which may be thousands, are one gap each in any case.
const LONG: TimeDelta = TimeDelta::days(5000);

/// Hours with records, by the day.
pub type Hours = BTreeSet<(NaiveDate, u8)>;

/// A day of the window without any record of an account and region.
pub struct Day {
    pub day: NaiveDate,
    pub account: String,
    pub region: String,
}

/// Whole hours of the window without any record of an account, in any region.
pub struct Span {
    pub account: String,
    /// Whether it lies between records of the account.
    pub between: bool,
    from: Time,
    pub to: Time,
}

/// What is silent in a window.
#[derive(Default)]
pub struct Silence {
    pub days: Vec<Day>,
    pub spans: Vec<Span>,
}

impl Silence {
    /// Of a window whose first and last record are `recorded`, from the hours with records of each account and region.
    pub fn of(
        hours: &BTreeMap<(String, String), Hours>,
        recorded: Option<(Time, Time)>,
        window: Window,
    ) -> Self {
        let Some(recorded) = recorded else { return Self::default() };
        let (first, last) = match window.to() - window.from() > LONG {
            true => recorded,
            false => (window.from(), window.to() - TimeDelta::milliseconds(1)),
        };
        let days: Vec<NaiveDate> = days_of(first, last).collect();
        let mut of_account: BTreeMap<&str, Hours> = BTreeMap::new();
        let mut silence = Self::default();
        for ((account, region), hours) in hours {
            of_account.entry(account).or_default().extend(hours);
            let present: BTreeSet<NaiveDate> = hours.iter().map(|(day, _)| *day).collect();
            let silent = days.iter().filter(|day| !present.contains(day));
            let day = |day: &NaiveDate| Day { day: *day, account: account.clone(), region: region.clone() };
            silence.days.extend(silent.map(day));
        }
        let known: Vec<NaiveDate> = days_of(recorded.0, recorded.1).collect();
        for (account, hours) in of_account {
            silence.spans.extend(spans(account, &known, recorded, &hours));
        }
        silence
    }
}

impl Day {
    /// When it ends.
    pub fn end(&self) -> Time {
        self.day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::days(1)
    }

    /// Whether more of it than a short silence lies in the window.
    pub fn is_long(&self, window: Window) -> bool {
        let start = self.end() - TimeDelta::days(1);
        self.end().min(window.to()) - start.max(window.from()) >= TimeDelta::hours(SILENT_HOURS as i64)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.day, self.account, self.region)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.to - TimeDelta::minutes(1);
        let hour = "%Y-%m-%dT%H:%MZ";
        write!(f, "{} to {} {}", self.from.format(hour), last.format(hour), self.account)
    }
}

/// Long runs of whole hours, between the first and the last record of the logs, in which an account has none.
fn spans(account: &str, days: &[NaiveDate], recorded: (Time, Time), present: &Hours) -> Vec<Span> {
    let hours = days.iter().flat_map(|day| (0..24).map(move |hour| (*day, hour)));
    let start = |hour: &(NaiveDate, u8)| {
        hour.0.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(i64::from(hour.1))
    };
    let within =
        |hour: &(NaiveDate, u8)| start(hour) + TimeDelta::hours(1) > recorded.0 && start(hour) <= recorded.1;
    let known: Vec<(NaiveDate, u8)> = hours.filter(within).collect();
    let runs = known.chunk_by(|a, b| present.contains(a) == present.contains(b));
    let long = runs.filter(|run| run.len() >= SILENT_HOURS && !present.contains(&run[0]));
    let span = |run: &[(NaiveDate, u8)]| {
        let (first, last) = (run.first()?, run.last()?);
        Some(Span {
            account: account.into(),
            between: present.first() < Some(first) && present.last() > Some(last),
            from: start(first),
            to: start(last) + TimeDelta::hours(1),
        })
    };
    long.filter_map(span).collect()
}

/// The days from one moment to another.
fn days_of(first: Time, last: Time) -> impl Iterator<Item = NaiveDate> {
    let last = last.date_naive();
    std::iter::successors(Some(first.date_naive()), |day| day.checked_add_days(Days::new(1)))
        .take_while(move |day| *day <= last)
}
