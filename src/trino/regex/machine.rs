//! Runs the steps of a pattern over a text, and backtracks when a way leads to nothing. The steps are counted, so
//! that no pattern runs without end.

use super::node::Place;
use super::program::{Program, Step};
use super::sets;

/// How many steps one text may take.
const STEPS: usize = 20_000_000;
/// How many ways may be open at a time.
const OPEN: usize = 2_000_000;
/// A slot that has no place.
const NOWHERE: usize = usize::MAX;

/// Where each group starts and ends, the whole first.
pub(super) type Spans = Vec<Option<(usize, usize)>>;

/// The pattern takes too many steps.
#[derive(Debug)]
pub(super) struct TooLong;

/// What is done when a way leads to nothing.
enum Undo {
    /// Goes on at a step and a place, with the `star` of that time.
    Go(usize, usize, usize),
    /// Gives a slot its place again.
    Put(usize, usize),
}

/// A pattern at work on a text.
pub(super) struct Machine<'r> {
    program: &'r Program,
    text: &'r str,
    slots: Vec<usize>,
    undo: Vec<Undo>,
    left: usize,
    /// Where the `.*` started that has just run to the end of the text. Trino's engine takes the character that stands
    /// there for the one before the end.
    star: usize,
}

impl<'r> Machine<'r> {
    pub(super) fn new(program: &'r Program, text: &'r str) -> Self {
        let slots = vec![NOWHERE; program.slots];
        Self { program, text, slots, undo: Vec::new(), left: STEPS, star: NOWHERE }
    }

    /// The first match at or behind a place: where each group starts and ends, the whole first.
    pub(super) fn find(&mut self, from: usize, groups: usize) -> Result<Option<Spans>, TooLong> {
        let mut at = from;
        loop {
            self.slots.fill(NOWHERE);
            self.undo.clear();
            self.star = NOWHERE;
            if let Some(end) = self.run(0, at)? {
                let mut spans = vec![Some((at, end))];
                spans.extend((1..=groups).map(|group| self.span(group)));
                return Ok(Some(spans));
            }
            match self.text[at..].chars().next() {
                Some(c) => at += c.len_utf8(),
                None => return Ok(None),
            }
        }
    }

    fn span(&self, group: usize) -> Option<(usize, usize)> {
        let (start, end) = (self.slots[2 * group], self.slots[2 * group + 1]);
        (start != NOWHERE && end != NOWHERE && start <= end).then_some((start, end))
    }

    fn keep(&mut self, slot: usize, at: usize) {
        self.undo.push(Undo::Put(slot, self.slots[slot]));
        self.slots[slot] = at;
    }

    /// Runs from a step to its `End`, and gives the place in the text where that was reached.
    fn run(&mut self, step: usize, place: usize) -> Result<Option<usize>, TooLong> {
        let base = self.undo.len();
        let (program, text) = (self.program, self.text);
        let (mut step, mut at) = (step, place);
        loop {
            self.left = self.left.checked_sub(1).ok_or(TooLong)?;
            if self.undo.len() > OPEN {
                return Err(TooLong);
            }
            let goes = match &program.steps[step] {
                Step::End => return Ok(Some(at)),
                Step::One(set) => match text[at..].chars().next() {
                    Some(c) if program.sets[*set].has(c) => {
                        at += c.len_utf8();
                        self.star = NOWHERE;
                        true
                    }
                    _ => false,
                },
                Step::Either(first, second) => {
                    self.undo.push(Undo::Go(*second, at, self.star));
                    step = *first;
                    continue;
                }
                Step::Star(_, second, slot) if at == text.len() => {
                    self.star = self.slots[*slot];
                    step = *second;
                    continue;
                }
                Step::Star(first, second, _) => {
                    self.undo.push(Undo::Go(*second, at, self.star));
                    step = *first;
                    continue;
                }
                Step::Jump(to) => {
                    step = *to;
                    continue;
                }
                Step::Keep(slot) => {
                    self.keep(*slot, at);
                    true
                }
                Step::Unmoved(slot, to) => {
                    if self.slots[*slot] == at {
                        step = *to;
                        continue;
                    }
                    true
                }
                Step::At(place) => self.holds(*place, at),
                Step::Back(group, fold) => match self.again(*group, *fold, at) {
                    Some(end) => {
                        at = end;
                        true
                    }
                    None => false,
                },
                Step::Look(back, not, end) => {
                    let found = self.look(*back, *not, step + 1, at)?;
                    step = end - 1;
                    found
                }
                Step::Atomic(end) => {
                    let open = self.undo.len();
                    let found = self.run(step + 1, at)?;
                    self.forget(open);
                    step = end - 1;
                    at = found.unwrap_or(at);
                    found.is_some()
                }
            };
            if goes {
                step += 1;
                continue;
            }
            match self.back(base) {
                Some((to, place)) => (step, at) = (to, place),
                None => return Ok(None),
            }
        }
    }

    /// The step and the place of the way that was left open last, above a base; nothing when none is.
    #[inline]
    fn back(&mut self, base: usize) -> Option<(usize, usize)> {
        while self.undo.len() > base {
            match self.undo.pop()? {
                Undo::Put(slot, at) => self.slots[slot] = at,
                Undo::Go(to, place, star) => {
                    self.star = star;
                    return Some((to, place));
                }
            }
        }
        None
    }

    fn look(&mut self, back: Option<usize>, not: bool, step: usize, at: usize) -> Result<bool, TooLong> {
        let start = match back {
            None | Some(0) => Some(at),
            Some(back) => self.text[..at].char_indices().rev().nth(back - 1).map(|(start, _)| start),
        };
        let Some(start) = start else { return Ok(not) };
        let open = self.undo.len();
        let star = self.star;
        let found = self.run(step, start)?.is_some();
        self.star = star;
        if found && !not {
            self.forget(open);
        } else {
            while self.undo.len() > open {
                if let Some(Undo::Put(slot, at)) = self.undo.pop() {
                    self.slots[slot] = at;
                }
            }
        }
        Ok(found != not)
    }

    /// Drops the ways that were left open above a base. Places that were kept are still restored on the way back.
    fn forget(&mut self, open: usize) {
        let kept = self.undo.split_off(open);
        self.undo.extend(kept.into_iter().filter(|undo| matches!(undo, Undo::Put(..))));
    }

    /// Where the text that a group matched ends, if it stands here again.
    fn again(&self, group: usize, fold: bool, at: usize) -> Option<usize> {
        let (start, end) = self.span(group)?;
        let part = &self.text.as_bytes()[start..end];
        let here = self.text.as_bytes().get(at..at + part.len())?;
        let same = if fold { here.eq_ignore_ascii_case(part) } else { here == part };
        same.then_some(at + part.len())
    }

    fn holds(&self, place: Place, at: usize) -> bool {
        let (before, behind) = (&self.text[..at], &self.text[at..]);
        let word = || {
            let last = match self.star {
                NOWHERE => before.chars().next_back(),
                start => self.text[start..].chars().next(),
            };
            last.is_some_and(sets::is_word) != behind.chars().next().is_some_and(sets::is_word)
        };
        match place {
            Place::Start => at == 0,
            Place::End => behind.is_empty(),
            Place::LastEnd => behind.is_empty() || behind == "\n",
            Place::LineStart => at == 0 || (before.ends_with('\n') && !behind.is_empty()),
            Place::LineEnd => behind.is_empty() || behind.starts_with('\n'),
            Place::Word => word(),
            Place::NotWord => !word(),
        }
    }
}
