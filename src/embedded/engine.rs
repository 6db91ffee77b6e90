//! The session: Athena statements over a set of logs.

use super::error::{EngineError, refused};
use super::logs::LogSet;
use super::planning::{Ready, prepare, prepare_with};
use super::schema::TableShape;
use super::session::session;
use super::table::LogTable;
use crate::trino::analyze::{Options, Tables};
use crate::trino::ast::{Name, Query};
use crate::trino::{Fault, Outcome};
use datafusion::catalog::TableProvider;
use datafusion::datasource::provider_as_source;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::logical_expr::TableSource;
use datafusion::physical_plan::execute_stream;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::prelude::SessionContext;
use futures::StreamExt;
use std::sync::Arc;

/// Runs statements over logs.
pub struct Engine {
    context: SessionContext,
    /// The logs.
    pub logs: Arc<LogSet>,
}

/// Names in FROM over a folder of logs: any name is the logs; a UUID is the logs as CloudTrail Lake shows them.
struct LogNames {
    athena: Arc<dyn TableSource>,
    lake: Arc<dyn TableSource>,
}

impl Tables for LogNames {
    fn table(&self, name: &[Name]) -> Outcome<Arc<dyn TableSource>> {
        let Some(last) = name.last() else { return Ok(self.athena.clone()) };
        if name.iter().any(|n| n.text.eq_ignore_ascii_case("information_schema")) || last.text.contains('$') {
            return Err(Fault::unsupported(last.at, "a table that describes other tables"));
        }
        if name.len() > 3 {
            return Err(Fault::at("SYNTAX_ERROR", last.at, "Too many dots in table name"));
        }
        Ok(if self.is_lake(name) { self.lake.clone() } else { self.athena.clone() })
    }

    fn is_lake(&self, name: &[Name]) -> bool {
        name.last().is_some_and(|last| is_event_data_store(&last.text))
    }
}

/// The shape of a UUID.
pub fn is_event_data_store(name: &str) -> bool {
    let hyphen = |i: usize| matches!(i, 8 | 13 | 18 | 23);
    name.len() == 36
        && name.bytes().enumerate().all(|(i, b)| if hyphen(i) { b == b'-' } else { b.is_ascii_hexdigit() })
}

/// One name, one table.
pub struct OneTable(pub Arc<dyn TableProvider>);

impl Tables for OneTable {
    fn table(&self, name: &[Name]) -> Outcome<Arc<dyn TableSource>> {
        let known = name.len() == 1 && name[0].text.eq_ignore_ascii_case(crate::sql::splice::RELATION);
        match (known, name.last()) {
            (false, Some(last)) => {
                Err(Fault::at("TABLE_NOT_FOUND", last.at, format!("Table '{}' does not exist", last.text)))
            }
            _ => Ok(provider_as_source(self.0.clone())),
        }
    }
}

impl Engine {
    /// Over a set of logs.
    pub fn over(logs: Arc<LogSet>) -> Result<Self, EngineError> {
        Ok(Self { context: session()?, logs })
    }

    fn names(&self) -> Arc<dyn Tables + Send + Sync> {
        let source = |shape| provider_as_source(Arc::new(LogTable::new(self.logs.clone(), shape)));
        Arc::new(LogNames { athena: source(TableShape::Athena), lake: source(TableShape::Lake) })
    }

    /// Plans and starts a statement of ours.
    pub async fn stream(&self, text: &str) -> Result<SendableRecordBatchStream, EngineError> {
        let options = Options { instants: true, ..Options::default() };
        let ready = prepare(&self.context, self.names(), text, options).await?;
        self.start(&ready)
    }

    /// Plans and starts one query as somebody wrote it.
    pub async fn ask(&self, text: &str, options: Options) -> Result<SendableRecordBatchStream, EngineError> {
        let ready = prepare(&self.context, self.names(), text, options).await?;
        self.start(&ready)
    }

    /// Plans a query.
    pub async fn plan(&self, query: Query, options: Options) -> Result<Ready, EngineError> {
        let names = self.names();
        prepare_with(&self.context, move || crate::trino::analyze::plan(&query, names.as_ref(), &options))
            .await
    }

    /// Starts a plan; its batches have the user's names.
    pub fn start(&self, ready: &Ready) -> Result<SendableRecordBatchStream, EngineError> {
        let rows = execute_stream(ready.plan.clone(), self.context.task_ctx()).map_err(|e| refused(&e))?;
        let schema = ready.schema();
        let ready = ready.clone();
        let rows = rows.map(move |batch| Ok(ready.shown(&batch?)?));
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, rows)))
    }
}
