//! Credentials and how they were obtained: which calls hand them out, who used them, what to ask next.
//!
//! Pure: it sees rows of `events` and says what else must be collected.

mod add_identity;
mod bound;
mod builder;
mod call;
mod call_owner;
mod change_rule;
mod condition;
mod console_session_keys;
mod deputy;
mod expiry;
mod fields;
mod finish;
mod finish_standing;
mod finished;
mod function_name;
mod handed;
mod handed_key;
mod handle;
mod handles;
mod limits;
mod managed_policies;
mod names;
mod new_identity;
mod node;
mod note_renaming;
mod note_result;
mod origin;
mod ownership;
mod ownership_periods;
mod paired_records;
mod passed_roles;
mod paths;
mod policy;
mod questions;
mod renaming;
mod result_rule;
mod revoke;
mod rule;
mod rules;
mod session_name;
mod standing;
mod state_changes;
mod subject_keys;
mod switched_roles;
mod table;
mod tags;
mod traffic;
mod usability;
mod wanted;

pub use builder::{Builder, Whose};
pub use expiry::parse as parse_expiry;
pub use finished::{Lineage, credential_id};
pub use handle::Identity;
pub use limits::Limits;
pub use usability::{End, key_kind};
pub use wanted::{Wanted, WantedKind};

use crate::event::Event;

/// Whether a call is about a policy that grants nothing: each of its statements denies.
pub fn only_denies(event: &Event) -> bool {
    let of_policy = event.event_name.as_deref().is_some_and(|name| name.contains("Policy"));
    of_policy && policy::only_denies(&fields::Fields::of(event))
}

/// Every call that the rules name: source and name.
pub fn ruled_calls() -> Result<Vec<(String, String)>, String> {
    let rules = rules::Rules::builtin()?;
    Ok(rules.calls().into_iter().map(|(source, name)| (source.to_string(), name.to_string())).collect())
}

/// Checks files of rules, each with its name, as the built-in ones are checked. The error says which row is not right.
pub fn check_rules(files: &[(&str, &str)]) -> Result<(), String> {
    rules::Rules::of(files).map(|_| ())
}
