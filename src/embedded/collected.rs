//! The collected events as a table `events`, streamed from the case's file: for questions that aggregate over
//! everything, whatever the number of events.

use super::engine::{sentence, session};
use super::relation::{batch_of, relation_schema};
use crate::event::Event;
use crate::sql::rewrite;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::streaming::StreamingTable;
use datafusion::error::DataFusionError;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::PartitionStream;
use datafusion::prelude::SessionContext;
use sqlparser::ast::Statement;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Events in a batch.
const BATCH: usize = 4096;

/// A session over one file of events.
pub struct Collected(SessionContext);

impl Collected {
    /// Over a file of JSON lines whose keys are the relation's columns; other keys are passed over.
    pub fn open(path: &Path) -> Result<Self, String> {
        let session = session().map_err(|error| error.to_string())?;
        let lines = Arc::new(Lines { path: path.into(), schema: relation_schema() });
        let table =
            StreamingTable::try_new(relation_schema(), vec![lines]).map_err(|error| sentence(&error))?;
        session.register_table("events", Arc::new(table)).map_err(|error| sentence(&error))?;
        Ok(Self(session))
    }

    /// Runs one question to its end.
    pub async fn ask(&self, question: &Statement) -> Result<Vec<RecordBatch>, String> {
        let mut statement = question.clone();
        rewrite::for_embedded(&mut statement);
        let statement = datafusion::sql::parser::Statement::Statement(Box::new(statement));
        let plan = self.0.state().statement_to_plan(statement).await.map_err(|error| sentence(&error))?;
        let frame = self.0.execute_logical_plan(plan).await.map_err(|error| sentence(&error))?;
        frame.collect().await.map_err(|error| sentence(&error))
    }
}

#[derive(Debug)]
struct Lines {
    path: PathBuf,
    schema: SchemaRef,
}

impl PartitionStream for Lines {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _context: Arc<TaskContext>) -> SendableRecordBatchStream {
        let batches = Batches { path: self.path.clone(), lines: None };
        Box::pin(RecordBatchStreamAdapter::new(self.schema.clone(), futures::stream::iter(batches)))
    }
}

struct Batches {
    path: PathBuf,
    lines: Option<std::io::Lines<BufReader<File>>>,
}

impl Batches {
    fn read(&mut self) -> std::io::Result<Vec<Event>> {
        if self.lines.is_none() {
            self.lines = Some(BufReader::new(File::open(&self.path)?).lines());
        }
        let lines = self.lines.iter_mut().flatten().take(BATCH);
        lines.map(|line| serde_json::from_str(&line?).map_err(std::io::Error::from)).collect()
    }
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, DataFusionError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.read() {
            Ok(events) if events.is_empty() => None,
            Ok(events) => Some(batch_of(&events).map_err(DataFusionError::from)),
            Err(error) => Some(Err(DataFusionError::IoError(error))),
        }
    }
}
