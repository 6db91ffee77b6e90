//! Every wrapper that people really have.

use crate::case::{gap_says, investigate};
use crate::harness::{keytrail, log, plain, shared};
use crate::record::KEY;
use serde_json::{Value, json};

pub fn record(id: &str) -> Value {
    json!({"eventVersion": "1.11", "userIdentity": {"type": "IAMUser", "accessKeyId": "AKIAIOSFODNN7EXAMPLE"}, "eventTime": "2026-01-02T03:04:05Z",
        "eventSource": "iam.amazonaws.com", "eventName": "ListUsers", "awsRegion": "us-east-1", "eventID": id, "readOnly": true, "recipientAccountId": "111122223333"})
}

/// The event IDs that `classify` finds in a file with this text.
pub fn ids(text: &str) -> Vec<String> {
    let logs = log(text);
    let run = keytrail(&["classify", "-s", plain(logs.path())]);
    let id = |line: &str| {
        serde_json::from_str::<Value>(line).expect("a JSON line")["event_id"].as_str().map(str::to_string)
    };
    run.stdout.lines().filter_map(id).collect()
}

#[test]
fn each_wrapper_gives_its_records() {
    let text = record("a").to_string();
    let pretty = |value: &Value| serde_json::to_string_pretty(value).expect("prints");
    let lookup = json!({"EventId": "a", "EventTime": 1_767_323_045.0, "CloudTrailEvent": text});
    let bridge = json!({"version": "0", "detail-type": "AWS API Call via CloudTrail", "source": "aws.iam", "detail": record("a")});
    let logs =
        json!({"messageType": "DATA_MESSAGE", "logEvents": [{"id": "1", "timestamp": 1, "message": text}]});
    let shipped = text.replace("\"eventTime\"", "\"@timestamp\"");
    for (name, text) in [
        ("delivery", json!({"Records": [record("a")]}).to_string()),
        (
            "delivery with other keys first",
            format!(r#"{{"x": {{"y": [1]}}, "Records": [{text}], "z": null}}"#),
        ),
        ("one record", text.clone()),
        ("one record on many lines", pretty(&record("a"))),
        ("array", json!([record("a")]).to_string()),
        ("LookupEvents", json!({"Events": [lookup]}).to_string()),
        ("LookupEvents line", lookup.to_string()),
        ("EventBridge", bridge.to_string()),
        ("EventBridge array", pretty(&json!([bridge]))),
        ("CloudWatch subscription", logs.to_string()),
        ("CloudWatch filter", json!({"events": [{"message": text}]}).to_string()),
        ("wrapped twice", json!([{"data": {"Records": [record("a")]}}]).to_string()),
        ("log shipper", shipped),
        ("CloudWatch export", format!("2026-01-02T03:04:05.000Z {text}")),
        ("SNS", json!({"Type": "Notification", "TopicArn": "arn:aws:sns:us-east-1:111122223333:trail", "Message": text}).to_string()),
        ("SNS for a function", json!({"Records": [{"EventSource": "aws:sns", "Sns": {"TopicArn": "x", "Message": text}}]}).to_string()),
        ("SQS", json!({"Messages": [{"MessageId": "1", "Body": bridge.to_string()}]}).to_string()),
        ("SQS for a function", json!({"Records": [{"messageId": "1", "body": text, "eventSource": "aws:sqs"}]}).to_string()),
        ("Splunk export", json!({"preview": false, "offset": 0, "result": {"_raw": text}}).to_string()),
        ("Splunk results", json!({"preview": false, "results": [{"_raw": text}]}).to_string()),
        ("Splunk collector", json!({"time": 1, "event": record("a")}).to_string()),
        ("Elastic document", json!({"_index": "logs", "_source": record("a")}).to_string()),
        (
            "Elastic answer",
            json!({"took": 1, "hits": {"total": {"value": 1}, "hits": [{"_index": "logs", "_source": {"@timestamp": "x", "event": {"dataset": "aws.cloudtrail", "original": text}}}]}}).to_string(),
        ),
    ] {
        assert_eq!(ids(&text), ["a"], "{name}");
    }
    assert_eq!(ids(&format!("{}\n{}\n\n{}\n", record("a"), record("b"), record("c"))), ["a", "b", "c"]);
    let exported = |id: &str| format!("2026-01-02T03:04:05.000Z {}", record(id));
    assert_eq!(ids(&format!("{}\n{}\n", exported("a"), exported("b"))), ["a", "b"]);
    assert_eq!(
        ids(&format!("{}\n2026-01-02T03:04:05.000Z {{broken}}\n{}\n", exported("a"), exported("b"))),
        ["a", "b"]
    );
}

/// `aws cloudtrail lookup-events > events.json` in PowerShell.
#[test]
fn logs_in_utf_16_are_read() {
    let text = format!("\u{feff}{}\r\n{}\r\n", record("a"), record("é"));
    let classified = |bytes: Vec<u8>| {
        let logs = log(bytes);
        keytrail(&["classify", "-s", plain(logs.path())])
    };
    let units = || text.encode_utf16();
    for bytes in [units().flat_map(u16::to_le_bytes).collect(), units().flat_map(u16::to_be_bytes).collect()]
    {
        let run = classified(bytes);
        assert_eq!((run.code, run.stdout.lines().count()), (0, 2), "{}", run.stderr);
        assert!(run.stdout.contains('é'), "{}", run.stdout);
    }
    let mut cut: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
    cut.pop();
    let run = classified(cut);
    assert!(run.code == 2 && run.stderr.contains("is UTF-16 that cannot be read"), "{}", run.stderr);
}

#[test]
fn a_wrapper_of_several_things_gives_all() {
    let (a, b) = (record("a"), record("b"));
    for log in [
        json!({"Records": [a], "detail": b, "detail-type": "AWS API Call via CloudTrail"}),
        json!({"detail": a, "message": b.to_string(), "detail-type": "x"}),
        json!({"Records": [a], "events": [{"message": b.to_string()}]}),
        json!([{"Records": [a], "events": [{"message": b.to_string()}]}]),
    ] {
        let mut found = ids(&log.to_string());
        found.sort();
        assert_eq!(found, ["a", "b"], "{log}");
    }
    // What a record itself holds is no wrapper of another.
    let mut holding = record("a");
    holding["detail"] = record("b");
    assert_eq!(ids(&json!({"Records": [holding]}).to_string()), ["a"]);
}

/// What nobody can tell the caller or the time of may be the subject's.
#[test]
fn records_without_a_readable_caller_or_time_are_told() {
    let told = |lines: &str| {
        let logs = log(lines);
        let case = investigate(KEY, "2026-01-02T03:00Z", "2026-01-02T04:00Z").on(logs.path());
        let gaps = case.facts()["gaps"].as_array().expect("a list").clone();
        let kinds = ["unreadable_identity", "no_usable_time"];
        let what = gaps.iter().filter(|gap| kinds.iter().any(|kind| gap["kind"] == *kind));
        let what = what.map(|gap| gap["what"].as_str().expect("text").to_string()).collect::<Vec<_>>();
        assert!(what.is_empty() || case.run.code == 1, "{what:?}");
        what
    };
    let (whole, other) = (record("a").to_string(), record("b").to_string());
    assert_eq!(told(&format!("{whole}\n{other}")), Vec::<String>::new());
    let without_comma = other.replace(r#""AKIAIOSFODNN7EXAMPLE","type""#, r#""AKIAIOSFODNN7EXAMPLE" "type""#);
    assert_ne!(without_comma, other, "the identity was broken");
    let mut text = record("b");
    text["userIdentity"] = "AKIAIOSFODNN7EXAMPLE".into();
    let key = r#""accessKeyId":"AKIAIOSFODNN7EXAMPLE""#;
    let twice = other.replace(key, &format!(r#"{key},"accessKeyId":"AKIAI44QH8DHBEXAMPLE""#));
    let second = other.replacen('{', r#"{"userIdentity":{"accessKeyId":"AKIAI44QH8DHBEXAMPLE"},"#, 1);
    assert!(twice != other && second != other, "a key was doubled");
    for broken in [without_comma, text.to_string(), twice, second] {
        let what =
            "The userIdentity of 1 of the 2 records read is not valid JSON, no object, or has a key twice.";
        assert_eq!(told(&format!("{whole}\n{broken}")), [what]);
    }
    // What starts as a time of the window does is found for the key.
    let found = "Records that were found for what is followed and have no time that can be read: 1; none of them is in this report.";
    for (time, found) in [("yesterday", None), ("2026-01-02T03:61:00Z", Some(found))] {
        let mut untimed = record("b");
        untimed["eventTime"] = time.into();
        let what = "1 of the 2 records read have no time that can be read.";
        let expected: Vec<&str> = std::iter::once(what).chain(found).collect();
        assert_eq!(told(&format!("{whole}\n{untimed}")), expected, "{time}");
    }
    let mut offset = record("b");
    offset["eventTime"] = "2026-01-02T05:04:05+02:00".into();
    assert_eq!(told(&format!("{whole}\n{offset}")), Vec::<String>::new());
}

/// What is NULL because a record is damaged is not what was not recorded.
#[test]
fn fields_that_cannot_be_read_are_told() {
    let told = |fields: &str| {
        let text = record("a").to_string().replacen('{', &format!("{{{fields},"), 1);
        let logs = log(text);
        let statement = "SELECT useridentity, eventname, resources, tlsdetails FROM logs";
        let run = keytrail(&["query", "-s", plain(logs.path()), statement]);
        (run.code, run.stderr)
    };
    let whole = r#""resources":[],"tlsDetails":{"tlsVersion":"TLSv1.3","x":[1]}"#;
    assert_eq!(told(whole).0, 0, "{}", told(whole).1);
    for broken in [
        r#""resources":[{"ARN":"a"} {"ARN":"b"}]"#,
        r#""resources":[{"ARN":"a"},]"#,
        r#""resources":[{"ARN" "a"}]"#,
        r#""resources":"none""#,
        r#""tlsDetails":{"a" 1}"#,
        r#""resources":[{"ARN":"a","ARN":"b"}]"#,
        r#""eventName":"GetUser""#,
    ] {
        let (code, stderr) = told(broken);
        assert!(
            code == 1 && stderr.contains("another field of 1 records is not valid"),
            "{broken}: {stderr}"
        );
    }
    let (code, stderr) = told(r#""userIdentity":{"sessionContext":{"attributes":{"a" 1}}}"#);
    assert!(code == 1 && stderr.contains("the userIdentity of 1 records"), "{stderr}");
}

/// A time that is not CloudTrail's is told: the report says what `eventTime` is.
#[test]
fn times_of_a_log_shipper_are_told() {
    let shipped = record("a").to_string().replace("\"eventTime\"", "\"@timestamp\"");
    let mut both = record("b");
    both["@timestamp"] = "2026-01-02T04:00:00Z".into();
    let told = |lines: &str| {
        let logs = log(lines);
        let case = investigate(KEY, "2026-01-02T03:00Z", "2026-01-02T04:00Z").on(logs.path());
        let (facts, report) = case.facts_and_report();
        let told = report.contains("Its `@timestamp` stands in for a missing `eventTime`.");
        (gap_says(&facts, "shipper_times"), told)
    };
    let (gap, limitation) = told(&format!("{shipped}\n{both}\n"));
    assert!(gap.is_some_and(|what| what.starts_with("1 of the 2 records read")) && limitation);
    assert_eq!(told(&both.to_string()), (None, false));
}

#[test]
fn what_is_no_record_is_set_aside_with_a_reason() {
    for (text, reason) in [
        (json!({"digestS3Object": "x", "logFiles": []}).to_string(), "digest"),
        (json!({"QueryStatus": "FINISHED", "QueryResultRows": [[{"eventName": "x"}]]}).to_string(), "Lake"),
        (json!({"Findings": [{"Id": "x"}]}).to_string(), "--finding"),
        (json!({"Records": [{"eventVersion": "1.08", "eventType": "AwsCloudTrailInsight", "insightDetails": {}}]}).to_string(), "Insights"),
        (json!({"Records": [{"eventVersion": "1.08", "timeWindow": {}, "summary": {}}]}).to_string(), "aggregated"),
        (json!({"detail-type": "Scheduled Event", "detail": {}}).to_string(), "EventBridge"),
        (json!({"hello": "world"}).to_string(), "no eventName"),
        (json!({"time": 1, "event": "words"}).to_string(), "holds no CloudTrail record"),
        (json!({"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "eventTime": "2026-01-02T03:04:05Z", "userIdentity": {"principalId": "x"}}]}).to_string(), "notification of a service"),
        ("PK\u{3}\u{4}rest".to_string(), "unpack it"),
        ("just words".to_string(), "no JSON"),
    ] {
        let logs = log(&text);
        let run = keytrail(&["classify", "-s", plain(logs.path())]);
        assert!(run.stdout.is_empty(), "{text}");
        assert!(run.stderr.contains(reason), "{text}: {}", run.stderr);
    }
}

#[test]
fn the_public_samples_of_each_wrapper_are_read() {
    let Some(folder) = shared("data/formats") else { return };
    for (name, count) in [
        ("bare_array_grimoire.json", 3),
        ("eventbridge_envelope.json", 1),
        ("lookup_events_awscli.json", 1),
        ("lookup_events_rows.jsonl", 6),
        ("ndjson_logstash_at_timestamp_no_eventTime.json", 103),
    ] {
        let run = keytrail(&["classify", "-s", plain(&folder.join(name))]);
        assert_eq!(run.stdout.lines().count(), count, "{name}: {}", run.stderr);
    }
    for name in [
        "digest_file.json",
        "insights_streamalert.json",
        "guardduty_eventbridge.json",
        "lake_get-query-results_awsdocs_1.json",
    ] {
        let run = keytrail(&["classify", "-s", plain(&folder.join(name))]);
        assert!(run.stdout.is_empty(), "{name}");
    }
}

#[test]
fn pushdown_changes_no_answer_and_threads_change_no_byte() {
    let Some(logs) = shared("data/invictus") else { return };
    let logs = plain(&logs);
    let query = |sql: &str, threads: &str| {
        keytrail(&["query", sql, "-s", logs, "--threads", threads, "--format", "jsonl"]).stdout
    };
    let key = "AKIATFQR7NSC8Q4X20BJ";
    let pushed =
        query(&format!("SELECT eventid, eventname FROM t WHERE useridentity.accesskeyid = '{key}'"), "1");
    let whole = query(
        &format!("SELECT eventid, eventname FROM t WHERE concat(useridentity.accesskeyid, 'x') = '{key}x'"),
        "1",
    );
    assert_eq!(pushed.lines().count(), 2104);
    assert_eq!(pushed, whole);
    assert_eq!(
        pushed,
        query(&format!("SELECT eventid, eventname FROM t WHERE useridentity.accesskeyid = '{key}'"), "4")
    );
}
