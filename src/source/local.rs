//! A folder of log files, through the embedded engine.

use super::{Description, Receipt, Rows, Source, SourceError};
use crate::embedded::{Engine, LogSet};
use crate::sql::{Statement, Target};
use async_trait::async_trait;
use futures::StreamExt;
use std::sync::Arc;

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
        Description { kind: "local files".into(), name: self.name.clone() }
    }

    fn target(&self) -> Target {
        Target::Local
    }

    async fn run(&self, statement: &Statement, rows: Rows) -> Result<Receipt, SourceError> {
        let engine = format!("embedded engine (DataFusion {})", datafusion::DATAFUSION_VERSION);
        let mut receipt = Receipt { engine, ..Receipt::default() };
        let mut stream = self
            .engine
            .stream(statement.ast.clone())
            .await
            .map_err(|e| SourceError::Refused(e.to_string()))?;
        while let Some(batch) = stream.next().await {
            let batch = batch.map_err(|error| SourceError::Failed(crate::embedded::sentence(&error)))?;
            receipt.rows += batch.num_rows() as u64;
            if rows.send(batch).await.is_err() {
                return Err(SourceError::Interrupted);
            }
        }
        if self.logs().interrupted() {
            return Err(SourceError::Interrupted);
        }
        Ok(receipt)
    }
}
