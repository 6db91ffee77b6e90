//! Where rows come from. One file per kind of source; one trait.

pub mod local;
pub mod resumable;
pub mod trino;

use crate::incident::SourceKind;
use crate::sql::Statement;
use async_trait::async_trait;
use datafusion::arrow::record_batch::RecordBatch;
use serde::{Deserialize, Serialize};

/// Takes the rows of a statement as they come. A source that cannot send stops: nobody listens any more.
pub type Rows = tokio::sync::mpsc::Sender<RecordBatch>;

/// A place that answers statements over the relation `events`.
#[async_trait]
pub trait Source: Send + Sync {
    /// Kind and name, for reports: never a credential.
    fn describe(&self) -> Description;
    /// The dialect and shape to render statements for.
    fn target(&self) -> crate::sql::Target;
    /// Runs one statement and hands its rows on in order. A failure part of the way leaves what was handed on.
    async fn run(&self, statement: &Statement, rows: Rows) -> Result<Receipt, SourceError>;
}

/// What a source calls itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Description {
    /// Its kind.
    pub kind: SourceKind,
    /// Path or address as given, without credentials.
    pub name: String,
}

/// What is known of one run of one statement.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Receipt {
    /// Engine and version.
    pub engine: String,
    /// The engine's own ID of the query.
    pub execution_id: Option<String>,
    /// Rows handed on.
    pub rows: u64,
    /// Result pages fetched, where the engine has pages.
    pub pages: Option<u64>,
    /// Attempts beyond the first, where the engine is asked again.
    pub retries: Option<u64>,
    /// Bytes scanned, as the engine reports them.
    pub bytes_scanned: Option<u64>,
    /// Records that were opened for it and have an object or list, the identity aside, that cannot be read.
    #[serde(default)]
    pub broken_values: u64,
}

/// Why a source could not answer. A sentence: what was being done, to what, what to try.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The statement was refused: the message says what the engine would say and what to write instead.
    #[error("{0}")]
    Refused(String),
    /// The source failed.
    #[error("{0}")]
    Failed(String),
    /// The user interrupted.
    #[error("interrupted")]
    Interrupted,
}
