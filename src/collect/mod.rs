//! Hop after hop: collect what the lineage wants, classify it, let the lineage see it, until nothing new appears.

mod wanted;

use crate::analyse::{Analysed, AnalysedRows, Analyst};
use crate::baseline::Actor;
use crate::catalog::Catalog;
use crate::digest::hash64;
use crate::event::{Event, NO_EVENT_ID};
use crate::incident::{Interner, Query, Record};
use crate::lineage::{Builder, Whose};
use crate::source::{Source, SourceError};
use crate::sql::{self, Params, Relation, Statement, Target};
use datafusion::arrow::record_batch::RecordBatch;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use wanted::Asking;

/// Events that cannot be read and are named.
const NAMED: u64 = 5;
/// Rows that a statement may be ahead of their analysis, in batches: bounds memory.
const AHEAD: usize = 4;

/// What a run keeps of its statements and events.
pub struct Collector<'a> {
    source: &'a dyn Source,
    catalog: &'a Catalog,
    relation: Relation,
    analyst: Arc<Analyst>,
    names: Interner,
    seen: HashMap<u64, Seen>,
    /// Events, reduced.
    #[expect(clippy::vec_box, reason = "a list of a million is moved as a whole whenever it grows")]
    records: Vec<Box<Record>>,
    /// Statements sent, with receipts.
    pub queries: Vec<Query>,
    /// Texts of the statements, in the order of `queries`.
    pub texts: Vec<String>,
    /// Repeated deliveries: same event ID, same content.
    pub repeated: u64,
    /// Same event ID, other content: kept, and flagged.
    pub conflicting: u64,
    /// Events without a usable time.
    pub without_time: u64,
    /// Kept events without an event ID.
    pub nameless: u64,
    /// Kept events of which an object or list cannot be read; some of their IDs.
    pub unreadable: (u64, Vec<String>),
    /// Records with a broken object or list that the engine gives as NULL; one counts with each statement that opened it.
    pub broken_values: u64,
    /// Values that were masked in the kept events, by what they were.
    pub masked: BTreeMap<String, u64>,
    /// Statements that failed: ID, purpose, sentence.
    pub failures: Vec<(String, String, String)>,
}

/// The first copy of an event; of other content under the same ID, each has one as well.
struct Seen {
    content: u64,
    query: usize,
    /// It puts right another delivery of itself.
    corrects: bool,
    /// Its place among the kept records, if it is one.
    record: Option<usize>,
}

/// Who acts, by the operator's baseline.
pub type ActorOf<'a> = &'a dyn Fn(&Event) -> Actor;

/// Takes what is kept as it comes.
pub trait Keep {
    /// One event.
    fn event(&mut self, analysed: Analysed);
    /// The rows of a batch, and which of them are calls of followed credentials that are not among the rows so far.
    fn rows(&mut self, rows: RecordBatch, followed: Vec<bool>) -> Result<(), String>;
}

impl<'a> Collector<'a> {
    /// Ready to collect from a source.
    pub async fn new(
        source: &'a dyn Source,
        catalog: &'a Arc<Catalog>,
        relation: Relation,
    ) -> Result<Self, String> {
        Ok(Self {
            source,
            catalog,
            relation,
            analyst: Arc::new(Analyst::new(catalog.clone()).await?),
            names: Interner::default(),
            seen: HashMap::new(),
            records: Vec::new(),
            queries: Vec::new(),
            texts: Vec::new(),
            repeated: 0,
            conflicting: 0,
            without_time: 0,
            nameless: 0,
            unreadable: Default::default(),
            broken_values: 0,
            masked: BTreeMap::new(),
            failures: Vec::new(),
        })
    }

    /// Questions that could not be asked of some events, with the reason.
    pub fn unanswered(&self) -> Vec<(String, String)> {
        self.analyst.unanswered()
    }

    /// Lets go of what only collecting needs: with a million events, hundreds of megabytes.
    pub fn release(&mut self) {
        self.names = Interner::default();
        self.seen = HashMap::new();
    }

    /// The events that are kept so far.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.iter().map(AsRef::as_ref)
    }

    /// The events that were kept.
    pub fn take_records(&mut self) -> Vec<Box<Record>> {
        std::mem::take(&mut self.records)
    }

    /// Collects until the lineage wants nothing more.
    pub async fn follow(
        &mut self,
        lineage: &mut Builder,
        actor: ActorOf<'_>,
        keep: &mut dyn Keep,
    ) -> Result<(), String> {
        loop {
            let wanted = lineage.wanted();
            if wanted.is_empty() {
                return Ok(());
            }
            for (asking, values) in wanted::statements(wanted, self.per_statement()) {
                for statement in self.fitting(&asking, values)? {
                    self.collect(&statement, &asking, lineage, actor, keep).await?;
                }
            }
        }
    }

    /// Most literals in one statement. A further statement is a further scan of local logs; elsewhere long lists
    /// make planning slow.
    pub fn per_statement(&self) -> usize {
        match self.relation.target {
            Target::Local => usize::MAX,
            Target::Lake | Target::Athena | Target::Trino => 5000,
        }
    }

    /// One statement, or several where one would be longer than the engine takes.
    fn fitting(&self, asking: &Asking, mut values: Vec<String>) -> Result<Vec<Statement>, String> {
        let template = asking.template();
        let question = self.catalog.collecting(&template, asking.params(values.clone()))?;
        match sql::complete(&template, question, &self.relation) {
            Ok(statement) => Ok(vec![statement]),
            Err(sql::Incomplete::TooLong(_)) if values.len() > 1 => {
                let second = values.split_off(values.len() / 2);
                Ok([self.fitting(asking, values)?, self.fitting(asking, second)?].concat())
            }
            Err(incomplete) => Err(incomplete.into()),
        }
    }

    /// Sends a statement and returns its rows whole; for small answers such as coverage.
    pub async fn rows_of(&mut self, template: &str, purpose: &str) -> Result<Vec<RecordBatch>, String> {
        self.rows_with(template, purpose, &Params::new(), None).await
    }

    /// The same with parameters, and over another window if one is given.
    pub async fn rows_with(
        &mut self,
        template: &str,
        purpose: &str,
        params: &Params,
        other: Option<&Relation>,
    ) -> Result<Vec<RecordBatch>, String> {
        let question = self.catalog.collecting(template, params.clone())?;
        let statement = sql::complete(template, question, other.unwrap_or(&self.relation))?;
        let (send, mut receive) = mpsc::channel(AHEAD);
        let number = self.open(&statement, purpose);
        let take = async {
            let mut all = Vec::new();
            while let Some(batch) = receive.recv().await {
                all.push(batch);
            }
            all
        };
        let (result, batches) = tokio::join!(self.source.run(&statement, send), take);
        self.close(number, result)?;
        Ok(batches)
    }

    /// The statement that was sent last: `Q-017`.
    pub fn last_query(&self) -> String {
        self.queries.last().map(|query| query.id.clone()).unwrap_or_default()
    }

    async fn collect(
        &mut self,
        statement: &Statement,
        asking: &Asking,
        lineage: &mut Builder,
        actor: ActorOf<'_>,
        keep: &mut dyn Keep,
    ) -> Result<(), String> {
        let number = self.open(statement, asking.purpose);
        let (send, receive) = mpsc::channel::<RecordBatch>(AHEAD);
        let (mut analysed, analysing) = self.analysed(receive);
        let running = self.source.run(statement, send);
        tokio::pin!(running);
        let mut result = None;
        loop {
            let batch = tokio::select! {
                biased;
                batch = analysed.recv() => batch,
                ended = &mut running, if result.is_none() => {
                    result = Some(ended);
                    continue;
                }
            };
            let Some(batch) = batch else { break };
            let AnalysedRows { rows, events } = batch?;
            let mut followed = Vec::with_capacity(events.len());
            for analysed in events {
                followed.push(self.see(number, asking.own_only, analysed, lineage, actor, keep));
            }
            keep.rows(rows, followed)?;
        }
        let result = match result {
            Some(result) => result,
            None => running.await,
        };
        analysing
            .await
            .map_err(|error| format!("classifying the rows of {}: {error}", self.queries[number].id))?;
        self.close(number, result)
    }

    /// Batches analysed in a task of its own: while one is being seen, the next is already asked about.
    fn analysed(
        &self,
        mut batches: mpsc::Receiver<RecordBatch>,
    ) -> (mpsc::Receiver<Result<AnalysedRows, String>>, JoinHandle<()>) {
        let (send, receive) = mpsc::channel(1);
        let analyst = self.analyst.clone();
        let analysing = tokio::spawn(async move {
            while let Some(batch) = batches.recv().await {
                if send.send(analyst.analyse(batch).await).await.is_err() {
                    break;
                }
            }
        });
        (receive, analysing)
    }

    /// Takes one row, and tells whether it is from now on counted as a call of a followed credential: repeated deliveries
    /// count once, other content under the same ID counts for itself.
    fn see(
        &mut self,
        query: usize,
        own_only: bool,
        mut analysed: Analysed,
        lineage: &mut Builder,
        actor: ActorOf<'_>,
        keep: &mut dyn Keep,
    ) -> bool {
        let content = analysed.content;
        if analysed.event.event_id.is_none() {
            analysed.event.event_id = Some(analysed.event.id_of_content());
        }
        let id = analysed.event.event_id.clone().unwrap_or_default();
        let (name, named_and_content) = (hash64(&id), hash64(&(&id, content)));
        let first = self.seen.get(&name);
        let same = first.filter(|first| first.content == content);
        let whose = lineage.observe(&analysed.event);
        if let Some(first) = same.or_else(|| self.seen.get(&named_and_content)) {
            self.repeated += u64::from(first.query == query);
            // Whose call it is may have come out since.
            if let (Whose::Followed(number), Some(record)) = (whose, first.record)
                && let Some(record) = self.records.get_mut(record)
            {
                return record.seen_as.replace(number).is_none();
            }
            return false;
        }
        if own_only && whose == Whose::Others {
            return false;
        }
        let corrects = analysed.event.corrects() == Some(&*id);
        let conflicts = first.is_some_and(|first| !corrects && !first.corrects);
        let entry = if first.is_some() { named_and_content } else { name };
        self.conflicting += u64::from(conflicts);
        let record = analysed.event.event_time.is_some().then_some(self.records.len());
        self.seen.insert(entry, Seen { content, query, corrects, record });
        let nameless = id.starts_with(NO_EVENT_ID);
        if let Some(masked) = &mut analysed.masked {
            masked.event_id = Some(id);
        }
        let acting = actor(&analysed.event);
        let number = u16::try_from(query + 1).unwrap_or(u16::MAX);
        let record = Record::new(
            analysed.shown(),
            &analysed.hits,
            analysed.class.clone(),
            acting,
            number,
            self.catalog,
            &mut self.names,
        );
        let Some(mut record) = record else {
            self.without_time += 1;
            return false;
        };
        if let Whose::Followed(number) = whose {
            record.seen_as = Some(number);
        }
        self.nameless += u64::from(nameless);
        if analysed.event.is_unreadable() {
            self.unreadable.0 += 1;
            self.unreadable
                .1
                .extend(analysed.shown().event_id.clone().filter(|_| self.unreadable.0 <= NAMED));
        }
        for (kind, count) in &analysed.found.kinds {
            *self.masked.entry(kind.to_string()).or_default() += count;
        }
        let followed = record.seen_as.is_some();
        keep.event(analysed);
        self.records.push(Box::new(record));
        followed
    }

    fn open(&mut self, statement: &Statement, purpose: &str) -> usize {
        let id = format!("Q-{:03}", self.queries.len() + 1);
        let file = format!("evidence/queries/{id}.sql");
        self.queries.push(Query { id, purpose: purpose.into(), file, ..Query::default() });
        self.texts.push(statement.text.clone());
        self.queries.len() - 1
    }

    /// Notes the receipt. A statement that failed is a gap and not the end; one that was refused would be refused
    /// again, and an interruption ends the run.
    fn close(
        &mut self,
        number: usize,
        result: Result<crate::source::Receipt, SourceError>,
    ) -> Result<(), String> {
        let query = &mut self.queries[number];
        query.engine = self.source.describe().kind.to_string();
        match result {
            Ok(receipt) => {
                query.engine = receipt.engine;
                query.execution_id = receipt.execution_id;
                query.rows = receipt.rows;
                query.bytes_scanned = receipt.bytes_scanned;
                (query.pages, query.retries) = (receipt.pages, receipt.retries);
                query.state = "finished".into();
                self.broken_values += receipt.broken_values;
                Ok(())
            }
            Err(SourceError::Interrupted) => Err("interrupted; nothing was written".into()),
            Err(SourceError::Refused(error)) => Err(format!("{} ({}): {error}", query.id, query.purpose)),
            Err(SourceError::Failed(error)) => {
                query.state = format!("failed: {error}");
                self.failures.push((query.id.clone(), query.purpose.clone(), error));
                Ok(())
            }
        }
    }
}
