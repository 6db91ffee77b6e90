//! What logs are wrapped in when they come from elsewhere than the trail's bucket, and what only looks like a record.

use super::json::Member;

/// Set-aside reason for CloudTrail digest files.
pub const DIGEST: &str = "CloudTrail digest file";
/// Set-aside reason for answers of CloudTrail Lake.
const LAKE_RESULT: &str = "result of a CloudTrail Lake query, not log records";
/// Set-aside reason for EventBridge events of other kinds.
const OTHER_EVENT: &str = "EventBridge event that holds no CloudTrail record";
/// Set-aside reason for GuardDuty and Security Hub findings.
const FINDING: &str = "security finding, not a log record: give it with --finding";
/// Set-aside reason for what stands where a record could.
pub const NO_RECORD: &str = "message or document that holds no CloudTrail record";
/// Set-aside reason for what holds other files.
pub const ARCHIVE: &str = "an archive of files; unpack it and give the folder";
/// Set-aside reason for anything else that is not JSON objects.
pub const NOT_RECORDS: &str = "holds no JSON objects";

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
/// events in them.
const HOLDERS: [Holder; 16] = [
    holder(b"CloudTrailEvent", &[], b"\"{"),
    holder(b"message", &[], b"\""),
    holder(b"detail", &[], b"{"),
    holder(b"data", &[], b"{"),
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
];

/// Keys whose array holds more wrappers or records.
pub fn holds_many(key: &[u8]) -> bool {
    matches!(key, b"Records" | b"Events" | b"events" | b"logEvents" | b"hits" | b"results" | b"Messages")
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

/// Keys that only other files of AWS have.
pub fn not_a_record(key: &[u8]) -> Option<&'static str> {
    match key {
        b"digestS3Object" | b"digestEndTime" => Some(DIGEST),
        b"QueryResultRows" => Some(LAKE_RESULT),
        b"Findings" | b"findings" | b"schemaVersion" | b"SchemaVersion" | b"ProductArn" => Some(FINDING),
        b"detail-type" => Some(OTHER_EVENT),
        _ => None,
    }
}

/// How long the time is that CloudWatch Logs writes before each record when it exports to S3
/// (`2023-07-10T11:42:18.000Z {…`), with the space behind it; 0 if there is none.
pub fn export_time(line: &[u8]) -> usize {
    const FORM: &[u8] = b"dddd-dd-ddTdd:dd:dd";
    let fits = |(byte, form): (&u8, &u8)| if *form == b'd' { byte.is_ascii_digit() } else { byte == form };
    if line.len() < FORM.len() || !line.iter().zip(FORM).all(fits) {
        return 0;
    }
    let rest = &line[FORM.len()..];
    let fraction =
        rest.iter().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'Z')).count();
    if rest[fraction..].starts_with(b" {") { FORM.len() + fraction + 1 } else { 0 }
}

/// Why a file that starts so holds no records.
pub fn not_json(bytes: &[u8]) -> &'static str {
    let is_tar = bytes.get(257..262) == Some(b"ustar");
    if is_tar || bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"7z\xbc\xaf") {
        ARCHIVE
    } else {
        NOT_RECORDS
    }
}
