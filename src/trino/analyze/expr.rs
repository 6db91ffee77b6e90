//! Expressions: types, coercions, and the refusals of Trino.

use super::{Analysis, Column, mismatch};
use crate::trino::ast::{Expr, Kind, Name};
use crate::trino::cast;
use crate::trino::coerce::common;
use crate::trino::fault::{Fault, Outcome, Pos};
use crate::trino::fold::{coerce, fold};
use crate::trino::ir::{Node, Typed};
use crate::trino::literal::literal;
use crate::trino::operator::{Binary, Comparison};
use crate::trino::types::{Type, Zone};
use crate::trino::value::Value;

impl Analysis<'_> {
    /// Analyses one expression over some columns.
    pub(crate) fn expr(&mut self, expr: &Expr, columns: &[Column]) -> Outcome<Typed> {
        let at = expr.at;
        match &expr.kind {
            Kind::Column(_) | Kind::Field(..) => self.dotted(expr, columns),
            Kind::Call(call) => self.call(call, at, columns),
            Kind::Json(call) => self.json(call, at, columns),
            Kind::Subquery(query) => self.subquery(query, at, columns),
            Kind::And(parts) => Ok(made(Node::And(self.terms(parts, "AND", columns)?), Type::Boolean, at)),
            Kind::Or(parts) => Ok(made(Node::Or(self.terms(parts, "OR", columns)?), Type::Boolean, at)),
            Kind::Not(inner) => {
                let inner = self.expr(inner, columns)?;
                let inner = self.boolean(inner, "Value of logical NOT expression")?;
                Ok(made(Node::Not(Box::new(inner)), Type::Boolean, at))
            }
            Kind::Unary(minus, inner) => self.signed(*minus, inner, at, columns),
            Kind::Binary2(op, left, right) => {
                let (left, right) = (self.expr(left, columns)?, self.expr(right, columns)?);
                self.binary(*op, left, right, at)
            }
            Kind::Between { expr, low, high, negated } => {
                let between = self.between([expr, low, high], at, columns)?;
                negate(between, *negated)
            }
            Kind::InList { expr, list, negated } => {
                let found = self.in_list(expr, list, at, columns)?;
                negate(found, *negated)
            }
            Kind::InQuery { expr, query, negated } => {
                let value = self.expr(expr, columns)?;
                let found = self.in_query(value, query, at, columns)?;
                negate(found, *negated)
            }
            Kind::Exists(query) => self.exists(query, at, columns),
            Kind::Quantified { expr, op, all, query } => {
                let value = self.expr(expr, columns)?;
                match (op, all) {
                    (Comparison::Equal, false) | (Comparison::NotEqual, true) => {
                        let found = self.in_query(value, query, at, columns)?;
                        negate(found, *all)
                    }
                    _ => self.quantified(value, (*op, *all), query, at, columns),
                }
            }
            Kind::Like { expr, pattern, escape, negated } => {
                let like = self.like(expr, pattern, escape.as_deref(), at, columns)?;
                negate(like, *negated)
            }
            Kind::IsNull { expr, negated } => {
                let inner = self.expr(expr, columns)?;
                negate(Typed::new(Node::IsNull(Box::new(inner)), Type::Boolean, at), *negated)
            }
            Kind::Distinct { left, right, negated } => {
                let distinct = self.distinct(left, right, at, columns)?;
                negate(distinct, *negated)
            }
            Kind::Case { operand, whens, otherwise } => {
                self.case(operand.as_deref(), whens, otherwise.as_deref(), at, columns)
            }
            Kind::Cast { expr, to, safe } => {
                let inner = self.expr(expr, columns)?;
                let to = Type::parse(to)?;
                self.cast(inner, to, *safe, at)
            }
            Kind::AtZone(inner, zone) => {
                let (mut inner, zone) = (self.expr(inner, columns)?, self.expr(zone, columns)?);
                if matches!(inner.ty, Type::Timestamp(_)) {
                    inner = coerce(inner, &Type::instant());
                }
                self.invoke("at_timezone", vec![inner, zone], at)
            }
            Kind::Extract(field, inner) => {
                let inner = self.expr(inner, columns)?;
                match crate::trino::functions::overloads(field) {
                    Some(_) => self.invoke(field, vec![inner], at),
                    None => Err(Fault::at("SYNTAX_ERROR", at, format!("Invalid EXTRACT field: {field}"))),
                }
            }
            Kind::Subscript(base, index) => self.subscript(base, index, at, columns),
            Kind::Row(items) => self.row(items, at, columns),
            Kind::Array(items) => {
                let items = self.exprs(items, columns)?;
                let (items, ty) = self.unify(items, "All ARRAY elements")?;
                Ok(made(Node::Make(items), ty.array(), at))
            }
            Kind::Lambda(..) => {
                mismatch(at, "a lambda can only stand as an argument of a function that takes one")
            }
            Kind::Grouping(args) => {
                Ok(Typed::new(Node::Grouping(self.exprs(args, columns)?), Type::Integer, at))
            }
            _ => literal(expr, &self.options.parameters),
        }
    }

    /// Analyses several expressions.
    pub(super) fn exprs(&mut self, exprs: &[Expr], columns: &[Column]) -> Outcome<Vec<Typed>> {
        exprs.iter().map(|expr| self.expr(expr, columns)).collect()
    }

    /// The terms of an AND or an OR.
    fn terms(&mut self, terms: &[Expr], word: &str, columns: &[Column]) -> Outcome<Vec<Typed>> {
        let terms = terms.iter().map(|term| {
            let typed = self.expr(term, columns)?;
            self.boolean(typed, &format!("Logical expression term ({word})"))
        });
        terms.collect()
    }

    fn subscript(&mut self, base: &Expr, index: &Expr, at: Pos, columns: &[Column]) -> Outcome<Typed> {
        let (base, index) = (self.expr(base, columns)?, self.expr(index, columns)?);
        match (&base.ty, index.value()) {
            (Type::Row(fields), Some(Value::Int(n))) => {
                let place = (*n as usize).wrapping_sub(1);
                match fields.get(place) {
                    Some((_, ty)) => {
                        let ty = ty.clone();
                        Ok(made(Node::Field(Box::new(base), place), ty, at))
                    }
                    None => Err(Fault::at(
                        "INVALID_FUNCTION_ARGUMENT",
                        at,
                        format!("ROW index out of bounds: {n}"),
                    )),
                }
            }
            (Type::Array(_) | Type::Map(..), _) => self.invoke("$subscript", vec![base, index], at),
            (other, _) => mismatch(at, format!("Cannot use {other} for subscript")),
        }
    }

    fn row(&mut self, items: &[(Expr, Option<Name>)], at: Pos, columns: &[Column]) -> Outcome<Typed> {
        let (mut fields, mut values) = (Vec::new(), Vec::new());
        for (item, name) in items {
            let typed = self.expr(item, columns)?;
            fields.push((name.as_ref().map(|n| n.text.clone()), typed.ty.clone()));
            values.push(typed);
        }
        Ok(made(Node::Make(values), Type::Row(fields), at))
    }

    /// Refuses what is not boolean.
    pub(super) fn boolean(&self, expr: Typed, what: &str) -> Outcome<Typed> {
        match expr.ty {
            Type::Boolean => Ok(expr),
            Type::Unknown => Ok(coerce(expr, &Type::Boolean)),
            ref other => {
                mismatch(expr.at.0, format!("{what} must evaluate to a boolean: actual type {other}"))
            }
        }
    }

    /// All expressions as their common type.
    pub(super) fn unify(&self, exprs: Vec<Typed>, what: &str) -> Outcome<(Vec<Typed>, Type)> {
        let mut ty = Type::Unknown;
        for expr in &exprs {
            ty = match common(&ty, &expr.ty) {
                Some(both) => both,
                None => {
                    return mismatch(
                        expr.at.0,
                        format!(
                            "{what} must be the same type or coercible to a common type. Cannot find common type between {ty} and {}; write CAST(… AS …)",
                            expr.ty
                        ),
                    );
                }
            };
        }
        Ok((exprs.into_iter().map(|e| coerce(e, &ty)).collect(), ty))
    }

    pub(super) fn cast(&mut self, inner: Typed, to: Type, safe: bool, at: Pos) -> Outcome<Typed> {
        let inner = match (&inner.node, &to) {
            (Node::Call(parse, args), Type::Array(_) | Type::Map(..) | Type::Row(_))
                if parse.name == "json_parse" =>
            {
                self.invoke("$json_text", args.clone(), inner.at.0)?
            }
            _ => inner,
        };
        if !cast::allowed(&inner.ty, &to) {
            return mismatch(at, format!("Cannot cast {} to {to}", inner.ty));
        }
        let mut to = to;
        if let (Type::TimestampTz(_, zone), Some(text)) = (&mut to, inner.value())
            && let Some((_, Some(named))) = crate::trino::time::timestamp(text.str())
        {
            *zone = Zone::Named(named.into());
        }
        if let (Type::TimestampTz(_, zone), Type::TimestampTz(_, own)) = (&mut to, &inner.ty) {
            *zone = own.clone();
        }
        Ok(fold(Typed::new(Node::Cast(Box::new(inner), safe), to, at)))
    }

    fn case(
        &mut self,
        operand: Option<&Expr>,
        whens: &[(Expr, Expr)],
        otherwise: Option<&Expr>,
        at: Pos,
        columns: &[Column],
    ) -> Outcome<Typed> {
        let operand = operand.map(|o| self.expr(o, columns)).transpose()?;
        let mut conditions = Vec::new();
        let mut results = Vec::new();
        for (when, then) in whens {
            let condition = self.expr(when, columns)?;
            conditions.push(match &operand {
                Some(operand) => match common(&operand.ty, &condition.ty) {
                    Some(_) => {
                        self.binary(Binary::Compare(Comparison::Equal), operand.clone(), condition, when.at)?
                    }
                    None => {
                        return mismatch(
                            when.at,
                            format!(
                                "CASE operand type does not match WHEN clause operand type: {} vs {}",
                                operand.ty, condition.ty
                            ),
                        );
                    }
                },
                None => self.boolean(condition, "CASE WHEN clause")?,
            });
            results.push(self.expr(then, columns)?);
        }
        if let Some(otherwise) = otherwise {
            results.push(self.expr(otherwise, columns)?);
        }
        let (mut results, ty) = self.unify(results, "All CASE results")?;
        let otherwise = if otherwise.is_some() { results.pop().map(Box::new) } else { None };
        let whens = conditions.into_iter().zip(results).collect();
        Ok(fold(Typed::new(Node::Case(whens, otherwise), ty, at)))
    }
}

/// An expression of which only the moment counts, so that the zone of a text that it reads need not be known
/// beforehand.
pub(super) fn instant_only(mut expr: Typed) -> Typed {
    if let Node::Call(overload, _) = &mut expr.node
        && overload.name == "from_iso8601_timestamp"
        && let Some(lenient) = crate::trino::functions::overloads("$from_iso8601_instant")
    {
        *overload = lenient[0].clone();
    }
    if matches!(expr.node, Node::Try(_) | Node::Cast(..))
        && matches!(expr.ty, Type::TimestampTz(..))
        && let Node::Try(inner) | Node::Cast(inner, _) = &mut expr.node
    {
        **inner = instant_only(inner.take());
    }
    expr
}

/// An expression, computed where it is constant.
fn made(node: Node, ty: Type, at: Pos) -> Typed {
    fold(Typed::new(node, ty, at))
}

fn negate(expr: Typed, negated: bool) -> Outcome<Typed> {
    let at = expr.at.0;
    let expr = fold(expr);
    Ok(if negated { fold(Typed::new(Node::Not(Box::new(expr)), Type::Boolean, at)) } else { expr })
}
