//! What was opened, granted or weakened, as the facts have it.

use super::builder::Builder;
use super::standing::{Stands, Told};
use crate::facts::{self, Again, Standing};

impl Builder {
    /// One thing that was done, for the facts; `place` has the place of every node in the finished list.
    pub(super) fn standing(&self, stands: &Stands<'_>, place: &[usize]) -> Option<Standing> {
        let (made, owner) = stands.made.iter().next_back()?;
        let taken_back = stands.back.map(|back| facts::TakenBack {
            via: back.call.via.clone(),
            at: back.call.time,
            by: self.who(&back.call, back.owner, place),
            by_name: back.call.caller(),
            but: stands.but.map(str::to_string),
            evidence: back.call.evidence(),
        });
        let act = |told: &Told<'_>| facts::Act {
            what: told.told(),
            by: self.who(told.call, told.owner, place),
            by_name: told.call.caller(),
            evidence: told.call.evidence(),
        };
        Some(Standing {
            what: stands.what.into(),
            name: stands.name.into(),
            with: stands.with.map(str::to_string),
            via: made.via.clone(),
            at: made.time,
            count: stands.made.len() as u64,
            by: self.who(made, Some(*owner), place).unwrap_or_default(),
            evidence: made.evidence(),
            taken_back,
            again: stands.again.map(|(after, done)| Again { after: act(&after), done: act(&done) }),
        })
    }
}
