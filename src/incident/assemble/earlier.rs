//! What the collected records tell of followed credentials from before the window, where nothing was collected.

use super::tally::Records;
use crate::incident::{Asked, Gap, GapKind, Time};
use crate::subject::rfc3339;
use crate::vocabulary::and_more;
use std::collections::BTreeMap;

/// Sessions named one by one.
const NAMED: usize = 10;

/// A gap of credentials that were active before the window, since this time at least.
pub fn active_before(what: String, since: Time) -> Gap {
    Gap::of(GapKind::ActiveBeforeWindow, what)
        .effect("What was done with them before the window, and with what they obtained then, is not in this report.")
        .remedy(format!("Start the window at {} or earlier.", rfc3339(since)))
        .touches(&[Asked::LeftBehind, Asked::Span])
}

/// The gap that sessions of followed credentials leave which are older than the window.
pub fn older_sessions(records: Records<'_>, indices: &[usize], ids: &[String], from: Time) -> Option<Gap> {
    let mut created: BTreeMap<usize, Time> = BTreeMap::new();
    for index in indices {
        let record = &records.0[*index];
        if let (Some(credential), Some(time)) =
            (record.credential, record.session_created.filter(|t| *t < from))
        {
            let first = created.entry(credential).or_insert(time);
            *first = time.min(*first);
        }
    }
    let since = created.values().min().copied()?;
    let named: Vec<String> = created
        .iter()
        .take(NAMED)
        .filter_map(|(credential, time)| Some(format!("{} at {}", ids.get(*credential)?, rfc3339(*time))))
        .collect();
    let more = created.len() - named.len();
    let more = and_more(more);
    let what =
        format!("Sessions that were used in the window were created before it: {}{more}.", named.join(", "));
    Some(active_before(what, since))
}
