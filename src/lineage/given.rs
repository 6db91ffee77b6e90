//! What a call acts with that an earlier one gave: a change set runs with the role that it was made with.

use super::found::named;
use super::paths::{Fields, first};
use crate::facts::Time;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// A call that gives something to what it makes, and the call that acts with it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Giving {
    source: String,
    /// The call that gives, the path of what, and the names of what it makes.
    event: String,
    what: String,
    names: Vec<String>,
    /// The call that acts, and by what names.
    to: String,
    by: Vec<String>,
}

impl Giving {
    /// Both calls.
    pub fn calls(&self) -> [(&str, &str); 2] {
        [(&self.source, &self.event), (&self.source, &self.to)]
    }

    fn is(&self, event: &Fields<'_>, name: &str) -> bool {
        event.event_source.as_deref() == Some(&self.source) && event.event_name.as_deref() == Some(name)
    }
}

/// What was given, and the followed identity that gave it.
pub type Gift = (Option<String>, Option<usize>);

/// What was given, by the name of what it was given to: names are used again, and what is made anew has what was given
/// then, or nothing.
#[derive(Clone, Debug, Default)]
pub struct Given(HashMap<String, BTreeMap<Time, Gift>>);

impl Given {
    /// Notes what a call that succeeded gives; the calls that may act with what a followed identity gave.
    pub fn note(&mut self, givings: &[Giving], event: &Fields<'_>, owner: Option<usize>) -> Vec<String> {
        let Some(time) = event.event_time else { return Vec::new() };
        let mut acting = Vec::new();
        for giving in givings.iter().filter(|giving| giving.is(event, &giving.event)) {
            let what = first(event, &giving.what);
            acting.extend(what.as_ref().and(owner).map(|_| giving.to.clone()));
            for name in giving.names.iter().flat_map(|name| named(event, name)) {
                self.0.entry(name).or_default().insert(time, (what.clone(), owner));
            }
        }
        acting
    }

    /// What was given last to what a call acts on.
    pub fn to(&self, givings: &[Giving], event: &Fields<'_>) -> Gift {
        let last = || {
            let giving = givings.iter().find(|giving| giving.is(event, &giving.to))?;
            let mut names = giving.by.iter().flat_map(|name| named(event, name));
            let given = names.find_map(|name| self.0.get(&name)?.range(..=event.event_time?).next_back())?;
            Some(given.1.clone())
        };
        last().unwrap_or_default()
    }
}
