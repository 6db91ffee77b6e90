//! A pattern as steps, for what the crate `regex` does not do: look-around, back-references, atomic groups, and
//! endless repetitions of what can be empty.

use super::node::{Node, Place};
use regex_syntax::hir::ClassUnicode;

/// How many steps a pattern may have.
const MOST: usize = 50_000;

/// One step.
#[derive(Debug)]
pub(super) enum Step {
    /// A character of a set.
    One(usize),
    /// Tries one step, and another one when the first leads to no match.
    Either(usize, usize),
    /// The same for a `.*`, with the slot that keeps where it starts.
    Star(usize, usize, usize),
    Jump(usize),
    /// Keeps the place in a slot.
    Keep(usize),
    /// Jumps when the place is still that of a slot: the repetition matched nothing and ends.
    Unmoved(usize, usize),
    At(Place),
    Back(usize, bool),
    /// A look-ahead, or a look-behind of so many characters, and whether it is negated. It reaches up to a step.
    Look(Option<usize>, bool, usize),
    /// An atomic group, up to a step: only its first match counts.
    Atomic(usize),
    /// The end of the pattern, of a look-around, or of an atomic group.
    End,
}

/// A set of characters.
#[derive(Debug)]
pub(super) struct Set {
    ascii: [bool; 128],
    all: ClassUnicode,
}

impl Set {
    pub(super) fn has(&self, c: char) -> bool {
        self.ascii.get(c as usize).copied().unwrap_or_else(|| super::sets::has(&self.all, c))
    }
}

/// The steps of a pattern.
#[derive(Debug, Default)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    pub(super) sets: Vec<Set>,
    /// How many slots for places there are: two for each group, then one for each repetition that can be empty.
    pub(super) slots: usize,
    too_long: bool,
}

impl Program {
    /// The steps of a pattern with so many groups; nothing when there are too many.
    pub(super) fn new(node: &Node, groups: usize) -> Option<Self> {
        let mut program = Self { slots: 2 * groups + 2, ..Self::default() };
        program.add(node);
        program.push(Step::End);
        (!program.too_long).then_some(program)
    }

    fn push(&mut self, step: Step) -> usize {
        self.steps.push(step);
        self.steps.len() - 1
    }

    fn add(&mut self, node: &Node) {
        if self.steps.len() > MOST {
            self.too_long = true;
            return;
        }
        match node {
            Node::Empty => {}
            Node::One(all) => {
                let ascii = std::array::from_fn(|code| super::sets::has(all, code as u8 as char));
                self.sets.push(Set { ascii, all: all.clone() });
                self.push(Step::One(self.sets.len() - 1));
            }
            Node::Seq(parts) => parts.iter().for_each(|part| self.add(part)),
            Node::Alt(ways) => {
                let mut ends = Vec::new();
                for (index, way) in ways.iter().enumerate() {
                    if index + 1 == ways.len() {
                        self.add(way);
                        break;
                    }
                    let either = self.push(Step::End);
                    self.add(way);
                    ends.push(self.push(Step::End));
                    self.steps[either] = Step::Either(either + 1, self.steps.len());
                }
                let end = self.steps.len();
                ends.into_iter().for_each(|at| self.steps[at] = Step::Jump(end));
            }
            Node::Group(number, body) => {
                self.push(Step::Keep(2 * number));
                self.add(body);
                self.push(Step::Keep(2 * number + 1));
            }
            Node::Repeat { body, low, high, greedy } => {
                self.repeat(body, *low, *high, *greedy, super::stars::is_star(node));
            }
            Node::Atomic(body) => {
                let start = self.push(Step::End);
                self.add(body);
                self.push(Step::End);
                self.steps[start] = Step::Atomic(self.steps.len());
            }
            Node::Look { behind, not, body } => self.look(*behind, *not, body),
            Node::Back(number, fold) => {
                self.push(Step::Back(*number, *fold));
            }
            Node::At(place) => {
                self.push(Step::At(*place));
            }
        }
    }

    fn either(&self, greedy: bool, go: usize, stop: usize) -> Step {
        if greedy { Step::Either(go, stop) } else { Step::Either(stop, go) }
    }

    fn repeat(&mut self, body: &Node, low: u32, high: Option<u32>, greedy: bool, star: bool) {
        for _ in 0..low {
            self.add(body);
            if self.too_long {
                return;
            }
        }
        let Some(high) = high else {
            let slot = self.slots;
            if star || body.nullable() {
                self.slots += 1;
            }
            if star {
                self.push(Step::Keep(slot));
            }
            let start = self.push(Step::End);
            if body.nullable() {
                self.push(Step::Keep(slot));
                self.add(body);
                let end = self.steps.len() + 2;
                self.push(Step::Unmoved(slot, end));
            } else {
                self.add(body);
            }
            self.push(Step::Jump(start));
            self.steps[start] = self.either(greedy, start + 1, self.steps.len());
            if star && let Step::Either(go, stop) = self.steps[start] {
                self.steps[start] = Step::Star(go, stop, slot);
            }
            return;
        };
        let mut starts = Vec::new();
        for _ in low..high {
            starts.push(self.push(Step::End));
            self.add(body);
            if self.too_long {
                return;
            }
        }
        let end = self.steps.len();
        starts.into_iter().for_each(|at| self.steps[at] = self.either(greedy, at + 1, end));
    }

    fn look(&mut self, behind: bool, not: bool, body: &Node) {
        // A choice in a look-behind is several look-behinds, each of its own length.
        if let (true, Node::Alt(ways)) = (behind, body) {
            if not {
                ways.iter().for_each(|way| self.look(true, true, way));
                return;
            }
            let looks = ways.iter().map(|way| Node::Look { behind, not, body: Box::new(way.clone()) });
            let looks: Vec<Node> = looks.collect();
            // One level down there is no choice at the top any more.
            self.add(&Node::Alt(looks));
            return;
        }
        let back = behind.then(|| super::behind::length(body).unwrap_or(0));
        let start = self.push(Step::End);
        self.add(body);
        self.push(Step::End);
        self.steps[start] = Step::Look(back, not, self.steps.len());
    }
}
