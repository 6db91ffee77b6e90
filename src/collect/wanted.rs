//! What the lineage wants, as statements: which template asks for it, and with which parameters.

use crate::lineage::{Wanted, WantedKind};
use crate::sql::{Params, SqlValue};
use std::collections::BTreeMap;

/// How one kind of wanted thing is asked for.
#[derive(Clone, Copy)]
pub struct Asking {
    /// Below `queries/collect/`.
    template: &'static str,
    parameter: &'static str,
    /// Second parameter: what follows the colon of each value, or the value.
    sessions: Option<&'static str>,
    /// For the receipt.
    pub purpose: &'static str,
    /// Rows that turn out to be somebody else's are not kept.
    pub own_only: bool,
}

const fn asking(template: &'static str, parameter: &'static str, purpose: &'static str) -> Asking {
    Asking { template, parameter, sessions: None, purpose, own_only: true }
}

/// The row of a kind.
fn row(kind: WantedKind) -> Asking {
    match kind {
        WantedKind::Key => Asking {
            own_only: false,
            ..asking("by_credential", "keys", "calls signed with followed access keys")
        },
        WantedKind::Principal => Asking {
            own_only: false,
            ..asking("by_principal", "principals", "calls of users and roles that the subject made")
        },
        WantedKind::Session => asking("by_session", "principals", "calls of followed sessions"),
        WantedKind::SessionName => asking(
            "by_session_name",
            "names",
            "role sessions of instances, functions and tasks that the subject made",
        ),
        WantedKind::SignIn => asking("sign_ins", "names", "console sign-ins of users whose password was set"),
        WantedKind::Console => asking("console", "principals", "console sign-ins of followed principals"),
        WantedKind::Keyless => asking(
            "keyless",
            "names",
            "calls without an access key of users who were given other credentials",
        ),
        WantedKind::Person => asking(
            "on_behalf",
            "people",
            "calls on behalf of Identity Center users that the subject made or admitted",
        ),
        WantedKind::Issuer => {
            asking("federated", "issuers", "sessions handed out by providers that the subject made")
        }
        WantedKind::Trust => {
            asking("trusted", "roles", "calls that assume roles which the subject opened to others")
        }
        WantedKind::Shared => asking("shared", "shared", "copies of the calls in other accounts"),
        WantedKind::About => Asking {
            own_only: false,
            ..asking("about_key", "keys", "calls that issue, deactivate or delete followed keys")
        },
        WantedKind::Origin => Asking {
            sessions: Some("names"),
            ..asking("origin", "principals", "calls that made the subject's sessions")
        },
        WantedKind::Ends => asking("ends", "calls", "calls that end or restore what was obtained"),
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
        if let Some(name) = self.sessions {
            // A user's sessions have no name of their own; the list may not be empty.
            let session = |value: &String| value.split_once(':').map_or(&**value, |(_, s)| s).to_string();
            let mut sessions: Vec<String> = values.iter().map(session).collect();
            sessions.sort();
            sessions.dedup();
            params.insert(name, SqlValue::Texts(sessions).into_value());
        }
        params.insert(self.parameter, SqlValue::Texts(values).into_value());
        params
    }
}
