//! What logs are wrapped in when they come from elsewhere than the trail's bucket.

use super::json::{Cursor, Member};
use super::not_records::{INSIGHTS_ROW, LAKE_ROW, not_a_record};

/// A key that holds one wrapper or record, or its text.
struct Holder {
    key: &'static [u8],
    /// One of these stands beside it, where the key says too little by itself.
    beside: &'static [&'static [u8]],
    /// With what its value may start.
    starts: &'static [u8],
}

const fn holder(key: &'static [u8], beside: &'static [&'static [u8]], starts: &'static [u8]) -> Holder {
    Holder { key, beside, starts }
}

/// Of LookupEvents, CloudWatch Logs and shippers, EventBridge and shippers; SNS, by itself and for a function; SQS, as it
/// is received and for a function; Graylog; exports of Lake; Splunk's exports and its collector; Elastic's documents and the
/// events in them; rows of Logs Insights as the console shows them; what streams carry packed; Wazuh, Datadog, Sumo Logic,
/// Fluent Bit and what a Security Lake event quotes.
const HOLDERS: [Holder; 26] = [
    holder(b"CloudTrailEvent", &[], b"\"{"),
    holder(b"message", &[], b"\""),
    holder(b"detail", &[], b"{"),
    holder(b"data", &[], b"\"{"),
    holder(b"Message", &[b"TopicArn", b"MessageId"], b"\""),
    holder(b"Sns", &[b"EventSource"], b"{"),
    holder(b"Body", &[b"MessageId", b"ReceiptHandle"], b"\""),
    holder(b"body", &[b"messageId", b"receiptHandle"], b"\""),
    holder(b"full_message", &[], b"\""),
    holder(b"eventJson", &[], b"\""),
    holder(b"_raw", &[], b"\""),
    holder(b"result", &[b"preview", b"offset"], b"{"),
    holder(b"hits", &[b"took", b"total"], b"{"),
    holder(b"_source", &[b"_index", b"_id"], b"{"),
    holder(b"event", &[], b"\"{"),
    holder(b"original", &[], b"\""),
    holder(b"event.original", &[], b"\""),
    holder(b"@message", &[], b"\"{"),
    holder(b"awslogs", &[], b"{"),
    holder(b"Data", &[b"SequenceNumber", b"PartitionKey"], b"\""),
    holder(b"aws", &[b"integration"], b"{"),
    holder(b"attributes", &[b"type", b"service"], b"{"),
    holder(b"content", &[b"id"], b"{"),
    holder(b"map", &[], b"{"),
    holder(b"log", &[], b"\""),
    holder(b"raw_data", &[b"class_uid"], b"\""),
];

/// Columns of a table that hold one wrapper or record as text.
pub const COLUMNS: [&str; 10] = [
    "_raw",
    "@message",
    "event.original",
    "_source.event.original",
    "message",
    "Message",
    "full_message",
    "eventJson",
    "CloudTrailEvent",
    "raw_data",
];

/// Keys whose array holds more wrappers or records.
pub fn holds_many(key: &[u8]) -> bool {
    matches!(
        key,
        b"Records"
            | b"records"
            | b"Events"
            | b"events"
            | b"logEvents"
            | b"hits"
            | b"results"
            | b"Messages"
            | b"messages"
            | b"logs"
            | b"data"
            | b"QueryResultRows"
    )
}

/// Whether a member of an object holds wrappers or records.
pub fn holds((key, value): &Member<'_>, all: &[Member<'_>]) -> bool {
    let starts = value.first().copied().unwrap_or_default();
    let one = |holder: &Holder| {
        **key == *holder.key
            && holder.starts.contains(&starts)
            && (holder.beside.is_empty() || all.iter().any(|(key, _)| holder.beside.contains(key)))
    };
    holds_many(key) && starts == b'[' || HOLDERS.iter().any(one)
}

/// Whether an object's own keys say that it is something else than a record. A record is known by `eventName`
/// or `eventVersion`.
pub fn wraps(members: &[Member<'_>]) -> bool {
    // Nearly all are records that start with eventVersion: any looks no further.
    let is_record = members.iter().any(|(key, _)| matches!(*key, b"eventName" | b"eventVersion"));
    !is_record && members.iter().any(|member| holds(member, members) || not_a_record(member.0).is_some())
}

/// What a row of an answer holds whose columns are objects of their own.
pub enum Row<'a> {
    /// The value that holds a whole record or wrapper.
    Whole(&'a [u8]),
    /// Columns of it alone.
    Parts(&'static str),
}

/// An array as a row of CloudWatch Logs Insights (`[{"field": "@message", "value": "…"}, …]`) or of CloudTrail Lake
/// (`[{"eventJson": "…"}, …]`); nothing where it is another array.
pub fn row<'a>(cursor: &Cursor<'a>) -> Option<Row<'a>> {
    let mut cursor = cursor.clone();
    let (mut whole, mut parts) = (None, INSIGHTS_ROW);
    cursor.eat(b'[').ok()?;
    loop {
        let mut column = Vec::new();
        let told = cursor.members(|key, value| {
            column.push((key, value));
            column.len() <= 2
        });
        told.ok()?;
        let (is_whole, value) = match column.as_slice() {
            [(b"field", name), (b"value", value)] => (*name == b"\"@message\"", value),
            [(b"eventJson", value)] => (true, value),
            [member] if !holds(member, &[*member]) => {
                parts = LAKE_ROW;
                (false, &member.1)
            }
            _ => return None,
        };
        if is_whole {
            whole = Some(*value);
        }
        match cursor.peek().ok()? {
            b',' => cursor.at += 1,
            b']' => return Some(whole.map_or(Row::Parts(parts), Row::Whole)),
            _ => return None,
        }
    }
}
