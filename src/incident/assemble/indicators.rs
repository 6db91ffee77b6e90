//! Indicators: what to search for elsewhere. The owner's own addresses, user agents and identities are left out.

use super::confidence::{self, Known};
use super::indicator::{indicator, reported};
use super::outside_accounts::outside_accounts;
use super::tally::Records;
use crate::address;
use crate::baseline::Actor;
use crate::incident::{Indicator, IndicatorKind};
use crate::vocabulary::Outcome;
use std::collections::BTreeSet;

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
    let not_own: Vec<usize> =
        indices.iter().copied().filter(|i| records.0[*i].actor == Actor::Unattributed).collect();
    let (uses, _) = records.uses(&not_own);
    let used: BTreeSet<&str> = uses.iter().filter_map(|i| records.0[*i].address.as_deref()).collect();
    for tally in records.tallies(&not_own, |r| r.address.as_deref()) {
        let (kind, note) = address_kind(&tally.value);
        let note = if used.contains(tally.value.as_str()) { note } else { ONLY_TRIED };
        let confidence = known.of_address(&tally.value);
        indicators.push(indicator(kind, tally, "source of calls", note.into(), confidence));
    }
    for tally in records.tallies(&not_own, |r| r.user_agent.as_deref()) {
        let note = known_agent(&tally.value).unwrap_or_else(|| "user agents are chosen by the caller".into());
        let confidence = confidence::of_user_agent();
        indicators.push(indicator(IndicatorKind::UserAgent, tally, "user agent of calls", note, confidence));
    }
    for (sources, name, kind) in MADE {
        let made = |i: &usize| {
            let record = &records.0[*i];
            &*record.event_name == name
                && sources.contains(&&*record.event_source)
                && record.outcome == Outcome::Succeeded
        };
        let made: Vec<usize> = not_own.iter().copied().filter(made).collect();
        let account = |i: &usize| records.0[*i].account.as_deref();
        let accounts: BTreeSet<Option<&str>> = made.iter().map(account).collect();
        for of in accounts {
            // Two accounts may each have one of this name.
            let there: Vec<usize> = made.iter().copied().filter(|i| account(i) == of).collect();
            let note = match of {
                Some(of) => format!("made in account {of}; search for its use elsewhere"),
                None => "search for its use elsewhere".into(),
            };
            for tally in records.tallies(&there, |r| r.target.as_deref()) {
                let (role, confidence) = ("created by a followed credential", confidence::of_identity());
                indicators.push(indicator(kind, tally, role, note.clone(), confidence));
            }
        }
    }
    indicators.extend(outside_accounts(records, &not_own, known));
    indicators.extend(only_reported(records, known));
    // What is worth most to search for must not stand behind a hundred user agents.
    indicators.sort_by_key(|indicator| indicator.confidence.as_ref().map(|confidence| confidence.class));
    indicators
}

/// Addresses that only a finding names: no collected record came from there, not even one of the owner's.
fn only_reported(records: Records<'_>, known: &Known<'_>) -> Vec<Indicator> {
    let real = known.findings.iter().filter(|finding| !finding.sample);
    let reports: Vec<_> = real
        .flat_map(|finding| finding.remote_addresses.iter().map(move |address| (finding, address)))
        .collect();
    if reports.is_empty() {
        return Vec::new();
    }
    let one_form = |text: &str| address::ip(text).map_or_else(|| text.to_string(), |ip| ip.to_string());
    let recorded: BTreeSet<&str> = records.iter().filter_map(|r| r.address.as_deref()).collect();
    let mut named: BTreeSet<String> = recorded.into_iter().map(one_form).collect();
    let mut rows = Vec::new();
    for (finding, address) in reports {
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
