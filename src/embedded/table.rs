//! The logs as a DataFusion table: one ordered partition.

use super::any_of::AnyOf;
use super::fields_read::FieldsRead;
use super::logs::LogSet;
use super::push::Push;
use super::scan::Scan;
use super::schema::{TableShape, shaped_schema};
use async_trait::async_trait;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::DataFusionError;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType};
use datafusion::physical_plan::stream::RecordBatchReceiverStreamBuilder;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties};
use std::fmt;
use std::sync::Arc;

/// The logs under AWS's documented columns.
#[derive(Debug)]
pub struct LogTable {
    logs: Arc<LogSet>,
    schema: SchemaRef,
    shape: TableShape,
    read: FieldsRead,
}

impl LogTable {
    /// Over a set of logs, as one of the tables that AWS documents.
    pub fn new(logs: Arc<LogSet>, shape: TableShape) -> Self {
        Self { logs, schema: shaped_schema(shape), shape, read: FieldsRead::default() }
    }

    /// The same for a statement that reads these fields alone; the others may be NULL.
    pub fn reading(&self, read: FieldsRead) -> Self {
        Self { logs: self.logs.clone(), schema: self.schema.clone(), shape: self.shape, read }
    }
}

#[async_trait]
impl TableProvider for LogTable {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        let usable = |filter: &&Expr| match Push::default().add(filter) {
            true => TableProviderFilterPushDown::Inexact,
            false => TableProviderFilterPushDown::Unsupported,
        };
        Ok(filters.iter().map(usable).collect())
    }

    async fn scan(
        &self,
        _session: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let schema = match projection {
            Some(columns) => Arc::new(self.schema.project(columns)?),
            None => self.schema.clone(),
        };
        let push = Push::of(filters);
        // A filter that the engine still applies may drop rows: then a limit here would lose some.
        let limit = limit.filter(|_| filters.is_empty());
        let (logs, read) = (self.logs.clone(), self.read.clone());
        Ok(Arc::new(LogScan::new(Scan { logs, schema, shape: self.shape, read, push, limit })))
    }
}

#[derive(Debug)]
struct LogScan {
    scan: Scan,
    properties: Arc<PlanProperties>,
}

impl LogScan {
    fn new(scan: Scan) -> Self {
        let properties = Arc::new(PlanProperties::new(
            EquivalenceProperties::new(scan.schema.clone()),
            Partitioning::UnknownPartitioning(1),
            EmissionType::Incremental,
            Boundedness::Bounded,
        ));
        Self { scan, properties }
    }
}

impl DisplayAs for LogScan {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter) -> fmt::Result {
        let push = &self.scan.push;
        write!(
            f,
            "LogScan files={} days={:?}..{:?}",
            self.scan.logs.files.len(),
            push.first_day,
            push.last_day
        )?;
        // One list for each condition; long ones by their start.
        let sought: Vec<String> = push.needles.iter().map(AnyOf::shown).collect();
        let fields = self.scan.read.shown(&self.scan.schema).join(" ");
        let columns = self.scan.schema.fields().len();
        write!(f, " sought=[{}] columns={columns} fields=[{fields}]", sought.join(" and "))
    }
}

impl ExecutionPlan for LogScan {
    fn name(&self) -> &'static str {
        "LogScan"
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
        let mut builder = RecordBatchReceiverStreamBuilder::new(self.scan.schema.clone(), 2);
        let (send, scan) = (builder.tx(), self.scan.clone());
        builder.spawn_blocking(move || {
            scan.run(|batch| send.blocking_send(batch.map_err(DataFusionError::from)).is_ok());
            Ok(())
        });
        Ok(builder.build())
    }
}
