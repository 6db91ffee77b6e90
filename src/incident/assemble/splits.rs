//! Which of some requests stand out: those that the owner does not explain, those from where a finding saw somebody else,
//! and those after the subject was switched off.

use super::tally::Records;
use crate::baseline::Actor;
use crate::incident::{AfterEnd, Credential, Foreign, Part, Record, ReportedFinding, Time, Whence};
use std::collections::{BTreeMap, BTreeSet};

/// Those that neither the baseline nor a service explains, where the baseline explains some.
pub fn unexplained(all: Records<'_>, indices: &[usize]) -> Option<Part> {
    let unexplained = |i: &usize| match all.0[*i].actor {
        Actor::Unattributed => true,
        Actor::Service => all.0[*i].of_unattributed || all.0[*i].for_unattributed,
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

/// Those from places that a finding takes for foreign, where there are others: addresses that the findings handed in name
/// as the caller's, VPC endpoints of the account that they name, and addresses from which the credential of a machine was
/// used elsewhere than on it. Where these are all, the findings handed in alone count.
pub fn from_foreign(all: Records<'_>, indices: &[usize], findings: &[ReportedFinding]) -> Option<Foreign> {
    let real = findings.iter().filter(|f| !f.sample);
    let accounts: BTreeSet<&str> = real.filter_map(|f| f.remote_account.as_deref()).collect();
    let of = |wanted: &dyn Fn(&Record) -> bool| -> Vec<usize> {
        indices.iter().copied().filter(|i| wanted(&all.0[*i])).collect()
    };
    let named = of(&|r| r.whence == Whence::Reported);
    let elsewhere = of(&|r| r.whence == Whence::UsedElsewhere);
    let through = of(&|r| {
        r.whence == Whence::ForeignEndpoint
            && r.endpoint_account.as_deref().is_some_and(|account| accounts.contains(account))
    });
    [&elsewhere[..], &[]].into_iter().find_map(|elsewhere| {
        let mut both = [&named[..], &through, elsewhere].concat();
        both.sort_unstable();
        (!both.is_empty() && both.len() < indices.len()).then(|| Foreign {
            part: all.part(&both),
            named: named.len() as u64,
            through_endpoints: through.len() as u64,
            used_elsewhere: elsewhere.len() as u64,
        })
    })
}
