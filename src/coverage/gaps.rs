//! The gaps that coverage and the scan show, in the order of the report.

use crate::embedded::ScanReport;
use crate::incident::{Asked, Coverage, Gap, GapKind, Time};
use crate::subject::{Window, rfc3339};
use crate::vocabulary::and_more;
use chrono::TimeDelta;
use std::collections::BTreeSet;

/// A window that the logs leave uncovered for longer than this at either end is named; of a short window, for longer than
/// a tenth of it.
const TOLERANCE: TimeDelta = TimeDelta::hours(1);
/// Silent days or spans named one by one.
const NAMED: usize = 31;

/// All such gaps; `since` is when the first of the subject's keys was issued, where it is known.
pub fn gaps(
    coverage: &Coverage,
    report: Option<&ScanReport>,
    window: Window,
    since: Option<Time>,
) -> Vec<Gap> {
    let of_scan = report.into_iter().flat_map(|report| {
        [
            left_out(report),
            not_utf8(report),
            shipper_times(report),
            broken_identities(report),
            without_time(report),
        ]
    });
    let of_window = [
        no_records(coverage, window),
        starts_late(coverage, window, since),
        ends_early(coverage, window),
        silent_days(coverage, since),
        silent_spans(coverage, since),
        no_data_events_of_s3(coverage),
    ];
    of_scan.chain(of_window).flatten().collect()
}

/// The gap of a window that ends after the report was made.
pub fn not_yet(window: Window, now: Time) -> Option<Gap> {
    (window.past(now) != window).then(|| {
        let (end, now) = (rfc3339(window.to()), rfc3339(now));
        let what = format!("The window ends at {end}, after this report was made at {now}.");
        Gap::of(GapKind::WindowInFuture, what)
            .effect("What happens in between is in no log yet.")
            .remedy("Run again when the window is over.")
            .touches(&[Asked::Span, Asked::Ongoing])
    })
}

fn left_out(report: &ScanReport) -> Option<Gap> {
    (!report.left_out.is_empty()).then(|| {
        let files: BTreeSet<&String> = report.left_out.keys().map(|(file, _)| file).collect();
        let what = format!(
            "{} records or file parts in {} files were left out; section 2 lists each file with the reason.",
            report.lost(),
            files.len()
        );
        Gap::of(GapKind::LeftOut, what)
            .effect("Nothing can be said of what those records held.")
            .remedy("By the reason of each: fetch damaged files again from the trail's bucket, unpack archives, take out what is no log of CloudTrail, and run again.")
            .touches(Asked::FROM_RECORDS)
    })
}

fn not_utf8(report: &ScanReport) -> Option<Gap> {
    let files = report.files_not_utf8;
    (files > 0).then(|| {
        let what = format!("{files} files hold bytes that are not UTF-8; they are shown as U+FFFD.");
        Gap::of(GapKind::NotUtf8, what)
            .effect("Names with such bytes are not exact.")
            .remedy("Look at the original files where a name matters.")
    })
}

fn shipper_times(report: &ScanReport) -> Option<Gap> {
    (report.shipper_times > 0).then(|| {
        let what = format!(
            "{} of the {} records read have no time of CloudTrail's own and carry the time of a log shipper.",
            report.shipper_times, report.records
        );
        Gap::of(GapKind::ShipperTimes, what)
            .effect("Whether that is the time of the call or of its shipping is the shipper's choice; times and order in this report are only as right.")
            .remedy("Compare some of these records, by event ID, with CloudTrail's own files.")
            .touches(&[Asked::Span])
    })
}

fn broken_identities(report: &ScanReport) -> Option<Gap> {
    (report.broken_identities > 0).then(|| {
        let what = format!(
            "The userIdentity of {} of the {} records read is not valid JSON, no object, or has a key twice.",
            report.broken_identities, report.records
        );
        Gap::of(GapKind::UnreadableIdentity, what)
            .effect("Whose calls they are cannot be told; the subject's may be among them, and count as somebody else's.")
            .remedy("Fetch those files again from the trail's bucket, or look for the key's ID in them with another tool.")
            .touches(Asked::FROM_RECORDS)
    })
}

fn without_time(report: &ScanReport) -> Option<Gap> {
    (report.without_time > 0).then(|| {
        let what = format!(
            "{} of the {} records read have no time that can be read.",
            report.without_time, report.records
        );
        Gap::of(GapKind::NoUsableTime, what)
            .effect("Whether they belong to the window cannot be told, and none of them is in this report.")
            .remedy("Look for the key's ID in records without a usable eventTime with another tool.")
            .touches(Asked::FROM_RECORDS)
    })
}

fn no_records(coverage: &Coverage, window: Window) -> Option<Gap> {
    coverage.first_event.is_none().then(|| {
        let (from, to) = (rfc3339(window.from()), rfc3339(window.to()));
        let what = format!("The logs hold no record at all between {from} and {to}.");
        Gap::of(GapKind::NoRecords, what)
            .effect("Nothing can be said of this window.")
            .remedy("Check the window and the source.")
            .touches(Asked::FROM_RECORDS)
    })
}

/// Of a short window a tenth is much, of a long one an hour.
fn tolerance(window: Window) -> TimeDelta {
    TOLERANCE.min((window.to() - window.from()) / 10)
}

fn starts_late(coverage: &Coverage, window: Window, since: Option<Time>) -> Option<Gap> {
    let first = coverage.first_event.filter(|first| *first - window.from() > tolerance(window))?;
    let what = format!(
        "The logs hold no record of the window before {}; the window starts at {}.",
        rfc3339(first),
        rfc3339(window.from())
    );
    let gap = Gap::of(GapKind::WindowLongerThanLogs, what)
        .effect("Earlier activity would not be seen.")
        .remedy("Add earlier logs, or start the window where the logs start.")
        .touches(Asked::FROM_RECORDS);
    Some(of_keys(gap, Some(first), since))
}

fn ends_early(coverage: &Coverage, window: Window) -> Option<Gap> {
    let last = coverage.last_event.filter(|last| window.to() - *last > tolerance(window))?;
    let what = format!(
        "The logs hold no record of the window after {}; the window ends at {}.",
        rfc3339(last),
        rfc3339(window.to())
    );
    let gap = Gap::of(GapKind::WindowLongerThanLogs, what)
        .effect("Later activity would not be seen.")
        .remedy("Add later logs, or end the window where the logs end.")
        .touches(Asked::FROM_RECORDS);
    Some(gap)
}

fn silent_days(coverage: &Coverage, since: Option<Time>) -> Option<Gap> {
    (!coverage.silent_days.is_empty()).then(|| {
        let what = format!(
            "Days of the window without any record, by account and region: {}.",
            listed(&coverage.silent_days)
        );
        let gap = Gap::of(GapKind::SilentDays, what)
            .effect("Were log files of those days missing, activity in those regions would not be seen.")
            .remedy("Check whether log files of those days are missing.")
            .touches(&[Asked::Reached]);
        of_keys(gap, coverage.silent_until.days, since)
    })
}

fn silent_spans(coverage: &Coverage, since: Option<Time>) -> Option<Gap> {
    (!coverage.silent_spans.is_empty()).then(|| {
        let what = format!(
            "Times of the window without any record of an account, in no region: {}.",
            listed(&coverage.silent_spans)
        );
        let gap = Gap::of(GapKind::SilentSpans, what)
            .effect("A quiet account and missing log files look the same; activity then would not be seen.")
            .remedy("Check whether log files of those times are missing, and whether a trail was stopped.")
            .touches(Asked::FROM_RECORDS);
        of_keys(gap, coverage.silent_until.spans, since)
    })
}

fn no_data_events_of_s3(coverage: &Coverage) -> Option<Gap> {
    let of_s3 = |services: &[String]| services.iter().any(|service| service == "s3.amazonaws.com");
    let logged = coverage.cells.iter().any(|cell| cell.category == "Data" && of_s3(&cell.services));
    (coverage.first_event.is_some() && !logged).then(|| {
        Gap::of(
            GapKind::NoS3DataEvents,
            "The logs hold no S3 data events; trails do not record them unless they are switched on.",
        )
        .effect("Reads, writes and listings of objects would not be seen, whether or not they happened.")
        .remedy("Look for S3 server access logs of the buckets concerned, and switch on S3 data events.")
        .touches(&[Asked::Called, Asked::Objects, Asked::Reached, Asked::Span])
    })
}

/// The gap of a time without records that ends then. One that ends before the first of the keys was issued limits nothing.
fn of_keys(gap: Gap, end: Option<Time>, since: Option<Time>) -> Gap {
    match since.filter(|since| end.is_some_and(|end| end <= *since)) {
        Some(since) => gap
            .effect(format!(
                "No call of the subject's keys can fall into that time, for the first of them was issued at {}; what others did then would not be seen.",
                rfc3339(since)
            ))
            .remedy("Nothing has to be done for these keys.")
            .touches(&[])
            .minor(),
        None => gap,
    }
}

/// The first of a list in words, and how many more there are.
fn listed(all: &[String]) -> String {
    let more = all.len().saturating_sub(NAMED);
    let more = and_more(more);
    all[..all.len().min(NAMED)].join("; ") + &more
}
