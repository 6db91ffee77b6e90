//! Wrappers of findings.

use serde_json::{Map, Value};

/// Keys that hold a finding, several, or another wrapper, in lower case: of lists of findings, EventBridge, SNS and SQS and
/// what functions get of them, CloudWatch Logs, Splunk and Elastic.
const HOLDERS: [&str; 17] = [
    "findings",
    "detail",
    "records",
    "messages",
    "message",
    "sns",
    "body",
    "events",
    "logevents",
    "hits",
    "_source",
    "event",
    "original",
    "result",
    "results",
    "_raw",
    "data",
];

/// Wrappers inside wrappers.
const MOST: u8 = 8;

/// Calls `found` with each finding in a document, keys in lower case.
pub fn findings(document: Value, found: &mut dyn FnMut(Value)) -> Result<(), String> {
    walk(fold(document), found, 0)
}

fn walk(value: Value, found: &mut dyn FnMut(Value), depth: u8) -> Result<(), String> {
    match value {
        Value::Array(items) => items.into_iter().try_for_each(|item| walk(item, found, depth)),
        Value::Object(mut fields) => {
            let is_finding = fields.contains_key("type") && fields.contains_key("service")
                || fields.contains_key("types") && fields.contains_key("resources")
                || fields.contains_key("finding_info");
            if is_finding {
                found(Value::Object(fields));
                return Ok(());
            }
            let held: Vec<Value> =
                HOLDERS.iter().filter_map(|key| held(key, fields.remove(*key)?)).collect::<Result<_, _>>()?;
            if held.is_empty() || depth == MOST {
                return Err("it holds an object that is neither a GuardDuty finding (type, service) nor a Security Hub finding (Types, Resources; in OCSF finding_info); give the finding itself or a list of findings".into());
            }
            held.into_iter().try_for_each(|inner| walk(inner, found, depth + 1))
        }
        _ => Err("it holds JSON that is not an object; give the finding itself".into()),
    }
}

/// What a key holds, as it is or as text; nothing where it is of another kind.
fn held(key: &str, value: Value) -> Option<Result<Value, String>> {
    match value {
        Value::Object(_) | Value::Array(_) => Some(Ok(value)),
        Value::String(text) if text.trim_start().starts_with(['{', '[']) => {
            let inner = serde_json::from_str(&text).map(fold);
            Some(inner.map_err(|error| format!("what stands at `{key}` is not JSON ({error})")))
        }
        _ => None,
    }
}

/// Keys in lower case at every depth: the services write them in different cases.
fn fold(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let folded: Map<String, Value> =
                fields.into_iter().map(|(key, value)| (key.to_ascii_lowercase(), fold(value))).collect();
            Value::Object(folded)
        }
        Value::Array(items) => Value::Array(items.into_iter().map(fold).collect()),
        other => other,
    }
}
