//! Typed expressions to DataFusion's. Columns, comparisons and the like become its own, so that a scan can use
//! them; everything else becomes one program over the columns that it reads.

use super::aggregates::Collect;
use super::analyze::Analysis;
use super::ast::{Expr as Written, Kind};
use super::cast::parse_decimal;
use super::column::build;
use super::fault::{Fault, Outcome};
use super::ir::{Node, Typed};
use super::listed;
use super::operator::Comparison;
use super::program;
use super::types::{Type, VARCHAR, field_names};
use super::value::Value;
use datafusion::common::{Column, Spans};
use datafusion::functions::core::expr_fn::get_field;
use datafusion::logical_expr::expr::{BinaryExpr, Case, Exists, InList, InSubquery};
use datafusion::logical_expr::logical_plan::Subquery;
use datafusion::logical_expr::{AggregateUDF, Expr, LogicalPlanBuilder, Operator};
use datafusion::scalar::ScalarValue;
use std::sync::Arc;

/// A column of the plan.
pub(crate) fn column(id: &str) -> Expr {
    Expr::Column(Column::from_name(id))
}

/// A constant as DataFusion's literal.
pub(crate) fn scalar(value: &Value, ty: &Type) -> Outcome<ScalarValue> {
    let failed =
        |error: datafusion::common::DataFusionError| Fault::new("GENERIC_INTERNAL_ERROR", error.to_string());
    let array = build(ty, vec![value.clone()]).map_err(failed)?;
    ScalarValue::try_from_array(&array, 0).map_err(failed)
}

/// Types that DataFusion compares as Trino does.
fn plain(ty: &Type) -> bool {
    !matches!(
        ty,
        Type::Real
            | Type::Double
            | Type::IntervalDay
            | Type::IntervalMonth
            | Type::Array(_)
            | Type::Map(..)
            | Type::Row(_)
            | Type::Unknown
    )
}

/// The expression for a plan.
pub(crate) fn lower(analysis: &Analysis<'_>, expr: &Typed) -> Outcome<Expr> {
    match native(analysis, expr)? {
        Some(made) => Ok(made),
        None => compiled(analysis, expr),
    }
}

/// A condition: conjuncts that cannot fail stay visible to the scan, in front of the whole when others can.
pub(crate) fn condition(analysis: &Analysis<'_>, expr: &Typed) -> Outcome<Expr> {
    let expr = &match &expr.node {
        Node::And(parts) => {
            let parts = parts.iter().map(|part| strict(analysis, part)).collect();
            Typed { node: Node::And(parts), ..expr.clone() }
        }
        _ => strict(analysis, expr),
    };
    let asks = |t: &Typed| t.any(&mut |t| matches!(t.node, Node::InQuery(..) | Node::Exists(_)));
    // Conditions of their own may become joins; inside others, NULL and false must stay apart.
    let own = |t: &Typed| match &t.node {
        Node::InQuery(value, id) => Some(in_query(analysis, value, *id, false)),
        Node::Not(inner) => match &inner.node {
            Node::InQuery(value, id) if plain(&value.ty) || correlated(analysis, *id) => {
                Some(in_query(analysis, value, *id, true))
            }
            _ => None,
        },
        _ => None,
    };
    if let Some(made) = own(expr) {
        return made;
    }
    let lower = |analysis: &Analysis<'_>, t: &Typed| own(t).unwrap_or_else(|| lower(analysis, t));
    let Node::And(parts) = &expr.node else {
        return if expr.can_fail() && !asks(expr) { compiled(analysis, expr) } else { lower(analysis, expr) };
    };
    let failing = parts.iter().position(Typed::can_fail);
    let seen = failing.unwrap_or(parts.len());
    let mut all: Vec<Expr> = parts[..seen].iter().map(|p| lower(analysis, p)).collect::<Outcome<_>>()?;
    if failing.is_some() {
        if parts[seen..].iter().any(asks) {
            all.extend(parts[seen..].iter().map(|p| lower(analysis, p)).collect::<Outcome<Vec<_>>>()?);
        } else {
            let whole: Vec<Typed> = parts.iter().filter(|p| !asks(p)).cloned().collect();
            all.push(compiled(analysis, &Typed::new(Node::And(whole), Type::Boolean, expr.at.0))?);
        }
    }
    Ok(balanced(all, Operator::And))
}

/// Marks IN with a subquery that stands as a condition of its own, where its values are compared as a join would.
fn strict(analysis: &Analysis<'_>, expr: &Typed) -> Typed {
    let own = match &expr.node {
        Node::InQuery(value, id) => !plain(&value.ty) && !correlated(analysis, *id),
        Node::Call(overload, _) => overload.name == "$among",
        _ => false,
    };
    match super::functions::overloads("$strictly") {
        Some(mark) if own => {
            Typed::new(Node::Call(mark[0].clone(), vec![expr.clone()]), Type::Boolean, expr.at.0)
        }
        _ => expr.clone(),
    }
}

/// A tree of low depth: long chains must not exhaust the stack.
fn balanced(mut all: Vec<Expr>, op: Operator) -> Expr {
    while all.len() > 1 {
        let mut next = Vec::with_capacity(all.len().div_ceil(2));
        let mut pairs = all.into_iter();
        while let Some(left) = pairs.next() {
            next.push(match pairs.next() {
                Some(right) => Expr::BinaryExpr(BinaryExpr::new(Box::new(left), op, Box::new(right))),
                None => left,
            });
        }
        all = next;
    }
    all.pop().unwrap_or(Expr::Literal(ScalarValue::Boolean(Some(true)), None))
}

fn native(analysis: &Analysis<'_>, expr: &Typed) -> Outcome<Option<Expr>> {
    let parts = |all: &[Typed]| -> Outcome<Option<Vec<Expr>>> {
        if all.iter().skip(1).any(Typed::can_fail) {
            return Ok(None);
        }
        all.iter().map(|p| lower(analysis, p)).collect::<Outcome<Vec<_>>>().map(Some)
    };
    Ok(Some(match &expr.node {
        Node::Const(value) => Expr::Literal(scalar(value, &expr.ty)?, None),
        Node::Column(id, _) => column(id),
        Node::Outer(id, _) => {
            let field = datafusion::arrow::datatypes::Field::new(id, expr.ty.arrow(), true);
            Expr::OuterReferenceColumn(Arc::new(field), Column::from_name(id.as_str()))
        }
        Node::Field(of, index) => {
            let Type::Row(fields) = &of.ty else { return Ok(None) };
            match native(analysis, of)? {
                Some(base) => get_field(base, field_names(fields)[*index].as_str()),
                None => return Ok(None),
            }
        }
        Node::And(all) => match parts(all)? {
            Some(all) => balanced(all, Operator::And),
            None => return Ok(None),
        },
        Node::Or(all) => match parts(all)? {
            Some(all) => balanced(all, Operator::Or),
            None => return Ok(None),
        },
        Node::Not(inner) => match &inner.node {
            Node::InQuery(value, id) if correlated(analysis, *id) => in_query(analysis, value, *id, true)?,
            Node::Exists(id) => Expr::Exists(Exists { subquery: subquery(analysis, *id), negated: true }),
            _ => Expr::Not(Box::new(lower(analysis, inner)?)),
        },
        Node::IsNull(inner) => Expr::IsNull(Box::new(lower(analysis, inner)?)),
        Node::Compare(op, left, right) if plain(&left.ty) => {
            let op = match *op {
                Comparison::Equal => Operator::Eq,
                Comparison::NotEqual => Operator::NotEq,
                Comparison::Less => Operator::Lt,
                Comparison::AtMost => Operator::LtEq,
                Comparison::Greater => Operator::Gt,
                Comparison::AtLeast => Operator::GtEq,
            };
            let (left, right) = (lower(analysis, left)?, lower(analysis, right)?);
            Expr::BinaryExpr(BinaryExpr::new(Box::new(left), op, Box::new(right)))
        }
        Node::In(value, list) if plain(&value.ty) && list.iter().all(|i| i.value().is_some()) => {
            let of = lower(analysis, value)?;
            match listed::texts(value, list) {
                Some(texts) => listed::call(of, texts),
                None => {
                    let list = list.iter().map(|i| lower(analysis, i)).collect::<Outcome<_>>()?;
                    Expr::InList(InList::new(Box::new(of), list, false))
                }
            }
        }
        Node::Case(whens, otherwise) if simple(expr) => {
            let made = |t: &Typed| lower(analysis, t).map(Box::new);
            let pairs = whens.iter().map(|(when, then)| Ok((made(when)?, made(then)?)));
            let pairs = pairs.collect::<Outcome<Vec<_>>>()?;
            let otherwise = otherwise.as_ref().map(|t| made(t)).transpose()?;
            Expr::Case(Case { expr: None, when_then_expr: pairs, else_expr: otherwise })
        }
        Node::Coalesce(parts) if simple(expr) => {
            let (last, first) =
                parts.split_last().ok_or_else(|| Fault::new("SYNTAX_ERROR", "an empty COALESCE"))?;
            let pairs = first.iter().map(|part| {
                let part = Box::new(lower(analysis, part)?);
                Ok((Box::new(Expr::IsNotNull(part.clone())), part))
            });
            let pairs = pairs.collect::<Outcome<Vec<_>>>()?;
            Expr::Case(Case {
                expr: None,
                when_then_expr: pairs,
                else_expr: Some(Box::new(lower(analysis, last)?)),
            })
        }
        Node::Subquery(id) => Expr::ScalarSubquery(subquery(analysis, *id)),
        Node::InQuery(value, id) if correlated(analysis, *id) => in_query(analysis, value, *id, false)?,
        Node::Exists(id) => Expr::Exists(Exists { subquery: subquery(analysis, *id), negated: false }),
        _ => return Ok(None),
    }))
}

/// Made of columns, constants and comparisons alone, which DataFusion goes through column by column; a program, which
/// goes row by row, is left whole.
fn simple(expr: &Typed) -> bool {
    let of_type =
        |part: &Typed| simple(part) && part.ty.arrow() == expr.ty.arrow() && part.ty != Type::Unknown;
    match &expr.node {
        Node::Column(..) => true,
        Node::Const(value) => !value.is_null(),
        Node::Field(of, _) => simple(of),
        Node::And(parts) | Node::Or(parts) => parts.iter().all(simple),
        Node::Not(inner) | Node::IsNull(inner) => simple(inner),
        Node::Compare(_, left, right) => plain(&left.ty) && simple(left) && simple(right),
        Node::In(value, list) => {
            plain(&value.ty) && simple(value) && list.iter().all(|i| i.value().is_some())
        }
        Node::Case(whens, otherwise) => {
            whens.iter().all(|(when, then)| simple(when) && of_type(then))
                && otherwise.as_deref().is_none_or(of_type)
        }
        Node::Coalesce(parts) => parts.iter().all(of_type),
        _ => false,
    }
}

fn correlated(analysis: &Analysis<'_>, id: usize) -> bool {
    !analysis.subqueries[id].1.is_empty()
}

/// The values of a subquery's column as one array, to look into.
fn listed(analysis: &Analysis<'_>, ty: &Type, id: usize) -> Outcome<Expr> {
    let plan = analysis.subqueries[id].0.clone();
    let failed = super::analyze::planning(Default::default());
    let values = plan.schema().columns().into_iter().take(1).map(Expr::Column).collect();
    let collect = Collect::new("array_agg", vec![ty.clone()], 1, vec![], false, ty.clone().array());
    let list = AggregateUDF::from(collect).call(values).alias(format!("list{id}"));
    let plan = LogicalPlanBuilder::from(plan)
        .aggregate(Vec::<Expr>::new(), vec![list])
        .and_then(LogicalPlanBuilder::build)
        .map_err(failed)?;
    let subquery = Subquery { subquery: Arc::new(plan), outer_ref_columns: vec![], spans: Spans::new() };
    Ok(Expr::ScalarSubquery(subquery))
}

fn in_query(analysis: &Analysis<'_>, value: &Typed, id: usize, negated: bool) -> Outcome<Expr> {
    let expr = Box::new(lower(analysis, value)?);
    Ok(Expr::InSubquery(InSubquery { expr, subquery: subquery(analysis, id), negated }))
}

fn subquery(analysis: &Analysis<'_>, id: usize) -> Subquery {
    let (plan, taken) = &analysis.subqueries[id];
    let outer = taken.iter().map(|name| {
        let ty = datafusion::arrow::datatypes::DataType::Utf8;
        let field = datafusion::arrow::datatypes::Field::new(name, ty, true);
        Expr::OuterReferenceColumn(Arc::new(field), Column::from_name(name.as_str()))
    });
    let mut real = plan.all_out_ref_exprs();
    if real.is_empty() {
        real = outer.collect();
    }
    Subquery { subquery: Arc::new(plan.clone()), outer_ref_columns: real, spans: Spans::new() }
}

/// One program over the columns and subqueries inside.
fn compiled(analysis: &Analysis<'_>, expr: &Typed) -> Outcome<Expr> {
    let (mut leaves, mut args, mut types) = (Vec::new(), Vec::new(), Vec::new());
    let tree = extract(analysis, expr.clone(), &mut leaves, &mut args, &mut types)?;
    Ok(program::call(tree, types, args))
}

fn extract(
    analysis: &Analysis<'_>,
    mut expr: Typed,
    leaves: &mut Vec<Typed>,
    args: &mut Vec<Expr>,
    types: &mut Vec<Type>,
) -> Outcome<Typed> {
    if let Node::Call(overload, inner) = &mut expr.node
        && overload.name == "$strictly"
        && let Some(inner) = inner.pop()
    {
        let mut inner = extract(analysis, inner, leaves, args, types)?;
        if let Node::Call(_, all) = &mut inner.node
            && let Some(strict) = all.first_mut()
        {
            *strict = Typed::constant(true.into(), Type::Boolean, strict.at.0);
        }
        return Ok(inner);
    }
    let leaf = match &expr.node {
        Node::Column(..) | Node::Outer(..) | Node::Subquery(_) => true,
        Node::Field(..) => native(analysis, &expr)?.is_some(),
        Node::InQuery(value, id) if !correlated(analysis, *id) => {
            let Some(function) = super::functions::overloads("$among") else { return Ok(expr) };
            let (ty, at) = (value.ty.clone(), expr.at.0);
            let list = listed(analysis, &ty, *id)?;
            let value = extract(analysis, (**value).clone(), leaves, args, types)?;
            leaves.push(expr.clone());
            args.push(list);
            types.push(ty.clone().array());
            let all = vec![
                Typed::constant(false.into(), Type::Boolean, at),
                value,
                Typed::new(Node::Input(leaves.len() - 1), ty.array(), at),
            ];
            return Ok(Typed::new(Node::Call(function[0].clone(), all), Type::Boolean, at));
        }
        Node::InQuery(..) | Node::Exists(_) => {
            return Err(Fault::unsupported(
                expr.at.0,
                "EXISTS or IN with a subquery outside of WHERE's own conditions",
            ));
        }
        _ => false,
    };
    if leaf {
        let index = match leaves.iter().position(|known| *known == expr) {
            Some(index) => index,
            None => {
                let Some(arg) = native(analysis, &expr)? else { return Ok(expr) };
                leaves.push(expr.clone());
                args.push(arg);
                types.push(expr.ty.clone());
                leaves.len() - 1
            }
        };
        return Ok(Typed { node: Node::Input(index), ..expr });
    }
    for child in expr.children_mut() {
        let taken = std::mem::replace(child, Typed::constant(Value::Null, Type::Unknown, Default::default()));
        *child = extract(analysis, taken, leaves, args, types)?;
    }
    Ok(expr)
}

/// A literal with its type.
pub(crate) fn literal(expr: &Written, parameters: &[String]) -> Outcome<Typed> {
    let at = expr.at;
    let made = |value, ty| Ok(Typed::constant(value, ty, at));
    let syntax = |text: String| Err(Fault::at("SYNTAX_ERROR", at, text));
    match &expr.kind {
        Kind::Null => made(Value::Null, Type::Unknown),
        Kind::Bool(b) => made(Value::Bool(*b), Type::Boolean),
        Kind::Integer(digits) => match digits.parse::<i64>() {
            Ok(n) if i32::try_from(n).is_ok() => made(Value::Int(n), Type::Integer),
            Ok(n) => made(Value::Int(n), Type::Bigint),
            Err(_) => syntax(format!("Invalid numeric literal: {digits}")),
        },
        Kind::Decimal(digits) => {
            let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
            let whole = whole.trim_start_matches('0');
            let precision = (whole.len() + fraction.len()).max(1);
            match parse_decimal(digits, fraction.len() as u8).filter(|_| precision <= 38) {
                Some(n) => made(Value::Decimal(n), Type::Decimal(precision as u8, fraction.len() as u8)),
                None => syntax(format!("Invalid numeric literal: {digits}")),
            }
        }
        Kind::Double(digits) => made(Value::Double(digits.parse().unwrap_or(f64::NAN)), Type::Double),
        Kind::Text(text) => {
            made(Value::text(text.as_str()), Type::Varchar(Some(text.chars().count() as u32)))
        }
        Kind::Binary(bytes) => made(Value::Bytes(bytes.clone()), Type::Varbinary),
        Kind::Parameter(index) => match parameters.get(*index) {
            Some(text) => made(Value::text(text.as_str()), Type::Varchar(Some(text.chars().count() as u32))),
            None => Err(Fault::at(
                "INVALID_PARAMETER_USAGE",
                at,
                format!(
                    "Incorrect number of parameters: the statement has a ? more than the {} given with --param",
                    parameters.len()
                ),
            )),
        },
        Kind::Typed(name, text) => {
            let mut ty = Type::parse(name)?;
            if let Type::Time(p) = &mut ty {
                let digits = text.rsplit_once('.').map_or(0, |(_, f)| f.len());
                if digits > 6 {
                    return Err(Fault::unsupported(at, "a time with more than six digits of a second"));
                }
                *p = digits as u8;
            }
            if let Type::Timestamp(p) = &mut ty {
                let digits = text
                    .rsplit_once('.')
                    .map_or(0, |(_, f)| f.bytes().take_while(u8::is_ascii_digit).count());
                if digits > 6 {
                    return Err(Fault::unsupported(at, "a timestamp with more than six digits of a second"));
                }
                *p = digits as u8;
                let parsed = super::time::timestamp(text);
                if let Some((_, Some(zone))) = parsed {
                    ty = Type::TimestampTz(digits as u8, super::types::Zone::Named(zone.as_str().into()));
                }
            }
            if matches!(ty, Type::Decimal(..)) {
                let unsigned = text.trim().trim_start_matches(['-', '+']);
                let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
                let precision = (whole.trim_start_matches('0').len() + fraction.len()).clamp(1, 38);
                ty = Type::Decimal(precision as u8, fraction.len().min(38) as u8);
            }
            if ty == Type::Json {
                return match super::json::canonical(text) {
                    Some(json) => made(Value::Text(json), Type::Json),
                    None => {
                        Err(Fault::at("INVALID_LITERAL", at, format!("'{text}' is not a valid JSON literal")))
                    }
                };
            }
            match super::cast::cast(Value::text(text.as_str()), &VARCHAR, &ty) {
                Ok(value) => made(value, ty),
                Err(_) => Err(Fault::at(
                    "INVALID_LITERAL",
                    at,
                    format!("'{text}' is not a valid {} literal", name.name.to_uppercase()),
                )),
            }
        }
        Kind::Interval { negative, value, from, to } => {
            let sign = if *negative { -1 } else { 1 };
            match interval(value, from, to.as_deref()) {
                Some((n, ty)) => made(Value::Int(sign * n), ty),
                None => Err(Fault::at(
                    "INVALID_LITERAL",
                    at,
                    format!("'{value}' is not a valid INTERVAL literal"),
                )),
            }
        }
        _ => syntax("this cannot stand here".into()),
    }
}

fn interval(text: &str, from: &str, to: Option<&str>) -> Option<(i64, Type)> {
    const UNITS: [&str; 6] = ["year", "month", "day", "hour", "minute", "second"];
    const SIZES: [i64; 6] = [12, 1, 86_400_000, 3_600_000, 60_000, 1000];
    let first = UNITS.iter().position(|u| *u == from)?;
    let last = UNITS.iter().position(|u| Some(*u) == to).unwrap_or(first);
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |t| (true, t));
    let parts: Vec<&str> = text.split(['-', ' ', ':']).collect();
    if last < first || parts.len() > last - first + 1 || (first < 2) != (last < 2) {
        return None;
    }
    let mut sum = 0_i64;
    for (part, size) in parts.iter().zip(&SIZES[first..=last]) {
        let (whole, fraction) = part.split_once('.').unwrap_or((part, ""));
        sum += whole.parse::<i64>().ok()?.checked_mul(*size)?;
        if !fraction.is_empty() {
            sum += format!("{fraction:0<3}").get(..3)?.parse::<i64>().ok().filter(|_| *size == 1000)?;
        }
    }
    let ty = if first < 2 { Type::IntervalMonth } else { Type::IntervalDay };
    Some((if negative { -sum } else { sum }, ty))
}
