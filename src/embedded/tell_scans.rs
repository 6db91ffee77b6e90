//! Tells the scans of a plan which fields are read of what they give.

use super::fields_read::FieldsRead;
use super::table::LogTable;
use datafusion::common::Result;
use datafusion::common::tree_node::{Transformed, TreeNodeRecursion};
use datafusion::datasource::{provider_as_source, source_as_provider};
use datafusion::logical_expr::{Expr, LogicalPlan, TableScan};
use std::sync::Arc;

/// What is read of each name in a plan, and which names are others for a column.
#[derive(Default)]
struct Noted {
    read: FieldsRead,
    renamed: Vec<(String, String)>,
}

/// Tells each scan of logs which fields its statement reads. Columns are told apart by name alone, whatever relation
/// they are of: too much may be read, and never too little.
pub fn tell_scans(plan: LogicalPlan) -> Result<LogicalPlan> {
    let mut noted = Noted::default();
    noted.node(&plan, false)?;
    let read = noted.read();
    let told = plan.transform_down_with_subqueries(|node| {
        let LogicalPlan::TableScan(scan) = &node else { return Ok(Transformed::no(node)) };
        let Ok(provider) = source_as_provider(&scan.source) else { return Ok(Transformed::no(node)) };
        let provider: &dyn std::any::Any = provider.as_ref();
        let Some(table) = provider.downcast_ref::<LogTable>() else { return Ok(Transformed::no(node)) };
        let source = provider_as_source(Arc::new(table.reading(read.clone())));
        Ok(Transformed::yes(LogicalPlan::TableScan(TableScan { source, ..scan.clone() })))
    })?;
    Ok(told.data)
}

impl Noted {
    /// Notes what a node reads, and those below it. Its own columns are read as a whole unless a node above, behind none
    /// that hands on all columns, `names` those that it wants.
    fn node(&mut self, plan: &LogicalPlan, names: bool) -> Result<()> {
        match plan {
            LogicalPlan::Projection(made) if names => {
                made.expr.iter().try_for_each(|expr| self.renamed_or_read(expr))?
            }
            _ => plan
                .apply_expressions(|expr| self.read.read(expr).map(|()| TreeNodeRecursion::Continue))
                .map(|_| ())?,
        }
        if let LogicalPlan::TableScan(scan) = plan
            && !names
        {
            scan.projected_schema.fields().iter().for_each(|field| self.read.add(field.name(), Vec::new()));
        }
        let names = match plan {
            LogicalPlan::Projection(_) | LogicalPlan::Aggregate(_) => true,
            LogicalPlan::Filter(_)
            | LogicalPlan::SubqueryAlias(_)
            | LogicalPlan::Sort(_)
            | LogicalPlan::Limit(_)
            | LogicalPlan::Window(_)
            | LogicalPlan::Join(_) => names,
            _ => false,
        };
        plan.apply_subqueries(|plan| self.node(plan, false).map(|()| TreeNodeRecursion::Continue))?;
        plan.inputs().into_iter().try_for_each(|input| self.node(input, names))
    }

    fn renamed_or_read(&mut self, expr: &Expr) -> Result<()> {
        if let Expr::Alias(alias) = expr
            && let Expr::Column(column) = alias.expr.as_ref()
        {
            self.renamed.push((alias.name.clone(), column.name.clone()));
            return Ok(());
        }
        self.read.read(expr)
    }

    /// With what is read of a column under other names. Names are noted from the top, so that the names of a name are
    /// complete when it is reached.
    fn read(self) -> FieldsRead {
        let mut read = self.read;
        for (name, column) in self.renamed {
            read.add_renamed(&name, column);
        }
        read
    }
}
