//! What became of the records that were read, and what collecting could not do.

use crate::collect::Collector;
use crate::event::NO_EVENT_ID;
use crate::incident::{Asked, Coverage, Gap, GapKind, Record, RecordsCounted};
use crate::vocabulary::and_more;

/// Every record that was read is kept, or counted under the reason why not.
pub fn account(coverage: &mut Coverage, collector: &Collector<'_>, records: &[Box<Record>]) {
    let in_window: u64 = coverage.cells.iter().map(|cell| cell.records).sum();
    let replaced = records.iter().filter(|record| record.corrected_by.is_some());
    let (on_the_way, corrected): (Vec<_>, Vec<_>) = replaced.partition(|r| r.is_network_activity());
    let (on_the_way, corrected) = (on_the_way.len() as u64, corrected.len() as u64);
    let kept = records.len() as u64 - corrected - on_the_way;
    let read = coverage.records.get(&RecordsCounted::Read).copied().unwrap_or(0);
    let twice = corrected + on_the_way + collector.repeated;
    let others = in_window.saturating_sub(kept + twice + collector.without_time);
    // What a statement would have found is not known to be somebody else's.
    let others_are = match collector.failures.is_empty() {
        true => RecordsCounted::Others,
        false => RecordsCounted::OthersOrMissed,
    };
    let entries = [
        (RecordsCounted::Kept, kept),
        (RecordsCounted::Repeated, collector.repeated),
        (RecordsCounted::Corrected, corrected),
        (RecordsCounted::OnTheWay, on_the_way),
        (RecordsCounted::WithoutTime, collector.without_time),
        (others_are, others),
        (RecordsCounted::Outside, read.saturating_sub(in_window)),
    ];
    let told = |(what, count): &(RecordsCounted, u64)| *count > 0 || *what == RecordsCounted::Kept;
    coverage.records.extend(entries.into_iter().filter(told));
}

/// The gaps that collecting left.
pub fn collection_gaps(collector: &Collector<'_>, unanswered: &[(String, String)]) -> Vec<Gap> {
    let failed = collector.failures.iter().map(|(id, purpose, error)| {
        Gap::of(GapKind::QueryFailed, format!("{id} ({purpose}) failed: {error}."))
            .effect("What it would have found is not in this report.")
            .remedy("Run again.")
    });
    let unanswered = unanswered.iter().map(|(id, error)| {
        Gap::of(GapKind::QuestionFailed, format!("The question {id} could not be answered: {error}."))
            .effect("Its table is not in this report; the events that it would have counted are.")
            .remedy("Ask it of evidence/events.jsonl with another tool.")
    });
    let not_asked = collector.unanswered().into_iter().map(|(id, error)| {
        Gap::of(
            GapKind::QuestionFailed,
            format!("The question {id} could not be asked of some events: {error}."),
        )
        .effect("Those events may be counted in another category.")
        .remedy("Look at the events themselves in evidence/events.jsonl.")
    });
    let of_records = [
        conflicting(collector),
        nameless(collector),
        untimed(collector),
        unreadable(collector),
        broken(collector),
    ];
    let gaps = failed.chain(of_records.into_iter().flatten()).chain(unanswered).chain(not_asked);
    gaps.map(|gap| gap.touches(Asked::FROM_RECORDS)).collect()
}

fn conflicting(collector: &Collector<'_>) -> Option<Gap> {
    let count = collector.conflicting;
    (count > 0).then(|| {
        let what = format!(
            "Records that share an event ID with another record but differ in content: {count}; all are kept and counted."
        );
        Gap::of(GapKind::ConflictingEventIds, what)
            .effect("Counts may include one call twice.")
            .remedy("Compare those records; a log file may have been altered.")
    })
}

fn nameless(collector: &Collector<'_>) -> Option<Gap> {
    let count = collector.nameless;
    (count > 0).then(|| {
        let what =
            format!("Records without an event ID: {count}; each is named `{NO_EVENT_ID}…` by its content.");
        Gap::of(GapKind::NoEventIds, what)
            .effect("Copies of such a record cannot be told from the record itself.")
            .remedy("Look at those records in the log files.")
    })
}

fn untimed(collector: &Collector<'_>) -> Option<Gap> {
    let count = collector.without_time;
    (count > 0).then(|| {
        let what = format!(
            "Records that were found for what is followed and have no time that can be read: {count}; none of them is in this report."
        );
        Gap::of(GapKind::NoUsableTime, what)
            .effect("Whether they belong to the window, and what they did, is not told.")
            .remedy("Look for the followed keys in records without a usable eventTime with another tool.")
    })
}

fn unreadable(collector: &Collector<'_>) -> Option<Gap> {
    let (count, named) = &collector.unreadable;
    (*count > 0).then(|| {
        let what = format!(
            "Collected events whose parameters, answer or resources are not valid JSON or have a key twice: {count} ({}{}).",
            named.join(", "),
            and_more(*count as usize - named.len())
        );
        Gap::of(GapKind::UnreadableContent, what)
            .effect("What those calls named, changed or handed out cannot be told, and a credential among it is not followed.")
            .remedy("Fetch their log files again from the trail's bucket, or read those events in evidence/events.jsonl and name the keys in them with --access-key.")
    })
}

fn broken(collector: &Collector<'_>) -> Option<Gap> {
    let count = collector.broken_values;
    (count > 0).then(|| {
        let what = format!(
            "Records that were opened for what is followed, with a list of resources or TLS details that cannot be read, or with a field twice: up to {count}. What cannot be read is missing; of a field that stands twice the first counts."
        );
        Gap::of(GapKind::UnreadableContent, what)
            .effect("Resources that those calls touched may be missing from this report.")
            .remedy("Fetch their log files again from the trail's bucket; `keytrail query` counts those records file by file.")
    })
}
