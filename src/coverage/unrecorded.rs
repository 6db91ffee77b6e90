//! The gaps of times without records: at the ends of the window, and within it.

use super::Counted;
use super::silence::{Day, Span};
use crate::incident::{Asked, Coverage, Gap, GapKind, Time, home_region};
use crate::subject::{Window, rfc3339};
use crate::vocabulary::and_more;
use chrono::TimeDelta;

/// A window that the logs leave uncovered for longer than this at either end is named; of a short window, for longer than
/// a tenth of it.
const TOLERANCE: TimeDelta = TimeDelta::hours(1);
/// Silent days or spans named one by one.
const NAMED: usize = 31;

/// All such gaps, in the order of the report; `since` is when the first use of the subject can have been, where it is known.
pub fn unrecorded(counted: &Counted, window: Window, since: Option<Time>) -> Vec<Gap> {
    let coverage = &counted.coverage;
    let ends =
        [no_records(coverage, window), starts_late(coverage, window, since), ends_early(coverage, window)];
    let silent = silent_days(counted, window, since).into_iter().chain(silent_spans(counted, since));
    ends.into_iter().flatten().chain(silent).collect()
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

/// What the logs lack at one end of the window, and until or since when: all of them, or those of accounts that the answers
/// rest on, although the others go on.
fn end_missing(coverage: &Coverage, window: Window, start: bool) -> Option<(String, Time)> {
    let end_of = |(first, last): (Time, Time)| if start { first } else { last };
    let (bound, side, verb) =
        if start { (window.from(), "before", "starts") } else { (window.to(), "after", "ends") };
    let apart = |a: Time, b: Time| (a - b).abs() > tolerance(window);
    let all = end_of(coverage.first_event.zip(coverage.last_event)?);
    let of_all = apart(all, bound).then(|| (format!("of the window {side} {}", rfc3339(all)), all));
    let accounts = coverage.searched.iter().flat_map(|searched| &searched.accounts);
    let ends = accounts.filter_map(|account| Some((account, end_of(coverage.span_of(account)?))));
    let shorter = ends.filter(|(_, end)| apart(*end, all));
    let of_some =
        shorter.map(|(account, end)| (format!("of account {account} {side} {}", rfc3339(end)), end));
    let (missing, ends): (Vec<String>, Vec<Time>) = of_all.into_iter().chain(of_some).unzip();
    let what =
        format!("The logs hold no record {}; the window {verb} at {}.", listed(&missing), rfc3339(bound));
    Some((what, ends.into_iter().max()?))
}

fn starts_late(coverage: &Coverage, window: Window, since: Option<Time>) -> Option<Gap> {
    let (what, until) = end_missing(coverage, window, true)?;
    let gap = Gap::of(GapKind::WindowLongerThanLogs, what)
        .effect("Earlier activity would not be seen.")
        .remedy("Add earlier logs, or start the window where the logs start.")
        .touches(Asked::FROM_RECORDS);
    Some(of_keys(gap, Some(until), since))
}

fn ends_early(coverage: &Coverage, window: Window) -> Option<Gap> {
    let (what, _) = end_missing(coverage, window, false)?;
    let gap = Gap::of(GapKind::WindowLongerThanLogs, what)
        .effect("Later activity would not be seen.")
        .remedy("Add later logs, or end the window where the logs end.")
        .touches(Asked::FROM_RECORDS);
    Some(gap)
}

/// The gaps of days without records. A region without a record on a day is mostly one that nobody used; where a partition
/// records its global services it may as well be a day of lost files, and the answers on identities rest on that region.
fn silent_days(counted: &Counted, window: Window, since: Option<Time>) -> Vec<Gap> {
    let coverage = &counted.coverage;
    let is_global = |day: &&Day| {
        day.region == home_region(&day.region) && coverage.rests_on(&day.account) && day.is_long(window)
    };
    let (global, others): (Vec<&Day>, Vec<&Day>) = counted.silence.days.iter().partition(is_global);
    let of = |days: Vec<&Day>, which: &str, effect: &str, questions: &[Asked]| {
        let what = format!("Days of the window without any record, by account and region{which}");
        let gap = silent(GapKind::SilentDays, &what, &days)
            .effect(effect)
            .remedy("Check whether log files of those days are missing.")
            .touches(questions);
        Some(of_keys(gap, Some(days.iter().map(|day| day.end()).max()?), since))
    };
    let of_global = of(
        global,
        " that records global services",
        "A day without any call there and missing log files look the same. Calls of those days to IAM, to the global endpoints of STS and of sign-in, and to other global services would not be seen.",
        &[Asked::Called, Asked::Identities, Asked::Reached, Asked::LeftBehind, Asked::Span, Asked::Ongoing],
    );
    let of_others = of(
        others,
        "",
        "Were log files of those days missing, activity in those regions would not be seen.",
        &[Asked::Reached],
    );
    of_global.into_iter().chain(of_others).collect()
}

/// The gaps of hours without records. What lies before the first record of an account that the answers rest on, or behind
/// its last, is an end of the window that is missing.
fn silent_spans(counted: &Counted, since: Option<Time>) -> Vec<Gap> {
    let rests_on = |span: &&Span| counted.coverage.rests_on(&span.account);
    let (own, others): (Vec<&Span>, Vec<&Span>) = counted.silence.spans.iter().partition(rests_on);
    let of = |spans: Vec<&Span>, of: &str, effect: &str, questions: &[Asked]| {
        let what = format!("Times of the window without any record of {of}, in any region");
        let gap = silent(GapKind::SilentSpans, &what, &spans)
            .effect(effect)
            .remedy("Check whether log files of those times are missing, and whether a trail was stopped.")
            .touches(questions);
        Some(of_keys(gap, Some(spans.iter().map(|span| span.to).max()?), since))
    };
    let of_own = of(
        own.into_iter().filter(|span| span.between).collect(),
        "an account",
        "A quiet account and missing log files look the same; activity then would not be seen.",
        Asked::FROM_RECORDS,
    );
    let of_others = of(
        others,
        "an account in which no followed credential is known to have acted",
        "A quiet account and missing log files look the same; whether that account was reached then would not be seen.",
        &[Asked::Reached],
    );
    of_own.into_iter().chain(of_others).collect()
}

/// A gap that lists silent times.
fn silent(kind: GapKind, what: &str, times: &[impl ToString]) -> Gap {
    let times: Vec<String> = times.iter().map(ToString::to_string).collect();
    Gap::of(kind, format!("{what}: {}.", listed(&times)))
}

/// The gap of a time without records that ends then. One that ends before the subject can have been used limits nothing.
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
