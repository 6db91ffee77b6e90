//! What may stand in a look-behind: parts of a known length, or a choice of such parts at its top.

use super::node::{Node, Place};

/// How many characters a part takes; nothing when that differs.
pub(super) fn length(node: &Node) -> Option<usize> {
    match node {
        Node::Empty | Node::At(_) | Node::Look { .. } => Some(0),
        Node::One(_) => Some(1),
        Node::Seq(parts) => parts.iter().try_fold(0_usize, |sum, part| sum.checked_add(length(part)?)),
        Node::Alt(parts) => {
            let mut lengths = parts.iter().map(length);
            let first = lengths.next().unwrap_or(Some(0))?;
            lengths.all(|other| other == Some(first)).then_some(first)
        }
        Node::Group(_, body) => length(body),
        Node::Repeat { body, low, high, .. } => {
            if *high != Some(*low) {
                return None;
            }
            length(body)?.checked_mul(*low as usize)
        }
        Node::Atomic(_) | Node::Back(..) => None,
    }
}

/// Whether a look-behind may hold this. `plain` says which parts were written with options of their own.
pub(super) fn allowed(body: &Node, not: bool) -> bool {
    let forbidden = |node: &Node| match node {
        Node::Atomic(_) | Node::Back(..) => true,
        Node::Group(..) => not,
        Node::Look { behind, .. } => !behind,
        Node::At(place) => matches!(place, Place::End | Place::LastEnd),
        _ => false,
    };
    if body.any(&forbidden) {
        return false;
    }
    match body {
        Node::Alt(parts) => parts.iter().all(|part| length(part).is_some()),
        other => length(other).is_some(),
    }
}
