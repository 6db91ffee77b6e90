//! The finished graph: every credential, and which of them a call belongs to.

use super::handle::Identity;
use super::handles::Handles;
use crate::facts::{Credential, Gap, IssuedBy, Pivot, Standing};
use std::collections::HashSet;

/// The finished graph.
#[derive(Default)]
pub struct Lineage {
    /// Credentials, `K-01` first.
    pub credentials: Vec<Credential>,
    /// Who issued the subject keys.
    pub issued_by: Vec<IssuedBy>,
    /// Who issued the keys of those, upwards.
    pub ancestry: Vec<IssuedBy>,
    /// Bounds of the search that left something out.
    pub gaps: Vec<Gap>,
    /// What the credentials opened, granted or weakened, and what took that back.
    pub standing: Vec<Standing>,
    /// ARNs of policies that followed credentials wrote and that grant nothing.
    pub only_denying: HashSet<String>,
    pub(super) handles: Handles,
    pub(super) parents: Vec<Option<usize>>,
    pub(super) in_response: Vec<bool>,
    pub(super) place: Vec<usize>,
    /// Whether each node is known by calls without an access key.
    pub(super) keyless: Vec<bool>,
}

impl Lineage {
    /// The credential that a credential came from.
    pub fn parent_of(&self, credential: usize) -> Option<usize> {
        self.parents.get(credential).copied().flatten()
    }

    /// Index into `credentials` of the credential that a call belongs to; `seen` is the node that the builder
    /// named when it saw the whole event.
    pub fn credential_of(&self, identity: &Identity<'_>, seen: Option<usize>) -> Option<usize> {
        let of_seen = || self.place.get(seen?).copied();
        // Only the whole event shows what signed a call without an access key; by its user alone, the call
        // could seem to be another followed credential's.
        if seen.is_some_and(|node| self.keyless.get(node) == Some(&true)) {
            return of_seen();
        }
        self.handles.owner(identity).or_else(of_seen)
    }

    /// Credentials that this one obtained through a key in a response, with the index of each, in order.
    pub fn pivots_of(&self, credential: usize) -> Vec<(usize, Pivot)> {
        let children = self.parents.iter().enumerate().filter(|(_, parent)| **parent == Some(credential));
        let pivot = |(index, _): (usize, &Option<usize>)| {
            let child = &self.credentials[index];
            let obtained = child.obtained.as_ref().filter(|_| self.in_response[index])?;
            let pivot = Pivot {
                time: obtained.at,
                via: obtained.via.clone(),
                credential: child.name.clone(),
                target: obtained.target.clone(),
                used_events: 0,
                event_id: obtained.evidence.items.first().map(|i| i.event_id.clone()).unwrap_or_default(),
            };
            Some((index, pivot))
        };
        children.filter_map(pivot).collect()
    }
}

/// `K-01`, `K-02` …
pub fn credential_id(position: usize) -> String {
    format!("K-{:02}", position + 1)
}
