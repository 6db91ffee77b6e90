//! Calls of those whom followed credentials let in to something.

use crate::incident::{Asked, Gap, GapKind, Time};
use crate::subject::rfc3339;
use crate::vocabulary::{and_more, counted};
use std::collections::BTreeMap;

/// Groups of calls that are told one by one.
const NAMED: usize = 20;

/// Whom followed calls let in, and what they did.
#[derive(Clone, Debug, Default)]
pub struct Admitted {
    /// Accounts, and when each was first let in.
    pub since: BTreeMap<String, Time>,
    /// Their calls in the window.
    pub calls: Vec<AdmittedCalls>,
}

/// Calls of one kind by one principal.
#[derive(Clone, Debug)]
pub struct AdmittedCalls {
    /// Account of the caller; of some events of services, none is recorded there.
    pub account: Option<String>,
    /// The caller.
    pub principal_id: Option<String>,
    /// Service.
    pub source: String,
    /// Call.
    pub name: String,
    /// Where from.
    pub address: Option<String>,
    /// How many.
    pub calls: u64,
    /// The first call.
    pub first: Time,
    /// The last call.
    pub last: Time,
}

/// The gap of what they did since: it is in no number, and may be the use of what was opened.
pub fn gap(admitted: &Admitted) -> Option<Gap> {
    let first = admitted.since.values().min()?;
    let since = |calls: &&AdmittedCalls| {
        let let_in = calls.account.as_ref().and_then(|account| admitted.since.get(account));
        calls.last >= *let_in.unwrap_or(first)
    };
    let used: Vec<String> = admitted.calls.iter().filter(since).map(told).collect();
    (!used.is_empty()).then(|| {
        let let_in = admitted.since.iter().filter(|(account, _)| {
            admitted.calls.iter().any(|calls| calls.account.as_ref() == Some(account))
        });
        let let_in: Vec<String> =
            let_in.map(|(account, time)| format!("{account} was first let in at {}", rfc3339(*time))).collect();
        let let_in = if let_in.is_empty() { String::new() } else { format!(" ({})", let_in.join("; ")) };
        let what = format!(
            "Accounts that followed credentials let in to something called after that{let_in}: {}{}.",
            used[..used.len().min(NAMED)].join("; "),
            and_more(used.len().saturating_sub(NAMED))
        );
        Gap::of(GapKind::AdmittedCalled, what)
            .effect("These calls are in no other answer. Whether they used what was opened is not told: the accounts may have been let in elsewhere, or before.")
            .remedy("Look at these calls with `keytrail query`, by account and time, and compare what they reached with what was opened (section 7, Shares).")
            .touches(Asked::FROM_RECORDS)
    })
}

fn told(calls: &AdmittedCalls) -> String {
    let by = match (&calls.account, &calls.principal_id) {
        (Some(account), Some(id)) if account != id && !id.is_empty() => format!("{id} of {account}"),
        (Some(account), _) => account.clone(),
        (None, Some(id)) if !id.is_empty() => id.clone(),
        _ => "an account that the record names in its details".into(),
    };
    let from = calls.address.as_ref().map(|address| format!(" from {address}")).unwrap_or_default();
    let service = calls.source.split('.').next().unwrap_or_default();
    let (first, last) = (rfc3339(calls.first), rfc3339(calls.last));
    let when = if first == last { format!("at {first}") } else { format!("between {first} and {last}") };
    format!("{by}{from}, {service} {}, {} {when}", calls.name, counted(calls.calls, "call"))
}
