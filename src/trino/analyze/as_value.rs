//! Queries as values: their number of rows, their only row, all their rows.

use super::scope::Relation;
use super::{Analysis, Column, mismatch};
use crate::trino::aggregates::array_agg;
use crate::trino::fault::{Outcome, Pos, planning};
use crate::trino::functions::overloads;
use crate::trino::ir::{Node, Typed};
use crate::trino::lower::column;
use crate::trino::types::Type;
use datafusion::functions_aggregate::count::count_udaf;
use datafusion::logical_expr::{Expr, LogicalPlanBuilder, lit};

impl Analysis<'_> {
    /// How many rows a query gives, as far as one.
    pub(super) fn counted(&mut self, relation: Relation, at: Pos) -> Outcome<Relation> {
        let id = self.unique();
        let one = lit(1_i64);
        let count = count_udaf().call(vec![one]).alias(id.clone());
        let plan = LogicalPlanBuilder::from(relation.plan)
            .limit(0, Some(1))
            .and_then(|b| b.aggregate(Vec::<Expr>::new(), vec![count]))
            .and_then(LogicalPlanBuilder::build)
            .map_err(planning(at))?;
        let column = Column {
            qualifier: vec![],
            name: None,
            shown: String::new(),
            id,
            ty: Type::Bigint,
            hidden: false,
        };
        Ok(Relation { plan, columns: vec![column] })
    }

    /// One row of one value, of a query that stands for a value.
    pub(super) fn single(&mut self, relation: Relation, at: Pos) -> Outcome<Relation> {
        let [only] = relation.columns.as_slice() else { return Ok(relation) };
        let ty = only.ty.clone();
        // Two rows are enough to know that there is more than one.
        let few = LogicalPlanBuilder::from(relation.plan)
            .limit(0, Some(2))
            .and_then(LogicalPlanBuilder::build)
            .map_err(planning(at))?;
        let list = self.collected(Relation { plan: few, columns: relation.columns.clone() }, at)?;
        let Some(single) = overloads("$single") else { return mismatch(at, "not a value") };
        let items = list.columns[0].typed(at);
        let value = Typed::new(Node::Call(single[0].clone(), vec![items]), ty, at);
        let (plan, ids) = self.project(list.plan, &[value], at)?;
        let columns = relation.columns.into_iter().zip(ids).map(|(c, id)| Column { id, ..c }).collect();
        Ok(Relation { plan, columns })
    }

    /// The values of a relation's only column as one array.
    pub(super) fn collected(&mut self, relation: Relation, at: Pos) -> Outcome<Relation> {
        let [only] = relation.columns.as_slice() else { return Ok(relation) };
        let list = only.ty.clone().array();
        let id = self.unique();
        let aggregate = array_agg(&only.ty).call(vec![column(&only.id)]).alias(id.clone());
        let plan = LogicalPlanBuilder::from(relation.plan)
            .aggregate(Vec::<Expr>::new(), vec![aggregate])
            .and_then(LogicalPlanBuilder::build)
            .map_err(planning(at))?;
        let columns = relation.columns.into_iter().map(|c| Column { id: id.clone(), ty: list.clone(), ..c });
        Ok(Relation { plan, columns: columns.collect() })
    }
}
