//! Indicators: what to search for elsewhere. The owner's own addresses, user agents and identities are left out.

use super::confidence::{self, Known};
use super::tally::Records;
use crate::address;
use crate::baseline::Actor;
use crate::incident::{Confidence, Indicator, IndicatorKind, Tally};
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
    indicators.extend(let_in(records, &not_own));
    // What is worth most to search for must not stand behind a hundred user agents.
    indicators.sort_by_key(|indicator| indicator.confidence.as_ref().map(|confidence| confidence.class));
    indicators
}

/// Accounts that a followed credential let in, by name of the account; never those that the calls came from.
fn let_in(records: Records<'_>, indices: &[usize]) -> Vec<Indicator> {
    let each = || indices.iter().map(|i| &records.0[*i]);
    let own: BTreeSet<&str> =
        each().filter_map(|r| r.user_arn.as_deref()).filter_map(|arn| arn.split(':').nth(4)).collect();
    let accounts: BTreeSet<&str> =
        each().flat_map(|r| &r.let_in).map(|a| &**a).filter(|a| !own.contains(a)).collect();
    let row = |account| {
        let names = |i: &usize| records.0[*i].let_in.iter().any(|a| a == account);
        let calls: Vec<usize> = indices.iter().copied().filter(names).collect();
        let tallies = records.tallies(&calls, |_| Some(account));
        let note = "ownership not checked; it may itself be compromised";
        let role = "let in by a followed credential";
        tallies.into_iter().map(move |t| {
            indicator(IndicatorKind::AwsAccount, t, role, note.into(), confidence::of_account())
        })
    };
    accounts.into_iter().flat_map(row).collect()
}

fn indicator(
    kind: IndicatorKind,
    tally: Tally,
    role: &str,
    note: String,
    confidence: Option<Confidence>,
) -> Indicator {
    Indicator {
        kind,
        value: tally.value,
        role: role.into(),
        count: tally.outcomes.total,
        first: tally.first,
        last: tally.last,
        note,
        confidence,
        evidence: tally.evidence,
    }
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
