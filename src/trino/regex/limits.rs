//! Patterns on which Trino's engine has ways of its own that are not followed here.

use super::node::{Node, Place};

/// Why a pattern is not run here.
pub(super) fn refused(node: &Node) -> Option<&'static str> {
    let backs = node.any(&|node| matches!(node, Node::Back(..)));
    if !backs {
        return None;
    }
    if node.repeats_groups() {
        return Some("a back-reference beside a repetition of a group that can be empty");
    }
    let itself = |node: &Node| match node {
        Node::Group(number, body) => {
            body.any(&|node| matches!(node, Node::Back(other, _) if other == number))
        }
        _ => false,
    };
    if node.any(&itself) {
        return Some("a back-reference in its own group");
    }
    // Trino's engine reads behind the text when it compares nothing at its end.
    let folded =
        |number: usize| node.any(&|node| matches!(node, Node::Back(other, true) if *other == number));
    let empty = |node: &Node| matches!(node, Node::Group(number, body) if body.nullable() && folded(*number));
    node.any(&empty).then_some("a back-reference under (?i) to a group that can be empty")
}

/// Whether nothing is repeated a fixed number of times, which breaks Trino's engine.
pub(super) fn repeats_nothing(node: &Node) -> bool {
    node.any(&|node| match node {
        Node::Repeat { body, low, high, .. } => {
            matches!(**body, Node::Empty) && *high == Some(*low) && *low > 0
        }
        _ => false,
    })
}

/// Whether Trino's engine may overlook that the pattern matches nothing at the end of a text: it steps back from the
/// end by as many bytes as the pattern can take, and may end up inside a character.
pub(super) fn overlooks_end(node: &Node) -> bool {
    node.nullable()
        && longest(node).is_some_and(|most| most > 0)
        && node.any(&|node| matches!(node, Node::At(Place::End | Place::LastEnd)))
}

/// How many characters a part takes at most.
fn longest(node: &Node) -> Option<usize> {
    match node {
        Node::Empty | Node::At(_) | Node::Look { .. } => Some(0),
        Node::One(_) => Some(1),
        Node::Back(..) => None,
        Node::Seq(parts) => parts.iter().try_fold(0_usize, |sum, part| sum.checked_add(longest(part)?)),
        Node::Alt(ways) => ways.iter().try_fold(0, |most, way| Some(longest(way)?.max(most))),
        Node::Group(_, body) | Node::Atomic(body) => longest(body),
        Node::Repeat { body, high, .. } => longest(body)?.checked_mul((*high)? as usize),
    }
}
