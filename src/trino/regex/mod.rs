//! Regular expressions as Trino has them: Java's syntax, as the engine Joni reads it. Most patterns run in the
//! crate `regex`, whose time grows with the text alone. What that does not have, and a few texts on which it
//! differs, run in a small machine that goes back, with a bound on its steps.

mod behind;
mod class;
mod escape;
mod fold;
mod limits;
mod linear;
mod machine;
mod names;
mod node;
mod parse;
mod program;
mod repeat;
mod sets;
mod stars;

use super::fault::{Fault, Outcome, UNSUPPORTED};
use super::size::limit;
use fold::Folds;
use machine::{Machine, Spans};
use node::{Node, Place};
use program::Program;
use std::cell::OnceCell;
use std::collections::HashMap;

/// How large a compiled pattern may be, in bytes.
pub const SIZE: usize = 8 << 20;

/// A pattern.
#[derive(Debug)]
pub struct Regex {
    pattern: String,
    node: Node,
    groups: usize,
    names: HashMap<String, usize>,
    folds: Folds,
    linear: Option<regex::Regex>,
    program: OnceCell<Option<Program>>,
    /// Whether the pattern has a place, like `$`, for which a line break at the end of the text matters.
    ends: bool,
    /// Has a set with a name, like `\p{Lu}`.
    properties: bool,
    /// Whether the pattern can match the empty text at the end of a text, which Trino's engine may overlook.
    overlooks_end: bool,
    /// Has `\b` or `\B`.
    words: bool,
    /// See [`Regex::sure_of_groups`]; asked for every row.
    repeats_groups: bool,
}

/// A match: where each group starts and ends, the whole first.
pub struct Found<'t> {
    text: &'t str,
    spans: Spans,
}

impl<'t> Found<'t> {
    /// Where the match starts.
    pub fn start(&self) -> usize {
        self.spans[0].map_or(0, |(start, _)| start)
    }

    /// Where the match ends.
    pub fn end(&self) -> usize {
        self.spans[0].map_or(0, |(_, end)| end)
    }

    /// What a group matched; group 0 is the whole.
    pub fn group(&self, group: usize) -> Option<&'t str> {
        self.span(group).map(|(start, end)| &self.text[start..end])
    }

    /// Where a group starts and ends.
    pub fn span(&self, group: usize) -> Option<(usize, usize)> {
        self.spans.get(group).copied().flatten()
    }
}

impl Regex {
    /// Reads a pattern.
    pub fn new(pattern: &str) -> Outcome<Self> {
        let mut parser = parse::Parser::new(pattern);
        let node = parser.whole()?;
        if limits::repeats_nothing(&node) {
            return parser.wrong("nothing is repeated");
        }
        if let Some(why) = limits::refused(&node) {
            return parser.beyond(why);
        }
        let at =
            |places: &[Place]| node.any(&|node| matches!(node, Node::At(place) if places.contains(place)));
        let mut made = Self {
            pattern: pattern.to_string(),
            groups: parser.groups,
            names: parser.names,
            folds: parser.folds,
            properties: parser.properties,
            linear: None,
            program: OnceCell::new(),
            ends: at(&[Place::LastEnd, Place::LineStart]),
            overlooks_end: limits::overlooks_end(&node),
            words: at(&[Place::Word, Place::NotWord]),
            repeats_groups: node.repeats_groups(),
            node,
        };
        if linear::can(&made.node) {
            let written = linear::written(&made.node);
            let linear = regex::RegexBuilder::new(&written).size_limit(SIZE).build();
            made.linear = Some(linear.map_err(|_| made.refused("it becomes too large"))?);
        }
        Ok(made)
    }

    fn refused(&self, why: &str) -> Fault {
        Fault::new(
            UNSUPPORTED,
            format!("the regular expression '{}' cannot be run on local logs: {why}", self.pattern),
        )
    }

    /// How many groups there are, without the whole.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// The number of a group with a name.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// Refuses a pattern of whose groups it is not known what Trino says.
    pub fn sure_of_groups(&self) -> Outcome<()> {
        if self.groups > 0 && self.repeats_groups {
            return Err(self.refused("a group stands in a repetition that can be empty"));
        }
        Ok(())
    }

    /// Whether the pattern matches anywhere.
    pub fn is_match(&self, text: &str) -> Outcome<bool> {
        match self.linear_for(text)? {
            Some(regex) if !self.overlooks_end => Ok(regex.is_match(text)),
            _ => Ok(self.first(text)?.is_some()),
        }
    }

    /// The first match.
    pub fn first<'t>(&self, text: &'t str) -> Outcome<Option<Found<'t>>> {
        match self.linear_for(text)? {
            Some(regex) => self.checked(linear_found(regex, text, 0)),
            None => self.found_by(&mut self.machine(text)?, text, 0),
        }
    }

    /// All matches as Java finds them: an empty one may stand right behind another.
    pub fn all<'t>(&self, text: &'t str) -> Outcome<Vec<Found<'t>>> {
        self.all_from(text, 0)
    }

    /// All matches that start at or behind an offset. Look-behinds and `\b` see the text in front of it.
    pub fn all_from<'t>(&self, text: &'t str, from: usize) -> Outcome<Vec<Found<'t>>> {
        let linear = self.linear_for(text)?;
        let mut machine = if linear.is_some() { None } else { Some(self.machine(text)?) };
        let (mut all, mut from) = (Vec::new(), from);
        while from <= text.len() {
            let found = match (linear, &mut machine) {
                (Some(regex), _) => self.checked(linear_found(regex, text, from))?,
                (None, Some(machine)) => self.found_by(machine, text, from)?,
                (None, None) => None,
            };
            let Some(found) = found else { break };
            from = found.end();
            if found.start() == found.end() {
                from += text[from..].chars().next().map_or(1, char::len_utf8);
            }
            all.push(found);
            limit(0, all.len())?;
        }
        Ok(all)
    }

    /// The compiled pattern of the crate `regex`, if that answers for a text as Trino does.
    fn linear_for(&self, text: &str) -> Outcome<Option<&regex::Regex>> {
        if self.folds.doubtful(text) {
            return Err(self.refused("the text has letters that stand for several others under (?i)"));
        }
        if self.properties && !text.is_ascii() && text.chars().any(sets::is_disputed) {
            return Err(
                self.refused("the text has characters that Unicode has sorted anew since Trino's tables")
            );
        }
        let odd = (self.ends && text.ends_with('\n'))
            || (self.words && !text.is_ascii() && text.chars().any(sets::is_odd_word));
        Ok(if odd { None } else { self.linear.as_ref() })
    }

    /// Refuses a match that Trino's engine may overlook.
    fn checked<'t>(&self, found: Option<Found<'t>>) -> Outcome<Option<Found<'t>>> {
        let overlooked = |found: &Found<'_>| {
            let text = found.text.strip_suffix('\n').unwrap_or(found.text);
            found.start() == found.end()
                && found.start() >= text.len()
                && !text.ends_with(|c: char| c.is_ascii())
        };
        match &found {
            Some(one) if self.overlooks_end && !one.text.is_empty() && overlooked(one) => {
                Err(self
                    .refused("nothing may be matched at the end of a text whose last character is not ASCII"))
            }
            _ => Ok(found),
        }
    }

    fn machine<'r>(&'r self, text: &'r str) -> Outcome<Machine<'r>> {
        let program = self.program.get_or_init(|| Program::new(&self.node, self.groups));
        let program = program.as_ref().ok_or_else(|| self.refused("it becomes too large"))?;
        Ok(Machine::new(program, text))
    }

    fn found_by<'t>(
        &self,
        machine: &mut Machine<'_>,
        text: &'t str,
        from: usize,
    ) -> Outcome<Option<Found<'t>>> {
        let spans = machine.find(from, self.groups).map_err(|_| self.refused("it takes too many steps"))?;
        self.checked(spans.map(|spans| Found { text, spans }))
    }
}

fn linear_found<'t>(regex: &regex::Regex, text: &'t str, from: usize) -> Option<Found<'t>> {
    let captures = regex.captures_at(text, from)?;
    let spans = captures.iter().map(|part| part.map(|part| (part.start(), part.end()))).collect();
    Some(Found { text, spans })
}
