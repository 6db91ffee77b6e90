//! SQL's JSON functions: what may stand in them, and the types.

use super::{Analysis, Column, mismatch};
use crate::trino::ast::{Expr, JsonCall, JsonInput, JsonOtherwise, Kind};
use crate::trino::coerce::coerces;
use crate::trino::fault::{Fault, Outcome, Pos};
use crate::trino::fold::{coerce, fold};
use crate::trino::ir::{Node, Typed};
use crate::trino::sqljson::{Call, Function, Otherwise, Wrapper, parse};
use crate::trino::types::{Type, VARCHAR};
use std::sync::Arc;

/// The arguments of a call.
#[derive(Default)]
struct Inputs {
    args: Vec<Typed>,
    /// For each argument, whether it is a text of JSON.
    json: Vec<bool>,
}

impl Inputs {
    /// Adds one and gives its number.
    fn push(&mut self, arg: Typed, is_json: bool) -> usize {
        self.args.push(arg);
        self.json.push(is_json);
        self.args.len() - 1
    }
}

impl Analysis<'_> {
    pub(super) fn json(&mut self, call: &JsonCall, at: Pos, columns: &[Column]) -> Outcome<Typed> {
        let mut inputs = self.json_args(call, columns)?;
        let names = self.passed(call, &mut inputs, columns)?;
        let path = match &call.path {
            Some((text, place)) => {
                let path = parse::parse(text).map_err(|fault| fault.or_at(*place))?;
                let known: Vec<&str> = names.iter().map(String::as_str).collect();
                path.check(&known).map_err(|fault| fault.or_at(*place))?;
                Some(Arc::new(path))
            }
            None => None,
        };
        let ty = returned(call, at)?;
        if call.wrapper != Wrapper::Without && call.omit_quotes.is_some() {
            return Err(Fault::at(
                "INVALID_FUNCTION_ARGUMENT",
                at,
                "OMIT QUOTES and KEEP QUOTES cannot stand beside WITH ARRAY WRAPPER",
            ));
        }
        let on_empty = match &call.on_empty {
            Some(given) => self.otherwise(given, "ON EMPTY", &ty, &mut inputs, columns)?,
            None => Otherwise::Null,
        };
        let on_error = match &call.on_error {
            Some(given) => self.otherwise(given, "ON ERROR", &ty, &mut inputs, columns)?,
            None if call.function == Function::Exists => Otherwise::False,
            None => Otherwise::Null,
        };
        let node = Node::Json(Box::new(Call {
            function: call.function,
            args: inputs.args,
            json: inputs.json,
            path,
            names,
            wrapper: call.wrapper,
            omit_quotes: call.omit_quotes == Some(true),
            on_empty,
            on_error,
            nulls: call.nulls.unwrap_or(call.function == Function::Object),
            unique: call.unique,
        }));
        Ok(fold(Typed::new(node, ty, at)))
    }

    /// The input; or keys and values; or values.
    fn json_args(&mut self, call: &JsonCall, columns: &[Column]) -> Outcome<Inputs> {
        let makes = matches!(call.function, Function::Object | Function::Array);
        let mut inputs = Inputs::default();
        for (index, input) in call.args.iter().enumerate() {
            let key = call.function == Function::Object && index % 2 == 0;
            let (arg, is_json) = self.json_input(input, !makes, columns)?;
            if key && !matches!(arg.ty, Type::Varchar(_) | Type::Unknown) {
                return Err(Fault::at(
                    "INVALID_FUNCTION_ARGUMENT",
                    arg.at.0,
                    format!("Invalid type of JSON object key: {}", arg.ty),
                ));
            }
            inputs.push(arg, is_json && !key);
        }
        Ok(inputs)
    }

    /// The names of what PASSING gives to the path.
    fn passed(&mut self, call: &JsonCall, inputs: &mut Inputs, columns: &[Column]) -> Outcome<Vec<String>> {
        let mut names: Vec<String> = Vec::new();
        for (input, name) in &call.passing {
            let (arg, is_json) = self.json_input(input, false, columns)?;
            inputs.push(arg, is_json);
            // A name without quotes is in capitals here.
            let text = if name.quoted { name.text.clone() } else { name.text.to_ascii_uppercase() };
            if names.contains(&text) {
                return Err(Fault::at(
                    "DUPLICATE_PARAMETER_NAME",
                    name.at,
                    format!("{text} JSON path parameter is specified more than once"),
                ));
            }
            names.push(text);
        }
        Ok(names)
    }

    /// What stands in for a result that is empty or failed.
    fn otherwise(
        &mut self,
        given: &JsonOtherwise,
        when: &str,
        ty: &Type,
        inputs: &mut Inputs,
        columns: &[Column],
    ) -> Outcome<Otherwise> {
        let expr = match given {
            JsonOtherwise::Plain(plain) => return Ok(plain.clone()),
            JsonOtherwise::Default(expr) => expr,
        };
        let value = self.expr(expr, columns)?;
        if !coerces(&value.ty, ty) {
            return mismatch(
                value.at.0,
                format!(
                    "Function JSON_VALUE default {when} result must evaluate to a {ty} (actual: {})",
                    value.ty
                ),
            );
        }
        Ok(Otherwise::Default(inputs.push(coerce(value, ty), false)))
    }

    /// An input, and whether it is a text of JSON.
    fn json_input(&mut self, input: &JsonInput, always: bool, columns: &[Column]) -> Outcome<(Typed, bool)> {
        let arg = self.expr(&input.expr, columns)?;
        let at = arg.at.0;
        let encoding = input.format.as_ref().and_then(|f| f.0.as_deref());
        // What these functions make is JSON without being called so.
        if input.format.is_none() && !always && !makes_json(&input.expr) {
            return match arg.ty {
                Type::Array(_) | Type::Map(..) | Type::Row(_) | Type::Varbinary => Err(Fault::at(
                    "NOT_SUPPORTED",
                    at,
                    format!("Unsupported type of value passed to a JSON function: {}", arg.ty),
                )),
                _ => Ok((arg, false)),
            };
        }
        match (&arg.ty, encoding) {
            (Type::Varchar(_) | Type::Unknown, None) | (Type::Varbinary, None | Some("UTF8")) => {
                Ok((arg, true))
            }
            (Type::Varbinary, Some(encoding)) => Err(Fault::unsupported(at, format!("JSON in {encoding}"))),
            (ty, _) => mismatch(at, format!("Cannot read input of type {ty} as JSON using this formatting")),
        }
    }
}

fn makes_json(expr: &Expr) -> bool {
    match &expr.kind {
        Kind::Json(call) => {
            matches!(call.function, Function::Query | Function::Object | Function::Array)
        }
        _ => false,
    }
}

/// The type that a call returns.
fn returned(call: &JsonCall, at: Pos) -> Outcome<Type> {
    let ty = match &call.returning {
        _ if call.function == Function::Exists => return Ok(Type::Boolean),
        Some(name) => Type::parse(name)?,
        None => VARCHAR,
    };
    if call.function == Function::Value {
        return match &ty {
            Type::Varchar(_) | Type::Boolean | Type::Date | Type::Time(_) | Type::Timestamp(_) => Ok(ty),
            Type::TimestampTz(..) => Err(Fault::unsupported(at, "JSON_VALUE of a timestamp with time zone")),
            t if t.is_number() => Ok(ty),
            other => mismatch(at, format!("Invalid return type of function JSON_VALUE: {other}")),
        };
    }
    match (&ty, call.encoding.as_deref()) {
        (Type::Varchar(_), None) | (Type::Varbinary, None | Some("UTF8")) => Ok(ty),
        (Type::Varbinary, Some(encoding)) => Err(Fault::unsupported(at, format!("JSON in {encoding}"))),
        (other, _) => mismatch(at, format!("Cannot output JSON value as {other} using this formatting")),
    }
}
