//! Rows to categories, outcomes and severities. Pure and total: every event gets exactly one primary category.

mod outcome;

pub use outcome::{is_read, outcome};

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
    /// The deciding question, then the others (indices into [`Catalog::questions`]).
    pub questions: Vec<usize>,
    /// ATT&CK technique IDs of all questions, deciding question first, each once.
    pub techniques: Vec<String>,
}

/// Classifies one event by the questions that claimed it.
///
/// Of several questions the deciding one has the highest rank, then the gravest severity, then the earlier
/// category, then the earlier ID.
pub fn classify(event: &Event, hits: &[Hit], catalog: &Catalog) -> Classification {
    let outcome = outcome(event);
    let succeeded = outcome == Outcome::Succeeded;
    let mut claims: Vec<(usize, &Question)> = Vec::new();
    for hit in hits {
        if claims.iter().all(|(index, _)| *index != hit.question) {
            claims.push((hit.question, &catalog.questions[hit.question]));
        }
    }
    claims.sort_by_key(|(index, q)| {
        (std::cmp::Reverse(q.header.rank), q.severity(succeeded), q.category, *index)
    });
    let Some((_, first)) = claims.first() else {
        let category = if is_read(event) { Category::OtherRead } else { Category::OtherChange };
        let severity =
            if category == Category::OtherChange && succeeded { Severity::Low } else { Severity::Info };
        return Classification {
            category,
            secondary: Vec::new(),
            outcome,
            severity,
            severity_reason: "no question claims it".into(),
            questions: Vec::new(),
            techniques: Vec::new(),
        };
    };
    let category = first.category.unwrap_or(Category::OtherChange);
    let mut secondary: Vec<Category> =
        claims.iter().filter_map(|(_, q)| q.category).filter(|c| *c != category).collect();
    secondary.sort();
    secondary.dedup();
    let mut techniques: Vec<String> = Vec::new();
    for technique in claims.iter().flat_map(|(_, q)| &q.header.techniques) {
        if !techniques.contains(technique) {
            techniques.push(technique.clone());
        }
    }
    let severity = first.severity(succeeded);
    let lowered =
        if severity == first.header.severity { String::new() } else { format!("; {outcome}, so an attempt") };
    Classification {
        category,
        secondary,
        outcome,
        severity,
        severity_reason: format!("{}{lowered}", first.header.title),
        questions: claims.iter().map(|(index, _)| *index).collect(),
        techniques,
    }
}
