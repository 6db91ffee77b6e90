//! A Trino cluster with AWS's documented Athena table for CloudTrail.

mod address;
mod client;
mod rows;

use super::{Description, Receipt, Rows, Source, SourceError};
use crate::embedded::table_schema;
use crate::incident::SourceKind;
use crate::sql::{Statement, Target};
use address::Address;
use async_trait::async_trait;
use client::Client;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The first partition column of the embedded table; the documented columns stand before it.
const FIRST_PARTITION: &str = "account";

/// How the table is partitioned by delivery date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Not at all, or in a way that is not documented.
    None,
    /// `year`, `month` and `day`.
    Day,
    /// One column `timestamp`, `YYYY/MM/DD`.
    Timestamp,
}

impl Layout {
    /// The name that `queries/events/athena.sql` knows it by.
    pub fn as_str(self) -> &'static str {
        match self {
            Layout::None => "",
            Layout::Day => "day",
            Layout::Timestamp => "timestamp",
        }
    }
}

/// A table on a Trino cluster.
#[derive(Clone)]
pub struct Trino {
    address: Address,
    engine: String,
    layout: Layout,
    interrupt: Arc<AtomicBool>,
}

/// Gets columns and rows of a page and says whether to go on.
type TakePage<'a> = &'a mut dyn FnMut(&[client::Column], Vec<Vec<serde_json::Value>>) -> bool;

impl Trino {
    /// Opens a table: the coordinator answers, the table has the documented columns. The error is one sentence.
    pub async fn open(text: &str, interrupt: Arc<AtomicBool>) -> Result<Self, String> {
        let address = Address::parse(text, &|name| std::env::var(name).ok())?;
        tokio::task::spawn_blocking(move || Self::probe(address, interrupt))
            .await
            .map_err(|error| format!("asking the Trino source: {error}"))?
    }

    fn probe(address: Address, interrupt: Arc<AtomicBool>) -> Result<Self, String> {
        let shown = address.shown.clone();
        let failed = |why: String| format!("the source {shown} cannot be used: {why}");
        let engine = format!("Trino {}", Client::new(&address).version().map_err(failed)?);
        let mut this = Self { address, engine, layout: Layout::None, interrupt };
        let quoted: Vec<String> =
            this.address.table.iter().map(|part| format!("\"{}\"", part.replace('"', "\"\""))).collect();
        let mut found: BTreeMap<String, String> = BTreeMap::new();
        this.ask(&format!("DESCRIBE {}", quoted.join(".")), &mut |_, rows| {
            for row in rows {
                // Column, type, what else.
                let cell = |at: usize| row.get(at).and_then(|cell| cell.as_str()).unwrap_or_default();
                found.insert(cell(0).to_string(), format!("{} {}", cell(1), cell(2)));
            }
            true
        })
        .map_err(|error| failed(error.to_string()))?;
        let schema = table_schema();
        let documented = schema.fields().iter().map(|field| field.name().as_str());
        let missing: Vec<&str> = documented
            .take_while(|name| *name != FIRST_PARTITION)
            .filter(|name| !found.contains_key(*name))
            .collect();
        if !missing.is_empty() {
            return Err(failed(format!(
                "it is not AWS's documented table for CloudTrail, it has no column {}",
                missing.join(", ")
            )));
        }
        if !found["eventtime"].starts_with("varchar") {
            return Err(failed("its column eventtime is not varchar as AWS documents it".into()));
        }
        let partition = |name: &str| found.get(name).is_some_and(|kind| kind.ends_with(" partition key"));
        this.layout = if ["year", "month", "day"].iter().all(|name| partition(name)) {
            Layout::Day
        } else if partition("timestamp") {
            Layout::Timestamp
        } else {
            Layout::None
        };
        Ok(this)
    }

    /// Catalog, schema and table.
    pub fn table(&self) -> [&str; 3] {
        self.address.table.each_ref().map(String::as_str)
    }

    /// How it is partitioned.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// Whether somebody asked to stop.
    pub fn interrupted(&self) -> bool {
        self.interrupt.load(Ordering::Relaxed)
    }

    /// Runs a statement to its end; `take` gets columns and rows of each page and says whether to go on.
    fn ask(&self, statement: &str, take: TakePage<'_>) -> Result<Receipt, SourceError> {
        let failed = |why: String| SourceError::Failed(format!("asking {}: {why}", self.address.shown));
        let mut client = Client::new(&self.address);
        let mut page = client.start(statement).map_err(failed)?;
        let mut receipt = Receipt {
            engine: self.engine.clone(),
            execution_id: Some(page.id.clone()),
            ..Receipt::default()
        };
        let mut columns = Vec::new();
        let mut pages = 0;
        loop {
            pages += 1;
            receipt.pages = Some(pages);
            receipt.retries = Some(client.retries);
            receipt.bytes_scanned = Some(page.stats.physical_input_bytes);
            if let Some(error) = page.error {
                let text = format!("Trino says {}: {}", error.error_name, error.message);
                return Err(match error.error_type.as_str() {
                    "USER_ERROR" => SourceError::Refused(text),
                    _ => SourceError::Failed(format!("{text} (query {})", page.id)),
                });
            }
            columns = page.columns.unwrap_or(columns);
            let rows = page.data.unwrap_or_default();
            receipt.rows += rows.len() as u64;
            let wanted = columns.is_empty() || take(&columns, rows);
            let Some(next) = page.next_uri else { return Ok(receipt) };
            if !wanted || self.interrupted() {
                // The query ends by itself when nobody fetches; whether the word arrives does not matter.
                let _ = client.cancel(&next);
                return Err(SourceError::Interrupted);
            }
            page = client.next(&next).map_err(failed)?;
        }
    }
}

#[async_trait]
impl Source for Trino {
    fn describe(&self) -> Description {
        Description { kind: SourceKind::Trino, name: self.address.shown.clone() }
    }

    fn target(&self) -> Target {
        Target::Trino
    }

    async fn run(&self, statement: &Statement, rows: Rows) -> Result<Receipt, SourceError> {
        let (this, text) = (self.clone(), statement.text.clone());
        let work = move || {
            let mut wrong = None;
            let mut schema = None;
            let answer = this.ask(&text, &mut |columns, page| {
                // The first page with columns is handed on even without rows: it says what they would be.
                let first = schema.is_none();
                let schema = schema.get_or_insert_with(|| rows::schema(columns));
                if page.is_empty() && !first {
                    return true;
                }
                match rows::batch(schema, &page) {
                    Ok(batch) => rows.blocking_send(batch).is_ok(),
                    Err(error) => {
                        wrong = Some(error);
                        false
                    }
                }
            });
            match wrong {
                Some(error) => Err(SourceError::Failed(format!("asking {}: {error}", this.address.shown))),
                None => answer,
            }
        };
        tokio::task::spawn_blocking(work)
            .await
            .unwrap_or_else(|error| Err(SourceError::Failed(format!("asking the Trino source: {error}"))))
    }
}
