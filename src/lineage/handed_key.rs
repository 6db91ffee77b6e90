//! Keys that a response hands out, wherever they stand in it. Responses of listing calls name keys, too.

use super::fields::{Column, Fields};
use super::new_identity::is_key;
use serde_json::Value;

/// Every access key ID that stands in a JSON value behind its usual name.
pub fn keys_in(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(keys_in).collect(),
        Value::Object(fields) => fields.iter().flat_map(|(name, value)| named(name, value)).collect(),
        _ => Vec::new(),
    }
}

fn named(name: &str, value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if name.eq_ignore_ascii_case("accessKeyId") && is_access_key(text) => {
            vec![text.clone()]
        }
        value => keys_in(value),
    }
}

fn is_access_key(text: &str) -> bool {
    is_key(text) && (text.starts_with("ASIA") || text.starts_with("AKIA"))
}

/// Whether a key in the response of a call is one that the call hands out: neither the caller's own, nor one that the
/// request names, nor a long-term key that a reading call merely tells of. What IAM hands out has rows of its own.
pub fn hands_out(event: &Fields<'_>, key: &str) -> bool {
    let listed = key.starts_with("AKIA") && event.read_only != Some(false);
    let asked = event.column(Column::Request).is_some_and(|request| request.to_string().contains(key));
    let own = event.access_key_id.as_deref() == Some(key);
    event.event_source.as_deref() != Some("iam.amazonaws.com") && !own && !asked && !listed
}
