//! Whether the subject's keys were in use before the window, where looking costs nothing or was asked for.

use crate::answer::Columns;
use crate::collect::Collector;
use crate::incident::{Gap, Time, active_before};
use crate::sql::{Params, Relation, SqlValue};
use crate::subject::{Window, rfc3339};
use crate::vocabulary::counted;
use chrono::TimeDelta;
use datafusion::arrow::record_batch::RecordBatch;

/// So long before the window local logs are looked through.
const LOOK_BACK: TimeDelta = TimeDelta::days(7);

/// The time before a window that local logs are looked through for.
pub fn look_back(window: Window) -> Option<Window> {
    Window::new(window.from().checked_sub_signed(LOOK_BACK)?, window.from()).ok()
}

/// The gap that earlier calls of the subject's keys leave.
pub async fn gap(
    collector: &mut Collector<'_>,
    keys: &[String],
    window: Window,
    relation: &Relation,
) -> Result<Option<Gap>, String> {
    if keys.is_empty() {
        return Ok(None);
    }
    let params = Params::from([("keys", SqlValue::Texts(keys.to_vec()).into_value())]);
    let purpose = "whether the subject's keys were in use before the window";
    let rows = collector.rows_with("collect/earlier.sql", purpose, &params, Some(relation)).await?;
    let mut earlier = Vec::new();
    for batch in &rows {
        earlier.extend(uses(batch).map_err(|error| format!("looking for earlier calls: {error}"))?);
    }
    let first = earlier.iter().map(|(_, first)| *first).min();
    let told: Vec<String> = earlier.into_iter().map(|(text, _)| text).collect();
    Ok(first.map(|first| {
        let what = format!(
            "The logs hold calls by the subject from before the window, looked for from {}: {}.",
            rfc3339(window.from()),
            told.join("; ")
        );
        active_before(what, first)
    }))
}

/// What each key did, and when first.
fn uses(batch: &RecordBatch) -> Result<Vec<(String, Time)>, String> {
    let columns = Columns(batch);
    let (keys, calls) = (columns.texts("access_key_id")?, columns.counts("calls")?);
    let (firsts, lasts) = (columns.times("first_event")?, columns.times("last_event")?);
    let each = (0..batch.num_rows()).filter_map(|row| {
        let (first, last) = firsts[row].zip(lasts[row])?;
        let key = keys[row].as_deref().unwrap_or_default();
        let (calls, from, to) = (counted(calls[row], "call"), rfc3339(first), rfc3339(last));
        Some((format!("{key}, {calls} between {from} and {to}"), first))
    });
    Ok(each.collect())
}
