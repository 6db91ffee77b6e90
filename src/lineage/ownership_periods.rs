//! Whose something was at which time: a password, a provider or a function changes hands, and others may have
//! used it before it was a followed identity's.

use crate::facts::Time;
use chrono::TimeDelta;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Who has something from a change on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The followed identity.
    Followed,
    /// Somebody else.
    Others,
    /// Nobody: it does not exist any more, or is switched off.
    Nobody,
}

/// The periods in which one handle belonged to somebody, by their begins. Empty: it is always the followed
/// identity's.
#[derive(Clone, Debug, Default)]
pub struct OwnershipPeriods {
    periods: BTreeMap<Time, Owner>,
    /// Who used it with success in periods that were not the followed identity's: the begins of those
    /// periods, `None` for the time before the first.
    used: HashMap<String, BTreeSet<Option<Time>>>,
}

impl OwnershipPeriods {
    /// Belongs to the followed identity from a moment on; without one, always.
    pub fn since(time: Option<Time>) -> Self {
        Self { periods: time.map(|time| (time, Owner::Followed)).into_iter().collect(), used: HashMap::new() }
    }

    /// Whether it always belongs to the followed identity.
    pub fn always(&self) -> bool {
        self.periods.is_empty()
    }

    fn period(&self, time: Time) -> Option<(Time, Owner)> {
        self.periods.range(..=time).next_back().map(|(time, owner)| (*time, *owner))
    }

    /// Whether a use at this time is the followed identity's, and within so long after the period began.
    pub fn own(&self, time: Option<Time>, within: Option<TimeDelta>) -> bool {
        if self.always() {
            return true;
        }
        let period = time.and_then(|time| Some((time, self.period(time)?)));
        period.is_some_and(|(time, (since, owner))| {
            owner == Owner::Followed && within.is_none_or(|within| time <= since + within)
        })
    }

    /// How many periods of the followed identity began in this span.
    pub fn own_since(&self, from: Time, to: Time) -> usize {
        self.periods.range(from..=to).filter(|(_, owner)| **owner == Owner::Followed).count()
    }

    /// Notes who has it from a time on; returns whether that is new. That the followed identity made a change
    /// may become known later than the change itself.
    pub fn change(&mut self, time: Time, owner: Owner) -> bool {
        if self.always() {
            return false;
        }
        match self.periods.get(&time) {
            Some(known) if *known == Owner::Followed || *known == owner => false,
            Some(_) if owner != Owner::Followed => false,
            _ => {
                self.periods.insert(time, owner);
                true
            }
        }
    }

    /// Notes a successful use by somebody else. A use in a period of the followed identity says nothing of
    /// the time before.
    pub fn note(&mut self, who: String, time: Time) {
        match self.period(time) {
            _ if self.always() => {}
            Some((_, Owner::Followed)) => {}
            other => {
                self.used.entry(who).or_default().insert(other.map(|(since, _)| since));
            }
        }
    }

    /// Whether somebody used it with success before the followed identity's period: then he does not owe his
    /// access to the change with which the period begins.
    pub fn was_there(&self, who: &str, time: Option<Time>) -> bool {
        let own = time.and_then(|time| self.period(time)).map(|(since, _)| since);
        let others = |since: &Option<Time>| {
            since.is_none_or(|since| self.periods.get(&since) != Some(&Owner::Followed))
        };
        self.used.get(who).is_some_and(|begins| begins.iter().any(|since| *since < own && others(since)))
    }

    /// Whether it was in use and not switched off since when the followed identity's period began: then the
    /// change with which the period begins changed nothing.
    pub fn was_on(&self, who: &str, time: Option<Time>) -> bool {
        let Some((since, Owner::Followed)) = time.and_then(|time| self.period(time)) else { return false };
        let own = self.periods.range(..=since).rev().take_while(|(_, owner)| **owner == Owner::Followed);
        let Some((first, _)) = own.last() else { return false };
        match self.periods.range(..*first).next_back() {
            Some((_, owner)) => *owner != Owner::Nobody,
            None => self.used.get(who).is_some_and(|begins| begins.contains(&None)),
        }
    }

    /// Whether none of the changes with which the followed identity's periods begin changed anything.
    pub fn never_changed(&self, who: &str) -> bool {
        let mut own = self.periods.iter().filter(|(_, owner)| **owner == Owner::Followed).peekable();
        own.peek().is_some() && own.all(|(since, _)| self.was_on(who, Some(*since)))
    }
}
