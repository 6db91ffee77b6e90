//! Lists of the facts end at a limit, so that a million events make a file that can be opened. What ends is told.

use crate::incident::{Gap, GapKind};

/// Rows of one list in `incident.json`. Every event is in `evidence/events.jsonl`, whatever the limit.
pub const LISTED: usize = 20_000;

/// Lists that ended at the limit.
#[derive(Default)]
pub struct Limits(Vec<String>);

impl Limits {
    /// Notes a list that was cut.
    pub fn note(&mut self, what: &str, listed: usize, total: u64) {
        if (listed as u64) < total {
            self.0.push(format!("{listed} of {total} {what}"));
        }
    }

    /// These, then the others.
    pub fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// The gap that names them, if any.
    pub fn gap(self) -> Option<Gap> {
        (!self.0.is_empty()).then(|| {
            Gap::of(GapKind::ListingLimit, format!("The facts list {}.", self.0.join(", ")))
                .effect("Sums and counts are of all events; only these lists are not complete.")
                .remedy("Read evidence/events.jsonl, which holds every event.")
        })
    }
}
