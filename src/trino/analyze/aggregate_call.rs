//! Calls of aggregates: what may stand in them, and their types.

use super::{Analysis, Column, coerce, mismatch};
use crate::trino::aggregates::{Function, Refusal, function};
use crate::trino::ast::{Call, Sort};
use crate::trino::fault::{Fault, Outcome, Pos};
use crate::trino::ir::{Aggregate, Node, SortKey, Typed};
use crate::trino::types::Type;

impl Analysis<'_> {
    pub(super) fn aggregate_call(&mut self, call: &Call, at: Pos, columns: &[Column]) -> Outcome<Typed> {
        let args = call.args.iter().map(|a| self.expr(a, columns)).collect::<Outcome<Vec<_>>>()?;
        let order = self.sort_keys(&call.order, columns)?;
        let filter = match &call.filter {
            Some(filter) => {
                let filter = self.expr(filter, columns)?;
                Some(self.boolean(filter, "FILTER expression")?)
            }
            None => None,
        };
        let Some(function) = function(&call.name).filter(|f| !call.star || f.name == "count") else {
            return Err(Fault::at(
                "FUNCTION_NOT_FOUND",
                at,
                format!("Unexpected parameters (*) for function {}", call.name),
            ));
        };
        let nested = |t: &Typed| matches!(t.node, Node::Aggregate(_));
        if !self.in_window && args.iter().chain(&filter).any(|a| a.any(&mut |t| nested(t))) {
            return Err(Fault::at(
                "NESTED_AGGREGATION",
                at,
                format!("Cannot nest aggregations inside aggregation '{}'", call.name),
            ));
        }
        if call.distinct && order.iter().any(|key| !args.contains(&key.expr)) {
            return Err(Fault::at(
                "EXPRESSION_NOT_IN_DISTINCT",
                at,
                "For aggregate function with DISTINCT, ORDER BY expressions must appear in arguments",
            ));
        }
        let (args, ty) = resolved(function, args, at)?;
        let aggregate = Aggregate { function, args, distinct: call.distinct, order, filter };
        Ok(Typed::new(Node::Aggregate(Box::new(aggregate)), ty, at))
    }

    /// The keys of an ORDER BY inside a call or a window.
    pub(super) fn sort_keys(&mut self, order: &[Sort], columns: &[Column]) -> Outcome<Vec<SortKey>> {
        let keys = order.iter().map(|key| {
            let expr = self.expr(&key.expr, columns)?;
            Ok(SortKey { expr, descending: key.descending, nulls_first: key.nulls_first })
        });
        keys.collect()
    }
}

/// The arguments as the function takes them, and the type of its result.
fn resolved(function: &Function, args: Vec<Typed>, at: Pos) -> Outcome<(Vec<Typed>, Type)> {
    let types: Vec<Type> = args.iter().map(|a| a.ty.clone()).collect();
    match (function.types)(&types) {
        Ok((wanted, returns)) => {
            let args = args.into_iter().zip(&wanted).map(|(arg, ty)| coerce(arg, ty)).collect();
            Ok((args, returns))
        }
        Err(Refusal::Unordered) => {
            let shown = types.first().map(Type::to_string).unwrap_or_default();
            mismatch(at, format!("{shown} has no order: {} cannot be taken", function.name))
        }
        Err(Refusal::Parameters) => Err(unexpected(function.name, &types, at)),
    }
}

/// The fault of a call whose arguments a function does not take.
pub(super) fn unexpected(name: &str, types: &[Type], at: Pos) -> Fault {
    let shown: Vec<String> = types.iter().map(Type::to_string).collect();
    Fault::at(
        "FUNCTION_NOT_FOUND",
        at,
        format!("Unexpected parameters ({}) for function {name}", shown.join(", ")),
    )
}
