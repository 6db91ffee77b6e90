//! What binds a session that names no user: those of a federated user, and of the console that were made of them, have
//! the rights of the user that federated at most. What denies that user everything ends them, too.

use super::builder::Builder;
use super::node::Node;

fn is_federated(node: &Node) -> bool {
    node.is_session()
        && node.arn.as_deref().or(Some(&node.target)).is_some_and(|arn| arn.contains(":federated-user/"))
}

impl Builder {
    /// Gives sessions of federated users the names of the user, from the session that they were made of.
    pub(super) fn bind_federated(&mut self) {
        let names_user = |node: &Node| node.names.iter().any(|name| name.starts_with("user:"));
        for index in 0..self.nodes.len() {
            if !is_federated(&self.nodes[index]) || names_user(&self.nodes[index]) {
                continue;
            }
            let above = std::iter::successors(self.nodes[index].parent, |parent| self.nodes[*parent].parent);
            let mut federated = above.take_while(|parent| is_federated(&self.nodes[*parent]));
            let Some(user) = federated.find(|parent| names_user(&self.nodes[*parent])) else { continue };
            let names = self.nodes[user].names.iter().filter(|name| name.starts_with("user:"));
            let names: Vec<String> = names.cloned().collect();
            self.nodes[index].names.extend(names);
        }
    }
}
