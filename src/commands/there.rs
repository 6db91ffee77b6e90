//! Where followed credentials called from: the addresses from which others are looked for.

use crate::address;
use crate::baseline::{Actor, Baseline};
use crate::incident::Record;
use std::collections::{BTreeMap, HashSet};

/// Addresses that are looked for at most: beyond it they are those of a network of proxies, each with few calls, or of
/// an owner's many machines, where much of the logs would be asked for.
const MOST: usize = 20;
/// With more addresses than this, followed credentials came from a pool that anybody's calls may come from: that
/// others used the same ones tells nothing, and none is looked for.
const POOL: usize = 100;

/// Addresses of unattributed calls of followed credentials.
#[derive(Default)]
pub struct There {
    /// Those that are looked for: the ones with the most calls.
    pub addresses: Vec<String>,
    /// How many there are.
    pub all: usize,
}

impl There {
    /// Of the events that were collected, with the keys that are followed. An address that many networks have joins
    /// nothing, and one of the owner's networks is that of many of the owner's people.
    pub fn of<'a>(records: impl Iterator<Item = &'a Record>, keys: &[String], baseline: &Baseline) -> Self {
        let keys: HashSet<&str> = keys.iter().map(String::as_str).collect();
        let followed = |record: &&Record| {
            (record.seen_as.is_some() && !record.only_tried())
                || record.access_key.as_deref().is_some_and(|key| keys.contains(key))
        };
        let mut calls: BTreeMap<&str, u64> = BTreeMap::new();
        for record in records.filter(followed).filter(|record| record.actor == Actor::Unattributed) {
            let outside = |text: &&str| {
                address::ip(text)
                    .is_some_and(|ip| !address::in_many_networks(ip) && baseline.network_of(ip).is_none())
            };
            if let Some(address) = record.address.as_deref().filter(outside) {
                *calls.entry(address).or_default() += 1;
            }
        }
        let all = calls.len();
        let mut most: Vec<(&str, u64)> = calls.into_iter().collect();
        most.sort_by_key(|(address, calls)| (std::cmp::Reverse(*calls), *address));
        most.truncate(if all > POOL { 0 } else { MOST });
        let addresses = most.into_iter().map(|(address, _)| address.to_string()).collect();
        Self { addresses, all }
    }
}
