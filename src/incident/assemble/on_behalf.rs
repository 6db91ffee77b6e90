//! Calls that a service made for a credential: that a service explains them tells nothing of who had it make them.

use crate::baseline::Actor;
use crate::incident::{Record, Time};
use crate::vocabulary::{Category, Outcome};
use arcstr::ArcStr;
use std::collections::HashMap;

/// Marks those that come after a call to that service which nobody explains and which is no mere look: it may be their
/// cause. Which call a service acted for, no record says; where calls of the owner and of others came before, it may be
/// either's.
pub fn mark(records: &mut [Box<Record>]) {
    let mut first: HashMap<(usize, ArcStr), Time> = HashMap::new();
    for record in records.iter() {
        let looks = matches!(record.category, Category::Discovery | Category::OtherRead);
        let asks = record.actor == Actor::Unattributed && record.outcome == Outcome::Succeeded && !looks;
        if let Some(credential) = record.credential.filter(|_| asks) {
            let known = first.entry((credential, record.event_source.clone())).or_insert(record.time);
            *known = record.time.min(*known);
        }
    }
    for record in records.iter_mut().filter(|record| record.actor == Actor::Service) {
        let cause = record.credential.zip(record.address.clone()).and_then(|service| first.get(&service));
        record.for_unattributed = cause.is_some_and(|asked| *asked <= record.time);
    }
}
