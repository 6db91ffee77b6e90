//! Whose something was at which time: a password, a provider or a function changes hands, and others may have
//! used it before it was a followed identity's.

use crate::facts::Time;
use chrono::TimeDelta;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Who has something from a change on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The followed identity.
    Own,
    /// Somebody else.
    Others,
    /// Nobody: it does not exist any more, or is switched off.
    Over,
}

/// The periods in which one handle belonged to somebody, by their begins. Empty: it is always the followed
/// identity's.
#[derive(Clone, Debug, Default)]
pub struct Turns {
    turns: BTreeMap<Time, Turn>,
    /// Who used it with success in periods that were not the followed identity's: the begins of those
    /// periods, `None` for the time before the first.
    used: HashMap<String, BTreeSet<Option<Time>>>,
}

impl Turns {
    /// Belongs to the followed identity from a moment on; without one, always.
    pub fn since(time: Option<Time>) -> Self {
        Self { turns: time.map(|time| (time, Turn::Own)).into_iter().collect(), used: HashMap::new() }
    }

    /// Whether it always belongs to the followed identity.
    pub fn always(&self) -> bool {
        self.turns.is_empty()
    }

    fn turn(&self, time: Time) -> Option<(Time, Turn)> {
        self.turns.range(..=time).next_back().map(|(time, turn)| (*time, *turn))
    }

    /// Whether a use at this time is the followed identity's, and within so long after the period began.
    pub fn own(&self, time: Option<Time>, within: Option<TimeDelta>) -> bool {
        if self.always() {
            return true;
        }
        let turn = time.and_then(|time| Some((time, self.turn(time)?)));
        turn.is_some_and(|(time, (since, turn))| {
            turn == Turn::Own && within.is_none_or(|within| time <= since + within)
        })
    }

    /// How many periods of the followed identity began in this span.
    pub fn own_since(&self, from: Time, to: Time) -> usize {
        self.turns.range(from..=to).filter(|(_, turn)| **turn == Turn::Own).count()
    }

    /// Notes who has it from a time on; returns whether that is new. That the followed identity made a change
    /// may become known later than the change itself.
    pub fn change(&mut self, time: Time, turn: Turn) -> bool {
        if self.always() {
            return false;
        }
        match self.turns.get(&time) {
            Some(known) if *known == Turn::Own || *known == turn => false,
            Some(_) if turn != Turn::Own => false,
            _ => {
                self.turns.insert(time, turn);
                true
            }
        }
    }

    /// Notes a successful use by somebody else. A use in a period of the followed identity says nothing of
    /// the time before.
    pub fn note(&mut self, who: String, time: Time) {
        match self.turn(time) {
            _ if self.always() => {}
            Some((_, Turn::Own)) => {}
            other => {
                self.used.entry(who).or_default().insert(other.map(|(since, _)| since));
            }
        }
    }

    /// Whether somebody used it with success before the followed identity's period: then he does not owe his
    /// access to the change with which the period begins.
    pub fn was_there(&self, who: &str, time: Option<Time>) -> bool {
        let own = time.and_then(|time| self.turn(time)).map(|(since, _)| since);
        let others =
            |since: &Option<Time>| since.is_none_or(|since| self.turns.get(&since) != Some(&Turn::Own));
        self.used.get(who).is_some_and(|begins| begins.iter().any(|since| *since < own && others(since)))
    }

    /// Whether it was in use and not switched off since when the followed identity's period began: then the
    /// change with which the period begins changed nothing.
    pub fn was_on(&self, who: &str, time: Option<Time>) -> bool {
        let Some((since, Turn::Own)) = time.and_then(|time| self.turn(time)) else { return false };
        let own = self.turns.range(..=since).rev().take_while(|(_, turn)| **turn == Turn::Own);
        let Some((first, _)) = own.last() else { return false };
        match self.turns.range(..*first).next_back() {
            Some((_, turn)) => *turn != Turn::Over,
            None => self.used.get(who).is_some_and(|begins| begins.contains(&None)),
        }
    }

    /// Whether none of the changes with which the followed identity's periods begin changed anything.
    pub fn never_changed(&self, who: &str) -> bool {
        let mut own = self.turns.iter().filter(|(_, turn)| **turn == Turn::Own).peekable();
        own.peek().is_some() && own.all(|(since, _)| self.was_on(who, Some(*since)))
    }
}
