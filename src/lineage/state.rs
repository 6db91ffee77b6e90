//! Whether a credential can still be used at the end of the window, as far as the log shows.

use super::node::{Mint, Node};
use super::rules::Ended;
use crate::event::Event;
use crate::incident::{Evidence, EvidenceItem, State, Time, Usable};
use chrono::TimeDelta;
use std::collections::HashMap;

/// What was switched off is not off everywhere at once; a use some minutes later contradicts it.
const SETTLES: TimeDelta = TimeDelta::minutes(5);

/// The last change of state that the log shows of each name: of all that has it, and of its older sessions alone.
#[derive(Default)]
pub struct States(HashMap<(String, bool), Change>);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    call: Mint,
    active: bool,
    replaced: bool,
    /// Sessions that were issued later go on.
    issued_before: Option<Time>,
    /// Number of the followed identity whose call it was, as far as that was known when it was seen.
    owner: Option<usize>,
}

impl States {
    /// Notes what an event that succeeded ends or restores.
    pub fn note(&mut self, event: &Event, ended: Ended, owner: Option<usize>) {
        let Some(call) = Mint::of(event) else { return };
        let Ended { names, active, issued_before, replaced, .. } = ended;
        let new = Change { call, active, replaced, issued_before, owner };
        for name in names {
            let known = self.0.entry((name, issued_before.is_some())).or_insert_with(|| new.clone());
            *known = known.clone().max(new.clone());
        }
    }

    /// The last change that applies to a node: none from before it was obtained or seen alive, for a name may be given
    /// again.
    fn of(&self, node: &Node) -> Option<&Change> {
        let changes = node.names.iter().flat_map(|name| {
            let whole =
                self.0.get(&(name.clone(), false)).filter(|c| node.alive.is_none_or(|t| t <= c.call.time));
            let older = self.0.get(&(name.clone(), true)).filter(|_| node.is_session());
            let older = older.filter(|c| node.issued().is_none_or(|issued| Some(issued) < c.issued_before));
            whole.into_iter().chain(older)
        });
        let changes = changes.filter(|c| !c.replaced || node.alive.is_none_or(|time| time < c.call.time));
        changes.max_by_key(|change| (!change.active, *change))
    }
}

/// The state of one credential. `who` names the followed credential that made a call, if one did.
pub fn usable(
    node: &Node,
    window_end: Time,
    states: &States,
    who: &dyn Fn(&Mint, Option<usize>) -> Option<String>,
) -> Usable {
    let change = states.of(node);
    let result = |state, value: &str, reason: String, event: Option<&Change>| Usable {
        state,
        value: value.into(),
        reason,
        by: event.and_then(|change| who(&change.call, change.owner)),
        by_name: event.map(|change| change.call.caller()),
        evidence: event.map_or_else(Evidence::default, |change| Evidence {
            queries: Vec::new(),
            count: 1,
            items: vec![EvidenceItem { e: String::new(), event_id: change.call.event_id.clone() }],
        }),
    };
    let at = crate::subject::rfc3339;
    match (change, node.expires) {
        (Some(change), _) if change.replaced => result(State::CannotBeDetermined, "unknown", format!("{} at {} replaced what opened it; read what it says now", change.call.via, at(change.call.time)), Some(change)),
        (Some(change), expiry) if !change.active && expiry.is_none_or(|expiry| change.call.time < expiry) => {
            match node.last_success.filter(|last| *last > change.call.time + SETTLES) {
                Some(last) => result(State::CannotBeDetermined, "unknown", format!("{} at {}, yet a call with it succeeded at {}", change.call.via, at(change.call.time), at(last)), Some(change)),
                None => result(State::Observed, "not usable", format!("{} at {}", change.call.via, at(change.call.time)), Some(change)),
            }
        }
        (_, Some(expiry)) if expiry <= window_end => {
            result(State::Derived, "not usable", format!("it expired at {}, before the end of the window", at(expiry)), None)
        }
        (_, Some(expiry)) => {
            result(State::Derived, "usable", format!("it expires at {}, after the end of the window, unless its sessions were revoked", at(expiry)), None)
        }
        (Some(change), None) => result(State::Observed, "usable", format!("{} at {}, the last change of its state in the collected log", change.call.via, at(change.call.time)), Some(change)),
        (None, None) if node.handle.text().starts_with("ASIA") => result(
            State::CannotBeDetermined,
            "unknown",
            "it is a temporary key and no collected record gives its expiry; role sessions last at most 12 hours, user and federated sessions at most 36".into(),
            None,
        ),
        (_, None) if node.is_session() => result(
            State::CannotBeDetermined,
            "unknown",
            "no collected record gives its expiry or ends it; a session goes on until it expires or its principal is denied".into(),
            None,
        ),
        (_, None) => result(
            State::CannotBeDetermined,
            "unknown",
            "no collected record deactivates or deletes it; check its status in AWS".into(),
            None,
        ),
    }
}

/// The kind of a key by its prefix (IAM user guide, "IAM identifiers").
pub fn key_kind(key: &str, arn: Option<&str>) -> String {
    let session = arn.is_some_and(|a| a.contains(":assumed-role/"));
    match key.get(..4) {
        Some("AKIA") => "long-term access key",
        Some("ASIA") if session => "temporary key of a role session",
        Some("ASIA") => "temporary key",
        Some("AIDA") => "user",
        Some("AROA") => "role",
        _ => "access key",
    }
    .into()
}
