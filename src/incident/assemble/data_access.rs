//! Data stores and secrets: what was read, changed, deleted or opened to others, and how far.

use super::batches::Batches;
use super::located::{Place, place};
use super::same_thing::place_of_bucket;
use super::stores::{Store, Use, sets_lifecycle, uses};
use super::tally::Records;
use crate::baseline::Actor;
use crate::catalog::Catalog;
use crate::incident::{AccessLevel, DataAccess, Effect, StoreKind, read_name};
use crate::vocabulary::NOT_NAMED;
use std::collections::{BTreeMap, BTreeSet};

/// The uses of one store: index of the event and what it was.
type Uses = Vec<(usize, Use)>;

/// A store: kind, name without what an ARN adds, place, whether the name stands for several, and whether the baseline
/// attributes the calls to the owner.
type StoreKey = (StoreKind, String, Place, bool, bool);

/// One row per store, or two where the baseline attributes some of its calls to the owner. Each event counts once in a row, so that the columns add up to the events.
pub fn data_access(records: Records<'_>, indices: &[usize], catalog: &Catalog) -> Vec<DataAccess> {
    let batches = Batches::of(records, indices);
    let mut groups: BTreeMap<StoreKey, (String, Uses)> = BTreeMap::new();
    for index in indices {
        let record = &records.0[*index];
        for (Store { kind, name, several }, what) in uses(record, catalog) {
            let named = name != NOT_NAMED;
            if batches.told(*index, named.then_some(&name)) {
                continue;
            }
            // A secret by its name and by its ARN is one; an access point is not the bucket of that name.
            let joined = if kind == StoreKind::Bucket { name.clone() } else { read_name(&name).name };
            let place = place(record, &name);
            let own = record.actor == Actor::Own;
            let (known, uses) = groups.entry((kind, joined, place, several, own)).or_default();
            if known.is_empty() || (name.starts_with("arn:") && !known.starts_with("arn:")) {
                *known = name;
            }
            uses.push((*index, what));
        }
    }
    groups.into_iter().filter_map(|(key, (name, uses))| row(records, key, name, &uses)).collect()
}

fn row(
    records: Records<'_>,
    (kind, joined, place, several, own): StoreKey,
    name: String,
    uses: &Uses,
) -> Option<DataAccess> {
    let group: Vec<usize> = uses.iter().map(|(index, _)| *index).collect();
    let (first, last) = records.span(&group)?;
    let place = if kind == StoreKind::Bucket { place_of_bucket(records, &group, &name) } else { place };
    let count = |wanted: Use| uses.iter().filter(|(_, what)| what.column() == wanted.column()).count() as u64;
    let read = || uses.iter().filter(|(_, what)| matches!(what, Use::Read | Use::CopiedFrom));
    let objects: BTreeSet<&str> = read()
        .filter_map(|(index, what)| {
            let record = &records.0[*index];
            let copied = record.copied_from.as_deref().map(|(_, key)| &**key);
            if *what == Use::CopiedFrom { copied } else { record.object_key.as_deref() }
        })
        .collect();
    // What a copy sends goes to another bucket; the record does not tell how much it was.
    let sent = uses.iter().filter(|(_, what)| *what == Use::Read);
    let bytes: Vec<u64> = sent.filter_map(|(index, _)| records.0[*index].bytes_out).collect();
    let lifecycle =
        |(index, what): &&(usize, Use)| *what == Use::Settings && sets_lifecycle(&records.0[*index]);
    let mut access = DataAccess {
        kind,
        name,
        account: place.account.as_deref().map(str::to_string),
        region: place.region.as_deref().map(str::to_string),
        several,
        own,
        made: made_before_read(records, kind, &joined, uses),
        level: AccessLevel::Attempted,
        reads: count(Use::Read),
        listings: count(Use::Listing),
        changes: count(Use::Change),
        settings: count(Use::Settings),
        lifecycle_rules: uses.iter().filter(lifecycle).count() as u64,
        copies: count(Use::Copy),
        deletions: count(Use::Deletion),
        shares: count(Use::Share),
        configuration: count(Use::Configuration),
        attempts: count(Use::Attempt),
        distinct_objects: (!objects.is_empty()).then_some(objects.len() as u64),
        bytes_out: (!bytes.is_empty()).then(|| bytes.iter().sum()),
        reads_with_bytes: bytes.len() as u64,
        first,
        last,
        evidence: records.evidence(&group),
    };
    access.level = level(&access);
    Some(access)
}

/// Whether a secret or parameter was created in these uses and not read before: a read in the second in which it was
/// created came after. What is in a bucket or table may be the owner's whoever made it, because others write there.
fn made_before_read(records: Records<'_>, kind: StoreKind, joined: &str, uses: &Uses) -> bool {
    let created = |index: usize| {
        let mut things = records.0[index].things.iter();
        things.any(|thing| thing.effect == Effect::Created && read_name(&thing.name).name == joined)
    };
    let time = |found: Option<&(usize, Use)>| found.map(|(index, _)| records.0[*index].time);
    let made = time(uses.iter().find(|(index, _)| created(*index)));
    let read = time(uses.iter().find(|(_, what)| *what == Use::Read));
    kind.is_secret() && made.is_some_and(|made| read.is_none_or(|read| made <= read))
}

/// The gravest thing that the log shows.
fn level(access: &DataAccess) -> AccessLevel {
    match () {
        () if access.reads > 0 => AccessLevel::Read,
        () if access.deletions > 0 => AccessLevel::Deleted,
        () if access.shares > 0 => AccessLevel::Shared,
        () if access.copies > 0 => AccessLevel::Copied,
        () if access.changes > 0 => AccessLevel::Changed,
        () if access.settings > 0 => AccessLevel::Settings,
        () if access.listings > 0 => AccessLevel::Listed,
        () if access.configuration > 0 => AccessLevel::Configuration,
        () => AccessLevel::Attempted,
    }
}
