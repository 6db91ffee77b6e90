//! What became of a request that a service works on after the call: its own event says it, and names what was made.

use super::builder::Builder;
use super::found::named;
use super::node::Mint;
use super::paths::{Fields, first};
use super::rules::is_call;
use serde::Deserialize;

/// A service's event that tells the result of a call.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Result {
    source: String,
    pub(super) events: Vec<String>,
    /// Names of the request.
    pub(super) names: Vec<String>,
    /// Path of the state, and the word for failure.
    state: String,
    failure: String,
    /// Path of the name of what was made, and the domain of that name.
    made: String,
    domain: String,
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

impl Result {
    /// Both names of its call.
    pub fn calls(&self) -> impl Iterator<Item = (&str, &str)> {
        self.events.iter().map(|event| (self.source.as_str(), event.as_str()))
    }
}

impl Builder {
    /// Notes a result; tells whether it is that of something followed.
    pub(super) fn note_result(&mut self, event: &Fields<'_>) -> Option<bool> {
        let rules = self.rules.clone();
        let rule = rules.results.iter().find(|rule| is_call(event, &rule.source, &rule.events))?;
        let (state, mint) = (first(event, &rule.state)?, Mint::of(event)?);
        let made = first(event, &rule.made);
        let names: Vec<String> = rule.names.iter().flat_map(|name| named(event, name)).collect();
        let mut followed = false;
        for node in self.nodes.iter_mut().filter(|node| names.iter().any(|name| node.names.contains(name))) {
            followed = true;
            let name = made.as_ref().map(|made| format!("{}:{made}", rule.domain));
            node.names.extend(name.clone());
            self.names.extend(name);
            let (mint, made, state) = (mint.clone(), made.clone(), state.clone());
            node.result = Some(Box::new(Told { failed: state == rule.failure, mint, state, made }));
        }
        Some(followed)
    }
}
