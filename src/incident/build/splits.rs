//! Which of some requests stand out: those that the owner does not explain, and those from where a finding saw them.

use super::tally::Records;
use crate::baseline::{OWN, UNATTRIBUTED};
use crate::catalog::Catalog;
use crate::incident::{ReportedFinding, USED_OUTSIDE, Unexplained};
use std::collections::BTreeSet;

/// Those that neither the baseline nor a service explains, where the baseline explains some.
pub fn unexplained(all: Records<'_>, indices: &[usize]) -> Option<Unexplained> {
    let of = |who: &str| indices.iter().copied().filter(|i| &*all.0[*i].actor == who).collect::<Vec<_>>();
    (!of(OWN).is_empty()).then(|| spanned(all, &of(UNATTRIBUTED)))
}

/// Addresses that a finding takes for foreign: those that the findings handed in name as the caller's; where they name
/// none, those from which the credential of a machine was used elsewhere than on it.
pub fn foreign(all: Records<'_>, findings: &[ReportedFinding], catalog: &Catalog) -> BTreeSet<String> {
    let named = findings.iter().filter(|f| !f.sample).flat_map(|f| f.remote_addresses.iter().cloned());
    let named: BTreeSet<String> = named.collect();
    if !named.is_empty() {
        return named;
    }
    let elsewhere = all.0.iter().filter(|r| r.claimed_by(catalog, |id| id == USED_OUTSIDE));
    elsewhere.filter_map(|r| r.address.as_deref().map(str::to_string)).collect()
}

/// Those from these addresses, where there are others.
pub fn from_there(all: Records<'_>, indices: &[usize], addresses: &BTreeSet<String>) -> Option<Unexplained> {
    let there = |i: &usize| all.0[*i].address.as_deref().is_some_and(|address| addresses.contains(address));
    let of_them: Vec<usize> = indices.iter().copied().filter(there).collect();
    (!of_them.is_empty() && of_them.len() < indices.len()).then(|| spanned(all, &of_them))
}

fn spanned(all: Records<'_>, indices: &[usize]) -> Unexplained {
    let span = all.span(indices);
    Unexplained {
        count: indices.len() as u64,
        first: span.map(|(first, _)| first),
        last: span.map(|(_, last)| last),
    }
}
