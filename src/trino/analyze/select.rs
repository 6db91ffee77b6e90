//! SELECT: its parts in the order in which they take effect.

use super::aggregation::holds_aggregate;
use super::scope::Relation;
use super::{Analysis, Column, mismatch};
use crate::trino::ast::{Expr, Item, Kind, Name, Select, Sort};
use crate::trino::fault::{Fault, Outcome, planning};
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
            let typed = self.expr(filter, &relation.columns)?;
            if typed.any(&mut |t| matches!(t.node, Node::Aggregate(_) | Node::Window(_) | Node::Grouping(_)))
            {
                return Err(Fault::at(
                    "EXPRESSION_NOT_SCALAR",
                    filter.at,
                    "WHERE clause cannot contain aggregations, window functions or grouping operations; write HAVING, or filter a derived table",
                ));
            }
            let mut typed = self.boolean(typed, "WHERE clause")?;
            // EXISTS among the conditions themselves becomes a join by itself.
            let mut own = Vec::new();
            conditions(&typed, &mut own);
            let wanted = |t: &Typed| !own.contains(t);
            relation = self.plan_correlated(relation, &mut [&mut typed], filter.at, &wanted)?;
            let lowered = condition(&self.subqueries, &typed)?;
            relation.plan = LogicalPlanBuilder::from(relation.plan)
                .filter(lowered)
                .and_then(LogicalPlanBuilder::build)
                .map_err(planning(filter.at))?;
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
        let mut exprs: Vec<&mut Typed> = outputs.iter_mut().map(|o| &mut o.typed).collect();
        exprs.extend(having.iter_mut());
        exprs.extend(keys.iter_mut().map(|k| &mut k.expr));
        let wanted = |_: &Typed| !aggregated;
        relation = self.plan_correlated(relation, &mut exprs, select.at, &wanted)?;
        if aggregated {
            let mut exprs: Vec<&mut Typed> = outputs.iter_mut().map(|o| &mut o.typed).collect();
            exprs.extend(having.iter_mut());
            exprs.extend(keys.iter_mut().map(|k| &mut k.expr));
            relation = self.aggregate(relation, groups.unwrap_or_default(), &mut exprs, select.at)?;
        }
        if let Some(having) = having {
            let lowered = condition(&self.subqueries, &having)?;
            relation.plan = LogicalPlanBuilder::from(relation.plan)
                .filter(lowered)
                .and_then(LogicalPlanBuilder::build)
                .map_err(planning(select.at))?;
        }
        let mut exprs: Vec<&mut Typed> = outputs.iter_mut().map(|o| &mut o.typed).collect();
        exprs.extend(keys.iter_mut().map(|k| &mut k.expr));
        relation = self.plan_windows(relation, &mut exprs, select.at)?;
        self.named_windows.pop();
        self.finish(relation, outputs, keys, select, ties)
    }

    /// The items of the SELECT list with `*` written out.
    fn outputs(&mut self, items: &[Item], columns: &[Column]) -> Outcome<Vec<Output>> {
        let mut outputs = Vec::new();
        let of = |column: &Column, at| Output {
            typed: column.typed(at),
            name: column.name.clone(),
            shown: column.shown.clone(),
            qualifier: column.qualifier.clone(),
        };
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
                    outputs.extend(columns.iter().filter(|c| !c.hidden).map(|c| of(c, *at)));
                }
                Item::StarOf(base, aliases) => {
                    let start = outputs.len();
                    self.star_of(base, columns, &mut outputs)?;
                    if !aliases.is_empty() {
                        if aliases.len() != outputs.len() - start {
                            return Err(Fault::at(
                                "MISMATCHED_COLUMN_ALIASES",
                                base.at,
                                "Column alias list has another number of entries than the relation has columns",
                            ));
                        }
                        for (output, alias) in outputs[start..].iter_mut().zip(aliases) {
                            output.name = Some(alias.text.to_ascii_lowercase());
                            output.shown = alias.text.clone();
                        }
                    }
                }
                Item::Expr(expr, alias) => {
                    let typed = self.expr(expr, columns)?;
                    let own =
                        alias.as_ref().or(super::names::parts(expr).and_then(|all| all.last().copied()));
                    let qualifier = match (&typed.node, alias) {
                        (Node::Column(id, _), None) => {
                            columns.iter().find(|c| c.id == *id).map(|c| c.qualifier.clone())
                        }
                        _ => None,
                    };
                    outputs.push(Output {
                        typed,
                        name: own.map(|n| n.text.to_ascii_lowercase()),
                        shown: own.map_or_else(|| format!("_col{}", outputs.len()), shown),
                        qualifier: qualifier.unwrap_or_default(),
                    });
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

    fn star_of(&mut self, base: &Expr, columns: &[Column], outputs: &mut Vec<Output>) -> Outcome<()> {
        let mut parts = Vec::new();
        let mut at = base;
        loop {
            match &at.kind {
                Kind::Column(name) => {
                    parts.insert(0, name.text.to_ascii_lowercase());
                    break;
                }
                Kind::Field(inner, name) => {
                    parts.insert(0, name.text.to_ascii_lowercase());
                    at = inner;
                }
                _ => {
                    parts.clear();
                    break;
                }
            }
        }
        let found: Vec<&Column> = columns
            .iter()
            .filter(|c| !c.hidden && !parts.is_empty() && c.qualifier.ends_with(&parts))
            .collect();
        if !found.is_empty() {
            outputs.extend(found.into_iter().map(|c| Output {
                typed: c.typed(base.at),
                name: c.name.clone(),
                shown: c.shown.clone(),
                qualifier: c.qualifier.clone(),
            }));
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

    /// Projects the outputs and the keys of the order, sorts, and leaves the keys out again.
    fn finish(
        &mut self,
        relation: Relation,
        outputs: Vec<Output>,
        mut keys: Vec<SortKey>,
        select: &Select,
        ties: Option<(usize, usize)>,
    ) -> Outcome<Relation> {
        let mut exprs: Vec<Typed> = outputs.iter().map(|o| o.typed.clone()).collect();
        let mut places = Vec::new();
        for key in &keys {
            places.push(match exprs.iter().position(|e| *e == key.expr) {
                Some(place) => place,
                None if select.distinct => {
                    return Err(Fault::at(
                        "EXPRESSION_NOT_IN_DISTINCT",
                        key.expr.at.0,
                        "For SELECT DISTINCT, ORDER BY expressions must appear in select list",
                    ));
                }
                None => {
                    exprs.push(key.expr.clone());
                    exprs.len() - 1
                }
            });
        }
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

/// Trino shows names as they are written.
fn shown(name: &Name) -> String {
    name.text.clone()
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
