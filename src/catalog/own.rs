//! What must be right of an operator's own `events/` and `collect/` templates, which are filled in only when they are used.

use crate::event;
use crate::sql::{self, Params, Relation, SqlValue, Target};
use chrono::DateTime;
use minijinja::Value;

/// Checks such a template with example values; questions were read already.
pub(super) fn check(path: &str, text: &str) -> Result<(), String> {
    match path.split_once('/') {
        Some(("events", "athena.sql")) => relation(path, text, Target::Athena),
        Some(("events", "lake.sql")) => relation(path, text, Target::Lake),
        Some(("events", _)) => {
            Err("nothing uses it; `events` is defined by events/athena.sql and events/lake.sql".into())
        }
        Some(("collect", _)) => sql::question(path, text, &example()).map(drop),
        _ => Ok(()),
    }
}

/// The definition of `events` must have its columns.
fn relation(path: &str, text: &str, target: Target) -> Result<(), String> {
    let relation = Relation {
        name: path.into(),
        source: text.into(),
        params: example(),
        target,
        event_data_store: None,
    };
    let Some(columns) = relation.columns()? else { return Ok(()) };
    let missing = event::COLUMNS.iter().find(|(name, _)| columns.iter().all(|column| column != name));
    match missing {
        Some((name, _)) => Err(format!(
            "it does not define the relation `events`: it has no column `{name}`; give each column that the built-in one has, as a typed NULL where the source has none"
        )),
        None => Ok(()),
    }
}

/// Every parameter that a template may name.
fn example() -> Params {
    let texts = ["keys", "principals", "names", "roles", "calls", "issuers", "people", "shared"];
    let texts = texts.map(|name| (name, SqlValue::Texts(vec!["example".into()]).into_value()));
    let time = DateTime::UNIX_EPOCH;
    let others = [
        ("table", SqlValue::Table(vec!["cloudtrail_logs".into()]).into_value()),
        ("from", SqlValue::IsoTime(time).into_value()),
        ("to", SqlValue::IsoTime(time).into_value()),
        ("layout", Value::from("")),
    ];
    texts.into_iter().chain(others).collect()
}
