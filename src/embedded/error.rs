//! Why the engine did not answer, in its user's words.

use crate::trino::Fault;
use crate::trino::fault::UNSUPPORTED;
use datafusion::error::DataFusionError;

/// Why the engine did not answer, as one sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct EngineError(pub String);

/// A refusal in the words of the engine.
pub(super) fn refused(error: &DataFusionError) -> EngineError {
    let text = sentence(error);
    // What DataFusion leaves of a subquery that it could not turn into a join.
    let left = [
        "Physical plan does not support logical expression",
        "Correlated scalar subquery",
        "A GROUP BY clause in a scalar correlated subquery",
        "null_aware anti join",
        "Schema error",
    ];
    if left.iter().any(|start| text.starts_with(start)) {
        let what = "a subquery that names columns around it in this way";
        return EngineError(format!(
            "{UNSUPPORTED}: {what} cannot be run on local logs; Athena and Trino can run it"
        ));
    }
    EngineError(format!("the statement was refused: {text}"))
}

/// An engine error without its wrappers and hints.
pub fn sentence(error: &DataFusionError) -> String {
    let root = error.find_root();
    if let DataFusionError::External(inner) = root
        && let Some(fault) = inner.downcast_ref::<Fault>()
    {
        return fault.to_string();
    }
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
