//! Subqueries that name columns of the query around them, as values. The rows of that query are joined with what
//! the subquery reads, and the subquery's aggregates are taken for each of those rows. Only shapes that are sure to
//! mean the same are rewritten like this.

use super::Analysis;
use super::scope::Relation;
use super::sets::numbered;
use super::windows::replaced;
use crate::trino::aggregates::array_agg;
use crate::trino::fault::{Fault, Outcome, Pos, planning};
use crate::trino::functions::overloads;
use crate::trino::ir::{Node, Typed};
use crate::trino::lower::{column, lower};
use crate::trino::types::Type;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column as PlanColumn, DataFusionError, JoinType};
use datafusion::functions_aggregate::first_last::first_value_udaf;
use datafusion::logical_expr::{Aggregate, Expr, LogicalPlan, LogicalPlanBuilder, Projection, lit};

/// The rows around a subquery beside its own.
pub(super) struct Joined {
    pub(super) plan: LogicalPlan,
    /// A column that is NULL where the subquery has no row; nothing when it always has one.
    pub(super) found: Option<String>,
}

/// The join of the rows around a subquery with what it reads, while the steps of the subquery are redone over it.
struct Beside {
    plan: LogicalPlan,
    /// The columns of the rows.
    around: Vec<PlanColumn>,
    /// The one of them that tells the rows apart.
    number: String,
    /// The column that is NULL where the subquery has no row.
    found: Option<String>,
}

impl Beside {
    fn projected(self, step: &Projection) -> Result<Self, DataFusionError> {
        let kept = self.around.iter().cloned().map(Expr::Column);
        let mut cells: Vec<Expr> = kept.chain(self.found.as_deref().map(column)).collect();
        for expr in &step.expr {
            cells.push(plain(expr.clone())?);
        }
        let plan = LogicalPlanBuilder::from(self.plan).project(cells)?.build()?;
        Ok(Self { plan, ..self })
    }

    /// Aggregates the rows that were found for each row around; afterwards every row around has one result.
    fn aggregated(self, step: &Aggregate, found: &str) -> Result<Self, DataFusionError> {
        let mut calls = Vec::new();
        for (index, expr) in step.aggr_expr.iter().enumerate() {
            let name = step.schema.field(index).name().clone();
            calls.push(where_found(plain(expr.clone())?, found)?.alias(name));
        }
        let firsts = self.around.iter().filter(|c| c.name != self.number);
        calls.extend(
            firsts.map(|c| first_value_udaf().call(vec![Expr::Column(c.clone())]).alias(c.name.clone())),
        );
        let plan =
            LogicalPlanBuilder::from(self.plan).aggregate(vec![column(&self.number)], calls)?.build()?;
        let around = self.around.iter().map(|c| PlanColumn::from_name(c.name.clone())).collect();
        Ok(Self { plan, around, number: self.number, found: None })
    }
}

/// Whether a plan names columns around it.
fn names_outer(plan: &LogicalPlan) -> bool {
    !plan.all_out_ref_exprs().is_empty()
}

/// Columns around a subquery as plain columns.
fn plain(expr: Expr) -> Result<Expr, DataFusionError> {
    let made = expr.transform(|expr| match expr {
        Expr::OuterReferenceColumn(_, column) => Ok(Transformed::yes(Expr::Column(column))),
        other => Ok(Transformed::no(other)),
    });
    made.map(|made| made.data)
}

/// An aggregate over the rows that were found.
fn where_found(expr: Expr, found: &str) -> Result<Expr, DataFusionError> {
    let made = expr.transform(|expr| match expr {
        Expr::AggregateFunction(mut call) => {
            let is = column(found).is_not_null();
            call.params.filter = Some(Box::new(match call.params.filter.take() {
                Some(filter) => is.and(*filter),
                None => is,
            }));
            Ok(Transformed::new(Expr::AggregateFunction(call), true, TreeNodeRecursion::Jump))
        }
        other => Ok(Transformed::no(other)),
    });
    made.map(|made| made.data)
}

/// All columns of a plan.
fn all(plan: &LogicalPlan) -> Vec<PlanColumn> {
    plan.schema().columns()
}

/// The part of a subquery that names no column around it, and the steps above that part from the bottom up.
fn steps(mut plan: &LogicalPlan, at: Pos) -> Outcome<(LogicalPlan, Vec<&LogicalPlan>)> {
    let mut above = Vec::new();
    while names_outer(plan) {
        above.push(plan);
        plan = match plan {
            LogicalPlan::Projection(step) => &step.input,
            LogicalPlan::Filter(step) => &step.input,
            LogicalPlan::Aggregate(step) if step.group_expr.is_empty() => &step.input,
            _ => return Err(refused(at)),
        };
    }
    above.reverse();
    Ok((plan.clone(), above))
}

/// Refuses the shapes that Trino refuses, and those that DataFusion would rewrite in another way than Trino.
pub(super) fn checked(plan: &LogicalPlan, at: Pos) -> Outcome<()> {
    let mut bad = false;
    let walked = plan.apply(|node| {
        let filtered = |plan: &LogicalPlan| {
            let mut plan = plan;
            while let LogicalPlan::Projection(step) = plan {
                plan = &step.input;
            }
            matches!(plan, LogicalPlan::Aggregate(_)) && names_outer(plan)
        };
        bad |= match node {
            LogicalPlan::Limit(limit) => limit.skip.is_some() && names_outer(&limit.input),
            LogicalPlan::Filter(filter) => filtered(&filter.input),
            _ => false,
        };
        Ok(TreeNodeRecursion::Continue)
    });
    walked.map_err(planning(at))?;
    if bad { Err(refused(at)) } else { Ok(()) }
}

/// Whether a subquery has a row whatever the rows around it are: it aggregates without GROUP BY.
pub(super) fn always_a_row(mut plan: &LogicalPlan) -> bool {
    loop {
        plan = match plan {
            LogicalPlan::Projection(step) => &step.input,
            LogicalPlan::Limit(step) => &step.input,
            LogicalPlan::Sort(step) => &step.input,
            LogicalPlan::Aggregate(step) => return step.group_expr.is_empty(),
            _ => return false,
        };
    }
}

/// Whether a subquery aggregates.
pub(super) fn aggregates(plan: &LogicalPlan) -> bool {
    plan.exists(|node| Ok(matches!(node, LogicalPlan::Aggregate(_)))).unwrap_or(true)
}

pub(super) fn refused(at: Pos) -> Fault {
    Fault::unsupported(at, "a subquery of this shape that names columns around it")
}

impl Analysis<'_> {
    /// The same plan with a number for each row.
    pub(super) fn with_numbers(
        &mut self,
        plan: LogicalPlan,
    ) -> Result<(LogicalPlan, String), DataFusionError> {
        let id = self.unique();
        let plan = numbered(plan, &[], &id)?;
        Ok((plan, id))
    }

    /// Joins rows with those of a subquery that names their columns. `number` is a column that tells the rows apart.
    pub(super) fn joined(
        &mut self,
        left: LogicalPlan,
        number: &str,
        subquery: &LogicalPlan,
        kind: JoinType,
        at: Pos,
    ) -> Outcome<Joined> {
        let failed = planning(at);
        let (base, above) = steps(subquery, at)?;
        let mark = self.unique();
        let aggregated = above.iter().any(|step| matches!(step, LogicalPlan::Aggregate(_)));
        let kind = if aggregated { JoinType::Left } else { kind };
        let mut above = above.into_iter().peekable();
        let mut filters = Vec::new();
        while let Some(LogicalPlan::Filter(step)) = above.peek() {
            filters.push(plain(step.predicate.clone()).map_err(&failed)?);
            above.next();
        }
        let filtered = !filters.is_empty();
        if !filtered {
            filters.push(lit(true));
        }
        let around = all(&left);
        let cells = all(&base).into_iter().map(Expr::Column).chain([lit(true).alias(&mark)]);
        let right = LogicalPlanBuilder::from(base).project(cells).and_then(LogicalPlanBuilder::build);
        let plan = LogicalPlanBuilder::from(left)
            .join_on(right.map_err(&failed)?, kind, filters)
            .and_then(LogicalPlanBuilder::build)
            .map_err(&failed)?;
        let mut rows = Beside { plan, around, number: number.into(), found: Some(mark) };
        for step in above {
            // Trino refuses an expression over columns of both sides, unless it stands above an aggregation.
            if filtered && rows.found.is_some() && step.contains_outer_reference() {
                return Err(refused(at));
            }
            rows = match step {
                LogicalPlan::Projection(step) => rows.projected(step).map_err(&failed)?,
                LogicalPlan::Aggregate(step) => {
                    let Some(found) = rows.found.clone() else { return Err(refused(at)) };
                    rows.aggregated(step, &found).map_err(&failed)?
                }
                _ => return Err(refused(at)),
            };
        }
        Ok(Joined { plan: rows.plan, found: rows.found })
    }

    /// Plans those subqueries inside some expressions that name columns of the relation, and replaces them by
    /// columns.
    pub(super) fn plan_correlated(
        &mut self,
        relation: Relation,
        exprs: &mut [&mut Typed],
        at: Pos,
        wanted: &dyn Fn(&Typed) -> bool,
    ) -> Outcome<Relation> {
        let mut found: Vec<Typed> = Vec::new();
        for expr in exprs.iter() {
            expr.any(&mut |t| {
                let id = match t.node {
                    Node::Subquery(id) | Node::Exists(id) => Some(id),
                    _ => None,
                };
                let correlated = id.is_some_and(|id| self.subqueries[id].correlated());
                if correlated && wanted(t) && !found.contains(t) {
                    found.push(t.clone());
                }
                false
            });
        }
        let mut plan = relation.plan;
        let mut made = Vec::new();
        for call in found {
            let before: Vec<Expr> = all(&plan).into_iter().map(Expr::Column).collect();
            let id = self.unique();
            let result = match call.node {
                Node::Exists(number) => {
                    let (joined, mark) = self.marked(plan, number, at)?;
                    plan = joined;
                    mark
                }
                Node::Subquery(number) => {
                    let (joined, value) = self.valued(plan, number, &call.ty, at)?;
                    plan = joined;
                    value
                }
                _ => continue,
            };
            let before = before.into_iter().map(|expr| match expr {
                Expr::Column(c) => column(&c.name),
                other => other,
            });
            plan = LogicalPlanBuilder::from(plan)
                .project(before.chain([result.alias(id.clone())]))
                .and_then(LogicalPlanBuilder::build)
                .map_err(planning(at))?;
            let column = Typed::new(Node::Column(id, String::new()), call.ty.clone(), call.at.0);
            made.push((call, column));
        }
        if !made.is_empty() {
            for expr in exprs.iter_mut() {
                **expr = replaced(expr.take(), &made);
            }
        }
        Ok(Relation { plan, columns: relation.columns })
    }

    /// EXISTS: whether any row was found.
    fn marked(&mut self, left: LogicalPlan, subquery: usize, at: Pos) -> Outcome<(LogicalPlan, Expr)> {
        let query = self.subqueries[subquery].plan.clone();
        let mut plan = &query;
        let mut filters = Vec::new();
        while names_outer(plan) {
            plan = match plan {
                LogicalPlan::Projection(step) => &step.input,
                LogicalPlan::Filter(step) => {
                    filters.push(plain(step.predicate.clone()).map_err(planning(at))?);
                    &step.input
                }
                _ => return Err(refused(at)),
            };
        }
        let id = self.unique();
        let cells = all(plan).into_iter().map(Expr::Column).chain([lit(true).alias(id)]);
        let right = LogicalPlanBuilder::from(plan.clone()).project(cells).and_then(LogicalPlanBuilder::build);
        let joined = LogicalPlanBuilder::from(left)
            .join_on(right.map_err(planning(at))?, JoinType::LeftMark, filters)
            .and_then(LogicalPlanBuilder::build)
            .map_err(planning(at))?;
        let mark = all(&joined).pop().map(Expr::Column);
        Ok((joined, mark.unwrap_or(lit(false))))
    }

    /// A value: that of the only row, or NULL.
    fn valued(
        &mut self,
        left: LogicalPlan,
        subquery: usize,
        ty: &Type,
        at: Pos,
    ) -> Outcome<(LogicalPlan, Expr)> {
        let failed = planning(at);
        let query = self.subqueries[subquery].plan.clone();
        let Some(value) = all(&query).pop() else { return Err(refused(at)) };
        let around = all(&left);
        let (left, number) = self.with_numbers(left).map_err(&failed)?;
        let Joined { plan, found } = self.joined(left, &number, &query, JoinType::Left, at)?;
        let Some(found) = found else { return Ok((plan, column(&value.name))) };
        let list = self.unique();
        let call = array_agg(ty).call(vec![column(&value.name)]);
        let mut calls = vec![where_found(call, &found).map_err(&failed)?.alias(&list)];
        calls.extend(
            around.iter().map(|c| first_value_udaf().call(vec![column(&c.name)]).alias(c.name.clone())),
        );
        let plan = LogicalPlanBuilder::from(plan)
            .aggregate(vec![column(&number)], calls)
            .and_then(LogicalPlanBuilder::build)
            .map_err(&failed)?;
        let Some(single) = overloads("$single") else { return Err(refused(at)) };
        let items = Typed::new(Node::Column(list, String::new()), ty.clone().array(), at);
        let value = Typed::new(Node::Call(single[0].clone(), vec![items]), ty.clone(), at);
        Ok((plan, lower(&self.subqueries, &value)?))
    }
}
