//! Others who called from where followed credentials did.

use super::tally::Records;
use super::through::{Calls, NAMED};
use crate::address;
use crate::incident::{FromThere, Gap, GapKind};
use std::collections::{BTreeMap, HashMap};

/// Principals at one address that are listed one by one: beyond it, the address is that of a network that many share.
const CROWD: usize = 25;

/// Without calls that were collected: those of followed credentials, and what issued the subject, are told where they
/// belong. Those at an address of many are one entry.
pub fn from_there(others: Vec<FromThere>, records: Records<'_>) -> Vec<FromThere> {
    let mut collected: HashMap<_, u64> = HashMap::new();
    for record in records.0.iter().filter(|r| r.credential.is_some() || r.access_key.is_none()) {
        if let Some(address) = record.address.as_deref() {
            *collected.entry((address, record.principal_id.as_deref())).or_default() += 1;
        }
    }
    let mut at: BTreeMap<String, Vec<FromThere>> = BTreeMap::new();
    for other in others {
        let place = address::plain(&other.address).into_owned();
        let told = collected.get(&(place.as_str(), other.principal_id.as_deref()));
        if told.is_none_or(|told| *told < other.calls) {
            at.entry(place).or_default().push(other);
        }
    }
    at.into_iter()
        .flat_map(|(place, all)| if all.len() > CROWD { vec![crowd(place, &all)] } else { all })
        .collect()
}

fn crowd(address: String, all: &[FromThere]) -> FromThere {
    FromThere {
        address,
        principals: all.len() as u64,
        keys: all.iter().map(|other| other.keys).sum(),
        services: all.iter().flat_map(|other| other.services.clone()).collect(),
        calls: all.iter().map(|other| other.calls).sum(),
        first: all.iter().filter_map(|other| other.first).min(),
        last: all.iter().filter_map(|other| other.last).max(),
        ..FromThere::default()
    }
}

/// The gap that they leave. `looked_for` of `all` addresses were asked about.
pub fn gap(from_there: &[FromThere], looked_for: usize, all: usize) -> Option<Gap> {
    let told: Vec<String> = from_there.iter().take(NAMED).map(line).collect();
    let more = match from_there.len() - told.len() {
        0 => String::new(),
        more => format!("; and {more} more, in section 5a"),
    };
    let named = (!told.is_empty()).then(|| {
        format!("Others called from external addresses of followed credentials, with credentials that are not followed: {}{more}.", told.join("; "))
    });
    let bound = (all > looked_for).then(|| {
        format!("Of {all} external addresses of followed credentials, others were looked for at the {looked_for} with the most calls.")
    });
    let what: Vec<String> = named.into_iter().chain(bound).collect();
    (!what.is_empty()).then(|| {
        Gap::new(
            GapKind::OthersFromThere,
            what.join(" "),
            "What they did is in section 5a alone and in no other answer. An address can be shared by many: it does not tell that one hand made these calls.",
            "Find out whose they are, and add keys that are in doubt with --access-key; declare the owner's own networks to leave them out.",
            Gap::ALL,
            true,
        )
    })
}

fn line(other: &FromThere) -> String {
    let calls = Calls { calls: other.calls, first: other.first, last: other.last };
    let address = &other.address;
    if other.principals > 1 {
        return format!("from {address}, {} principals, {}", other.principals, calls.told());
    }
    let who = other.arn.as_deref().or(other.principal_id.as_deref()).unwrap_or("a caller without a name");
    let keys = match (&other.access_key, other.keys) {
        (None, _) => "no key".to_string(),
        (Some(key), 0 | 1) => key.clone(),
        (Some(key), keys) => format!("{keys} keys, {key} one of them"),
    };
    format!("from {address}, {who} with {keys}, {}", calls.told())
}
