//! The subject's keys, which whoever started keytrail named: the search begins with them. One of them may
//! turn out to have been obtained with another.

use super::builder::{Builder, SUBJECT_REVOKE};
use super::call::Call;
use super::handle::Handle;
use super::new_identity::NewIdentity;
use super::node::Node;
use super::ownership::Terms;
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
        new: &NewIdentity<'_>,
        parent: usize,
        call: &Call,
    ) -> bool {
        let node = &self.nodes[known];
        let named = new.in_response && new.handles.first() == Some(&node.handle);
        if node.obtained.is_some() || !named || self.descends(parent, known) {
            return false;
        }
        let node = &mut self.nodes[known];
        node.kind.clone_from(&new.rule.kind);
        node.revoke.clone_from(&new.rule.revoke);
        node.target.clone_from(&new.target);
        node.parent = Some(parent);
        node.in_response = true;
        node.alive = Some(call.time);
        node.expires = node.expires.max(new.expires);
        node.obtained = Some(call.clone());
        node.give(&new.names);
        self.names.extend(new.names.iter().cloned());
        true
    }
}
