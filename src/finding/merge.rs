//! One finding, exported several times: GuardDuty writes it again at every update.

use super::Finding;
use std::collections::HashMap;

/// One of each finding, in the order in which they were first met. What the newest says counts, with the earliest first
/// sighting, the latest last one, and every key, principal and address that any version names.
pub fn merged(findings: Vec<Finding>) -> Vec<Finding> {
    let mut places: HashMap<(String, String, bool), usize> = HashMap::new();
    let mut kept: Vec<Finding> = Vec::new();
    for finding in findings {
        let reported = &finding.reported;
        // A sample says nothing of a real finding, whatever its ID.
        let name = (reported.product.clone(), reported.id.clone(), reported.sample);
        match places.get(&name).filter(|_| !reported.id.is_empty()) {
            Some(place) => kept[*place].merge(finding),
            None => {
                places.insert(name, kept.len());
                kept.push(finding);
            }
        }
    }
    kept
}

impl Finding {
    fn merge(&mut self, mut other: Finding) {
        if other.updated >= self.updated {
            std::mem::swap(self, &mut other);
        }
        let (own, older) = (&mut self.reported, other.reported);
        own.first_seen = own.first_seen.into_iter().chain(older.first_seen).min();
        own.last_seen = own.last_seen.max(older.last_seen);
        for (own, older) in [
            (&mut own.remote_addresses, older.remote_addresses),
            (&mut self.access_keys, other.access_keys),
            (&mut self.principals, other.principals),
            (&mut self.names, other.names),
        ] {
            older.iter().for_each(|text| Self::note(own, Some(text)));
        }
    }
}
