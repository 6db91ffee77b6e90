//! The collected events as a table `events`, for questions that aggregate over everything, whatever the number of
//! events.
//!
//! The case's JSON lines are read once, into a scratch file of Arrow batches; each question then reads only the
//! columns that it names. Parsing the lines anew for each question took most of the time of a large case.

use super::engine::{OneTable, sentence, session};
use super::planning::prepare;
use super::relation::{batch_of, relation_schema};
use crate::event::Event;
use crate::trino::analyze::Options;
use async_trait::async_trait;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::error::ArrowError;
use datafusion::arrow::ipc::reader::FileReader;
use datafusion::arrow::ipc::writer::FileWriter;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result as Planned;
use datafusion::error::DataFusionError;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use datafusion::physical_plan::{ExecutionPlan, execute_stream};
use datafusion::prelude::SessionContext;
use futures::StreamExt;
use sqlparser::ast::Statement;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Events in a batch.
const BATCH: usize = 4096;
/// Bytes of lines in a batch: bounds memory where events are large.
const BATCH_BYTES: usize = 32 << 20;

/// A session over one file of events.
pub struct Collected {
    session: SessionContext,
    tables: Arc<OneTable>,
    _scratch: Arc<Scratch>,
}

impl Collected {
    /// Over a file of JSON lines whose keys are the relation's columns; other keys are passed over. The scratch
    /// file stands beside it until this value is dropped.
    pub fn open(path: &Path) -> Result<Self, String> {
        let scratch = Arc::new(Scratch(path.with_extension("arrow.partial")));
        convert(path, &scratch.0).map_err(|error| format!("reading the collected events again: {error}"))?;
        let session = session().map_err(|error| error.to_string())?;
        let table = Arc::new(Events { scratch: scratch.clone(), schema: relation_schema() });
        Ok(Self { session, tables: Arc::new(OneTable(table)), _scratch: scratch })
    }

    /// Runs one question; its first `limit` rows, and the number of all.
    pub async fn ask(&self, question: &Statement, limit: usize) -> Result<(Vec<RecordBatch>, u64), String> {
        let options = Options { instants: true, ..Options::default() };
        let ready = prepare(&self.session, self.tables.clone(), &question.to_string(), options).await;
        let ready = ready.map_err(|error| error.to_string())?;
        let mut rows =
            execute_stream(ready.plan.clone(), self.session.task_ctx()).map_err(|e| sentence(&e))?;
        let (mut kept, mut total) = (Vec::new(), 0);
        while let Some(batch) = rows.next().await {
            let batch = batch.map_err(|e| sentence(&e))?;
            let room = limit.saturating_sub(total).min(batch.num_rows());
            total += batch.num_rows();
            if room > 0 {
                kept.push(ready.shown(&batch.slice(0, room)).map_err(|e| e.to_string())?);
            }
        }
        Ok((kept, total as u64))
    }
}

/// A file that goes when it is no longer needed.
#[derive(Debug)]
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // A scratch file that cannot be removed goes with the case's building folder.
        let _ = std::fs::remove_file(&self.0);
    }
}

fn convert(lines: &Path, scratch: &Path) -> Result<(), ArrowError> {
    let lines = BufReader::with_capacity(1 << 20, File::open(lines)?).lines();
    let mut out = FileWriter::try_new_buffered(File::create(scratch)?, &relation_schema())?;
    let (mut events, mut bytes) = (Vec::new(), 0);
    for line in lines {
        let line = line?;
        bytes += line.len();
        events.push(serde_json::from_str::<Event>(&line).map_err(std::io::Error::from)?);
        if events.len() == BATCH || bytes >= BATCH_BYTES {
            out.write(&batch_of(&events)?)?;
            events.clear();
            bytes = 0;
        }
    }
    if !events.is_empty() {
        out.write(&batch_of(&events)?)?;
    }
    out.finish()
}

#[derive(Debug)]
struct Events {
    scratch: Arc<Scratch>,
    schema: SchemaRef,
}

#[async_trait]
impl TableProvider for Events {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }
    fn table_type(&self) -> TableType {
        TableType::Base
    }
    async fn scan(
        &self,
        _session: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        _limit: Option<usize>,
    ) -> Planned<Arc<dyn ExecutionPlan>> {
        let columns = projection.cloned().unwrap_or_else(|| (0..self.schema.fields().len()).collect());
        let schema = Arc::new(self.schema.project(&columns)?);
        let part = Arc::new(Batches { scratch: self.scratch.clone(), columns, schema: schema.clone() });
        Ok(Arc::new(StreamingTableExec::try_new(schema, vec![part], None, [], false, None)?))
    }
}

#[derive(Debug)]
struct Batches {
    scratch: Arc<Scratch>,
    columns: Vec<usize>,
    schema: SchemaRef,
}

impl PartitionStream for Batches {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _context: Arc<TaskContext>) -> SendableRecordBatchStream {
        let open = || FileReader::try_new_buffered(File::open(&self.scratch.0)?, Some(self.columns.clone()));
        let batches: Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send> = match open() {
            Ok(reader) => Box::new(reader),
            Err(error) => Box::new(std::iter::once(Err(error))),
        };
        let batches = batches.map(|batch| batch.map_err(DataFusionError::from));
        Box::pin(RecordBatchStreamAdapter::new(self.schema.clone(), futures::stream::iter(batches)))
    }
}
