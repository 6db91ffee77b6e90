//! The timeline: what changed or touched credentials stands alone; runs of the same harmless read are one row.

use super::limits::{LISTED, Limits};
use super::tally::Records;
use crate::baseline::Actor;
use crate::incident::{Record, Time, TimelineRow};
use crate::vocabulary::{Category, Outcome, Severity};
use arcstr::ArcStr;
use std::collections::{BTreeMap, BTreeSet};

/// Rows in time order. Their counts add up to the number of events, unless a limit bites: then the gravest stay.
pub fn timeline(
    records: Records<'_>,
    indices: &[usize],
    credential_ids: &[String],
    limits: &mut Limits,
) -> Vec<TimelineRow> {
    let mut runs: BTreeMap<RunKey, Vec<usize>> = BTreeMap::new();
    let mut single: Vec<Vec<usize>> = Vec::new();
    for index in indices {
        match run_key(&records.0[*index]) {
            Some(key) => runs.entry(key).or_default().push(*index),
            None => single.push(vec![*index]),
        }
    }
    let mut groups: Vec<Vec<usize>> = runs.into_values().chain(single).collect();
    let total = groups.len();
    if total > LISTED {
        let gravest = |group: &Vec<usize>| group.iter().map(|i| records.0[*i].severity).min();
        groups.sort_by_cached_key(|group| (gravest(group), group.first().copied()));
        groups.truncate(LISTED);
    }
    groups.sort();
    limits.note("rows of the timeline", groups.len(), total as u64);
    groups.iter().filter_map(|group| row(records, group, credential_ids)).collect()
}

/// Credential and whose activity it is, call, outcome with its error, address, hour: events that agree in all are one row.
type RunKey = (Option<usize>, Actor, ArcStr, ArcStr, (Outcome, Option<ArcStr>), Option<ArcStr>, i64);

/// Verbs of calls that change nothing.
const READS: [&str; 13] = [
    "Get", "BatchGet", "Head", "List", "Describe", "Lookup", "Query", "Scan", "Search", "Select", "Check",
    "Decrypt", "Simulate",
];

/// The run that an event may join: reads, whatever they read; what was read is in the sections on resources and data.
/// Changes, and reads of some gravity that are not of data, stand alone.
fn run_key(record: &Record) -> Option<RunKey> {
    let quiet = matches!(record.category, Category::Discovery | Category::OtherRead);
    let light = record.severity >= Severity::Low;
    let data = matches!(record.category, Category::SecretsAccess | Category::S3DataAccess);
    let reads = READS.iter().any(|verb| record.event_name.starts_with(verb));
    if !(reads && (quiet || light || data)) {
        return None;
    }
    Some((
        record.credential,
        record.actor,
        record.event_source.clone(),
        record.event_name.clone(),
        (record.outcome, record.error_code.clone()),
        record.address.clone(),
        record.time.timestamp().div_euclid(3600),
    ))
}

fn row(records: Records<'_>, group: &[usize], credential_ids: &[String]) -> Option<TimelineRow> {
    let first_record = &records.0[*group.first()?];
    let (first, last): (Time, Time) = records.span(group)?;
    let text = |value: &Option<arcstr::ArcStr>| value.as_deref().map(str::to_string);
    let same_target = group.iter().all(|i| records.0[*i].target == first_record.target);
    let targets: BTreeSet<&ArcStr> = group.iter().filter_map(|i| records.0[*i].target.as_ref()).collect();
    Some(TimelineRow {
        first,
        last,
        count: group.len() as u64,
        credential: first_record.credential.and_then(|c| credential_ids.get(c).cloned()).unwrap_or_default(),
        actor: first_record.actor,
        event_source: first_record.event_source.to_string(),
        event_name: first_record.event_name.to_string(),
        target: if same_target { text(&first_record.target) } else { None },
        targets: targets.len() as u64,
        outcome: first_record.outcome,
        error_code: text(&first_record.error_code),
        source_ip: text(&first_record.address),
        region: text(&first_record.region),
        category: first_record.category,
        severity: group.iter().map(|i| records.0[*i].severity).min()?,
        evidence: records.evidence(group),
    })
}
