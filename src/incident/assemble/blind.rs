//! Times in which the recording was stopped or narrowed, by the followed credentials or by others.

use super::tally::{Records, evidence_id};
use crate::catalog::{Catalog, Tells};
use crate::incident::{Asked, Coverage, CoverageCell, Gap, GapKind, Record, Time};
use crate::subject::rfc3339;
use crate::vocabulary::{Outcome, counted};
use std::collections::BTreeMap;

/// Calls after which a trail or an event data store records nothing more.
const STOPS: [&str; 4] =
    ["StopLogging", "DeleteTrail", "StopEventDataStoreIngestion", "DeleteEventDataStore"];
/// Calls after which it records again.
const STARTS: [&str; 4] =
    ["StartLogging", "CreateTrail", "StartEventDataStoreIngestion", "RestoreEventDataStore"];

const EFFECT: &str = "Where these logs come from it, what happened in between is not in them.";
const REMEDY: &str = "Look for another trail, an event data store or event history (90 days of management events) of that time.";

/// The gap of what followed credentials have made a trail or an event data store record less of.
pub fn narrowed(records: Records<'_>, indices: &[usize], catalog: &Catalog) -> Option<Gap> {
    let is = |record: &Record| {
        record.outcome == Outcome::Succeeded && record.tells_of(Tells::RecordingNarrowed, catalog)
    };
    let calls: Vec<usize> = indices.iter().copied().filter(|i| is(&records.0[*i])).collect();
    let first = records.0.get(*calls.first()?)?;
    let (more, it) = match calls.len() - 1 {
        0 => (String::new(), "it"),
        n => (format!(" and {} of the kind", counted(n as u64, "more call")), "they"),
    };
    let what = format!(
        "A followed credential changed what a trail or event data store records, or where to, at {} ({}, {}){more}; {it} may have left out calls since, or written them elsewhere.",
        rfc3339(first.time),
        first.event_name,
        evidence_id(calls[0])
    );
    let gap = Gap::of(GapKind::RecordingNarrowed, what)
        .effect("Where these logs come from it, a call that is not in them may have been made all the same.")
        .remedy(REMEDY)
        .touches(&questions());
    Some(gap)
}

/// The gaps of trails and event data stores that others stopped: their calls are counted and not collected. A trail of
/// another account than those that the answers rest on hides nothing of these, unless it is the organization's.
pub fn stopped_by_others(records: Records<'_>, indices: &[usize], coverage: &Coverage) -> Vec<Gap> {
    let own_times: Vec<Time> =
        indices.iter().map(|i| &records.0[*i]).filter(|r| is_stop(r)).map(|r| r.time).collect();
    let (here, elsewhere): (Vec<&CoverageCell>, Vec<&CoverageCell>) =
        coverage.cells.iter().partition(|cell| coverage.rests_on(&cell.account));
    let here = stops_in(&here, &own_times).map(|gap| gap.effect(EFFECT).touches(&questions()));
    let elsewhere = stops_in(&elsewhere, &[]).map(|gap| {
        gap.effect("No followed credential is known to have acted in that account. A trail of one account leaves out calls in it alone; one of an organization, calls in all its accounts.")
            .touches(&[Asked::Reached])
    });
    here.into_iter().chain(elsewhere).collect()
}

/// The gap of the stops in some cells, without those that followed credentials made.
fn stops_in(cells: &[&CoverageCell], own_times: &[Time]) -> Option<Gap> {
    let all: u64 = cells.iter().map(|cell| cell.stops).sum();
    let others = all.checked_sub(own_times.len() as u64).filter(|others| *others > 0)?;
    let firsts = cells.iter().filter_map(|cell| Some((cell.first_stop?, cell)));
    let first = firsts.filter(|(time, _)| !own_times.contains(time)).min_by_key(|(time, _)| *time);
    let first = first.map(|(time, cell)| {
        format!(", the first of account {} and region {} at {}", cell.account, cell.region, rfc3339(time))
    });
    let what = format!(
        "The logs hold {} by others that stopped a trail or event data store{}.",
        counted(others, "call"),
        first.unwrap_or_default()
    );
    let remedy =
        format!("Find out with `keytrail query` who made them, and whether it started again. {REMEDY}");
    Some(Gap::of(GapKind::LoggingStopped, what).remedy(remedy))
}

/// The questions that what was not recorded touches: all but that on objects, which are recorded only where somebody asked
/// for it.
fn questions() -> Vec<Asked> {
    Asked::FROM_RECORDS.iter().copied().filter(|question| *question != Asked::Objects).collect()
}

fn is_of_trail(record: &Record) -> bool {
    &*record.event_source == "cloudtrail.amazonaws.com" && record.outcome == Outcome::Succeeded
}

fn is_stop(record: &Record) -> bool {
    is_of_trail(record) && STOPS.contains(&&*record.event_name)
}

/// A gap for each stop that succeeded, until the next collected call that started the same again.
pub fn stopped(records: Records<'_>, indices: &[usize]) -> Vec<Gap> {
    let mut starts: BTreeMap<String, Vec<Time>> = BTreeMap::new();
    for record in records.iter().filter(|r| is_of_trail(r)).filter(|r| STARTS.contains(&&*r.event_name)) {
        starts.entry(name(record)).or_default().push(record.time);
    }
    let stops = indices.iter().map(|i| (*i, &*records.0[*i])).filter(|(_, r)| is_stop(r));
    let gap = |(index, record): (usize, &Record)| {
        let again = starts.get(&name(record)).and_then(|times| times.iter().find(|t| **t > record.time));
        let until = match again {
            Some(time) => {
                format!("; a collected record starts it again at {}", rfc3339(*time))
            }
            None => "; no collected record starts it again".into(),
        };
        let what = format!(
            "A followed credential stopped the recording of a trail or event data store at {} ({}, {}){until}.",
            rfc3339(record.time),
            record.event_name,
            evidence_id(index)
        );
        Gap::of(GapKind::LoggingStopped, what).effect(EFFECT).remedy(REMEDY).touches(&questions())
    };
    stops.map(gap).collect()
}

/// Name of a trail or store; requests give the name or the ARN.
fn name(record: &Record) -> String {
    let target = record.target.as_deref().unwrap_or_default();
    target.rsplit(['/', ':']).next().unwrap_or_default().to_string()
}
