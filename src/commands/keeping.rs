//! Events on their way into the case: as JSON lines for readers, and as rows for the questions that aggregate.

use crate::analyse::Analysed;
use crate::catalog::Catalog;
use crate::collect::Keep;
use crate::embedded::{Collected, Collecting};
use crate::event::Event;
use crate::evidence::{CaseWriter, JsonLines};
use arcstr::ArcStr;
use datafusion::arrow::record_batch::RecordBatch;
use serde::Serialize;
use std::collections::HashSet;

/// One line of `evidence/events.jsonl`: the row, and what was made of it.
#[derive(Serialize)]
struct EventLine<'a> {
    #[serde(flatten)]
    event: &'a Event,
    outcome: &'a str,
    category: &'a str,
    severity: &'a str,
    questions: Vec<&'a str>,
}

/// Both files while they are being written.
pub struct Keeping<'a> {
    catalog: &'a Catalog,
    lines: JsonLines,
    rows: Collecting,
}

impl<'a> Keeping<'a> {
    /// Starts both.
    pub fn start(writer: &CaseWriter, catalog: &'a Catalog) -> Result<Self, String> {
        let lines = writer.lines("evidence/events.jsonl")?;
        let rows = Collecting::create(&writer.scratch("evidence/events.arrow")?)?;
        Ok(Self { catalog, lines, rows })
    }

    /// Ends both; the rows as a table, without those in whose place a later one counts.
    pub fn finish(self, corrected: &HashSet<ArcStr>) -> Result<Collected, String> {
        self.lines.finish()?;
        self.rows.without(corrected)?.finish()
    }
}

impl Keep for Keeping<'_> {
    fn event(&mut self, analysed: &Analysed) -> Result<(), String> {
        let class = &analysed.class;
        self.lines.push(&EventLine {
            event: analysed.shown(),
            outcome: class.outcome.as_str(),
            category: class.category.as_str(),
            severity: class.severity.as_str(),
            questions: class.questions.iter().map(|q| self.catalog.questions[*q].id.as_str()).collect(),
        })
    }

    fn rows(&mut self, rows: &RecordBatch, kept: Vec<bool>) -> Result<(), String> {
        self.rows.push(rows, kept)
    }
}
