//! JSON functions over JSON text. A path that does not lead anywhere, and text that is not JSON, give NULL.

use super::{text_function, texts};
use crate::embedded::json::{Cursor, value_text};
use datafusion::arrow::array::{Array, ArrayRef, AsArray, Int64Array, ListArray, StringArray, StringBuilder};
use datafusion::arrow::datatypes::{DataType, Field, Fields};
use datafusion::common::{Result, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use std::sync::Arc;

pub(super) fn functions() -> Vec<ScalarUDF> {
    vec![
        text_function("json_extract_scalar", 2, DataType::Utf8, |a| by_path(a, scalar)),
        text_function("json_extract", 2, DataType::Utf8, |a| {
            by_path(a, |v| Some(String::from_utf8_lossy(v).into_owned()))
        }),
        text_function("json_array_length", 1, DataType::Int64, |a| {
            let count = |text: Option<&str>| text.and_then(|t| items(t.as_bytes())).map(|i| i.len() as i64);
            Ok(Arc::new(a[0].iter().map(count).collect::<Int64Array>()) as ArrayRef)
        }),
        text_function("json_format", 1, DataType::Utf8, |a| Ok(Arc::new(a[0].clone()) as ArrayRef)),
        text_function("json_parse", 1, DataType::Utf8, |a| Ok(Arc::new(a[0].clone()) as ArrayRef)),
        ScalarUDF::from(RowsJson { signature: Signature::any(1, Volatility::Immutable) }),
    ]
}

/// One step of a JSON path.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Key(String),
    Item(usize),
}

/// Parses `$`, `.name`, `[0]`, `["name"]`.
fn parse_path(path: &str) -> Option<Vec<Step>> {
    let mut rest = path.trim().strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            if end == 0 {
                return None;
            }
            steps.push(Step::Key(after[..end].to_string()));
            rest = &after[end..];
        } else {
            let after = rest.strip_prefix('[')?;
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (inside, end) = match quote {
                Some(quote) => {
                    let close = after[1..].find(quote)? + 1;
                    (&after[1..close], close + 1)
                }
                None => (&after[..after.find(']')?], after.find(']')?),
            };
            steps.push(match (quote, inside.parse()) {
                (None, Ok(index)) => Step::Item(index),
                (None, Err(_)) => return None,
                (Some(_), _) => Step::Key(inside.to_string()),
            });
            rest = after[end..].strip_prefix(']')?;
        }
    }
    Some(steps)
}

fn items(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut cursor = Cursor::new(bytes);
    let mut items = Vec::new();
    cursor.eat(b'[').ok()?;
    if cursor.peek().ok()? == b']' {
        return Some(items);
    }
    loop {
        items.push(cursor.value().ok()?);
        match cursor.peek().ok()? {
            b',' => cursor.at += 1,
            b']' => return Some(items),
            _ => return None,
        }
    }
}

fn find<'a>(text: &'a [u8], steps: &[Step]) -> Option<&'a [u8]> {
    let whole = Cursor::new(text).value().ok()?;
    steps.iter().try_fold(whole, |value, step| match step {
        Step::Item(index) => items(value)?.get(*index).copied(),
        Step::Key(key) => {
            let mut found = None;
            Cursor::new(value)
                .members(|name, member| {
                    let same = name == key.as_bytes()
                        || (name.contains(&b'\\') && crate::embedded::json::text(name, true) == *key);
                    if same {
                        found = Some(member);
                    }
                    !same
                })
                .ok()?;
            found
        }
    })
}

fn scalar(value: &[u8]) -> Option<String> {
    match value.first() {
        Some(b'{' | b'[') => None,
        _ => value_text(value),
    }
}

fn by_path(arguments: &[StringArray], output: impl Fn(&[u8]) -> Option<String>) -> Result<ArrayRef> {
    let mut builder = StringBuilder::new();
    let mut last: Option<(String, Vec<Step>)> = None;
    for (text, path) in arguments[0].iter().zip(arguments[1].iter()) {
        let (Some(text), Some(path)) = (text, path) else {
            builder.append_null();
            continue;
        };
        if last.as_ref().is_none_or(|(known, _)| known != path) {
            let Some(steps) = parse_path(path) else {
                return exec_err!("INVALID_FUNCTION_ARGUMENT: Invalid JSON path: '{path}'");
            };
            last = Some((path.to_string(), steps));
        }
        let steps = last.as_ref().map_or(&[][..], |(_, steps)| steps);
        builder.append_option(find(text.as_bytes(), steps).and_then(&output));
    }
    Ok(Arc::new(builder.finish()))
}

/// `json_format(CAST(x AS JSON))` of an array of rows: JSON text with the field names.
#[derive(Debug, PartialEq, Eq, Hash)]
struct RowsJson {
    signature: Signature,
}

impl ScalarUDFImpl for RowsJson {
    fn name(&self) -> &'static str {
        "rows_json"
    }
    fn signature(&self) -> &Signature {
        &self.signature
    }
    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }
    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let array = args.args[0].to_array(args.number_rows)?;
        let Some(lists) = array.as_list_opt::<i32>() else {
            return Ok(ColumnarValue::Array(Arc::new(texts(&array)?)));
        };
        Ok(ColumnarValue::Array(Arc::new(rows_json(lists)?)))
    }
}

fn rows_json(lists: &ListArray) -> Result<StringArray> {
    let mut builder = StringBuilder::new();
    let names: Fields = match lists.value_type() {
        DataType::Struct(fields) => fields,
        _ => Fields::from(Vec::<Field>::new()),
    };
    for row in 0..lists.len() {
        if lists.is_null(row) {
            builder.append_null();
            continue;
        }
        let rows = lists.value(row);
        let Some(rows) = rows.as_struct_opt() else {
            return exec_err!("only arrays of rows can be written as JSON here");
        };
        let columns = rows.columns().iter().map(texts).collect::<Result<Vec<_>>>()?;
        let object = |item: usize| {
            let member = |(field, column): (&Arc<Field>, &StringArray)| {
                let value =
                    if column.is_null(item) { serde_json::Value::Null } else { column.value(item).into() };
                (field.name().clone(), value)
            };
            serde_json::Value::Object(names.iter().zip(&columns).map(member).collect())
        };
        let all: Vec<serde_json::Value> = (0..rows.len()).map(object).collect();
        builder.append_value(serde_json::Value::Array(all).to_string());
    }
    Ok(builder.finish())
}
