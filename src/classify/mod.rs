//! Rows to categories, outcomes and severities. Pure and total: every event gets exactly one primary category.

mod content;
mod context;
mod failed_inside;
mod outcome;
mod service;

pub use content::{Content, content_read};
pub use context::{Context, Notice};
pub use outcome::{is_read, outcome};
pub use service::calm;

use crate::catalog::{Catalog, Question};
use crate::event::Event;
use crate::vocabulary::{Category, Outcome, Severity};

/// One row of an answer: a question claims an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Index into [`Catalog::questions`].
    pub question: usize,
    /// What was acted on.
    pub target: Option<String>,
    /// With what.
    pub detail: Option<String>,
}

/// What an event is, for a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Classification {
    /// Primary category.
    pub category: Category,
    /// Other categories that questions put it in, in order, without the primary one.
    pub secondary: Vec<Category>,
    /// What came of it.
    pub outcome: Outcome,
    /// How grave it is in its context.
    pub severity: Severity,
    /// Why: the deciding question's title, and the outcome where that lowered it.
    pub severity_reason: String,
    /// The deciding question, then the others, those about circumstances last (indices into [`Catalog::questions`]).
    pub questions: Vec<usize>,
    /// ATT&CK technique IDs of all questions, deciding question first, each once.
    pub techniques: Vec<String>,
}

/// Classifies one event by the questions that claimed it and by what its context says.
///
/// Of several questions the deciding one has the highest rank, then the gravest severity, then the earlier
/// category, then the earlier ID. A question about circumstances never decides, not even alone: who called, or from
/// where, does not tell what the call did. Circumstances and notices raise the severity; they never lower it.
pub fn classify(event: &Event, hits: &[Hit], notices: &[Notice], catalog: &Catalog) -> Classification {
    let outcome = outcome(event);
    let succeeded = outcome == Outcome::Succeeded;
    let mut claims: Vec<(usize, &Question)> = Vec::new();
    for hit in hits {
        if claims.iter().all(|(index, _)| *index != hit.question) {
            claims.push((hit.question, &catalog.questions[hit.question]));
        }
    }
    claims.sort_by_key(|(index, q)| {
        let header = &q.header;
        (header.circumstance, std::cmp::Reverse(header.rank), q.severity(succeeded), q.category, *index)
    });
    let (category, mut severity, mut reason) = match claims.first() {
        Some((_, first)) if !first.header.circumstance => decided(first, outcome),
        _ => fallback(event, outcome),
    };
    let mut secondary: Vec<Category> = claims.iter().filter_map(|(_, q)| q.category).collect();
    secondary.extend(notices.iter().filter_map(|notice| notice.category));
    secondary.retain(|c| *c != category);
    secondary.sort();
    secondary.dedup();
    let circumstances = claims
        .iter()
        .filter(|(_, q)| q.header.circumstance)
        .map(|(_, q)| (q.severity(succeeded), q.header.title.as_str()));
    let noticed = notices.iter().map(|notice| (notice.severity, notice.reason.as_str()));
    for (graver, why) in circumstances.chain(noticed) {
        if graver < severity {
            severity = graver;
            reason = format!("{reason}; raised: {why}");
        } else if graver == severity {
            reason = format!("{reason}; also: {why}");
        }
    }
    let mut techniques: Vec<String> = Vec::new();
    let of_notices = notices.iter().flat_map(|notice| notice.techniques).map(|t| t.to_string());
    for technique in claims.iter().flat_map(|(_, q)| q.header.techniques.iter().cloned()).chain(of_notices) {
        if !techniques.contains(&technique) {
            techniques.push(technique);
        }
    }
    Classification {
        category,
        secondary,
        outcome,
        severity,
        severity_reason: reason,
        questions: claims.iter().map(|(index, _)| *index).collect(),
        techniques,
    }
}

fn decided(question: &Question, outcome: Outcome) -> (Category, Severity, String) {
    let severity = question.severity(outcome == Outcome::Succeeded);
    let lowered = if severity == question.header.severity {
        String::new()
    } else {
        format!("; {outcome}, so an attempt")
    };
    let category = question.category.unwrap_or(Category::OtherChange);
    (category, severity, format!("{}{lowered}", question.header.title))
}

fn fallback(event: &Event, outcome: Outcome) -> (Category, Severity, String) {
    let category = if is_read(event) { Category::OtherRead } else { Category::OtherChange };
    let changed = category == Category::OtherChange && outcome == Outcome::Succeeded;
    let severity = if changed { Severity::Low } else { Severity::Info };
    (category, severity, "no question tells what the call did".into())
}
