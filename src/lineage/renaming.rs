//! Calls that give something another name.

use super::fields::Fields;
use super::names::Name;
use super::paths::Path;
use crate::facts::Time;
use serde::Deserialize;

/// A call that gives something another name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenamingRule {
    pub source: String,
    pub events: Vec<String>,
    pub domains: Vec<String>,
    from: Path,
    to: Path,
}

/// What an event gives another name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Renaming {
    /// Domains of the names that it has.
    pub domains: Vec<String>,
    /// The name before.
    pub from: String,
    /// The name from then on.
    pub to: String,
}

impl RenamingRule {
    /// The names before and after; `None` where the name stays as it is.
    pub fn found(&self, event: &Fields<'_>) -> Option<Renaming> {
        let (from, to) = (self.from.first(event)?, self.to.first(event)?);
        (from != to).then(|| Renaming { domains: self.domains.clone(), from, to })
    }
}

/// A change of a name at a time. Ordered by time: a name may be changed again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Renamed {
    pub time: Time,
    pub account: String,
    pub renaming: Renaming,
}

impl Renamed {
    /// The name before and after in each domain: `user:111122223333/bob`.
    pub fn names(&self) -> impl Iterator<Item = (Name, Name)> {
        let Renaming { domains, from, to } = &self.renaming;
        domains.iter().map(move |domain| {
            let name = |name: &String| Name::of_account(domain, &self.account, name);
            (name(from), name(to))
        })
    }
}
