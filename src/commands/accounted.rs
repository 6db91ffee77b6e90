//! What became of the records that were read, and what collecting could not do.

use crate::collect::Collector;
use crate::event::NO_EVENT_ID;
use crate::incident::{Coverage, Gap, GapKind, KEPT, Record};
use crate::vocabulary::and_more;

/// Every record that was read is kept, or counted under the reason why not.
pub fn account(coverage: &mut Coverage, collector: &Collector<'_>, records: &[Record]) {
    let in_window: u64 = coverage.cells.iter().map(|cell| cell.records).sum();
    let replaced = records.iter().filter(|record| record.corrected_by.is_some());
    let (on_the_way, corrected): (Vec<&Record>, Vec<_>) = replaced.partition(|r| r.is_network_activity());
    let (on_the_way, corrected) = (on_the_way.len() as u64, corrected.len() as u64);
    let kept = records.len() as u64 - corrected - on_the_way;
    let read = coverage.records.get("read").copied().unwrap_or(0);
    let twice = corrected + on_the_way + collector.repeated;
    let others = in_window.saturating_sub(kept + twice + collector.without_time);
    // What a statement would have found is not known to be somebody else's.
    let others_are = match collector.failures.is_empty() {
        true => "other credentials",
        false => "other credentials, or not found because a statement failed",
    };
    let entries = [
        (KEPT, kept),
        ("repeated deliveries of a kept record", collector.repeated),
        ("put right by a later record (addendum), which counts in its place; both are evidence", corrected),
        ("network activity of a call whose own record counts; both are evidence", on_the_way),
        ("without a usable time", collector.without_time),
        (others_are, others),
        ("outside the window, or without a usable time", read.saturating_sub(in_window)),
    ];
    coverage.records.extend(
        entries
            .into_iter()
            .filter(|(name, count)| *count > 0 || *name == KEPT)
            .map(|(name, count)| (name.to_string(), count)),
    );
}

/// The gaps that collecting left.
pub fn collection_gaps(collector: &Collector<'_>, unanswered: &[(String, String)]) -> Vec<Gap> {
    let gap = |kind: GapKind, what: String, effect: &str, remedy: &str, affects_exit_code: bool| {
        Gap::new(kind, what, effect, remedy, Gap::ALL, affects_exit_code)
    };
    let failed = collector.failures.iter().map(|(id, purpose, error)| {
        gap(
            GapKind::QueryFailed,
            format!("{id} ({purpose}) failed: {error}."),
            "What it would have found is not in this report.",
            "Run again.",
            true,
        )
    });
    let conflicting = (collector.conflicting > 0).then(|| {
        let what = format!("Records that share an event ID with another record but differ in content: {}; all are kept and counted.", collector.conflicting);
        gap(GapKind::ConflictingEventIds, what, "Counts may include one call twice.", "Compare those records; a log file may have been altered.", true)
    });
    let nameless = (collector.nameless > 0).then(|| {
        let what = format!(
            "Records without an event ID: {}; each is named `{NO_EVENT_ID}…` by its content.",
            collector.nameless
        );
        gap(
            GapKind::NoEventIds,
            what,
            "Copies of such a record cannot be told from the record itself.",
            "Look at those records in the log files.",
            false,
        )
    });
    let untimed = (collector.without_time > 0).then(|| {
        gap(
            GapKind::NoUsableTime,
            format!(
                "Records that were found for what is followed and have no time that can be read: {}; none of them is in this report.",
                collector.without_time
            ),
            "Whether they belong to the window, and what they did, is not told.",
            "Look for the followed keys in records without a usable eventTime with another tool.",
            true,
        )
    });
    let (unreadable, named) = &collector.unreadable;
    let unreadable = (*unreadable > 0).then(|| {
        let what = format!(
            "Collected events whose parameters, answer or resources are not valid JSON or have a key twice: {unreadable} ({}{}).",
            named.join(", "),
            and_more(*unreadable as usize - named.len())
        );
        gap(
            GapKind::UnreadableContent,
            what,
            "What those calls named, changed or handed out cannot be told, and a credential among it is not followed.",
            "Fetch their log files again from the trail's bucket, or read those events in evidence/events.jsonl and name the keys in them with --access-key.",
            true,
        )
    });
    let broken = (collector.broken_values > 0).then(|| {
        let what = format!(
            "Records that were opened for what is followed, with a list of resources or TLS details that cannot be read, or with a field twice: up to {}. What cannot be read is missing; of a field that stands twice the first counts.",
            collector.broken_values
        );
        gap(
            GapKind::UnreadableContent,
            what,
            "Resources that those calls touched may be missing from this report.",
            "Fetch their log files again from the trail's bucket; `keytrail query` counts those records file by file.",
            true,
        )
    });
    let unanswered = unanswered.iter().map(|(id, error)| {
        gap(
            GapKind::QuestionFailed,
            format!("The question {id} could not be answered: {error}."),
            "Its table is not in this report; the events that it would have counted are.",
            "Ask it of evidence/events.jsonl with another tool.",
            true,
        )
    });
    let not_asked = collector.unanswered().into_iter().map(|(id, error)| {
        gap(
            GapKind::QuestionFailed,
            format!("The question {id} could not be asked of some events: {error}."),
            "Those events may be counted in another category.",
            "Look at the events themselves in evidence/events.jsonl.",
            true,
        )
    });
    failed
        .chain(conflicting)
        .chain(nameless)
        .chain(untimed)
        .chain(unreadable)
        .chain(broken)
        .chain(unanswered)
        .chain(not_asked)
        .collect()
}
