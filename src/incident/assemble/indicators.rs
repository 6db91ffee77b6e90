//! Indicators: what to search for elsewhere. The owner's own addresses, user agents and identities are left out.

use super::confidence::{self, Known};
use super::indicator::{indicator, reported};
use super::outside_accounts::outside_accounts;
use super::tally::Records;
use crate::address;
use crate::baseline::Actor;
use crate::incident::{Indicator, IndicatorKind, Whence};
use crate::vocabulary::Outcome;
use std::collections::{BTreeMap, BTreeSet};

/// Services, their call and what it makes.
const MADE: [(&[&str], &str, IndicatorKind); 3] = [
    (&["iam.amazonaws.com"], "CreateUser", IndicatorKind::IamUser),
    (&["iam.amazonaws.com"], "CreateRole", IndicatorKind::IamRole),
    (
        &["sso-directory.amazonaws.com", "identitystore.amazonaws.com"],
        "CreateUser",
        IndicatorKind::IdentityCenterUser,
    ),
];
const ONLY_TRIED: &str =
    "only attempts to sign in or to assume a role that failed came from there: it may be the owner's";

/// Addresses and user agents of the calls, identities that were created, and accounts that were let in.
/// `known_agent` names the tool behind a user agent, where there is one.
pub fn indicators(
    records: Records<'_>,
    indices: &[usize],
    known: &Known<'_>,
    known_agent: impl Fn(&str) -> Option<String>,
) -> Vec<Indicator> {
    let mut indicators = Vec::new();
    let is = |index: &usize, actor: Actor| records.0[*index].actor == actor;
    let not_own: Vec<usize> = indices.iter().copied().filter(|i| is(i, Actor::Unattributed)).collect();
    // Whoever called from a place of the owner's: to search for it elsewhere finds the owner.
    let from_outside: Vec<usize> =
        not_own.iter().copied().filter(|i| !records.0[*i].whence.is_own()).collect();
    let (uses, _) = records.uses(&from_outside);
    let used: BTreeSet<&str> = uses.iter().filter_map(|i| records.0[*i].address.as_deref()).collect();
    // An address may be the account's for a part of the time, and then somebody else's.
    let whence =
        from_outside.iter().filter_map(|i| Some((records.0[*i].address.as_deref()?, records.0[*i].whence)));
    let whence: BTreeMap<&str, Whence> = whence.collect();
    for tally in records.tallies(&from_outside, |r| r.address.as_deref()) {
        let (kind, note) = address_kind(&tally.value);
        let note = if used.contains(tally.value.as_str()) { note } else { ONLY_TRIED };
        let whence = whence.get(tally.value.as_str()).copied().unwrap_or(Whence::NotKnown);
        let confidence = confidence::of_address(&tally.value, whence);
        indicators.push(indicator(kind, tally, "source of calls", note.into(), confidence));
    }
    for tally in records.tallies(&from_outside, |r| r.user_agent.as_deref()) {
        let note = known_agent(&tally.value).unwrap_or_else(|| "user agents are chosen by the caller".into());
        let confidence = confidence::of_user_agent();
        indicators.push(indicator(IndicatorKind::UserAgent, tally, "user agent of calls", note, confidence));
    }
    let for_others =
        indices.iter().copied().filter(|i| is(i, Actor::Service) && records.0[*i].for_unattributed);
    indicators
        .extend(identities_made(records, &not_own.iter().copied().chain(for_others).collect::<Vec<_>>()));
    indicators.extend(outside_accounts(records, &not_own, known));
    indicators.extend(only_reported(records, known));
    // What is worth most to search for must not stand behind a hundred user agents.
    indicators.sort_by_key(|indicator| indicator.confidence.as_ref().map(|confidence| confidence.class));
    indicators
}

/// Users and roles that the calls made.
fn identities_made(records: Records<'_>, indices: &[usize]) -> Vec<Indicator> {
    let mut rows = Vec::new();
    for (sources, name, kind) in MADE {
        let made = |i: &usize| {
            let record = &records.0[*i];
            &*record.event_name == name
                && sources.contains(&&*record.event_source)
                && record.outcome == Outcome::Succeeded
        };
        // Two accounts may each have one of this name.
        let mut made_in: BTreeMap<(Option<&str>, Option<&str>), Vec<usize>> = BTreeMap::new();
        for index in indices.iter().copied().filter(made) {
            let record = &records.0[index];
            let service = record.address.as_deref().filter(|_| record.actor == Actor::Service);
            made_in.entry((record.account.as_deref(), service)).or_default().push(index);
        }
        for ((account, service), mut group) in made_in {
            group.sort_unstable();
            let note = match account {
                Some(account) => format!("made in account {account}; search for its use elsewhere"),
                None => "search for its use elsewhere".into(),
            };
            let role = match service {
                Some(service) => format!("created by {service} for a followed credential"),
                None => "created by a followed credential".into(),
            };
            for tally in records.tallies(&group, |r| r.target.as_deref()) {
                let confidence = confidence::of_identity(service.is_some());
                rows.push(indicator(kind, tally, &role, note.clone(), confidence));
            }
        }
    }
    rows
}

/// Addresses that only a finding names: no collected record came from there, not even one of the owner's.
fn only_reported(records: Records<'_>, known: &Known<'_>) -> Vec<Indicator> {
    let reports: Vec<_> = known
        .foreign()
        .flat_map(|finding| finding.remote_addresses.iter().map(move |address| (finding, address)))
        .collect();
    if reports.is_empty() {
        return Vec::new();
    }
    let one_form = |text: &str| address::ip(text).map_or_else(|| text.to_string(), |ip| ip.to_string());
    let recorded: BTreeSet<&str> = records.iter().filter_map(|r| r.address.as_deref()).collect();
    let mut named: BTreeSet<String> = recorded.into_iter().map(one_form).collect();
    let declared = |text: &str| address::ip(text).is_some_and(|ip| known.declared.network_of(ip).is_some());
    let mut rows = Vec::new();
    for (finding, address) in reports.into_iter().filter(|(_, address)| !declared(address)) {
        if !named.contains(&one_form(address))
            && let Some(row) = reported(address_kind(address).0, address, finding)
        {
            named.insert(one_form(address));
            rows.push(row);
        }
    }
    rows
}

fn address_kind(value: &str) -> (IndicatorKind, &'static str) {
    let Some(ip) = address::ip(value) else {
        return match address::is_service(value) {
            true => (IndicatorKind::AwsService, "an AWS service acting, not a source"),
            false => (IndicatorKind::Address, "not an IP address as recorded"),
        };
    };
    let note = match address::in_many_networks(ip) {
        true => "private range: not routable, seen through a VPC endpoint or scrubbed",
        false => "unattributed; ownership not checked",
    };
    (if ip.is_ipv4() { IndicatorKind::Ipv4 } else { IndicatorKind::Ipv6 }, note)
}
