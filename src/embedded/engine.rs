//! The session: Athena statements over a set of logs.

use super::functions;
use super::logs::LogSet;
use super::table::LogTable;
use crate::sql::rewrite;
use datafusion::common::config::ConfigOptions;
use datafusion::error::DataFusionError;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use sqlparser::ast::Statement;
use std::sync::Arc;

/// Memory that sorts and joins may use before they spill to disk.
const MEMORY: usize = 512 << 20;

/// Why the engine did not answer, as one sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct EngineError(pub String);

/// Runs statements over logs.
pub struct Engine {
    context: SessionContext,
    /// The logs.
    pub logs: Arc<LogSet>,
}

/// A session with Trino's rules: NULLs last, plain text columns, one ordered partition.
pub fn session() -> Result<SessionContext, EngineError> {
    let mut options = ConfigOptions::new();
    options.sql_parser.default_null_ordering = "nulls_last".into();
    options.sql_parser.map_string_types_to_utf8view = false;
    options.execution.target_partitions = 1;
    options.execution.collect_statistics = false;
    let config = SessionConfig::from(options).with_information_schema(false);
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(FairSpillPool::new(MEMORY)))
        .build_arc()
        .map_err(|error| EngineError(format!("the embedded engine could not start: {}", sentence(&error))))?;
    let context = SessionContext::new_with_config_rt(config, runtime);
    functions::register(&context);
    Ok(context)
}

impl Engine {
    /// Over a set of logs.
    pub fn over(logs: Arc<LogSet>) -> Result<Self, EngineError> {
        let context = session()?;
        let table = Arc::new(LogTable::new(logs.clone()));
        context.register_table(rewrite::LOGS, table).map_err(|error| EngineError(sentence(&error)))?;
        Ok(Self { context, logs })
    }

    /// Plans and starts a statement.
    pub async fn stream(&self, mut statement: Statement) -> Result<SendableRecordBatchStream, EngineError> {
        rewrite::for_embedded(&mut statement);
        let statement = datafusion::sql::parser::Statement::Statement(Box::new(statement));
        let plan = self.context.state().statement_to_plan(statement).await.map_err(refused)?;
        let frame = self.context.execute_logical_plan(plan).await.map_err(refused)?;
        frame.execute_stream().await.map_err(refused)
    }
}

fn refused(error: DataFusionError) -> EngineError {
    EngineError(format!("the statement was refused: {}", sentence(&error)))
}

/// An engine error without its wrappers and hints.
pub fn sentence(error: &DataFusionError) -> String {
    let root = error.find_root();
    let text = match root {
        DataFusionError::Execution(text)
        | DataFusionError::Plan(text)
        | DataFusionError::NotImplemented(text) => text.clone(),
        DataFusionError::ResourcesExhausted(_) => {
            "it needs more memory than it may use; narrow the window or ask for fewer columns".into()
        }
        other => other.strip_backtrace(),
    };
    text.lines().next().unwrap_or_default().trim_end_matches('.').to_string()
}
