//! What must be right of an operator's own templates beside their form: those of `events/` and `collect/` are filled in only
//! when they are used, and the report counts on what the built-in ones say.

use super::{BUILTIN, fragments, header};
use crate::event;
use crate::sql::{self, List, Params, Relation, SqlValue, Target};
use chrono::DateTime;
use minijinja::Value;
use sqlparser::ast;

/// Checks such a template, those of `events/` and `collect/` with example values; questions were read already.
pub(super) fn check(path: &str, text: &str, fragments: &Params) -> Result<(), String> {
    match path.split_once('/') {
        Some(("events", "athena.sql")) => relation(path, text, Target::Athena),
        Some(("events", "lake.sql")) => relation(path, text, Target::Lake),
        Some(("events", _)) => {
            Err("nothing uses it; `events` is defined by events/athena.sql and events/lake.sql".into())
        }
        Some(("collect", _)) => collecting(path, text, fragments),
        Some((fragments::FOLDER, _)) => match BUILTIN.iter().any(|(name, _)| *name == path) {
            true => Ok(()),
            false => Err("nothing uses it; it replaces no built-in fragment of this name".into()),
        },
        _ => question(path, text),
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

/// A statement that collects must give what the built-in one of its name gives: what it leaves out would be missing from
/// the report and not be missed.
fn collecting(path: &str, text: &str, fragments: &Params) -> Result<(), String> {
    let params = super::with(fragments, example());
    let columns = |text: &str| match sql::question(path, text, &params)? {
        ast::Statement::Query(query) => Ok(sql::columns(&query).unwrap_or_else(all)),
        _ => Ok::<_, String>(Vec::new()),
    };
    let shipped = BUILTIN.iter().find(|(name, _)| *name == path);
    let (_, shipped) = shipped.ok_or("nothing uses it; it replaces no built-in template of this name")?;
    let (needed, own) = (columns(shipped)?, columns(text)?);
    match needed.iter().find(|name| !own.contains(name)) {
        Some(name) => Err(format!("it has no column `{name}`, which the built-in one has")),
        None => Ok(()),
    }
}

/// A question that replaces a built-in one must keep that one's `tells_of` and `fact`. Sections of the report rest on them:
/// without them they would be wrong, and nothing else would show it.
fn question(path: &str, text: &str) -> Result<(), String> {
    let Some((_, shipped)) = BUILTIN.iter().find(|(name, _)| *name == path) else { return Ok(()) };
    let (shipped, own) = (header::split(shipped)?.0, header::split(text)?.0);
    if let Some(word) = shipped.tells_of.iter().find(|word| !own.tells_of.contains(word)) {
        return Err(format!("its header has no `tells_of = [\"{word}\"]`, which the built-in one has"));
    }
    match shipped.fact.filter(|fact| own.fact != Some(*fact)) {
        Some(fact) => Err(format!("its header has no `fact = \"{fact}\"`, which the built-in one has")),
        None => Ok(()),
    }
}

/// The columns of `events`.
fn all() -> Vec<String> {
    event::COLUMNS.iter().map(|(name, _)| name.to_string()).collect()
}

/// Every parameter that a template may name without asking whether it is there; `hours` is asked for so.
fn example() -> Params {
    let lists = List::ALL.iter().map(|list| list.of(vec!["example".into()]));
    let time = DateTime::UNIX_EPOCH;
    let others = [
        ("table", SqlValue::Table(vec!["cloudtrail_logs".into()]).into_value()),
        ("from", SqlValue::IsoTime(time).into_value()),
        ("to", SqlValue::IsoTime(time).into_value()),
        ("layout", Value::from("")),
        ("first_day", SqlValue::Day(time).into_value()),
        ("last_day", SqlValue::Day(time).into_value()),
    ];
    lists.chain(others).collect()
}
