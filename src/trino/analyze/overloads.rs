//! Which overload of a function fits a call, and what the arguments become.

use super::{Analysis, Column, coerce, mismatch};
use crate::trino::ast::{Expr, Kind};
use crate::trino::coerce::common;
use crate::trino::fault::{Fault, Outcome, Pos};
use crate::trino::functions::{Bound, Overload, Pattern, bind, instantiate, overloads};
use crate::trino::ir::{Node, Typed};
use crate::trino::types::Type;
use std::collections::HashMap;
use std::sync::Arc;

/// An argument while overloads are tried.
pub(super) enum Given<'e> {
    Value(Typed),
    Lambda(&'e Expr),
}

impl Given<'_> {
    /// The type of a value.
    fn ty(&self) -> Option<&Type> {
        if let Given::Value(value) = self { Some(&value.ty) } else { None }
    }
}

impl Analysis<'_> {
    /// Calls a function with analysed arguments.
    pub(super) fn invoke(&mut self, name: &str, args: Vec<Typed>, at: Pos) -> Outcome<Typed> {
        self.resolve(name, args.into_iter().map(Given::Value).collect(), at, &[])
    }

    pub(super) fn resolve(
        &mut self,
        name: &str,
        args: Vec<Given<'_>>,
        at: Pos,
        columns: &[Column],
    ) -> Outcome<Typed> {
        let Some(all) = overloads(name) else {
            return Err(Fault::at(
                "FUNCTION_NOT_FOUND",
                at,
                format!("Function '{name}' not registered{}", advice(name)),
            ));
        };
        for exact in [true, false] {
            for overload in all.iter().filter(|o| o.signature.takes(args.len())) {
                if let Some(typed) = self.fit(overload, &args, at, columns, exact)? {
                    return Ok(typed);
                }
            }
        }
        let shown = |arg: &Given<'_>| arg.ty().map_or_else(|| "<function>".into(), Type::to_string);
        let types: Vec<String> = args.iter().map(shown).collect();
        let expected: Vec<String> = all.iter().map(|o| format!("{name}({}", o.signature.text)).collect();
        Err(Fault::at(
            "FUNCTION_NOT_FOUND",
            at,
            format!(
                "Unexpected parameters ({}) for function {}. Expected: {}",
                types.join(", "),
                name.trim_start_matches('$'),
                expected.join("; ")
            ),
        ))
    }

    /// The call of an overload, if it fits. `exact` allows no coercion.
    fn fit(
        &mut self,
        overload: &Arc<Overload>,
        args: &[Given<'_>],
        at: Pos,
        columns: &[Column],
        exact: bool,
    ) -> Outcome<Option<Typed>> {
        refuse_ambiguous(overload, args, at)?;
        let Some(mut bound) = bound(overload, args, exact) else { return Ok(None) };
        if overload.name == "nullif"
            && bound.get("T").zip(bound.get("U")).is_none_or(|(a, b)| common(a, b).is_none())
        {
            return mismatch(at, "Types are not comparable with NULLIF");
        }
        if matches!(overload.name, "map_from_entries" | "multimap_from_entries") {
            let Some(Type::Row(fields)) = bound.get("E") else { return Ok(None) };
            let [(_, key), (_, value)] = fields.as_slice() else { return Ok(None) };
            let pair = [("K", key.clone()), ("V", value.clone())];
            bound.extend(pair);
        }
        let Some(typed) = self.converted(overload, args, columns, &mut bound)? else { return Ok(None) };
        refuse_types(overload, &typed, at)?;
        Ok(Some(self.called(overload, typed, &bound, at)?))
    }

    /// The arguments as an overload takes them; nothing where a lambda does not fit.
    fn converted(
        &mut self,
        overload: &Overload,
        args: &[Given<'_>],
        columns: &[Column],
        bound: &mut Bound,
    ) -> Outcome<Option<Vec<Typed>>> {
        let mut typed = Vec::with_capacity(args.len());
        for (index, arg) in args.iter().enumerate() {
            typed.push(match (arg, overload.signature.arg(index)) {
                (Given::Value(value), pattern) if stays(overload, pattern, &value.ty) => value.clone(),
                (Given::Value(value), pattern) => coerce(value.clone(), &instantiate(pattern, bound)),
                (Given::Lambda(lambda), Pattern::Function(params, returns)) => {
                    let types: Vec<Type> = params.iter().map(|p| instantiate(p, bound)).collect();
                    let Some(made) = self.lambda(lambda, &types, columns)? else { return Ok(None) };
                    if made.ty == Type::Unknown && **returns == Pattern::Exact(Type::Boolean) {
                        return Ok(None);
                    }
                    if !bind(returns, &made.ty, bound, false) {
                        return Ok(None);
                    }
                    made
                }
                (Given::Lambda(_), _) => return Ok(None),
            });
        }
        // Only now is it known what the variables stand for in which the lambdas return.
        for (arg, pattern) in typed.iter_mut().zip(&overload.signature.args) {
            if let (Node::Lambda(_, body), Pattern::Function(_, returns)) = (&mut arg.node, pattern) {
                **body = coerce(body.take(), &instantiate(returns, bound));
            }
        }
        Ok(Some(typed))
    }

    /// A lambda over parameters of some types; nothing where it has another number of them.
    fn lambda(&mut self, lambda: &Expr, types: &[Type], columns: &[Column]) -> Outcome<Option<Typed>> {
        let Kind::Lambda(names, body) = &lambda.kind else { return Ok(None) };
        if names.len() != types.len() {
            return Ok(None);
        }
        let before = self.params.len();
        let mut ids = Vec::new();
        for (name, ty) in names.iter().zip(types) {
            self.next += 1;
            ids.push(self.next);
            self.params.push((name.text.clone(), self.next, ty.clone()));
        }
        let body = self.expr(body, columns);
        self.params.truncate(before);
        let body = body?;
        if body.any(&mut |t| {
            matches!(
                t.node,
                Node::Aggregate(_)
                    | Node::Window(_)
                    | Node::Subquery(_)
                    | Node::InQuery(..)
                    | Node::Exists(_)
            )
        }) {
            return Err(Fault::unsupported(lambda.at, "an aggregation or a subquery inside a lambda"));
        }
        let ty = body.ty.clone();
        Ok(Some(Typed::new(Node::Lambda(ids, Box::new(body)), ty, lambda.at)))
    }
}

/// Refuses NULL where it could be of several types.
fn refuse_ambiguous(overload: &Overload, args: &[Given<'_>], at: Pos) -> Outcome<()> {
    let refuse = |advice| Err(Fault::at("AMBIGUOUS_FUNCTION_CALL", at, advice));
    let null = |arg: &Given<'_>| arg.ty() == Some(&Type::Unknown);
    if overload.name == "json_extract_scalar" && null(&args[0]) {
        return refuse("NULL is both text and JSON here; write CAST(NULL AS varchar)");
    }
    if overload.signature.text.starts_with("varbinary, varbinary...")
        && args.iter().any(null)
        && args.iter().all(|arg| null(arg) || arg.ty() == Some(&Type::Varbinary))
    {
        return refuse("NULL is of no type here; write CAST(NULL AS varbinary)");
    }
    Ok(())
}

/// What the variables of an overload stand for, if it fits.
fn bound(overload: &Overload, args: &[Given<'_>], exact: bool) -> Option<Bound> {
    let mut bound = HashMap::new();
    for (index, arg) in args.iter().enumerate() {
        let pattern = overload.signature.arg(index);
        let good = match arg {
            // FORMAT takes values of any types.
            Given::Value(_) if *pattern == Pattern::Var("ANY") => true,
            Given::Value(value) => bind(pattern, &value.ty, &mut bound, exact),
            Given::Lambda(_) => matches!(pattern, Pattern::Function(..)),
        };
        if !good {
            return None;
        }
    }
    // Only what is known to be one character, or none, is asked for its code.
    let character = |ty: &Type| matches!(ty, Type::Unknown | Type::Varchar(Some(0 | 1)));
    (overload.name != "codepoint" || args[0].ty().is_some_and(character)).then_some(bound)
}

/// Whether a value is passed in its own type, without a cast to that of the signature.
fn stays(overload: &Overload, pattern: &Pattern, ty: &Type) -> bool {
    match (pattern, ty) {
        (Pattern::Var("ANY"), _) | (Pattern::Exact(Type::Varchar(None)), Type::Varchar(_)) => true,
        (
            Pattern::Exact(Type::Timestamp(_) | Type::TimestampTz(..)),
            Type::Timestamp(_) | Type::TimestampTz(..),
        ) => true,
        // The difference is taken in the zone of the first moment.
        (Pattern::Family("instant", _), Type::TimestampTz(..)) => overload.name == "date_diff",
        _ => false,
    }
}

/// Refuses types that fit the signature and that the function does not take all the same.
fn refuse_types(overload: &Overload, args: &[Typed], at: Pos) -> Outcome<()> {
    let nested = |ty: &Type| matches!(ty, Type::Array(_) | Type::Map(..) | Type::Row(_));
    match overload.name {
        "array_join" if matches!(&args[0].ty, Type::Array(item) if nested(item)) => {
            Err(Fault::at("OPERATOR_NOT_FOUND", at, "the items of array_join must be castable to varchar"))
        }
        "format" if args.iter().any(|arg| nested(&arg.ty) || arg.ty == Type::Varbinary) => {
            Err(Fault::at("NOT_SUPPORTED", at, "bytes, arrays, maps and rows cannot be formatted"))
        }
        "greatest" | "least" if !args.iter().all(|arg| arg.ty.orderable()) => {
            mismatch(at, "the arguments have no order")
        }
        _ => Ok(()),
    }
}

/// Functions of other engines, and what stands for them here.
fn advice(name: &str) -> &'static str {
    match name {
        "ifnull" | "nvl" => "; write coalesce(x, y)",
        "len" | "char_length" => "; write length(x)",
        "to_timestamp" => "; write from_unixtime(x) or date_parse(x, format)",
        "string_agg" | "group_concat" => "; write listagg(x, ',') WITHIN GROUP (ORDER BY x)",
        "array_has" => "; write contains(array, x)",
        "get_json_object" => "; write json_extract_scalar(x, '$.path')",
        "arrow_typeof" => "; write typeof(x)",
        "datediff" => "; write date_diff('day', x, y)",
        "dateadd" => "; write date_add('day', n, x)",
        "instr" | "position" => "; write strpos(x, y)",
        _ => "",
    }
}
