//! Rows that say what ends or restores an identity, and what they find in an event. The fields are explained in
//! `rules/README.md`.

use super::condition::Condition;
use super::fields::Fields;
use super::managed_policies::Version;
use super::names::{Name, NamePattern, all_names};
use super::ownership_periods::Owner;
use super::paths::Path;
use super::policy::{Denial, denial, only_denies};
use crate::facts::Time;
use serde::Deserialize;

/// A call that ends or restores something.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeRule {
    pub source: String,
    pub events: Vec<String>,
    pub when: Option<Condition>,
    /// Names of what is changed; none where only what the same call hands out changes hands.
    #[serde(default)]
    pub names: Vec<NamePattern>,
    /// Usable afterwards.
    active: bool,
    /// A policy, which decides what ends: everything, sessions from before a time, or nothing.
    denies: Option<Path>,
    /// The policy that it ends through.
    through: Option<Path>,
    /// What ends is told by the calls that made the policy, which `through` names.
    #[serde(default)]
    pub managed: bool,
    /// Sessions that were issued before go on.
    #[serde(default)]
    leaves: bool,
    /// What goes on nonetheless, and keeps it from being over.
    but: Option<String>,
    /// Whether it ended hangs on what was put in its place.
    #[serde(default)]
    replaced: bool,
    /// A followed identity that does this makes it anew; anybody else ends it.
    #[serde(default)]
    others: bool,
    /// Whoever does this: what follows is not its use.
    #[serde(default)]
    over: bool,
}

/// What an event ends or restores.
#[derive(Clone, Debug)]
pub struct Ended {
    /// Names of what it ends or restores.
    pub names: Vec<Name>,
    /// Usable afterwards.
    pub active: bool,
    /// The policy that it ended through; what else ended it stays.
    pub through: String,
    /// Only sessions that were issued before this time.
    pub issued_before: Option<Time>,
    /// Sessions that were issued before go on.
    pub leaves: bool,
    /// What goes on nonetheless.
    pub but: Option<String>,
    /// Whether it ended hangs on what was put in its place.
    pub replaced: bool,
    /// Somebody else has it now, or nobody.
    pub new_owner: Option<Owner>,
    /// What ends is what the policy that it goes through denies.
    pub managed: bool,
}

impl ChangeRule {
    /// What is wrong with the row as a whole.
    pub fn fault(&self) -> Option<&'static str> {
        match () {
            () if self.active && (self.leaves || self.replaced || self.denies.is_some()) => {
                Some("what is `active` afterwards did not end: it has no `leaves`, `replaced` or `denies`")
            }
            () if self.others && self.over => {
                Some("`others` asks who made the call and `over` does not: it is one or the other")
            }
            () if self.names.is_empty() && !self.others && !self.over => Some("it `names` nothing"),
            () if self.managed && self.through.is_none() => {
                Some("`managed` needs the policy that `through` names")
            }
            () => None,
        }
    }

    /// What an event that fits ends or restores; `own` when a followed identity made the call. `None` where the policy
    /// that decides is not in the record.
    pub fn found(&self, event: &Fields<'_>, own: bool) -> Option<Ended> {
        // A policy that only denies gives nothing back.
        let made_anew = own && self.others && !only_denies(event);
        let denial = match &self.denies {
            Some(path) => denial(&path.first(event)?),
            None => Some(Denial::Everything),
        };
        Some(Ended {
            names: all_names(&self.names, event),
            // A policy under the same name is overwritten, and what it denied before with it.
            active: self.active || made_anew || denial.is_none(),
            through: self.through.as_ref().and_then(|path| path.first(event)).unwrap_or_default(),
            issued_before: match denial {
                Some(Denial::IssuedBefore(time)) => Some(time),
                _ => None,
            },
            leaves: self.leaves,
            managed: self.managed,
            but: self.but.clone(),
            replaced: self.replaced && !made_anew,
            new_owner: match self.over {
                true => Some(Owner::Nobody),
                false => (self.others && !own).then_some(Owner::Others),
            },
        })
    }
}

/// A call that writes a managed policy, or says which of its versions counts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenRule {
    pub source: String,
    pub events: Vec<String>,
    pub when: Option<Condition>,
    policy: Path,
    version: Path,
    document: Option<Path>,
    #[serde(default)]
    becomes_default: bool,
}

impl WrittenRule {
    /// What an event that fits writes; `None` where the record names no policy or version.
    pub fn found(&self, event: &Fields<'_>) -> Option<Version> {
        let denies = |path: &Path| path.first(event).and_then(|text| denial(&text));
        Some(Version {
            policy: self.policy.first(event)?,
            version: self.version.first(event)?,
            denial: self.document.as_ref().map(denies),
            only_denies: only_denies(event),
            becomes_default: self.becomes_default,
        })
    }
}
