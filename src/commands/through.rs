//! What services read for the subject's principals with keys of their own: a query that the subject started reads with
//! one, and no answer names what.

use crate::answer::Columns;
use crate::collect::Collector;
use crate::incident::{Record, Share, Through};
use crate::sql::{List, Params};
use datafusion::arrow::record_batch::RecordBatch;
use std::collections::BTreeSet;

/// Reads of objects by services that a followed credential had called. Asked for only where there may be some.
pub async fn through(
    collector: &mut Collector<'_>,
    shares: &[Share],
    records: &[Box<Record>],
    keys: &[String],
) -> Result<Vec<Through>, String> {
    let called: BTreeSet<&str> = records
        .iter()
        .filter(|record| record.seen_as.is_some())
        .map(|record| &*record.event_source)
        .collect();
    let followed = |key: &Option<String>| key.as_ref().is_some_and(|key| keys.binary_search(key).is_ok());
    let principals: BTreeSet<&String> = shares
        .iter()
        .filter(|share| !followed(&share.access_key))
        .filter(|share| share.invoked_by.as_deref().is_some_and(|service| called.contains(service)))
        .map(|share| &share.principal_id)
        .collect();
    if principals.is_empty() {
        return Ok(Vec::new());
    }
    let params = Params::from([List::Principals.of(principals.into_iter().cloned().collect())]);
    let purpose = "what services read for the subject's principals";
    let batches = collector.rows_with("collect/through.sql", purpose, &params, None).await?;
    let query = collector.last_query();
    let mut all = Vec::new();
    for batch in &batches {
        let rows = read(batch, &query);
        let rows = rows.map_err(|error| format!("looking for what services read: {error}"))?;
        all.extend(rows.into_iter().filter(|(key, _)| !followed(key)).map(|(_, reads)| reads));
    }
    Ok(all)
}

/// Each row with its key.
fn read(batch: &RecordBatch, query: &str) -> Result<Vec<(Option<String>, Through)>, String> {
    let columns = Columns(batch);
    let (principals, keys) = (columns.texts("principal_id")?, columns.texts("access_key_id")?);
    let (services, sources) = (columns.texts("invoked_by")?, columns.texts("event_source")?);
    let (names, stores) = (columns.texts("event_name")?, columns.texts("store")?);
    let (calls, succeeded) = (columns.counts("calls")?, columns.counts("succeeded")?);
    let (firsts, lasts) = (columns.times("first_event")?, columns.times("last_event")?);
    let each = (0..batch.num_rows()).filter_map(|row| {
        let (first, last) = firsts[row].zip(lasts[row])?;
        let reads = Through {
            principal_id: principals[row].clone()?,
            service: services[row].clone()?,
            source: sources[row].clone()?,
            name: names[row].clone()?,
            store: stores[row].clone()?,
            calls: calls[row],
            // Copies of one call count once among the calls.
            succeeded: succeeded[row].min(calls[row]),
            first,
            last,
            query: query.into(),
        };
        Some((keys[row].clone(), reads))
    });
    Ok(each.collect())
}
