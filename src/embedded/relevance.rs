//! Which events a question can be about, read from its own WHERE: with it, a question is planned and run only
//! where such events are. It only ever spares work; what a question says is for its plan to decide.

use datafusion::arrow::array::AsArray;
use datafusion::arrow::record_batch::RecordBatch;
use sqlparser::ast::{BinaryOperator, Expr, GroupByExpr, SetExpr, Statement, TableFactor, Value};
use std::collections::HashSet;

/// The values that two columns must have; `None` where the question does not say.
#[derive(Clone, Debug, Default)]
pub struct Relevance {
    sources: Option<HashSet<String>>,
    names: Option<HashSet<String>>,
}

impl Relevance {
    /// Of a question.
    pub fn of(statement: &Statement) -> Self {
        let Statement::Query(query) = statement else { return Self::default() };
        let SetExpr::Select(select) = query.body.as_ref() else { return Self::default() };
        let bound = |column| select.selection.as_ref().and_then(|filter| values(filter, column));
        Self { sources: bound("event_source"), names: bound("event_name") }
    }

    /// Of a question that aggregates. Without groups it has a row even where there are no events; over anything but the
    /// events themselves, a column may hold something else.
    pub fn of_groups(statement: &Statement) -> Self {
        let Statement::Query(query) = statement else { return Self::default() };
        let bounded = query.with.is_none()
            && query.body.as_select().is_some_and(|select| {
                matches!(&select.group_by, GroupByExpr::Expressions(groups, _) if !groups.is_empty())
                    && select.from.iter().all(|from| matches!(from.relation, TableFactor::Table { .. }))
            });
        if bounded { Self::of(statement) } else { Self::default() }
    }

    /// Whether there are such events.
    pub fn meets(&self, present: &Present) -> bool {
        let any = |wanted: &Option<HashSet<String>>, there: &HashSet<String>| {
            wanted.as_ref().is_none_or(|wanted| wanted.iter().any(|value| there.contains(value)))
        };
        any(&self.sources, &present.sources) && any(&self.names, &present.names)
    }
}

/// The values that occur in some chunks.
#[derive(Default)]
pub struct Present {
    sources: HashSet<String>,
    names: HashSet<String>,
}

impl Present {
    /// Adds those of a chunk of the relation.
    pub fn add(&mut self, chunk: &RecordBatch) {
        for (column, values) in [("event_source", &mut self.sources), ("event_name", &mut self.names)] {
            let texts = chunk.column_by_name(column).and_then(|c| c.as_string_opt::<i32>());
            for text in texts.into_iter().flat_map(|texts| texts.iter().flatten()) {
                if !values.contains(text) {
                    values.insert(text.into());
                }
            }
        }
    }
}

/// The values that a column must have for a filter to hold.
fn values(filter: &Expr, column: &str) -> Option<HashSet<String>> {
    match filter {
        Expr::Nested(inner) => values(inner, column),
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
            match (values(left, column), values(right, column)) {
                (Some(a), Some(b)) => Some(a.intersection(&b).cloned().collect()),
                (a, b) => a.or(b),
            }
        }
        Expr::BinaryOp { left, op: BinaryOperator::Or, right } => {
            let (mut a, b) = (values(left, column)?, values(right, column)?);
            a.extend(b);
            Some(a)
        }
        Expr::BinaryOp { left, op: BinaryOperator::Eq, right } if is(left, column) => {
            Some([text(right)?].into())
        }
        Expr::InList { expr, list, negated: false } if is(expr, column) => list.iter().map(text).collect(),
        _ => None,
    }
}

fn is(expr: &Expr, column: &str) -> bool {
    matches!(expr, Expr::Identifier(name) if name.value.eq_ignore_ascii_case(column))
}

fn text(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    }
}
