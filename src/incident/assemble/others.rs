//! Reads and copies of stores by others: those to whom followed credentials opened them, and services that they called.

use super::admitted::{Admitted, caller};
use super::tally::Records;
use crate::classify::{Content, content_read};
use crate::incident::{AccessLevel, DataAccess, Standing, Time, UseByOthers, WayIn};
use crate::subject::rfc3339;
use crate::vocabulary::Outcome;
use std::collections::HashMap;

/// Reads of objects that a service made for a principal with a key of its own.
#[derive(Clone, Debug)]
pub struct Through {
    /// The principal.
    pub principal_id: String,
    /// The service.
    pub service: String,
    /// Service that was called for the objects, and the call.
    pub source: String,
    /// See `source`.
    pub name: String,
    /// Bucket.
    pub store: String,
    /// How many.
    pub calls: u64,
    /// Of them, those without an error.
    pub succeeded: u64,
    /// The first of them.
    pub first: Time,
    /// The last of them.
    pub last: Time,
    /// The statement that found them.
    pub query: String,
}

/// All of them, in the order of the stores.
pub fn used_by_others(
    admitted: &Admitted,
    through: &[Through],
    records: Records<'_>,
    followed: &[usize],
) -> Vec<UseByOthers> {
    let let_in = admitted.calls.iter().filter_map(|calls| {
        let uses = calls.uses_snapshot() || content_read(&calls.source, &calls.name) == Some(Content::Object);
        let since = calls.opened_at(&admitted.opened).filter(|since| uses && *since <= calls.last)?;
        Some(UseByOthers {
            store: calls.store.clone()?,
            by: caller(calls),
            address: calls.address.clone(),
            way_in: WayIn::LetIn,
            since,
            call: call(&calls.source, &calls.name),
            calls: calls.calls,
            succeeded: calls.succeeded,
            first: calls.first,
            last: calls.last,
            query: admitted.query.clone(),
        })
    });
    let mut first_asked: HashMap<(&str, &str), Time> = HashMap::new();
    for record in followed.iter().map(|index| &records.0[*index]) {
        if let (Some(principal), Outcome::Succeeded) = (record.principal_id.as_deref(), record.outcome) {
            let first = first_asked.entry((&record.event_source, principal)).or_insert(record.time);
            *first = record.time.min(*first);
        }
    }
    let services = through.iter().filter_map(|reads| {
        content_read(&reads.source, &reads.name).filter(|content| *content == Content::Object)?;
        let since = *first_asked.get(&(reads.service.as_str(), reads.principal_id.as_str()))?;
        if reads.last < since {
            return None;
        }
        Some(UseByOthers {
            store: reads.store.clone(),
            by: format!("{} for {}", reads.service, reads.principal_id),
            address: None,
            way_in: WayIn::Service,
            since,
            call: call(&reads.source, &reads.name),
            calls: reads.calls,
            succeeded: reads.succeeded,
            first: reads.first,
            last: reads.last,
            query: reads.query.clone(),
        })
    });
    let mut all: Vec<UseByOthers> = let_in.chain(services).collect();
    all.sort_by(|a, b| (&a.store, a.first, &a.by, &a.call).cmp(&(&b.store, b.first, &b.by, &b.call)));
    all
}

fn call(source: &str, name: &str) -> String {
    format!("{} {name}", source.split('.').next().unwrap_or_default())
}

/// A store that only others read or copied is no longer one of which no read is logged.
pub fn mark(stores: &mut [DataAccess], others: &[UseByOthers]) {
    for store in stores.iter_mut().filter(|store| store.reads == 0 && !store.own) {
        if others.iter().any(|other| other.succeeded > 0 && other.store == store.name) {
            store.level = AccessLevel::ByOthers;
        }
    }
}

/// Who copied a snapshot keeps the copy, whoever takes the share back.
pub fn copies_stay(standing: &mut [Standing], others: &[UseByOthers]) {
    for shared in standing.iter_mut() {
        let copies =
            |other: &&UseByOthers| other.store == shared.name && other.call.starts_with("ec2 SharedSnapshot");
        let Some(back) = &mut shared.taken_back else { continue };
        let copied = others.iter().filter(copies).find(|other| other.first <= back.at);
        if let (Some(copied), None) = (copied, &back.but) {
            back.but = Some(format!(
                "{} at {} tells that it was copied or used before; what was made of it stays",
                copied.call,
                rfc3339(copied.first)
            ));
        }
    }
}
