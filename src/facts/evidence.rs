//! What every number stands on: states, counts and the events behind them.

use super::Time;
use crate::vocabulary::Outcome;
use serde::{Deserialize, Serialize};

/// How a statement is known (report specification, section 1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    /// A preserved record says so.
    Observed,
    /// Computed from records.
    Derived,
    /// Inference, with a likelihood word and reasons.
    Assessed,
    /// A person or another system says so.
    Reported,
    /// The source existed, covered the window, the query succeeded, and there was nothing.
    NotObserved,
    /// No source, or a gap.
    CannotBeDetermined,
    /// It was tried and failed.
    QueryFailed,
    /// Only a person can know it.
    OperatorInputRequired,
    /// Held back on purpose.
    Redacted,
    /// Does not apply, for one reason.
    NotApplicable,
}

/// What a number or claim rests on. `count` is the number of events; `items` names the first events.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Statements whose rows these are: `Q-001`.
    pub queries: Vec<String>,
    /// How many events.
    pub count: u64,
    /// The first events, at most [`Evidence::SHOWN`]; the full list is in `evidence/events.jsonl`.
    pub items: Vec<EvidenceItem>,
}

impl Evidence {
    /// How many events an evidence names in full.
    pub const SHOWN: usize = 10;
}

/// One event, by its number in this case and by CloudTrail's own ID.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvidenceItem {
    /// `E-000001`: position among the collected events ordered by time and ID.
    pub e: String,
    /// CloudTrail's eventID.
    pub event_id: String,
}

/// How far a statement of the analysis can be relied on (report specification, section 1.4).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Confidence {
    /// The class that the rule gives.
    pub class: Class,
    /// The rule, as a reason.
    pub reason: String,
}

/// Classes of confidence, the highest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Class {
    High,
    Moderate,
    Low,
}

/// Counts by outcome. `total = succeeded + denied + failed`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Outcomes {
    pub total: u64,
    pub succeeded: u64,
    pub denied: u64,
    pub failed: u64,
}

impl Outcomes {
    /// Counts one more event.
    pub fn add(&mut self, outcome: Outcome) {
        self.total += 1;
        match outcome {
            Outcome::Succeeded => self.succeeded += 1,
            Outcome::Denied => self.denied += 1,
            Outcome::Failed => self.failed += 1,
        }
    }
}

/// A run of events of one value (a service, a region, an event name, an error code …).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Tally {
    pub value: String,
    pub outcomes: Outcomes,
    pub first: Time,
    pub last: Time,
    pub evidence: Evidence,
}
