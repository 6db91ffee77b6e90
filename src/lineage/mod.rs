//! Credentials and how they were obtained: which calls hand them out, who used them, what to ask next.
//!
//! Pure: it sees rows of `events` and says what else must be collected.

mod builder;
mod expiry;
mod rules;
mod state;

pub use builder::Builder;
pub use state::key_kind;

use crate::incident::{Credential, Gap, IssuedBy};
use rules::Handle;
use std::collections::HashMap;

/// Something to collect the events of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    /// Events signed with this access key ID.
    Key(String),
    /// Events of this user ID (`AIDA…`), or of all sessions of this role ID (`AROA…`).
    Principal(String),
    /// Console sign-ins of this user name.
    SignIn(String),
    /// Events that issue, deactivate or delete this key, whoever makes them.
    About(String),
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

/// The finished graph.
#[derive(Default)]
pub struct Lineage {
    /// Credentials, `K-01` first.
    pub credentials: Vec<Credential>,
    /// Who issued the subject keys.
    pub issued_by: Vec<IssuedBy>,
    /// Limits that bit.
    pub gaps: Vec<Gap>,
    by_handle: HashMap<Handle, usize>,
    parents: Vec<Option<usize>>,
}
