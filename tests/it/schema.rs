//! `docs/incident.schema.json` describes every field that a case has, and no other.

use crate::harness::{demo, json, repository};
use serde_json::Value;

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The part of JSON Schema that the file uses.
fn check(value: &Value, schema: &Value, path: &str, wrong: &mut Vec<String>) {
    if schema == &Value::Bool(true) {
        return;
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.contains(&kind(value)) {
        wrong.push(format!("{path}: {} is not {types:?}", kind(value)));
    }
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                match (schema["properties"].get(key), &schema["additionalProperties"]) {
                    (Some(known), _) => check(member, known, &format!("{path}.{key}"), wrong),
                    (None, Value::Object(_)) => {
                        check(member, &schema["additionalProperties"], &format!("{path}.{key}"), wrong)
                    }
                    (None, Value::Bool(true)) => {}
                    _ => wrong.push(format!("{path}.{key} is not described")),
                }
            }
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            wrong.extend(
                required
                    .filter(|key| !members.contains_key(*key))
                    .map(|key| format!("{path}.{key} is missing")),
            );
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(n, item)| check(item, &schema["items"], &format!("{path}[{n}]"), wrong)),
        _ => {}
    }
}

#[test]
fn the_facts_of_the_demonstration_are_as_described() {
    let schema = json(&repository("docs/incident.schema.json"));
    let mut wrong = Vec::new();
    check(&json(&demo().join("case/incident.json")), &schema, "incident", &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
