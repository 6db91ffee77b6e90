//! The table of section 7, and what other sections say of its rows.

use crate::incident::{DataAccess, Effect, Incident};
use std::collections::BTreeSet;

/// A column by its name in the facts, and whether a row has an entry in it.
type Column = (&'static str, fn(&DataAccess) -> bool);

/// The columns of numbers that have an entry in some of these rows, in order.
pub(super) fn columns(rows: &[DataAccess]) -> Vec<&'static str> {
    let columns: [Column; 11] = [
        ("reads", |row| row.reads > 0),
        ("listings", |row| row.listings > 0),
        ("copies", |row| row.copies > 0),
        ("changes", |row| row.changes > 0),
        ("settings", |row| row.settings > 0),
        ("deletions", |row| row.deletions > 0),
        ("shares", |row| row.shares > 0),
        ("configuration", |row| row.configuration > 0),
        ("attempts", |row| row.attempts > 0),
        ("distinct_objects", |row| row.distinct_objects.is_some()),
        ("bytes_out", |row| row.bytes_out.is_some()),
    ];
    columns.iter().filter(|(_, has)| rows.iter().any(has)).map(|(name, _)| *name).collect()
}

/// How many stores, of those whose calls are not the owner's, a followed credential made itself.
pub(super) fn stores_made(incident: &Incident) -> usize {
    let made = incident.resources.iter().filter(|r| r.effects.contains(&Effect::Created));
    let made: BTreeSet<_> = made.map(|r| (&r.name, &r.account, &r.region)).collect();
    let stores = incident.data_access.iter().filter(|d| !d.own);
    stores.filter(|d| made.contains(&(&d.name, &d.account, &d.region))).count()
}

/// Secrets and parameters that were read: those that are to be rotated, and the others.
pub(super) struct SecretsRead {
    disclosed: usize,
    /// A followed credential had created them itself.
    made: usize,
    /// Read by the owner, as the baseline has it; others may have read them, too.
    own: usize,
}

impl SecretsRead {
    /// As a reason to rotate them; none where nobody but the owner, or whoever had made them, read any.
    pub(super) fn told(&self) -> Option<String> {
        let Self { disclosed, made, own } = self;
        let made = (*made > 0).then(|| format!(", and {made} that a followed credential had itself created"));
        let own = (*own > 0).then(|| format!("; {own} by the owner, as the declared baseline has it"));
        (*disclosed > 0).then(|| {
            let more = made.unwrap_or_default() + &own.unwrap_or_default();
            format!("secrets and parameters shown as read: {disclosed}{more}")
        })
    }
}

/// How many secrets and parameters were read.
pub(super) fn secrets_read(incident: &Incident) -> SecretsRead {
    let secret = |d: &&DataAccess| d.kind.is_secret() && d.reads > 0;
    let read: Vec<&DataAccess> = incident.data_access.iter().filter(secret).collect();
    let count = |test: fn(&DataAccess) -> bool| read.iter().filter(|d| test(d)).count();
    SecretsRead {
        disclosed: count(|d| !d.own && !d.made),
        made: count(|d| !d.own && d.made),
        own: count(|d| d.own),
    }
}
