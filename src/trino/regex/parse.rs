//! Reads a pattern as Trino does: Java's syntax, with the few ways of its own that Trino's engine has.

use super::behind;
use super::fold::Folds;
use super::node::{Node, Place};
use super::sets;
use crate::trino::fault::{Fault, Outcome, UNSUPPORTED};
use regex_syntax::hir::ClassUnicode;
use std::collections::HashMap;

/// How deep groups and classes may stand in each other.
const DEPTH: usize = 100;

/// What `(?imsx)` says.
#[derive(Clone, Copy, Default)]
pub(super) struct Flags {
    pub(super) fold: bool,
    pub(super) lines: bool,
    pub(super) dot_all: bool,
    pub(super) extended: bool,
}

/// A pattern while it is read.
pub(super) struct Parser<'p> {
    pub(super) pattern: &'p str,
    pub(super) chars: Vec<char>,
    pub(super) at: usize,
    pub(super) flags: Flags,
    pub(super) groups: usize,
    pub(super) names: HashMap<String, usize>,
    pub(super) folds: Folds,
    /// The highest group that is referred to.
    pub(super) referred: usize,
    pub(super) depth: usize,
    /// Whether a property in a class is taken for a single letter. It should never be; Trino's engine does after a
    /// greedy repetition, a named back-reference or `\pL`.
    pub(super) single: bool,
    /// A set with a name was read.
    pub(super) properties: bool,
    behind: usize,
}

impl<'p> Parser<'p> {
    pub(super) fn new(pattern: &'p str) -> Self {
        Self {
            pattern,
            chars: pattern.chars().collect(),
            at: 0,
            flags: Flags::default(),
            groups: 0,
            names: HashMap::new(),
            folds: Folds::default(),
            referred: 0,
            depth: 0,
            single: false,
            properties: false,
            behind: 0,
        }
    }

    /// The whole pattern.
    pub(super) fn whole(&mut self) -> Outcome<Node> {
        let node = self.choice()?;
        if self.at < self.chars.len() {
            return self.wrong("a ) has no (");
        }
        if self.referred > self.groups {
            return self.wrong("it refers to a group that it does not have");
        }
        Ok(node)
    }

    /// Trino refuses the pattern.
    pub(super) fn wrong<T>(&self, why: &str) -> Outcome<T> {
        Err(Fault::new(
            "INVALID_FUNCTION_ARGUMENT",
            format!("the regular expression '{}' is wrong: {why}", self.pattern),
        ))
    }

    /// Trino has the pattern, and it cannot be answered here.
    pub(super) fn beyond<T>(&self, why: &str) -> Outcome<T> {
        Err(Fault::new(
            UNSUPPORTED,
            format!("the regular expression '{}' cannot be run on local logs: {why}", self.pattern),
        ))
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let c = self.peek();
        self.at += usize::from(c.is_some());
        c
    }

    pub(super) fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        self.at += usize::from(found);
        found
    }

    /// A digit in a base.
    pub(super) fn digits(&mut self, base: u32, most: usize) -> Option<u32> {
        let mut value = None;
        for _ in 0..most {
            let Some(digit) = self.peek().and_then(|c| c.to_digit(base)) else { break };
            value = Some(value.unwrap_or(0_u32).saturating_mul(base).saturating_add(digit));
            self.at += 1;
        }
        value
    }

    pub(super) fn deeper<T>(&mut self, run: impl FnOnce(&mut Self) -> Outcome<T>) -> Outcome<T> {
        if self.depth >= DEPTH {
            return self.beyond("groups stand too deep in each other");
        }
        self.depth += 1;
        let made = run(self);
        self.depth -= 1;
        made
    }

    /// Ways to match, with `|` between them.
    fn choice(&mut self) -> Outcome<Node> {
        let mut ways = vec![self.way()?];
        while self.eat('|') {
            ways.push(self.way()?);
        }
        Ok(if ways.len() == 1 { ways.remove(0) } else { Node::Alt(ways) })
    }

    fn way(&mut self) -> Outcome<Node> {
        let mut parts = Vec::new();
        loop {
            self.skip()?;
            match self.peek() {
                None | Some('|' | ')') => break,
                _ => {}
            }
            if self.count()?.is_some() {
                return self.wrong("nothing stands in front of a repetition");
            }
            if let Some(rest) = self.flags_for_the_rest()? {
                parts.push(rest);
                continue;
            }
            // A repetition behind a quoted text applies to its last letter.
            parts.extend(self.atom()?);
            let last = parts.pop().unwrap_or(Node::Empty);
            parts.push(self.repeated(last)?);
        }
        Ok(Node::seq(parts))
    }

    /// Comments, and blanks under `(?x)`.
    pub(super) fn skip(&mut self) -> Outcome<()> {
        loop {
            match self.peek() {
                Some('(') if self.chars[self.at..].starts_with(&['(', '?', '#']) => {
                    self.at += 3;
                    loop {
                        match self.next() {
                            None => return self.wrong("a comment has no end"),
                            Some('\\') => {
                                self.next();
                            }
                            Some(')') => break,
                            _ => {}
                        }
                    }
                }
                Some('#') if self.flags.extended => while self.next().is_some_and(|c| c != '\n') {},
                Some(' ' | '\t' | '\n' | '\r' | '\x0c') if self.flags.extended => self.at += 1,
                _ => return Ok(()),
            }
        }
    }

    /// `(?i)` holds for all that follows in the group, also for the alternatives behind a `|`.
    fn flags_for_the_rest(&mut self) -> Outcome<Option<Node>> {
        let start = self.at;
        if !self.chars[start..].starts_with(&['(', '?']) {
            return Ok(None);
        }
        self.at += 2;
        let before = self.flags;
        if !matches!(self.peek(), Some('-' | 'i' | 'm' | 's' | 'x')) || !self.flagged()? {
            self.at = start;
            self.flags = before;
            return Ok(None);
        }
        let rest = self.deeper(Self::choice);
        self.flags = before;
        rest.map(Some)
    }

    /// Reads flags to the `)` or `:` behind them; whether it was a `)`.
    fn flagged(&mut self) -> Outcome<bool> {
        if self.behind > 0 {
            return self.wrong("flags stand in a look-behind");
        }
        let mut on = true;
        loop {
            match self.next() {
                Some(')') => return Ok(true),
                Some(':') => return Ok(false),
                Some('-') => on = false,
                Some('i') => self.flags.fold = on,
                Some('m') => self.flags.lines = on,
                Some('s') => self.flags.dot_all = on,
                Some('x') => self.flags.extended = on,
                _ => return self.wrong("undefined group option"),
            }
        }
    }

    /// The parts that a repetition can follow. A quoted text is several of them.
    fn atom(&mut self) -> Outcome<Vec<Node>> {
        let Some(c) = self.next() else { return Ok(Vec::new()) };
        if "\\[(.^$".contains(c) {
            self.folds.interrupt();
        }
        Ok(vec![match c {
            '.' if self.flags.dot_all => Node::One(sets::all()),
            '.' => Node::One(sets::negated(&sets::of('\n'))),
            '^' => Node::At(if self.flags.lines { Place::LineStart } else { Place::Start }),
            '$' => Node::At(if self.flags.lines { Place::LineEnd } else { Place::LastEnd }),
            '[' => {
                let (set, not) = self.deeper(Self::class)?;
                self.folded_class(&set, not)?
            }
            '(' => self.deeper(Self::group)?,
            '\\' => return self.escape(),
            other => self.letter(other)?,
        }])
    }

    /// A plain character.
    pub(super) fn letter(&mut self, c: char) -> Outcome<Node> {
        if !self.flags.fold {
            return Ok(Node::One(sets::of(c)));
        }
        match self.folds.letter(c) {
            Some(set) => Ok(Node::One(set)),
            None => self.beyond("what some of its letters are in capitals"),
        }
    }

    fn folded_class(&mut self, set: &ClassUnicode, not: bool) -> Outcome<Node> {
        if !self.flags.fold {
            return Ok(Node::One(if not { sets::negated(set) } else { set.clone() }));
        }
        // A letter like ß also equals two letters, which makes no difference where an endless repetition holds both.
        let endless = matches!(self.peek(), Some('*' | '+'));
        match self.folds.class(set, not, endless) {
            Some(set) => Ok(Node::One(if not { sets::negated(&set) } else { set })),
            None => self.beyond("what some of its letters are in capitals"),
        }
    }

    fn group(&mut self) -> Outcome<Node> {
        let before = self.flags;
        let mut number = None;
        let mut look = None;
        let mut atomic = false;
        if self.eat('?') {
            match self.next() {
                Some(':') => {}
                Some('>') => atomic = true,
                Some(c @ ('=' | '!')) => look = Some((false, c == '!')),
                Some('<') if matches!(self.peek(), Some('=' | '!')) => {
                    look = Some((true, self.next() == Some('!')));
                }
                Some(quote @ ('<' | '\'')) => number = Some(self.named(quote)?),
                Some('-' | 'i' | 'm' | 's' | 'x') => {
                    self.at -= 1;
                    self.flagged()?;
                }
                _ => return self.wrong("undefined group option"),
            }
        } else {
            self.groups += 1;
            number = Some(self.groups);
        }
        let behind = matches!(look, Some((true, _)));
        self.behind += usize::from(behind);
        let body = self.choice()?;
        self.behind -= usize::from(behind);
        self.flags = before;
        if !self.eat(')') {
            return self.wrong("a ( has no )");
        }
        let body = Box::new(body);
        Ok(match (look, number) {
            (Some((behind, not)), _) => {
                if behind && !behind::allowed(&body, not) {
                    return self.wrong("a look-behind must have a known length and hold nothing special");
                }
                Node::Look { behind, not, body }
            }
            (None, Some(number)) => Node::Group(number, body),
            (None, None) if atomic => Node::Atomic(body),
            (None, None) => *body,
        })
    }

    fn named(&mut self, quote: char) -> Outcome<usize> {
        let end = if quote == '<' { '>' } else { quote };
        let mut name = String::new();
        loop {
            match self.next() {
                Some(c) if c == end => break,
                None | Some(')') => return self.wrong("the name of a group is not valid"),
                Some(c) => name.push(c),
            }
        }
        // Trino looks at the first character only.
        if !name.starts_with(|c: char| sets::is_word(c) && !c.is_numeric()) {
            return self.wrong("the name of a group is not valid");
        }
        self.groups += 1;
        let group = self.groups;
        if self.names.insert(name, group).is_some() {
            return self.wrong("two groups have one name");
        }
        Ok(group)
    }
}
