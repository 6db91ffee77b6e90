//! Names: columns, fields of rows, parameters of lambdas.

use super::{Analysis, Column, mismatch};
use crate::trino::ast::{Expr, Kind, Name};
use crate::trino::fault::{Fault, Outcome, Pos};
use crate::trino::ir::{Node, Typed};
use crate::trino::types::Type;

/// The parts of `a.b.c`, if an expression is only that.
pub(super) fn parts(expr: &Expr) -> Option<Vec<&Name>> {
    match &expr.kind {
        Kind::Column(name) => Some(vec![name]),
        Kind::Field(base, field) => {
            let mut all = parts(base)?;
            all.push(field);
            Some(all)
        }
        _ => None,
    }
}

/// The one column that a dotted name means.
pub(super) fn find<'c>(
    columns: &'c [Column],
    qualifier: &[String],
    name: &Name,
) -> Outcome<Option<&'c Column>> {
    let wanted = name.text.to_ascii_lowercase();
    let mut found = columns.iter().filter(|c| c.answers(qualifier, &wanted));
    match (found.next(), found.next()) {
        (Some(_), Some(_)) => {
            Err(Fault::at("AMBIGUOUS_NAME", name.at, format!("Column '{}' is ambiguous", name.text)))
        }
        (first, _) => Ok(first),
    }
}

impl Analysis<'_> {
    /// A column, or a field of one.
    pub(super) fn dotted(&mut self, expr: &Expr, columns: &[Column]) -> Outcome<Typed> {
        let Some(all) = parts(expr) else {
            let Kind::Field(base, field) = &expr.kind else { return mismatch(expr.at, "not a name") };
            let base = self.expr(base, columns)?;
            return field_of(base, field);
        };
        let first = all[0];
        if let Some((_, id, ty)) =
            self.params.iter().rev().find(|(n, ..)| n.eq_ignore_ascii_case(&first.text))
        {
            let base = Typed::new(Node::Param(*id), ty.clone(), first.at);
            return all[1..].iter().try_fold(base, |base, field| field_of(base, field));
        }
        let lower: Vec<String> = all.iter().map(|n| n.text.to_ascii_lowercase()).collect();
        for count in (1..=all.len()).rev() {
            if let Some(column) = find(columns, &lower[..count - 1], all[count - 1])? {
                let base = column.typed(expr.at);
                return all[count..].iter().try_fold(base, |base, field| field_of(base, field));
            }
        }
        for level in (0..self.outer.len()).rev() {
            for count in (1..=all.len()).rev() {
                let found = find(&self.outer[level].0, &lower[..count - 1], all[count - 1])?.cloned();
                if let Some(column) = found {
                    if level + 1 != self.outer.len() {
                        return Err(Fault::unsupported(
                            expr.at,
                            "a subquery that names columns two levels out",
                        ));
                    }
                    if count < all.len() {
                        return Err(Fault::at(
                            "NOT_SUPPORTED",
                            expr.at,
                            "Given correlated subquery is not supported: it names a field of a column around it; give the field a name in a derived table",
                        ));
                    }
                    self.outer[level].1.push(column.id.clone());
                    let node = Node::Outer(column.id.clone(), column.shown.clone());
                    return Ok(Typed::new(node, column.ty.clone(), expr.at));
                }
            }
        }
        Err(unresolved(&all, expr.at))
    }
}

fn unresolved(all: &[&Name], at: Pos) -> Fault {
    let text = all.iter().map(|n| n.text.as_str()).collect::<Vec<_>>().join(".");
    let advice = if all.len() == 1 && all[0].quoted {
        format!("; double quotes name a column: write '{text}' with single quotes for a text")
    } else if all.len() == 1 {
        "; an alias of the SELECT list cannot be used in WHERE, GROUP BY or HAVING".into()
    } else {
        String::new()
    };
    Fault::at("COLUMN_NOT_FOUND", at, format!("Column '{text}' cannot be resolved{advice}"))
}

/// `row.field`.
fn field_of(base: Typed, field: &Name) -> Outcome<Typed> {
    let Type::Row(fields) = &base.ty else {
        return mismatch(
            field.at,
            format!("Expression of type {} is not of type ROW: it has no field '{}'", base.ty, field.text),
        );
    };
    let mut found = fields
        .iter()
        .enumerate()
        .filter(|(_, (name, _))| name.as_ref().is_some_and(|n| n.eq_ignore_ascii_case(&field.text)));
    let Some((index, (_, ty))) = found.next() else {
        return Err(Fault::at(
            "COLUMN_NOT_FOUND",
            field.at,
            format!("Column '{}' cannot be resolved: the row has no such field", field.text),
        ));
    };
    if found.next().is_some() {
        return Err(Fault::at(
            "AMBIGUOUS_NAME",
            field.at,
            format!("Ambiguous row field reference: {}", field.text),
        ));
    }
    let (ty, at) = (ty.clone(), base.at.0);
    Ok(Typed::new(Node::Field(Box::new(base), index), ty, at))
}
