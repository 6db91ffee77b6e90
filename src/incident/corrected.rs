//! Calls with more than one record. CloudTrail delivers a record again, under an ID of its own, when it has put it right
//! (addenda): the record that came last counts. A VPC endpoint with network activity events records the calls that pass
//! it beside the service that is called: the record of the service counts. The call happened once; all stay as evidence.

use super::Record;
use arcstr::ArcStr;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Marks the records in whose place a later one counts; the IDs of those.
pub fn correct(records: &mut [Box<Record>]) -> HashSet<ArcStr> {
    let pair = |record: &Record| Some((record.event_id.clone(), record.corrects.clone()?));
    let corrects: HashMap<ArcStr, ArcStr> = records.iter().filter_map(|record| pair(record)).collect();
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
    corrected.extend(seen_on_the_way(records));
    corrected
}

/// Marks the network activity of calls that the service has recorded, too. What an endpoint refused reached no service,
/// and what a service records only with data events may have no other record: those count.
fn seen_on_the_way(records: &mut [Box<Record>]) -> Vec<ArcStr> {
    let twins = |record: &Record| record.corrected_by.is_none() && record.request.is_some();
    let refused = |record: &Record| record.error_code.as_deref() == Some("VpceAccessDenied");
    let passed = |record: &Record| twins(record) && record.is_network_activity() && !refused(record);
    let sought: HashSet<u64> = records.iter().filter(|r| passed(r)).filter_map(|r| r.request).collect();
    if sought.is_empty() {
        return Vec::new();
    }
    let of_service = |record: &Record| twins(record) && !record.is_network_activity();
    let own = records
        .iter()
        .filter(|record| of_service(record))
        .filter(|r| r.request.is_some_and(|r| sought.contains(&r)));
    let own: HashMap<u64, ArcStr> = own.filter_map(|r| Some((r.request?, r.event_id.clone()))).collect();
    let mut marked = Vec::new();
    for record in records.iter_mut().filter(|record| passed(record)) {
        if let Some(service) = record.request.and_then(|request| own.get(&request)) {
            record.corrected_by = Some(service.clone());
            marked.push(record.event_id.clone());
        }
    }
    marked
}

/// The record that was there first. Records that correct each other in a circle are one call as well, and all are kept.
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
