//! Roles that an earlier call passed and a later call acts with: a change set runs with the role that it was
//! made with.

use super::fields::Fields;
use super::names::{Name, NamePattern, all_names};
use super::paths::Path;
use super::table::{Row, Table};
use crate::facts::Time;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// A call that passes a role to what it makes, and the call that acts with that role.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassingRule {
    source: String,
    /// The call that passes, what it passes, and the names of what it makes.
    event: String,
    what: Path,
    names: Vec<NamePattern>,
    /// The call that acts, and by what names.
    to: String,
    by: Vec<NamePattern>,
}

impl Row for PassingRule {
    fn calls(&self) -> Vec<(&str, &str)> {
        vec![(&self.source, &self.event), (&self.source, &self.to)]
    }
}

impl PassingRule {
    fn passes(&self, event: &Fields<'_>) -> bool {
        event.event_name.as_ref() == Some(&self.event)
    }

    fn acts(&self, event: &Fields<'_>) -> bool {
        event.event_name.as_ref() == Some(&self.to)
    }
}

/// The role that was passed, if one was, and the followed identity that passed it.
pub type PassedRole = (Option<String>, Option<usize>);

/// Roles that were passed, by the name of what has them. Names are used again: what is made anew has the role
/// that was passed then, or none.
#[derive(Clone, Debug, Default)]
pub struct PassedRoles(HashMap<Name, BTreeMap<Time, PassedRole>>);

impl PassedRoles {
    /// Notes the role that a successful call passes; returns the calls that may act with a role that a
    /// followed identity passed.
    pub fn note(
        &mut self,
        rules: &Table<PassingRule>,
        event: &Fields<'_>,
        owner: Option<usize>,
    ) -> Vec<String> {
        let Some(time) = event.event_time else { return Vec::new() };
        let mut acting = Vec::new();
        for (_, rule) in rules.of(event).filter(|(_, rule)| rule.passes(event)) {
            let what = rule.what.first(event);
            acting.extend(what.as_ref().and(owner).map(|_| rule.to.clone()));
            for name in all_names(&rule.names, event) {
                self.0.entry(name).or_default().insert(time, (what.clone(), owner));
            }
        }
        acting
    }

    /// The role that was passed last to what a call acts on.
    pub fn to(&self, rules: &Table<PassingRule>, event: &Fields<'_>) -> PassedRole {
        let last = || {
            let (_, rule) = rules.of(event).find(|(_, rule)| rule.acts(event))?;
            let mut names = all_names(&rule.by, event).into_iter();
            let passed = names.find_map(|name| self.0.get(&name)?.range(..=event.event_time?).next_back())?;
            Some(passed.1.clone())
        };
        last().unwrap_or_default()
    }
}
