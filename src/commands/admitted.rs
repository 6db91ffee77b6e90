//! Whether accounts that the subject let in to something called: what they did with what was opened to them.

use crate::answer::Columns;
use crate::catalog::{Catalog, Tells};
use crate::collect::Collector;
use crate::incident::{ANYBODY, Admitted, AdmittedCalls, Record, Time};
use crate::sql::{List, Params};
use crate::vocabulary::Outcome;
use datafusion::arrow::record_batch::RecordBatch;
use std::collections::{BTreeMap, BTreeSet};

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
        let to_all =
            record.outcome == Outcome::Succeeded && record.tells_of(Tells::OpenedToEverybody, catalog);
        let bucket_to_all = to_all && &*record.event_source == "s3.amazonaws.com";
        snapshots |= of_snapshot;
        snapshots_to_all |= of_snapshot && to_all;
        let nobody = NOBODY.iter().filter(|_| bucket_to_all).copied();
        let store = record.bucket.as_deref().or(record.target.as_deref());
        let mut accounts: Vec<&str> = record.let_in.iter().map(|account| &**account).chain(nobody).collect();
        // Whoever is named reads what is public, too; who uses a shared snapshot, EC2 need not say.
        if of_snapshot || bucket_to_all {
            accounts.push(ANYBODY);
        }
        for account in accounts {
            let earlier = |since: &mut Time| *since = record.time.min(*since);
            if account != ANYBODY {
                earlier(admitted.since.entry(account.to_string()).or_insert(record.time));
            }
            if let Some(store) = store {
                let opened = (store.to_string(), account.to_string());
                earlier(admitted.opened.entry(opened).or_insert(record.time));
            }
        }
    }
    if admitted.since.is_empty() && !snapshots {
        return Ok(admitted);
    }
    let accounts: Vec<String> = admitted
        .since
        .keys()
        .cloned()
        .chain(NOBODY.map(str::to_string))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let params = Params::from([List::Accounts.of(accounts)]);
    let purpose = "calls of accounts that followed credentials let in";
    for batch in collector.rows_with("collect/admitted.sql", purpose, &params, None).await? {
        let read =
            read(&batch).map_err(|error| format!("looking for calls of accounts that were let in: {error}"));
        admitted.calls.extend(read?);
    }
    admitted.query = collector.last_query();
    let mut followed: BTreeMap<_, u64> = BTreeMap::new();
    for record in records.iter().filter(|record| record.seen_as.is_some()) {
        let like = (record.principal_id.as_deref(), &*record.event_source, &*record.event_name);
        *followed.entry(like).or_default() += 1;
    }
    admitted.calls.retain(|calls| {
        // EC2 records the use of any shared snapshot, whoever shared it.
        let of_other_snapshot =
            calls.uses_snapshot() && calls.store.is_some() && calls.opened_at(&admitted.opened).is_none();
        let let_in = match &calls.account {
            Some(account) => {
                (snapshots_to_all && calls.uses_snapshot()) || admitted.since.contains_key(account)
            }
            None => snapshots,
        } && !of_other_snapshot;
        let like = (calls.principal_id.as_deref(), calls.source.as_str(), calls.name.as_str());
        let_in && followed.get(&like).is_none_or(|count| *count < calls.calls)
    });
    Ok(admitted)
}

fn read(batch: &RecordBatch) -> Result<Vec<AdmittedCalls>, String> {
    let columns = Columns(batch);
    let (accounts, principals) = (columns.texts("account_id")?, columns.texts("principal_id")?);
    let (sources, names) = (columns.texts("event_source")?, columns.texts("event_name")?);
    let (addresses, stores) = (columns.texts("address")?, columns.texts("store")?);
    let (calls, succeeded) = (columns.counts("calls")?, columns.counts("succeeded")?);
    let (firsts, lasts) = (columns.times("first_event")?, columns.times("last_event")?);
    let each = (0..batch.num_rows()).filter_map(|row| {
        let (first, last) = firsts[row].zip(lasts[row])?;
        Some(AdmittedCalls {
            account: accounts[row].clone(),
            principal_id: principals[row].clone(),
            source: sources[row].clone().unwrap_or_default(),
            name: names[row].clone().unwrap_or_default(),
            address: addresses[row].clone(),
            store: stores[row].clone(),
            calls: calls[row],
            // Copies of one call count once among the calls.
            succeeded: succeeded[row].min(calls[row]),
            first,
            last,
        })
    });
    Ok(each.collect())
}
