//! Whether followed keys were in use before or after the window, where looking costs nothing or was asked for.

use crate::answer::Columns;
use crate::collect::Collector;
use crate::incident::{self, Gap, Time};
use crate::sql::{List, Params, Relation};
use crate::subject::{Window, rfc3339};
use crate::vocabulary::counted;
use chrono::TimeDelta;
use datafusion::arrow::record_batch::RecordBatch;

/// So long before and after the window local logs are looked through.
const AROUND: TimeDelta = TimeDelta::days(7);
/// Keys that are told one by one.
const NAMED: usize = 10;

/// The time before a window that local logs are looked through for.
pub fn before(window: Window) -> Option<Window> {
    Window::new(window.from().checked_sub_signed(AROUND)?, window.from()).ok()
}

/// The time after it.
pub fn after(window: Window) -> Option<Window> {
    Window::new(window.to(), window.to().checked_add_signed(AROUND)?).ok()
}

/// The gap that earlier calls of the subject's keys leave.
pub async fn active_before(
    collector: &mut Collector<'_>,
    keys: &[String],
    window: Window,
    relation: &Relation,
) -> Result<Option<Gap>, String> {
    let purpose = "whether the subject's keys were in use before the window";
    let uses = uses(collector, keys, purpose, relation).await?;
    Ok(uses.iter().map(|of_key| of_key.first).min().map(|first| {
        let what = format!(
            "The logs hold calls by the subject from before the window, looked for from {}: {}.",
            rfc3339(window.from()),
            told(&uses)
        );
        incident::active_before(what, first)
    }))
}

/// The gap that later calls of followed keys leave.
pub async fn active_after(
    collector: &mut Collector<'_>,
    keys: &[String],
    window: Window,
    relation: &Relation,
) -> Result<Option<Gap>, String> {
    let purpose = "whether followed keys were in use after the window";
    let uses = uses(collector, keys, purpose, relation).await?;
    Ok(uses.iter().map(|of_key| of_key.last).max().map(|last| {
        let what = format!(
            "The logs hold calls with followed keys from after the window, looked for until {}: {}.",
            rfc3339(window.to()),
            told(&uses)
        );
        incident::active_after(what, last)
    }))
}

/// What one key did.
struct Uses {
    text: String,
    first: Time,
    last: Time,
}

async fn uses(
    collector: &mut Collector<'_>,
    keys: &[String],
    purpose: &str,
    relation: &Relation,
) -> Result<Vec<Uses>, String> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let params = Params::from([List::Keys.of(keys.to_vec())]);
    let rows = collector.rows_with("collect/outside_window.sql", purpose, &params, Some(relation)).await?;
    let mut uses = Vec::new();
    for batch in &rows {
        let read = read(batch).map_err(|error| format!("looking for calls outside the window: {error}"));
        uses.extend(read?);
    }
    Ok(uses)
}

fn told(uses: &[Uses]) -> String {
    let named: Vec<&str> = uses.iter().take(NAMED).map(|of_key| of_key.text.as_str()).collect();
    let more = uses.len() - named.len();
    let more = if more > 0 { format!("; and {more} more keys") } else { String::new() };
    named.join("; ") + &more
}

fn read(batch: &RecordBatch) -> Result<Vec<Uses>, String> {
    let columns = Columns(batch);
    let (keys, calls) = (columns.texts("access_key_id")?, columns.counts("calls")?);
    let (firsts, lasts) = (columns.times("first_event")?, columns.times("last_event")?);
    let each = (0..batch.num_rows()).filter_map(|row| {
        let (first, last) = firsts[row].zip(lasts[row])?;
        let key = keys[row].as_deref().unwrap_or_default();
        let (calls, from, to) = (counted(calls[row], "call"), rfc3339(first), rfc3339(last));
        Some(Uses { text: format!("{key}, {calls} between {from} and {to}"), first, last })
    });
    Ok(each.collect())
}
