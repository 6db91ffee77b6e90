//! When notifications are due, counted from when the operator came to know of the incident.

use crate::incident::Time;
use chrono::{Days, NaiveDate, TimeDelta};
use chrono_tz::Tz;
use serde::Serialize;

/// Due times and days.
#[derive(Serialize)]
pub(super) struct Deadlines {
    /// GDPR, Article 33(1).
    gdpr: Time,
    /// Japan: the preliminary report is due about then.
    appi_3: NaiveDate,
    appi_5: NaiveDate,
    /// Japan: the final report.
    appi_30: NaiveDate,
    appi_60: NaiveDate,
    /// Whose days these are.
    zone: String,
}

/// The deadlines of an awareness; days are those of the operator's zone, else of UTC.
pub(super) fn deadlines(aware: Time, zone: Option<Tz>) -> Option<Deadlines> {
    let zone = zone.unwrap_or(Tz::UTC);
    let first = aware.with_timezone(&zone).date_naive();
    // The day of awareness is the first.
    let day = |number: u64| first.checked_add_days(Days::new(number - 1));
    Some(Deadlines {
        gdpr: aware.checked_add_signed(TimeDelta::hours(72))?,
        appi_3: day(3)?,
        appi_5: day(5)?,
        appi_30: day(30)?,
        appi_60: day(60)?,
        zone: zone.name().into(),
    })
}
