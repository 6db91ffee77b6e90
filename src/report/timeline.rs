//! The rows of the timeline that the report shows.

use crate::baseline::Actor;
use crate::incident::{Incident, Time, TimelineRow};
use std::collections::HashMap;

/// Rows in the body; the rest is in the case.
const ROWS: usize = 150;

/// The gravest rows, in order of time. Of equally grave ones, the first row of every call comes before the second of any:
/// a hundred reads do not hide the one key that was made after them.
pub(super) fn shown(incident: &Incident) -> Vec<&TimelineRow> {
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    let mut rows: Vec<(usize, usize, &TimelineRow)> = Vec::with_capacity(incident.timeline.len());
    for (place, row) in incident.timeline.iter().enumerate() {
        let before = seen.entry((&row.event_source, &row.event_name)).or_default();
        rows.push((place, *before, row));
        *before += 1;
    }
    rows.sort_by_key(|(place, before, row)| (row.severity, *before, *place));
    rows.truncate(ROWS);
    rows.sort_by_key(|(place, ..)| *place);
    rows.into_iter().map(|(.., row)| row).collect()
}

/// The first request that neither a baseline nor a service explains, where there are others before or beside it.
pub(super) fn first_unexplained(incident: &Incident) -> Option<Time> {
    let unexplained = |row: &&TimelineRow| row.actor == Actor::Unattributed;
    let explains = incident.timeline.iter().any(|row| !unexplained(&row));
    incident.timeline.iter().filter(unexplained).map(|row| row.first).min().filter(|_| explains)
}
