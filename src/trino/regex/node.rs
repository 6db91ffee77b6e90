//! What a regular expression says, as a tree.

use regex_syntax::hir::ClassUnicode;

/// A part of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// Nothing, which matches everywhere.
    Empty,
    /// One character of a set; under `(?i)` the set has the other forms of its letters already.
    One(ClassUnicode),
    /// One part behind the other.
    Seq(Vec<Node>),
    /// The first part that leads to a match.
    Alt(Vec<Node>),
    /// A group that is kept, by its number.
    Group(usize, Box<Node>),
    /// A part that stands several times.
    Repeat {
        /// What stands several times.
        body: Box<Node>,
        /// How often at least.
        low: u32,
        /// How often at most.
        high: Option<u32>,
        /// As often as can be, and not as seldom.
        greedy: bool,
    },
    /// A part that keeps its first match: no other is tried.
    Atomic(Box<Node>),
    /// What stands there, without being part of the match.
    Look {
        /// In front of the place, and not behind it.
        behind: bool,
        /// What must not stand there.
        not: bool,
        /// The part.
        body: Box<Node>,
    },
    /// The text that a group matched, and whether `(?i)` holds for it.
    Back(usize, bool),
    /// A place in the text.
    At(Place),
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    /// `\A`
    Start,
    /// `\z`
    End,
    /// `\Z`: the end, or in front of a line break that ends the text.
    LastEnd,
    /// `^` under `(?m)`: behind a line break, but not at the end of the text.
    LineStart,
    /// `$` under `(?m)`.
    LineEnd,
    /// `\b`
    Word,
    /// `\B`
    NotWord,
}

impl Node {
    /// Parts one behind the other.
    pub(super) fn seq(mut parts: Vec<Node>) -> Node {
        match parts.len() {
            0 => Node::Empty,
            1 => parts.remove(0),
            _ => Node::Seq(parts),
        }
    }

    /// The parts directly in this one.
    pub(super) fn parts(&self) -> &[Node] {
        match self {
            Node::Seq(parts) | Node::Alt(parts) => parts,
            Node::Group(_, body) | Node::Atomic(body) => std::slice::from_ref(body),
            Node::Repeat { body, .. } | Node::Look { body, .. } => std::slice::from_ref(body),
            Node::Empty | Node::One(_) | Node::Back(..) | Node::At(_) => &[],
        }
    }

    /// Whether a condition holds for this part or one in it.
    pub(super) fn any(&self, holds: &dyn Fn(&Node) -> bool) -> bool {
        holds(self) || self.parts().iter().any(|part| part.any(holds))
    }

    /// Whether the part can match without a character.
    pub(super) fn nullable(&self) -> bool {
        match self {
            Node::Empty | Node::Look { .. } | Node::Back(..) | Node::At(_) => true,
            Node::One(_) => false,
            Node::Seq(parts) => parts.iter().all(Node::nullable),
            Node::Alt(parts) => parts.iter().any(Node::nullable),
            Node::Group(_, body) | Node::Atomic(body) => body.nullable(),
            Node::Repeat { body, low, .. } => *low == 0 || body.nullable(),
        }
    }

    /// Whether the part repeats, without end, something that can match without a character.
    pub(super) fn spins(&self) -> bool {
        self.any(&|node| matches!(node, Node::Repeat { body, high: None, .. } if body.nullable()))
    }

    /// Whether groups stand in any repetition of something that can match without a character.
    pub(super) fn repeats_groups(&self) -> bool {
        self.any(&|node| match node {
            Node::Repeat { body, high, .. } => *high != Some(1) && body.nullable() && body.groups(),
            _ => false,
        })
    }

    fn groups(&self) -> bool {
        self.any(&|node| matches!(node, Node::Group(..)))
    }
}
