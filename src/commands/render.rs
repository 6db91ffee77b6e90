//! `queries render`: a question, or a statement that collects, as one complete statement to paste into a console.

use super::{Done, Outside, catalog, in_partitions, lake_relation, print, relation};
use crate::catalog::Catalog;
use crate::cli::{PartitionsArg, Render, TargetArg};
use crate::embedded::is_event_data_store;
use crate::source::trino::Layout;
use crate::sql::{self, List, Params, Relation, Target};
use crate::subject::{AccessKeyId, Window, parse_time};

/// Every question.
const ALL: &str = "all";

/// Runs `queries render`. Several statements are told apart by a comment with the ID and end in semicolons.
pub fn render(args: &Render, outside: &mut Outside<'_>) -> Result<Done, String> {
    let catalog = catalog(&args.templates)?;
    let window = Window::new(parse_time("--from", &args.from)?, parse_time("--to", &args.to)?)?;
    let relation = over(args, &catalog, window)?;
    let keys = args
        .access_keys
        .iter()
        .map(|key| AccessKeyId::parse(key).map(|key| key.as_str().to_string()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| format!("--access-key {error}"))?;
    let mut ids: Vec<&str> = args.ids.iter().map(String::as_str).collect();
    if ids.contains(&ALL) {
        ids = catalog.questions.iter().map(|question| question.id.as_str()).collect();
    }
    for id in &ids {
        let text = match catalog.template(&collecting(id)).is_ok() {
            true => collect(id, &catalog, args, &keys, &relation)?,
            false => question(id, &catalog, &keys, &relation)?,
        };
        let text = if ids.len() > 1 { format!("-- {id}\n{text};\n\n") } else { format!("{text}\n") };
        print(outside, &text)?;
    }
    let whole = relation.target == Target::Athena && args.partitions == PartitionsArg::None;
    let note = "without --partitions Athena reads, and bills, the whole table whatever the window is";
    Ok(Done { gaps: false, notes: whole.then(|| note.to_string()).into_iter().collect() })
}

/// The relation `events` over the target's table.
fn over(args: &Render, catalog: &Catalog, window: Window) -> Result<Relation, String> {
    let target = match args.target {
        TargetArg::Local => Target::Local,
        TargetArg::Athena => Target::Athena,
        TargetArg::Trino => Target::Trino,
        TargetArg::Lake => {
            if !is_event_data_store(&args.table) {
                return Err(format!(
                    "--table `{}` is not the ID of an event data store; give the UUID at the end of its ARN",
                    args.table.escape_debug()
                ));
            }
            return lake_relation(catalog, window, &args.table.to_ascii_lowercase());
        }
    };
    let mut relation = relation(catalog, window, target, &table(&args.table)?)?;
    let layout = match args.partitions {
        PartitionsArg::None => Layout::None,
        PartitionsArg::Day => Layout::Day,
        PartitionsArg::Timestamp => Layout::Timestamp,
    };
    in_partitions(&mut relation, layout, window, args.late_days);
    Ok(relation)
}

fn table(name: &str) -> Result<Vec<&str>, String> {
    let parts: Vec<&str> = name.split('.').map(|part| part.trim_matches('"')).collect();
    if parts.len() > 3 || parts.iter().any(|part| part.is_empty()) {
        return Err(format!(
            "--table `{}` is not a table name; write TABLE, DATABASE.TABLE or CATALOG.DATABASE.TABLE",
            name.escape_debug()
        ));
    }
    Ok(parts)
}

/// A question over what was signed with the keys, or over everything in the window where none is given.
fn question(id: &str, catalog: &Catalog, keys: &[String], relation: &Relation) -> Result<String, String> {
    let mut relation = relation.clone();
    if !keys.is_empty() {
        // A definition of the operator's own may have no place for them, and would give everything in the window.
        if !List::Keys.is_asked_for(&relation.source) {
            return Err(format!(
                "{} limits `events` to no access keys; add a condition with {{{{ keys }}}} to it, as the built-in one has, or leave out --access-key",
                relation.name
            ));
        }
        relation.params.extend([List::Keys.of(keys.to_vec())]);
    }
    let question = catalog.question(id)?.statement.clone();
    Ok(sql::complete(id, question, &relation)?.text)
}

/// Path of a statement that collects.
fn collecting(id: &str) -> String {
    format!("collect/{id}.sql")
}

/// What a run asks of a source. The values stand in the statement itself.
fn collect(
    id: &str,
    catalog: &Catalog,
    args: &Render,
    keys: &[String],
    relation: &Relation,
) -> Result<String, String> {
    let template = catalog.template(&collecting(id))?;
    let mut params = Params::new();
    for list in List::ALL {
        let (option, values) = match list {
            List::Keys => ("--access-key", keys),
            List::Principals => ("--principal", args.principals.as_slice()),
            List::Names => ("--user", args.users.as_slice()),
            List::Roles => ("--role", args.roles.as_slice()),
            List::Calls => ("--call", args.calls.as_slice()),
            List::Issuers => ("--issuer", args.issuers.as_slice()),
            List::People => ("--person", args.people.as_slice()),
            List::Shared => ("--shared-event", args.shared.as_slice()),
            List::Accounts => ("--account", args.accounts.as_slice()),
            List::Addresses => ("--address", args.addresses.as_slice()),
        };
        if !values.is_empty() {
            params.extend([list.of(values.to_vec())]);
        } else if list.is_asked_for(template) {
            return Err(format!("`{id}` asks for certain {list}; give {option}"));
        }
    }
    let statement = catalog.collecting(&collecting(id), params)?;
    Ok(sql::complete(id, statement, relation)?.text)
}
