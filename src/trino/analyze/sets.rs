//! UNION, INTERSECT and EXCEPT.

use super::aggregation::holds_map;
use super::scope::Relation;
use super::{Analysis, Column, mismatch};
use crate::trino::coerce::common;
use crate::trino::fault::{Fault, Outcome, Pos, planning};
use crate::trino::lower::column;
use crate::trino::operator::SetOperation;
use crate::trino::types::Type;
use datafusion::common::{Column as PlanColumn, Result};
use datafusion::functions_window::row_number::row_number_udwf;
use datafusion::logical_expr::expr::{WindowFunction, WindowFunctionParams};
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, WindowFrame};

impl Analysis<'_> {
    pub(super) fn set(
        &mut self,
        op: SetOperation,
        all: bool,
        left: Relation,
        right: Relation,
        at: Pos,
    ) -> Outcome<Relation> {
        if left.columns.len() != right.columns.len() {
            return mismatch(
                at,
                format!(
                    "{op} query has different number of fields: {}, {}",
                    left.columns.len(),
                    right.columns.len()
                ),
            );
        }
        let types = common_types(op, &left, &right, at)?;
        if !(all && op == SetOperation::Union) && types.iter().any(holds_map) {
            return Err(Fault::unsupported(at, format!("{op} of maps")));
        }
        let left = self.cast_columns(left, &types, at)?;
        let right = self.cast_columns(right, &types, at)?;
        // Both sides under the same new names: DataFusion joins the sides by them.
        let ids: Vec<String> = types.iter().map(|_| self.unique()).collect();
        let renamed = |relation: &Relation| {
            let exprs = relation.columns.iter().zip(&ids).map(|(c, id)| column(&c.id).alias(id.clone()));
            LogicalPlanBuilder::from(relation.plan.clone()).project(exprs).and_then(LogicalPlanBuilder::build)
        };
        let (a, b) = (renamed(&left).map_err(planning(at))?, renamed(&right).map_err(planning(at))?);
        let plan = self.combined(op, all, (a, b), &ids).map_err(planning(at))?;
        let columns = left.columns.into_iter().zip(types).zip(ids);
        let columns = columns.map(|((c, ty), id)| Column { ty, id, qualifier: vec![], ..c }).collect();
        Ok(Relation { plan, columns })
    }

    /// Both sides as one plan; their columns have the same names.
    fn combined(
        &mut self,
        op: SetOperation,
        all: bool,
        (a, b): (LogicalPlan, LogicalPlan),
        ids: &[String],
    ) -> Result<LogicalPlan> {
        match (op, all) {
            (SetOperation::Union, true) => LogicalPlanBuilder::from(a).union(b)?.build(),
            (SetOperation::Union, false) => LogicalPlanBuilder::from(a).union_distinct(b)?.build(),
            (SetOperation::Intersect, false) => LogicalPlanBuilder::intersect(a, b, false),
            (SetOperation::Except, false) => LogicalPlanBuilder::except(a, b, false),
            // Equal rows are numbered, and each number counts as a row of its own.
            (SetOperation::Intersect | SetOperation::Except, true) => {
                let number = self.unique();
                let (a, b) = (numbered(a, ids, &number)?, numbered(b, ids, &number)?);
                let both = self.combined(op, false, (a, b), ids)?;
                LogicalPlanBuilder::from(both).project(ids.iter().map(|id| column(id)))?.build()
            }
        }
    }
}

/// The types that the columns of both sides become.
fn common_types(op: SetOperation, left: &Relation, right: &Relation, at: Pos) -> Outcome<Vec<Type>> {
    let pairs = left.columns.iter().zip(&right.columns).enumerate();
    let types = pairs.map(|(index, (a, b))| match common(&a.ty, &b.ty) {
        Some(ty) => Ok(ty),
        None => mismatch(
            at,
            format!("column {} in {op} query has incompatible types: {}, {}", index + 1, a.ty, b.ty),
        ),
    });
    types.collect()
}

/// The same rows with a number among those that are equal in some columns.
pub(super) fn numbered(plan: LogicalPlan, ids: &[String], number: &str) -> Result<LogicalPlan> {
    let window = Expr::WindowFunction(Box::new(WindowFunction {
        fun: row_number_udwf().into(),
        params: WindowFunctionParams {
            args: vec![],
            partition_by: ids.iter().map(|id| column(id)).collect(),
            order_by: vec![],
            window_frame: WindowFrame::new(None),
            filter: None,
            null_treatment: None,
            distinct: false,
        },
    }));
    let name = PlanColumn::from_name(window.schema_name().to_string());
    let before = plan.schema().columns().into_iter().map(Expr::Column);
    let all: Vec<_> = before.chain([Expr::Column(name).alias(number)]).collect();
    LogicalPlanBuilder::from(plan).window(vec![window])?.project(all)?.build()
}
