//! UNNEST.

use super::scope::Relation;
use super::{Analysis, Column, mismatch};
use crate::trino::ast::Expr;
use crate::trino::fault::{Outcome, Pos, planning};
use crate::trino::functions::overloads;
use crate::trino::ir::{Node, Typed};
use crate::trino::types::{RowField, Type};
use datafusion::common::UnnestOptions;
use datafusion::logical_expr::LogicalPlanBuilder;

impl Analysis<'_> {
    /// Behind each row the items of its arrays, side by side.
    pub(super) fn unnest(
        &mut self,
        input: Relation,
        exprs: &[Expr],
        ordinality: bool,
        outer: bool,
        at: Pos,
    ) -> Outcome<Relation> {
        let (mut fields, mut args) = (Vec::new(), Vec::new());
        for expr in exprs {
            let typed = self.expr(expr, &input.columns)?;
            let Some(items) = items(&typed.ty) else {
                return mismatch(
                    expr.at,
                    format!(
                        "Cannot unnest type: {}; UNNEST takes an array or a map, for JSON text write CAST(json_parse(x) AS array(json))",
                        typed.ty
                    ),
                );
            };
            fields.extend(items);
            args.push(typed);
        }
        if ordinality {
            fields.push((None, Type::Bigint));
        }
        args.push(Typed::constant(ordinality.into(), Type::Boolean, at));
        args.push(Typed::constant(outer.into(), Type::Boolean, at));
        let Some(zip) = overloads("$unnest") else { return mismatch(at, "UNNEST is not known") };
        let row = Type::Row(fields.iter().map(|(_, ty)| (None, ty.clone())).collect());
        let zipped = Typed::new(Node::Call(zip[0].clone(), args), row.clone().array(), at);
        let mut all: Vec<Typed> = input.columns.iter().map(|c| c.typed(at)).collect();
        all.push(zipped);
        let (plan, ids) = self.project(input.plan, &all, at)?;
        let Some((list, kept)) = ids.split_last() else { return mismatch(at, "UNNEST needs an argument") };
        let options = UnnestOptions::default().with_preserve_nulls(false);
        let plan = LogicalPlanBuilder::from(plan)
            .unnest_column_with_options(list.as_str(), options)
            .and_then(LogicalPlanBuilder::build)
            .map_err(planning(at))?;
        let before = input.columns.into_iter().zip(kept).map(|(c, id)| Column { id: id.clone(), ..c });
        let mut columns: Vec<Column> = before.collect();
        let mut exprs: Vec<Typed> = columns.iter().map(|c| c.typed(at)).collect();
        let item = Typed::new(Node::Column(list.clone(), String::new()), row, at);
        for (index, (name, ty)) in fields.into_iter().enumerate() {
            exprs.push(Typed::new(Node::Field(Box::new(item.clone()), index), ty.clone(), at));
            let shown = name.clone().unwrap_or_default();
            columns.push(Column { qualifier: vec![], name, shown, id: String::new(), ty, hidden: false });
        }
        let (plan, ids) = self.project(plan, &exprs, at)?;
        let columns = columns.into_iter().zip(ids).map(|(c, id)| Column { id, ..c }).collect();
        Ok(Relation { plan, columns })
    }
}

/// What each item of an array or a map becomes, with the names that the fields of rows have by themselves; nothing
/// for other types.
fn items(ty: &Type) -> Option<Vec<RowField>> {
    match ty {
        Type::Array(item) => Some(match item.as_ref() {
            Type::Row(fields) => {
                let named =
                    |(name, ty): &RowField| (name.as_ref().map(|name| name.to_ascii_lowercase()), ty.clone());
                fields.iter().map(named).collect()
            }
            other => vec![(None, other.clone())],
        }),
        Type::Map(key, value) => Some(vec![(None, *key.clone()), (None, *value.clone())]),
        _ => None,
    }
}
