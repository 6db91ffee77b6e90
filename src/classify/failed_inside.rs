//! Calls that succeeded by their error code and failed by what their response tells.

use crate::event::Event;
use crate::lenient_json;
use crate::table::Table;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::LazyLock;

struct Rule {
    /// Path in the response.
    failure: &'static str,
    /// The text of the value that means failure; anything but nothing if there is none.
    value: Option<&'static str>,
    /// Path of the list that shows whether all of it failed.
    all: Option<&'static str>,
}

/// The rules by source (without its domain) and call.
static RULES: LazyLock<HashMap<(&str, &str), Rule>> = LazyLock::new(|| {
    const TABLE: Table<5> = Table::new(include_str!("failed_inside.tsv"));
    let rules = TABLE.rows().flat_map(|[source, calls, failure, value, all]| {
        let (value, all) =
            (Some(value).filter(|value| *value != "*"), Some(all).filter(|all| !all.is_empty()));
        calls.split(' ').map(move |call| ((source, call), Rule { failure, value, all }))
    });
    rules.collect()
});

/// Whether nothing of what a call asked for was done, although it has no error code.
pub(super) fn failed_inside(event: &Event) -> bool {
    let (Some(source), Some(call)) = (&event.event_source, &event.event_name) else { return false };
    let source = source.strip_suffix(".amazonaws.com").unwrap_or(source);
    let Some(rule) = RULES.get(&(source, call.as_str())) else { return false };
    let parsed = |text: &Option<String>| text.as_deref().and_then(lenient_json::parse).unwrap_or_default();
    let response = parsed(&event.response_elements);
    let failure = at(&response, rule.failure);
    let fits = match rule.value {
        Some(value) => text(failure).as_deref() == Some(value),
        None => entries(failure) > 0,
    };
    fits && match rule.all.and_then(|all| all.split_once('.')) {
        None => true,
        Some(("responseElements", path)) => entries(at(&response, path)) == 0,
        Some((_, path)) => entries(failure) >= entries(at(&parsed(&event.request_parameters), path)),
    }
}

fn at<'a>(root: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(root, |value, key| &value[key])
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    }
}

/// How many there are: of a list its entries, of a number itself. EC2 writes a list of one as its only entry, and an
/// empty one as an empty text.
fn entries(value: &Value) -> u64 {
    match value {
        Value::Null => 0,
        Value::Bool(is) => u64::from(*is),
        Value::Number(number) => number.as_u64().unwrap_or(0),
        Value::String(text) => u64::from(!text.is_empty()),
        Value::Array(list) => list.len() as u64,
        Value::Object(members) => members.get("item").map_or(u64::from(!members.is_empty()), entries),
    }
}
