//! What could be seen, what could not, and the statements that were sent.

use super::{Integrity, RecordsCounted, SourceKind, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the logs could show.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// Kind of the source.
    pub source_kind: SourceKind,
    /// Its name, as given on the command line, without credentials.
    pub source_name: String,
    /// Files or objects: found, read, skipped by date in their path, set aside, unreadable.
    pub files: BTreeMap<String, u64>,
    /// Records, by what became of them.
    pub records: BTreeMap<RecordsCounted, u64>,
    /// Uncompressed bytes read.
    pub bytes: u64,
    /// Kinds of records present in the window: one row per account, region and event category.
    pub cells: Vec<CoverageCell>,
    /// Days of the window on which an account and region have no record at all.
    pub silent_days: Vec<String>,
    /// Long runs of hours, between the first and the last record of the logs, in which an account has none in any region.
    #[serde(default)]
    pub silent_spans: Vec<String>,
    /// What the answers rest on; `None` where the logs hold no record of the window.
    #[serde(default)]
    pub searched: Option<Searched>,
    /// Earliest and latest event in the logs that were read.
    pub first_event: Option<Time>,
    /// See `first_event`.
    pub last_event: Option<Time>,
    /// What was left out, by file and reason.
    pub left_out: Vec<LeftOut>,
    /// How far their origin was verified.
    pub integrity: Integrity,
    /// SHA-256 of `evidence/log-files.sha256`, the list of the log files that were read with their digests; `None` where
    /// the source is not files.
    #[serde(default)]
    pub input_digest: Option<String>,
    /// Columns of the relation that this source does not have.
    pub missing_columns: Vec<String>,
}

impl Coverage {
    /// First and last record of an account.
    pub fn span_of(&self, account: &str) -> Option<(Time, Time)> {
        let cells = || self.cells.iter().filter(|cell| cell.account == account);
        cells().map(|cell| cell.first).min().zip(cells().map(|cell| cell.last).max())
    }

    /// Whether the answers rest on an account.
    pub fn rests_on(&self, account: &str) -> bool {
        self.searched.as_ref().is_none_or(|searched| searched.accounts.iter().any(|own| own == account))
    }
}

/// Accounts on whose records the answers rest, and the time of which all of them have records.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Searched {
    /// Those that followed credentials belong to or acted in, and that findings name; all, where there are none of these.
    pub accounts: Vec<String>,
    /// The first moment of which each of them has records.
    pub from: Time,
    /// The last one; before `from` where no moment is in the records of all.
    pub to: Time,
}

/// One cell of the coverage matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct CoverageCell {
    pub account: String,
    pub region: String,
    /// Management, Data, NetworkActivity …
    pub category: String,
    /// Event sources with data events in this cell (for Data and NetworkActivity only).
    pub services: Vec<String>,
    pub records: u64,
    pub matched: u64,
    /// Of `records`, those that say that their call changes something.
    #[serde(default)]
    pub changing: u64,
    /// Calls of anybody that stopped a trail or an event data store.
    #[serde(default)]
    pub stops: u64,
    /// The first of these calls.
    #[serde(default)]
    pub first_stop: Option<Time>,
    pub first: Time,
    pub last: Time,
}

impl CoverageCell {
    /// Whether its records are of what every trail records unless it is told not to.
    pub fn is_management(&self) -> bool {
        !matches!(self.category.as_str(), "Data" | "NetworkActivity")
    }
}

/// Something that was not used, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeftOut {
    /// File or object, as found.
    pub file: String,
    /// Reason in plain words.
    pub reason: String,
    /// Records lost, if that can be known.
    pub records: Option<u64>,
}

/// A statement that was sent, with its receipt.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Query {
    /// `Q-001`.
    pub id: String,
    /// What it was for.
    pub purpose: String,
    /// File in the case with the exact text.
    pub file: String,
    /// Engine and version.
    pub engine: String,
    /// The engine's own ID of the query, if it has one.
    pub execution_id: Option<String>,
    /// Rows returned.
    pub rows: u64,
    /// Bytes scanned, where known.
    pub bytes_scanned: Option<u64>,
    /// Result pages fetched, where the engine has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u64>,
    /// Attempts beyond the first, where the engine is asked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retries: Option<u64>,
    /// `finished` or the error.
    pub state: String,
}
