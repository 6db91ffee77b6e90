//! `classify`: one JSON line per event of a whole folder.

use super::opened::Opened;
use super::{Done, Outside, catalog, no_records, print};
use crate::analyse::{Analyst, Classified};
use crate::catalog::Catalog;
use crate::classify::calm;
use crate::cli::Classify;
use crate::digest::hash64;
use crate::report::encode;
use crate::source::Source;
use crate::sql;
use crate::subject::{Window, parse_time, rfc3339};
use serde::Serialize;
use std::collections::HashMap;
use tokio::sync::mpsc;

#[derive(Serialize)]
struct Line<'a> {
    event_id: Option<&'a str>,
    event_time: Option<String>,
    event_source: Option<&'a str>,
    event_name: Option<&'a str>,
    outcome: &'a str,
    category: &'a str,
    categories: Vec<&'a str>,
    questions: Vec<&'a str>,
    techniques: &'a [String],
    severity: &'a str,
    severity_reason: &'a str,
}

/// Runs `classify`.
pub async fn classify(args: &Classify, outside: &mut Outside<'_>) -> Result<Done, String> {
    let earliest = "1970-01-01T00:00:00Z".to_string();
    let latest = "9999-01-01T00:00:00Z".to_string();
    let from = parse_time("--from", args.from.as_ref().unwrap_or(&earliest))?;
    let to = parse_time("--to", args.to.as_ref().unwrap_or(&latest))?;
    let window = Window::new(from, to)?;
    let catalog = catalog(&args.templates)?;
    let source = Opened::open(&args.source, outside, false).await?;
    let analyst = Analyst::new(catalog.clone()).await?;
    let relation = source.relation(&catalog, window)?;
    // Files are read in order; a cluster's rows come in any order, and what is a burst depends on it.
    let text = match source.target() {
        sql::Target::Local => "SELECT * FROM events",
        _ => "SELECT * FROM events ORDER BY event_time, event_id",
    };
    let everything = sql::question("everything", text, &sql::Params::new())?;
    let statement = sql::complete("everything", everything, &relation)?;
    let (send, mut receive) = mpsc::channel(4);
    let mut seen: HashMap<u64, u64> = HashMap::new();
    let (mut printed, mut repeated) = (0_u64, 0_u64);
    let consume = async {
        while let Some(batch) = receive.recv().await {
            for mut analysed in analyst.classify(batch).await?.1 {
                calm(&analysed.event, &mut analysed.class);
                let (id, content) = hashes(&analysed);
                if id.is_some_and(|id| seen.insert(id, content) == Some(content)) {
                    repeated += 1;
                    continue;
                }
                printed += 1;
                print(outside, &line(&analysed, &catalog)?)?;
            }
        }
        Ok::<(), String>(())
    };
    let (result, consumed) = tokio::join!(source.run(&statement, send), consume);
    consumed?;
    let receipt = result.map_err(|error| error.to_string())?;
    let unanswered = analyst.unanswered();
    let not_asked = unanswered.iter().map(|(id, error)| {
        format!(
            "the question {id} could not be asked of some events, which may be in another category: {error}"
        )
    });
    let Some(report) = source.take_report() else {
        let mut notes =
            vec![format!("{} records of the window = {printed} printed + {repeated} repeated", receipt.rows)];
        notes.extend(not_asked);
        return Ok(Done { gaps: !unanswered.is_empty(), notes });
    };
    if report.records == 0 {
        return Err(no_records(&args.source, &report));
    }
    let left_out = report.lost();
    let outside_window = report.records.saturating_sub(printed + repeated);
    let mut notes = vec![format!(
        "{} records read = {printed} printed + {repeated} repeated + {outside_window} outside the window or without a usable time; {left_out} left out as unreadable",
        report.records
    )];
    notes.extend(report.notes());
    notes.extend(not_asked);
    Ok(Done { gaps: report.lacks() || !unanswered.is_empty(), notes })
}

fn hashes(analysed: &Classified) -> (Option<u64>, u64) {
    let id = analysed.event.event_id.as_ref().map(hash64);
    (id, analysed.event.content_hash())
}

fn line(analysed: &Classified, catalog: &Catalog) -> Result<String, String> {
    let (event, class) = (&analysed.event, &analysed.class);
    let line = Line {
        event_id: event.event_id.as_deref(),
        event_time: event.event_time.map(rfc3339),
        event_source: event.event_source.as_deref(),
        event_name: event.event_name.as_deref(),
        outcome: class.outcome.as_str(),
        category: class.category.as_str(),
        categories: std::iter::once(class.category)
            .chain(class.secondary.iter().copied())
            .map(|c| c.as_str())
            .collect(),
        questions: class.questions.iter().map(|q| catalog.questions[*q].id.as_str()).collect(),
        techniques: &class.techniques,
        severity: class.severity.as_str(),
        severity_reason: &class.severity_reason,
    };
    encode::json(&line).map(|text| text + "\n").map_err(|error| format!("printing an event: {error}"))
}
