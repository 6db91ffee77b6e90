//! The gaps that coverage and the scan show, in the order of the report.

use super::Counted;
use super::unrecorded::unrecorded;
use crate::embedded::ScanReport;
use crate::incident::{Asked, Coverage, Gap, GapKind, Time};
use crate::subject::{Window, rfc3339};
use std::collections::BTreeSet;

/// All such gaps; `since` is when the first use of the subject can have been, where it is known.
pub fn gaps(counted: &Counted, report: Option<&ScanReport>, window: Window, since: Option<Time>) -> Vec<Gap> {
    let of_scan = report.into_iter().flat_map(|report| {
        [
            left_out(report),
            not_utf8(report),
            shipper_times(report),
            broken_identities(report),
            without_time(report),
        ]
    });
    let mut gaps: Vec<Gap> = of_scan.flatten().collect();
    gaps.extend(unrecorded(counted, window, since));
    gaps.extend(no_data_events_of_s3(&counted.coverage));
    gaps
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
