//! Whether accounts that the subject let in to something called: what they did with what was opened to them.

use crate::answer::Columns;
use crate::catalog::{Catalog, Tells};
use crate::collect::Collector;
use crate::incident::{Admitted, AdmittedCalls, Record};
use crate::sql::{List, Params};
use crate::vocabulary::Outcome;
use datafusion::arrow::record_batch::RecordBatch;
use std::collections::BTreeMap;

/// How S3 names the account of whoever has no name.
const NOBODY: [&str; 2] = ["ANONYMOUS_PRINCIPAL", "anonymous"];

/// Whom followed calls let in, and what they did then.
pub async fn admitted(
    collector: &mut Collector<'_>,
    records: &[Box<Record>],
    catalog: &Catalog,
) -> Result<Admitted, String> {
    let mut admitted = Admitted::default();
    let (mut snapshots, mut snapshots_to_all) = (false, false);
    for record in records.iter().filter(|record| record.seen_as.is_some()) {
        let of_snapshot =
            record.outcome == Outcome::Succeeded && &*record.event_name == "ModifySnapshotAttribute";
        let to_all = record.tells_of(Tells::OpenedToEverybody, catalog);
        snapshots |= of_snapshot;
        snapshots_to_all |= of_snapshot && to_all;
        let nobody = NOBODY.iter().filter(|_| to_all).copied();
        for account in record.let_in.iter().map(|account| &**account).chain(nobody) {
            let since = admitted.since.entry(account.to_string()).or_insert(record.time);
            *since = record.time.min(*since);
        }
    }
    if admitted.since.is_empty() {
        return Ok(admitted);
    }
    let accounts: Vec<String> = admitted.since.keys().cloned().collect();
    let params = Params::from([List::Accounts.of(accounts)]);
    let purpose = "calls of accounts that followed credentials let in";
    for batch in collector.rows_with("collect/admitted.sql", purpose, &params, None).await? {
        let read =
            read(&batch).map_err(|error| format!("looking for calls of accounts that were let in: {error}"));
        admitted.calls.extend(read?);
    }
    let mut followed: BTreeMap<_, u64> = BTreeMap::new();
    for record in records.iter().filter(|record| record.seen_as.is_some()) {
        let like = (record.principal_id.as_deref(), &*record.event_source, &*record.event_name);
        *followed.entry(like).or_default() += 1;
    }
    admitted.calls.retain(|calls| {
        // EC2 records the use of any shared snapshot, whoever shared it.
        let let_in = match &calls.account {
            Some(account) => snapshots_to_all || admitted.since.contains_key(account),
            None => snapshots,
        };
        let like = (calls.principal_id.as_deref(), calls.source.as_str(), calls.name.as_str());
        let_in && followed.get(&like).is_none_or(|count| *count < calls.calls)
    });
    Ok(admitted)
}

fn read(batch: &RecordBatch) -> Result<Vec<AdmittedCalls>, String> {
    let columns = Columns(batch);
    let (accounts, principals) = (columns.texts("account_id")?, columns.texts("principal_id")?);
    let (sources, names) = (columns.texts("event_source")?, columns.texts("event_name")?);
    let (addresses, calls) = (columns.texts("address")?, columns.counts("calls")?);
    let (firsts, lasts) = (columns.times("first_event")?, columns.times("last_event")?);
    let each = (0..batch.num_rows()).filter_map(|row| {
        let (first, last) = firsts[row].zip(lasts[row])?;
        Some(AdmittedCalls {
            account: accounts[row].clone(),
            principal_id: principals[row].clone(),
            source: sources[row].clone().unwrap_or_default(),
            name: names[row].clone().unwrap_or_default(),
            address: addresses[row].clone(),
            calls: calls[row],
            first,
            last,
        })
    });
    Ok(each.collect())
}
