//! Wrappers: EventBridge, SNS, lists of findings.

use serde_json::{Map, Value};

/// Calls `found` with each finding in a document, keys in lower case.
pub fn findings(document: Value, found: &mut dyn FnMut(Value)) -> Result<(), String> {
    walk(fold(document), found)
}

fn walk(value: Value, found: &mut dyn FnMut(Value)) -> Result<(), String> {
    match value {
        Value::Array(items) => items.into_iter().try_for_each(|item| walk(item, found)),
        Value::Object(mut fields) => {
            if fields.contains_key("detail-type")
                && let Some(detail) = fields.remove("detail")
            {
                return walk(detail, found);
            }
            if let Some(findings @ Value::Array(_)) = fields.remove("findings") {
                return walk(findings, found);
            }
            if fields.contains_key("topicarn")
                && let Some(message) = fields.get("message").and_then(Value::as_str)
            {
                let inner = serde_json::from_str(message)
                    .map_err(|error| format!("the notification's message is not JSON ({error})"))?;
                return walk(fold(inner), found);
            }
            let is_finding = fields.contains_key("type") && fields.contains_key("service")
                || fields.contains_key("types") && fields.contains_key("resources");
            if !is_finding {
                return Err("it holds an object that is neither a GuardDuty finding (type, service) nor a Security Hub finding (Types, Resources); give the finding itself or a list of findings".into());
            }
            found(Value::Object(fields));
            Ok(())
        }
        _ => Err("it holds JSON that is not an object; give the finding itself".into()),
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
