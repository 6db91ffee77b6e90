//! `queries`: list, show, render, check, export.

use super::{Done, Outside, catalog, print, render};
use crate::catalog::{BUILTIN, Catalog, Question};
use crate::cli::Queries;
use crate::evidence::CaseWriter;

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
        Queries::Render(args) => return render::render(args, outside),
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

pub(super) fn find<'a>(catalog: &'a Catalog, id: &str) -> Result<&'a Question, String> {
    catalog.get(id).ok_or_else(|| {
        format!("there is no question `{}`; `keytrail queries list` names them all", id.escape_debug())
    })
}
