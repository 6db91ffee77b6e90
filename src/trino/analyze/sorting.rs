//! ORDER BY: by position, by name of the output, or by any expression of the source.

use super::scope::Relation;
use super::select::Output;
use super::{Analysis, Column, mismatch};
use crate::trino::ast::{Expr, Kind, Sort};
use crate::trino::fault::{Fault, Outcome, Pos, planning};
use crate::trino::ir::{Node, SortKey, Typed};
use crate::trino::lower::{column, sort_key};
use datafusion::logical_expr::expr::{WindowFunction, WindowFunctionParams};
use datafusion::logical_expr::{Expr as Plan, LogicalPlan, LogicalPlanBuilder, WindowFrame, lit};

impl Analysis<'_> {
    pub(super) fn order_keys(
        &mut self,
        order: &[Sort],
        outputs: &[Output],
        columns: &[Column],
    ) -> Outcome<Vec<SortKey>> {
        let mut keys = Vec::new();
        for sort in order {
            let expr = match position(&sort.expr, outputs.len())? {
                Some(place) => outputs[place].typed.clone(),
                None => self.order_key(&sort.expr, outputs, columns)?,
            };
            if !expr.ty.orderable() {
                return mismatch(
                    sort.expr.at,
                    format!("Type {} is not orderable, and therefore cannot be used in ORDER BY", expr.ty),
                );
            }
            keys.push(SortKey { expr, descending: sort.descending, nulls_first: sort.nulls_first });
        }
        Ok(keys)
    }

    fn order_key(&mut self, expr: &Expr, outputs: &[Output], columns: &[Column]) -> Outcome<Typed> {
        let (scope, outputs) = with_outputs(expr, outputs, columns)?;
        let typed = match self.expr(expr, &scope) {
            Ok(typed) => typed,
            Err(first) if matches!(expr.kind, Kind::Column(_)) => return Err(first),
            // An expression that the outputs cannot explain may use aggregates and qualified names of the source.
            Err(first) => self.expr(expr, columns).map_err(|_| first)?,
        };
        refuse_outputs_inside(&typed, expr.at)?;
        Ok(replaced(typed, &outputs))
    }

    /// The order of a set operation, by its output alone.
    pub(super) fn sort_relation(&mut self, relation: Relation, order: &[Sort], at: Pos) -> Outcome<Relation> {
        if order.is_empty() {
            return Ok(relation);
        }
        let mut keys = Vec::new();
        for sort in order {
            let expr = match position(&sort.expr, relation.columns.len())? {
                Some(place) => relation.columns[place].typed(sort.expr.at),
                None => self.expr(&sort.expr, &relation.columns)?,
            };
            keys.push(SortKey { expr, descending: sort.descending, nulls_first: sort.nulls_first });
        }
        let plan = self.sort(relation.plan, &keys, at)?;
        Ok(Relation { plan, columns: relation.columns })
    }

    /// The rows from an offset on: as many as asked for, and those that the order does not tell from the last of
    /// them.
    pub(super) fn with_ties(
        &mut self,
        plan: LogicalPlan,
        keys: &[SortKey],
        offset: usize,
        limit: usize,
        at: Pos,
    ) -> Outcome<LogicalPlan> {
        let order = keys.iter().map(|k| sort_key(&self.subqueries, k)).collect::<Outcome<Vec<_>>>()?;
        let before: Vec<Plan> = plan.schema().columns().into_iter().map(Plan::Column).collect();
        let (number, rank) = (self.unique(), self.unique());
        let window = |function: std::sync::Arc<datafusion::logical_expr::WindowUDF>| {
            Plan::WindowFunction(Box::new(WindowFunction {
                fun: function.into(),
                params: WindowFunctionParams {
                    args: vec![],
                    partition_by: vec![],
                    order_by: order.clone(),
                    window_frame: WindowFrame::new(Some(false)),
                    filter: None,
                    null_treatment: None,
                    distinct: false,
                },
            }))
        };
        let numbered = window(datafusion::functions_window::row_number::row_number_udwf());
        let ranked = window(datafusion::functions_window::rank::rank_udwf());
        let named = |expr: &Plan, id: &str| {
            Plan::Column(datafusion::common::Column::from_name(expr.schema_name().to_string())).alias(id)
        };
        let all = before.clone().into_iter().chain([named(&numbered, &number), named(&ranked, &rank)]);
        let kept =
            column(&number).gt(lit(offset as u64)).and(column(&rank).lt_eq(lit((offset + limit) as u64)));
        LogicalPlanBuilder::from(plan)
            .window(vec![numbered.clone(), ranked.clone()])
            .and_then(|b| b.project(all.collect::<Vec<_>>()))
            .and_then(|b| b.filter(kept))
            .and_then(|b| b.project(before))
            .and_then(LogicalPlanBuilder::build)
            .map_err(planning(at))
    }

    pub(super) fn sort(&self, plan: LogicalPlan, keys: &[SortKey], at: Pos) -> Outcome<LogicalPlan> {
        if keys.is_empty() {
            return Ok(plan);
        }
        let keys = keys.iter().map(|k| sort_key(&self.subqueries, k)).collect::<Outcome<Vec<_>>>()?;
        LogicalPlanBuilder::from(plan).sort(keys).and_then(LogicalPlanBuilder::build).map_err(planning(at))
    }
}

/// `ORDER BY 2`.
pub(super) fn position(expr: &Expr, count: usize) -> Outcome<Option<usize>> {
    let Kind::Integer(digits) = &expr.kind else { return Ok(None) };
    match digits.parse::<usize>() {
        Ok(n) if (1..=count).contains(&n) => Ok(Some(n - 1)),
        _ => Err(Fault::at(
            "INVALID_COLUMN_REFERENCE",
            expr.at,
            format!("position {digits} is not in select list"),
        )),
    }
}

/// Expressions by the names of outputs.
type Named = Vec<(String, Typed)>;

/// The columns in sight of an ORDER BY, and what the outputs among them stand for, by name. Names of the output come
/// before those of the source, in whatever expression they stand.
fn with_outputs(expr: &Expr, outputs: &[Output], columns: &[Column]) -> Outcome<(Vec<Column>, Named)> {
    let mut scope: Vec<Column> = columns.to_vec();
    let mut made: Vec<(String, Typed)> = Vec::new();
    for output in outputs {
        let Some(name) = &output.name else { continue };
        if scope.iter().any(|c| c.id == format!("out:{name}")) {
            let same = made.iter().any(|(n, t)| n == name && *t == output.typed);
            if !same && matches!(&expr.kind, Kind::Column(n) if n.text.eq_ignore_ascii_case(name)) {
                return Err(Fault::at("AMBIGUOUS_NAME", expr.at, format!("Column '{name}' is ambiguous")));
            }
            continue;
        }
        scope.retain(|c| c.name.as_deref() != Some(name) || !c.qualifier.is_empty());
        for column in scope.iter_mut().filter(|c| c.name.as_deref() == Some(name)) {
            column.name = Some(format!("{name}\0"));
        }
        scope.push(Column {
            qualifier: vec![],
            name: Some(name.clone()),
            shown: output.shown.clone(),
            id: format!("out:{name}"),
            ty: output.typed.ty.clone(),
            hidden: false,
        });
        made.push((name.clone(), output.typed.clone()));
    }
    Ok((scope, made))
}

/// Refuses outputs in the arguments of aggregates and of GROUPING.
fn refuse_outputs_inside(typed: &Typed, at: Pos) -> Outcome<()> {
    let output = |t: &Typed| matches!(&t.node, Node::Column(id, _) if id.starts_with("out:"));
    if typed.any(&mut |t| matches!(t.node, Node::Aggregate(_)) && t.any(&mut |t| output(t))) {
        return Err(Fault::at(
            "COLUMN_NOT_FOUND",
            at,
            "Invalid reference to output projection attribute from ORDER BY aggregation",
        ));
    }
    if typed.any(&mut |t| matches!(t.node, Node::Grouping(_)) && t.any(&mut |t| output(t))) {
        return Err(Fault::at(
            "INVALID_ARGUMENTS",
            at,
            "Invalid reference to output of SELECT clause from grouping() expression in ORDER BY",
        ));
    }
    Ok(())
}

fn replaced(mut typed: Typed, made: &[(String, Typed)]) -> Typed {
    if let Node::Column(id, _) = &typed.node
        && let Some(name) = id.strip_prefix("out:")
        && let Some((_, real)) = made.iter().find(|(n, _)| n == name)
    {
        return real.clone();
    }
    for child in typed.children_mut() {
        *child = replaced(child.take(), made);
    }
    typed
}
