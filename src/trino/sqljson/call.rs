//! The calls as they are run: input, path, and what happens when nothing is found or something fails.

use super::construct;
use super::item::Item;
use super::path::Path;
use super::read::read;
use super::walk::walk;
use crate::trino::cast;
use crate::trino::eval::{Row, eval};
use crate::trino::fault::{Fault, Outcome, UNSUPPORTED};
use crate::trino::ir::Typed;
use crate::trino::types::{Type, VARCHAR};
use crate::trino::value::Value;
use std::sync::Arc;

/// Which function it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Function {
    Exists,
    Value,
    Query,
    Object,
    Array,
}

/// What stands in for a result that is empty or failed.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Otherwise {
    Error,
    /// NULL, and UNKNOWN.
    Null,
    True,
    False,
    EmptyArray,
    EmptyObject,
    /// An argument, by its number.
    Default(usize),
}

/// Whether what JSON_QUERY finds is put into an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Wrapper {
    Without,
    Conditional,
    Unconditional,
}

/// A call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Which function.
    pub function: Function,
    /// The input, what is passed to the path, and the defaults; or keys and values; or values.
    pub args: Vec<Typed>,
    /// For each argument, whether it is a text of JSON.
    pub json: Vec<bool>,
    /// The path.
    pub path: Option<Arc<Path>>,
    /// The names of what is passed to the path.
    pub names: Vec<String>,
    /// WRAPPER.
    pub wrapper: Wrapper,
    /// OMIT QUOTES.
    pub omit_quotes: bool,
    /// ON EMPTY.
    pub on_empty: Otherwise,
    /// ON ERROR.
    pub on_error: Otherwise,
    /// NULL ON NULL.
    pub nulls: bool,
    /// WITH UNIQUE KEYS.
    pub unique: bool,
}

impl Call {
    /// Whether it can fail for some rows.
    pub fn can_fail(&self) -> bool {
        let fails = |o: &Otherwise| *o == Otherwise::Error;
        let makes = matches!(self.function, Function::Object | Function::Array);
        makes || fails(&self.on_empty) || fails(&self.on_error) || self.args.iter().any(Typed::can_fail)
    }

    /// The value in a row.
    pub fn run(&self, ty: &Type, row: &Row<'_>) -> Outcome<Value> {
        match self.function {
            Function::Object | Function::Array => {
                let made = construct::made(self, row)?;
                output(&made, ty)
            }
            _ => self.asked(ty, row),
        }
    }

    /// An argument as an item.
    pub(super) fn item(&self, index: usize, value: Value) -> Outcome<Item> {
        let ty = &self.args[index].ty;
        Ok(match value {
            Value::Null => Item::Null,
            Value::Bytes(bytes) if self.json[index] => match std::str::from_utf8(&bytes) {
                Ok(text) => read(text)?,
                Err(_) => {
                    return Err(Fault::new(
                        UNSUPPORTED,
                        "JSON of bytes that are no UTF-8 cannot be read on local logs",
                    ));
                }
            },
            Value::Text(text) if self.json[index] => read(&text)?,
            value => match ty {
                Type::Boolean | Type::Varchar(_) | Type::Date | Type::Time(_) => {
                    Item::Scalar(value, ty.clone())
                }
                Type::Timestamp(_) | Type::TimestampTz(..) => Item::Scalar(value, ty.clone()),
                ty if ty.is_number() => Item::Scalar(value, ty.clone()),
                _ => Item::Scalar(cast::cast(value, ty, &VARCHAR)?, VARCHAR),
            },
        })
    }

    fn asked(&self, ty: &Type, row: &Row<'_>) -> Outcome<Value> {
        let Some(path) = &self.path else { return Ok(Value::Null) };
        let count = 1 + self.names.len();
        let mut values = Vec::with_capacity(count);
        for arg in &self.args[..count] {
            values.push(eval(arg, row)?);
        }
        if values[0].is_null() {
            return Ok(Value::Null);
        }
        let mut items = Vec::with_capacity(count);
        for (index, value) in values.into_iter().enumerate() {
            match self.item(index, value) {
                Ok(item) => items.push(item),
                // An input that is no JSON makes the call fail, and ON ERROR applies; a value that cannot be cast
                // makes the whole statement fail.
                Err(fault) if fault.code == "JSON_INPUT_CONVERSION_ERROR" => {
                    return self.instead(&self.on_error, fault, ty, row);
                }
                Err(fault) => return Err(fault),
            }
        }
        let root = items.remove(0);
        let passed: Vec<(String, Item)> = self.names.iter().cloned().zip(items).collect();
        match walk(path, &root, &passed) {
            Ok(found) => self.answer(found, ty, row),
            Err(fault) if fault.code == UNSUPPORTED => Err(fault),
            Err(fault) => self.instead(&self.on_error, fault, ty, row),
        }
    }

    fn answer(&self, mut found: Vec<Item>, ty: &Type, row: &Row<'_>) -> Outcome<Value> {
        if self.function == Function::Exists {
            return Ok(Value::Bool(!found.is_empty()));
        }
        if found.is_empty() {
            return self.instead(&self.on_empty, self.fault("JSON path found no items"), ty, row);
        }
        let wrap = match (self.wrapper, found.as_slice()) {
            (Wrapper::Without, _) | (Wrapper::Conditional, [Item::Array(_) | Item::Object(_)]) => false,
            _ => self.function == Function::Query,
        };
        let item = match found.len() {
            _ if wrap => Item::Array(Arc::new(found)),
            1 => found.remove(0),
            _ => return self.instead(&self.on_error, self.fault("JSON path found multiple items"), ty, row),
        };
        let made = match (self.function, &item) {
            (Function::Query, Item::Scalar(Value::Text(text), _)) if self.omit_quotes => text_as(text, ty),
            (Function::Query, _) => output(&item, ty),
            (_, Item::Null | Item::Missing) => Ok(Value::Null),
            (_, Item::Scalar(value, own)) if cast::allowed(own, ty) => cast::cast(value.clone(), own, ty),
            _ => Err(self.fault("JSON path found an item that cannot be converted to an SQL value")),
        };
        match made {
            Err(fault) if fault.code != UNSUPPORTED => {
                self.instead(&self.on_error, self.fault(&fault.message), ty, row)
            }
            made => made,
        }
    }

    fn fault(&self, message: &str) -> Fault {
        match self.function {
            Function::Value => Fault::new(
                "JSON_VALUE_RESULT_ERROR",
                format!("cannot extract SQL scalar from JSON: {message}"),
            ),
            _ => {
                Fault::new("JSON_OUTPUT_CONVERSION_ERROR", format!("conversion from JSON failed: {message}"))
            }
        }
    }

    fn instead(&self, otherwise: &Otherwise, fault: Fault, ty: &Type, row: &Row<'_>) -> Outcome<Value> {
        match otherwise {
            Otherwise::Error => Err(fault),
            Otherwise::Null => Ok(Value::Null),
            Otherwise::True => Ok(Value::Bool(true)),
            Otherwise::False => Ok(Value::Bool(false)),
            Otherwise::EmptyArray => text_as("[]", ty),
            Otherwise::EmptyObject => text_as("{}", ty),
            Otherwise::Default(index) => eval(&self.args[*index], row),
        }
    }
}

/// An item as text or bytes.
fn output(item: &Item, ty: &Type) -> Outcome<Value> {
    let mut text = String::new();
    match item.write(&mut text) {
        Some(()) => text_as(&text, ty),
        None => Err(Fault::new(
            "JSON_OUTPUT_CONVERSION_ERROR",
            "conversion from JSON failed: the value has no form in JSON",
        )),
    }
}

fn text_as(text: &str, ty: &Type) -> Outcome<Value> {
    match ty {
        Type::Varbinary => Ok(Value::Bytes(text.as_bytes().to_vec())),
        ty => cast::cast(Value::text(text), &VARCHAR, ty),
    }
}
