//! Whether a credential can still be used at the end of the window, as far as the log shows.

use super::rules::Handle;
use crate::classify::outcome;
use crate::event::Event;
use crate::incident::{Evidence, EvidenceItem, State, Time, Usable};
use crate::vocabulary::Outcome;
use std::collections::HashMap;

/// The last change of state of each key, user and role that the log shows.
#[derive(Default)]
pub struct KeyStates(HashMap<String, Change>);

#[derive(Clone)]
struct Change {
    time: Time,
    event_id: String,
    active: bool,
    call: String,
}

impl KeyStates {
    /// Notes what an event does to a key, a user or a role.
    pub fn observe(&mut self, event: &Event) {
        if event.event_source.as_deref() != Some("iam.amazonaws.com") || outcome(event) != Outcome::Succeeded
        {
            return;
        }
        let (Some(call), Some(time), Some(event_id)) =
            (event.event_name.clone(), event.event_time, event.event_id.clone())
        else {
            return;
        };
        let of = |path: &str| event.json_text(path);
        let (name, active) = match call.as_str() {
            "UpdateAccessKey" => (
                of("requestParameters.accessKeyId"),
                of("requestParameters.status").as_deref() == Some("Active"),
            ),
            "DeleteAccessKey" => (of("requestParameters.accessKeyId"), false),
            "DeleteLoginProfile" | "DeleteUser" => (of("requestParameters.userName"), false),
            "CreateUser" | "CreateLoginProfile" | "UpdateLoginProfile" => {
                (of("requestParameters.userName"), true)
            }
            _ => return,
        };
        let Some(name) = name else { return };
        let newer = self.0.get(&name).is_none_or(|known| (known.time, &known.event_id) < (time, &event_id));
        if newer {
            self.0.insert(name, Change { time, event_id, active, call });
        }
    }
}

/// The state of one credential.
pub fn usable(handle: &Handle, expires: Option<Time>, window_end: Time, states: &KeyStates) -> Usable {
    let name = match handle {
        Handle::Key(name) | Handle::Principal(name) | Handle::SignIn(name) => name,
    };
    let change = states.0.get(name);
    let result = |state, value: &str, reason: String, event: Option<&Change>| Usable {
        state,
        value: value.into(),
        reason,
        evidence: event.map_or_else(Evidence::default, |change| Evidence {
            queries: Vec::new(),
            count: 1,
            items: vec![EvidenceItem { e: String::new(), event_id: change.event_id.clone() }],
        }),
    };
    let at = crate::subject::rfc3339;
    match (change, expires) {
        (Some(change), _) if !change.active => {
            result(State::Observed, "not usable", format!("{} at {}", change.call, at(change.time)), Some(change))
        }
        (_, Some(expiry)) if expiry <= window_end => {
            result(State::Derived, "not usable", format!("it expired at {}, before the end of the window", at(expiry)), None)
        }
        (_, Some(expiry)) => {
            result(State::Derived, "usable", format!("it expires at {}, after the end of the window, unless its sessions were revoked", at(expiry)), None)
        }
        (Some(change), None) => result(State::Observed, "usable", format!("{} at {}, the last change of its state in the collected log", change.call, at(change.time)), Some(change)),
        (None, None) if name.starts_with("ASIA") => result(
            State::CannotBeDetermined,
            "unknown",
            "it is a temporary key and no collected record gives its expiry; role sessions last at most 12 hours, user and federated sessions at most 36".into(),
            None,
        ),
        (None, None) => result(
            State::CannotBeDetermined,
            "unknown",
            "no collected record deactivates or deletes it; check its status in IAM".into(),
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
