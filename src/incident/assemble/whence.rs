//! Whose the places are that calls came from, as far as the declared baseline, the collected records and the findings
//! tell. A place of the owner's is no indicator of somebody else, whoever called from there.

use super::account_addresses::AccountAddresses;
use super::tally::{Records, evidence_id};
use crate::address;
use crate::baseline::{Actor, Baseline};
use crate::catalog::{Catalog, Tells};
use crate::incident::{OwnPlace, Record, ReportedFinding, Resource, Share, Whence};
use crate::subject::rfc3339;
use crate::vocabulary::account_in;
use arcstr::ArcStr;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::net::IpAddr;

/// Notes at each followed call whose the place is. The records are in the order of time; `subject` says which credentials
/// are the subject's.
pub fn mark(
    records: &mut [Box<Record>],
    addresses: &AccountAddresses,
    declared: &Baseline,
    findings: &[ReportedFinding],
    catalog: &Catalog,
    subject: &dyn Fn(usize) -> bool,
) {
    let followed = || records.iter().filter(|record| record.credential.is_some());
    // Only the subject is the owner's for sure: what came from it may be of the account of somebody else.
    let of_subject = followed().filter(|record| record.credential.is_some_and(subject));
    let of_callers = of_subject.filter_map(|r| account_in(r.user_arn.as_deref()?).map(ArcStr::from));
    let mut accounts: HashSet<ArcStr> = followed().filter_map(|r| r.account.clone()).collect();
    accounts.extend(of_callers);
    let real = || findings.iter().filter(|finding| !finding.sample);
    let (affiliated, foreign): (Vec<_>, Vec<_>) = real().partition(|f| f.affiliated == Some(true));
    let affiliates: HashSet<&str> = affiliated.iter().filter_map(|f| f.remote_account.as_deref()).collect();
    let (affiliated, reported) = (remote(&affiliated), remote(&foreign));
    let elsewhere = followed().filter(|record| record.tells_of(Tells::UsedOutsideAws, catalog));
    let elsewhere: HashSet<ArcStr> = elsewhere.filter_map(|record| record.address.clone()).collect();
    for record in records.iter_mut().filter(|record| record.credential.is_some()) {
        record.whence = match (&record.vpc_endpoint, &record.address) {
            // Behind an endpoint stands a network with addresses of its own choice.
            (Some(endpoint), _) if declared.vpc_endpoints.iter().any(|own| *own == **endpoint) => {
                Whence::DeclaredOwn
            }
            (Some(_), _) => match &record.endpoint_account {
                Some(account) if accounts.contains(account) => Whence::AccountEndpoint,
                Some(account) if affiliates.contains(&**account) => Whence::Affiliated,
                Some(_) => Whence::ForeignEndpoint,
                None => Whence::NotKnown,
            },
            (None, Some(text)) if address::is_public(text) => {
                let ip = address::ip(text);
                match () {
                    () if ip.is_some_and(|ip| declared.network_of(ip).is_some()) => Whence::DeclaredOwn,
                    () if ip.is_some_and(|ip| addresses.told_by(ip, record.time).is_some()) => {
                        Whence::AccountAddress
                    }
                    () if ip.is_some_and(|ip| reported.contains(&ip)) => Whence::Reported,
                    () if ip.is_some_and(|ip| affiliated.contains(&ip)) => Whence::Affiliated,
                    () if elsewhere.contains(text) => Whence::UsedElsewhere,
                    () if !declared.names_no_place() => Whence::Undeclared,
                    () => Whence::NotKnown,
                }
            }
            _ => Whence::NotKnown,
        };
    }
}

/// The addresses that findings name as the caller's.
fn remote(findings: &[&ReportedFinding]) -> HashSet<IpAddr> {
    findings
        .iter()
        .flat_map(|finding| &finding.remote_addresses)
        .filter_map(|text| address::ip(text))
        .collect()
}

/// Places of the owner's that unattributed calls came from, by address or endpoint.
pub fn own_places(
    records: Records<'_>,
    followed: &[usize],
    addresses: &AccountAddresses,
    declared: &Baseline,
    (resources, shares): (&[Resource], &[Share]),
) -> Vec<OwnPlace> {
    let mut groups: BTreeMap<(Whence, &str), Vec<usize>> = BTreeMap::new();
    for index in followed {
        let record = &records.0[*index];
        let place = record.vpc_endpoint.as_deref().or(record.address.as_deref());
        if let Some(place) = place.filter(|_| record.whence.is_own() && record.actor == Actor::Unattributed) {
            groups.entry((record.whence, place)).or_default().push(*index);
        }
    }
    let rests_on = unattributed(shares);
    let row = |((whence, value), group): ((Whence, &str), Vec<usize>)| {
        let (first, last) = records.span(&group)?;
        let ip = address::ip(value);
        let told_by = match whence {
            Whence::AccountAddress => of_account(records, addresses.told_by(ip?, first)?, value, resources),
            Whence::AccountEndpoint => {
                let account = group.iter().find_map(|index| records.0[*index].endpoint_account.as_deref());
                format!("the records name account {} as that of the endpoint", account?)
            }
            Whence::Affiliated => {
                "the finding that names it says that it is affiliated (section 1)".to_string()
            }
            _ => match ip.and_then(|ip| declared.network_of(ip)) {
                Some(network) => format!("declared network {network}"),
                None => "declared VPC endpoint".to_string(),
            },
        };
        let but: BTreeSet<&str> = match whence {
            Whence::DeclaredOwn => rests_on.get(&address::plain(value)).cloned().unwrap_or_default(),
            _ => BTreeSet::new(),
        };
        Some(OwnPlace {
            value: value.into(),
            whence,
            told_by,
            but: but.into_iter().map(str::to_string).collect(),
            calls: group.len() as u64,
            first,
            last,
            evidence: records.evidence(&group),
        })
    };
    groups.into_iter().filter_map(row).collect()
}

/// Which record gives an address to the account, and the row of the resources that it is.
fn of_account(records: Records<'_>, told_by: usize, value: &str, resources: &[Resource]) -> String {
    let record = &records.0[told_by];
    let e = evidence_id(told_by);
    let is_it = |r: &&Resource| r.name == value || r.evidence.items.iter().any(|item| item.e == e);
    let resource = resources.iter().filter(|r| r.kind == "ec2").find(is_it);
    let resource = resource.map(|r| format!("{}, ", r.id)).unwrap_or_default();
    format!("{resource}{} at {}, {e}", record.event_name, rfc3339(record.time))
}

/// Why calls of followed credentials are unattributed, by the endpoint or the address that they came from.
fn unattributed(shares: &[Share]) -> HashMap<Cow<'_, str>, BTreeSet<&str>> {
    let mut reasons: HashMap<Cow<'_, str>, BTreeSet<&str>> = HashMap::new();
    let of_followed =
        shares.iter().filter(|share| share.actor == Actor::Unattributed && share.credential.is_some());
    for share in of_followed {
        let endpoint = share.vpc_endpoint.as_deref().map(Cow::Borrowed);
        if let Some(place) = endpoint.or_else(|| share.address.as_deref().map(address::plain)) {
            reasons.entry(place).or_default().insert(share.rests_on.as_str());
        }
    }
    reasons
}
