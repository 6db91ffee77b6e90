//! Queries inside expressions as DataFusion's subqueries.

use super::lower;
use crate::trino::aggregates::array_agg;
use crate::trino::fault::{Outcome, Pos, planning};
use crate::trino::ir::Typed;
use crate::trino::types::Type;
use datafusion::arrow::datatypes::{DataType, Field};
use datafusion::common::{Column, Spans};
use datafusion::logical_expr::expr::{Exists, InSubquery};
use datafusion::logical_expr::logical_plan::Subquery;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder};
use std::sync::Arc;

/// A query inside an expression.
pub(crate) struct Inner {
    pub(crate) plan: LogicalPlan,
    /// The columns around it that it names.
    pub(crate) outer: Vec<String>,
}

impl Inner {
    /// Whether it names columns around it.
    pub(crate) fn correlated(&self) -> bool {
        !self.outer.is_empty()
    }

    /// The value of its only row.
    pub(super) fn value(&self) -> Expr {
        Expr::ScalarSubquery(self.subquery())
    }

    /// Whether it has rows, or has none.
    pub(super) fn exists(&self, negated: bool) -> Expr {
        Expr::Exists(Exists { subquery: self.subquery(), negated })
    }

    /// The values of its column as one array, to look into.
    pub(super) fn array(&self, item: &Type, id: usize) -> Outcome<Expr> {
        let values = self.plan.schema().columns().into_iter().take(1).map(Expr::Column).collect();
        let list = array_agg(item).call(values).alias(format!("list{id}"));
        let plan = LogicalPlanBuilder::from(self.plan.clone())
            .aggregate(Vec::<Expr>::new(), vec![list])
            .and_then(LogicalPlanBuilder::build)
            .map_err(planning(Pos::default()))?;
        let subquery = Subquery { subquery: Arc::new(plan), outer_ref_columns: vec![], spans: Spans::new() };
        Ok(Expr::ScalarSubquery(subquery))
    }

    fn subquery(&self) -> Subquery {
        let mut outer_ref_columns = self.plan.all_out_ref_exprs();
        if outer_ref_columns.is_empty() {
            let named = self.outer.iter().map(|name| {
                let field = Field::new(name, DataType::Utf8, true);
                Expr::OuterReferenceColumn(Arc::new(field), Column::from_name(name.as_str()))
            });
            outer_ref_columns = named.collect();
        }
        Subquery { subquery: Arc::new(self.plan.clone()), outer_ref_columns, spans: Spans::new() }
    }
}

/// `value IN (SELECT …)`.
pub(super) fn in_query(queries: &[Inner], value: &Typed, id: usize, negated: bool) -> Outcome<Expr> {
    let expr = Box::new(lower(queries, value)?);
    Ok(Expr::InSubquery(InSubquery { expr, subquery: queries[id].subquery(), negated }))
}
