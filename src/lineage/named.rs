//! The keys that somebody named: where the search begins, and what of them turns out to have come from the others.

use super::builder::{Builder, SUBJECT_REVOKE};
use super::entry::Terms;
use super::found::Minted;
use super::handle::Handle;
use super::issuing_call::Mint;
use super::node::Node;
use super::wanted::WantedKind;

impl Builder {
    pub(super) fn subject(&mut self, key: &str) {
        self.origins.look_for(key);
        let node = Node::subject(Handle::Key(key.into()), "access key", SUBJECT_REVOKE);
        self.add(node, &[], &Terms::default());
        self.requests.want(WantedKind::About.of(key));
    }

    /// Further keys of the subject, after others were followed: not those that were found to have come from these.
    pub fn add_subjects(&mut self, keys: &[String]) {
        keys.iter().for_each(|key| self.subject(key));
        self.requests.forget(WantedKind::Ends);
    }

    /// Whether a key is one of a followed identity.
    pub fn follows(&self, key: &str) -> bool {
        self.handles.node(&Handle::Key(key.into())).is_some()
            || self.nodes.iter().any(|node| node.keys.contains(key))
    }

    /// Whoever named a key of the subject: one that another followed identity obtained came from that one. Its depth
    /// stays that of the subject until all is known, so that what is looked for does not hang on the order of records.
    pub(super) fn came_from(
        &mut self,
        known: usize,
        minted: &Minted<'_>,
        parent: usize,
        mint: &Mint,
    ) -> bool {
        let node = &self.nodes[known];
        let named = minted.in_response && minted.handles.first() == Some(&node.handle);
        if node.obtained.is_some() || !named || self.descends(parent, known) {
            return false;
        }
        let node = &mut self.nodes[known];
        node.kind.clone_from(&minted.rule.kind);
        node.revoke.clone_from(&minted.rule.revoke);
        node.target.clone_from(&minted.target);
        node.parent = Some(parent);
        node.in_response = true;
        node.alive = Some(mint.time);
        node.expires = node.expires.max(minted.expires);
        node.obtained = Some(mint.clone());
        node.give(&minted.names);
        self.names.extend(minted.names.iter().cloned());
        true
    }
}
