//! The collected events as a table `events`, for questions that aggregate over everything, whatever the number of
//! events.
//!
//! Rows are written into a scratch file of Arrow batches as they are collected; each question then reads only the
//! columns that it names.

use super::engine::OneTable;
use super::error::sentence;
use super::planning::prepare;
use super::relation::{events_of, relation_schema};
use super::relevance::{Present, Relevance};
use super::session::session_beside;
use super::together;
use crate::event::Event;
use crate::trino::analyze::Options;
use arcstr::ArcStr;
use async_trait::async_trait;
use datafusion::arrow::compute::filter_record_batch;
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
use std::collections::HashSet;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The scratch file while events are being collected.
pub struct Collecting {
    scratch: Scratch,
    out: FileWriter<BufWriter<File>>,
    present: Present,
}

impl Collecting {
    /// Starts the file, which must not exist; it goes when the last value that reads it goes.
    pub fn create(path: &Path) -> Result<Self, String> {
        let file = File::create_new(path).map_err(|error| wrong(error.into()))?;
        let out = FileWriter::try_new_buffered(file, &relation_schema()).map_err(wrong)?;
        Ok(Self { scratch: Scratch(path.into()), out, present: Present::default() })
    }

    /// Takes those rows of a batch of the relation that were kept.
    pub fn push(&mut self, rows: &RecordBatch, kept: Vec<bool>) -> Result<(), String> {
        let rows = filter_record_batch(rows, &kept.into()).map_err(wrong)?;
        if rows.num_rows() == 0 {
            return Ok(());
        }
        self.present.add(&rows);
        self.out.write(&rows).map_err(wrong)
    }

    /// The same rows without those that others put right.
    pub fn without(mut self, corrected: &HashSet<ArcStr>) -> Result<Self, String> {
        if corrected.is_empty() {
            return Ok(self);
        }
        self.out.finish().map_err(wrong)?;
        let mut other = Self::create(&self.scratch.0.with_extension("counting"))?;
        let file = File::open(&self.scratch.0).map_err(|error| wrong(error.into()))?;
        for rows in FileReader::try_new_buffered(file, None).map_err(wrong)? {
            let rows = rows.map_err(wrong)?;
            let counts = counting(&rows, corrected);
            other.push(&rows, counts)?;
        }
        Ok(other)
    }

    /// All that was taken, as a table.
    pub fn finish(mut self) -> Result<Collected, String> {
        self.out.finish().map_err(wrong)?;
        let session = session_beside().map_err(|error| error.to_string())?;
        let scratch = Arc::new(self.scratch);
        let table = Arc::new(Events { scratch: scratch.clone(), schema: relation_schema() });
        Ok(Collected { session, tables: Arc::new(OneTable(table)), present: self.present, _scratch: scratch })
    }
}

/// Which rows are not put right by others. A row that puts itself right has the same ID as what it puts right.
fn counting(rows: &RecordBatch, corrected: &HashSet<ArcStr>) -> Vec<bool> {
    let events = events_of(rows);
    let counts = |event: &Event| {
        event.event_id.as_deref().is_none_or(|id| event.corrects() == Some(id) || !corrected.contains(id))
    };
    events.iter().map(counts).collect()
}

fn wrong(error: ArrowError) -> String {
    format!("keeping the collected events for the questions: {error}")
}

/// A session over the scratch file.
pub struct Collected {
    session: SessionContext,
    tables: Arc<OneTable>,
    present: Present,
    _scratch: Arc<Scratch>,
}

impl Collected {
    /// Runs questions, several at a time: of each its first `limit` rows and the number of all, or why it could not
    /// be answered.
    pub async fn ask(
        self,
        questions: impl Iterator<Item = &Statement>,
        limit: usize,
    ) -> Vec<Result<(Vec<RecordBatch>, u64), String>> {
        let shared = Arc::new(self);
        let asked = questions.map(|question| {
            let (shared, question) = (shared.clone(), question.clone());
            together::task(async move { shared.one(&question, limit).await })
        });
        together::in_order(asked).await
    }

    async fn one(&self, question: &Statement, limit: usize) -> Result<(Vec<RecordBatch>, u64), String> {
        if !Relevance::of_groups(question).meets(&self.present) {
            return Ok((Vec::new(), 0));
        }
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
