//! Templates to statements: literals, parse, guard, splice.

use sqlparser::ast;

/// Which engine a statement is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The embedded engine over local files, with AWS's documented Athena table.
    Local,
    /// Amazon Athena.
    Athena,
    /// Any Trino with the documented Athena table.
    Trino,
    /// CloudTrail Lake.
    Lake,
}

/// One complete `SELECT`, checked and ready to run.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The exact text that is sent and kept as evidence.
    pub text: String,
    /// The same, parsed.
    pub ast: ast::Statement,
    /// What it is for.
    pub target: Target,
}
