//! When `.*` runs to the end of a text, Trino's engine loses sight of the character before that end, and a `\b` that
//! stands right there judges by another one. The machine does the same.

use super::node::{Node, Place};
use super::sets;

/// Whether a part is a greedy, endless repetition of any character.
pub(super) fn is_star(node: &Node) -> bool {
    match node {
        Node::Repeat { body, high: None, greedy: true, .. } => match &**body {
            Node::One(set) => *set == sets::all() || *set == sets::negated(&sets::of('\n')),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a place that looks back can stand right behind such a repetition, at the end of a text.
pub(super) fn matter(node: &Node) -> bool {
    let mut seen = false;
    visit(node, false, true, &mut seen);
    seen
}

/// Goes through a part: whether a star can stand right before it, and whether nothing may follow it. Gives back
/// whether one can stand right behind it.
fn visit(node: &Node, after: bool, last: bool, seen: &mut bool) -> bool {
    if is_star(node) {
        return true;
    }
    match node {
        Node::One(_) => false,
        Node::Empty | Node::Back(..) => after,
        Node::At(place) => {
            let looks = matches!(place, Place::Word | Place::NotWord);
            *seen |= looks && after && last;
            after
        }
        Node::Seq(parts) => parts.iter().enumerate().fold(after, |after, (index, part)| {
            let last = last && parts[index + 1..].iter().all(Node::nullable);
            visit(part, after, last, seen)
        }),
        Node::Alt(ways) => ways.iter().fold(false, |any, way| visit(way, after, last, seen) | any),
        Node::Group(_, body) | Node::Atomic(body) => visit(body, after, last, seen),
        Node::Repeat { body, .. } => {
            let once = visit(body, after, last, seen);
            let again = visit(body, after || once, last, seen);
            again || (node.nullable() && after)
        }
        Node::Look { body, .. } => {
            visit(body, after, true, seen);
            after
        }
    }
}
