//! What the logs could show: the answer of `collect/coverage.sql` and the scan's report, as facts and gaps.

use crate::answer::Columns;
use crate::embedded::ScanReport;
use crate::incident::{Coverage, CoverageCell, Gap, GapKind, LeftOut, Time, asked};
use crate::subject::{Window, rfc3339};
use crate::vocabulary::{NONE, and_more};
use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use datafusion::arrow::record_batch::RecordBatch;
use std::collections::{BTreeMap, BTreeSet};

/// A window that the logs leave uncovered for longer than this at either end is named; of a short window, for longer than
/// a tenth of it.
const TOLERANCE: TimeDelta = TimeDelta::hours(1);
/// So many whole hours without any record of an account are named.
const SILENT_HOURS: usize = 6;
/// Silent days or spans named one by one.
const NAMED: usize = 31;
/// Of a longer window only the days between the first and the last record are looked at one by one: the days before and
/// behind them, which may be thousands, are one gap each in any case.
const LONG: TimeDelta = TimeDelta::days(5000);

/// The grade of logs whose digests nobody checked.
pub const NOT_CHECKED: &str = "D";

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
    coverage.records.insert("read".into(), report.records);
    coverage.records.insert("left out (see the list)".into(), report.lost());
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
    coverage.integrity = NOT_CHECKED.into();
}

/// The first of a list in words, and how many more there are.
fn listed(all: &[String]) -> String {
    let more = all.len().saturating_sub(NAMED);
    let more = and_more(more);
    all[..all.len().min(NAMED)].join("; ") + &more
}

fn not_issued(gap: Gap, since: Time) -> Gap {
    Gap {
        effect: format!(
            "No call of the subject's keys can fall into that time, for the first of them was issued at {}; what others did then would not be seen.",
            rfc3339(since)
        ),
        remedy: "Nothing has to be done for these keys.".into(),
        questions: Vec::new(),
        affects_exit_code: false,
        ..gap
    }
}

fn end_of_day(day: &NaiveDate) -> Option<Time> {
    Some(day.succ_opt()?.and_time(NaiveTime::MIN).and_utc())
}

/// The gap of a window that ends after the report was made.
pub fn not_yet(window: Window, now: Time) -> Option<Gap> {
    (window.past(now) != window).then(|| {
        let (end, now) = (rfc3339(window.to()), rfc3339(now));
        Gap::new(
            GapKind::WindowInFuture,
            format!("The window ends at {end}, after this report was made at {now}."),
            "What happens in between is in no log yet.",
            "Run again when the window is over.",
            &[asked::SPAN, asked::ONGOING],
            false,
        )
    })
}

/// The gaps that coverage shows; `since` is when the first of the subject's keys was issued, where it is known.
pub fn gaps(
    coverage: &Coverage,
    report: Option<&ScanReport>,
    window: Window,
    since: Option<Time>,
) -> Vec<Gap> {
    let mut gaps = Vec::new();
    // A time without records that ends before the first of the keys was issued limits nothing.
    let of_keys =
        |gap: Gap, end: Option<Time>| match since.filter(|since| end.is_some_and(|end| end <= *since)) {
            Some(since) => not_issued(gap, since),
            None => gap,
        };
    let hidden = "Nothing can be said of what those records held.";
    if let Some(report) = report.filter(|r| !r.left_out.is_empty()) {
        let count = report.lost();
        let files: BTreeSet<&String> = report.left_out.keys().map(|(file, _)| file).collect();
        let what = format!(
            "{count} records or file parts in {} files were left out; section 2 lists each file with the reason.",
            files.len()
        );
        gaps.push(Gap::new(
            GapKind::LeftOut,
            what,
            hidden,
            "By the reason of each: fetch damaged files again from the trail's bucket, unpack archives, take out what is no log of CloudTrail, and run again.",
            Gap::ALL,
            true,
        ));
    }
    if let Some(report) = report.filter(|r| r.files_not_utf8 > 0) {
        let what = format!(
            "{} files hold bytes that are not UTF-8; they are shown as U+FFFD.",
            report.files_not_utf8
        );
        gaps.push(Gap::new(
            GapKind::NotUtf8,
            what,
            "Names with such bytes are not exact.",
            "Look at the original files where a name matters.",
            &[],
            false,
        ));
    }
    if let Some(report) = report.filter(|r| r.shipper_times > 0) {
        let what = format!(
            "{} of the {} records read have no time of CloudTrail's own and carry the time of a log shipper.",
            report.shipper_times, report.records
        );
        gaps.push(Gap::new(
            GapKind::ShipperTimes,
            what,
            "Whether that is the time of the call or of its shipping is the shipper's choice; times and order in this report are only as right.",
            "Compare some of these records, by event ID, with CloudTrail's own files.",
            &[asked::SPAN],
            false,
        ));
    }
    if let Some(report) = report.filter(|r| r.broken_identities > 0) {
        let what = format!(
            "The userIdentity of {} of the {} records read is not valid JSON or no object.",
            report.broken_identities, report.records
        );
        gaps.push(Gap::new(
            GapKind::UnreadableIdentity,
            what,
            "Whose calls they are cannot be told; the subject's may be among them, and count as somebody else's.",
            "Fetch those files again from the trail's bucket, or look for the key's ID in them with another tool.",
            Gap::ALL,
            true,
        ));
    }
    if let Some(report) = report.filter(|r| r.without_time > 0) {
        let what = format!(
            "{} of the {} records read have no time that can be read.",
            report.without_time, report.records
        );
        gaps.push(Gap::new(
            GapKind::NoUsableTime,
            what,
            "Whether they belong to the window cannot be told, and none of them is in this report.",
            "Look for the key's ID in records without a usable eventTime with another tool.",
            Gap::ALL,
            true,
        ));
    }
    let tolerance = TOLERANCE.min((window.to() - window.from()) / 10);
    match (coverage.first_event, coverage.last_event) {
        (Some(first), Some(last)) => {
            if first - window.from() > tolerance {
                let what = format!(
                    "The logs hold no record of the window before {}; the window starts at {}.",
                    rfc3339(first),
                    rfc3339(window.from())
                );
                let gap = Gap::new(
                    GapKind::WindowLongerThanLogs,
                    what,
                    "Earlier activity would not be seen.",
                    "Add earlier logs, or start the window where the logs start.",
                    Gap::ALL,
                    true,
                );
                gaps.push(of_keys(gap, Some(first)));
            }
            if window.to() - last > tolerance {
                let what = format!(
                    "The logs hold no record of the window after {}; the window ends at {}.",
                    rfc3339(last),
                    rfc3339(window.to())
                );
                gaps.push(Gap::new(
                    GapKind::WindowLongerThanLogs,
                    what,
                    "Later activity would not be seen.",
                    "Add later logs, or end the window where the logs end.",
                    Gap::ALL,
                    true,
                ));
            }
        }
        _ => {
            let what = format!(
                "The logs hold no record at all between {} and {}.",
                rfc3339(window.from()),
                rfc3339(window.to())
            );
            gaps.push(Gap::new(
                GapKind::NoRecords,
                what,
                "Nothing can be said of this window.",
                "Check the window and the source.",
                Gap::ALL,
                true,
            ));
        }
    }
    if !coverage.silent_days.is_empty() {
        let what = format!(
            "Days of the window without any record, by account and region: {}.",
            listed(&coverage.silent_days)
        );
        let gap = Gap::new(
            GapKind::SilentDays,
            what,
            "Were log files of those days missing, activity in those regions would not be seen.",
            "Check whether log files of those days are missing.",
            &[asked::REACHED],
            false,
        );
        gaps.push(of_keys(gap, coverage.silent_until.days));
    }
    if !coverage.silent_spans.is_empty() {
        let what = format!(
            "Times of the window without any record of an account, in no region: {}.",
            listed(&coverage.silent_spans)
        );
        let gap = Gap::new(
            GapKind::SilentSpans,
            what,
            "A quiet account and missing log files look the same; activity then would not be seen.",
            "Check whether log files of those times are missing, and whether a trail was stopped.",
            Gap::ALL,
            false,
        );
        gaps.push(of_keys(gap, coverage.silent_until.spans));
    }
    if coverage.first_event.is_some()
        && !coverage
            .cells
            .iter()
            .any(|c| c.category == "Data" && c.services.iter().any(|s| s == "s3.amazonaws.com"))
    {
        gaps.push(Gap::new(
            GapKind::NoS3DataEvents,
            "The logs hold no S3 data events; trails do not record them unless they are switched on.".into(),
            "Reads, writes and listings of objects would not be seen, whether or not they happened.",
            "Look for S3 server access logs of the buckets concerned, and switch on S3 data events.",
            &[asked::CALLED, asked::OBJECTS, asked::REACHED, asked::SPAN],
            false,
        ));
    }
    gaps
}
