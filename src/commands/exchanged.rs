//! Keys that no one named and that are followed all the same: those that replaced a key that a finding names.

use crate::address;
use crate::baseline::UNATTRIBUTED;
use crate::incident::{GivenBy, Share, Subject, SubjectKey};
use crate::lineage::key_kind;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// The temporary keys of principals that findings name, with calls from one of the addresses that findings report, in the
/// order of their IDs, each with the reason: the keys of an instance are exchanged several times a day, and a finding
/// names one of them. A long-term key is never exchanged so. A private address joins nothing, for other networks have it too; and where the keys of the subject called from
/// an address through an endpoint, calls through another endpoint are another host's.
pub fn keys(shares: &[Share], subject: &Subject) -> Vec<SubjectKey> {
    let real = subject.findings.iter().filter(|finding| !finding.sample);
    let addresses: Vec<IpAddr> =
        real.flat_map(|f| &f.remote_addresses).filter_map(|text| address::ip(text)).collect();
    let subjects = &subject.access_keys;
    let named = |share: &&Share| subject.principal_ids.contains(&share.principal_id);
    let is_subject = |share: &Share| share.access_key.as_ref().is_some_and(|key| subjects.contains(key));
    let source = |share: &Share| Some((address::ip(share.address.as_deref()?)?, share.vpc_endpoint.clone()));
    let of_subjects: Vec<_> = shares.iter().filter(|share| is_subject(share)).filter_map(source).collect();
    let reported = |(address, endpoint): &(IpAddr, Option<String>)| {
        let mut there = of_subjects.iter().filter(|(known, _)| known == address).peekable();
        let same = there.peek().is_none() && endpoint.is_none() || there.any(|(_, known)| known == endpoint);
        addresses.contains(address) && !address::in_many_networks(*address) && same
    };
    let mut keys: BTreeMap<&str, IpAddr> = BTreeMap::new();
    let others = shares.iter().filter(|share| share.actor == UNATTRIBUTED && !is_subject(share));
    for share in others.filter(named) {
        let key = share.access_key.as_deref().filter(|key| key.starts_with("ASIA"));
        if let (Some(key), Some(from)) = (key, source(share).filter(reported)) {
            keys.entry(key).or_insert(from.0);
        }
    }
    let added = |(key, address): (&str, IpAddr)| SubjectKey {
        access_key: key.into(),
        kind: key_kind(key, None),
        given_by: GivenBy::Added,
        reason: Some(format!(
            "no finding names it; a principal that the findings name used it from {address}, which the findings report"
        )),
    };
    keys.into_iter().map(added).collect()
}
