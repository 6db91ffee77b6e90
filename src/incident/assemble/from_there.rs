//! Others who called from where followed credentials did.

use super::tally::{Records, evidence_id};
use super::through::{Calls, NAMED};
use crate::address;
use crate::incident::{Asked, FromThere, Gap, GapKind};
use crate::subject::rfc3339;
use crate::vocabulary::{Outcome, counted};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Users and roles at one address that are listed one by one: beyond it, the address is that of a network that many
/// share.
const CROWD: usize = 25;

/// Without calls that were collected: they are told where they belong. Those of followed keys are among what was asked
/// for unless the statement `left_out` the keys. Users and roles at an address that many use are told as one entry.
pub fn from_there(others: Vec<FromThere>, records: Records<'_>, left_out: bool) -> Vec<FromThere> {
    let mut collected: HashMap<_, u64> = HashMap::new();
    let mut calls = HashSet::new();
    for record in records.0 {
        let known = record.access_key.is_none() || (record.credential.is_some() && !left_out);
        let Some(address) = record.address.as_deref().filter(|_| known) else { continue };
        if calls.insert(record.shared_event_id.as_deref().unwrap_or(&record.event_id)) {
            *collected.entry((address, user_or_role(record.principal_id.as_deref()))).or_default() += 1;
        }
    }
    // One address may be spelled in several ways.
    let mut whole: BTreeMap<(String, Option<String>), FromThere> = BTreeMap::new();
    for other in others {
        let place = address::plain(&other.address).into_owned();
        let who = user_or_role(other.principal_id.as_deref()).map(str::to_string);
        match whole.entry((place, who)) {
            Entry::Vacant(entry) => _ = entry.insert(other),
            Entry::Occupied(mut entry) => join(entry.get_mut(), other),
        }
    }
    let mut at: BTreeMap<String, Vec<FromThere>> = BTreeMap::new();
    for ((place, who), mut other) in whole {
        if let Some(told) = collected.get(&(place.as_str(), who.as_deref())) {
            // Which of the times and services are those of the rest is not known.
            other.calls = other.calls.saturating_sub(*told);
            (other.first, other.last) = (None, None);
            other.services.clear();
        }
        if other.calls > 0 {
            at.entry(place).or_default().push(other);
        }
    }
    at.into_iter()
        .flat_map(|(place, all)| if all.len() > CROWD { vec![crowd(place, &all)] } else { all })
        .collect()
}

/// Of the session of a role, the role's ID; what is before the colon in others is an account or a provider.
fn user_or_role(principal_id: Option<&str>) -> Option<&str> {
    principal_id.map(|id| match id.split_once(':') {
        Some((role, _)) if role.starts_with("AROA") => role,
        _ => id,
    })
}

/// The same user or role at the same address, spelled otherwise.
fn join(known: &mut FromThere, other: FromThere) {
    known.sessions = known.sessions.max(other.sessions);
    known.keys = known.keys.max(other.keys);
    known.access_keys.extend(other.access_keys);
    known.access_keys.sort();
    known.access_keys.dedup();
    known.user_agent.take_if(|agent| other.user_agent.as_ref() != Some(agent));
    known.services.extend(other.services);
    known.calls += other.calls;
    known.first = known.first.into_iter().chain(other.first).min();
    known.last = known.last.into_iter().chain(other.last).max();
}

/// All at an address of many as one.
fn crowd(address: String, all: &[FromThere]) -> FromThere {
    FromThere {
        address,
        principals: all.len() as u64,
        sessions: all.iter().map(|other| other.sessions).sum(),
        keys: all.iter().map(|other| other.keys).sum(),
        services: all.iter().flat_map(|other| other.services.clone()).collect(),
        calls: all.iter().map(|other| other.calls).sum(),
        first: all.iter().filter_map(|other| other.first).min(),
        last: all.iter().filter_map(|other| other.last).max(),
        ..FromThere::default()
    }
}

/// The gap that they leave. `looked_for` of `all` addresses were asked about.
pub fn gap(
    from_there: &[FromThere],
    looked_for: usize,
    all: usize,
    records: Records<'_>,
    followed: &[usize],
) -> Option<Gap> {
    let line = |other| line(other) + &reached(other, records, followed).unwrap_or_default();
    let told: Vec<String> = from_there.iter().take(NAMED).map(line).collect();
    let more = match from_there.len() - told.len() {
        0 => String::new(),
        more => format!("; and {more} more, in section 5a"),
    };
    let named = (!told.is_empty()).then(|| {
        format!("Others called from external addresses of followed credentials, with credentials that are not followed: {}{more}.", told.join("; "))
    });
    let bound = match looked_for {
        0 if all > 0 => Some(format!(
            "Followed credentials called from {all} external addresses, as from a pool: others who called from there were not looked for."
        )),
        some if all > some => Some(format!(
            "Of {all} external addresses of followed credentials, others were looked for at the {some} with the most calls."
        )),
        _ => None,
    };
    let what: Vec<String> = named.into_iter().chain(bound).collect();
    (!what.is_empty()).then(|| {
        Gap::of(GapKind::OthersFromThere, what.join(" "))
            .effect("What they did is in section 5a alone and in no other answer. An address can be shared by many: it does not tell that one hand made these calls.")
            .remedy("Find out whose they are, and add keys that are in doubt with --access-key; declare the owner's own networks to leave them out.")
            .touches(Asked::FROM_RECORDS)
    })
}

/// That the session is one of a machine on which followed credentials acted: who runs commands there can take its keys.
fn reached(other: &FromThere, records: Records<'_>, followed: &[usize]) -> Option<String> {
    let (_, machine) = other.arn.as_deref()?.rsplit_once('/')?;
    if !["i-", "mi-"].iter().any(|start| machine.starts_with(start)) {
        return None;
    }
    let acted = followed.iter().copied().find(|index| {
        let record = &records.0[*index];
        record.outcome == Outcome::Succeeded && record.things.iter().any(|thing| &*thing.name == machine)
    })?;
    let record = &records.0[acted];
    Some(format!(
        ", with the role of a machine on which a followed credential acted ({} at {}, {})",
        record.event_name,
        rfc3339(record.time),
        evidence_id(acted)
    ))
}

fn line(other: &FromThere) -> String {
    let calls = Calls { calls: other.calls, first: other.first, last: other.last };
    let address = &other.address;
    if other.principals > 1 {
        return format!("from {address}, {} users and roles, {}", other.principals, calls.told());
    }
    let who = other.arn.as_deref().or(other.principal_id.as_deref()).unwrap_or("a caller without a name");
    let sessions = match other.sessions {
        0 | 1 => String::new(),
        more => format!(" and {} of the role", counted(more - 1, "other session")),
    };
    let named = other.access_keys.join(", ");
    let keys = match other.keys {
        0 => "no key".to_string(),
        keys if keys as usize > other.access_keys.len() => format!("{keys} keys, among them {named}"),
        _ => named,
    };
    format!("from {address}, {who}{sessions} with {keys}, {}", calls.told())
}
