//! LATERAL: a query that may use the columns of the relations in front of it.

use super::correlated::{aggregates, checked};
use super::scope::Relation;
use super::subqueries::is_true;
use super::{Analysis, Column};
use crate::trino::ast::{Body, Item, Join, On, Query};
use crate::trino::fault::{Fault, Outcome, Pos, planning};
use crate::trino::ir::Node;
use crate::trino::lower::column;
use datafusion::common::JoinType;
use datafusion::logical_expr::{Expr, LogicalPlanBuilder, lit, when};

impl Analysis<'_> {
    pub(super) fn lateral(
        &mut self,
        left: Relation,
        query: &Query,
        kind: Join,
        on: &On,
        at: Pos,
    ) -> Outcome<Relation> {
        let refuse = || Fault::unsupported(at, "LATERAL in this join, or with a query of this shape");
        let always = match on {
            On::None => true,
            On::Expr(on) => is_true(on),
            On::Using(_) => false,
        };
        if !always || !matches!(kind, Join::Cross | Join::Inner | Join::Left) {
            return Err(refuse());
        }
        let Body::Select(select) = &query.body else { return self.lateral_over(left, query, kind, at) };
        let plain = select.from.is_none()
            && select.filter.is_none()
            && select.group.is_none()
            && select.having.is_none()
            && query.order.is_empty()
            && query.with.is_empty()
            && query.limit.is_none()
            && query.offset.is_none();
        if !plain {
            return self.lateral_over(left, query, kind, at);
        }
        let mut exprs: Vec<_> = left.columns.iter().map(|c| c.typed(at)).collect();
        let mut columns = left.columns.clone();
        for item in &select.items {
            let Item::Expr(expr, alias) = item else { return Err(refuse()) };
            let typed = self.expr(expr, &left.columns)?;
            if typed.any(&mut |t| matches!(t.node, Node::Aggregate(_) | Node::Window(_) | Node::Grouping(_)))
            {
                return Err(refuse());
            }
            let name = alias.as_ref().or(super::names::parts(expr).and_then(|all| all.last().copied()));
            columns.push(Column {
                qualifier: vec![],
                name: name.map(|n| n.text.to_ascii_lowercase()),
                shown: name.map(|n| n.text.clone()).unwrap_or_default(),
                id: String::new(),
                ty: typed.ty.clone(),
                hidden: false,
            });
            exprs.push(typed);
        }
        let (plan, ids) = self.project(left.plan, &exprs, at)?;
        columns.iter_mut().zip(ids).for_each(|(column, id)| column.id = id);
        Ok(Relation { plan, columns })
    }

    /// A query that reads something.
    fn lateral_over(&mut self, left: Relation, query: &Query, kind: Join, at: Pos) -> Outcome<Relation> {
        self.outer.push((left.columns.clone(), vec![]));
        let right = self.query(query);
        let taken = self.outer.pop().map(|(_, taken)| taken).unwrap_or_default();
        let mut right = right?;
        right.columns.iter_mut().for_each(|c| c.qualifier.clear());
        let join = if kind == Join::Left { JoinType::Left } else { JoinType::Inner };
        if taken.is_empty() {
            let plan = LogicalPlanBuilder::from(left.plan)
                .join_on(right.plan, join, [lit(true)])
                .and_then(LogicalPlanBuilder::build)
                .map_err(planning(at))?;
            return Ok(Relation { plan, columns: left.columns.into_iter().chain(right.columns).collect() });
        }
        checked(&right.plan, at)?;
        let (plan, number) = if aggregates(&right.plan) {
            self.with_numbers(left.plan).map_err(planning(at))?
        } else {
            (left.plan, String::new())
        };
        let joined = self.joined(plan, &number, &right.plan, join, at)?;
        let mut cells: Vec<Expr> = left.columns.iter().map(|c| column(&c.id)).collect();
        let mut columns = left.columns;
        for mut made in right.columns {
            let cell = column(&made.id);
            made.id = self.unique();
            cells.push(
                match (&joined.found, join) {
                    (Some(found), JoinType::Left) => {
                        when(column(found).is_not_null(), cell).end().map_err(planning(at))?
                    }
                    _ => cell,
                }
                .alias(made.id.clone()),
            );
            columns.push(made);
        }
        let plan = LogicalPlanBuilder::from(joined.plan)
            .project(cells)
            .and_then(LogicalPlanBuilder::build)
            .map_err(planning(at))?;
        Ok(Relation { plan, columns })
    }
}
