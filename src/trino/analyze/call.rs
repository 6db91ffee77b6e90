//! Calls: of functions, and those that are no functions.

use super::overloads::Given;
use super::{Analysis, Column, mismatch};
use crate::trino::aggregates;
use crate::trino::ast::{Call, Expr, Kind, Name};
use crate::trino::eval::{Row, eval};
use crate::trino::fault::{Fault, Outcome, Pos};
use crate::trino::fold::fold;
use crate::trino::ir::{Node, Typed};
use crate::trino::operator::Binary;
use crate::trino::time::DAY;
use crate::trino::types::{Type, VARCHAR};
use crate::trino::value::Value;

impl Analysis<'_> {
    pub(super) fn call(&mut self, call: &Call, at: Pos, columns: &[Column]) -> Outcome<Typed> {
        let name = call.name.as_str();
        if call.over.is_some() {
            return self.window_call(call, at, columns);
        }
        if aggregates::function(name).is_some() || call.star {
            return self.aggregate_call(call, at, columns);
        }
        if call.distinct || call.filter.is_some() || !call.order.is_empty() {
            return Err(Fault::at(
                "FUNCTION_NOT_AGGREGATE",
                at,
                format!("{name} is not an aggregation function"),
            ));
        }
        if let Some(made) = self.special_form(call, at, columns)? {
            return Ok(made);
        }
        let args = call.args.iter().map(|arg| match arg.kind {
            Kind::Lambda(..) => Ok(Given::Lambda(arg)),
            _ => self.expr(arg, columns).map(Given::Value),
        });
        let mut args = args.collect::<Outcome<Vec<_>>>()?;
        let array = |a: &Given<'_>| matches!(a, Given::Value(value) if matches!(value.ty, Type::Array(_)));
        if name == "concat" && args.len() == 2 && args.iter().any(array) {
            return match (args.pop(), args.pop()) {
                (Some(Given::Value(right)), Some(Given::Value(left))) => {
                    self.binary(Binary::Concat, left, right, at)
                }
                _ => mismatch(at, "concat takes arrays and their items"),
            };
        }
        self.resolve(name, args, at, columns)
    }

    /// The calls that are no functions: those that do not run all of their arguments, and those whose value is known
    /// beforehand.
    fn special_form(&mut self, call: &Call, at: Pos, columns: &[Column]) -> Outcome<Option<Typed>> {
        let made = |node, ty| Ok(Some(fold(Typed::new(node, ty, at))));
        let name = call.name.as_str();
        match (name, call.args.as_slice()) {
            ("try", [inner]) => {
                let inner = self.expr(inner, columns)?;
                let ty = inner.ty.clone();
                made(Node::Try(Box::new(inner)), ty)
            }
            ("if", [condition, results @ ..]) if matches!(results.len(), 1 | 2) => {
                let condition = self.expr(condition, columns)?;
                let condition = self.boolean(condition, "IF condition")?;
                let results = self.exprs(results, columns)?;
                let (mut results, ty) = self.unify(results, "Result types for IF")?;
                let otherwise = if results.len() == 2 { results.pop().map(Box::new) } else { None };
                let whens = results.into_iter().map(|then| (condition.clone(), then)).collect();
                made(Node::Case(whens, otherwise), ty)
            }
            ("coalesce", parts @ [_, _, ..]) => {
                let parts = self.exprs(parts, columns)?;
                let (parts, ty) = self.unify(parts, "All COALESCE operands")?;
                made(Node::Coalesce(parts), ty)
            }
            (
                "now" | "current_timestamp" | "localtimestamp" | "current_date" | "current_time"
                | "localtime",
                _,
            ) => self.clock(name, at).map(Some),
            ("current_catalog" | "current_schema", []) => {
                Err(Fault::unsupported(at, format!("{name}, which names the account's own catalog,")))
            }
            ("reduce_agg", [item, start, each, both]) => {
                self.reduced([item, start, each, both], at, columns).map(Some)
            }
            ("current_timezone", []) => Ok(Some(Typed::constant("UTC".into(), VARCHAR, at))),
            _ => Ok(None),
        }
    }

    /// REDUCE_AGG as a reduction of what ARRAY_AGG collects.
    fn reduced(&mut self, args: [&Expr; 4], at: Pos, columns: &[Column]) -> Outcome<Typed> {
        let [item, start, each, both] = args.map(Clone::clone);
        let made = |kind| Expr { kind, at };
        let name = Name { text: "$state".into(), at, quoted: true };
        let same = || made(Kind::Lambda(vec![name.clone()], Box::new(made(Kind::Column(name.clone())))));
        let call = |name: &str, args| crate::trino::parse::call(at, name, args);
        let given = self.expr(&start, columns)?;
        // Trino starts each part of the rows anew and combines the parts; only where that changes nothing is the
        // answer known.
        let twice = call("reduce", vec![made(Kind::Array(vec![start.clone()])), start.clone(), both, same()]);
        let twice = self.expr(&twice, columns)?;
        let fixed = !twice.any(&mut |t| matches!(t.node, Node::Column(..) | Node::Outer(..)));
        let twice_value = if fixed { eval(&twice, &Row::empty()).ok() } else { None };
        let neutral = given.value().zip(twice_value.as_ref()).is_some_and(|(a, b)| a.same(b) && !a.is_null());
        if !neutral || given.ty != twice.ty {
            return Err(Fault::unsupported(at, "reduce_agg with a start that is not neutral"));
        }
        let mut all = call("array_agg", vec![item.clone()]);
        if let Kind::Call(inside) = &mut all.kind {
            inside.filter = Some(made(Kind::IsNull { expr: Box::new(item), negated: true }));
        }
        self.expr(&call("reduce", vec![all, start, each, same()]), columns)
    }

    fn clock(&self, name: &str, at: Pos) -> Outcome<Typed> {
        let now = self.now().int().div_euclid(1000) * 1000;
        let (value, ty) = match name {
            "current_date" => (now.div_euclid(DAY), Type::Date),
            "localtimestamp" => (now, Type::Timestamp(3)),
            "localtime" => (now.rem_euclid(DAY), Type::Time(3)),
            "current_time" => return Err(Fault::unsupported(at, "a time with time zone")),
            _ => (now, Type::instant()),
        };
        Ok(Typed::constant(Value::Int(value), ty, at))
    }
}
