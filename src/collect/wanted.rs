//! What the lineage wants, as statements: which template asks for it, and with which lists.

use crate::lineage::{Wanted, WantedKind};
use crate::sql::{List, Params};
use std::collections::BTreeMap;

/// How one kind of wanted thing is asked for.
#[derive(Clone, Copy)]
pub struct Asking {
    /// Below `queries/collect/`.
    template: &'static str,
    list: List,
    /// Second list: what follows the colon of each value, or the value.
    sessions: Option<List>,
    /// For the receipt.
    pub purpose: &'static str,
    /// Rows that turn out to be somebody else's are not kept.
    pub own_only: bool,
}

const fn asking(template: &'static str, list: List, purpose: &'static str) -> Asking {
    Asking { template, list, sessions: None, purpose, own_only: true }
}

/// The row of a kind.
fn row(kind: WantedKind) -> Asking {
    match kind {
        WantedKind::Key => Asking {
            own_only: false,
            ..asking("by_credential", List::Keys, "calls signed with followed access keys")
        },
        WantedKind::Principal => Asking {
            own_only: false,
            ..asking("by_principal", List::Principals, "calls of users and roles that the subject made")
        },
        WantedKind::Session => asking("by_session", List::Principals, "calls of followed sessions"),
        WantedKind::SessionName => asking(
            "by_session_name",
            List::Names,
            "role sessions of instances, functions and tasks that the subject made",
        ),
        WantedKind::SessionPart => asking(
            "by_session_part",
            List::Names,
            "role sessions of jobs and file transfer users that the subject made",
        ),
        WantedKind::SignIn => {
            asking("sign_ins", List::Names, "console sign-ins of users whose password was set")
        }
        WantedKind::Console => asking("console", List::Principals, "console sign-ins of followed principals"),
        WantedKind::Keyless => asking(
            "keyless",
            List::Names,
            "calls without an access key of users who were given other credentials",
        ),
        WantedKind::Person => asking(
            "on_behalf",
            List::People,
            "calls on behalf of Identity Center users that the subject made or admitted",
        ),
        WantedKind::Issuer => {
            asking("federated", List::Issuers, "sessions handed out by providers that the subject made")
        }
        WantedKind::Trust => {
            asking("trusted", List::Roles, "calls that assume roles which the subject opened to others")
        }
        WantedKind::Shared => asking("shared", List::Shared, "copies of the calls in other accounts"),
        WantedKind::About => Asking {
            own_only: false,
            ..asking("about_key", List::Keys, "calls that issue, deactivate or delete followed keys")
        },
        WantedKind::Origin => Asking {
            sessions: Some(List::Names),
            ..asking("origin", List::Principals, "calls that made the subject's sessions")
        },
        WantedKind::Ends => asking("ends", List::Calls, "calls that end or restore what was obtained"),
    }
}

/// Wanted things by how they are asked for, each list at most `most` long.
pub fn statements(wanted: impl IntoIterator<Item = Wanted>, most: usize) -> Vec<(Asking, Vec<String>)> {
    let mut lists: BTreeMap<WantedKind, Vec<String>> = BTreeMap::new();
    for Wanted { kind, value } in wanted {
        lists.entry(kind).or_default().push(value);
    }
    let parts = lists.into_iter().flat_map(|(kind, values)| {
        values.chunks(most).map(|part| (row(kind), part.to_vec())).collect::<Vec<_>>()
    });
    parts.collect()
}

impl Asking {
    /// Path of the template below `queries/`.
    pub fn template(&self) -> String {
        format!("collect/{}.sql", self.template)
    }

    /// The parameters for some values.
    pub fn params(&self, values: Vec<String>) -> Params {
        let mut params = Params::new();
        if let Some(list) = self.sessions {
            // A user's sessions have no name of their own; the list may not be empty.
            let session = |value: &String| value.split_once(':').map_or(&**value, |(_, s)| s).to_string();
            let mut sessions: Vec<String> = values.iter().map(session).collect();
            sessions.sort();
            sessions.dedup();
            params.extend([list.of(sessions)]);
        }
        params.extend([self.list.of(values)]);
        params
    }
}
