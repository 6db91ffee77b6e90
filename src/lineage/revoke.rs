//! How a credential is taken back where its kind alone does not say it.

use super::node::Node;
use serde::Deserialize;

/// A text, and the nodes that it is for. The fields are explained in `rules/revoke.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revoke {
    #[serde(default)]
    key: String,
    #[serde(default)]
    arn: Vec<String>,
    /// The call that issued the credential, as far as the log shows.
    via: Option<String>,
    #[serde(default)]
    any_session: bool,
    text: String,
}

impl Revoke {
    /// The first text that fits a node.
    pub fn of(all: &[Self], node: &Node) -> Option<String> {
        all.iter().find(|revoke| revoke.fits(node)).map(|revoke| revoke.text.clone())
    }

    fn made_by(node: &Node, via: &str) -> bool {
        let obtained = node.obtained.as_ref().map(|call| call.via.as_str());
        node.issued_via.as_deref().or(obtained) == Some(via)
    }

    fn fits(&self, node: &Node) -> bool {
        let arns = [node.arn.as_deref().unwrap_or_default(), &node.target];
        (node.depth == 0 && !node.is_other_console_keys() || self.any_session && node.is_session())
            && node.handle.text().starts_with(&self.key)
            && self.via.as_ref().is_none_or(|via| Self::made_by(node, via))
            && (self.arn.is_empty() || self.arn.iter().any(|part| arns.iter().any(|arn| arn.contains(part))))
    }
}
