//! Logs as consoles, collectors and other tools export them: read like the plain form, or left out with what to give
//! in their place.

use crate::case::investigate;
use crate::formats::{ids, record};
use crate::harness::{folder, keytrail, log, plain};
use crate::record::KEY;
use base64::Engine;
use serde_json::{Value, json};
use std::io::Write;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("compresses");
    encoder.finish().expect("compresses")
}

/// What CloudWatch Logs hands to a stream.
fn payload() -> String {
    let event = |id: &str| json!({"id": id, "timestamp": 1, "message": record(id).to_string()});
    let message = json!({"messageType": "DATA_MESSAGE", "logEvents": [event("a"), event("b")]});
    base64::engine::general_purpose::STANDARD.encode(gzip(message.to_string().as_bytes()))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[test]
fn each_form_gives_the_records_of_the_plain_one() {
    let text = |id: &str| record(id).to_string();
    let both = |form: &dyn Fn(&str) -> Value| json!([form("a"), form("b")]);
    let wazuh =
        |id: &str| json!({"rule": {"id": "80202"}, "data": {"integration": "aws", "aws": record(id)}});
    let hit = |id: &str| json!({"id": id, "type": "log", "attributes": {"service": "cloudtrail", "message": "", "attributes": record(id)}});
    let archived =
        |id: &str| json!({"_id": id, "service": "cloudtrail", "message": "words", "attributes": record(id)});
    let row = |id: &str| json!([{"field": "@timestamp", "value": "2026-01-02 03:04:05.000"}, {"field": "@message", "value": text(id)}, {"field": "@ptr", "value": "x"}]);
    let columns = |id: &str| json!([{"eventID": id}, {"eventJson": text(id)}]);
    let lines = |before: &str| format!("{before}{}\n{before}{}\n", text("a"), text("b"));
    let table = |mark: char, name: &str| {
        let row = |id: &str| ["2026-01-02", &quoted(&text(id)), "\"a \"\"b\"\"\nc\""].join(&mark.to_string());
        format!("\"time\"{mark}{}{mark}x\r\n{}\r\n{}\r\n", quoted(name), row("a"), row("b"))
    };
    for (name, text) in [
        ("Logs Insights", json!({"results": both(&row), "statistics": {}, "status": "Complete"}).to_string()),
        ("Logs Insights console", both(&|id| json!({"@timestamp": "x", "@message": text(id)})).to_string()),
        ("Logs Insights console, parsed", both(&|id| json!({"@message": record(id)})).to_string()),
        ("Lake with eventJson", json!({"QueryStatus": "FINISHED", "QueryResultRows": both(&columns)}).to_string()),
        ("filter-log-events", json!({"events": both(&|id| json!({"logStreamName": "x", "message": text(id)})), "searchedLogStreams": []}).to_string()),
        ("filter-log-events as text", format!("EVENTS\t1\t2\tstream\t{}\t3\nEVENTS\t1\t2\tstream\t{}\t3\n", text("a"), text("b"))),
        ("awslogs", json!({"awslogs": {"data": payload()}}).to_string()),
        ("Kinesis get-records", json!({"Records": [{"SequenceNumber": "1", "Data": payload(), "PartitionKey": "p"}]}).to_string()),
        ("Firehose for a function", json!({"invocationId": "x", "records": [{"recordId": "1", "data": payload()}]}).to_string()),
        ("aws logs tail", lines("2026-01-02T03:04:05.000000+00:00 111122223333_CloudTrail_us-east-1 ")),
        ("a time with a space", lines("2026-01-02 03:04:05,123 ")),
        ("syslog", lines("<134>Jan  2 03:04:05 host cloudtrail[7]: ")),
        ("syslog of RFC 5424", lines("<134>1 2026-01-02T03:04:05Z host app - - - ")),
        ("Wazuh", both(&wazuh).to_string()),
        ("Wazuh archive", both(&|id| json!({"integration": "aws", "aws": record(id)})).to_string()),
        ("Datadog", json!({"data": both(&hit), "meta": {}}).to_string()),
        ("Datadog archive", format!("{}\n{}\n", archived("a"), archived("b"))),
        ("Sumo Logic", json!({"messages": both(&|id| json!({"map": {"_raw": text(id), "_collector": "c"}}))}).to_string()),
        ("Fluent Bit", format!("{}\n{}\n", json!({"log": text("a")}), json!({"log": text("b")}))),
        ("Elastic with dots", both(&|id| json!({"_index": "x", "_source": {"event.original": text(id), "message": "words"}})).to_string()),
        ("Splunk table", table(',', "_raw")),
        ("Logs Insights table", table(';', "@message")),
        ("Kibana table", table('\t', "event.original")),
    ] {
        assert_eq!(ids(&text), ["a", "b"], "{name}");
        let logs = log(text);
        // Nothing is told to be missing, and a search for the key opens what is packed.
        let sql = format!("SELECT eventid FROM t WHERE useridentity.accesskeyid = '{KEY}'");
        let run = keytrail(&["query", &sql, "-s", plain(logs.path()), "--format", "jsonl"]);
        assert_eq!((run.code, run.stdout.lines().count()), (0, 2), "{name}: {}", run.stderr);
    }
}

/// Where a record may have written the line or the column itself, it is not looked for.
#[test]
fn what_a_caller_wrote_is_no_record() {
    let mut holding = record("a");
    holding["requestParameters"] = record("forged");
    let pretty = serde_json::to_string_pretty(&holding).expect("prints");
    let broken = pretty.replacen("\"eventVersion\": \"1.11\",", "", 1);
    let broken = broken.replacen('{', "{\"a\": [}", 1);
    let before = "host app: ";
    assert_eq!(
        ids(&format!("{before}{}\n{before}{broken}\n{before}{}\n", record("b"), record("c"))),
        ["b", "c"]
    );
    let columns = |third: &str| {
        format!(
            "_time,_raw,requestParameters\n1,{},{third}\n2,{},x\n",
            quoted(&record("a").to_string()),
            quoted(&record("b").to_string())
        )
    };
    assert_eq!(ids(&columns(&quoted(&record("forged").to_string()))), ["a", "b"]);
    // A row without an end ends the table: what stands behind may be inside of it.
    let table = columns("\"x\"y");
    assert!(ids(&table).is_empty());
    let logs = log(record("c").to_string());
    std::fs::write(logs.path().join("log.csv"), &table).expect("the log is written");
    let run = keytrail(&["classify", "-s", plain(logs.path())]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("may be part of it (1)")
            && run.stderr.contains("not valid JSON (at byte 29) (1)"),
        "{}",
        run.stderr
    );
}

/// Beside a log that is read, each is a gap that says what to give.
#[test]
fn forms_that_are_not_read_are_gaps_with_a_remedy() {
    let logs = folder();
    let write = |name: &str, bytes: &[u8]| std::fs::write(logs.path().join(name), bytes).expect("written");
    write("whole.json", record("a").to_string().as_bytes());
    let flat = json!({"eventVersion": "1.11", "eventName": "ListUsers", "eventSource": "iam.amazonaws.com", "userIdentity.accessKeyId": KEY});
    let mut forms: Vec<(&str, Vec<u8>, &str)> = vec![
        ("columns.json", b"PAR1....".to_vec(), "Parquet"),
        ("twice.json.gz", gzip(&gzip(b"{}")), "unpack it once with gunzip"),
        (
            "table.csv",
            b"\"eventversion\",\"useridentity\"\n\"1.11\",\"{type=IAMUser}\"\n".to_vec(),
            "export that column",
        ),
        ("part.json", json!({"awslogs": {"data": &payload()[..40]}}).to_string().into_bytes(), "base64 -d"),
    ];
    let named = [
        ("a.zst", "unzstd"),
        ("a.json.bz2", "bunzip2"),
        ("a.xz", "unxz"),
        ("a.lz4", "unlz4"),
        ("a.zip", "unpack it"),
        ("a.tgz", "unpack it"),
        ("a.parquet", "Parquet"),
    ];
    forms.extend(named.map(|(name, remedy)| (name, b"x".to_vec(), remedy)));
    for (name, form, remedy) in [
        (
            "insights",
            json!({"results": [[{"field": "eventName", "value": "ListUsers"}, {"field": "@ptr", "value": "x"}]]}),
            "ask for @message",
        ),
        (
            "lake",
            json!({"QueryResultRows": [[{"eventID": "x"}, {"eventName": "ListUsers"}]]}),
            "ask for eventJson",
        ),
        (
            "athena",
            json!({"ResultSet": {"Rows": [{"Data": [{"VarCharValue": "eventname"}]}]}}),
            "the log files that its table reads",
        ),
        (
            "unloaded",
            json!({"eventversion": "1.11", "eventname": "ListUsers", "useridentity": {}}),
            "the log files that its table reads",
        ),
        ("ocsf", json!({"class_uid": 6003, "api": {"operation": "ListUsers"}}), "the trail's own log files"),
        (
            "sentinel",
            json!([{"TimeGenerated": "x", "AwsEventId": "a", "EventName": "ListUsers"}]),
            "the bucket that Sentinel reads",
        ),
        (
            "elastic",
            json!({"_index": "x", "_source": {"event": {"action": "ListUsers"}, "ecs": {"version": "8"}}}),
            "export _source with event.original",
        ),
        (
            "kinesis",
            json!({"Records": [{"kinesis": {"data": payload()}, "eventSource": "aws:kinesis", "eventName": "aws:kinesis:record", "eventVersion": "1.0"}]}),
            "base64 -d",
        ),
        ("flat", flat, "export the whole record"),
    ] {
        forms.push((name, form.to_string().into_bytes(), remedy));
    }
    let file = |name: &str| if name.contains('.') { name.to_string() } else { format!("{name}.json") };
    forms.iter().for_each(|(name, bytes, _)| write(&file(name), bytes));
    let case = investigate(KEY, "2026-01-02T00:00Z", "2026-01-03T00:00Z").on(logs.path());
    assert_eq!(case.run.code, 1, "{}", case.run.stderr);
    let facts = case.facts();
    assert_eq!(facts["key_activity"]["events"], 1);
    let left_out = facts["coverage"]["left_out"].as_array().expect("a list");
    assert_eq!(left_out.len(), forms.len(), "{left_out:?}");
    for (name, _, remedy) in &forms {
        let of = |entry: &&Value| {
            entry["file"].as_str().is_some_and(|path| path.ends_with(&format!("/{}", file(name))))
        };
        let entry = left_out.iter().find(of).unwrap_or_else(|| panic!("{name} is named"));
        assert!(entry["reason"].as_str().expect("text").contains(remedy), "{name}: {entry}");
    }
}

/// Firehose gives its objects no ending.
#[test]
fn files_without_an_ending_are_read_where_they_hold_logs() {
    let logs = folder();
    let write = |name: &str, bytes: &[u8]| std::fs::write(logs.path().join(name), bytes).expect("written");
    write("stream-1-2026-01-02-03-04-05-a", record("a").to_string().as_bytes());
    write("stream-1-2026-01-02-03-04-05-b", &gzip(record("b").to_string().as_bytes()));
    write("README", b"what these are");
    let run = keytrail(&["classify", "-s", plain(logs.path())]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 2), "{}", run.stderr);
    assert!(run.stderr.contains("set aside: not a .json"), "{}", run.stderr);
}
