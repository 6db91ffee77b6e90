//! One thing under several names: a role by its name and by its ARN, an image by the name that was asked for and by
//! the ID that the answer gave.

use super::located::{Place, place, service};
use super::tally::Records;
use crate::incident::{Record, Thing, read_name};
use crate::vocabulary::Outcome;
use arcstr::ArcStr;
use std::collections::{BTreeMap, BTreeSet};

/// The key of a thing: the same for all its names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ThingKey {
    /// `iam`.
    pub service: ArcStr,
    /// See [`Place`].
    pub account: Option<ArcStr>,
    /// See [`Place`].
    pub region: Option<ArcStr>,
    /// Name without what an ARN adds.
    name: ArcStr,
    /// `role`; empty where no record tells.
    kind: ArcStr,
}

/// Finds the key of each thing that the records name.
pub struct SameThing<'a> {
    records: Records<'a>,
    /// Key of another name, such as an ID, to that of the name that was asked for.
    also: BTreeMap<ThingKey, ThingKey>,
    /// Kinds that are known of a thing, under the key without a kind.
    kinds: BTreeMap<ThingKey, BTreeSet<ArcStr>>,
    /// The name that tells most, by key: an ARN where there is one.
    names: BTreeMap<ThingKey, ArcStr>,
}

impl<'a> SameThing<'a> {
    /// Reads all names that the records hold.
    pub fn new(records: Records<'a>) -> Self {
        let empty = BTreeMap::new;
        let mut same = Self { records, also: empty(), kinds: BTreeMap::new(), names: BTreeMap::new() };
        for record in records.0 {
            for thing in &record.things {
                let key = key(record, &thing.name, &thing.kind);
                for name in &thing.also {
                    let other = self::key(record, name, &thing.kind);
                    if other != key {
                        same.also.insert(other, key.clone());
                    }
                }
                if !key.kind.is_empty() {
                    let kind = key.kind.clone();
                    same.kinds.entry(ThingKey { kind: ArcStr::new(), ..key }).or_default().insert(kind);
                }
            }
        }
        for record in records.0 {
            for thing in &record.things {
                let key = same.resolved(key(record, &thing.name, &thing.kind));
                let known = same.names.entry(key).or_insert_with(|| thing.name.clone());
                if thing.name.starts_with("arn:") && !known.starts_with("arn:") {
                    *known = thing.name.clone();
                }
            }
        }
        same
    }

    /// The things of an event, each once, with their keys.
    pub fn keys(&self, index: usize) -> Vec<(ThingKey, &'a Thing)> {
        let record = &self.records.0[index];
        let keyed = |thing: &'a Thing| (self.resolved(key(record, &thing.name, &thing.kind)), thing);
        record.things.iter().map(keyed).collect()
    }

    /// The name that tells most.
    pub fn name<'b>(&'b self, key: &'b ThingKey) -> &'b str {
        self.names.get(key).map_or(&key.name, |name| name)
    }

    fn resolved(&self, mut key: ThingKey) -> ThingKey {
        if key.kind.is_empty() {
            let kinds = self.kinds.get(&key);
            // Where two kinds have one name, a record that does not tell may mean either.
            if let Some(kind) = kinds.filter(|kinds| kinds.len() == 1).and_then(|kinds| kinds.first()) {
                key.kind = kind.clone();
            }
        }
        self.also.get(&key).cloned().unwrap_or(key)
    }
}

fn key(record: &Record, name: &str, kind: &str) -> ThingKey {
    let named = read_name(name);
    let Place { account, region } = place(record, name);
    ThingKey {
        account,
        region,
        service: service(record, &named).into(),
        name: named.name.into(),
        kind: kind.into(),
    }
}

/// Where a bucket is, by the records that name it: its key has no place, because its name is unique without.
pub fn place_of_bucket(records: Records<'_>, group: &[usize], name: &str) -> Place {
    let bucket = read_name(name).name;
    let bucket = bucket.split('/').next().unwrap_or_default();
    // The region of a record is that of the bucket only where the call reached it.
    let of = || {
        group
            .iter()
            .map(|index| &records.0[*index])
            .filter(|record| record.outcome == Outcome::Succeeded && record.bucket.as_deref() == Some(bucket))
    };
    Place {
        account: one(of().map(|r| r.bucket_owner.as_ref())),
        region: one(of().map(|r| r.region.as_ref())),
    }
}

/// What all of some that tell it agree on.
fn one<'a>(told: impl Iterator<Item = Option<&'a ArcStr>>) -> Option<ArcStr> {
    let told: BTreeSet<&ArcStr> = told.flatten().collect();
    told.first().filter(|_| told.len() == 1).map(|one| (*one).clone())
}
