//! Asks every question of a chunk of collected events and classifies each event.

use crate::catalog::{BUILTIN_ORIGIN, Catalog, Kind};
use crate::classify::{Classification, Context, Hit, Notice, classify};
use crate::embedded::{Chunks, conform, events_of, masked};
use crate::event::Event;
use crate::mask::{self, Call, Found};
use datafusion::arrow::array::{Array, AsArray, StringArray};
use datafusion::arrow::error::ArrowError;
use datafusion::arrow::record_batch::RecordBatch;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// All per-event questions, planned.
pub struct Analyst {
    catalog: Arc<Catalog>,
    chunks: Chunks,
    /// Index into the catalogue of each planned question.
    numbers: Vec<usize>,
    context: Mutex<Context>,
    /// The first failure of each question that failed on some events.
    failures: Mutex<BTreeMap<usize, String>>,
}

/// One event with what the questions said of it, exact.
pub struct Classified {
    /// The row.
    pub event: Event,
    /// Claims.
    pub hits: Vec<Hit>,
    /// The verdict.
    pub class: Classification,
}

/// The same as it may be kept.
pub struct Analysed {
    /// The row, exact: credentials are followed by what is in it. For nothing that is written.
    pub event: Box<Event>,
    /// Its [`Event::content_hash`].
    pub content: u64,
    /// The row without its secrets, where it has any.
    pub masked: Option<Box<Event>>,
    /// What those were.
    pub found: Found,
    /// Claims, without secrets.
    pub hits: Vec<Hit>,
    /// The verdict.
    pub class: Classification,
}

impl Analysed {
    /// The row as it may be written.
    pub fn shown(&self) -> &Event {
        self.masked.as_deref().unwrap_or(&self.event)
    }
}

/// A batch of them.
pub struct AnalysedRows {
    /// The rows in the shape of the relation, without secrets.
    pub rows: RecordBatch,
    /// The events in them, in order.
    pub events: Vec<Analysed>,
}

impl Analyst {
    /// Plans the questions of a catalogue.
    pub async fn new(catalog: Arc<Catalog>) -> Result<Self, String> {
        let numbers: Vec<usize> = (0..catalog.questions.len())
            .filter(|i| catalog.questions[*i].header.kind == Kind::Events)
            .collect();
        let prepared = |i: &usize| {
            let question = &catalog.questions[*i];
            // The tests have tried the built-in questions; the operator's own must be told wrong before they count.
            (question.id.clone(), question.statement.clone(), question.origin != BUILTIN_ORIGIN)
        };
        let questions = numbers.iter().map(prepared).collect();
        let chunks = Chunks::prepare(questions).await?;
        Ok(Self { catalog, chunks, numbers, context: Mutex::default(), failures: Mutex::default() })
    }

    /// Asks every question of a batch, and tells the secrets apart from what may be written.
    pub async fn analyse(&self, batch: RecordBatch) -> Result<AnalysedRows, String> {
        let (batch, classified) = self.classify(batch).await?;
        let (rows, found) = masked(&batch).map_err(|error| format!("masking rows of `events`: {error}"))?;
        let analysed = classified.into_iter().zip(found).enumerate();
        let analysed = analysed.map(|(row, (Classified { event, mut hits, class }, found))| {
            hits.iter_mut().for_each(|hit| mask_hit(hit, &event, &found));
            let masked = (!found.is_empty()).then(|| events_of(&rows.slice(row, 1)).pop()).flatten();
            let (content, masked) = (event.content_hash(), masked.map(Box::new));
            Analysed { event: Box::new(event), content, masked, found, hits, class }
        });
        let events = analysed.collect();
        Ok(AnalysedRows { rows, events })
    }

    /// Asks every question of a batch, and classifies each event; the rows in the shape of the relation.
    pub async fn classify(&self, batch: RecordBatch) -> Result<(RecordBatch, Vec<Classified>), String> {
        let batch = conform(&batch)
            .map_err(|error| format!("the rows do not have the shape of `events`: {error}"))?;
        let events = events_of(&batch);
        let mut hits: Vec<Vec<Hit>> = vec![Vec::new(); events.len()];
        let (named, names) = named(&batch)?;
        let rows_by_name: HashMap<&str, usize> =
            (0..names.len()).map(|row| (names.value(row), row)).collect();
        for (planned, answer) in self.chunks.run(named).await {
            let number = self.numbers[planned];
            match answer {
                Ok(rows) => {
                    for (name, hit) in read_hits(number, &rows) {
                        if let Some(row) = rows_by_name.get(&*name) {
                            hits[*row].push(hit);
                        }
                    }
                }
                Err(error) => {
                    let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
                    failures.entry(number).or_insert(error);
                }
            }
        }
        let notices = self.notices(&events);
        let classified = events.into_iter().zip(hits).zip(notices).map(|((event, hits), notices)| {
            let class = classify(&event, &hits, &notices, &self.catalog);
            Classified { event, hits, class }
        });
        let classified = classified.collect();
        Ok((batch, classified))
    }

    /// Questions that could not be asked of some events, with the reason: one hostile record must not cost the run.
    pub fn unanswered(&self) -> Vec<(String, String)> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let named =
            |(number, error): (&usize, &String)| (self.catalog.questions[*number].id.clone(), error.clone());
        failures.iter().map(named).collect()
    }

    /// What the context says of each event of a batch. Batches come in the order of the files; within one the
    /// events are taken in the order of time.
    fn notices(&self, events: &[Event]) -> Vec<Vec<Notice>> {
        let mut order: Vec<usize> = (0..events.len()).collect();
        order.sort_by_key(|index| (events[*index].event_time, &events[*index].event_id));
        let mut context = self.context.lock().unwrap_or_else(PoisonError::into_inner);
        let mut notices = vec![Vec::new(); events.len()];
        for index in order {
            notices[index] = context.see(&events[index]);
        }
        notices
    }
}

/// A claim quotes from the record what the questions, which see all of it, found there.
fn mask_hit(hit: &mut Hit, event: &Event, found: &Found) {
    let source = event.event_source.as_deref().unwrap_or_default();
    let call = Call { source, name: event.event_name.as_deref().unwrap_or_default() };
    for text in [&mut hit.target, &mut hit.detail].into_iter().flatten() {
        // What stands in the record is counted there.
        if let Some(masked) = mask::text(text, call, &mut Found::default()) {
            *text = masked;
        }
        if let Some(masked) = found.repeated(text) {
            *text = masked;
        }
    }
}

/// The batch with event IDs that are there and different in all rows, and those IDs: an ID may be missing, or stand in
/// two records, and what a question says of one record must not be taken for another's.
fn named(batch: &RecordBatch) -> Result<(RecordBatch, StringArray), String> {
    let wrong = |error: ArrowError| format!("naming the rows of `events`: {error}");
    let place = batch.schema().index_of("event_id").map_err(wrong)?;
    let ids = batch.column(place).as_string::<i32>();
    let mut taken = HashSet::with_capacity(ids.len());
    let names = ids.iter().enumerate().map(|(row, id)| match id.filter(|id| taken.insert(*id)) {
        Some(id) => Some(id.to_string()),
        None => Some(format!("{}\u{1}{row}", id.unwrap_or_default())),
    });
    let names: StringArray = names.collect();
    let mut columns = batch.columns().to_vec();
    columns[place] = Arc::new(names.clone());
    Ok((RecordBatch::try_new(batch.schema(), columns).map_err(wrong)?, names))
}

/// Name of the row and hit of each claim in an answer.
fn read_hits(question: usize, rows: &RecordBatch) -> Vec<(String, Hit)> {
    let column = |name: &str| rows.column_by_name(name).and_then(|c| c.as_string_opt::<i32>());
    let text =
        |name: &str, row: usize| column(name).filter(|c| !c.is_null(row)).map(|c| c.value(row).to_string());
    let hits = |row: usize| {
        let (target, detail) = (text("target", row), text("detail", row));
        let hit = move |target| Hit { question, target, detail: detail.clone() };
        text("event_id", row).into_iter().flat_map(move |name| {
            let hit = hit.clone();
            targets(target.clone()).into_iter().map(move |target| (name.clone(), hit(target)))
        })
    };
    (0..rows.num_rows()).flat_map(hits).collect()
}

/// A call that names several things at once (`GetParameters`) acts on each: a JSON list of texts is its items.
fn targets(target: Option<String>) -> Vec<Option<String>> {
    let list = target
        .as_deref()
        .filter(|t| t.starts_with('['))
        .and_then(|t| serde_json::from_str::<Vec<String>>(t).ok());
    match list {
        Some(items) if !items.is_empty() => items.into_iter().map(Some).collect(),
        _ => vec![target],
    }
}
