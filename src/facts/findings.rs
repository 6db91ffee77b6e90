//! What the questions found, and the answers of the report.

use super::{Asked, Confidence, Evidence, FactEntry, Outcomes, State, Time};
use crate::catalog::Tells;
use crate::vocabulary::{Category, Severity};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A statement of section 3 of the report.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Finding {
    /// `F-01`.
    pub id: String,
    /// Question ID of the catalogue.
    pub question: String,
    /// Its title.
    pub title: String,
    /// Category.
    pub category: Category,
    /// What the question tells of beside its category. Not optional: a case of an earlier version, which lacks it, would
    /// be reported with fewer statements than it had, and nobody would be told.
    pub tells_of: Vec<Tells>,
    /// Gravest severity among its events.
    pub severity: Severity,
    /// Why that severity, one phrase.
    pub severity_reason: String,
    /// How it is known.
    pub state: State,
    /// How likely it is, where it is an inference.
    #[serde(default)]
    pub likelihood: Option<String>,
    /// How far it can be relied on.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Counts.
    pub outcomes: Outcomes,
    /// How many of the calls the baseline attributes to the owner.
    #[serde(default)]
    pub own_calls: u64,
    /// Of those, the ones that succeeded.
    #[serde(default)]
    pub own_succeeded: u64,
    /// First and last.
    pub first: Time,
    /// See `first`.
    pub last: Time,
    /// Distinct targets, most frequent first, at most 20.
    pub targets: Vec<FactEntry>,
    /// How many distinct targets there are.
    pub targets_total: u64,
    /// Credentials that did it: `K-01`.
    pub credentials: Vec<String>,
    /// ATT&CK technique IDs.
    pub techniques: Vec<String>,
    /// Why it matters.
    pub why: String,
    /// When it is harmless.
    pub harmless_when: Option<String>,
    /// What to do next.
    pub next: Option<String>,
    /// Events.
    pub evidence: Evidence,
}

impl Finding {
    /// Whether its question tells of this.
    pub fn tells_of(&self, what: Tells) -> bool {
        self.tells_of.contains(&what)
    }
}

/// The answer to one of the twelve questions of the report specification, section 3.1.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// 1 to 12.
    pub number: Asked,
    /// How it is known.
    pub state: State,
    /// Facts for the sentence, by name; the templates phrase them.
    pub facts: BTreeMap<String, serde_json::Value>,
    /// Gaps that limit it: `G-01`.
    pub gaps: Vec<String>,
    /// Events.
    pub evidence: Evidence,
}

impl Answer {
    /// How many of the calls that it tells of have an outcome (`succeeded`, `total`), where it tells of calls.
    pub fn outcome(&self, name: &str) -> Option<u64> {
        self.facts.get("outcomes")?.get(name)?.as_u64()
    }
}

/// An ATT&CK technique that events show.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Technique {
    /// Current ID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Former ID, where it was renumbered.
    pub formerly: Option<String>,
    /// Tactics, short names.
    pub tactics: Vec<String>,
    /// Questions that map to it.
    pub questions: Vec<String>,
    /// Counts.
    pub outcomes: Outcomes,
    /// How far it can be relied on that the events show it.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Events.
    pub evidence: Evidence,
}

/// A question of the catalogue that fired.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QuestionResult {
    /// File stem.
    pub id: String,
    /// Title.
    pub title: String,
    /// Category.
    pub category: Category,
    /// Counts.
    pub outcomes: Outcomes,
    /// Distinct targets.
    pub targets: Vec<FactEntry>,
    /// Events.
    pub evidence: Evidence,
}

/// The answer of an aggregating question over all calls of followed credentials.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct VolumeTable {
    pub id: String,
    pub title: String,
    pub why: String,
    pub columns: Vec<String>,
    /// The first rows, as text.
    pub rows: Vec<Vec<String>>,
    /// How many there are.
    pub rows_total: u64,
}
