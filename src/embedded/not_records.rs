//! What is no CloudTrail record although it lies among logs: why it is left out, and what to give in its place.

/// Set-aside reason for CloudTrail digest files.
pub const DIGEST: &str = "CloudTrail digest file";
/// Rows of CloudTrail Lake without the whole event.
pub const LAKE_ROW: &str =
    "row of a CloudTrail Lake query without eventJson: ask for eventJson, or give the trail's log files";
/// Rows of CloudWatch Logs Insights without the whole event.
pub const INSIGHTS_ROW: &str = "row of a CloudWatch Logs Insights query without @message: ask for @message";
/// EventBridge events of other kinds.
const OTHER_EVENT: &str = "EventBridge event that holds no CloudTrail record";
/// GuardDuty and Security Hub findings.
const FINDING: &str = "security finding, not a log record: give it with --finding";
/// Rows and answers of Athena.
const ATHENA: &str =
    "result of an Athena query, whose rows are not the records: give the log files that its table reads";
/// Security Lake's schema.
const OCSF: &str =
    "OCSF event (Amazon Security Lake), which is not the record: give the trail's own log files";
/// Rows of Sentinel's table.
const SENTINEL: &str = "row of Microsoft Sentinel's AWSCloudTrail table, which is not the record: give the log files of the bucket that Sentinel reads";
/// Elastic's documents from which the event itself was dropped.
const ELASTIC: &str = "Elastic document without event.original: export _source with event.original, or give the trail's log files";
/// What stands where a record could.
pub const NO_RECORD: &str = "message or document that holds no CloudTrail record";
/// What is packed so that it cannot be unpacked.
pub const PACKED: &str = "payload of CloudWatch Logs (Kinesis, Firehose, awslogs) that cannot be unpacked: take its data out with base64 -d and gunzip";
/// Texts that no message of a service is as long as.
pub const GIANT_TEXT: &str =
    "a text of more than 64 MiB inside of a wrapper; take it out and give it as a file of its own";
/// A service's messages to a stream; what its record holds stands one level deeper.
pub const KINESIS: &str = "record of a Kinesis stream as a function gets it: give each kinesis.data as its own file, unpacked with base64 -d and gunzip";
/// A record whose fields were laid flat: no column would hold its identity.
pub const FLAT: &str = "a record with its fields laid flat (userIdentity.accessKeyId and the like): export the whole record (_raw, event.original), or give the trail's log files";
/// Files of files.
pub const ARCHIVE: &str = "an archive of files; unpack it and give the folder";
/// Rows of a table as text.
const TABLE: &str = "a table (CSV) without a column that holds whole records (_raw, @message, event.original, CloudTrailEvent): export that column, or give the trail's log files";
/// Files of columns.
const COLUMNS: &str =
    "a file of columns (Parquet, ORC or Avro), which is not read: give the trail's own log files";
/// Gzip in gzip, as a delivery stream writes it that packs what came packed.
const PACKED_TWICE: &str = "gzip inside gzip; unpack it once with gunzip and give the folder";
/// Anything else that is not JSON objects.
pub const NOT_RECORDS: &str = "holds no JSON objects";

/// How a file of another compression starts, how it is called, and how it is named in the reason.
const PACKERS: [(&[u8], &[&str], &str); 5] = [
    (
        b"\x28\xb5\x2f\xfd",
        &[".zst", ".zstd"],
        "is packed with zstd, which is not read; unpack it with unzstd",
    ),
    (b"BZh", &[".bz2"], "is packed with bzip2, which is not read; unpack it with bunzip2"),
    (b"\xfd7zXZ", &[".xz"], "is packed with xz, which is not read; unpack it with unxz"),
    (b"\x04\x22\x4d\x18", &[".lz4"], "is packed with lz4, which is not read; unpack it with unlz4"),
    (
        b"\xff\x06\0\0sNaPpY",
        &[".snappy", ".sz"],
        "is packed with snappy, which is not read; unpack it with snzip -d",
    ),
];

/// The same of files that hold other files or columns.
const KINDS: [(&[u8], &[&str], &str); 7] = [
    (b"PK\x03\x04", &[".zip", ".tar", ".tgz", ".rar"], ARCHIVE),
    (b"7z\xbc\xaf", &[".7z"], ARCHIVE),
    (b"Rar!", &[".rar"], ARCHIVE),
    (b"PAR1", &[".parquet"], COLUMNS),
    (b"ORC", &[".orc"], COLUMNS),
    (b"Obj\x01", &[".avro"], COLUMNS),
    (b"\x1f\x8b", &[], PACKED_TWICE),
];

/// Keys that only other files have.
pub fn not_a_record(key: &[u8]) -> Option<&'static str> {
    match key {
        b"digestS3Object" | b"digestEndTime" => Some(DIGEST),
        b"Findings" | b"findings" | b"schemaVersion" | b"SchemaVersion" | b"ProductArn" => Some(FINDING),
        b"detail-type" => Some(OTHER_EVENT),
        b"ResultSet" | b"eventname" | b"useridentity" => Some(ATHENA),
        b"class_uid" => Some(OCSF),
        b"AwsEventId" | b"UserIdentityAccessKeyId" | b"tables" => Some(SENTINEL),
        b"ecs" | b"_index" => Some(ELASTIC),
        _ => None,
    }
}

/// Why a file of this name is not opened, if its ending says that it holds logs in a form that is not read.
pub fn by_name(ends_in: impl Fn(&[&str]) -> bool) -> Option<&'static str> {
    PACKERS.iter().chain(&KINDS).find(|(_, ends, _)| ends_in(ends)).map(|(_, _, reason)| *reason)
}

/// Why a file that starts so holds no records.
pub fn not_json(bytes: &[u8]) -> &'static str {
    if bytes.get(257..262) == Some(b"ustar") {
        return ARCHIVE;
    }
    let known = PACKERS.iter().chain(&KINDS).find(|(start, ..)| bytes.starts_with(start));
    match known {
        Some((_, _, reason)) => reason,
        None if names_columns(bytes) => TABLE,
        None => NOT_RECORDS,
    }
}

/// Whether the first line names columns of events.
fn names_columns(bytes: &[u8]) -> bool {
    let line = &bytes[..memchr::memchr(b'\n', bytes).unwrap_or(0)];
    let marks = line.iter().filter(|byte| matches!(byte, b',' | b';' | b'\t')).count();
    marks > 0 && line.to_ascii_lowercase().windows(b"event".len()).any(|part| part == b"event")
}
