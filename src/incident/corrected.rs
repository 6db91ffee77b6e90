//! Addenda: CloudTrail delivers a record again, under an ID of its own, when it has put it right. The call happened
//! once: the record that came last counts, and all stay as evidence.

use super::Record;
use arcstr::ArcStr;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Marks the records in whose place a later one counts; the IDs of those.
pub fn correct(records: &mut [Record]) -> HashSet<ArcStr> {
    let of = |record: &Record| Some((record.event_id.clone(), record.corrects.clone()?));
    let corrects: HashMap<ArcStr, ArcStr> = records.iter().filter_map(of).collect();
    let mut last: HashMap<ArcStr, usize> = HashMap::new();
    // Log files are named after the time of their delivery.
    let delivered = |record: &Record| (record.source_object.clone(), record.event_id.clone());
    for (number, record) in records.iter().enumerate().filter(|(_, record)| record.corrects.is_some()) {
        let known = last.entry(first(&record.event_id, &corrects)).or_insert(number);
        if delivered(&records[*known]) < delivered(record) {
            *known = number;
        }
    }
    let mut corrected = HashSet::new();
    for number in 0..records.len() {
        let Some(later) = last.get(&first(&records[number].event_id, &corrects)) else { continue };
        if *later != number {
            records[number].corrected_by = Some(records[*later].event_id.clone());
            corrected.insert(records[number].event_id.clone());
        }
    }
    corrected
}

/// The record that was there first. What corrects each other in a circle is one call as well, and none of it is lost.
fn first(id: &ArcStr, corrects: &HashMap<ArcStr, ArcStr>) -> ArcStr {
    let mut passed = BTreeSet::new();
    let mut at = id;
    while let Some(next) = corrects.get(at) {
        if !passed.insert(at) {
            return passed.first().map_or(at, |least| *least).clone();
        }
        at = next;
    }
    at.clone()
}
