//! Why a statement is refused or fails: Trino's error name, where, and one sentence.

use datafusion::common::DataFusionError;
use std::fmt;

/// A place in the statement, counted from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pos {
    /// Line.
    pub line: u32,
    /// Column, in characters.
    pub column: u32,
}

/// A refusal or a failure, under the name that Athena and Trino give it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Fault {
    /// Trino's error name.
    pub code: &'static str,
    /// What is wrong, and what to write instead.
    pub message: String,
    /// Where, when it is known.
    pub at: Option<Pos>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some(at) => write!(f, "{}: line {}:{}: {}", self.code, at.line, at.column, self.message),
            None => write!(f, "{}: {}", self.code, self.message),
        }
    }
}

impl Fault {
    /// A fault without a place.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), at: None }
    }

    /// The same, at a place.
    pub fn at(code: &'static str, at: Pos, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), at: Some(at) }
    }

    /// Gives a place to a fault that has none.
    pub fn or_at(mut self, at: Pos) -> Self {
        self.at.get_or_insert(at);
        self
    }

    /// Trino and Athena run this; the embedded engine does not.
    pub fn unsupported(at: Pos, what: impl fmt::Display) -> Self {
        Self::at(UNSUPPORTED, at, format!("{what} cannot be run on local logs; Athena and Trino can run it"))
    }
}

/// The name for what Trino runs and the embedded engine does not.
pub const UNSUPPORTED: &str = "NOT_SUPPORTED_LOCALLY";

/// Results of parsing, analysing and running.
pub type Outcome<T> = Result<T, Fault>;

/// A function was given a value that it refuses.
pub fn invalid<T>(message: impl Into<String>) -> Outcome<T> {
    Err(Fault::new("INVALID_FUNCTION_ARGUMENT", message))
}

/// A number does not fit.
pub fn out_of_range<T>(message: impl Into<String>) -> Outcome<T> {
    Err(Fault::new("NUMERIC_VALUE_OUT_OF_RANGE", message))
}

/// A fault on its way through DataFusion.
pub fn failed(fault: Fault) -> DataFusionError {
    DataFusionError::External(Box::new(fault))
}

/// The fault for an error of DataFusion while a plan is built: the fault that came through it, or a refusal of what
/// DataFusion cannot do.
pub fn planning(at: Pos) -> impl Fn(DataFusionError) -> Fault {
    move |error| match error.find_root() {
        DataFusionError::External(inner) => match inner.downcast_ref::<Fault>() {
            Some(fault) => fault.clone(),
            None => Fault::unsupported(at, error.strip_backtrace()),
        },
        other => Fault::unsupported(at, format!("this ({})", other.strip_backtrace())),
    }
}
