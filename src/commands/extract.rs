//! Reads the collected events of a case for the abuse report: those of the followed credentials that neither the
//! baseline nor a service explains.

use crate::baseline::UNATTRIBUTED;
use crate::incident::{Incident, Time, shortened};
use crate::report::{Extract, Gather, Request};
use crate::vocabulary::NONE;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader};
use std::path::Path;

#[derive(Deserialize)]
struct Index {
    event_id: String,
    event_time: Time,
    event_name: String,
    credential: Option<String>,
    actor: String,
}

/// The extract of a case, in its folder; nothing where the case has no events to read.
pub fn extract(case: &Path, incident: &Incident) -> Result<Option<Extract>, String> {
    let (index, events) = (case.join("evidence/index.jsonl"), case.join("evidence/events.jsonl"));
    if !index.is_file() || !events.is_file() {
        return Ok(None);
    }
    let places: HashMap<&str, usize> = incident
        .credentials
        .iter()
        .enumerate()
        .map(|(place, credential)| (credential.id.as_str(), place))
        .collect();
    // Calls of others that issued or changed a credential were collected, too, and so were the owner's own with the
    // same credential: neither is AWS's business.
    let mut unattributed: HashMap<u64, usize> = HashMap::new();
    each(&index, |line: Index| {
        let place = line.credential.as_deref().and_then(|id| places.get(id));
        if let Some(place) = place.filter(|_| line.actor == UNATTRIBUTED) {
            unattributed.insert(hash(&line.event_id, line.event_time, &line.event_name), *place);
        }
    })?;
    let mut gather = Gather::default();
    each(&events, |request: Request| {
        let name = request.event_name.as_deref().unwrap_or(NONE);
        let hash =
            request.event_time.map(|time| hash(request.event_id.as_deref().unwrap_or_default(), time, name));
        if let Some(place) = hash.and_then(|hash| unattributed.get(&hash)) {
            gather.add(request, *place, incident.credentials[*place].depth == 0);
        }
    })?;
    Ok(Some(gather.finish()))
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
    let mut hasher = DefaultHasher::new();
    (shortened(event_id), time, shortened(name)).hash(&mut hasher);
    hasher.finish()
}
