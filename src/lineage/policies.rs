//! Managed policies: what one denies stands in the calls that wrote it, and whom it denies it in those that attached it.

use super::policy::Denial;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A version of a managed policy, or the word that it is the one that counts.
pub struct Version {
    /// ARN of the policy.
    pub policy: String,
    /// `v2`.
    pub version: String,
    /// What it denies; `None` where the call does not hold the document.
    pub denial: Option<Option<Denial>>,
    /// It grants nothing.
    pub only_denies: bool,
    /// It counts from then on.
    pub becomes_default: bool,
}

/// What the collected log tells of managed policies; `C` is the call, ordered by time.
pub struct Policies<C> {
    denials: HashMap<(String, String), Option<Denial>>,
    /// Policies of which a version may grant something.
    granting: HashSet<String>,
    /// Which version counts from which call on.
    defaults: HashMap<String, BTreeMap<C, String>>,
    /// Whom it was attached to by which call.
    attached: HashMap<(String, String), BTreeMap<C, bool>>,
}

impl<C> Default for Policies<C> {
    fn default() -> Self {
        Self {
            denials: HashMap::new(),
            granting: HashSet::new(),
            defaults: HashMap::new(),
            attached: HashMap::new(),
        }
    }
}

impl<C: Ord + Clone> Policies<C> {
    /// A call that wrote a policy.
    pub fn write(&mut self, call: C, written: Version) {
        let Version { policy, version, denial, only_denies, becomes_default } = written;
        if let Some(denial) = denial {
            self.granting.extend((!only_denies).then(|| policy.clone()));
            self.denials.insert((policy.clone(), version.clone()), denial);
        }
        if becomes_default {
            self.defaults.entry(policy).or_default().insert(call, version);
        }
    }

    /// A call that attached a policy to a name, or took it off.
    pub fn attach(&mut self, call: C, name: String, policy: String, on: bool) {
        self.attached.entry((name, policy)).or_default().insert(call, on);
    }

    /// Policies that grant nothing, whichever version counts: all of them are in the log, from the first on.
    pub fn only_denying(&self) -> HashSet<String> {
        let whole = self.denials.keys().filter(|(_, version)| version == "v1").map(|(policy, _)| policy);
        whole.filter(|policy| !self.granting.contains(*policy)).cloned().collect()
    }

    /// What each name was denied through which policy, from which call on. A policy that was written outside the log
    /// is not known to deny anything.
    pub fn told(&self) -> Vec<(String, String, C, Option<Denial>)> {
        let mut told = Vec::new();
        for ((name, policy), attached) in &self.attached {
            let defaults = self.defaults.get(policy);
            let versions = defaults.into_iter().flatten().map(|(call, _)| call);
            let mut calls: Vec<&C> = attached.keys().chain(versions).collect();
            calls.sort();
            let mut denied = None;
            for call in calls {
                let on = attached.range(..=call).next_back().is_some_and(|(_, on)| *on);
                let version = defaults.and_then(|defaults| defaults.range(..=call).next_back());
                let denial = version.filter(|_| on).and_then(|(_, version)| {
                    self.denials.get(&(policy.clone(), version.clone())).copied().flatten()
                });
                if denial != denied {
                    told.push((name.clone(), policy.clone(), call.clone(), denial));
                }
                denied = denial;
            }
        }
        told
    }
}
