//! Reads the collected events of a case for the abuse report: those of the followed credentials that neither the
//! baseline nor a service explains.

use crate::baseline::Actor;
use crate::digest::hash64;
use crate::incident::{Incident, RecordsCounted, Time, Whence, shortened};
use crate::report::{Extract, Gather, Request};
use crate::vocabulary::NONE;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

const INDEX: &str = "evidence/index.jsonl";
const EVENTS: &str = "evidence/events.jsonl";

#[derive(Deserialize)]
struct Index {
    event_id: String,
    event_time: Time,
    event_name: String,
    credential: Option<String>,
    corrected_by: Option<String>,
    actor: String,
    /// Cases of older versions do not tell it.
    #[serde(default = "not_known")]
    whence: Whence,
}

fn not_known() -> Whence {
    Whence::NotKnown
}

/// The extract of a case, in its folder, if it has events to read; and what of its evidence is not as its facts have it.
pub fn extract(case: &Path, incident: &Incident) -> Result<(Option<Extract>, Option<String>), String> {
    let (index, events) = (case.join(INDEX), case.join(EVENTS));
    let missing: Vec<&str> = [INDEX, EVENTS].into_iter().filter(|name| !case.join(name).is_file()).collect();
    if !missing.is_empty() {
        return Ok((None, Some(format!("The case holds no {}", missing.join(" and no ")))));
    }
    let places: HashMap<&str, usize> = incident
        .credentials
        .iter()
        .enumerate()
        .map(|(place, credential)| (credential.id.as_str(), place))
        .collect();
    // Calls of others that issued or changed a credential were collected, too, and so were the owner's own with the
    // same credential: neither is AWS's business.
    let mut unattributed: HashMap<u64, (usize, Whence)> = HashMap::new();
    let (mut indexed, mut counted, mut followed) = (Calls::default(), 0, 0);
    each(&index, |line: Index| {
        let hash = hash(&line.event_id, line.event_time, &line.event_name);
        indexed.add(hash);
        counted += u64::from(line.corrected_by.is_none());
        followed += u64::from(line.credential.is_some());
        let place = line.credential.as_deref().and_then(|id| places.get(id));
        if let Some(place) = place.filter(|_| line.actor == Actor::Unattributed.as_str()) {
            unattributed.insert(hash, (*place, line.whence));
        }
    })?;
    let mut gather = Gather::default();
    let mut kept = Calls::default();
    each(&events, |request: Request| {
        let name = request.event_name.as_deref().unwrap_or(NONE);
        let hash =
            request.event_time.map(|time| hash(request.event_id.as_deref().unwrap_or_default(), time, name));
        kept.add(hash.unwrap_or_default());
        if let Some((place, whence)) = hash.and_then(|hash| unattributed.get(&hash)) {
            gather.add(request, *whence, *place, incident.credentials[*place].depth == 0);
        }
    })?;
    let total = incident.totals.outcomes.total;
    let collected = incident.coverage.records.get(&RecordsCounted::Kept).copied().unwrap_or(counted);
    let wrong = if (counted, followed) != (collected, total) {
        Some(format!(
            "{INDEX} counts {counted} calls, {followed} of followed credentials, and the facts have {collected} and {total}"
        ))
    } else if kept.number != indexed.number {
        Some(format!("{EVENTS} holds {} events, and {INDEX} {}", kept.number, indexed.number))
    } else {
        (kept != indexed).then(|| format!("{EVENTS} and {INDEX} hold different events"))
    };
    Ok((Some(gather.finish()), wrong))
}

/// How many calls a file holds, and which, whatever their order.
#[derive(Default, PartialEq, Eq)]
struct Calls {
    number: u64,
    sum: u64,
}

impl Calls {
    fn add(&mut self, hash: u64) {
        self.number += 1;
        self.sum = self.sum.wrapping_add(hash);
    }
}

fn each<T: DeserializeOwned>(path: &Path, mut take: impl FnMut(T)) -> Result<(), String> {
    let wrong = |error: std::io::Error| format!("reading {}: {error}", path.display());
    for line in BufReader::with_capacity(1 << 20, File::open(path).map_err(wrong)?).lines() {
        take(serde_json::from_str(&line.map_err(wrong)?).map_err(|error| wrong(error.into()))?);
    }
    Ok(())
}

/// Two calls may stand under one event ID: time and name tell them apart.
fn hash(event_id: &str, time: Time, name: &str) -> u64 {
    hash64(&(shortened(event_id), time, shortened(name)))
}
