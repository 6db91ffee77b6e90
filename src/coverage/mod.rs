//! What the logs could show: the answer of `collect/coverage.sql` and the scan's report, as facts and gaps.

mod gaps;

pub use gaps::{gaps, not_yet};

use crate::answer::Columns;
use crate::embedded::ScanReport;
use crate::incident::{Coverage, CoverageCell, LeftOut, RecordsCounted, Time};
use crate::subject::Window;
use crate::vocabulary::NONE;
use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use datafusion::arrow::record_batch::RecordBatch;
use std::collections::{BTreeMap, BTreeSet};

/// So many whole hours without any record of an account are named.
const SILENT_HOURS: usize = 6;
/// Of a longer window only the days between the first and the last record are looked at one by one: the days before and
/// behind them, which may be thousands, are one gap each in any case.
const LONG: TimeDelta = TimeDelta::days(5000);

#[derive(Default)]
struct Cell {
    services: BTreeSet<String>,
    hours: BTreeSet<(NaiveDate, u8)>,
    records: u64,
    changing: u64,
    stops: u64,
    first_stop: Option<Time>,
    span: Option<(Time, Time)>,
}

/// Coverage of a window from the rows of `collect/coverage.sql`.
pub fn coverage(batches: &[RecordBatch], window: Window) -> Result<Coverage, String> {
    let mut cells: BTreeMap<(String, String, String), Cell> = BTreeMap::new();
    for batch in batches {
        add_rows(&mut cells, batch).map_err(|error| format!("counting what the logs cover: {error}"))?;
    }
    let mut coverage = Coverage::default();
    let mut days: BTreeMap<(String, String), BTreeSet<NaiveDate>> = BTreeMap::new();
    let mut hours: BTreeMap<String, BTreeSet<(NaiveDate, u8)>> = BTreeMap::new();
    for ((account, region, category), cell) in cells {
        let Some((first, last)) = cell.span else { continue };
        let own = cell.hours.iter().map(|(day, _)| *day);
        days.entry((account.clone(), region.clone())).or_default().extend(own);
        hours.entry(account.clone()).or_default().extend(cell.hours);
        coverage.first_event = Some(coverage.first_event.map_or(first, |t| t.min(first)));
        coverage.last_event = Some(coverage.last_event.map_or(last, |t| t.max(last)));
        let named = matches!(category.as_str(), "Data" | "NetworkActivity");
        let services = if named { cell.services.into_iter().collect() } else { Vec::new() };
        coverage.cells.push(CoverageCell {
            account,
            region,
            category,
            services,
            records: cell.records,
            matched: 0,
            changing: cell.changing,
            stops: cell.stops,
            first_stop: cell.first_stop,
            first,
            last,
        });
    }
    let (first, last) = match coverage.first_event.zip(coverage.last_event) {
        Some(recorded) if window.to() - window.from() > LONG => recorded,
        _ => (window.from(), window.to() - TimeDelta::milliseconds(1)),
    };
    let all: Vec<NaiveDate> = days_of(first, last).collect();
    for ((account, region), days) in days {
        let silent = || all.iter().filter(|day| !days.contains(*day));
        coverage.silent_days.extend(silent().map(|day| format!("{day} {account} {region}")));
        coverage.silent_until.days = coverage.silent_until.days.max(silent().filter_map(end_of_day).max());
    }
    for (account, hours) in hours {
        let silent = silent_spans(&all, &hours);
        coverage.silent_spans.extend(silent.iter().map(|(span, _)| format!("{span} {account}")));
        coverage.silent_until.spans =
            coverage.silent_until.spans.max(silent.iter().map(|(_, end)| *end).max());
    }
    Ok(coverage)
}

/// Runs of whole hours between the first and the last record of an account in which it has none, and when each ends.
fn silent_spans(days: &[NaiveDate], present: &BTreeSet<(NaiveDate, u8)>) -> Vec<(String, Time)> {
    let hours = days.iter().flat_map(|day| (0..24).map(move |hour| (*day, hour)));
    let known: Vec<(NaiveDate, u8)> = hours
        .skip_while(|hour| present.first() != Some(hour))
        .take_while(|hour| present.last() >= Some(hour))
        .collect();
    let runs: Vec<&[(NaiveDate, u8)]> =
        known.chunk_by(|a, b| present.contains(a) == present.contains(b)).collect();
    let long = runs.into_iter().filter(|run| run.len() >= SILENT_HOURS && !present.contains(&run[0]));
    let named = long.filter_map(|run| {
        let ((from, first), (to, last)) = (run.first()?, run.last()?);
        let end = to.and_hms_opt((*last).into(), 0, 0)?.and_utc() + TimeDelta::hours(1);
        Some((format!("{from}T{first:02}:00Z to {to}T{last:02}:59Z"), end))
    });
    named.collect()
}

fn add_rows(cells: &mut BTreeMap<(String, String, String), Cell>, batch: &RecordBatch) -> Result<(), String> {
    let columns = Columns(batch);
    let texts = |name: &str| {
        let texts = columns.texts(name)?.into_iter();
        Ok::<Vec<String>, String>(texts.map(|text| text.unwrap_or_else(|| NONE.into())).collect())
    };
    let (accounts, regions, categories) = (texts("account")?, texts("region")?, texts("category")?);
    let (services, days, hours) = (texts("service")?, texts("day")?, texts("hours")?);
    let (records, changing, stops) =
        (columns.counts("records")?, columns.counts("changing")?, columns.counts("stops")?);
    let (firsts, lasts) = (columns.times("first_event")?, columns.times("last_event")?);
    let first_stops = columns.times("first_stop")?;
    for row in 0..batch.num_rows() {
        let place = (accounts[row].clone(), regions[row].clone(), categories[row].clone());
        let cell = cells.entry(place).or_default();
        cell.services.insert(services[row].clone());
        let day: Option<NaiveDate> = days[row].parse().ok();
        cell.hours.extend(hours[row].split(',').filter_map(|hour| Some((day?, hour.parse().ok()?))));
        cell.records += records[row];
        cell.changing += changing[row];
        cell.stops += stops[row];
        cell.first_stop = cell.first_stop.into_iter().chain(first_stops[row]).min();
        if let Some((first, last)) = firsts[row].zip(lasts[row]) {
            let (a, b) = cell.span.unwrap_or((first, last));
            cell.span = Some((a.min(first), b.max(last)));
        }
    }
    Ok(())
}

/// The days from one moment to another.
fn days_of(first: Time, last: Time) -> impl Iterator<Item = NaiveDate> {
    let last = last.date_naive();
    std::iter::successors(Some(first.date_naive()), |day| day.checked_add_days(Days::new(1)))
        .take_while(move |day| *day <= last)
}

/// Fills in what the scan of local files counted.
pub fn add_scan(coverage: &mut Coverage, report: &ScanReport) {
    let files = [
        ("found", report.files_found),
        ("read", report.files_read),
        ("outside the window by the date in their path", report.files_outside),
    ];
    coverage.files = files.into_iter().map(|(name, count)| (name.to_string(), count)).collect();
    for (reason, count) in &report.files_set_aside {
        coverage.files.insert(format!("set aside: {reason}"), *count);
    }
    coverage.records.insert(RecordsCounted::Read, report.records);
    coverage.records.insert(RecordsCounted::LeftOut, report.lost());
    coverage.bytes = report.bytes;
    coverage.left_out = report
        .left_out
        .iter()
        .map(|((file, reason), count)| LeftOut {
            file: file.clone(),
            reason: reason.clone(),
            records: Some(*count),
        })
        .collect();
}

fn end_of_day(day: &NaiveDate) -> Option<Time> {
    Some(day.succ_opt()?.and_time(NaiveTime::MIN).and_utc())
}
