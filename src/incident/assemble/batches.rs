//! Reads of more than one name at once. A call for several secrets is recorded once for itself and once for each secret
//! that it asked for (Secrets Manager API reference, BatchGetSecretValue): what became of a secret stands in the record of
//! its own. A call for all parameters below a path names no parameter.

use super::tally::Records;
use crate::incident::{Record, Time, read_name};
use crate::vocabulary::Outcome;
use chrono::TimeDelta;
use std::collections::{HashMap, HashSet};

/// How far the records of one call may be apart.
const TOGETHER: TimeDelta = TimeDelta::seconds(5);

/// Who called where: the records of one call agree in it.
type Caller<'a> = (Option<usize>, Option<&'a str>, Option<&'a str>);

/// What batches asked for and other records tell.
#[derive(Default)]
pub struct Batches {
    /// Event, and the name that it gives; `None` where it gives a filter.
    told: HashSet<(usize, Option<String>)>,
}

impl Batches {
    /// Finds, among these events, the names that batches asked for and that have a record of their own.
    pub fn of(records: Records<'_>, indices: &[usize]) -> Self {
        let each = || indices.iter().map(|index| (*index, &records.0[*index]));
        let batches: Vec<_> = each().filter(|(_, record)| is_batch(record) && succeeded(record)).collect();
        if batches.is_empty() {
            return Self::default();
        }
        let mut entries: HashMap<Caller<'_>, Vec<(Time, String)>> = HashMap::new();
        for (_, record) in each().filter(|(_, record)| reads_one_secret(record)) {
            let name = record.target.as_deref().map(plain).unwrap_or_default();
            entries.entry(caller(record)).or_default().push((record.time, name));
        }
        let mut told = HashSet::new();
        for (index, batch) in batches {
            let own = entries.get(&caller(batch)).into_iter().flatten();
            let own = own.filter(|(time, _)| (*time - batch.time).abs() <= TOGETHER);
            let own: HashSet<&str> = own.map(|(_, name)| name.as_str()).collect();
            let named = batch.claims.iter().map(|claim| claim.target.as_deref().map(plain));
            told.extend(
                named
                    .filter(|name| name.as_deref().map_or(!own.is_empty(), |name| own.contains(name)))
                    .map(|name| (index, name)),
            );
        }
        Self { told }
    }

    /// Whether other records tell what became of something that an event asked for.
    pub fn told(&self, index: usize, name: Option<&str>) -> bool {
        !self.told.is_empty() && self.told.contains(&(index, name.map(plain)))
    }

    /// Whether other records tell what became of every name that an event asked for.
    pub fn all_told(&self, records: Records<'_>, index: usize) -> bool {
        let claims = &records.0[index].claims;
        !claims.is_empty() && claims.iter().all(|claim| self.told(index, claim.target.as_deref()))
    }
}

/// Whether a call reads what it does not name one by one: how much it was is not recorded.
pub fn reads_unnamed(record: &Record) -> bool {
    takes_all_below(record) || is_batch(record) && record.claims.iter().all(|claim| claim.target.is_none())
}

/// Whether what a call names is a path, and everything below it is read.
pub fn takes_all_below(record: &Record) -> bool {
    &*record.event_name == "GetParametersByPath" && &*record.event_source == "ssm.amazonaws.com"
}

fn is_batch(record: &Record) -> bool {
    &*record.event_name == "BatchGetSecretValue" && &*record.event_source == "secretsmanager.amazonaws.com"
}

fn reads_one_secret(record: &Record) -> bool {
    &*record.event_name == "GetSecretValue" && &*record.event_source == "secretsmanager.amazonaws.com"
}

fn succeeded(record: &Record) -> bool {
    record.outcome == Outcome::Succeeded
}

fn caller(record: &Record) -> Caller<'_> {
    (record.credential, record.account.as_deref(), record.region.as_deref())
}

fn plain(name: &str) -> String {
    read_name(name).name
}
