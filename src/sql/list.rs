//! The lists that a statement which collects may ask for.

use super::SqlValue;
use crate::vocabulary::vocabulary;
use minijinja::Value;

vocabulary! {
    /// A list of values in a template of `queries/collect/`; the spelling is the parameter's name.
    List {
        /// Access key IDs.
        Keys = "keys",
        /// Principal IDs, or the part of them before the colon.
        Principals = "principals",
        /// Names of users or of role sessions.
        Names = "names",
        /// Names of roles.
        Roles = "roles",
        /// Names of calls.
        Calls = "calls",
        /// Providers and trust anchors that hand out sessions.
        Issuers = "issuers",
        /// User IDs of Identity Center.
        People = "people",
        /// Shared event IDs.
        Shared = "shared",
        /// Account IDs.
        Accounts = "accounts",
        /// Source addresses.
        Addresses = "addresses",
    }
}

impl List {
    /// The parameter with these values.
    pub fn of(self, values: Vec<String>) -> (&'static str, Value) {
        (self.as_str(), SqlValue::Texts(values).into_value())
    }

    /// Whether a template prints this list.
    pub fn is_asked_for(self, template: &str) -> bool {
        template.contains(&format!("{{{{ {self} }}}}"))
    }
}
