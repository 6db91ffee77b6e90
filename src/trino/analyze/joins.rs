//! JOIN.

use super::from::alias;
use super::scope::Relation;
use super::{Analysis, Column, coerce, mismatch};
use crate::trino::ast::{Expr, From, Join, Kind, Name, On};
use crate::trino::coerce::common;
use crate::trino::fault::{Fault, Outcome, Pos, planning};
use crate::trino::ir::{Node, Typed};
use crate::trino::lower::{condition, lower};
use crate::trino::operator::Comparison;
use crate::trino::types::Type;
use datafusion::common::JoinType;
use datafusion::logical_expr::{Expr as Plan, LogicalPlanBuilder};

impl Analysis<'_> {
    pub(super) fn join(
        &mut self,
        kind: Join,
        left: &From,
        right: &From,
        on: &On,
        at: Pos,
    ) -> Outcome<Relation> {
        let left = self.from(left)?;
        let (inner, name) = match right {
            From::Alias { of, name, columns } => (of.as_ref(), Some((name, columns))),
            other => (other, None),
        };
        // These read the columns of the left side.
        let before = left.columns.len();
        let made = match inner {
            From::Unnest { exprs, ordinality, at } => {
                self.join_unnest(kind, left, exprs, *ordinality, on, *at)?
            }
            From::Query { query, lateral: true } => self.lateral(left, query, kind, on, query.at)?,
            _ => {
                let right = self.from(right)?;
                return self.join_relations(kind, left, right, on, at);
            }
        };
        match name {
            Some((name, columns)) => alias(made, name, columns, before),
            None => Ok(made),
        }
    }

    fn join_unnest(
        &mut self,
        kind: Join,
        left: Relation,
        exprs: &[Expr],
        ordinality: bool,
        on: &On,
        at: Pos,
    ) -> Outcome<Relation> {
        let plain = match on {
            On::None => true,
            On::Expr(expr) => matches!(expr.kind, Kind::Bool(true)),
            On::Using(_) => false,
        };
        if !plain || !matches!(kind, Join::Cross | Join::Left | Join::Inner) {
            return Err(Fault::unsupported(
                at,
                "this join with UNNEST (use CROSS JOIN UNNEST or LEFT JOIN UNNEST … ON TRUE)",
            ));
        }
        self.unnest(left, exprs, ordinality, kind == Join::Left, at)
    }

    fn join_relations(
        &mut self,
        kind: Join,
        left: Relation,
        right: Relation,
        on: &On,
        at: Pos,
    ) -> Outcome<Relation> {
        let join_type = match kind {
            Join::Left => JoinType::Left,
            Join::Right => JoinType::Right,
            Join::Full => JoinType::Full,
            Join::Inner | Join::Cross => JoinType::Inner,
        };
        let columns: Vec<Column> = left.columns.iter().chain(&right.columns).cloned().collect();
        let plan = match on {
            On::None => LogicalPlanBuilder::from(left.plan).cross_join(right.plan),
            On::Expr(on) => {
                let filters = self.join_filters(on, &columns)?;
                LogicalPlanBuilder::from(left.plan).join_on(right.plan, join_type, filters)
            }
            On::Using(names) => return self.join_using(join_type, left, right, names, at),
        };
        let plan = plan.and_then(LogicalPlanBuilder::build).map_err(planning(at))?;
        Ok(Relation { plan, columns })
    }

    fn join_filters(&mut self, on: &Expr, columns: &[Column]) -> Outcome<Vec<Plan>> {
        let on = self.expr(on, columns)?;
        let on = self.boolean(on, "JOIN ON clause")?;
        match &on.node {
            Node::And(parts) => parts.iter().map(|part| lower(&self.subqueries, part)).collect(),
            _ => Ok(vec![condition(&self.subqueries, &on)?]),
        }
    }

    /// USING: the columns that both sides share stand once, in front of all others.
    fn join_using(
        &mut self,
        join_type: JoinType,
        left: Relation,
        right: Relation,
        names: &[Name],
        at: Pos,
    ) -> Outcome<Relation> {
        let (mut filters, mut shared, mut used) = (Vec::new(), Vec::new(), Vec::new());
        for name in names {
            let (a, b) = (found(&left, name)?, found(&right, name)?);
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
            let equal = Node::Compare(Comparison::Equal, Box::new(x.clone()), Box::new(y.clone()));
            filters.push(Typed::new(equal, Type::Boolean, name.at));
            shared.push(Typed::new(Node::Coalesce(vec![x, y]), ty, name.at));
            used.extend([a.id.clone(), b.id.clone()]);
        }
        let filters = filters.iter().map(|f| lower(&self.subqueries, f)).collect::<Outcome<Vec<_>>>()?;
        let plan = LogicalPlanBuilder::from(left.plan)
            .join_on(right.plan, join_type, filters)
            .and_then(LogicalPlanBuilder::build)
            .map_err(planning(at))?;
        let mut others = left.columns;
        others.extend(right.columns);
        others.retain(|c| !used.contains(&c.id));
        let exprs: Vec<Typed> = shared.iter().cloned().chain(others.iter().map(|c| c.typed(at))).collect();
        let (plan, ids) = self.project(plan, &exprs, at)?;
        let shared = names.iter().zip(shared).map(|(name, typed)| Column {
            qualifier: vec![],
            name: Some(name.text.to_ascii_lowercase()),
            shown: name.text.clone(),
            id: String::new(),
            ty: typed.ty,
            hidden: false,
        });
        let columns = shared.chain(others).zip(ids).map(|(c, id)| Column { id, ..c }).collect();
        Ok(Relation { plan, columns })
    }
}

/// The column of one side that USING names.
fn found<'r>(side: &'r Relation, name: &Name) -> Outcome<&'r Column> {
    let found = super::names::find(&side.columns, &[], name)?;
    found.ok_or_else(|| {
        Fault::at(
            "COLUMN_NOT_FOUND",
            name.at,
            format!("Column '{}' is missing from a side of the join", name.text),
        )
    })
}
