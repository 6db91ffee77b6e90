//! Resources that were touched, what was done to each, and whether the log shows its end.

use super::batches::Batches;
use super::limits::{LISTED, Limits};
use super::located::Place;
use super::same_thing::{SameThing, ThingKey, place_of_bucket};
use super::tally::Records;
use crate::incident::{Effect, Existence, Record, Resource};
use std::collections::{BTreeMap, BTreeSet};

/// The events of one resource: index and effect, in order of time.
type Events = Vec<(usize, Effect)>;

/// Resources by service, kind and name, those that were changed first. `indices` are the events of the followed
/// credentials; of the other records only deletions count, and only for what the followed ones touched.
pub fn resources(
    records: Records<'_>,
    indices: &[usize],
    credential_ids: &[String],
    limits: &mut Limits,
) -> Vec<Resource> {
    let same = SameThing::new(records);
    let batches = Batches::of(records, indices);
    let mut groups: BTreeMap<ThingKey, Events> = BTreeMap::new();
    for index in indices {
        for (key, thing) in same.keys(*index) {
            // What became of this name stands in a record of its own.
            if batches.told(*index, Some(&thing.name)) {
                continue;
            }
            groups.entry(key).or_default().push((*index, thing.effect));
        }
    }
    let total = groups.len();
    // The map's order, by service and name, breaks ties: the sort is stable.
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_cached_key(|(_, events)| {
        (weight(events), events.first().map(|(index, _)| records.0[*index].time))
    });
    groups.truncate(LISTED);
    limits.note("resources", groups.len(), total as u64);
    let deleted = deleted_by_others(records, &same);
    let mut resources: Vec<Resource> = groups
        .into_iter()
        .filter_map(|(key, events)| {
            let ended = still_exists(&events, deleted.get(&key).copied());
            row(records, credential_ids, same.name(&key), &key, &events, ended)
        })
        .collect();
    for (number, resource) in resources.iter_mut().enumerate() {
        resource.id = format!("R-{:03}", number + 1);
    }
    resources
}

fn row(
    records: Records<'_>,
    credential_ids: &[String],
    name: &str,
    key: &ThingKey,
    events: &Events,
    still_exists: Existence,
) -> Option<Resource> {
    let mut group: Vec<usize> = events.iter().map(|(index, _)| *index).collect();
    group.dedup();
    let (first, last) = records.span(&group)?;
    let credentials: BTreeSet<usize> = group.iter().filter_map(|i| records.0[*i].credential).collect();
    let place = match &*key.service {
        "s3" => place_of_bucket(records, &group, name),
        _ => Place { account: key.account.clone(), region: key.region.clone() },
    };
    let effects: BTreeSet<Effect> = events.iter().map(|(_, effect)| *effect).collect();
    Some(Resource {
        id: String::new(),
        name: name.to_string(),
        kind: key.service.to_string(),
        account: place.account.map(|account| account.to_string()),
        region: place.region.map(|region| region.to_string()),
        effects: effects.into_iter().collect(),
        outcomes: records.outcomes(&group),
        first,
        last,
        credentials: credentials.into_iter().filter_map(|c| credential_ids.get(c).cloned()).collect(),
        still_exists,
        evidence: records.evidence(&group),
    })
}

/// What the log shows of a thing's end. `deleted` is the last deletion by somebody else.
fn still_exists(events: &Events, deleted: Option<usize>) -> Existence {
    let last = events.iter().rfind(|(_, effect)| matches!(effect, Effect::Created | Effect::Deleted));
    match (last, deleted) {
        (Some((_, Effect::Deleted)), _) => Existence::Deleted,
        (Some((made, _)), Some(deleted)) if deleted < *made => Existence::NotDeleted,
        (_, Some(_)) => Existence::Deleted,
        (Some(_), None) => Existence::NotDeleted,
        (None, None) => Existence::Unknown,
    }
}

/// The last deletion of each thing by a call that belongs to no followed credential.
fn deleted_by_others(records: Records<'_>, same: &SameThing<'_>) -> BTreeMap<ThingKey, usize> {
    let of_others = |record: &Record| record.credential.is_none() && record.corrected_by.is_none();
    let others = (0..records.0.len()).filter(|i| of_others(&records.0[*i]));
    let keys =
        others.flat_map(|index| same.keys(index).into_iter().map(move |(key, thing)| (key, thing, index)));
    let gone = keys.filter(|(_, thing, _)| thing.effect == Effect::Deleted);
    gone.map(|(key, _, index)| (key, index)).collect()
}

fn weight(events: &Events) -> u8 {
    let has = |wanted: Effect| events.iter().any(|(_, effect)| *effect == wanted);
    match () {
        () if has(Effect::Created) => 0,
        () if has(Effect::Deleted) || has(Effect::Modified) => 1,
        () if has(Effect::Read) => 2,
        () if has(Effect::Used) => 3,
        () => 4,
    }
}
