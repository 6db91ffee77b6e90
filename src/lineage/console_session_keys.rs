//! The other keys of a console session whose key is the subject. The console signs the calls of one session
//! with many short-lived keys. These keys get a node of their own: they are not the subject, and no call of
//! the subject handed them out.

use super::builder::Builder;
use super::call::Call;
use super::finished::credential_id;
use super::handle::Handle;
use super::new_identity::NewIdentity;
use super::node::Node;
use super::ownership::Terms;
use crate::event::Event;
use crate::facts::Time;

const KIND: &str = "other keys of a console session";
const REVOKE: &str = "They are keys of one session with the subject's: what is said of that key ends the session, and them with it.";

impl Builder {
    /// Asks for the whole session where the console signed a call with a subject's key.
    pub(super) fn lead_to_console(&mut self, index: usize, principal: &str, created: Time) {
        let handle = Handle::Session(principal.into(), created.timestamp());
        // Records come in any order: of several subjects that are keys of one session, the first stands for
        // it.
        let first = self.consoles.entry(handle.clone()).or_insert(index);
        *first = index.min(*first);
        if self.handles.session(principal, created).is_none() {
            self.requests.ask_again(&handle);
            self.lead(handle, index, &Terms { console: true, ..Terms::default() });
        }
    }

    /// The owner of a call of a subject's console session. A call with another key than the subject's belongs
    /// to the node of the other keys, which the first such call makes.
    pub(super) fn owner_in_console_session(&mut self, owner: usize, event: &Event) -> usize {
        let own_key = |key: &String| event.access_key_id.as_ref() == Some(key);
        let other = match &self.nodes[owner].handle {
            Handle::Key(key) => self.nodes[owner].depth == 0 && !own_key(key),
            _ => false,
        };
        let (Some(principal), Some(created)) = (&event.principal_id, event.session_created) else {
            return owner;
        };
        let Some(handle) = self.handles.session_of(owner, principal, created).filter(|_| other) else {
            return owner;
        };
        self.split(handle)
    }

    fn split(&mut self, session: Handle) -> usize {
        let index = self.nodes.len();
        self.handles.hand_over(&session, index);
        self.nodes.push(Box::new(Node::subject(session, KIND, REVOKE)));
        index
    }

    /// The node of the other keys of a subject's session, where a sign-in of this time opened that session.
    pub(super) fn keys_of_session_opened(&mut self, own: &Handle, call: &Call) -> Option<usize> {
        let Handle::Session(principal, _) = own else { return None };
        let known = self.handles.session(principal, call.time)?;
        if self.nodes[known].is_other_console_keys() {
            return Some(known);
        }
        let session = self.handles.session_of(known, principal, call.time)?;
        let is_subject =
            matches!(self.nodes[known].handle, Handle::Key(_)) && self.consoles.contains_key(&session);
        is_subject.then(|| self.split(session))
    }

    /// A followed credential signed in, and obtained a session that was known only because the subject is one
    /// of its keys. The node of the other keys becomes that session, which the search would have found
    /// without the subject as well.
    pub(super) fn became_session(
        &mut self,
        known: usize,
        new: &NewIdentity<'_>,
        parent: usize,
        call: &Call,
    ) -> bool {
        let opens = matches!(new.handles.first(), Some(Handle::Session(..)));
        if !opens || !self.nodes[known].is_other_console_keys() || self.descends(parent, known) {
            return false;
        }
        let depth = self.nodes[parent].depth + 1;
        let node = &mut self.nodes[known];
        node.kind.clone_from(&new.rule.kind);
        node.revoke.clone_from(&new.rule.revoke);
        node.target.clone_from(&new.target);
        (node.depth, node.parent) = (depth, Some(parent));
        node.alive = Some(call.time);
        node.obtained = Some(call.clone());
        node.give(&new.names);
        self.names.extend(new.names.iter().cloned());
        let handle = node.handle.clone();
        self.handles.open_to_all(&handle);
        self.requests.ask_again(&handle);
        for handle in &new.handles {
            self.lead(handle.clone(), known, &Terms::default());
        }
        true
    }

    /// The subject whose console session a node's keys are of.
    fn subject_of(&self, node: &Node) -> Option<usize> {
        self.consoles.get(&node.handle).copied().filter(|_| node.is_other_console_keys())
    }

    /// The same subject as a credential ID, for the report.
    pub(super) fn subject_beside(&self, node: &Node, place: &[usize]) -> Option<String> {
        self.subject_of(node).map(|subject| credential_id(place[subject]))
    }

    /// Whoever obtained the subject's key obtained its session with it: both get the same parent.
    pub(super) fn find_parents_of_console_keys(&mut self) {
        for index in 0..self.nodes.len() {
            if let Some(subject) = self.subject_of(&self.nodes[index]) {
                self.nodes[index].parent = self.nodes[subject].parent;
            }
        }
    }
}
