//! Whether followed keys were in use before or after the window, where looking costs nothing or was asked for.

use crate::collect::Collector;
use crate::incident::{self, Gap, Time};
use crate::sql::{Params, Relation, SqlValue};
use crate::subject::{Window, rfc3339};
use chrono::{DateTime, TimeDelta};
use datafusion::arrow::array::{Array, ArrayRef, AsArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int64Type, TimestampMillisecondType};
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
    let params = Params::from([("keys", SqlValue::Texts(keys.to_vec()).into_value())]);
    let rows = collector.rows_with("collect/outside_window.sql", purpose, &params, Some(relation)).await?;
    let mut uses = Vec::new();
    for batch in &rows {
        let read = read(batch);
        uses.extend(read.ok_or("the rows on calls outside the window do not have the expected columns")?);
    }
    Ok(uses)
}

fn told(uses: &[Uses]) -> String {
    let named: Vec<&str> = uses.iter().take(NAMED).map(|of_key| of_key.text.as_str()).collect();
    let more = uses.len() - named.len();
    let more = if more > 0 { format!("; and {more} more keys") } else { String::new() };
    named.join("; ") + &more
}

fn read(batch: &RecordBatch) -> Option<Vec<Uses>> {
    let column = |name: &str, kind: &DataType| cast(batch.column_by_name(name)?, kind).ok();
    let keys = column("access_key_id", &DataType::Utf8)?;
    let calls = column("calls", &DataType::Int64)?;
    let time = crate::embedded::timestamp_type();
    let (firsts, lasts) = (column("first_event", &time)?, column("last_event", &time)?);
    let at = |column: &ArrayRef, row: usize| {
        let column = column.as_primitive::<TimestampMillisecondType>();
        DateTime::from_timestamp_millis(column.value(row)).filter(|_| !column.is_null(row))
    };
    let each = (0..batch.num_rows()).filter_map(|row| {
        let (first, last) = (at(&firsts, row)?, at(&lasts, row)?);
        let key = keys.as_string::<i32>().value(row);
        let calls = calls.as_primitive::<Int64Type>().value(row);
        let plural = if calls == 1 { "" } else { "s" };
        let (from, to) = (rfc3339(first), rfc3339(last));
        Some(Uses { text: format!("{key}, {calls} call{plural} between {from} and {to}"), first, last })
    });
    Some(each.collect())
}
