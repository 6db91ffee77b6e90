//! `queries`: list, show, render, check, export.

use super::{Done, Outside, catalog, print, relation, render};
use crate::catalog::{BUILTIN, Catalog};
use crate::cli::Queries;
use crate::evidence::CaseWriter;
use crate::report::encode;
use crate::sql::{self, Target};
use crate::subject::Window;
use chrono::{NaiveDate, NaiveTime};

/// Runs `queries …`.
pub fn queries(args: &Queries, outside: &mut Outside<'_>) -> Result<Done, String> {
    match args {
        Queries::List(templates) => {
            for question in &catalog(templates)?.questions {
                let category = question.category.map_or("volume", |c| c.as_str());
                print(
                    outside,
                    &format!(
                        "{category:<24} {:<44} {}\n",
                        question.id,
                        encode::terminal_line(&question.header.title)
                    ),
                )?;
            }
        }
        Queries::Show { id, templates } => {
            let catalog = catalog(templates)?;
            let question = catalog.question(id)?;
            let folder = question.category.map_or("volume", |c| c.as_str());
            let text = catalog.template(&format!("{folder}/{id}.sql")).unwrap_or(&question.sql);
            let shown = encode::terminal_text(text);
            print(outside, &shown)?;
            let note = (shown != text).then(|| {
                "characters that cannot be seen are printed as \\u{…}; the template itself holds them"
                    .to_string()
            });
            return Ok(Done { gaps: false, notes: note.into_iter().collect() });
        }
        Queries::Render(args) => return render::render(args, outside),
        Queries::Check(templates) => {
            let catalog = catalog(templates)?;
            check(&catalog)?;
            let count = catalog.questions.len();
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

/// Whether each question is a statement of Athena once `events` is defined in it: what the guard lets through may still be
/// SQL of another engine.
fn check(catalog: &Catalog) -> Result<(), String> {
    let day =
        |day: u32| NaiveDate::from_ymd_opt(2026, 1, day).map(|day| day.and_time(NaiveTime::MIN).and_utc());
    let window = Window::new(day(1).unwrap_or_default(), day(2).unwrap_or_default())?;
    let relation = relation(catalog, window, Target::Athena, &["cloudtrail_logs"])?;
    for question in &catalog.questions {
        let text = sql::complete(&question.id, question.statement.clone(), &relation)?.text;
        crate::trino::parse::statements(&text).map_err(|fault| {
            format!("the question {} ({}) is no statement for Athena: {fault}", question.id, question.origin)
        })?;
    }
    Ok(())
}
