//! Rows for events in which a service reports what became of an earlier call, and names what was made.

use super::names::NamePattern;
use super::paths::Path;
use super::table::Row;
use serde::Deserialize;

/// An event that reports the result of a call. The fields are explained in `rules/README.md`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultRule {
    source: String,
    pub(super) events: Vec<String>,
    /// Names of the request, by which the call's rule knows it.
    pub(super) names: Vec<NamePattern>,
    /// The state, and the word for failure.
    pub(super) state: Path,
    pub(super) failure: String,
    /// The name of what was made, and the domain of that name.
    pub(super) made: Path,
    pub(super) domain: String,
}

impl Row for ResultRule {
    fn calls(&self) -> Vec<(&str, &str)> {
        self.events.iter().map(|event| (self.source.as_str(), event.as_str())).collect()
    }
}
