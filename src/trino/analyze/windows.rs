//! Window functions.

use super::scope::Relation;
use super::{Analysis, Column, mismatch};
use crate::trino::ast::{self, Call, Kind as Written};
use crate::trino::fault::{Fault, Outcome, Pos, planning};
use crate::trino::ir::{Bound, Node, Typed, Window, WindowCall};
use crate::trino::ranking::{self, Kind, Ranking};
use crate::trino::types::Type;
use crate::trino::value::Value;
use crate::trino::{aggregates, lower};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Column as PlanColumn;
use datafusion::logical_expr::{Expr as Plan, LogicalPlanBuilder, cast};

impl Analysis<'_> {
    pub(super) fn window_call(&mut self, call: &Call, at: Pos, columns: &[Column]) -> Outcome<Typed> {
        let Some(over) = &call.over else { return mismatch(at, "OVER is missing") };
        let spec = self.specified(over.clone())?;
        let partition = spec.partition.iter().map(|p| self.expr(p, columns)).collect::<Outcome<Vec<_>>>()?;
        let order = self.sort_keys(&spec.order, columns)?;
        let frame = match &spec.frame {
            Some(frame) => Some((frame.units, self.bound(&frame.start)?, self.bound(&frame.end)?)),
            None => None,
        };
        let name = call.name.as_str();
        let (window_call, ty) = if let Some(ranking) = ranking::function(name) {
            let (args, ty) = self.ranking(ranking, call, at, columns, !order.is_empty())?;
            (WindowCall::Ranking(ranking, args), ty)
        } else if aggregates::function(name).is_some() {
            self.aggregate_over(call, at, columns)?
        } else {
            return Err(Fault::at("FUNCTION_NOT_WINDOW", at, format!("Not a window function: {name}")));
        };
        let window = Window { call: window_call, ignore_nulls: call.ignore_nulls, partition, order, frame };
        Ok(match &window.call {
            WindowCall::Ranking(ranking, args)
                if ranking.kind == Kind::Shift && args.get(2).is_some_and(|d| d.value().is_none()) =>
            {
                let (ranking, args) = (*ranking, args.clone());
                with_default(window, ranking, args, ty, at)
            }
            _ => Typed::new(Node::Window(Box::new(window)), ty, at),
        })
    }

    /// A window with what it takes from the named ones that it is based on.
    fn specified(&self, mut spec: ast::Window) -> Outcome<ast::Window> {
        while let Some(base) = spec.base.take() {
            let found = self
                .named_windows
                .last()
                .and_then(|all| all.iter().find(|(n, _)| n.text.eq_ignore_ascii_case(&base.text)));
            let Some((_, named)) = found else {
                return Err(Fault::at(
                    "INVALID_WINDOW_REFERENCE",
                    base.at,
                    format!("Cannot resolve WINDOW name {}", base.text),
                ));
            };
            let named = named.clone();
            spec.base = named.base;
            if spec.partition.is_empty() {
                spec.partition = named.partition;
            }
            if spec.order.is_empty() {
                spec.order = named.order;
            }
            spec.frame = spec.frame.or(named.frame);
        }
        Ok(spec)
    }

    fn aggregate_over(&mut self, call: &Call, at: Pos, columns: &[Column]) -> Outcome<(WindowCall, Type)> {
        if call.filter.is_some() {
            return Err(Fault::at("NOT_SUPPORTED", at, "FILTER is not yet supported for window functions"));
        }
        self.in_window = true;
        let typed = self.aggregate_call(call, at, columns);
        self.in_window = false;
        let typed = typed?;
        match typed.node {
            Node::Aggregate(aggregate) => Ok((WindowCall::Aggregate(*aggregate), typed.ty)),
            _ => mismatch(at, "not an aggregate"),
        }
    }

    fn bound(&mut self, bound: &ast::Bound) -> Outcome<Bound> {
        Ok(match bound {
            ast::Bound::Unbounded { preceding: true } => Bound::Preceding(None),
            ast::Bound::Unbounded { preceding: false } => Bound::Following(None),
            ast::Bound::Current => Bound::Current,
            ast::Bound::Offset { value, preceding } => match &value.kind {
                Written::Integer(digits) => {
                    let count = digits.parse().ok();
                    if *preceding { Bound::Preceding(count) } else { Bound::Following(count) }
                }
                Written::Interval { .. } => {
                    let typed = self.expr(value, &[])?;
                    match (&typed.ty, typed.value()) {
                        (Type::IntervalDay, Some(Value::Int(millis))) if *millis >= 0 => {
                            Bound::Before(*millis, *preceding)
                        }
                        _ => return Err(Fault::unsupported(value.at, "a frame with such an offset")),
                    }
                }
                _ => {
                    return Err(Fault::unsupported(
                        value.at,
                        "a frame with an offset that is not a whole number",
                    ));
                }
            },
        })
    }

    /// Plans all window calls inside some expressions and replaces them by columns.
    pub(super) fn plan_windows(
        &mut self,
        relation: Relation,
        exprs: &mut [&mut Typed],
        at: Pos,
    ) -> Outcome<Relation> {
        let mut calls: Vec<Typed> = Vec::new();
        for expr in exprs.iter() {
            expr.any(&mut |t| {
                if matches!(t.node, Node::Window(_)) && !calls.contains(t) {
                    calls.push(t.clone());
                }
                false
            });
        }
        if calls.is_empty() {
            return Ok(relation);
        }
        let mut plan = relation.plan;
        let mut made = Vec::new();
        for call in calls {
            let Node::Window(window) = &call.node else { continue };
            let expr = lower::window(&self.subqueries, window, &call.ty, at)?;
            let result = Plan::Column(PlanColumn::from_name(expr.schema_name().to_string()));
            let result = match &window.call {
                // The engine counts these without a sign.
                WindowCall::Ranking(ranking, _) if matches!(ranking.kind, Kind::Number | Kind::Part) => {
                    cast(result, DataType::Int64)
                }
                _ => result,
            };
            let before: Vec<Plan> = plan.schema().columns().into_iter().map(Plan::Column).collect();
            let id = self.unique();
            plan = LogicalPlanBuilder::from(plan)
                .window(vec![expr])
                .and_then(|b| b.project(before.into_iter().chain([result.alias(id.clone())])))
                .and_then(LogicalPlanBuilder::build)
                .map_err(planning(at))?;
            made.push((
                call.clone(),
                Typed::new(Node::Column(id, String::new()), call.ty.clone(), call.at.0),
            ));
        }
        for expr in exprs.iter_mut() {
            **expr = replaced(expr.take(), &made);
        }
        Ok(Relation { plan, columns: relation.columns })
    }
}

/// LAG or LEAD with a default of the row's own: the default stands where there is no such row.
fn with_default(window: Window, ranking: &'static Ranking, mut args: Vec<Typed>, ty: Type, at: Pos) -> Typed {
    let over = |args: Vec<Typed>, ty: Type| {
        let window = Window { call: WindowCall::Ranking(ranking, args), ..window.clone() };
        Typed::new(Node::Window(Box::new(window)), ty, at)
    };
    let default = args.pop();
    let plain = over(args.clone(), ty.clone());
    let Some(default) = default else { return plain };
    if window.ignore_nulls {
        return Typed::new(Node::Coalesce(vec![plain, default]), ty, at);
    }
    // Whether the value is NULL is never NULL itself, except where there is no row.
    let value = args.remove(0);
    args.insert(0, Typed::new(Node::IsNull(Box::new(value)), Type::Boolean, at));
    let missing = Typed::new(Node::IsNull(Box::new(over(args, Type::Boolean))), Type::Boolean, at);
    Typed::new(Node::Case(vec![(missing, default)], Some(Box::new(plain))), ty, at)
}

/// An expression with columns in place of some of its parts.
pub(super) fn replaced(mut expr: Typed, made: &[(Typed, Typed)]) -> Typed {
    if let Some((_, column)) = made.iter().find(|(call, _)| *call == expr) {
        return column.clone();
    }
    for child in expr.children_mut() {
        *child = replaced(child.take(), made);
    }
    expr
}
