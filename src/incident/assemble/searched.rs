//! Where the report has looked for calls of followed credentials: what is in no record from there was not seen.

use crate::incident::{Coverage, Credential, Record, Searched, Subject, Time};
use crate::subject::AccessKeyId;
use crate::vocabulary::NONE;
use std::collections::BTreeSet;

/// The accounts on whose records the answers rest, and the time of which each of them has records. A credential acts in
/// another account only with one that was obtained for it, or by a call that its own account records as well; so these are
/// the accounts that collected records are of, that credentials belong to, and that findings name. Where the logs hold
/// none of them, every account counts.
pub fn searched(
    coverage: &Coverage,
    records: &[Box<Record>],
    credentials: &[Credential],
    subject: &Subject,
) -> Option<Searched> {
    let of_records = records.iter().map(|record| record.account.as_deref().unwrap_or(NONE).to_string());
    let of_credentials = credentials.iter().filter_map(Credential::account).map(str::to_string);
    let of_keys = subject.access_keys.iter().filter_map(|key| AccessKeyId::parse(key).ok()?.account());
    let real = subject.findings.iter().filter(|finding| !finding.sample);
    let of_findings = real.filter_map(|finding| finding.account_id.clone());
    let named: BTreeSet<String> =
        of_records.chain(of_credentials).chain(of_keys).chain(of_findings).collect();
    let held: BTreeSet<&String> = coverage.cells.iter().map(|cell| &cell.account).collect();
    let any = held.iter().any(|account| named.contains(*account));
    let accounts: Vec<String> =
        held.into_iter().filter(|account| !any || named.contains(*account)).cloned().collect();
    let spans: Vec<(Time, Time)> = accounts.iter().filter_map(|account| coverage.span_of(account)).collect();
    let from = spans.iter().map(|(first, _)| *first).max()?;
    let to = spans.iter().map(|(_, last)| *last).min()?;
    Some(Searched { accounts, from, to })
}
