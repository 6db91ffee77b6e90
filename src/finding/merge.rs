//! One finding, exported several times: GuardDuty writes it again at every update, and Security Hub in its own form.

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
        let name = (reported.product.clone(), own_id(&reported.id).to_string(), reported.sample);
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

/// The ID that GuardDuty gave to a finding: Security Hub writes its ARN, `arn:…:detector/…/finding/…`.
fn own_id(id: &str) -> &str {
    id.rsplit_once("/finding/").filter(|_| id.contains(":guardduty:")).map_or(id, |(_, own)| own)
}

impl Finding {
    fn merge(&mut self, mut other: Finding) {
        if other.updated >= self.updated {
            std::mem::swap(self, &mut other);
        }
        let (own, older) = (&mut self.reported, other.reported);
        own.first_seen = own.first_seen.into_iter().chain(older.first_seen).min();
        own.last_seen = own.last_seen.max(older.last_seen);
        // One form may leave out what another says.
        if own.api.is_none() || own.api == older.api {
            own.api = own.api.take().or(older.api);
            own.service = own.service.take().or(older.service);
        }
        own.remote_account = own.remote_account.take().or(older.remote_account);
        own.affiliated = own.affiliated.or(older.affiliated);
        own.count = own.count.or(older.count);
        for (own, older) in [
            (&mut own.remote_addresses, older.remote_addresses),
            (&mut self.access_keys, other.access_keys),
            (&mut self.principals, other.principals),
            (&mut self.names, other.names),
        ] {
            older.iter().for_each(|text| Self::note(own, Some(text)));
        }
        self.role = self.role.take().or(other.role);
    }
}
