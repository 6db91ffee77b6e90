//! Window calls as DataFusion's.

use super::inner::Inner;
use super::{aggregate, lower, sort_key};
use crate::trino::fault::{Fault, Outcome, Pos};
use crate::trino::fold::coerce;
use crate::trino::ir::{Bound, Node, SortKey, Typed, Window, WindowCall};
use crate::trino::operator::Arithmetic;
use crate::trino::types::Type;
use crate::trino::value::Value;
use datafusion::arrow::datatypes::IntervalMonthDayNano;
use datafusion::logical_expr::expr::{NullTreatment, WindowFunction, WindowFunctionParams};
use datafusion::logical_expr::{Expr, WindowFrame, WindowFrameBound, WindowFrameUnits};
use datafusion::scalar::ScalarValue;

/// The call for a plan.
pub(crate) fn window(queries: &[Inner], window: &Window, ty: &Type, at: Pos) -> Outcome<Expr> {
    let lowered = |all: &[Typed]| all.iter().map(|part| lower(queries, part)).collect::<Outcome<Vec<_>>>();
    let partition_by = lowered(&window.partition)?;
    let mut order = window.order.clone();
    let mut length = None;
    if let (Some(("RANGE", start, end)), [key]) = (&window.frame, order.as_mut_slice())
        && key.expr.ty.is_integer()
    {
        length = Some(ranged(key, [start, end])?);
    }
    let order_by = order.iter().map(|k| sort_key(queries, k)).collect::<Outcome<Vec<_>>>()?;
    let window_frame = match &window.frame {
        Some((units, start, end)) => frame(window, units, [start, end], length.as_ref(), at)?,
        None => WindowFrame::new(if window.order.is_empty() { None } else { Some(false) }),
    };
    let (fun, args, filter, distinct) = match &window.call {
        WindowCall::Ranking(ranking, args) => ((ranking.function)().into(), lowered(args)?, None, false),
        WindowCall::Aggregate(call) => {
            let call = aggregate(queries, call, ty)?;
            (call.func.into(), call.params.args, call.params.filter, call.params.distinct)
        }
    };
    let null_treatment = window.ignore_nulls.then_some(NullTreatment::IgnoreNulls);
    let params =
        WindowFunctionParams { args, partition_by, order_by, window_frame, filter, null_treatment, distinct };
    Ok(Expr::WindowFunction(Box::new(WindowFunction { fun, params })))
}

/// A frame. `length` is the type of the offsets of a RANGE over whole numbers.
fn frame(
    window: &Window,
    units: &str,
    [start, end]: [&Bound; 2],
    length: Option<&Type>,
    at: Pos,
) -> Outcome<WindowFrame> {
    let units = match units {
        "ROWS" => WindowFrameUnits::Rows,
        "GROUPS" => WindowFrameUnits::Groups,
        _ => WindowFrameUnits::Range,
    };
    let is_range = units == WindowFrameUnits::Range;
    let offset = |b: &Bound| matches!(b, Bound::Preceding(Some(_)) | Bound::Following(Some(_)));
    let interval = |b: &Bound| matches!(b, Bound::Before(..));
    let any = |test: fn(&Bound) -> bool| test(start) || test(end);
    let key = match window.order.as_slice() {
        [key] => Some(&key.expr.ty),
        _ => None,
    };
    let over_numbers = is_range && key.is_some_and(Type::is_integer) && !any(interval);
    let over_times = is_range && matches!(key, Some(Type::Timestamp(_))) && !any(offset);
    if (any(interval) || (is_range && any(offset))) && !over_numbers && !over_times {
        return Err(Fault::unsupported(at, "a RANGE frame with this offset over this order"));
    }
    Ok(WindowFrame::new_bounds(units, bound(start, length), bound(end, length)))
}

fn bound(bound: &Bound, length: Option<&Type>) -> WindowFrameBound {
    let counted = |n: Option<u64>| match length {
        Some(Type::Bigint) => ScalarValue::Int64(n.and_then(|n| n.try_into().ok())),
        Some(_) => ScalarValue::Int32(n.and_then(|n| n.try_into().ok())),
        None => ScalarValue::UInt64(n),
    };
    match bound {
        Bound::Preceding(n) => WindowFrameBound::Preceding(counted(*n)),
        Bound::Current => WindowFrameBound::CurrentRow,
        Bound::Following(n) => WindowFrameBound::Following(counted(*n)),
        Bound::Before(millis, preceding) => {
            let interval = IntervalMonthDayNano::new(0, 0, millis.saturating_mul(1_000_000));
            let interval = ScalarValue::IntervalMonthDayNano(Some(interval));
            if *preceding {
                WindowFrameBound::Preceding(interval)
            } else {
                WindowFrameBound::Following(interval)
            }
        }
    }
}

/// Changes the key of a RANGE frame so that it fails where a bound of the frame overflows, as it does in Trino. Gives
/// the type of the bounds.
fn ranged(key: &mut SortKey, bounds: [&Bound; 2]) -> Outcome<Type> {
    let counts = bounds.map(|bound| match bound {
        Bound::Preceding(Some(n)) => Some((*n, key.descending)),
        Bound::Following(Some(n)) => Some((*n, !key.descending)),
        _ => None,
    });
    let large = counts.iter().flatten().any(|(n, _)| i32::try_from(*n).is_err());
    let ty = if large || key.expr.ty == Type::Bigint { Type::Bigint } else { Type::Integer };
    let at = key.expr.at.0;
    let mut expr = coerce(key.expr.clone(), &ty);
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
