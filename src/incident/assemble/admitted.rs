//! Calls of those whom followed credentials let in to something.

use crate::incident::{Asked, Gap, GapKind, Time};
use crate::subject::rfc3339;
use crate::vocabulary::{and_more, counted};
use std::collections::BTreeMap;

/// Groups of calls that are told one by one.
const NAMED: usize = 20;

/// Stands for an account where a store was opened to all, or where the records of its use need not say who it was.
pub const ANYBODY: &str = "*";

/// Whom followed calls let in, and what they did.
#[derive(Clone, Debug, Default)]
pub struct Admitted {
    /// Accounts, and when each was first let in.
    pub since: BTreeMap<String, Time>,
    /// The same by bucket or snapshot and account, or [`ANYBODY`].
    pub opened: BTreeMap<(String, String), Time>,
    /// Their calls in the window.
    pub calls: Vec<AdmittedCalls>,
    /// The statement that found them.
    pub query: String,
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
    /// Bucket or snapshot that they name.
    pub store: Option<String>,
    /// How many.
    pub calls: u64,
    /// Of them, those without an error.
    pub succeeded: u64,
    /// The first call.
    pub first: Time,
    /// The last call.
    pub last: Time,
}

impl AdmittedCalls {
    /// Whether EC2 recorded by them that a shared snapshot was copied or used.
    pub fn uses_snapshot(&self) -> bool {
        self.name.starts_with("SharedSnapshot")
    }

    /// When what they name was opened to whoever made them.
    pub fn opened_at(&self, opened: &BTreeMap<(String, String), Time>) -> Option<Time> {
        let store = self.store.as_ref()?;
        let to = |account: &str| opened.get(&(store.clone(), account.to_string())).copied();
        self.account.as_deref().and_then(to).into_iter().chain(to(ANYBODY)).min()
    }
}

/// The gap of what they did since: it is in no number, and may be the use of what was opened.
pub fn gap(admitted: &Admitted) -> Option<Gap> {
    let first = admitted.since.values().chain(admitted.opened.values()).min()?;
    let since = |calls: &&AdmittedCalls| {
        let let_in = calls.account.as_ref().and_then(|account| admitted.since.get(account));
        calls.last >= calls.opened_at(&admitted.opened).unwrap_or(*let_in.unwrap_or(first))
    };
    let used: Vec<String> =
        admitted.calls.iter().filter(since).map(|calls| told(calls, &admitted.opened)).collect();
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
            .effect("These calls are in no number of the followed credentials. Those that read or copied what was opened are in section 7 as well; whether others used it is not told: the accounts may have been let in elsewhere, or before.")
            .remedy("Look at these calls with `keytrail query`, by account and time, and compare what they reached with what was opened (section 7, Shares).")
            .touches(Asked::FROM_RECORDS)
    })
}

/// In words; whose calls they are.
pub fn caller(calls: &AdmittedCalls) -> String {
    match (&calls.account, &calls.principal_id) {
        (Some(account), Some(id)) if account != id && !id.is_empty() => format!("{id} of {account}"),
        (Some(account), _) => account.clone(),
        (None, Some(id)) if !id.is_empty() => id.clone(),
        _ => "an account that the record names in its details".into(),
    }
}

fn told(calls: &AdmittedCalls, opened: &BTreeMap<(String, String), Time>) -> String {
    let by = caller(calls);
    let from = calls.address.as_ref().map(|address| format!(" from {address}")).unwrap_or_default();
    let service = calls.source.split('.').next().unwrap_or_default();
    let (first, last) = (rfc3339(calls.first), rfc3339(calls.last));
    let when = if first == last { format!("at {first}") } else { format!("between {first} and {last}") };
    let of = calls.store.as_ref().map(|store| format!(" of {store}")).unwrap_or_default();
    let opened = calls.opened_at(opened);
    let opened = opened.map(|time| format!(" (opened at {})", rfc3339(time))).unwrap_or_default();
    format!("{by}{from}, {service} {}{of}{opened}, {} {when}", calls.name, counted(calls.calls, "call"))
}
