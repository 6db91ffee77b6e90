//! Operators and predicates: what they take, and what both sides become.

use super::expr::instant_only;
use super::{Analysis, Column, coerce, mismatch};
use crate::trino::ast::{Expr, Kind};
use crate::trino::coerce::common;
use crate::trino::fault::{Fault, Outcome, Pos};
use crate::trino::fold::fold;
use crate::trino::ir::{Node, Typed};
use crate::trino::number::result_type;
use crate::trino::operator::{Arithmetic, Binary, Comparison};
use crate::trino::types::Type;
use crate::trino::value::Value;

impl Analysis<'_> {
    /// An expression behind a sign. The least integers have no literal without one: their digits alone are too large.
    pub(super) fn signed(
        &mut self,
        minus: bool,
        inner: &Expr,
        at: Pos,
        columns: &[Column],
    ) -> Outcome<Typed> {
        if let (true, Kind::Integer(digits)) = (minus, &inner.kind) {
            match digits.as_str() {
                "9223372036854775808" => {
                    return Ok(Typed::constant(Value::Int(i64::MIN), Type::Bigint, at));
                }
                "2147483648" => return Ok(Typed::constant(Value::Int(i32::MIN.into()), Type::Integer, at)),
                _ => {}
            }
        }
        let inner = self.expr(inner, columns)?;
        match inner.ty {
            _ if !minus && inner.ty.is_number() => Ok(inner),
            ref t if t.is_number() || matches!(t, Type::IntervalDay | Type::IntervalMonth) => {
                negated(inner, at)
            }
            ref t => mismatch(at, format!("Cannot negate {t}")),
        }
    }

    pub(super) fn between(
        &mut self,
        [value, low, high]: [&Expr; 3],
        at: Pos,
        columns: &[Column],
    ) -> Outcome<Typed> {
        let value = self.expr(value, columns)?;
        let (low, high) = (self.expr(low, columns)?, self.expr(high, columns)?);
        let low = self.binary(Binary::Compare(Comparison::AtLeast), value.clone(), low, at)?;
        let high = self.binary(Binary::Compare(Comparison::AtMost), value, high, at)?;
        Ok(Typed::new(Node::And(vec![low, high]), Type::Boolean, at))
    }

    pub(super) fn in_list(
        &mut self,
        value: &Expr,
        list: &[Expr],
        at: Pos,
        columns: &[Column],
    ) -> Outcome<Typed> {
        let value = self.expr(value, columns)?;
        let items = self.exprs(list, columns)?;
        let mut all = self.unify(std::iter::once(value).chain(items).collect(), "IN value and list items")?.0;
        let value = all.remove(0);
        Ok(Typed::new(Node::In(Box::new(value), all), Type::Boolean, at))
    }

    pub(super) fn like(
        &mut self,
        value: &Expr,
        pattern: &Expr,
        escape: Option<&Expr>,
        at: Pos,
        columns: &[Column],
    ) -> Outcome<Typed> {
        let text = |typed: Typed, what: &str| match typed.ty {
            Type::Varchar(_) | Type::Unknown => Ok(typed),
            ref ty => mismatch(
                typed.at.0,
                format!("{what} LIKE expression must evaluate to a varchar (actual: {ty})"),
            ),
        };
        let value = text(self.expr(value, columns)?, "Left side of")?;
        let pattern = text(self.expr(pattern, columns)?, "Pattern for")?;
        let mut args = vec![value, pattern];
        if let Some(escape) = escape {
            args.push(self.expr(escape, columns)?);
        }
        self.invoke("$like", args, at)
    }

    pub(super) fn distinct(
        &mut self,
        left: &Expr,
        right: &Expr,
        at: Pos,
        columns: &[Column],
    ) -> Outcome<Typed> {
        let (left, right) = (self.expr(left, columns)?, self.expr(right, columns)?);
        let Some(ty) = common(&left.ty, &right.ty) else {
            return mismatch(at, format!("Cannot apply operator: {} IS DISTINCT FROM {}", left.ty, right.ty));
        };
        let (left, right) = (Box::new(coerce(left, &ty)), Box::new(coerce(right, &ty)));
        Ok(Typed::new(Node::Distinct(left, right), Type::Boolean, at))
    }

    pub(super) fn binary(&mut self, op: Binary, left: Typed, right: Typed, at: Pos) -> Outcome<Typed> {
        let (a, b) = (left.ty.clone(), right.ty.clone());
        let refuse = || {
            let mut text = format!("Cannot apply operator: {a} {op} {b}");
            if matches!((&a, &b), (Type::Varchar(_), _) | (_, Type::Varchar(_))) {
                text += "; Athena converts nothing between text and other types: write CAST(x AS type), from_iso8601_timestamp(x) or a text literal";
            }
            mismatch(at, text)
        };
        let comparison = match op {
            Binary::Concat => return self.concatenation(left, right, at),
            Binary::Compute(op) => {
                let Some((ty, x, y)) = result_type(op, &a, &b) else { return refuse() };
                let node = Node::Arithmetic(op, Box::new(coerce(left, &x)), Box::new(coerce(right, &y)));
                return Ok(fold(Typed::new(node, ty, at)));
            }
            Binary::Compare(comparison) => comparison,
        };
        let Some(ty) = common(&a, &b) else {
            // AWS's own sample queries for CloudTrail Lake compare times with text; Athena refuses that.
            return match (&left.ty, left.value(), &right.ty, right.value()) {
                (Type::Timestamp(_), _, Type::Varchar(_), Some(_)) if self.over_lake => {
                    let right = self.cast(right, a, false, at)?;
                    self.binary(op, left, right, at)
                }
                (Type::Varchar(_), Some(_), Type::Timestamp(_), _) if self.over_lake => {
                    let left = self.cast(left, b, false, at)?;
                    self.binary(op, left, right, at)
                }
                _ => refuse(),
            };
        };
        if comparison.orders() && !ty.orderable() {
            return refuse();
        }
        let node = Node::Compare(
            comparison,
            Box::new(instant_only(coerce(left, &ty))),
            Box::new(instant_only(coerce(right, &ty))),
        );
        Ok(fold(Typed::new(node, Type::Boolean, at)))
    }

    /// `||` of texts, of bytes, of arrays, and of an array and one more item.
    fn concatenation(&mut self, left: Typed, right: Typed, at: Pos) -> Outcome<Typed> {
        let (a, b) = (left.ty.clone(), right.ty.clone());
        match (&a, &b) {
            (Type::Array(x), Type::Array(y)) if **x == Type::Unknown || **y == Type::Unknown => {
                Err(Fault::at(
                    "AMBIGUOUS_FUNCTION_CALL",
                    at,
                    "an array of nothing but NULL is both an item and an array here; write CAST(… AS type)",
                ))
            }
            (Type::Array(_), Type::Array(_)) if common(&a, &b).is_some() => {
                self.invoke("$concat", vec![left, right], at)
            }
            (Type::Array(_), Type::Unknown) | (Type::Unknown, Type::Array(_)) => Err(Fault::at(
                "AMBIGUOUS_FUNCTION_CALL",
                at,
                "NULL is both an item and an array here; write CAST(NULL AS type)",
            )),
            (Type::Array(item), _) if let Some(both) = common(item, &b) => {
                let one = Node::Make(vec![coerce(right, &both)]);
                let one = fold(Typed::new(one, both.clone().array(), at));
                self.invoke("$concat", vec![coerce(left, &both.array()), one], at)
            }
            (_, Type::Array(item)) if let Some(both) = common(&a, item) => {
                let one = Node::Make(vec![coerce(left, &both)]);
                let one = fold(Typed::new(one, both.clone().array(), at));
                self.invoke("$concat", vec![one, coerce(right, &both.array())], at)
            }
            (Type::Unknown, Type::Unknown) => Err(Fault::at(
                "AMBIGUOUS_FUNCTION_CALL",
                at,
                "NULL is of no type here; write CAST(NULL AS varchar)",
            )),
            (Type::Varbinary, Type::Varbinary)
            | (Type::Varchar(_) | Type::Unknown, Type::Varchar(_) | Type::Unknown) => {
                self.invoke("concat", vec![left, right], at)
            }
            _ => Err(Fault::at(
                "FUNCTION_NOT_FOUND",
                at,
                format!("Unexpected parameters ({a}, {b}) for function concat; write CAST(x AS varchar)"),
            )),
        }
    }
}

/// The negative of a number or an interval.
fn negated(inner: Typed, at: Pos) -> Outcome<Typed> {
    let zero = match inner.ty {
        Type::Double | Type::Real => {
            let minus = Typed::constant(Value::Double(-1.0), inner.ty.clone(), at);
            let ty = inner.ty.clone();
            return Ok(fold(Typed::new(
                Node::Arithmetic(Arithmetic::Times, Box::new(minus), Box::new(inner)),
                ty,
                at,
            )));
        }
        Type::Decimal(..) => Value::Decimal(0),
        _ => Value::Int(0),
    };
    let ty = inner.ty.clone();
    let zero = Typed::constant(zero, ty.clone(), at);
    Ok(fold(Typed::new(Node::Arithmetic(Arithmetic::Minus, Box::new(zero), Box::new(inner)), ty, at)))
}
