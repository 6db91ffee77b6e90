//! Events on their way into the case: all as JSON lines for readers, and those of followed credentials as rows for the
//! questions that aggregate.

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
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

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

/// What was kept of one batch of rows.
struct Batch {
    events: Vec<Analysed>,
    rows: RecordBatch,
    followed: Vec<bool>,
}

/// Batches that may wait to be written: bounds memory.
const WAITING: usize = 2;

/// Both files while they are being written, which is left to a thread: whoever collects has enough to do.
pub struct Keeping {
    events: Vec<Analysed>,
    send: Option<SyncSender<Batch>>,
    /// Until it was waited for.
    writing: Option<JoinHandle<Result<Files, String>>>,
}

struct Files {
    catalog: Arc<Catalog>,
    lines: JsonLines,
    rows: Collecting,
}

impl Keeping {
    /// Starts both.
    pub fn start(writer: &CaseWriter, catalog: &Arc<Catalog>) -> Result<Self, String> {
        let lines = writer.lines("evidence/events.jsonl")?;
        let rows = Collecting::create(&writer.scratch("evidence/events.arrow")?)?;
        let files = Files { catalog: catalog.clone(), lines, rows };
        let (send, receive) = sync_channel(WAITING);
        let writing = std::thread::spawn(move || files.write(&receive));
        Ok(Self { events: Vec::new(), send: Some(send), writing: Some(writing) })
    }

    /// Ends both; the rows as a table, without those in whose place a later one counts.
    pub fn finish(mut self, corrected: &HashSet<ArcStr>) -> Result<Collected, String> {
        let files = self.written()?;
        files.lines.finish()?;
        files.rows.without(corrected)?.finish()
    }

    /// Waits for the thread.
    fn written(&mut self) -> Result<Files, String> {
        self.send = None;
        let ended = self.writing.take().and_then(|writing| writing.join().ok());
        ended.unwrap_or_else(|| Err("writing the collected events ended early".into()))
    }
}

impl Files {
    fn write(mut self, batches: &Receiver<Batch>) -> Result<Self, String> {
        for batch in batches {
            batch.events.iter().try_for_each(|event| self.line(event))?;
            self.rows.push(&batch.rows, batch.followed)?;
        }
        Ok(self)
    }

    fn line(&mut self, analysed: &Analysed) -> Result<(), String> {
        let class = &analysed.class;
        self.lines.push(&EventLine {
            event: analysed.shown(),
            outcome: class.outcome.as_str(),
            category: class.category.as_str(),
            severity: class.severity.as_str(),
            questions: class.questions.iter().map(|q| self.catalog.questions[*q].id.as_str()).collect(),
        })
    }
}

impl Keep for Keeping {
    fn event(&mut self, analysed: Analysed) {
        self.events.push(analysed);
    }

    fn rows(&mut self, rows: RecordBatch, followed: Vec<bool>) -> Result<(), String> {
        let batch = Batch { events: std::mem::take(&mut self.events), rows, followed };
        match self.send.as_ref().map(|send| send.send(batch)) {
            Some(Ok(())) => Ok(()),
            // Nobody takes it any more: the thread tells why.
            _ => self.written().map(|_| ()),
        }
    }
}
