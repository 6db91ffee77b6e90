//! Managed policies. What a policy denies stands in the calls that wrote its versions; whom it is denied
//! stands in the calls that attached it.

use super::names::Name;
use super::policy::Denial;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A call that writes a version of a managed policy, or makes a version the default.
pub struct Version {
    /// ARN of the policy.
    pub policy: String,
    /// `v2`.
    pub version: String,
    /// What it denies; `None` where the call does not hold the document.
    pub denial: Option<Option<Denial>>,
    /// It grants nothing.
    pub only_denies: bool,
    /// It is the default version from then on.
    pub becomes_default: bool,
}

/// The versions and attachments of managed policies in the collected log; `C` is a call, ordered by time.
pub struct Policies<C> {
    denials: HashMap<(String, String), Option<Denial>>,
    /// Policies of which a version may grant something.
    granting: HashSet<String>,
    /// The default version of each policy from each call on.
    defaults: HashMap<String, BTreeMap<C, String>>,
    /// For each name and policy: the calls that attached it (true) or took it off.
    attached: HashMap<(Name, String), BTreeMap<C, bool>>,
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
    /// Notes a call that wrote a policy or chose its default version.
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

    /// Notes a call that attached a policy to a name, or took it off.
    pub fn attach(&mut self, call: C, name: Name, policy: String, on: bool) {
        self.attached.entry((name, policy)).or_default().insert(call, on);
    }

    /// Policies that grant nothing, whichever version is the default: all versions are in the log, from the first on.
    pub fn only_denying(&self) -> HashSet<String> {
        let whole = self.denials.keys().filter(|(_, version)| version == "v1").map(|(policy, _)| policy);
        whole.filter(|policy| !self.granting.contains(*policy)).cloned().collect()
    }

    /// Each change of what a name is denied through a policy: name, policy, the call from which on it holds,
    /// and what is denied. A policy whose document is in no collected call is not known to deny anything.
    pub fn denials(&self) -> Vec<(Name, String, C, Option<Denial>)> {
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
