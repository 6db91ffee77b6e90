//! Window functions.

use super::scope::Relation;
use super::{Analysis, Column, mismatch, planning};
use crate::trino::aggregates::{is_aggregate, lowered, sort_key};
use crate::trino::ast::{self, Call, Kind};
use crate::trino::fault::{Fault, Outcome, Pos, invalid};
use crate::trino::ir::{Aggregate, Bound, Node, SortKey, Typed, Window};
use crate::trino::lower::{column, lower};
use crate::trino::operator::Arithmetic;
use crate::trino::types::Type;
use crate::trino::value::Value;
use datafusion::arrow::datatypes::IntervalMonthDayNano;
use datafusion::functions_window as native;
use datafusion::logical_expr::expr::{NullTreatment, WindowFunction, WindowFunctionParams};
use datafusion::logical_expr::{
    Expr as Plan, LogicalPlanBuilder, WindowFrame, WindowFrameBound, WindowFrameUnits,
    WindowFunctionDefinition,
};
use datafusion::scalar::ScalarValue;

/// Window functions that are no aggregates.
pub const RANKING: &[&str] = &[
    "cume_dist",
    "dense_rank",
    "first_value",
    "lag",
    "last_value",
    "lead",
    "nth_value",
    "ntile",
    "percent_rank",
    "rank",
    "row_number",
];

impl Analysis<'_> {
    pub(super) fn window_call(&mut self, call: &Call, at: Pos, columns: &[Column]) -> Outcome<Typed> {
        let Some(over) = &call.over else { return mismatch(at, "OVER is missing") };
        let mut spec = over.clone();
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
        let partition = spec.partition.iter().map(|p| self.expr(p, columns)).collect::<Outcome<Vec<_>>>()?;
        let mut order = Vec::new();
        for key in &spec.order {
            let expr = self.expr(&key.expr, columns)?;
            order.push(SortKey { expr, descending: key.descending, nulls_first: key.nulls_first });
        }
        let frame = match &spec.frame {
            Some(frame) => Some((frame.units, self.bound(&frame.start)?, self.bound(&frame.end)?)),
            None => None,
        };
        let name = call.name.as_str();
        let (aggregate, ty) = if RANKING.contains(&name) {
            self.ranking(call, at, columns, !order.is_empty())?
        } else if is_aggregate(name, call.args.len()) {
            let plain = Call { over: None, ..call.clone() };
            if call.filter.is_some() {
                return Err(Fault::at(
                    "NOT_SUPPORTED",
                    at,
                    "FILTER is not yet supported for window functions",
                ));
            }
            self.in_window = true;
            let typed = self.aggregate_call(&plain, at, columns);
            self.in_window = false;
            let typed = typed?;
            match typed.node {
                Node::Aggregate(aggregate) => (*aggregate, typed.ty),
                _ => return mismatch(at, "not an aggregate"),
            }
        } else {
            return Err(Fault::at("FUNCTION_NOT_WINDOW", at, format!("Not a window function: {name}")));
        };
        let window = Window { call: aggregate, ignore_nulls: call.ignore_nulls, partition, order, frame };
        if matches!(name, "lag" | "lead") && window.call.args.get(2).is_some_and(|d| d.value().is_none()) {
            return Ok(with_default(window, ty, at));
        }
        Ok(Typed::new(Node::Window(Box::new(window)), ty, at))
    }

    fn ranking(
        &mut self,
        call: &Call,
        at: Pos,
        columns: &[Column],
        ordered: bool,
    ) -> Outcome<(Aggregate, Type)> {
        let mut args = call.args.iter().map(|a| self.expr(a, columns)).collect::<Outcome<Vec<_>>>()?;
        let types: Vec<Type> = args.iter().map(|a| a.ty.clone()).collect();
        let whole = |t: &Type| t.is_integer();
        let ty = match (call.name.as_str(), types.as_slice()) {
            ("row_number" | "rank" | "dense_rank", []) => Type::Bigint,
            ("percent_rank" | "cume_dist", []) => Type::Double,
            ("ntile", [n]) if whole(n) => Type::Bigint,
            ("first_value" | "last_value", [t]) => t.clone(),
            ("nth_value", [t, n]) if whole(n) => t.clone(),
            ("lag" | "lead", [t]) => t.clone(),
            ("lag" | "lead", [t, n]) if whole(n) => t.clone(),
            ("lag" | "lead", [t, n, d])
                if whole(n)
                    && let Some(both) = crate::trino::coerce::common(t, d) =>
            {
                both
            }
            _ => {
                let shown: Vec<String> = types.iter().map(Type::to_string).collect();
                return Err(Fault::at(
                    "FUNCTION_NOT_FOUND",
                    at,
                    format!("Unexpected parameters ({}) for function {}", shown.join(", "), call.name),
                ));
            }
        };
        if !ordered && matches!(call.name.as_str(), "lag" | "lead") {
            return Err(Fault::at(
                "MISSING_ORDER_BY",
                at,
                format!("{} function requires an ORDER BY window clause", call.name),
            ));
        }
        let shifts = matches!(call.name.as_str(), "lag" | "lead");
        if shifts && args.get(1).and_then(Typed::value).is_some_and(Value::is_null) {
            return invalid("Offset must not be null");
        }
        for (index, arg) in args.iter_mut().enumerate().skip(1) {
            if arg.value().is_none() && !(shifts && index == 2) {
                return Err(Fault::unsupported(
                    at,
                    format!("{} with an argument that is not a literal", call.name),
                ));
            }
            let too_small = match call.name.as_str() {
                "nth_value" => arg.value().is_some_and(|n| !n.is_null() && n.int() < 1),
                _ => false,
            };
            if too_small {
                return invalid("Offset must be at least 1");
            }
            let wanted = if whole(&arg.ty) && !whole(&ty) { Type::Bigint } else { arg.ty.clone() };
            *arg = super::coerce(arg.clone(), &wanted);
        }
        if matches!(call.name.as_str(), "lag" | "lead")
            && args.get(1).and_then(Typed::value).is_some_and(|n| !n.is_null() && n.int() < 0)
        {
            return invalid("Offset must be at least 0");
        }
        if args.len() > 1 {
            args[1] = super::coerce(args[1].clone(), &Type::Bigint);
        }
        if call.name == "ntile" {
            if args[0].value().is_none() {
                return Err(Fault::unsupported(at, "ntile with an argument that is not a literal"));
            }
            args[0] = super::coerce(args[0].clone(), &Type::Bigint);
        }
        if args.len() > 2 {
            args[0] = super::coerce(args[0].clone(), &ty);
            args[2] = super::coerce(args[2].clone(), &ty);
        }
        let call = Aggregate { name: call.name.clone(), args, distinct: false, order: vec![], filter: None };
        Ok((call, ty))
    }

    fn bound(&mut self, bound: &ast::Bound) -> Outcome<Bound> {
        Ok(match bound {
            ast::Bound::Unbounded { preceding: true } => Bound::Preceding(None),
            ast::Bound::Unbounded { preceding: false } => Bound::Following(None),
            ast::Bound::Current => Bound::Current,
            ast::Bound::Offset { value, preceding } => match &value.kind {
                Kind::Integer(digits) => {
                    let count = digits.parse().ok();
                    if *preceding { Bound::Preceding(count) } else { Bound::Following(count) }
                }
                Kind::Interval { .. } => {
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
            let expr = self.lower_window(window, &call.ty, at)?;
            let name = expr.schema_name().to_string();
            let before: Vec<Plan> = plan.schema().columns().into_iter().map(Plan::Column).collect();
            let id = self.unique();
            let result = Plan::Column(datafusion::common::Column::from_name(name));
            let result =
                if matches!(window.call.name.as_str(), "row_number" | "rank" | "dense_rank" | "ntile") {
                    datafusion::logical_expr::cast(result, datafusion::arrow::datatypes::DataType::Int64)
                } else {
                    result
                };
            plan = LogicalPlanBuilder::from(plan)
                .window(vec![expr])
                .and_then(|b| b.project(before.into_iter().chain([result.alias(id.clone())])))
                .and_then(LogicalPlanBuilder::build)
                .map_err(planning(at))?;
            let _ = column;
            made.push((
                call.clone(),
                Typed::new(Node::Column(id, String::new()), call.ty.clone(), call.at.0),
            ));
        }
        for expr in exprs.iter_mut() {
            let taken = std::mem::replace(*expr, Typed::constant(Value::Null, Type::Unknown, at));
            **expr = replaced(taken, &made);
        }
        Ok(Relation { plan, columns: relation.columns })
    }

    fn lower_window(&mut self, window: &Window, ty: &Type, at: Pos) -> Outcome<Plan> {
        let args = window.call.args.iter().map(|a| lower(self, a)).collect::<Outcome<Vec<_>>>()?;
        let partition_by = window.partition.iter().map(|p| lower(self, p)).collect::<Outcome<Vec<_>>>()?;
        let mut order = window.order.clone();
        let mut offsets = None;
        if let (Some(("RANGE", start, end)), [key]) = (&window.frame, order.as_mut_slice())
            && key.expr.ty.is_integer()
        {
            offsets = Some(ranged(key, [start, end])?);
        }
        let order_by = order.iter().map(|k| sort_key(self, k)).collect::<Outcome<Vec<_>>>()?;
        let length = |n: Option<u64>| match &offsets {
            Some(Type::Bigint) => ScalarValue::Int64(n.and_then(|n| n.try_into().ok())),
            Some(_) => ScalarValue::Int32(n.and_then(|n| n.try_into().ok())),
            None => ScalarValue::UInt64(n),
        };
        let bound = |b: &Bound| match b {
            Bound::Preceding(n) => WindowFrameBound::Preceding(length(*n)),
            Bound::Current => WindowFrameBound::CurrentRow,
            Bound::Following(n) => WindowFrameBound::Following(length(*n)),
            Bound::Before(millis, preceding) => {
                let length = IntervalMonthDayNano::new(0, 0, millis.saturating_mul(1_000_000));
                let length = ScalarValue::IntervalMonthDayNano(Some(length));
                if *preceding {
                    WindowFrameBound::Preceding(length)
                } else {
                    WindowFrameBound::Following(length)
                }
            }
        };
        let window_frame = match &window.frame {
            Some((units, start, end)) => {
                let kind = match *units {
                    "ROWS" => WindowFrameUnits::Rows,
                    "GROUPS" => WindowFrameUnits::Groups,
                    _ => WindowFrameUnits::Range,
                };
                let offset = |b: &Bound| matches!(b, Bound::Preceding(Some(_)) | Bound::Following(Some(_)));
                let interval = |b: &Bound| matches!(b, Bound::Before(..));
                let key = match window.order.as_slice() {
                    [key] => Some(&key.expr.ty),
                    _ => None,
                };
                let whole = key.is_some_and(Type::is_integer);
                let time = matches!(key, Some(Type::Timestamp(_)));
                let range = kind == WindowFrameUnits::Range;
                let plain = range && whole && ![start, end].into_iter().any(interval);
                let timed = range && time && ![start, end].into_iter().any(offset);
                let any = [start, end].into_iter().any(|b| interval(b) || (range && offset(b)));
                if any && !plain && !timed {
                    return Err(Fault::unsupported(at, "a RANGE frame with this offset over this order"));
                }
                WindowFrame::new_bounds(kind, bound(start), bound(end))
            }
            None => WindowFrame::new(if window.order.is_empty() { None } else { Some(false) }),
        };
        let (fun, args, filter, distinct): (WindowFunctionDefinition, Vec<Plan>, Option<Box<Plan>>, bool) =
            match window.call.name.as_str() {
                "row_number" => (native::row_number::row_number_udwf().into(), args, None, false),
                "rank" => (native::rank::rank_udwf().into(), args, None, false),
                "dense_rank" => (native::rank::dense_rank_udwf().into(), args, None, false),
                "percent_rank" => (native::rank::percent_rank_udwf().into(), args, None, false),
                "cume_dist" => (native::cume_dist::cume_dist_udwf().into(), args, None, false),
                "ntile" => (native::ntile::ntile_udwf().into(), args, None, false),
                "lag" => (native::lead_lag::lag_udwf().into(), args, None, false),
                "lead" => (native::lead_lag::lead_udwf().into(), args, None, false),
                "first_value" => (native::nth_value::first_value_udwf().into(), args, None, false),
                "last_value" => (native::nth_value::last_value_udwf().into(), args, None, false),
                "nth_value" => (native::nth_value::nth_value_udwf().into(), args, None, false),
                _ => match lowered(self, &window.call, ty, at)? {
                    Plan::AggregateFunction(call) => {
                        (call.func.into(), call.params.args, call.params.filter, call.params.distinct)
                    }
                    _ => return mismatch(at, "not an aggregate"),
                },
            };
        let null_treatment = window.ignore_nulls.then_some(NullTreatment::IgnoreNulls);
        let params = WindowFunctionParams {
            args,
            partition_by,
            order_by,
            window_frame,
            filter,
            null_treatment,
            distinct,
        };
        Ok(Plan::WindowFunction(Box::new(WindowFunction { fun, params })))
    }
}

/// LAG or LEAD with a default of the row's own: the default stands where there is no such row.
fn with_default(mut window: Window, ty: Type, at: Pos) -> Typed {
    let default = window.call.args.pop();
    let plain = Typed::new(Node::Window(Box::new(window.clone())), ty.clone(), at);
    let Some(default) = default else { return plain };
    if window.ignore_nulls {
        return Typed::new(Node::Coalesce(vec![plain, default]), ty, at);
    }
    // What is never NULL is only NULL where there is no row.
    let value = window.call.args.remove(0);
    window.call.args.insert(0, Typed::new(Node::IsNull(Box::new(value)), Type::Boolean, at));
    let there = Typed::new(Node::Window(Box::new(window)), Type::Boolean, at);
    let missing = Typed::new(Node::IsNull(Box::new(there)), Type::Boolean, at);
    Typed::new(Node::Case(vec![(missing, default)], Some(Box::new(plain))), ty, at)
}

/// An expression with columns in place of some of its parts.
pub(super) fn replaced(mut expr: Typed, made: &[(Typed, Typed)]) -> Typed {
    if let Some((_, column)) = made.iter().find(|(call, _)| *call == expr) {
        return column.clone();
    }
    for child in expr.children_mut() {
        let taken = std::mem::replace(child, Typed::constant(Value::Null, Type::Unknown, Pos::default()));
        *child = replaced(taken, made);
    }
    expr
}

/// Makes the key of a RANGE frame one that fails where a bound overflows, as Trino's does. The type of its bounds.
fn ranged(key: &mut SortKey, bounds: [&Bound; 2]) -> Outcome<Type> {
    let counts = bounds.map(|bound| match bound {
        Bound::Preceding(Some(n)) => Some((*n, key.descending)),
        Bound::Following(Some(n)) => Some((*n, !key.descending)),
        _ => None,
    });
    let large = counts.iter().flatten().any(|(n, _)| i32::try_from(*n).is_err());
    let ty = if large || key.expr.ty == Type::Bigint { Type::Bigint } else { Type::Integer };
    let at = key.expr.at.0;
    let mut expr = super::coerce(key.expr.clone(), &ty);
    for (n, up) in counts.into_iter().flatten() {
        let Ok(n) = i64::try_from(n) else {
            return Err(Fault::unsupported(at, "a frame with such an offset"));
        };
        for op in
            if up { [Arithmetic::Plus, Arithmetic::Minus] } else { [Arithmetic::Minus, Arithmetic::Plus] }
        {
            let length = Typed::constant(Value::Int(n), ty.clone(), at);
            expr = Typed::new(Node::Arithmetic(op, Box::new(expr), Box::new(length)), ty.clone(), at);
        }
    }
    key.expr = expr;
    Ok(ty)
}
