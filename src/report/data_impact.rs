//! The summary's line on data, in the four words of the report specification: what section 7 lists, and what the answers
//! to the questions about reads say of the rest.

use crate::incident::{Answer, Asked, DataAccess, Incident, State, StoreKind, WayIn};
use std::collections::BTreeSet;

/// Kinds of stores, in the words of a reader who does not know AWS: one, several.
const STORES: [(StoreKind, &str, &str); 5] = [
    (StoreKind::Bucket, "storage bucket", "storage buckets"),
    (StoreKind::Secret, "secret", "secrets"),
    (StoreKind::Parameter, "stored parameter", "stored parameters"),
    (StoreKind::Table, "database table", "database tables"),
    (StoreKind::Other, "snapshot, image or other store", "snapshots, images or other stores"),
];

/// Questions about reads, and what was read.
const READS: [(Asked, &str); 2] =
    [(Asked::Objects, "stored files"), (Asked::Secrets, "secrets or stored parameters")];

/// How often something was done with a store.
type Count = fn(&DataAccess) -> u64;

/// Confirmed, suspected, not observed, cannot be determined: each part that there is, as a sentence.
pub fn data_impact(incident: &Incident) -> String {
    let stores = &incident.data_access;
    let mut confirmed = Vec::new();
    let done: [(&str, Count); 5] = [
        ("reads of", |d| d.reads),
        ("deletions of or in", |d| d.deletions),
        ("opened to others:", |d| d.shares),
        ("copies made of", |d| d.copies),
        ("changes to", |d| d.changes),
    ];
    for (what, count) in done {
        if let Some(named) = counted(stores, |d| count(d) > 0) {
            confirmed.push(format!("{what} {named}"));
        }
    }
    let (mut suspected, mut not_observed, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
    let of_others = |way_in: WayIn| {
        let of_it = incident.used_by_others.iter().filter(move |o| o.way_in == way_in && o.succeeded > 0);
        let stores: BTreeSet<&str> = of_it.map(|o| o.store.as_str()).collect();
        (!stores.is_empty()).then(|| crate::vocabulary::counted(stores.len() as u64, "store"))
    };
    if let Some(named) = of_others(WayIn::LetIn) {
        confirmed.push(format!(
            "reads or copies of {named} by those to whom a followed credential had opened it or them"
        ));
    }
    if let Some(named) = of_others(WayIn::Service) {
        suspected.push(format!("reads of {named} by services that a followed credential had called"));
    }
    // What touched only settings is told as no more than that.
    let only_settings = |d: &DataAccess| d.settings > 0 && d.changes + d.deletions == 0;
    if let Some(named) = counted(stores, only_settings) {
        confirmed.push(format!("settings changed, with no content logged as written or deleted, of {named}"));
    }
    if let Some(named) = counted(stores, |d| d.lifecycle_rules > 0) {
        suspected.push(format!("later deletions, by lifecycle rules that were set on {named}"));
    }
    if stores.iter().any(|d| d.shares > 0) {
        suspected.push("reads by those to whom stores were opened".to_string());
    }
    for (question, what) in READS {
        let Some(answer) = incident.answers.iter().find(|a| a.number == question) else { continue };
        let tried = answer.outcome("succeeded") == Some(0) && answer.outcome("total") > Some(0);
        match answer.state {
            State::NotObserved => not_observed.push(format!("reads of {what}")),
            State::CannotBeDetermined => unknown.push(format!("whether {what} were read")),
            // What was tried without success is an attempt, and no ground for suspicion.
            _ if tried && !hidden(incident, answer) && question == Asked::Secrets => {
                not_observed.push(format!("reads of {what} that succeeded (they were tried)"));
            }
            _ if tried => {
                unknown.push(format!("whether {what} were read (it was tried, and no read by a followed credential is logged as successful)"));
            }
            // Reads of objects are logged bucket by bucket: those of one bucket say nothing of another.
            _ if question == Asked::Objects || hidden(incident, answer) => {
                unknown.push(format!("whether other {what} were read"));
            }
            _ => {}
        }
    }
    let parts = [
        ("Confirmed", confirmed),
        ("Suspected", suspected),
        ("Not observed", not_observed),
        ("Cannot be determined", unknown),
    ];
    let told = parts.into_iter().filter(|(_, list)| !list.is_empty());
    told.map(|(word, list)| format!("{word}: {}.", list.join("; "))).collect::<Vec<_>>().join(" ")
}

/// Whether a gap could hide more of what an answer is about.
fn hidden(incident: &Incident, answer: &Answer) -> bool {
    incident.gaps.iter().any(|gap| answer.gaps.contains(&gap.id) && gap.hides())
}

/// `2 secrets, 1 database table`; `None` where there is none. What was read without being named one by one is not counted
/// and not left out; a path or a filter may hold nothing.
fn counted(stores: &[DataAccess], test: impl Fn(&DataAccess) -> bool) -> Option<String> {
    let mut parts = Vec::new();
    for (kind, one, several) in STORES {
        let of_kind = || stores.iter().filter(|d| d.kind == kind && test(d));
        match (of_kind().filter(|d| !d.several).count(), of_kind().any(|d| d.several)) {
            (0, false) => {}
            (1, false) => parts.push(format!("1 {one}")),
            (count, false) => parts.push(format!("{count} {several}")),
            (0, true) => parts.push(format!("{several} whose number is not recorded and may be none")),
            (1, true) => {
                parts.push(format!("1 {one} and others whose number is not recorded and may be none"))
            }
            (count, true) => parts
                .push(format!("{count} {several} and others whose number is not recorded and may be none")),
        }
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}
