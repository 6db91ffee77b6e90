//! What is known of sessions when all is known: which user binds those of a federated user, and when those expire that
//! services took.

use super::builder::Builder;
use super::names::Name;
use super::node::Node;

/// Whether a session is of a federated user: it names no user, and has at most the rights of the user that federated.
/// So has a session of the console that was opened with it. What denies that user everything ends them, too.
fn is_federated(node: &Node) -> bool {
    let arn = node.arn.as_deref().unwrap_or(&node.target);
    node.is_session() && arn.contains(":federated-user/")
}

fn users(node: &Node) -> impl Iterator<Item = &Name> {
    node.names.iter().filter(|name| name.domain() == "user")
}

impl Builder {
    /// Gives sessions of federated users the names of the user, from the session that they were made of.
    pub(super) fn bind_federated(&mut self) {
        for index in 0..self.nodes.len() {
            if !is_federated(&self.nodes[index]) || users(&self.nodes[index]).next().is_some() {
                continue;
            }
            let above = std::iter::successors(self.nodes[index].parent, |parent| self.nodes[*parent].parent);
            let mut federated = above.take_while(|parent| is_federated(&self.nodes[*parent]));
            let names = federated.find_map(|parent| {
                let names: Vec<Name> = users(&self.nodes[parent]).cloned().collect();
                (!names.is_empty()).then_some(names)
            });
            self.nodes[index].names.extend(names.into_iter().flatten());
        }
    }

    /// Gives each followed identity the last expiry among the sessions that were handed out to it.
    pub(super) fn tell_lapses(&mut self) {
        for handed in std::mem::take(&mut self.handed) {
            if let Some(owner) = self.handles.owner(&handed.identity()) {
                let node = &mut self.nodes[owner];
                node.sessions_expire = node.sessions_expire.max(Some(handed.expires));
            }
        }
    }
}
