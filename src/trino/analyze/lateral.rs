//! LATERAL, where the query in it computes from the row in front of it and reads nothing else.

use super::scope::Relation;
use super::subqueries::is_true;
use super::{Analysis, Column};
use crate::trino::ast::{Body, Item, Join, On, Query};
use crate::trino::fault::{Fault, Outcome, Pos};
use crate::trino::ir::Node;

impl Analysis<'_> {
    pub(super) fn lateral(
        &mut self,
        left: Relation,
        query: &Query,
        kind: Join,
        on: &On,
        at: Pos,
    ) -> Outcome<Relation> {
        let refuse = || Fault::unsupported(at, "LATERAL with a query that reads a table");
        let always = match on {
            On::None => true,
            On::Expr(on) => is_true(on),
            On::Using(_) => false,
        };
        let Body::Select(select) = &query.body else { return Err(refuse()) };
        let plain = select.from.is_none()
            && select.filter.is_none()
            && select.group.is_none()
            && select.having.is_none()
            && query.order.is_empty()
            && query.with.is_empty()
            && query.limit.is_none()
            && query.offset.is_none();
        if !plain || !always || !matches!(kind, Join::Cross | Join::Inner | Join::Left) {
            return Err(refuse());
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
}
