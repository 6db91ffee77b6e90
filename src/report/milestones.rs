//! The times between the milestones of section 4, each with the two rows that it is computed from, or the row that is
//! missing.

use crate::incident::{Incident, Time};
use crate::subject::rfc3339;
use serde::Serialize;

/// A time between two milestones.
#[derive(Serialize)]
pub(super) struct Between {
    what: &'static str,
    rows: &'static str,
    value: String,
}

/// The four times. Only detection and the first request can stand in the facts: the first that is `unexplained`, where a
/// baseline or a service explains others.
pub(super) fn between(
    incident: &Incident,
    unexplained: Option<Time>,
    detected: Option<Time>,
) -> Vec<Between> {
    let missing = |rows: &[&str]| format!("not computable: {} missing", rows.join(" and "));
    let first_row = if unexplained.is_some() {
        "First unexplained request to Detection"
    } else {
        "First request to Detection"
    };
    let to_detect = match (unexplained.or(incident.totals.first), detected) {
        (Some(first), Some(detected)) if detected >= first => {
            format!(
                "{} (the first such request in the logs need not be the first of the activity in question)",
                told(detected - first)
            )
        }
        (Some(first), Some(detected)) => format!(
            "not computable: the detection at {} is before the first request in the logs at {}",
            rfc3339(detected),
            rfc3339(first)
        ),
        (None, Some(_)) => missing(&["First request"]),
        (Some(_), None) => missing(&["Detection"]),
        (None, None) => missing(&["First request", "Detection"]),
    };
    let after = |row| match detected {
        Some(_) => missing(&[row]),
        None => missing(&["Detection", row]),
    };
    let row = |what, rows, value| Between { what, rows, value };
    vec![
        row("Time to detect", first_row, to_detect),
        row("Time to notify", "Detection to Response team notified", after("Response team notified")),
        row("Time to contain", "Detection to Containment complete", after("Containment complete")),
        row("Time to recover", "Detection to Recovery validated", after("Recovery validated")),
    ]
}

/// `1 day 2 h 3 min 4 s`.
fn told(time: chrono::TimeDelta) -> String {
    let days = u64::try_from(time.num_days()).unwrap_or(0);
    let rest =
        [(time.num_hours() % 24, "h"), (time.num_minutes() % 60, "min"), (time.num_seconds() % 60, "s")];
    let rest = rest.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count} {unit}"));
    let days = (days > 0).then(|| super::counted(days, "day"));
    let parts: Vec<String> = days.into_iter().chain(rest).collect();
    if parts.is_empty() { "0 s".into() } else { parts.join(" ") }
}
