//! Turns typed expressions into those of DataFusion. Columns, comparisons and the like become its own expressions, so
//! that a scan can use them; everything else becomes one program over the columns that it reads.

mod aggregate;
mod compiled;
mod inner;
mod window;

pub(crate) use aggregate::{aggregate, sort_key};
pub(crate) use inner::Inner;
pub(crate) use window::window;

use crate::trino::column::build;
use crate::trino::fault::{Fault, Outcome};
use crate::trino::functions::overloads;
use crate::trino::ir::{Node, Typed};
use crate::trino::listed;
use crate::trino::operator::Comparison;
use crate::trino::types::{Type, field_names};
use crate::trino::value::Value;
use compiled::compiled;
use datafusion::arrow::datatypes::Field;
use datafusion::common::{Column, DataFusionError};
use datafusion::functions::core::expr_fn::get_field;
use datafusion::logical_expr::expr::{BinaryExpr, Case, InList};
use datafusion::logical_expr::{Expr, Operator};
use datafusion::scalar::ScalarValue;
use inner::in_query;
use std::sync::Arc;

/// A column of the plan.
pub(crate) fn column(id: &str) -> Expr {
    Expr::Column(Column::from_name(id))
}

/// A constant as DataFusion's literal.
pub(crate) fn scalar(value: &Value, ty: &Type) -> Outcome<ScalarValue> {
    let failed = |error: DataFusionError| Fault::new("GENERIC_INTERNAL_ERROR", error.to_string());
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
pub(crate) fn lower(queries: &[Inner], expr: &Typed) -> Outcome<Expr> {
    match native(queries, expr)? {
        Some(made) => Ok(made),
        None => compiled(queries, expr),
    }
}

/// A condition. The scan is to see as many of its conjuncts as it can: those in front of the first one that can fail
/// stand by themselves, and behind them, if any can fail, the whole condition as one program.
pub(crate) fn condition(queries: &[Inner], expr: &Typed) -> Outcome<Expr> {
    let expr = &match &expr.node {
        Node::And(parts) => {
            let parts = parts.iter().map(|part| strict(queries, part)).collect();
            Typed { node: Node::And(parts), ..expr.clone() }
        }
        _ => strict(queries, expr),
    };
    let asks = |t: &Typed| t.any(&mut |t| matches!(t.node, Node::InQuery(..) | Node::Exists(_)));
    // IN and EXISTS may become joins where they are conditions of their own. Inside other expressions they may not: a
    // join does not tell NULL from false.
    let own = |t: &Typed| match &t.node {
        Node::InQuery(value, id) => Some(in_query(queries, value, *id, false)),
        Node::Not(inner) => match &inner.node {
            Node::InQuery(value, id) if plain(&value.ty) || queries[*id].correlated() => {
                Some(in_query(queries, value, *id, true))
            }
            _ => None,
        },
        _ => None,
    };
    if let Some(made) = own(expr) {
        return made;
    }
    let lower = |queries: &[Inner], t: &Typed| own(t).unwrap_or_else(|| lower(queries, t));
    let Node::And(parts) = &expr.node else {
        return if expr.can_fail() && !asks(expr) { compiled(queries, expr) } else { lower(queries, expr) };
    };
    let failing = parts.iter().position(Typed::can_fail);
    let seen = failing.unwrap_or(parts.len());
    let mut all: Vec<Expr> = parts[..seen].iter().map(|p| lower(queries, p)).collect::<Outcome<_>>()?;
    if failing.is_some() {
        if parts[seen..].iter().any(asks) {
            all.extend(parts[seen..].iter().map(|p| lower(queries, p)).collect::<Outcome<Vec<_>>>()?);
        } else {
            let whole: Vec<Typed> = parts.iter().filter(|p| !asks(p)).cloned().collect();
            all.push(compiled(queries, &Typed::new(Node::And(whole), Type::Boolean, expr.at.0))?);
        }
    }
    Ok(balanced(all, Operator::And))
}

/// Marks an IN with a subquery that is a condition of its own and that no join can stand for: its values are compared
/// as a join would compare them all the same, for that is what Trino makes of it.
fn strict(queries: &[Inner], expr: &Typed) -> Typed {
    let own = match &expr.node {
        Node::InQuery(value, id) => !plain(&value.ty) && !queries[*id].correlated(),
        Node::Call(overload, _) => overload.name == "$among",
        _ => false,
    };
    match overloads("$strictly") {
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

/// An expression of DataFusion that does the same; nothing where there is none.
fn native(queries: &[Inner], expr: &Typed) -> Outcome<Option<Expr>> {
    Ok(Some(match &expr.node {
        Node::Const(value) => Expr::Literal(scalar(value, &expr.ty)?, None),
        Node::Column(id, _) => column(id),
        Node::Outer(id, _) => {
            let field = Field::new(id, expr.ty.arrow(), true);
            Expr::OuterReferenceColumn(Arc::new(field), Column::from_name(id.as_str()))
        }
        Node::Field(of, index) => {
            let Type::Row(fields) = &of.ty else { return Ok(None) };
            let Some(base) = native(queries, of)? else { return Ok(None) };
            get_field(base, field_names(fields)[*index].as_str())
        }
        // A part that can fail must not be run where a part in front of it decides.
        Node::And(all) | Node::Or(all) if all.iter().skip(1).any(Typed::can_fail) => return Ok(None),
        Node::And(all) => balanced(lowered(queries, all)?, Operator::And),
        Node::Or(all) => balanced(lowered(queries, all)?, Operator::Or),
        Node::Not(inner) => match &inner.node {
            Node::InQuery(value, id) if queries[*id].correlated() => in_query(queries, value, *id, true)?,
            Node::Exists(id) => queries[*id].exists(true),
            _ => Expr::Not(Box::new(lower(queries, inner)?)),
        },
        Node::IsNull(inner) => Expr::IsNull(Box::new(lower(queries, inner)?)),
        Node::Compare(op, left, right) if plain(&left.ty) => {
            let (left, right) = (lower(queries, left)?, lower(queries, right)?);
            Expr::BinaryExpr(BinaryExpr::new(Box::new(left), operator(*op), Box::new(right)))
        }
        Node::In(value, list) if plain(&value.ty) && list.iter().all(|i| i.value().is_some()) => {
            let of = lower(queries, value)?;
            match listed::texts(value, list) {
                Some(texts) => listed::call(of, texts),
                None => Expr::InList(InList::new(Box::new(of), lowered(queries, list)?, false)),
            }
        }
        Node::Case(whens, otherwise) if simple(expr) => case(queries, whens, otherwise.as_deref())?,
        Node::Coalesce(parts) if simple(expr) => coalesce(queries, parts)?,
        Node::Subquery(id) => queries[*id].value(),
        Node::InQuery(value, id) if queries[*id].correlated() => in_query(queries, value, *id, false)?,
        Node::Exists(id) => queries[*id].exists(false),
        _ => return Ok(None),
    }))
}

fn lowered(queries: &[Inner], all: &[Typed]) -> Outcome<Vec<Expr>> {
    all.iter().map(|part| lower(queries, part)).collect()
}

fn operator(op: Comparison) -> Operator {
    match op {
        Comparison::Equal => Operator::Eq,
        Comparison::NotEqual => Operator::NotEq,
        Comparison::Less => Operator::Lt,
        Comparison::AtMost => Operator::LtEq,
        Comparison::Greater => Operator::Gt,
        Comparison::AtLeast => Operator::GtEq,
    }
}

fn case(queries: &[Inner], whens: &[(Typed, Typed)], otherwise: Option<&Typed>) -> Outcome<Expr> {
    let made = |part: &Typed| lower(queries, part).map(Box::new);
    let pairs = whens.iter().map(|(when, then)| Ok((made(when)?, made(then)?)));
    let when_then_expr = pairs.collect::<Outcome<_>>()?;
    Ok(Expr::Case(Case { expr: None, when_then_expr, else_expr: otherwise.map(made).transpose()? }))
}

fn coalesce(queries: &[Inner], parts: &[Typed]) -> Outcome<Expr> {
    let mut parts = lowered(queries, parts)?;
    let last = parts.pop().ok_or_else(|| Fault::new("SYNTAX_ERROR", "an empty COALESCE"))?;
    let pairs =
        parts.into_iter().map(|part| (Box::new(Expr::IsNotNull(Box::new(part.clone()))), Box::new(part)));
    Ok(Expr::Case(Case { expr: None, when_then_expr: pairs.collect(), else_expr: Some(Box::new(last)) }))
}

/// Whether an expression is made of nothing but columns, constants and comparisons. DataFusion goes through those
/// column by column; anything else is better left in one program, which goes row by row.
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
