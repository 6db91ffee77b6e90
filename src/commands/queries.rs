//! `queries`: list, show, render, check, export.

use super::{Done, Outside, catalog, print, relation};
use crate::catalog::{BUILTIN, Catalog, Question};
use crate::cli::{Queries, TargetArg};
use crate::evidence::CaseWriter;
use crate::sql::{self, Params, SqlValue, Target};
use crate::subject::{AccessKeyId, Window, parse_time};

/// Runs `queries …`.
pub fn queries(args: &Queries, outside: &mut Outside<'_>) -> Result<Done, String> {
    match args {
        Queries::List(templates) => {
            for question in &catalog(templates)?.questions {
                let category = question.category.map_or("volume", |c| c.as_str());
                print(outside, &format!("{:<24} {:<44} {}\n", category, question.id, question.header.title))?;
            }
        }
        Queries::Show { id, templates } => {
            let catalog = catalog(templates)?;
            let question = find(&catalog, id)?;
            let folder = question.category.map_or("volume", |c| c.as_str());
            print(outside, catalog.template(&format!("{folder}/{id}.sql")).unwrap_or(&question.sql))?;
        }
        Queries::Render { id, target, table, access_keys, from, to, templates } => {
            let catalog = catalog(templates)?;
            let window = Window::new(parse_time("--from", from)?, parse_time("--to", to)?)?;
            let target = match target {
                TargetArg::Local => Target::Local,
                TargetArg::Athena => Target::Athena,
                TargetArg::Trino => Target::Trino,
            };
            let parts: Vec<&str> = table.split('.').map(|part| part.trim_matches('"')).collect();
            if parts.len() > 3 || parts.iter().any(|part| part.is_empty()) {
                return Err(format!(
                    "--table `{}` is not a table name; write TABLE, DATABASE.TABLE or CATALOG.DATABASE.TABLE",
                    table.escape_debug()
                ));
            }
            let mut relation = relation(&catalog, window, target, &parts)?;
            if !access_keys.is_empty() {
                let keys = access_keys
                    .iter()
                    .map(|key| AccessKeyId::parse(key).map_err(|e| format!("--access-key {e}")))
                    .collect::<Result<Vec<_>, _>>()?;
                let keys = SqlValue::Texts(keys.iter().map(|key| key.as_str().to_string()).collect());
                relation.params.insert("keys", keys.into_value());
                relation.source.push_str("\n  AND useridentity.accesskeyid IN ({{ keys }})\n");
            }
            let question = sql::question(id, &find(&catalog, id)?.sql, &Params::new())?;
            print(outside, &format!("{}\n", sql::complete(id, &question, &relation)?.text))?;
        }
        Queries::Check(templates) => {
            let count = catalog(templates)?.questions.len();
            return Ok(Done { gaps: false, notes: vec![format!("{count} questions, all in order")] });
        }
        Queries::Export { output } => {
            let writer = CaseWriter::create(output)?;
            for (path, text) in BUILTIN {
                writer.write(path, text)?;
            }
            writer.finish()?;
            return Ok(Done {
                gaps: false,
                notes: vec![format!("{} files written to {}", BUILTIN.len(), output.display())],
            });
        }
    }
    Ok(Done::default())
}

fn find<'a>(catalog: &'a Catalog, id: &str) -> Result<&'a Question, String> {
    catalog.get(id).ok_or_else(|| {
        format!("there is no question `{}`; `keytrail queries list` names them all", id.escape_debug())
    })
}
