//! Reads the collected events of a case for the extract that goes with the abuse report.

use crate::report::{Extract, Gather, Request};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashSet;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader};
use std::path::Path;

#[derive(Deserialize)]
struct Index {
    event_id: String,
    credential: Option<String>,
}

/// The extract of a case, in its folder; nothing where the case has no events to read.
pub fn extract(case: &Path) -> Result<Option<Extract>, String> {
    let (index, events) = (case.join("evidence/index.jsonl"), case.join("evidence/events.jsonl"));
    if !index.is_file() || !events.is_file() {
        return Ok(None);
    }
    // Calls of others that issued or changed a credential were collected, too: they are nobody's business.
    let mut followed: HashSet<u64> = HashSet::new();
    each(&index, |line: Index| {
        if line.credential.is_some() {
            followed.insert(hash(&line.event_id));
        }
    })?;
    let mut gather = Gather::default();
    each(&events, |request: Request| {
        if request.event_id.as_deref().is_some_and(|id| followed.contains(&hash(id))) {
            gather.add(request);
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

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    crate::incident::shortened(text).hash(&mut hasher);
    hasher.finish()
}
