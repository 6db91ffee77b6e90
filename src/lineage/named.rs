//! The subject's keys, which whoever started keytrail named: the search begins with them. One of them may
//! turn out to have been obtained with another.

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

    /// Adds further subjects after others were followed.
    pub fn add_subjects(&mut self, keys: &[String]) {
        keys.iter().for_each(|key| self.subject(key));
        self.requests.forget(WantedKind::Ends);
    }

    /// Whether a key belongs to a followed identity.
    pub fn follows(&self, key: &str) -> bool {
        self.handles.node(&Handle::Key(key.into())).is_some()
            || self.nodes.iter().any(|node| node.keys.contains(key))
    }

    /// Where a followed identity obtained a key that was named as a subject, that identity becomes the key's
    /// parent; returns whether that is so. The depth stays that of a subject until all is known, so that what
    /// is searched does not hang on the order of records.
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
