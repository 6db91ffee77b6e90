//! Calls: which overload fits, what the arguments become, and the calls that are no plain functions.

use super::expr::instant_only;
use super::{Analysis, Column, mismatch};
use crate::trino::aggregates;
use crate::trino::ast::{Call, Expr, Kind, Name};
use crate::trino::coerce::common;
use crate::trino::eval::{Row, eval};
use crate::trino::fault::{Fault, Outcome, Pos};
use crate::trino::fold::{coerce, fold};
use crate::trino::functions::{Overload, Pattern, bind, instantiate, overloads, zone_of_call};
use crate::trino::ir::{Node, Typed};
use crate::trino::operator::Binary;
use crate::trino::types::{Type, Zone};
use std::collections::HashMap;
use std::sync::Arc;

/// An argument while overloads are tried.
enum Given<'e> {
    Value(Typed),
    Lambda(&'e Expr),
}

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
        match (name, call.args.as_slice()) {
            ("try", [inner]) => {
                let inner = self.expr(inner, columns)?;
                let ty = inner.ty.clone();
                return Ok(fold(Typed::new(Node::Try(Box::new(inner)), ty, at)));
            }
            ("if", [condition, rest @ ..]) if matches!(rest.len(), 1 | 2) => {
                let condition = self.expr(condition, columns)?;
                let condition = self.boolean(condition, "IF condition")?;
                let results = rest.iter().map(|r| self.expr(r, columns)).collect::<Outcome<Vec<_>>>()?;
                let (mut results, ty) = self.unify(results, "Result types for IF")?;
                let otherwise = if rest.len() == 2 { results.pop().map(Box::new) } else { None };
                let whens = results.into_iter().map(|r| (condition.clone(), r)).collect();
                return Ok(fold(Typed::new(Node::Case(whens, otherwise), ty, at)));
            }
            ("coalesce", [_, _, ..]) => {
                let parts = call.args.iter().map(|a| self.expr(a, columns)).collect::<Outcome<Vec<_>>>()?;
                let (parts, ty) = self.unify(parts, "All COALESCE operands")?;
                return Ok(fold(Typed::new(Node::Coalesce(parts), ty, at)));
            }
            (
                "now" | "current_timestamp" | "localtimestamp" | "current_date" | "current_time"
                | "localtime",
                _,
            ) => {
                return self.clock(name, at);
            }
            ("current_catalog" | "current_schema", []) => {
                return Err(Fault::unsupported(
                    at,
                    format!("{name}, which names the account's own catalog,"),
                ));
            }
            ("reduce_agg", [item, start, each, both]) => {
                return self.reduced([item, start, each, both], at, columns);
            }
            ("current_timezone", []) => {
                return Ok(Typed::constant("UTC".into(), Type::Varchar(None), at));
            }
            _ => {}
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

    /// REDUCE_AGG as a reduction of what ARRAY_AGG collects.
    fn reduced(&mut self, args: [&Expr; 4], at: Pos, columns: &[Column]) -> Outcome<Typed> {
        let [item, start, each, both] = args.map(Clone::clone);
        let made = |kind| Expr { kind, at };
        let name = Name { text: "$state".into(), at, quoted: true };
        let same = || made(Kind::Lambda(vec![name.clone()], Box::new(made(Kind::Column(name.clone())))));
        let call = |name: &str, args| crate::trino::parse::call(at, name, args);
        let given = self.expr(&start, columns)?;
        // The engine starts as often as it has parts; only where that changes nothing is the answer known.
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
        let day = crate::trino::time::DAY;
        let (value, ty) = match name {
            "current_date" => (now.div_euclid(day), Type::Date),
            "localtimestamp" => (now, Type::Timestamp(3)),
            "localtime" => (now.rem_euclid(day), Type::Time(3)),
            "current_time" => return Err(Fault::unsupported(at, "a time with time zone")),
            _ => (now, Type::instant()),
        };
        Ok(Typed::constant(crate::trino::value::Value::Int(value), ty, at))
    }

    /// Calls a function with analysed arguments.
    pub(super) fn invoke(&mut self, name: &str, args: Vec<Typed>, at: Pos) -> Outcome<Typed> {
        self.resolve(name, args.into_iter().map(Given::Value).collect(), at, &[])
    }

    fn resolve(&mut self, name: &str, args: Vec<Given<'_>>, at: Pos, columns: &[Column]) -> Outcome<Typed> {
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
        let types: Vec<String> = args
            .iter()
            .map(|a| match a {
                Given::Value(value) => value.ty.to_string(),
                Given::Lambda(_) => "<function>".into(),
            })
            .collect();
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

    fn fit(
        &mut self,
        overload: &Arc<Overload>,
        args: &[Given<'_>],
        at: Pos,
        columns: &[Column],
        exact: bool,
    ) -> Outcome<Option<Typed>> {
        if overload.name == "json_extract_scalar"
            && matches!(&args[0], Given::Value(value) if value.ty == Type::Unknown)
        {
            return Err(Fault::at(
                "AMBIGUOUS_FUNCTION_CALL",
                at,
                "NULL is both text and JSON here; write CAST(NULL AS varchar)",
            ));
        }
        if overload.signature.text.starts_with("varbinary, varbinary...")
            && args.iter().any(|a| matches!(a, Given::Value(value) if value.ty == Type::Unknown))
            && args
                .iter()
                .all(|a| matches!(a, Given::Value(v) if matches!(v.ty, Type::Unknown | Type::Varbinary)))
        {
            return Err(Fault::at(
                "AMBIGUOUS_FUNCTION_CALL",
                at,
                "NULL is of no type here; write CAST(NULL AS varbinary)",
            ));
        }
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
                return Ok(None);
            }
        }
        if overload.name == "nullif"
            && bound.get("T").zip(bound.get("U")).is_none_or(|(a, b)| common(a, b).is_none())
        {
            return mismatch(at, "Types are not comparable with NULLIF");
        }
        if matches!(overload.name, "map_from_entries" | "multimap_from_entries") {
            match bound.get("E") {
                Some(Type::Row(fields)) if fields.len() == 2 => {
                    let (k, v) = (fields[0].1.clone(), fields[1].1.clone());
                    bound.extend([("K", k), ("V", v)]);
                }
                _ => return Ok(None),
            }
        }
        let mut typed = Vec::with_capacity(args.len());
        for (index, arg) in args.iter().enumerate() {
            let pattern = overload.signature.arg(index);
            typed.push(match (arg, pattern) {
                (Given::Value(value), Pattern::Var("ANY")) => value.clone(),
                (Given::Value(value), Pattern::Exact(Type::Varchar(None)))
                    if matches!(value.ty, Type::Varchar(_)) =>
                {
                    value.clone()
                }
                (Given::Value(value), Pattern::Exact(Type::Timestamp(_) | Type::TimestampTz(..)))
                    if matches!(value.ty, Type::Timestamp(_) | Type::TimestampTz(..)) =>
                {
                    value.clone()
                }
                // The difference is taken in the zone of the first moment.
                (Given::Value(value), Pattern::Family("instant", _))
                    if overload.name == "date_diff" && matches!(value.ty, Type::TimestampTz(..)) =>
                {
                    value.clone()
                }
                (Given::Value(value), pattern) => coerce(value.clone(), &instantiate(pattern, &bound)),
                (Given::Lambda(lambda), Pattern::Function(params, returns)) => {
                    let types: Vec<Type> = params.iter().map(|p| instantiate(p, &bound)).collect();
                    let Some(made) = self.lambda(lambda, &types, columns)? else { return Ok(None) };
                    if made.ty == Type::Unknown && **returns == Pattern::Exact(Type::Boolean) {
                        return Ok(None);
                    }
                    if !bind(returns, &made.ty, &mut bound, false) {
                        return Ok(None);
                    }
                    made
                }
                (Given::Lambda(_), _) => return Ok(None),
            });
        }
        for (arg, pattern) in typed.iter_mut().zip(&overload.signature.args) {
            if let (Node::Lambda(_, body), Pattern::Function(_, returns)) = (&mut arg.node, pattern) {
                let wanted = instantiate(returns, &bound);
                **body = coerce(body.take(), &wanted);
            }
        }
        if overload.name == "array_join"
            && matches!(&typed[0].ty, Type::Array(item) if matches!(**item, Type::Array(_) | Type::Map(..) | Type::Row(_)))
        {
            return Err(Fault::at(
                "OPERATOR_NOT_FOUND",
                at,
                "the items of array_join must be castable to varchar",
            ));
        }
        // Only what is known to be one character, or none, is asked for its code.
        if overload.name == "codepoint"
            && !matches!(&args[0], Given::Value(value) if matches!(value.ty, Type::Unknown | Type::Varchar(Some(0 | 1))))
        {
            return Ok(None);
        }
        if overload.name == "format"
            && typed
                .iter()
                .any(|t| matches!(t.ty, Type::Array(_) | Type::Map(..) | Type::Row(_) | Type::Varbinary))
        {
            return Err(Fault::at("NOT_SUPPORTED", at, "bytes, arrays, maps and rows cannot be formatted"));
        }
        if !matches!(overload.name, "greatest" | "least") || typed.iter().all(|t| t.ty.orderable()) {
            Ok(Some(self.called(overload, typed, &bound, at)?))
        } else {
            mismatch(at, "the arguments have no order")
        }
    }

    fn called(
        &mut self,
        overload: &Arc<Overload>,
        mut args: Vec<Typed>,
        bound: &HashMap<&'static str, Type>,
        at: Pos,
    ) -> Outcome<Typed> {
        let mut ty = instantiate(&overload.signature.returns, bound);
        let types: Vec<Type> = args.iter().map(|a| a.ty.clone()).collect();
        if overload.name == "map_entries"
            && let (Some(k), Some(v)) = (bound.get("K"), bound.get("V"))
        {
            ty = Type::Row(vec![(None, k.clone()), (None, v.clone())]).array();
        }
        if overload.name == "zip" {
            let item =
                |t: &Type| if let Type::Array(item) = t { (None, *item.clone()) } else { (None, t.clone()) };
            ty = Type::Row(types.iter().map(item).collect()).array();
        }
        // How long a text can become is part of its type.
        match (overload.name, types.as_slice()) {
            ("chr", _) => ty = Type::Varchar(Some(1)),
            ("normalize", _) => ty = Type::Varchar(None),
            ("replace", [Type::Varchar(Some(x)), _]) => ty = Type::Varchar(Some(*x)),
            ("replace", [Type::Varchar(Some(x)), _, Type::Varchar(Some(z))]) => {
                ty = Type::Varchar(x.checked_add(1).and_then(|gaps| gaps.checked_mul(*z)?.checked_add(*x)));
            }
            _ => {}
        }
        if overload.signature.text.starts_with("decimal")
            && let Some(made) = crate::trino::functions::decimal_type(overload.name, &types)
        {
            ty = made;
        }
        let mut overload = overload.clone();
        if overload.name == "from_unixtime"
            && let [_, hours, minutes] = args.as_slice()
        {
            let (Some(hours), Some(minutes)) = (hours.value(), minutes.value()) else {
                return Err(Fault::unsupported(at, "a time zone that is not a literal"));
            };
            let total = hours.int() * 60 + minutes.int();
            if total.abs() > 14 * 60 {
                return Err(Fault::at(
                    "INVALID_FUNCTION_ARGUMENT",
                    at,
                    format!("Invalid offset minutes {total}"),
                ));
            }
            let sign = if total < 0 { '-' } else { '+' };
            let name = match total.abs() {
                0 => "UTC".to_string(),
                n => format!("{sign}{:02}:{:02}", n / 60, n % 60),
            };
            let ty = Type::TimestampTz(3, Zone::Named(name.into()));
            return Ok(fold(Typed::new(Node::Call(overload, args), ty, at)));
        }
        if let Type::TimestampTz(digits, zone) = &mut ty {
            *zone = match overload.name {
                "at_timezone" | "with_timezone" | "from_unixtime" if args.len() == 2 => {
                    if let Type::TimestampTz(p, _) | Type::Timestamp(p) = &types[0] {
                        *digits = *p;
                    }
                    if overload.name != "from_unixtime" {
                        let first = args.remove(0);
                        args.insert(0, instant_only(first));
                    }
                    let Some(name) = args[1].value().map(|v| v.str().to_string()) else {
                        return Err(Fault::unsupported(at, "a time zone that is not a literal"));
                    };
                    if crate::trino::time::rule(&name).is_none() {
                        return Err(Fault::at(
                            "INVALID_FUNCTION_ARGUMENT",
                            at,
                            format!("'{name}' is not a valid time zone"),
                        ));
                    }
                    Zone::Named(name.into())
                }
                "from_iso8601_timestamp" | "parse_datetime" => {
                    let texts: Option<Vec<&str>> = args.iter().map(|a| a.value().map(|v| v.str())).collect();
                    texts.and_then(|t| zone_of_call(overload.name, &t)).unwrap_or_else(Zone::utc)
                }
                _ => match types.iter().find(|t| matches!(t, Type::TimestampTz(..))) {
                    Some(Type::TimestampTz(_, zone)) => zone.clone(),
                    _ => zone.clone(),
                },
            };
            if self.options.instants
                && overload.name == "from_iso8601_timestamp"
                && let Some(lenient) = overloads("$from_iso8601_instant")
            {
                overload = lenient[0].clone();
            }
        }
        if overload.name == "to_unixtime" {
            let first = args.remove(0);
            args.insert(0, instant_only(first));
        }
        Ok(fold(Typed::new(Node::Call(overload, args), ty, at)))
    }

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
