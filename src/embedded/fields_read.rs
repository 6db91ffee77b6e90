//! Which fields of its structs a statement reads: the others need not be taken from the records.
//!
//! The optimizer prunes columns and no fields, and `userIdentity` has twenty of them.

use super::table::LogTable;
use datafusion::arrow::datatypes::{FieldRef, Schema};
use datafusion::common::Result;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::datasource::{provider_as_source, source_as_provider};
use datafusion::logical_expr::{Expr, LogicalPlan, TableScan};
use datafusion::scalar::ScalarValue;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// By column: the paths into it that are read. An empty path is the whole column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldsRead(BTreeMap<String, Paths>);

type Paths = BTreeSet<Vec<String>>;

/// What is read of each name in a plan, and which names are others for a column.
#[derive(Default)]
struct Noted {
    read: FieldsRead,
    renamed: Vec<(String, String)>,
}

impl FieldsRead {
    /// The paths that are read of a column; none if all of it may be.
    pub fn of(&self, column: &str) -> Option<&Paths> {
        self.0.get(column).filter(|paths| paths.iter().all(|path| !path.is_empty()))
    }

    /// The fields that are read of those columns of which not all is, with their columns.
    pub fn shown(&self, columns: &Schema) -> Vec<String> {
        let of_column = |column: &FieldRef| {
            let paths = self.of(column.name()).filter(|_| column.data_type().is_nested());
            let path = |path: &Vec<String>| format!("{}.{}", column.name(), path.join("."));
            paths.map(|paths| paths.iter().map(path).collect::<Vec<_>>()).unwrap_or_default()
        };
        columns.fields().iter().flat_map(of_column).collect()
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
            let paths = read.0.get(&name).cloned().unwrap_or_default();
            read.0.entry(column).or_default().extend(paths);
        }
        read
    }
}
