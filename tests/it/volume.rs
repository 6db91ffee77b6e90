//! The volume questions, on a handful of events whose answers can be counted by hand.

use crate::harness::folder;
use datafusion::arrow::array::{ArrayRef, BooleanArray, RecordBatch, StringArray, TimestampMillisecondArray};
use keytrail::catalog::Catalog;
use keytrail::embedded::{Collecting, relation_schema};
use keytrail::event::{COLUMNS, ColumnKind, Event};
use keytrail::volume::volume;
use serde_json::Value;
use std::fmt::Write as _;
use std::sync::Arc;

fn event(number: u32, time: &str, source: &str, name: &str, read_only: bool) -> Event {
    Event {
        event_id: Some(format!("00000000-0000-4000-8000-{number:012}")),
        event_time: time.parse().ok(),
        event_source: Some(format!("{source}.amazonaws.com")),
        event_name: Some(name.into()),
        aws_region: Some("us-east-1".into()),
        source_ip_address: Some("198.51.100.23".into()),
        user_agent: Some("aws-cli/2.15.0".into()),
        read_only: Some(read_only),
        user_arn: Some("arn:aws:iam::111122223333:user/build".into()),
        access_key_id: Some("AKIAIOSFODNN7EXAMPLE".into()),
        ..Event::default()
    }
}

fn object(number: u32, name: &str, key: &str, bytes: u32) -> Event {
    Event {
        request_parameters: Some(format!(r#"{{"bucketName":"amzn-s3-demo-bucket","key":"{key}"}}"#)),
        additional_event_data: Some(format!(
            r#"{{"bytesTransferredIn":0.0,"bytesTransferredOut":{bytes}.0}}"#
        )),
        ..event(number, &format!("2026-03-02T09:5{number}:00Z"), "s3", name, name == "GetObject")
    }
}

fn denied(event: Event) -> Event {
    Event { error_code: Some("AccessDenied".into()), ..event }
}

fn events() -> Vec<Event> {
    let read = |number, name: &str| event(number, "2026-03-02T08:00:00Z", "iam", name, true);
    let mut events = vec![
        object(0, "GetObject", "customers/a.csv", 1000),
        object(1, "GetObject", "customers/a.csv", 1000),
        object(2, "GetObject", "customers/b.csv", 5000),
        object(3, "GetObject", "readme.txt", 1),
        object(4, "DeleteObject", "customers/a.csv", 0),
        denied(object(5, "GetObject", "customers/c.csv", 243)),
        denied(object(6, "PutObject", "customers/d.csv", 243)),
        read(10, "ListUsers"),
        read(11, "ListRoles"),
        read(12, "ListGroups"),
        read(13, "ListPolicies"),
        read(14, "GetAccountSummary"),
        event(40, "2026-03-02T10:00:00Z", "bedrock", "InvokeModel", true),
        event(41, "2026-03-02T10:05:00Z", "secretsmanager", "GetSecretValue", true),
        event(42, "2026-03-02T10:06:00Z", "iam", "CreateUser", false),
    ];
    events[12].request_parameters = Some(r#"{"modelId":"anthropic.claude-v2"}"#.into());
    events[13].request_parameters = Some(r#"{"secretId":"prod/db"}"#.into());
    events[14].console_session = Some(true);
    events[14].error_code = Some("AccessDenied".into());
    let secret = Some(r#"{"secretId":"prod/other"}"#.into());
    let asked = event(43, "2026-03-02T10:07:00Z", "secretsmanager", "GetSecretValue", true);
    events.push(denied(Event { request_parameters: secret, ..asked }));
    // Ten calls of a kind are a burst and many deletions; four are neither.
    let many = |number| event(number, "2026-03-02T10:08:00Z", "ssm", "DeleteParameter", false);
    events.extend((50..60).map(many));
    let few = |number| event(number, "2026-03-02T10:09:00Z", "ec2", "DeleteTags", false);
    events.extend((60..64).map(few));
    for (number, region) in (20..).zip(["us-east-1", "eu-west-1", "ap-south-1"]) {
        let describe = event(number, "2026-03-02T08:01:00Z", "ec2", "DescribeInstances", true);
        events.push(Event { aws_region: Some(region.into()), ..describe });
    }
    events
}

/// Rows as a source hands them on.
fn batch_of(events: &[Event]) -> RecordBatch {
    let rows: Vec<Value> =
        events.iter().map(|event| serde_json::to_value(event).expect("an event is JSON")).collect();
    let column = |(name, kind): &(&str, ColumnKind)| -> ArrayRef {
        let cells = rows.iter().map(|row| &row[*name]);
        let text = |cell: &Value| cell.as_str().map(str::to_string);
        let time = |cell: &Value| {
            let time: Option<chrono::DateTime<chrono::Utc>> = cell.as_str()?.parse().ok();
            time.map(|time| time.timestamp_millis())
        };
        match kind {
            ColumnKind::Text | ColumnKind::Json => Arc::new(cells.map(text).collect::<StringArray>()),
            ColumnKind::Boolean => Arc::new(cells.map(Value::as_bool).collect::<BooleanArray>()),
            ColumnKind::Timestamp => {
                Arc::new(cells.map(time).collect::<TimestampMillisecondArray>().with_timezone("UTC"))
            }
        }
    };
    RecordBatch::try_new(relation_schema(), COLUMNS.iter().map(column).collect())
        .expect("the relation's columns")
}

#[tokio::test]
async fn each_volume_question_counts_what_is_there() {
    let folder = folder();
    let mut collecting = Collecting::create(&folder.path().join("events.arrow")).expect("a file");
    let events = events();
    collecting.push(&batch_of(&events), vec![true; events.len()]).expect("written");
    let catalog = Catalog::builtin().expect("the catalogue is in order");
    let mut text = String::new();
    let (tables, unanswered) =
        volume(&catalog, collecting.finish().expect("a table")).await.expect("questions");
    assert!(unanswered.is_empty(), "{unanswered:?}");
    for table in tables {
        let _ = writeln!(text, "{}: {}", table.id, table.columns.join(" | "));
        for row in &table.rows {
            let _ = writeln!(text, "  {}", row.join(" | "));
        }
    }
    insta::assert_snapshot!(text);
}
