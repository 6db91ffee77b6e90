//! Queries: WITH, set operations, VALUES, ORDER BY and LIMIT around them.

use super::scope::Relation;
use super::{Analysis, Column, mismatch};
use crate::trino::aggregates::array_agg;
use crate::trino::ast::{Body, Expr, From, Kind, Query};
use crate::trino::coerce::common;
use crate::trino::fault::{Fault, Outcome, Pos, planning};
use crate::trino::fold::fold;
use crate::trino::functions::overloads;
use crate::trino::ir::{Node, Typed};
use crate::trino::lower::{column, lower};
use crate::trino::operator::SetOperation;
use crate::trino::types::Type;
use datafusion::logical_expr::LogicalPlanBuilder;

impl Analysis<'_> {
    pub(crate) fn query(&mut self, query: &Query) -> Outcome<Relation> {
        let before = self.with.len();
        for (place, with) in query.with.iter().enumerate() {
            if self.with[before..].iter().any(|(n, _)| n.eq_ignore_ascii_case(&with.name.text)) {
                return Err(Fault::at(
                    "DUPLICATE_NAMED_QUERY",
                    with.name.at,
                    format!("WITH query name '{}' specified more than once", with.name.text),
                ));
            }
            let outer = self.later.len();
            self.later.extend(query.with[place + 1..].iter().map(|with| with.name.text.to_ascii_lowercase()));
            let relation = self.query(&with.query);
            self.later.truncate(outer);
            let mut relation = relation?;
            if !with.columns.is_empty() {
                if relation.columns.len() != with.columns.len() {
                    return Err(Fault::at(
                        "MISMATCHED_COLUMN_ALIASES",
                        with.name.at,
                        format!(
                            "WITH column alias list has {} entries but the query has {} columns",
                            with.columns.len(),
                            relation.columns.len()
                        ),
                    ));
                }
                for (column, name) in relation.columns.iter_mut().zip(&with.columns) {
                    column.name = Some(name.text.to_ascii_lowercase());
                    column.shown = name.text.clone();
                }
            }
            self.with.push((with.name.text.clone(), relation));
        }
        let relation = self.ordered(query);
        self.with.truncate(before);
        relation
    }

    fn ordered(&mut self, query: &Query) -> Outcome<Relation> {
        let count = |analysis: &Self, expr: &Option<Expr>| match expr.as_ref().map(|e| (&e.kind, e.at)) {
            None => Ok(None),
            Some((Kind::Integer(digits), at)) => digits
                .parse::<usize>()
                .map(Some)
                .map_err(|_| Fault::at("SYNTAX_ERROR", at, "the number of rows is too large")),
            Some((Kind::Parameter(index), at)) => {
                match analysis.options.parameters.get(*index).and_then(|p| p.parse().ok()) {
                    Some(n) => Ok(Some(n)),
                    None => {
                        Err(Fault::at("INVALID_PARAMETER_USAGE", at, "the parameter is not a number of rows"))
                    }
                }
            }
            Some((_, at)) => Err(Fault::at("SYNTAX_ERROR", at, "expected a number of rows")),
        };
        let (offset, limit) = (count(self, &query.offset)?, count(self, &query.limit)?);
        let ties = query.ties.then(|| (offset.unwrap_or(0), limit.unwrap_or(1)));
        if ties.is_some() && query.order.is_empty() {
            return Err(Fault::at(
                "MISSING_ORDER_BY",
                query.at,
                "FETCH FIRST WITH TIES clause requires ORDER BY",
            ));
        }
        let relation = match &query.body {
            Body::Select(select) => {
                self.ties = ties;
                self.select(select, &query.order)?
            }
            _ if ties.is_some() => {
                return Err(Fault::unsupported(query.at, "FETCH FIRST … WITH TIES behind a set operation"));
            }
            other => {
                let relation = self.body(other)?;
                self.sort_relation(relation, &query.order, query.at)?
            }
        };
        if ties.is_some() {
            return Ok(relation);
        }
        if offset.is_none() && limit.is_none() {
            return Ok(relation);
        }
        let plan = LogicalPlanBuilder::from(relation.plan)
            .limit(offset.unwrap_or(0), limit)
            .and_then(LogicalPlanBuilder::build)
            .map_err(planning(query.at))?;
        Ok(Relation { plan, columns: relation.columns })
    }

    fn body(&mut self, body: &Body) -> Outcome<Relation> {
        match body {
            Body::Select(select) => self.select(select, &[]),
            Body::Query(query) => self.query(query),
            Body::Table(name) => {
                let mut relation = self.from(&From::Table(name.clone()))?;
                relation.columns.retain(|c| !c.hidden);
                let kept: Vec<_> = relation.columns.iter().map(|c| column(&c.id)).collect();
                let at = name.first().map(|n| n.at).unwrap_or_default();
                relation.plan = LogicalPlanBuilder::from(relation.plan)
                    .project(kept)
                    .and_then(LogicalPlanBuilder::build)
                    .map_err(planning(at))?;
                Ok(relation)
            }
            Body::Values(rows, at) => self.values(rows, *at),
            Body::Set { op, all, left, right, at } => {
                let (left, right) = (self.body(left)?, self.body(right)?);
                self.set(*op, *all, left, right, *at)
            }
        }
    }

    fn set(
        &mut self,
        op: SetOperation,
        all: bool,
        left: Relation,
        right: Relation,
        at: Pos,
    ) -> Outcome<Relation> {
        if left.columns.len() != right.columns.len() {
            return mismatch(
                at,
                format!(
                    "{op} query has different number of fields: {}, {}",
                    left.columns.len(),
                    right.columns.len()
                ),
            );
        }
        let mut types = Vec::new();
        for (index, (a, b)) in left.columns.iter().zip(&right.columns).enumerate() {
            match common(&a.ty, &b.ty) {
                Some(ty) => types.push(ty),
                None => {
                    return mismatch(
                        at,
                        format!(
                            "column {} in {op} query has incompatible types: {}, {}",
                            index + 1,
                            a.ty,
                            b.ty
                        ),
                    );
                }
            }
        }
        if !(all && op == SetOperation::Union) && types.iter().any(super::aggregation::holds_map) {
            return Err(Fault::unsupported(at, format!("{op} of maps")));
        }
        let left = self.cast_columns(left, &types, at)?;
        let right = self.cast_columns(right, &types, at)?;
        // Both sides under the same new names: DataFusion joins the sides by them.
        let ids: Vec<String> = types.iter().map(|_| self.unique()).collect();
        let renamed = |relation: &Relation| {
            let exprs = relation.columns.iter().zip(&ids).map(|(c, id)| column(&c.id).alias(id.clone()));
            LogicalPlanBuilder::from(relation.plan.clone()).project(exprs).and_then(LogicalPlanBuilder::build)
        };
        let (a, b) = (renamed(&left).map_err(planning(at))?, renamed(&right).map_err(planning(at))?);
        let plan = match (op, all) {
            (SetOperation::Union, true) => {
                LogicalPlanBuilder::from(a).union(b).and_then(LogicalPlanBuilder::build)
            }
            (SetOperation::Union, false) => {
                LogicalPlanBuilder::from(a).union_distinct(b).and_then(LogicalPlanBuilder::build)
            }
            (SetOperation::Intersect, false) => LogicalPlanBuilder::intersect(a, b, false),
            (SetOperation::Except, false) => LogicalPlanBuilder::except(a, b, false),
            // Equal rows are numbered, and each number counts as a row of its own.
            (SetOperation::Intersect | SetOperation::Except, true) => {
                let number = self.unique();
                let (a, b) = (numbered(a, &ids, &number), numbered(b, &ids, &number));
                let (a, b) = (a.map_err(planning(at))?, b.map_err(planning(at))?);
                let both = if op == SetOperation::Intersect {
                    LogicalPlanBuilder::intersect(a, b, false)
                } else {
                    LogicalPlanBuilder::except(a, b, false)
                };
                both.and_then(|plan| {
                    LogicalPlanBuilder::from(plan).project(ids.iter().map(|id| column(id)))?.build()
                })
            }
        };
        let columns = left.columns.into_iter().zip(types).zip(ids);
        let columns = columns.map(|((c, ty), id)| Column { ty, id, qualifier: vec![], ..c }).collect();
        let relation = Relation { plan: plan.map_err(planning(at))?, columns };
        Ok(relation)
    }

    fn values(&mut self, rows: &[Expr], at: Pos) -> Outcome<Relation> {
        let mut table: Vec<Vec<Typed>> = Vec::new();
        for row in rows {
            let cells = match &row.kind {
                Kind::Row(items) => {
                    items.iter().map(|(item, _)| self.expr(item, &[])).collect::<Outcome<Vec<_>>>()?
                }
                _ => {
                    let typed = self.expr(row, &[])?;
                    match &typed.ty {
                        Type::Row(fields) => fields
                            .iter()
                            .enumerate()
                            .map(|(i, (_, ty))| {
                                let node = Node::Field(Box::new(typed.clone()), i);
                                fold(Typed::new(node, ty.clone(), row.at))
                            })
                            .collect(),
                        _ => vec![typed],
                    }
                }
            };
            if table.first().is_some_and(|first| first.len() != cells.len()) {
                return mismatch(row.at, "Values rows have mismatched sizes");
            }
            table.push(cells);
        }
        let width = table.first().map_or(0, Vec::len);
        let mut types = vec![Type::Unknown; width];
        for row in &table {
            for (ty, cell) in types.iter_mut().zip(row) {
                *ty = match common(ty, &cell.ty) {
                    Some(ty) => ty,
                    None => {
                        return mismatch(
                            cell.at.0,
                            format!("Values rows have mismatched types: {ty} vs {}", cell.ty),
                        );
                    }
                };
            }
        }
        let mut lowered = Vec::new();
        for row in table {
            let cells =
                row.into_iter().zip(&types).map(|(c, t)| lower(&self.subqueries, &super::coerce(c, t)));
            lowered.push(cells.collect::<Outcome<Vec<_>>>()?);
        }
        let builder = LogicalPlanBuilder::values(lowered).map_err(planning(at))?;
        let source = builder.schema().columns();
        let ids: Vec<String> = types.iter().map(|_| self.unique()).collect();
        let exprs = source
            .into_iter()
            .zip(&ids)
            .map(|(c, id)| datafusion::logical_expr::Expr::Column(c).alias(id.clone()));
        let plan = builder
            .project(exprs.collect::<Vec<_>>())
            .and_then(LogicalPlanBuilder::build)
            .map_err(planning(at))?;
        let columns = types.into_iter().zip(ids).enumerate().map(|(index, (ty, id))| Column {
            qualifier: vec![],
            name: None,
            shown: format!("_col{index}"),
            id,
            ty,
            hidden: false,
        });
        Ok(Relation { plan, columns: columns.collect() })
    }

    /// How many rows a query gives, as far as one.
    pub(super) fn counted(&mut self, relation: Relation, at: Pos) -> Outcome<Relation> {
        let id = self.unique();
        let one = datafusion::logical_expr::lit(1_i64);
        let count = datafusion::functions_aggregate::count::count_udaf().call(vec![one]).alias(id.clone());
        let plan = LogicalPlanBuilder::from(relation.plan)
            .limit(0, Some(1))
            .and_then(|b| b.aggregate(Vec::<datafusion::logical_expr::Expr>::new(), vec![count]))
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
            .aggregate(Vec::<datafusion::logical_expr::Expr>::new(), vec![aggregate])
            .and_then(LogicalPlanBuilder::build)
            .map_err(planning(at))?;
        let columns = relation.columns.into_iter().map(|c| Column { id: id.clone(), ty: list.clone(), ..c });
        Ok(Relation { plan, columns: columns.collect() })
    }
}

/// The same rows with a number among those that are equal in some columns.
pub(super) fn numbered(
    plan: datafusion::logical_expr::LogicalPlan,
    ids: &[String],
    number: &str,
) -> datafusion::common::Result<datafusion::logical_expr::LogicalPlan> {
    use datafusion::logical_expr::expr::{WindowFunction, WindowFunctionParams};
    let window = datafusion::logical_expr::Expr::WindowFunction(Box::new(WindowFunction {
        fun: datafusion::functions_window::row_number::row_number_udwf().into(),
        params: WindowFunctionParams {
            args: vec![],
            partition_by: ids.iter().map(|id| column(id)).collect(),
            order_by: vec![],
            window_frame: datafusion::logical_expr::WindowFrame::new(None),
            filter: None,
            null_treatment: None,
            distinct: false,
        },
    }));
    let name = datafusion::common::Column::from_name(window.schema_name().to_string());
    let before = plan.schema().columns().into_iter().map(datafusion::logical_expr::Expr::Column);
    let all: Vec<_> = before.chain([datafusion::logical_expr::Expr::Column(name).alias(number)]).collect();
    LogicalPlanBuilder::from(plan).window(vec![window])?.project(all)?.build()
}
