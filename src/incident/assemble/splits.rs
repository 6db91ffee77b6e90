//! Which of some requests stand out: those that the owner does not explain, those from where a finding saw them, and those
//! after the subject was switched off.

use super::tally::Records;
use crate::address;
use crate::baseline::Actor;
use crate::catalog::{Catalog, Tells};
use crate::incident::{AfterEnd, Credential, Part, ReportedFinding, Time};
use std::collections::{BTreeMap, BTreeSet};

/// Those that neither the baseline nor a service explains, where the baseline explains some.
pub fn unexplained(all: Records<'_>, indices: &[usize]) -> Option<Part> {
    let unexplained = |i: &usize| match all.0[*i].actor {
        Actor::Unattributed => true,
        Actor::Service => all.0[*i].of_unattributed,
        Actor::Own => false,
    };
    let explained = indices.iter().any(|i| all.0[*i].actor == Actor::Own);
    explained.then(|| all.part(&indices.iter().copied().filter(unexplained).collect::<Vec<_>>()))
}

/// Those that what came from the subject made after the last of its keys was switched off; attempts that show no credential
/// are none.
pub fn after_end(
    all: Records<'_>,
    groups: &BTreeMap<usize, Vec<usize>>,
    credentials: &[Credential],
) -> Option<AfterEnd> {
    let subjects = credentials.iter().filter(|credential| credential.is_first()).map(|c| &c.usable);
    let ends = subjects.map(|usable| usable.over_since.filter(|_| usable.switched_off()));
    let since: Time = ends.collect::<Option<Vec<Time>>>()?.into_iter().max()?;
    let others = groups.iter().filter(|(index, _)| !credentials[**index].is_first());
    let of_them = others.flat_map(|(_, group)| all.uses(group).0);
    let later: Vec<usize> = of_them.filter(|index| all.0[*index].time > since).collect();
    Some(AfterEnd { since, outcomes: all.outcomes(&later) })
}

/// Those from addresses that a finding takes for foreign, where there are others: those that the findings handed in name
/// as the caller's, and those from which the credential of a machine was used elsewhere than on it; where these are all,
/// the former alone.
pub fn from_foreign(
    all: Records<'_>,
    indices: &[usize],
    findings: &[ReportedFinding],
    catalog: &Catalog,
) -> Option<Part> {
    let real = findings.iter().filter(|f| !f.sample);
    let of_named: BTreeSet<String> =
        real.flat_map(|f| &f.remote_addresses).map(|text| one_form(text)).collect();
    let address = |i: &usize| all.0[*i].address.as_deref().map(one_form);
    let elsewhere = |i: &&usize| all.0[**i].tells_of(Tells::UsedOutsideAws, catalog);
    let mut of_both: BTreeSet<String> = indices.iter().filter(elsewhere).filter_map(address).collect();
    of_both.extend(of_named.iter().cloned());
    [of_both, of_named].iter().find_map(|addresses| {
        let there = |i: &usize| address(i).is_some_and(|address| addresses.contains(&address));
        let of_them: Vec<usize> = indices.iter().copied().filter(there).collect();
        (!of_them.is_empty() && of_them.len() < indices.len()).then(|| all.part(&of_them))
    })
}

/// One address of IPv6 may be spelled in several ways.
fn one_form(text: &str) -> String {
    address::plain(text).into_owned()
}
