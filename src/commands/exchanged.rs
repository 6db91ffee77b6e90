//! Keys that no one named and that are followed all the same: those that replaced one that was named.

use crate::address;
use crate::baseline::{Actor, Baseline};
use crate::catalog::{Catalog, Tells};
use crate::incident::{GivenBy, Record, Share, Subject, SubjectKey};
use crate::lineage::key_kind;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// Whose keys are added if they were used from where.
pub struct Suspicion {
    principals: Vec<String>,
    addresses: Vec<IpAddr>,
    /// What the addresses are.
    why: &'static str,
}

impl Suspicion {
    /// What findings report.
    pub fn of_findings(subject: &Subject) -> Self {
        let real = subject.findings.iter().filter(|finding| !finding.sample);
        let addresses = real.flat_map(|f| &f.remote_addresses).filter_map(|text| address::ip(text));
        Self {
            principals: subject.principal_ids.clone(),
            addresses: addresses.collect(),
            why: "no finding names it; a principal that the findings name used it from {}, which the findings report",
        }
    }

    /// Where the subject's keys called from and the owner did not: by a baseline that says where the owner is; else from
    /// outside of AWS, while the instance that has the key calls from within. Of other calls nothing tells that they were
    /// not the owner's, and the owner's keys would be added.
    pub fn of_calls<'a>(
        records: impl Iterator<Item = &'a Record>,
        subject: &Subject,
        principals: Vec<String>,
        baseline: &Baseline,
        catalog: &Catalog,
    ) -> Self {
        let of_subject: Vec<(&Record, IpAddr)> = records
            .filter(|record| {
                let key = record.access_key.as_deref();
                key.is_some_and(|key| subject.access_keys.iter().any(|own| own == key))
            })
            .filter_map(|record| Some((record, address::ip(record.address.as_deref()?)?)))
            .collect();
        let outside = |record: &Record| record.tells_of(Tells::UsedOutsideAws, catalog);
        let inside_too = of_subject.iter().any(|(record, _)| !outside(record));
        let not_owners = of_subject.iter().filter(|(record, address)| match baseline.names_no_place() {
            true => inside_too && outside(record),
            false => record.actor == Actor::Unattributed && baseline.network_of(*address).is_none(),
        });
        let mut addresses: Vec<IpAddr> = not_owners.map(|(_, address)| *address).collect();
        addresses.sort_unstable();
        addresses.dedup();
        let why = match baseline.names_no_place() {
            true => {
                "nobody named it; the principal of a named key used it from {}, from where that key was used outside of AWS, besides from within"
            }
            false => {
                "nobody named it; the principal of a named key used it from {}, from where that key made calls that the baseline does not attribute to the owner"
            }
        };
        Self { principals, addresses, why }
    }
}

/// The temporary keys that are suspected, in the order of their IDs, each with the reason: the keys of an instance are
/// exchanged several times a day, and somebody named one of them. A long-term key is never exchanged so. A private address
/// joins nothing, for other networks have it too; and where the keys of the subject called from an address through an
/// endpoint, calls through another endpoint are another host's.
pub fn keys(shares: &[Share], subject: &Subject, suspicions: &[Suspicion]) -> Vec<SubjectKey> {
    let is_subject =
        |share: &Share| share.access_key.as_ref().is_some_and(|key| subject.access_keys.contains(key));
    let source = |share: &Share| Some((address::ip(share.address.as_deref()?)?, share.vpc_endpoint.clone()));
    let of_subjects: Vec<_> = shares.iter().filter(|share| is_subject(share)).filter_map(source).collect();
    let same_host = |(address, endpoint): &(IpAddr, Option<String>)| {
        let mut there = of_subjects.iter().filter(|(known, _)| known == address).peekable();
        there.peek().is_none() && endpoint.is_none() || there.any(|(_, known)| known == endpoint)
    };
    let mut keys: BTreeMap<&str, String> = BTreeMap::new();
    for share in shares.iter().filter(|share| share.actor == Actor::Unattributed && !is_subject(share)) {
        let Some(key) = share.access_key.as_deref().filter(|key| key.starts_with("ASIA")) else { continue };
        let Some(from) = source(share).filter(same_host) else { continue };
        let suspected = suspicions.iter().find(|suspicion| {
            suspicion.principals.contains(&share.principal_id)
                && suspicion.addresses.contains(&from.0)
                && !address::in_many_networks(from.0)
        });
        if let Some(suspicion) = suspected {
            keys.entry(key).or_insert_with(|| suspicion.why.replace("{}", &from.0.to_string()));
        }
    }
    let added = |(key, reason): (&str, String)| SubjectKey {
        access_key: key.into(),
        kind: key_kind(key, None),
        given_by: GivenBy::Added,
        reason: Some(reason),
    };
    keys.into_iter().map(added).collect()
}
