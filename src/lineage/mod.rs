//! Credentials and how they were obtained: which calls hand them out, who used them, what to ask next.
//!
//! Pure: it sees rows of `events` and says what else must be collected.

use crate::event::Event;
use crate::incident::{Credential, Gap, IssuedBy};
use std::collections::BTreeSet;

/// Something to collect the events of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    /// Events signed with this access key ID.
    Key(String),
    /// Events of this principal ID (`AIDA…`), or of all sessions of this role ID (`AROA…`).
    Principal(String),
    /// One session: principal ID (`AROA…:name`), whatever key it uses.
    Session(String),
    /// Events that carry this shared event ID (the other account's copy).
    SharedEvent(String),
    /// Events whose response names this key: who issued it (upwards).
    IssueOf(String),
    /// Sign-ins of this user name.
    SignIn(String),
}

/// Bounds of the search. A bound that bites becomes a gap.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Hops from the subject.
    pub depth: u32,
    /// Credentials followed in all.
    pub breadth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 10, breadth: 100_000 }
    }
}

/// Grows as events are collected: `wanted` → collect → `observe` each → `wanted` … until nothing is wanted.
#[derive(Debug)]
pub struct Builder {
    _subject: BTreeSet<String>,
}

impl Builder {
    /// Starts from the subject's keys and principal IDs.
    pub fn new(keys: &[String], _principal_ids: &[String], _limits: Limits) -> Self {
        Self { _subject: keys.iter().cloned().collect() }
    }
    /// What has not been asked for yet; asking marks it as asked.
    pub fn wanted(&mut self) -> BTreeSet<Wanted> {
        std::mem::take(&mut self._subject).into_iter().map(Wanted::Key).collect()
    }
    /// Sees one collected event (each event ID once), in any order.
    pub fn observe(&mut self, _event: &Event) {}
    /// The credentials, the subject first; events belong to at most one credential
    /// ([`Lineage::credential_of`]). Counts and tallies inside [`Credential`] are filled in by the caller.
    pub fn finish(self) -> Lineage {
        Lineage::default()
    }
}

/// The finished graph.
#[derive(Debug, Default)]
pub struct Lineage {
    /// Credentials, `K-01` first.
    pub credentials: Vec<Credential>,
    /// Who issued the subject keys.
    pub issued_by: Vec<IssuedBy>,
    /// Limits that bit, sessions that could not be followed.
    pub gaps: Vec<Gap>,
}

impl Lineage {
    /// Index into `credentials` of the credential that an event belongs to.
    pub fn credential_of(&self, _event: &Event) -> Option<usize> {
        None
    }
}
