//! Which fields of its structs a statement reads: the others need not be taken from the records.
//!
//! The optimizer prunes columns and no fields, and `userIdentity` has twenty of them.

use datafusion::arrow::datatypes::{FieldRef, Schema};
use datafusion::common::Result;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::Expr;
use datafusion::scalar::ScalarValue;
use std::collections::{BTreeMap, BTreeSet};

/// By column: the paths into it that are read. An empty path is the whole column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldsRead(BTreeMap<String, Paths>);

type Paths = BTreeSet<Vec<String>>;

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

    /// Adds a path into a column.
    pub fn add(&mut self, column: &str, path: Vec<String>) {
        self.0.entry(column.into()).or_default().insert(path);
    }

    /// Adds to a column what is read of it under another name.
    pub fn add_renamed(&mut self, name: &str, column: String) {
        let paths = self.0.get(name).cloned().unwrap_or_default();
        self.0.entry(column).or_default().extend(paths);
    }

    /// Adds what an expression reads.
    pub fn read(&mut self, expr: &Expr) -> Result<()> {
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
