//! Times in which the followed credentials themselves had stopped the recording.

use super::tally::{Records, evidence_id};
use crate::incident::{Gap, GapKind, Record, Time, asked};
use crate::subject::rfc3339;
use crate::vocabulary::Outcome;
use std::collections::BTreeMap;

/// Calls after which a trail or an event data store records nothing more.
const STOPS: [&str; 4] =
    ["StopLogging", "DeleteTrail", "StopEventDataStoreIngestion", "DeleteEventDataStore"];
/// Calls after which it records again.
const STARTS: [&str; 4] =
    ["StartLogging", "CreateTrail", "StartEventDataStoreIngestion", "RestoreEventDataStore"];

/// A gap for each stop that succeeded, until the next collected call that started the same again.
pub fn stopped(records: Records<'_>, indices: &[usize]) -> Vec<Gap> {
    let succeeded = |record: &Record| record.outcome == Outcome::Succeeded;
    let of_trail =
        |record: &&Record| &*record.event_source == "cloudtrail.amazonaws.com" && succeeded(record);
    let mut starts: BTreeMap<String, Vec<Time>> = BTreeMap::new();
    for record in records.0.iter().filter(of_trail).filter(|r| STARTS.contains(&&*r.event_name)) {
        starts.entry(name(record)).or_default().push(record.time);
    }
    let stops = indices.iter().map(|i| (*i, &records.0[*i])).filter(|(_, r)| of_trail(r));
    let stops = stops.filter(|(_, r)| STOPS.contains(&&*r.event_name));
    let gap = |(index, record): (usize, &Record)| {
        let again = starts.get(&name(record)).and_then(|times| times.iter().find(|t| **t > record.time));
        let until = match again {
            Some(time) => {
                format!("; a collected record starts it again at {}", rfc3339(*time))
            }
            None => "; no collected record starts it again".into(),
        };
        Gap {
            id: String::new(),
            kind: GapKind::LoggingStopped,
            what: format!(
                "A followed credential stopped the recording of a trail or event data store at {} ({}, {}){until}.",
                rfc3339(record.time),
                record.event_name,
                evidence_id(index)
            ),
            effect: "Where these logs come from it, what happened in between is not in them.".into(),
            remedy: "Look for another trail, an event data store or event history (90 days of management events) of that time.".into(),
            questions: vec![asked::CALLED, asked::IDENTITIES, asked::SECRETS, asked::COMPUTING, asked::LOGGING, asked::REACHED, asked::LEFT_BEHIND, asked::SPAN, asked::ONGOING],
            affects_exit_code: false,
        }
    };
    stops.map(gap).collect()
}

/// Name of a trail or store; requests give the name or the ARN.
fn name(record: &Record) -> String {
    let target = record.target.as_deref().unwrap_or_default();
    target.rsplit(['/', ':']).next().unwrap_or_default().to_string()
}
