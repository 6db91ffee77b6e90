//! FROM: tables, derived tables, joins, UNNEST.

use super::scope::Relation;
use super::{Analysis, Column, mismatch};
use crate::trino::ast::{Expr, From, Join, Name, On};
use crate::trino::coerce::common;
use crate::trino::fault::{Fault, Outcome, Pos, planning};
use crate::trino::fold::coerce;
use crate::trino::functions::overloads;
use crate::trino::ir::{Node, Typed};
use crate::trino::lower::{column, condition, lower};
use crate::trino::operator::Comparison;
use crate::trino::types::Type;
use datafusion::common::{JoinType, NullEquality, UnnestOptions};
use datafusion::logical_expr::{Expr as Plan, LogicalPlanBuilder};

impl Analysis<'_> {
    pub(super) fn from(&mut self, from: &From) -> Outcome<Relation> {
        match from {
            From::Table(name) => self.table(name),
            From::Query { query, lateral: false } => {
                let mut relation = self.query(query)?;
                relation.columns.iter_mut().for_each(|c| c.qualifier.clear());
                Ok(relation)
            }
            From::Query { query, lateral: true } => Err(Fault::unsupported(query.at, "LATERAL")),
            From::Unnest { exprs, ordinality, at } => {
                let one = LogicalPlanBuilder::empty(true).build().map_err(planning(*at))?;
                self.unnest(Relation { plan: one, columns: vec![] }, exprs, *ordinality, false, *at)
            }
            From::Alias { of, name, columns } => {
                let relation = self.from(of)?;
                alias(relation, name, columns, 0)
            }
            From::Join { kind, left, right, on, at } => self.join(*kind, left, right, on, *at),
        }
    }

    fn table(&mut self, name: &[Name]) -> Outcome<Relation> {
        let Some(last) = name.last() else { return mismatch(Pos::default(), "a table needs a name") };
        if name.len() == 1
            && let Some((_, relation)) =
                self.with.iter().rev().find(|(n, _)| n.eq_ignore_ascii_case(&last.text))
        {
            let relation = relation.clone();
            // The same plan may stand twice: each time its columns get names of their own.
            let exprs: Vec<Typed> = relation.columns.iter().map(|c| c.typed(last.at)).collect();
            let (plan, ids) = self.project(relation.plan, &exprs, last.at)?;
            let columns = relation.columns.into_iter().zip(ids);
            let qualifier = vec![last.text.to_ascii_lowercase()];
            let columns = columns.map(|(c, id)| Column { id, qualifier: qualifier.clone(), ..c }).collect();
            return Ok(Relation { plan, columns });
        }
        if name.len() == 1 && self.later.contains(&last.text.to_ascii_lowercase()) {
            let text = format!(
                "Table '{}' does not exist; what WITH names can be used only further down",
                last.text
            );
            return Err(Fault::at("TABLE_NOT_FOUND", last.at, text));
        }
        let source = self.tables.table(name)?;
        self.over_lake |= self.tables.is_lake(name);
        let schema = source.schema();
        let scan = LogicalPlanBuilder::scan(self.unique(), source, None).map_err(planning(last.at))?;
        let qualified: Vec<_> = scan.schema().columns();
        let qualifier: Vec<String> = name.iter().map(|n| n.text.to_ascii_lowercase()).collect();
        let (mut exprs, mut columns) = (Vec::new(), Vec::new());
        for (field, plan_column) in schema.fields().iter().zip(qualified) {
            let id = self.unique();
            exprs.push(Plan::Column(plan_column).alias(id.clone()));
            columns.push(Column {
                qualifier: qualifier.clone(),
                name: Some(field.name().to_ascii_lowercase()),
                shown: field.name().clone(),
                id,
                ty: Type::of_arrow(field.data_type())?,
                hidden: field.name().starts_with('$'),
            });
        }
        let plan = scan.project(exprs).and_then(LogicalPlanBuilder::build).map_err(planning(last.at))?;
        Ok(Relation { plan, columns })
    }

    fn join(&mut self, kind: Join, left: &From, right: &From, on: &On, at: Pos) -> Outcome<Relation> {
        let left = self.from(left)?;
        let (inner, name) = match right {
            From::Alias { of, name, columns } => (of.as_ref(), Some((name, columns))),
            other => (other, None),
        };
        if let From::Unnest { exprs, ordinality, at } = inner {
            let plain = match on {
                On::None => true,
                On::Expr(expr) => matches!(expr.kind, crate::trino::ast::Kind::Bool(true)),
                On::Using(_) => false,
            };
            if !plain || !matches!(kind, Join::Cross | Join::Left | Join::Inner) {
                return Err(Fault::unsupported(
                    *at,
                    "this join with UNNEST (use CROSS JOIN UNNEST or LEFT JOIN UNNEST … ON TRUE)",
                ));
            }
            let before = left.columns.len();
            let made = self.unnest(left, exprs, *ordinality, kind == Join::Left, *at)?;
            return match name {
                Some((name, columns)) => alias(made, name, columns, before),
                None => Ok(made),
            };
        }
        if let From::Query { query, lateral: true } = inner {
            let before = left.columns.len();
            let made = self.lateral(left, query, kind, on, query.at)?;
            return match name {
                Some((name, columns)) => alias(made, name, columns, before),
                None => Ok(made),
            };
        }
        let right = self.from(right)?;
        let mut columns: Vec<Column> = left.columns.iter().chain(&right.columns).cloned().collect();
        let builder = LogicalPlanBuilder::from(left.plan);
        let join_type = match kind {
            Join::Left => JoinType::Left,
            Join::Right => JoinType::Right,
            Join::Full => JoinType::Full,
            _ => JoinType::Inner,
        };
        let plan = match on {
            On::None => builder.cross_join(right.plan),
            On::Expr(on) => {
                let on = self.expr(on, &columns)?;
                let on = self.boolean(on, "JOIN ON clause")?;
                let filters = match &on.node {
                    Node::And(parts) => {
                        parts.iter().map(|p| lower(&self.subqueries, p)).collect::<Outcome<Vec<_>>>()?
                    }
                    _ => vec![condition(&self.subqueries, &on)?],
                };
                builder.join_on(right.plan, join_type, filters)
            }
            On::Using(names) => {
                let (mut filters, mut keys) = (Vec::new(), Vec::new());
                for name in names {
                    let missing = || {
                        Fault::at(
                            "COLUMN_NOT_FOUND",
                            name.at,
                            format!("Column '{}' is missing from a side of the join", name.text),
                        )
                    };
                    let a = super::names::find(&left.columns, &[], name)?.ok_or_else(missing)?;
                    let b = super::names::find(&right.columns, &[], name)?.ok_or_else(missing)?;
                    let Some(ty) = common(&a.ty, &b.ty) else {
                        return mismatch(
                            name.at,
                            format!(
                                "Column types of left and right side of join do not match: {} and {}",
                                a.ty, b.ty
                            ),
                        );
                    };
                    let (x, y) = (coerce(a.typed(name.at), &ty), coerce(b.typed(name.at), &ty));
                    filters.push(Typed::new(
                        Node::Compare(Comparison::Equal, Box::new(x.clone()), Box::new(y.clone())),
                        Type::Boolean,
                        name.at,
                    ));
                    keys.push((
                        name.clone(),
                        a.id.clone(),
                        b.id.clone(),
                        Typed::new(Node::Coalesce(vec![x, y]), ty, name.at),
                    ));
                }
                let filters =
                    filters.iter().map(|f| lower(&self.subqueries, f)).collect::<Outcome<Vec<_>>>()?;
                let plan =
                    builder.join_on(right.plan, join_type, filters).and_then(LogicalPlanBuilder::build);
                let used: Vec<String> = keys.iter().flat_map(|(_, a, b, _)| [a.clone(), b.clone()]).collect();
                columns.retain(|c| !used.contains(&c.id));
                let merged: Vec<Typed> = keys.iter().map(|k| k.3.clone()).collect();
                let exprs: Vec<Typed> =
                    merged.into_iter().chain(columns.iter().map(|c| c.typed(at))).collect();
                let (plan, ids) = self.project(plan.map_err(planning(at))?, &exprs, at)?;
                let first = keys.into_iter().map(|(name, _, _, typed)| Column {
                    qualifier: vec![],
                    name: Some(name.text.to_ascii_lowercase()),
                    shown: name.text,
                    id: String::new(),
                    ty: typed.ty,
                    hidden: false,
                });
                let columns = first.chain(columns).zip(ids).map(|(c, id)| Column { id, ..c }).collect();
                return Ok(Relation { plan, columns });
            }
        };
        let plan = plan.and_then(LogicalPlanBuilder::build).map_err(planning(at))?;
        let _ = NullEquality::NullEqualsNothing;
        Ok(Relation { plan, columns })
    }

    /// Behind each row the items of its arrays, side by side.
    fn unnest(
        &mut self,
        input: Relation,
        exprs: &[Expr],
        ordinality: bool,
        outer: bool,
        at: Pos,
    ) -> Outcome<Relation> {
        let mut fields: Vec<Type> = Vec::new();
        let mut args = Vec::new();
        for expr in exprs {
            let typed = self.expr(expr, &input.columns)?;
            match &typed.ty {
                Type::Array(item) => match item.as_ref() {
                    Type::Row(row) => fields.extend(row.iter().map(|(_, t)| t.clone())),
                    other => fields.push(other.clone()),
                },
                Type::Map(key, value) => fields.extend([*key.clone(), *value.clone()]),
                other => {
                    return mismatch(
                        expr.at,
                        format!(
                            "Cannot unnest type: {other}; UNNEST takes an array or a map, for JSON text write CAST(json_parse(x) AS array(json))"
                        ),
                    );
                }
            }
            args.push(typed);
        }
        if ordinality {
            fields.push(Type::Bigint);
        }
        let names = exprs_names(&args);
        args.push(Typed::constant(ordinality.into(), Type::Boolean, at));
        args.push(Typed::constant(outer.into(), Type::Boolean, at));
        let Some(zip) = overloads("$unnest") else { return mismatch(at, "UNNEST is not known") };
        let row = Type::Row(fields.iter().map(|t| (None, t.clone())).collect());
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
        let mut columns: Vec<Column> =
            input.columns.into_iter().zip(kept).map(|(c, id)| Column { id: id.clone(), ..c }).collect();
        let item = Typed::new(Node::Column(list.clone(), String::new()), row, at);
        let mut exprs: Vec<Typed> = columns.iter().map(|c| c.typed(at)).collect();
        for (index, ty) in fields.iter().enumerate() {
            exprs.push(Typed::new(Node::Field(Box::new(item.clone()), index), ty.clone(), at));
        }
        let (plan, ids) = self.project(plan, &exprs, at)?;
        for (column, id) in columns.iter_mut().zip(&ids) {
            column.id = id.clone();
        }
        let _ = column;
        for (index, ty) in fields.into_iter().enumerate() {
            let name = names.get(index).cloned().flatten();
            let id = ids[columns.len()].clone();
            let shown = name.clone().unwrap_or_default();
            columns.push(Column { qualifier: vec![], name, shown, id, ty, hidden: false });
        }
        Ok(Relation { plan, columns })
    }
}

/// Names that the items have by themselves: those of rows.
fn exprs_names(args: &[Typed]) -> Vec<Option<String>> {
    let mut names = Vec::new();
    for arg in args {
        match &arg.ty {
            Type::Array(item) => match item.as_ref() {
                Type::Row(fields) => {
                    names.extend(fields.iter().map(|(n, _)| n.as_ref().map(|n| n.to_ascii_lowercase())))
                }
                _ => names.push(None),
            },
            _ => names.extend([None, None]),
        }
    }
    names
}

/// Gives the columns behind the first `skip` a qualifier, and names when there are any.
fn alias(mut relation: Relation, name: &Name, names: &[Name], skip: usize) -> Outcome<Relation> {
    let columns = &mut relation.columns[skip..];
    columns.iter_mut().for_each(|c| c.qualifier = vec![name.text.to_ascii_lowercase()]);
    if names.is_empty() {
        return Ok(relation);
    }
    let visible: Vec<&mut Column> = columns.iter_mut().filter(|c| !c.hidden).collect();
    if visible.len() != names.len() {
        return Err(Fault::at(
            "MISMATCHED_COLUMN_ALIASES",
            name.at,
            format!(
                "Column alias list has {} entries but '{}' has {} columns available{}",
                names.len(),
                name.text,
                visible.len(),
                if skip > 0 { "; an array of rows gives one column for each field" } else { "" }
            ),
        ));
    }
    for (column, new) in visible.into_iter().zip(names) {
        column.name = Some(new.text.to_ascii_lowercase());
        column.shown = new.text.clone();
    }
    Ok(relation)
}
