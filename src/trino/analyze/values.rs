//! VALUES.

use super::scope::Relation;
use super::{Analysis, Column, coerce, mismatch};
use crate::trino::ast::{Expr, Kind};
use crate::trino::coerce::common;
use crate::trino::fault::{Outcome, Pos, planning};
use crate::trino::fold::fold;
use crate::trino::ir::{Node, Typed};
use crate::trino::lower::lower;
use crate::trino::types::Type;
use datafusion::logical_expr::{Expr as Plan, LogicalPlanBuilder};

impl Analysis<'_> {
    pub(super) fn values(&mut self, rows: &[Expr], at: Pos) -> Outcome<Relation> {
        let mut table: Vec<Vec<Typed>> = Vec::new();
        for row in rows {
            let cells = self.cells(row)?;
            if table.first().is_some_and(|first| first.len() != cells.len()) {
                return mismatch(row.at, "Values rows have mismatched sizes");
            }
            table.push(cells);
        }
        let types = column_types(&table)?;
        let mut lowered = Vec::new();
        for row in table {
            let cells = row.into_iter().zip(&types).map(|(c, t)| lower(&self.subqueries, &coerce(c, t)));
            lowered.push(cells.collect::<Outcome<Vec<_>>>()?);
        }
        let builder = LogicalPlanBuilder::values(lowered).map_err(planning(at))?;
        let source = builder.schema().columns();
        let ids: Vec<String> = types.iter().map(|_| self.unique()).collect();
        let exprs = source.into_iter().zip(&ids).map(|(c, id)| Plan::Column(c).alias(id.clone()));
        let plan = builder
            .project(exprs.collect::<Vec<_>>())
            .and_then(LogicalPlanBuilder::build)
            .map_err(planning(at))?;
        let columns = types.into_iter().zip(ids).enumerate().map(|(index, (ty, id))| Column {
            qualifier: vec![],
            name: None,
            shown: format!("_col{index}"),
            id,
            ty,
            hidden: false,
        });
        Ok(Relation { plan, columns: columns.collect() })
    }

    /// The cells of a row: what stands in brackets, the fields of a row, or one value.
    fn cells(&mut self, row: &Expr) -> Outcome<Vec<Typed>> {
        if let Kind::Row(items) = &row.kind {
            return items.iter().map(|(item, _)| self.expr(item, &[])).collect();
        }
        let typed = self.expr(row, &[])?;
        let Type::Row(fields) = &typed.ty else { return Ok(vec![typed]) };
        let field = |(index, ty): (usize, &Type)| {
            let node = Node::Field(Box::new(typed.clone()), index);
            fold(Typed::new(node, ty.clone(), row.at))
        };
        Ok(fields.iter().map(|(_, ty)| ty).enumerate().map(field).collect())
    }
}

/// The types that the cells of each column become.
fn column_types(table: &[Vec<Typed>]) -> Outcome<Vec<Type>> {
    let mut types = vec![Type::Unknown; table.first().map_or(0, Vec::len)];
    for row in table {
        for (ty, cell) in types.iter_mut().zip(row) {
            let Some(both) = common(ty, &cell.ty) else {
                return mismatch(
                    cell.at.0,
                    format!("Values rows have mismatched types: {ty} vs {}", cell.ty),
                );
            };
            *ty = both;
        }
    }
    Ok(types)
}
