//! SELECT: its parts in the order in which they take effect.

use super::aggregation::holds_aggregate;
use super::scope::Relation;
use super::{Analysis, Column, mismatch};
use crate::trino::ast::{Expr, Item, Kind, Name, Select, Sort};
use crate::trino::fault::{Fault, Outcome, Pos, planning};
use crate::trino::ir::{Node, SortKey, Typed};
use crate::trino::lower::condition;
use crate::trino::types::Type;
use datafusion::logical_expr::LogicalPlanBuilder;

/// One output column before it is planned.
pub(super) struct Output {
    pub(super) typed: Typed,
    pub(super) name: Option<String>,
    pub(super) shown: String,
    pub(super) qualifier: Vec<String>,
}

impl Analysis<'_> {
    pub(super) fn select(&mut self, select: &Select, order: &[Sort]) -> Outcome<Relation> {
        let ties = self.ties.take();
        let mut relation = match &select.from {
            Some(from) => self.from(from)?,
            None => {
                let plan = LogicalPlanBuilder::empty(true).build().map_err(planning(select.at))?;
                Relation { plan, columns: vec![] }
            }
        };
        self.named_windows.push(select.windows.clone());
        if let Some(filter) = &select.filter {
            relation = self.filtered(relation, filter)?;
        }
        let mut outputs = self.outputs(&select.items, &relation.columns)?;
        let groups = match &select.group {
            Some(groups) => Some(self.groups(groups, &outputs, &relation.columns)?),
            None => None,
        };
        let mut having = match &select.having {
            Some(having) => {
                let typed = self.expr(having, &relation.columns)?;
                Some(self.boolean(typed, "HAVING clause")?)
            }
            None => None,
        };
        let mut keys = self.order_keys(order, &outputs, &relation.columns)?;
        let aggregated = groups.is_some()
            || having.is_some()
            || outputs.iter().map(|o| &o.typed).chain(keys.iter().map(|k| &k.expr)).any(holds_aggregate);
        let wanted = |_: &Typed| !aggregated;
        let mut exprs = parts(&mut outputs, having.as_mut(), &mut keys);
        relation = self.plan_correlated(relation, &mut exprs, select.at, &wanted)?;
        if aggregated {
            let mut exprs = parts(&mut outputs, having.as_mut(), &mut keys);
            relation = self.aggregate(relation, groups.unwrap_or_default(), &mut exprs, select.at)?;
        }
        if let Some(having) = having {
            relation = self.kept(relation, &having, select.at)?;
        }
        let mut exprs = parts(&mut outputs, None, &mut keys);
        relation = self.plan_windows(relation, &mut exprs, select.at)?;
        self.named_windows.pop();
        self.finish(relation, outputs, keys, select, ties)
    }

    /// WHERE.
    fn filtered(&mut self, relation: Relation, filter: &Expr) -> Outcome<Relation> {
        let typed = self.expr(filter, &relation.columns)?;
        if typed.any(&mut |t| matches!(t.node, Node::Aggregate(_) | Node::Window(_) | Node::Grouping(_))) {
            return Err(Fault::at(
                "EXPRESSION_NOT_SCALAR",
                filter.at,
                "WHERE clause cannot contain aggregations, window functions or grouping operations; write HAVING, or filter a derived table",
            ));
        }
        let mut typed = self.boolean(typed, "WHERE clause")?;
        // An EXISTS that is a condition of its own is left to DataFusion, which makes a join of it.
        let mut own = Vec::new();
        conditions(&typed, &mut own);
        let wanted = |t: &Typed| !own.contains(t);
        let relation = self.plan_correlated(relation, &mut [&mut typed], filter.at, &wanted)?;
        self.kept(relation, &typed, filter.at)
    }

    /// The rows for which a condition holds.
    fn kept(&mut self, relation: Relation, holds: &Typed, at: Pos) -> Outcome<Relation> {
        let holds = condition(&self.subqueries, holds)?;
        let plan = LogicalPlanBuilder::from(relation.plan).filter(holds).and_then(LogicalPlanBuilder::build);
        Ok(Relation { plan: plan.map_err(planning(at))?, columns: relation.columns })
    }

    /// The items of the SELECT list with `*` written out.
    fn outputs(&mut self, items: &[Item], columns: &[Column]) -> Outcome<Vec<Output>> {
        let mut outputs = Vec::new();
        for item in items {
            match item {
                Item::Star(at) => {
                    if columns.is_empty() {
                        return Err(Fault::at(
                            "COLUMN_NOT_FOUND",
                            *at,
                            "SELECT * not allowed in queries without FROM clause",
                        ));
                    }
                    outputs.extend(columns.iter().filter(|c| !c.hidden).map(|c| Output::of(c, *at)));
                }
                Item::StarOf(base, aliases) => {
                    let start = outputs.len();
                    self.star_of(base, columns, &mut outputs)?;
                    rename(&mut outputs[start..], base.at, aliases)?;
                }
                Item::Expr(expr, alias) => {
                    let output = self.output(expr, alias.as_ref(), columns, outputs.len())?;
                    outputs.push(output);
                }
            }
        }
        for (index, output) in outputs.iter_mut().enumerate() {
            if output.shown.is_empty() {
                output.shown = format!("_col{index}");
            }
        }
        Ok(outputs)
    }

    /// One expression of the SELECT list, the `place`-th output.
    fn output(
        &mut self,
        expr: &Expr,
        alias: Option<&Name>,
        columns: &[Column],
        place: usize,
    ) -> Outcome<Output> {
        let typed = self.expr(expr, columns)?;
        let own = alias.or(super::names::parts(expr).and_then(|all| all.last().copied()));
        let qualifier = match (&typed.node, alias) {
            (Node::Column(id, _), None) => {
                columns.iter().find(|c| c.id == *id).map(|c| c.qualifier.clone()).unwrap_or_default()
            }
            _ => vec![],
        };
        Ok(Output {
            typed,
            name: own.map(|n| n.text.to_ascii_lowercase()),
            shown: own.map_or_else(|| format!("_col{place}"), |n| n.text.clone()),
            qualifier,
        })
    }

    /// `t.*` and `(row).*`.
    fn star_of(&mut self, base: &Expr, columns: &[Column], outputs: &mut Vec<Output>) -> Outcome<()> {
        let parts = dotted(base).unwrap_or_default();
        let found: Vec<&Column> = columns
            .iter()
            .filter(|c| !c.hidden && !parts.is_empty() && c.qualifier.ends_with(&parts))
            .collect();
        if !found.is_empty() {
            outputs.extend(found.into_iter().map(|c| Output::of(c, base.at)));
            return Ok(());
        }
        if !parts.is_empty() {
            return Err(Fault::at(
                "TABLE_NOT_FOUND",
                base.at,
                format!("Table '{}' not found; for the fields of a row write (x).*", parts.join(".")),
            ));
        }
        let row = self.expr(base, columns)?;
        let Type::Row(fields) = row.ty.clone() else {
            return mismatch(base.at, format!("expected a table or a row before .*, found {}", row.ty));
        };
        for (index, (name, ty)) in fields.into_iter().enumerate() {
            outputs.push(Output {
                typed: Typed::new(Node::Field(Box::new(row.clone()), index), ty, base.at),
                shown: name.clone().unwrap_or_default(),
                name: name.map(|n| n.to_ascii_lowercase()),
                qualifier: vec![],
            });
        }
        Ok(())
    }

    /// Projects the outputs together with the keys of the order, sorts, and drops the keys.
    fn finish(
        &mut self,
        relation: Relation,
        outputs: Vec<Output>,
        mut keys: Vec<SortKey>,
        select: &Select,
        ties: Option<(usize, usize)>,
    ) -> Outcome<Relation> {
        let mut exprs: Vec<Typed> = outputs.iter().map(|o| o.typed.clone()).collect();
        let places = with_keys(&mut exprs, &keys, select.distinct)?;
        if select.distinct {
            exprs = exprs.into_iter().map(super::aggregation::sorted).collect();
        }
        let (mut plan, ids) = self.project(relation.plan, &exprs, select.at)?;
        if select.distinct {
            plan = LogicalPlanBuilder::from(plan)
                .distinct()
                .and_then(LogicalPlanBuilder::build)
                .map_err(planning(select.at))?;
        }
        for (key, place) in keys.iter_mut().zip(&places) {
            let (at, ty) = (key.expr.at.0, key.expr.ty.clone());
            key.expr = Typed::new(Node::Column(ids[*place].clone(), String::new()), ty, at);
        }
        if let Some((offset, limit)) = ties {
            plan = self.with_ties(plan, &keys, offset, limit, select.at)?;
        }
        plan = self.sort(plan, &keys, select.at)?;
        let columns: Vec<Column> = outputs
            .into_iter()
            .zip(ids)
            .map(|(o, id)| Column {
                qualifier: o.qualifier,
                name: o.name,
                shown: o.shown,
                id,
                ty: o.typed.ty,
                hidden: false,
            })
            .collect();
        if exprs.len() > columns.len() {
            let kept = columns.iter().map(|c| crate::trino::lower::column(&c.id));
            plan = LogicalPlanBuilder::from(plan)
                .project(kept.collect::<Vec<_>>())
                .and_then(LogicalPlanBuilder::build)
                .map_err(planning(select.at))?;
        }
        Ok(Relation { plan, columns })
    }
}

impl Output {
    /// A column as it is.
    fn of(column: &Column, at: Pos) -> Self {
        Self {
            typed: column.typed(at),
            name: column.name.clone(),
            shown: column.shown.clone(),
            qualifier: column.qualifier.clone(),
        }
    }
}

/// The expressions of a SELECT that see the same columns.
fn parts<'e>(
    outputs: &'e mut [Output],
    having: Option<&'e mut Typed>,
    keys: &'e mut [SortKey],
) -> Vec<&'e mut Typed> {
    let outputs = outputs.iter_mut().map(|output| &mut output.typed);
    outputs.chain(having).chain(keys.iter_mut().map(|key| &mut key.expr)).collect()
}

/// The names of a dotted name, in lower case; nothing for other expressions.
fn dotted(mut expr: &Expr) -> Option<Vec<String>> {
    let mut parts = Vec::new();
    while let Kind::Field(inner, name) = &expr.kind {
        parts.insert(0, name.text.to_ascii_lowercase());
        expr = inner;
    }
    let Kind::Column(name) = &expr.kind else { return None };
    parts.insert(0, name.text.to_ascii_lowercase());
    Some(parts)
}

/// Gives the outputs of a `*` the names of an alias list, if there is one.
fn rename(outputs: &mut [Output], at: Pos, aliases: &[Name]) -> Outcome<()> {
    if aliases.is_empty() {
        return Ok(());
    }
    if aliases.len() != outputs.len() {
        return Err(Fault::at(
            "MISMATCHED_COLUMN_ALIASES",
            at,
            "Column alias list has another number of entries than the relation has columns",
        ));
    }
    for (output, alias) in outputs.iter_mut().zip(aliases) {
        output.name = Some(alias.text.to_ascii_lowercase());
        output.shown = alias.text.clone();
    }
    Ok(())
}

/// Adds the keys of an order that are no outputs, and tells the place of each key.
fn with_keys(exprs: &mut Vec<Typed>, keys: &[SortKey], distinct: bool) -> Outcome<Vec<usize>> {
    let places = keys.iter().map(|key| match exprs.iter().position(|expr| *expr == key.expr) {
        Some(place) => Ok(place),
        None if distinct => Err(Fault::at(
            "EXPRESSION_NOT_IN_DISTINCT",
            key.expr.at.0,
            "For SELECT DISTINCT, ORDER BY expressions must appear in select list",
        )),
        None => {
            exprs.push(key.expr.clone());
            Ok(exprs.len() - 1)
        }
    });
    places.collect()
}

/// The subqueries that are conditions of a filter, not parts of other expressions.
fn conditions(expr: &Typed, own: &mut Vec<Typed>) {
    match &expr.node {
        Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| conditions(part, own)),
        Node::Not(inner) => conditions(inner, own),
        Node::Exists(_) => own.push(expr.clone()),
        _ => {}
    }
}
