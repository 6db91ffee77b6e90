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

/// What may have been done with a store, and how often it was.
const DONE: [(&str, Count); 5] = [
    ("reads of", |d| d.reads),
    ("deletions of or in", |d| d.deletions),
    ("opened to others:", |d| d.shares),
    ("copies made of", |d| d.copies),
    ("changes to", |d| d.changes),
];

/// Confirmed, suspected, not observed, cannot be determined: each part that there is, as a sentence. What the declared
/// baseline attributes to the owner is in none of them and follows.
pub fn data_impact(incident: &Incident) -> String {
    let (own, others): (Vec<&DataAccess>, Vec<&DataAccess>) =
        incident.data_access.iter().partition(|d| d.own);
    let (made, stores): (Vec<&DataAccess>, Vec<&DataAccess>) = others.into_iter().partition(|d| d.made);
    let mut confirmed = done(&stores, &DONE);
    confirmed.extend(of_made(&made));
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
    if let Some(named) = counted(&stores, only_settings) {
        confirmed.push(format!("settings changed, with no content logged as written or deleted, of {named}"));
    }
    if let Some(named) = counted(&stores, |d| d.lifecycle_rules > 0) {
        suspected.push(format!("later deletions, by lifecycle rules that were set on {named}"));
    }
    if let Some(kinds) = unnumbered(&stores) {
        suspected.push(format!(
            "reads of {kinds} by calls that named a path or a filter: how many were read, and whether any, is not recorded"
        ));
    }
    if stores.iter().any(|d| d.shares > 0) {
        suspected.push("reads by those to whom stores were opened".to_string());
    }
    for (question, what) in READS {
        let Some(answer) = incident.answers.iter().find(|a| a.number == question) else { continue };
        let [total, succeeded] = ["total", "succeeded"].map(|outcome| unattributed(answer, outcome));
        let tried = succeeded == Some(0) && total > Some(0);
        let unseen = question == Asked::Objects || hidden(incident, answer);
        match answer.state {
            State::NotObserved => not_observed.push(format!("reads of {what}")),
            State::CannotBeDetermined => unknown.push(format!("whether {what} were read")),
            // What was tried without success is an attempt, and no ground for suspicion.
            _ if tried && !unseen => {
                not_observed.push(format!("reads of {what} that succeeded (they were tried)"));
            }
            _ if tried => {
                unknown.push(format!("whether {what} were read (it was tried, and no read by a followed credential is logged as successful)"));
            }
            // Reads of objects are logged bucket by bucket: those of one bucket say nothing of another.
            _ if unseen => unknown.push(format!("whether other {what} were read")),
            _ if total == Some(0) => {
                not_observed.push(format!("reads of {what} that are not attributed to the owner"));
            }
            _ => {}
        }
    }
    let parts = [
        ("Confirmed", confirmed),
        ("Suspected", suspected),
        ("Not observed", not_observed),
        ("Cannot be determined", unknown),
        ("Attributed to the owner by the declared baseline", done(&own, &DONE)),
    ];
    let told = parts.into_iter().filter(|(_, list)| !list.is_empty());
    told.map(|(word, list)| format!("{word}: {}.", list.join("; "))).collect::<Vec<_>>().join(" ")
}

/// Whether secrets or parameters could have been read unseen.
pub fn secrets_unseen(incident: &Incident) -> bool {
    let answer = incident.answers.iter().find(|answer| answer.number == Asked::Secrets);
    answer.is_none_or(|a| a.state == State::CannotBeDetermined || hidden(incident, a))
}

/// Whether a gap could hide more of what an answer is about.
fn hidden(incident: &Incident, answer: &Answer) -> bool {
    incident.gaps.iter().any(|gap| answer.gaps.contains(&gap.id) && gap.hides())
}

/// How many of an answer's calls have an outcome and are not attributed to the owner.
fn unattributed(answer: &Answer, outcome: &str) -> Option<u64> {
    let own = answer.facts.get("own").and_then(|own| own.get(outcome)?.as_u64());
    Some(answer.outcome(outcome)?.saturating_sub(own.unwrap_or(0)))
}

/// Everything that was done with these stores.
fn done(stores: &[&DataAccess], what: &[(&str, Count)]) -> Vec<String> {
    let each = what.iter().filter_map(|(what, count)| {
        let named = counted(stores, |d| count(d) > 0)?;
        Some(format!("{what} {named}"))
    });
    each.collect()
}

/// The secrets and parameters that a followed credential had itself created; to create one is to change it.
fn of_made(made: &[&DataAccess]) -> Option<String> {
    let named = counted(made, |_| true)?;
    let besides = done(made, &DONE[..4]);
    let besides = if besides.is_empty() { String::new() } else { format!(" ({})", besides.join("; ")) };
    Some(format!("created by a followed credential itself: {named}{besides}"))
}

/// Kinds of stores that were read without being named one by one. A path or a filter may hold nothing.
fn unnumbered(stores: &[&DataAccess]) -> Option<String> {
    let read = |kind: StoreKind| stores.iter().any(|d| d.several && d.kind == kind && d.reads > 0);
    let kinds: Vec<&str> =
        STORES.iter().filter(|(kind, ..)| read(*kind)).map(|(.., several)| *several).collect();
    (!kinds.is_empty()).then(|| kinds.join(" and "))
}

/// `2 secrets, 1 database table`; `None` where there is none that is named.
fn counted(stores: &[&DataAccess], test: impl Fn(&DataAccess) -> bool) -> Option<String> {
    let each = STORES.iter().filter_map(|(kind, one, several)| {
        let count = stores.iter().filter(|d| d.kind == *kind && !d.several && test(d)).count();
        (count > 0).then(|| format!("{count} {}", if count == 1 { one } else { several }))
    });
    let parts: Vec<String> = each.collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
