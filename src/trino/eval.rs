//! Runs typed expressions row by row, with Trino's laziness: what an AND, an OR, a CASE or a COALESCE does not
//! need is not run, so it cannot fail.

use super::cast;
use super::fault::{Fault, Outcome};
use super::functions::{Context, Overload};
use super::ir::{Node, Typed};
use super::number;
use super::value::{Value, compare};
use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};

/// What an expression sees while it runs.
pub struct Row<'a> {
    /// Reads an argument of the program.
    read: &'a dyn Fn(usize) -> Value,
    /// The arguments that were read so far. Each is read once, and only when it is needed.
    inputs: &'a [OnceCell<Value>],
    /// Lambda parameters by their numbers, the innermost last.
    pub params: RefCell<Vec<(usize, Value)>>,
}

impl<'a> Row<'a> {
    /// A row without lambda parameters. `inputs` has an empty cell for each argument.
    pub fn new(read: &'a dyn Fn(usize) -> Value, inputs: &'a [OnceCell<Value>]) -> Self {
        Self { read, inputs, params: RefCell::default() }
    }

    /// A row for what reads nothing.
    pub fn empty() -> Row<'static> {
        Row::new(&|_| Value::Null, &[])
    }

    fn input(&self, index: usize) -> Option<&Value> {
        self.inputs.get(index).map(|cell| cell.get_or_init(|| (self.read)(index)))
    }
}

/// The value of an expression in a row, without a copy of what is there already.
fn seen<'v>(expr: &'v Typed, row: &'v Row<'_>) -> Outcome<Cow<'v, Value>> {
    Ok(match &expr.node {
        Node::Const(value) => Cow::Borrowed(value),
        Node::Input(index) => row.input(*index).map_or(Cow::Owned(Value::Null), Cow::Borrowed),
        _ => Cow::Owned(eval(expr, row)?),
    })
}

/// The value of an expression in a row.
pub fn eval(expr: &Typed, row: &Row<'_>) -> Outcome<Value> {
    Ok(match &expr.node {
        Node::Const(value) => value.clone(),
        Node::Input(index) => row.input(*index).cloned().unwrap_or(Value::Null),
        Node::Param(id) => {
            let params = row.params.borrow();
            params.iter().rev().find(|(known, _)| known == id).map_or(Value::Null, |(_, value)| value.clone())
        }
        Node::Field(of, index) => match eval(of, row)? {
            Value::List(mut items) if *index < items.len() => items.swap_remove(*index),
            _ => Value::Null,
        },
        Node::Call(overload, args) => call(overload, args, expr, row)?,
        Node::Compare(op, left, right) => {
            let (a, b) = (seen(left, row)?, seen(right, row)?);
            compare(*op, &a, &b).map_err(|fault| fault.or_at(expr.at.0))?
        }
        Node::Arithmetic(op, left, right) => {
            let (a, b) = (seen(left, row)?, seen(right, row)?);
            if a.is_null() || b.is_null() {
                return Ok(Value::Null);
            }
            number::arithmetic(*op, (&a, &left.ty), (&b, &right.ty), &expr.ty)
                .map_err(|fault| fault.or_at(expr.at.0))?
        }
        Node::Distinct(left, right) => Value::Bool(!seen(left, row)?.same(seen(right, row)?.as_ref())),
        Node::Cast(inner, safe) => {
            let value = eval(inner, row)?;
            match cast::cast(value, &inner.ty, &expr.ty) {
                Err(_) if *safe => Value::Null,
                made => made.map_err(|fault| fault.or_at(expr.at.0))?,
            }
        }
        Node::And(parts) => all(parts, row)?,
        Node::Or(parts) => any(parts, row)?,
        Node::Not(inner) => match eval(inner, row)? {
            Value::Bool(b) => Value::Bool(!b),
            _ => Value::Null,
        },
        Node::IsNull(inner) => Value::Bool(seen(inner, row)?.is_null()),
        Node::In(inner, list) => one_of(inner, list, row)?,
        Node::Case(whens, otherwise) => case(whens, otherwise.as_deref(), row)?,
        Node::Coalesce(parts) => coalesce(parts, row)?,
        Node::Try(inner) => match eval(inner, row) {
            Err(fault) if caught(&fault) => Value::Null,
            result => result?,
        },
        Node::Make(parts) => Value::List(parts.iter().map(|part| eval(part, row)).collect::<Outcome<_>>()?),
        Node::Json(call) => call.run(&expr.ty, row).map_err(|fault| fault.or_at(expr.at.0))?,
        Node::Column(..)
        | Node::Outer(..)
        | Node::Lambda(..)
        | Node::Aggregate(_)
        | Node::Window(_)
        | Node::Grouping(_)
        | Node::Subquery(_)
        | Node::InQuery(..)
        | Node::Exists(_) => {
            return Err(Fault::new("GENERIC_INTERNAL_ERROR", "an expression was run before it was planned"));
        }
    })
}

#[inline]
fn call(overload: &Overload, args: &[Typed], expr: &Typed, row: &Row<'_>) -> Outcome<Value> {
    let mut values = Vec::with_capacity(args.len());
    for arg in args {
        let value = match arg.node {
            // The body runs it by its place among the arguments.
            Node::Lambda(..) => Cow::Owned(Value::Bool(true)),
            _ => seen(arg, row)?,
        };
        if value.is_null() && !overload.nullable {
            return Ok(Value::Null);
        }
        values.push(value);
    }
    let context = Context { args, returns: &expr.ty, row };
    (overload.body)(&context, &values).map_err(|fault| fault.or_at(expr.at.0))
}

/// AND.
#[inline]
fn all(parts: &[Typed], row: &Row<'_>) -> Outcome<Value> {
    let mut unknown = false;
    for part in parts {
        match eval(part, row)? {
            Value::Bool(true) => {}
            Value::Null => unknown = true,
            _ => return Ok(Value::Bool(false)),
        }
    }
    Ok(if unknown { Value::Null } else { Value::Bool(true) })
}

/// OR.
#[inline]
fn any(parts: &[Typed], row: &Row<'_>) -> Outcome<Value> {
    let mut unknown = false;
    for part in parts {
        match eval(part, row)? {
            Value::Bool(true) => return Ok(Value::Bool(true)),
            Value::Null => unknown = true,
            _ => {}
        }
    }
    Ok(if unknown { Value::Null } else { Value::Bool(false) })
}

/// IN.
#[inline]
fn one_of(value: &Typed, list: &[Typed], row: &Row<'_>) -> Outcome<Value> {
    let value = seen(value, row)?;
    if value.is_null() {
        return Ok(Value::Null);
    }
    let mut unknown = false;
    for item in list {
        match value.equals(seen(item, row)?.as_ref()) {
            Some(true) => return Ok(Value::Bool(true)),
            None => unknown = true,
            _ => {}
        }
    }
    Ok(if unknown { Value::Null } else { Value::Bool(false) })
}

#[inline]
fn case(whens: &[(Typed, Typed)], otherwise: Option<&Typed>, row: &Row<'_>) -> Outcome<Value> {
    for (when, then) in whens {
        if eval(when, row)?.truth() {
            return eval(then, row);
        }
    }
    otherwise.map_or(Ok(Value::Null), |otherwise| eval(otherwise, row))
}

#[inline]
fn coalesce(parts: &[Typed], row: &Row<'_>) -> Outcome<Value> {
    for part in parts {
        let value = eval(part, row)?;
        if !value.is_null() {
            return Ok(value);
        }
    }
    Ok(Value::Null)
}

/// TRY catches these and no others.
fn caught(fault: &Fault) -> bool {
    matches!(
        fault.code,
        "DIVISION_BY_ZERO"
            | "INVALID_CAST_ARGUMENT"
            | "INVALID_FUNCTION_ARGUMENT"
            | "NUMERIC_VALUE_OUT_OF_RANGE"
    )
}
