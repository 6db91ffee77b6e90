//! Many row-wise questions over the collected events, chunk by chunk: each question is planned once and its plan
//! run on every chunk, so memory does not grow with the number of events.

use super::engine::OneTable;
use super::error::sentence;
use super::logs::locked;
use super::planning::{Ready, prepare};
use super::relation::relation_schema;
use super::relevance::{Present, Relevance};
use super::session::session;
use super::together;
use crate::trino::analyze::Options;
use async_trait::async_trait;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::execution::context::SessionContext;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType};
use datafusion::physical_plan::memory::MemoryStream;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties, collect,
};
use sqlparser::ast::Statement;
use std::fmt;
use std::sync::{Arc, Mutex};
use tokio::sync::OnceCell;

type Current = Arc<Mutex<Option<RecordBatch>>>;

/// Questions over a table `events` whose content is the current chunk. Each is planned when the first chunk comes
/// that it can be about: most incidents touch few services, and planning costs more than asking.
pub struct Chunks {
    questions: Arc<Vec<Prepared>>,
    current: Current,
    planner: Arc<Planner>,
}

struct Planner {
    session: SessionContext,
    tables: Arc<OneTable>,
}

struct Prepared {
    id: String,
    statement: Statement,
    relevance: Relevance,
    plan: OnceCell<Ready>,
}

impl Chunks {
    /// Prepares the questions: (ID, statement, whether it must be planned now because nobody has tried it yet). The
    /// order of rows does not matter here and is not asked for.
    pub async fn prepare(questions: Vec<(String, Statement, bool)>) -> std::result::Result<Self, String> {
        let session = session().map_err(|error| error.to_string())?;
        let current = Current::default();
        let table = Arc::new(ChunkTable { current: current.clone(), schema: relation_schema() });
        let planner = Arc::new(Planner { session, tables: Arc::new(OneTable(table)) });
        let mut prepared = Vec::with_capacity(questions.len());
        for (id, mut statement, untried) in questions {
            let relevance = Relevance::of(&statement);
            if let Statement::Query(query) = &mut statement {
                query.order_by = None;
            }
            let question = Prepared { id, statement, relevance, plan: OnceCell::new() };
            if untried {
                question.plan(&planner).await?;
            }
            prepared.push(question);
        }
        Ok(Self { questions: Arc::new(prepared), current, planner })
    }

    /// Runs every question that can be about a chunk: (index of the question, its rows), those without rows left
    /// out.
    pub async fn run(&self, chunk: RecordBatch) -> Vec<(usize, std::result::Result<RecordBatch, String>)> {
        *locked(&self.current) = Some(chunk.clone());
        let mut present = Present::default();
        present.add(&chunk);
        let relevant = (0..self.questions.len()).filter(|i| self.questions[*i].relevance.meets(&present));
        let asked = relevant.map(|index| {
            let (questions, planner) = (self.questions.clone(), self.planner.clone());
            async move { (index, together::task(async move { questions[index].ask(&planner).await }).await) }
        });
        let mut answers = Vec::new();
        for (index, answer) in together::in_order(asked).await {
            match answer {
                Ok(batches) => answers.extend(batches.into_iter().map(|batch| (index, Ok(batch)))),
                Err(error) => answers.push((index, Err(error))),
            }
        }
        answers
    }
}

impl Prepared {
    async fn ask(&self, planner: &Planner) -> std::result::Result<Vec<RecordBatch>, String> {
        let plan = self.plan(planner).await?;
        let batches =
            collect(plan.plan.clone(), planner.session.task_ctx()).await.map_err(|error| sentence(&error))?;
        let shown = |batch: &RecordBatch| plan.shown(batch).map_err(|error| error.to_string());
        batches.iter().filter(|batch| batch.num_rows() > 0).map(shown).collect()
    }

    async fn plan(&self, planner: &Planner) -> std::result::Result<&Ready, String> {
        let make = || async {
            let options = Options { instants: true, ..Options::default() };
            let text = self.statement.to_string();
            prepare(&planner.session, planner.tables.clone(), &text, options)
                .await
                .map_err(|error| format!("the question {} cannot be run: {error}", self.id))
        };
        self.plan.get_or_try_init(make).await
    }
}

#[derive(Debug)]
struct ChunkTable {
    current: Current,
    schema: SchemaRef,
}

#[async_trait]
impl TableProvider for ChunkTable {
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
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let columns: Vec<usize> =
            projection.cloned().unwrap_or_else(|| (0..self.schema.fields().len()).collect());
        let schema = Arc::new(self.schema.project(&columns)?);
        let properties = Arc::new(PlanProperties::new(
            EquivalenceProperties::new(schema.clone()),
            Partitioning::UnknownPartitioning(1),
            EmissionType::Incremental,
            Boundedness::Bounded,
        ));
        Ok(Arc::new(ChunkScan { current: self.current.clone(), columns, schema, properties }))
    }
}

#[derive(Debug)]
struct ChunkScan {
    current: Current,
    columns: Vec<usize>,
    schema: SchemaRef,
    properties: Arc<PlanProperties>,
}

impl DisplayAs for ChunkScan {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "ChunkScan columns={}", self.columns.len())
    }
}

impl ExecutionPlan for ChunkScan {
    fn name(&self) -> &'static str {
        "ChunkScan"
    }
    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }
    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }
    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }
    fn with_new_children(self: Arc<Self>, _: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }
    fn execute(&self, _partition: usize, _context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let current = locked(&self.current).clone();
        let batches = current.map(|batch| batch.project(&self.columns)).transpose()?;
        Ok(Box::pin(MemoryStream::try_new(batches.into_iter().collect(), self.schema.clone(), None)?))
    }
}
