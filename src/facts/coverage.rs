//! What could be seen, what could not, and the statements that were sent.

use super::{GapKind, Time, asked};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name of the number of records that were kept, in `Coverage::records`.
pub const KEPT: &str = "kept";

/// What the logs could show.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// Kind and name of the source: `local files`, `../logs`.
    pub source_kind: String,
    /// As given on the command line, without credentials.
    pub source_name: String,
    /// Files or objects: found, read, skipped by date in their path, set aside, unreadable.
    pub files: BTreeMap<String, u64>,
    /// Records: read = kept + every other key, but for what was left out, which could not be read. Keys: `read`, `kept`,
    /// `repeated deliveries of a kept record`, `other credentials`, `left out (see the list)` …
    pub records: BTreeMap<String, u64>,
    /// Uncompressed bytes read.
    pub bytes: u64,
    /// Kinds of records present in the window: one row per account, region and event category.
    pub cells: Vec<CoverageCell>,
    /// Days of the window on which an account and region have no record at all.
    pub silent_days: Vec<String>,
    /// Long runs of hours, between records of an account, in which it has none in any region.
    #[serde(default)]
    pub silent_spans: Vec<String>,
    /// When the last of each ends.
    #[serde(default)]
    pub silent_until: SilentUntil,
    /// Earliest and latest event in the logs that were read.
    pub first_event: Option<Time>,
    /// See `first_event`.
    pub last_event: Option<Time>,
    /// What was left out, by file and reason.
    pub left_out: Vec<LeftOut>,
    /// Integrity level A to D (report specification, section 5.5).
    pub integrity: String,
    /// SHA-256 of `evidence/log-files.sha256`, the list of the log files that were read with their digests; `None` where
    /// the source is not files.
    #[serde(default)]
    pub input_digest: Option<String>,
    /// Columns of the relation that this source does not have.
    pub missing_columns: Vec<String>,
}

/// When the last of the silent days and of the silent spans ends, where there are any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SilentUntil {
    /// Of the days.
    pub days: Option<Time>,
    /// Of the spans.
    pub spans: Option<Time>,
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
    /// The first of them.
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

/// A named gap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// `G-01`.
    pub id: String,
    /// Machine name: `left_out`, `query_failed`, `window_longer_than_logs`, `depth_limit`, `no_s3_data_events` …
    pub kind: GapKind,
    /// What is missing, one sentence.
    pub what: String,
    /// What cannot be said because of it, one sentence.
    pub effect: String,
    /// How to close it, one sentence.
    pub remedy: String,
    /// Numbers of the twelve questions that it touches.
    pub questions: Vec<u8>,
    /// A gap of every report of this kind of source (data events off) does not change the exit code.
    pub affects_exit_code: bool,
}

impl Gap {
    /// A gap that has no number yet.
    pub fn new(
        kind: GapKind,
        what: String,
        effect: &str,
        remedy: &str,
        questions: &[u8],
        affects_exit_code: bool,
    ) -> Self {
        Self {
            id: String::new(),
            kind,
            what,
            effect: effect.into(),
            remedy: remedy.into(),
            questions: questions.to_vec(),
            affects_exit_code,
        }
    }

    /// Numbers of the twelve questions that any missing record touches.
    pub const ALL: &[u8] = &[
        asked::CALLED,
        asked::IDENTITIES,
        asked::OBJECTS,
        asked::SECRETS,
        asked::COMPUTING,
        asked::LOGGING,
        asked::REACHED,
        asked::LEFT_BEHIND,
        asked::SPAN,
        asked::ONGOING,
    ];

    /// Whether something that was done could be missing from the answers because of it: it could have gone unseen, or it
    /// stands among calls of others, which no answer counts. Other gaps are about how exact what was seen is.
    pub fn hides(&self) -> bool {
        !matches!(
            self.kind,
            GapKind::ConflictingEventIds
                | GapKind::CopiesLimit
                | GapKind::NoEventIds
                | GapKind::NotUtf8
                | GapKind::ListingLimit
                | GapKind::ShipperTimes
                | GapKind::PlaceDisputed
        )
    }
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
