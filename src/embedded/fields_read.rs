//! Which fields of its structs a statement reads: the others need not be taken from the records.
//!
//! The optimizer prunes columns and no fields, and `userIdentity` has twenty of them.

use super::table::LogTable;
use datafusion::common::Result;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::datasource::{provider_as_source, source_as_provider};
use datafusion::logical_expr::{Expr, LogicalPlan, TableScan};
use datafusion::scalar::ScalarValue;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// By column: the paths into it that are read. An empty path is the whole column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldsRead(BTreeMap<String, BTreeSet<Vec<String>>>);

impl FieldsRead {
    /// The paths that are read of a column; none if all of it may be.
    pub fn of(&self, column: &str) -> Option<&BTreeSet<Vec<String>>> {
        self.0.get(column).filter(|paths| paths.iter().all(|path| !path.is_empty()))
    }

    fn add(&mut self, column: &str, path: Vec<String>) {
        self.0.entry(column.into()).or_default().insert(path);
    }

    /// Adds what an expression reads.
    fn read(&mut self, expr: &Expr) -> Result<()> {
        expr.apply(|expr| {
            if let Some((column, path)) = field(expr) {
                self.add(column, path);
                return Ok(TreeNodeRecursion::Jump);
            }
            if let Expr::Column(column) | Expr::OuterReferenceColumn(_, column) = expr {
                self.add(&column.name, Vec::new());
            }
            Ok(TreeNodeRecursion::Continue)
        })?;
        Ok(())
    }
}

/// Column and path of an access to a field.
fn field(expr: &Expr) -> Option<(&str, Vec<String>)> {
    let Expr::ScalarFunction(call) = expr else { return None };
    let (of, names) = call.args.split_first().filter(|_| call.name() == "get_field")?;
    let (column, mut path) = match of {
        Expr::Column(column) => (column.name.as_str(), Vec::new()),
        other => field(other)?,
    };
    for name in names {
        let Expr::Literal(ScalarValue::Utf8(Some(name)), _) = name else { return None };
        path.push(name.clone());
    }
    Some((column, path))
}

/// Tells each scan of logs which fields its statement reads. Columns are told apart by name alone, whatever relation
/// they are of: too much may be read, and never too little.
pub fn tell_scans(plan: LogicalPlan) -> Result<LogicalPlan> {
    let mut read = FieldsRead::default();
    note(&plan, false, &mut read)?;
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

/// Notes what the nodes of a plan read. What a scan returns is read as a whole unless a node above it, behind none that
/// hands on all columns, `names` those that it wants.
fn note(plan: &LogicalPlan, names: bool, read: &mut FieldsRead) -> Result<()> {
    plan.apply_expressions(|expr| read.read(expr).map(|()| TreeNodeRecursion::Continue))?;
    let names = match plan {
        LogicalPlan::Projection(_) | LogicalPlan::Aggregate(_) => true,
        LogicalPlan::Filter(_) | LogicalPlan::SubqueryAlias(_) => names,
        LogicalPlan::TableScan(scan) if !names => {
            scan.projected_schema.fields().iter().for_each(|field| read.add(field.name(), Vec::new()));
            true
        }
        _ => false,
    };
    plan.apply_subqueries(|plan| note(plan, false, read).map(|()| TreeNodeRecursion::Continue))?;
    plan.inputs().into_iter().try_for_each(|input| note(input, names, read))
}
