//! Whether the subject's keys were in use before the window, where looking costs nothing or was asked for.

use crate::collect::Collector;
use crate::incident::{Gap, Time, active_before};
use crate::sql::{Params, Relation, SqlValue};
use crate::subject::{Window, rfc3339};
use chrono::{DateTime, TimeDelta};
use datafusion::arrow::array::{Array, ArrayRef, AsArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int64Type, TimestampMillisecondType};
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
        earlier.extend(uses(batch).ok_or("the rows on earlier calls do not have the expected columns")?);
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
fn uses(batch: &RecordBatch) -> Option<Vec<(String, Time)>> {
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
        Some((format!("{key}, {calls} call{plural} between {from} and {to}"), first))
    });
    Some(each.collect())
}
