//! Gives every expression its type and turns queries into plans of DataFusion. What Trino refuses is refused
//! here, at its place.

mod aggregate_call;
mod aggregation;
mod as_value;
mod call;
mod correlated;
mod expr;
mod from;
mod joins;
mod json;
mod lateral;
mod names;
mod operators;
mod overloads;
mod query;
mod ranking_call;
mod returned;
mod scope;
mod select;
mod sets;
mod sorting;
mod subqueries;
mod unnests;
mod values;
mod windows;

use super::ast::{Name, Query};
use super::fault::{Fault, Outcome, Pos};
pub(crate) use super::fold::coerce;
use super::lower::Inner;
use super::types::Type;
use super::value::Value;
use datafusion::logical_expr::{LogicalPlan, TableSource};
pub(crate) use scope::Column;
use scope::Relation;
use std::sync::Arc;

/// What names in FROM stand for.
pub trait Tables {
    /// The table of a name.
    fn table(&self, name: &[Name]) -> Outcome<Arc<dyn TableSource>>;
    /// Whether the name is that of an event data store of CloudTrail Lake, whose statements compare times with text.
    fn is_lake(&self, _: &[Name]) -> bool {
        false
    }
}

/// How a statement is understood.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The time at which the statement starts, in microseconds since 1970.
    pub now: i64,
    /// Values of the question marks.
    pub parameters: Vec<String>,
    /// A text with an offset is read as a moment in UTC, also where the statement would show the offset.
    pub instants: bool,
}

/// A planned statement.
pub struct Planned {
    /// The plan; its columns have unique names.
    pub plan: LogicalPlan,
    /// The names and types that the user sees.
    pub columns: Vec<(String, Type)>,
}

/// Plans a query.
pub fn plan(query: &Query, tables: &dyn Tables, options: &Options) -> Outcome<Planned> {
    let mut analysis = Analysis {
        tables,
        options,
        next: 0,
        subqueries: vec![],
        with: vec![],
        outer: vec![],
        params: vec![],
        named_windows: vec![],
        in_window: false,
        over_lake: false,
        later: vec![],
        ties: None,
        width: 0,
    };
    let relation = analysis.query(query)?;
    let columns = relation.columns.iter().map(|c| (c.shown.clone(), c.ty.clone())).collect();
    Ok(Planned { plan: relation.plan, columns })
}

/// The state of an analysis.
pub(crate) struct Analysis<'a> {
    tables: &'a dyn Tables,
    options: &'a Options,
    next: usize,
    /// The queries inside expressions, by number.
    subqueries: Vec<Inner>,
    /// An event data store of CloudTrail Lake is read.
    over_lake: bool,
    /// Names of common table expressions that are defined further down, in lower case.
    later: Vec<String>,
    /// Common table expressions in sight.
    with: Vec<(String, Relation)>,
    /// Scopes around the present query, and the columns that were taken from them.
    outer: Vec<(Vec<Column>, Vec<String>)>,
    /// Parameters of lambdas in sight: name, number, type.
    params: Vec<(String, usize, Type)>,
    /// Whether the arguments of a window call are being analysed.
    in_window: bool,
    /// Columns of the subquery that became a row last.
    width: usize,
    /// How many rows the next SELECT is to leave out and to keep, if FETCH … WITH TIES stands behind it.
    ties: Option<(usize, usize)>,
    /// The WINDOW clauses of the queries in sight.
    named_windows: Vec<Vec<(Name, super::ast::Window)>>,
}

impl Analysis<'_> {
    /// A name that no other column has.
    pub(crate) fn unique(&mut self) -> String {
        self.next += 1;
        format!("k{}", self.next)
    }

    pub(crate) fn now(&self) -> Value {
        Value::Int(self.options.now)
    }
}

/// A refusal of types.
pub(crate) fn mismatch<T>(at: Pos, message: impl Into<String>) -> Outcome<T> {
    Err(Fault::at("TYPE_MISMATCH", at, message))
}
