//! The names in a call's parameters or answer, with the kind of thing that each is a name of.

use super::names::plain;
use crate::vocabulary::is_withheld;
use serde_json::Value;

/// A text at some place of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// `user` of `userName`; empty where the place is only called `name`, `id` or `arn`.
    pub kind: String,
    /// `name`, `id`, `arn`, `identifier`, `url` or `ip`.
    pub form: &'static str,
    /// Whether the place is called the source of something: `sourceSnapshotId`.
    pub source: bool,
    /// The text.
    pub text: String,
}

/// Ends of the names of fields that name something, and what form of name that is.
const FORMS: [(&str, &str); 6] = [
    ("identifier", "identifier"),
    ("name", "name"),
    ("arn", "arn"),
    ("id", "id"),
    ("url", "url"),
    // An elastic address is named by itself: `publicIp`.
    ("publicip", "ip"),
];

/// Places that only hold a list, or the one text of an element.
const WRAPPERS: [&str; 5] = ["items", "item", "member", "members", "content"];

/// All names in a JSON text.
pub fn fields(json: Option<&str>) -> Vec<Field> {
    let mut found = Vec::new();
    if let Some(value) = json.and_then(crate::lenient_json::parse) {
        walk(&value, "", "", &mut found);
    }
    found
}

fn walk(value: &Value, key: &str, parent: &str, found: &mut Vec<Field>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if WRAPPERS.contains(&name.as_str()) {
                    walk(member, key, parent, found);
                } else if name.ends_with("Request") || name.ends_with("Response") {
                    // Newer calls of EC2 have all parameters in one: `CreateNatGatewayRequest`.
                    walk(member, "", "", found);
                } else {
                    walk(member, name, key, found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, key, parent, found)),
        Value::String(text) => found.extend(field(key, parent, text)),
        _ => {}
    }
}

fn field(key: &str, parent: &str, text: &str) -> Option<Field> {
    if is_withheld(text) {
        return None;
    }
    let lower = key.to_ascii_lowercase();
    let stem = lower.strip_suffix("set").unwrap_or(&lower);
    let stem = stem.strip_suffix('s').unwrap_or(stem);
    let (kind, form) = FORMS.iter().find_map(|(end, form)| Some((stem.strip_suffix(end)?, *form)))?;
    let kind = if form == "ip" { "public" } else { kind };
    // `user.arn`: what holds the field says what it is of.
    let kind = if kind.is_empty() { plain(parent) } else { plain(kind) };
    let (source, kind) = match kind.strip_prefix("source") {
        Some(rest) if !rest.is_empty() => (true, rest.to_string()),
        _ => (false, kind),
    };
    Some(Field { kind, form, source, text: text.to_string() })
}
