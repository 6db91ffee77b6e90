//! Whose something was at which time: a password, a provider or a function changes hands, and others may have used it
//! before.

use crate::facts::Time;
use chrono::TimeDelta;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a change makes of an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The followed identity's from then on.
    Own,
    /// Somebody else's from then on.
    Others,
    /// Nobody's from then on.
    Over,
}

/// The turns of one handle. None: it is always the followed identity's.
#[derive(Clone, Debug, Default)]
pub struct Turns {
    turns: BTreeMap<Time, Turn>,
    /// Who used it with success in turns that were not the followed identity's: the begins of those turns, `None` for
    /// the time before the first.
    used: HashMap<String, BTreeSet<Option<Time>>>,
}

impl Turns {
    /// The followed identity's from a moment on; always without one.
    pub fn since(time: Option<Time>) -> Self {
        Self { turns: time.map(|time| (time, Turn::Own)).into_iter().collect(), used: HashMap::new() }
    }

    /// Whether it is always the followed identity's.
    pub fn always(&self) -> bool {
        self.turns.is_empty()
    }

    fn turn(&self, time: Time) -> Option<(Time, Turn)> {
        self.turns.range(..=time).next_back().map(|(time, turn)| (*time, *turn))
    }

    /// Whether a use at this time is that of the followed identity, so long after the turn began.
    pub fn own(&self, time: Option<Time>, within: Option<TimeDelta>) -> bool {
        if self.always() {
            return true;
        }
        let turn = time.and_then(|time| Some((time, self.turn(time)?)));
        turn.is_some_and(|(time, (since, turn))| {
            turn == Turn::Own && within.is_none_or(|within| time <= since + within)
        })
    }

    /// How many of the followed identity's turns began in this time.
    pub fn own_since(&self, from: Time, to: Time) -> usize {
        self.turns.range(from..=to).filter(|(_, turn)| **turn == Turn::Own).count()
    }

    /// A change of hands; tells whether it is news. That the followed identity did it may be known later than the
    /// change itself.
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

    /// Somebody's use with success. What happens in the followed identity's turns says nothing.
    pub fn note(&mut self, who: String, time: Time) {
        match self.turn(time) {
            _ if self.always() => {}
            Some((_, Turn::Own)) => {}
            other => {
                self.used.entry(who).or_default().insert(other.map(|(since, _)| since));
            }
        }
    }

    /// Whether somebody used it with success before the followed identity's turn: then that turn did not let him in.
    pub fn was_there(&self, who: &str, time: Option<Time>) -> bool {
        let own = time.and_then(|time| self.turn(time)).map(|(since, _)| since);
        let others =
            |since: &Option<Time>| since.is_none_or(|since| self.turns.get(&since) != Some(&Turn::Own));
        self.used.get(who).is_some_and(|begins| begins.iter().any(|since| *since < own && others(since)))
    }

    /// Whether it was in use, and not switched off since, when the followed identity's turn began: then that turn
    /// changed nothing.
    pub fn was_on(&self, who: &str, time: Option<Time>) -> bool {
        let Some((since, Turn::Own)) = time.and_then(|time| self.turn(time)) else { return false };
        let own = self.turns.range(..=since).rev().take_while(|(_, turn)| **turn == Turn::Own);
        let Some((first, _)) = own.last() else { return false };
        match self.turns.range(..*first).next_back() {
            Some((_, turn)) => *turn != Turn::Over,
            None => self.used.get(who).is_some_and(|begins| begins.contains(&None)),
        }
    }

    /// Whether no turn of the followed identity's changed anything.
    pub fn never_changed(&self, who: &str) -> bool {
        let mut own = self.turns.iter().filter(|(_, turn)| **turn == Turn::Own).peekable();
        own.peek().is_some() && own.all(|(since, _)| self.was_on(who, Some(*since)))
    }
}
