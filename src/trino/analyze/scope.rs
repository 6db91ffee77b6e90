//! What names mean at a place of a query.

use super::Analysis;
use crate::trino::fault::{Outcome, Pos, planning};
use crate::trino::ir::{Node, Typed};
use crate::trino::lower::lower;
use crate::trino::types::Type;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder};

/// A column in sight.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// What may stand before the name: the parts of a table's name or an alias.
    pub(crate) qualifier: Vec<String>,
    /// The name in lower case; columns without one cannot be named.
    pub(crate) name: Option<String>,
    /// The name as it is shown.
    pub(crate) shown: String,
    /// The plan's name.
    pub(crate) id: String,
    /// The type.
    pub(crate) ty: Type,
    /// Left out of `*`.
    pub(crate) hidden: bool,
}

/// A plan and its columns.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    pub(crate) plan: LogicalPlan,
    pub(crate) columns: Vec<Column>,
}

impl Column {
    /// The column as an expression.
    pub(crate) fn typed(&self, at: Pos) -> Typed {
        Typed::new(Node::Column(self.id.clone(), self.shown.clone()), self.ty.clone(), at)
    }

    /// Whether a dotted name means this column.
    pub(crate) fn answers(&self, qualifier: &[String], name: &str) -> bool {
        self.name.as_deref() == Some(name) && self.qualifier.ends_with(qualifier)
    }
}

impl Analysis<'_> {
    /// A projection: each expression under a new unique name. Returns the names.
    pub(crate) fn project(
        &mut self,
        plan: LogicalPlan,
        exprs: &[Typed],
        at: Pos,
    ) -> Outcome<(LogicalPlan, Vec<String>)> {
        let mut ids = Vec::with_capacity(exprs.len());
        let mut lowered = Vec::with_capacity(exprs.len());
        for expr in exprs {
            let id = self.unique();
            lowered.push(lower(&self.subqueries, expr)?.alias(id.clone()));
            ids.push(id);
        }
        let plan = LogicalPlanBuilder::from(plan).project(lowered).and_then(LogicalPlanBuilder::build);
        Ok((plan.map_err(planning(at))?, ids))
    }

    /// The same relation with each column cast to a type.
    pub(crate) fn cast_columns(&mut self, relation: Relation, types: &[Type], at: Pos) -> Outcome<Relation> {
        if relation.columns.iter().zip(types).all(|(c, t)| c.ty == *t) {
            return Ok(relation);
        }
        let exprs: Vec<Typed> =
            relation.columns.iter().zip(types).map(|(c, t)| super::coerce(c.typed(at), t)).collect();
        let (plan, ids) = self.project(relation.plan, &exprs, at)?;
        let columns = relation.columns.into_iter().zip(ids).zip(types);
        let columns = columns.map(|((c, id), ty)| Column { id, ty: ty.clone(), ..c }).collect();
        Ok(Relation { plan, columns })
    }
}
