//! A folder of log files, through the embedded engine.

use super::{Description, Receipt, Rows, Source, SourceError};
use crate::embedded::{Engine, LogSet};
use crate::incident::SourceKind;
use crate::sql::{Statement, Target};
use async_trait::async_trait;
use datafusion::arrow::compute::concat_batches;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::physical_plan::common::spawn_buffered;
use futures::StreamExt;
use std::sync::Arc;

/// Rows in a batch that is handed on.
const BATCH: usize = 8192;
/// Bytes in a batch that is handed on: large records make small batches.
const BATCH_BYTES: usize = 32 << 20;

/// Local files.
pub struct Local {
    engine: Engine,
    name: String,
}

impl Local {
    /// Over an opened set of logs; `name` is the path as the user gave it.
    pub fn new(logs: Arc<LogSet>, name: &str) -> Result<Self, String> {
        Ok(Self { engine: Engine::over(logs).map_err(|error| error.to_string())?, name: name.into() })
    }

    /// The logs.
    pub fn logs(&self) -> &LogSet {
        &self.engine.logs
    }
}

#[async_trait]
impl Source for Local {
    fn describe(&self) -> Description {
        Description { kind: SourceKind::Files, name: self.name.clone() }
    }

    fn target(&self) -> Target {
        Target::Local
    }

    async fn run(&self, statement: &Statement, rows: Rows) -> Result<Receipt, SourceError> {
        let engine = format!("embedded engine (DataFusion {})", datafusion::DATAFUSION_VERSION);
        let mut receipt = Receipt { engine, ..Receipt::default() };
        let broken_before = self.logs().broken_values();
        let stream =
            self.engine.stream(&statement.text).await.map_err(|e| SourceError::Refused(e.to_string()))?;
        // As a task of its own: whoever takes the rows has enough to do.
        let mut stream = spawn_buffered(stream, 2);
        // Files give small batches; what runs on each batch is cheaper on few large ones.
        let (mut small, mut waiting, mut bytes) = (Vec::new(), 0, 0);
        while let Some(batch) = stream.next().await {
            let batch = batch.map_err(|error| SourceError::Failed(crate::embedded::sentence(&error)))?;
            receipt.rows += batch.num_rows() as u64;
            waiting += batch.num_rows();
            bytes += batch.get_array_memory_size();
            small.push(batch);
            if waiting >= BATCH || bytes >= BATCH_BYTES {
                (waiting, bytes) = (0, 0);
                send(&mut small, &rows).await?;
            }
        }
        send(&mut small, &rows).await?;
        if self.logs().interrupted() {
            return Err(SourceError::Interrupted);
        }
        receipt.broken_values = self.logs().broken_values().saturating_sub(broken_before);
        Ok(receipt)
    }
}

/// Hands on what has gathered as one batch.
async fn send(small: &mut Vec<RecordBatch>, rows: &Rows) -> Result<(), SourceError> {
    let Some(first) = small.first() else { return Ok(()) };
    let batch = concat_batches(&first.schema(), small.iter())
        .map_err(|error| SourceError::Failed(format!("joining rows: {error}")))?;
    small.clear();
    rows.send(batch).await.map_err(|_| SourceError::Interrupted)
}
