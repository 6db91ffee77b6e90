//! What became of a request that a service works on after the call: its own event says it, and names what was made.

use super::builder::Builder;
use super::fields::Fields;
use super::names::{Name, NamePattern, all_names};
use super::node::Mint;
use super::paths::Path;
use super::table::Row;
use serde::Deserialize;

/// A service's event that tells the result of a call.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Result {
    source: String,
    pub(super) events: Vec<String>,
    /// Names of the request.
    pub(super) names: Vec<NamePattern>,
    /// The state, and the word for failure.
    state: Path,
    failure: String,
    /// The name of what was made, and the domain of that name.
    made: Path,
    pub(super) domain: String,
}

/// The result of the call that made something.
#[derive(Clone, Debug)]
pub struct Told {
    pub mint: Mint,
    pub state: String,
    pub failed: bool,
    /// What was made.
    pub made: Option<String>,
}

impl Row for Result {
    fn calls(&self) -> Vec<(&str, &str)> {
        self.events.iter().map(|event| (self.source.as_str(), event.as_str())).collect()
    }
}

impl Builder {
    /// Notes a result; tells whether it is that of something followed.
    pub(super) fn note_result(&mut self, event: &Fields<'_>) -> Option<bool> {
        let rules = self.rules.clone();
        let (_, rule) = rules.results.of(event).next()?;
        let (state, mint) = (rule.state.first(event)?, Mint::of(event)?);
        let made = rule.made.first(event);
        let names = all_names(&rule.names, event);
        let mut followed = false;
        for node in self.nodes.iter_mut().filter(|node| names.iter().any(|name| node.names.contains(name))) {
            followed = true;
            let name = made.as_ref().map(|made| Name::new(&rule.domain, made));
            node.names.extend(name.clone());
            self.names.extend(name);
            let (mint, made, state) = (mint.clone(), made.clone(), state.clone());
            node.result = Some(Box::new(Told { failed: state == rule.failure, mint, state, made }));
        }
        Some(followed)
    }
}
