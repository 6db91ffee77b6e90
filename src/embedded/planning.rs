//! A statement's text to a running plan: our own analysis, DataFusion's optimizer, and filters that run in the
//! order in which they were written where they can fail.

use super::error::{EngineError, refused};
use super::tell_scans::tell_scans;
use crate::trino::analyze::{Options, Tables, plan};
use crate::trino::ast::Statement;
use crate::trino::column::read;
use crate::trino::ir::{Node, Typed};
use crate::trino::program::{self, Program};
use crate::trino::text::display;
use crate::trino::types::Type;
use datafusion::arrow::array::{Array, ArrayRef, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::arrow::error::ArrowError;
use datafusion::arrow::record_batch::{RecordBatch, RecordBatchOptions};
use datafusion::common::Result as Planning;
use datafusion::common::tree_node::Transformed;
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{Expr, Filter, LogicalPlan};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::prelude::SessionContext;
use std::sync::Arc;

/// The planner goes down into expressions by recursion. Threads of the runtime that plans have room for the deepest that
/// are let through.
pub const STACK: usize = 512 << 20;

/// A plan that can run, with the names and types that the user sees.
#[derive(Clone)]
pub struct Ready {
    /// The plan; its columns have names of their own.
    pub plan: Arc<dyn ExecutionPlan>,
    /// Names and types of the columns.
    pub columns: Vec<(String, Type)>,
}

impl Ready {
    /// The schema under the user's names.
    pub fn schema(&self) -> SchemaRef {
        let field = |(name, ty): &(String, Type)| match ty {
            Type::IpAddress | Type::Uuid => Field::new(name, DataType::Utf8, true),
            ty => Field::new(name, ty.arrow(), true),
        };
        Arc::new(Schema::new(self.columns.iter().map(field).collect::<Vec<_>>()))
    }
}

impl Ready {
    /// A batch of the plan under the user's names; addresses as text.
    pub fn shown(&self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        let column = |(array, (_, ty)): (&ArrayRef, &(String, Type))| match ty {
            Type::IpAddress | Type::Uuid => {
                let text = |row| (!array.is_null(row)).then(|| display(&read(array, row, ty), ty));
                Arc::new((0..array.len()).map(text).collect::<StringArray>()) as ArrayRef
            }
            _ => array.clone(),
        };
        let columns = batch.columns().iter().zip(&self.columns).map(column).collect();
        RecordBatch::try_new_with_options(self.schema(), columns, &options)
    }
}

/// Parses and plans one query.
pub async fn prepare(
    session: &SessionContext,
    tables: Arc<dyn Tables + Send + Sync>,
    text: &str,
    options: Options,
) -> Result<Ready, EngineError> {
    let text = text.to_string();
    prepare_with(session, move || {
        let mut all = crate::trino::parse::statements_here(&text)?;
        match (all.pop(), all.is_empty()) {
            (Some((Statement::Query(query), _)), true) => plan(&query, tables.as_ref(), &options),
            _ => Err(crate::trino::Fault::new("SYNTAX_ERROR", "expected one query")),
        }
    })
    .await
}

/// Plans what `analyse` gives, on a thread with room ([`STACK`]).
pub async fn prepare_with(
    session: &SessionContext,
    analyse: impl FnOnce() -> crate::trino::Outcome<crate::trino::analyze::Planned> + Send + 'static,
) -> Result<Ready, EngineError> {
    let state = session.state();
    let work = move || {
        let planned = analyse().map_err(|fault| EngineError(fault.to_string()))?;
        let failed = |error| refused(&error);
        let optimized =
            state.optimize(&planned.plan).and_then(in_order).and_then(tell_scans).map_err(failed)?;
        let physical =
            futures::executor::block_on(state.query_planner().create_physical_plan(&optimized, &state));
        Ok(Ready { plan: physical.map_err(failed)?, columns: planned.columns })
    };
    // A thread that has planned before is used again: a new one costs as much as a small plan.
    let ended = tokio::task::spawn_blocking(work).await;
    ended.unwrap_or_else(|_| Err(EngineError("the statement could not be planned".into())))
}

/// Conditions of one filter beside one that can fail become one program, which stops at the first that is false.
fn in_order(plan: LogicalPlan) -> Planning<LogicalPlan> {
    let merged = plan.transform_up_with_subqueries(|node| {
        let LogicalPlan::Filter(filter) = &node else { return Ok(Transformed::no(node)) };
        let parts = split_conjunction(&filter.predicate);
        let fails = |expr: &Expr| Program::of(expr).is_some_and(|p| p.tree.can_fail());
        if parts.len() < 2 || !parts.iter().any(|part| fails(part)) {
            return Ok(Transformed::no(node));
        }
        let (mut trees, mut types, mut args) = (Vec::new(), Vec::new(), Vec::new());
        let (first, then): (Vec<&Expr>, Vec<&Expr>) = parts.into_iter().partition(|part| !fails(part));
        for part in first {
            trees.push(Typed::new(Node::Input(args.len()), Type::Boolean, Default::default()));
            types.push(Type::Boolean);
            args.push(part.clone());
        }
        for part in then {
            let (Some(program), Expr::ScalarFunction(call)) = (Program::of(part), part) else { continue };
            let mut tree = program.tree.clone();
            shift(&mut tree, args.len());
            trees.push(tree);
            types.extend(program.inputs().iter().cloned());
            args.extend(call.args.iter().cloned());
        }
        let whole = Typed::new(Node::And(trees), Type::Boolean, Default::default());
        let predicate = program::call(whole, types, args);
        Ok(Transformed::yes(LogicalPlan::Filter(Filter::try_new(predicate, filter.input.clone())?)))
    })?;
    Ok(merged.data)
}

fn shift(tree: &mut Typed, by: usize) {
    if let Node::Input(index) = &mut tree.node {
        *index += by;
    }
    tree.children_mut().into_iter().for_each(|child| shift(child, by));
}
