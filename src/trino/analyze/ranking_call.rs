//! Calls of the window functions that are no aggregates: their arguments.

use super::aggregate_call::unexpected;
use super::{Analysis, Column, coerce};
use crate::trino::ast::Call;
use crate::trino::fault::{Fault, Outcome, Pos, invalid};
use crate::trino::ir::Typed;
use crate::trino::ranking::{Kind, Ranking};
use crate::trino::types::Type;
use crate::trino::value::Value;

impl Analysis<'_> {
    /// The arguments as the function takes them, and the type of its result.
    pub(super) fn ranking(
        &mut self,
        ranking: &Ranking,
        call: &Call,
        at: Pos,
        columns: &[Column],
        ordered: bool,
    ) -> Outcome<(Vec<Typed>, Type)> {
        let mut args = call.args.iter().map(|a| self.expr(a, columns)).collect::<Outcome<Vec<_>>>()?;
        let types: Vec<Type> = args.iter().map(|a| a.ty.clone()).collect();
        let Some(ty) = ranking.kind.returns(&types) else {
            return Err(unexpected(ranking.name, &types, at));
        };
        if ranking.kind == Kind::Shift && !ordered {
            return Err(Fault::at(
                "MISSING_ORDER_BY",
                at,
                format!("{} function requires an ORDER BY window clause", ranking.name),
            ));
        }
        checked(ranking, &args, at)?;
        if ranking.kind == Kind::Part {
            args[0] = coerce(args[0].clone(), &Type::Bigint);
        }
        if args.len() > 1 {
            args[1] = coerce(args[1].clone(), &Type::Bigint);
        }
        if args.len() > 2 {
            args[0] = coerce(args[0].clone(), &ty);
            args[2] = coerce(args[2].clone(), &ty);
        }
        Ok((args, ty))
    }
}

/// Refuses counts that are no literals, and those that Trino refuses.
fn checked(ranking: &Ranking, args: &[Typed], at: Pos) -> Outcome<()> {
    let count = args.get(1).map(Typed::value);
    if ranking.kind == Kind::Shift && count.flatten().is_some_and(Value::is_null) {
        return invalid("Offset must not be null");
    }
    let literal = if ranking.kind == Kind::Part { Some(args[0].value()) } else { count };
    if literal == Some(None) {
        return Err(Fault::unsupported(
            at,
            format!("{} with an argument that is not a literal", ranking.name),
        ));
    }
    let least = match ranking.kind {
        Kind::Nth => 1,
        Kind::Shift => 0,
        Kind::Number | Kind::Share | Kind::Part | Kind::End => return Ok(()),
    };
    if count.flatten().is_some_and(|n| !n.is_null() && n.int() < least) {
        return invalid(format!("Offset must be at least {least}"));
    }
    Ok(())
}
