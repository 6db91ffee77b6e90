//! What a report states is no more than the log can show.

use crate::harness::{investigate, json};
use serde_json::{Value, json};
use std::path::Path;

const KEY: &str = "AKIAIOSFODNN7EXAMPLE";

/// One call of the key. `time` is within 2026-03-14.
fn call(id: &str, time: &str, service: &str, name: &str, parameters: Value) -> Value {
    json!({
        "eventVersion": "1.11", "eventID": id, "eventTime": format!("2026-03-14T{time}Z"),
        "eventSource": format!("{service}.amazonaws.com"), "eventName": name, "awsRegion": "us-east-1",
        "userIdentity": {
            "type": "IAMUser", "principalId": "AIDAEXAMPLEBUILDUSER1", "accountId": "111122223333",
            "arn": "arn:aws:iam::111122223333:user/build", "userName": "build", "accessKeyId": KEY
        },
        "sourceIPAddress": "198.51.100.7", "userAgent": "aws-cli/2.15.30", "requestParameters": parameters,
        "eventType": "AwsApiCall", "eventCategory": "Management", "recipientAccountId": "111122223333"
    })
}

fn denied(mut record: Value) -> Value {
    record["errorCode"] = "AccessDenied".into();
    record
}

/// Somebody else's call, so that the logs cover the time.
fn other(time: &str) -> Value {
    let mut record = call(&format!("other-{time}"), time, "ec2", "DescribeInstances", json!({}));
    record["userIdentity"] = json!({"type": "AWSService", "invokedBy": "ec2.amazonaws.com"});
    record
}

/// Others' calls in every hour but some.
fn ordinary(without: impl Fn(u32) -> bool) -> Vec<Value> {
    let hours = (0..24).filter(|hour| !without(*hour));
    hours.flat_map(|hour| [other(&format!("{hour:02}:01:00")), other(&format!("{hour:02}:58:00"))]).collect()
}

struct Told {
    code: i32,
    stdout: String,
    facts: Value,
    report: String,
    case: tempfile::TempDir,
}

fn told(records: Vec<Value>) -> Told {
    let logs = tempfile::tempdir().expect("a temporary folder");
    let file = logs.path().join("logs.json");
    std::fs::write(&file, json!({"Records": records}).to_string()).expect("the logs are written");
    let (run, facts, case) = investigate(KEY, "2026-03-14T00:00Z", "2026-03-15T00:00Z", &file);
    let report = std::fs::read_to_string(case.path().join("case/report.md"));
    let report = report.unwrap_or_else(|_| panic!("no report: {}", run.stderr));
    Told { code: run.code, stdout: run.stdout, facts: facts.expect("facts"), report, case }
}

impl Told {
    fn state(&self, question: usize) -> &str {
        self.facts["answers"][question - 1]["state"].as_str().expect("a state")
    }

    fn gaps(&self) -> Vec<&str> {
        let gaps = self.facts["gaps"].as_array().expect("gaps");
        gaps.iter().map(|gap| gap["kind"].as_str().expect("a kind")).collect()
    }
}

#[test]
fn nothing_is_called_not_observed_where_the_logs_have_a_hole() {
    let whole = told(ordinary(|_| false));
    assert_eq!(
        (whole.state(3), whole.state(5), whole.state(7)),
        ("NOT_OBSERVED", "NOT_OBSERVED", "NOT_OBSERVED")
    );
    assert!(whole.report.contains("account `111122223333`, region `us-east-1`"), "the scope is named");
    assert!(whole.report.contains("No request of the credential is in the collected CloudTrail records"));
    let hole = told(ordinary(|hour| (9..18).contains(&hour)));
    assert_eq!(hole.state(3), "CANNOT_BE_DETERMINED");
    assert!(hole.report.contains("2026-03-14T09:00Z to 2026-03-14T17:59Z 111122223333"), "the hole is named");
    // A quiet lunch is no hole.
    assert_eq!(told(ordinary(|hour| (12..14).contains(&hour))).state(3), "NOT_OBSERVED");
}

#[test]
fn recording_that_the_key_itself_stopped_is_a_gap() {
    let mut records = ordinary(|_| false);
    records.push(call("stop", "09:59:00", "cloudtrail", "StopLogging", json!({"name": "main"})));
    let arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/main";
    records.push(call("start", "18:00:00", "cloudtrail", "StartLogging", json!({"name": arn})));
    let stopped = told(records.clone());
    assert!(stopped.gaps().contains(&"logging_stopped"));
    assert!(stopped.report.contains("at 2026-03-14T09:59:00Z (StopLogging, E-000001); a collected record starts it again at 2026-03-14T18:00:00Z"), "{}", stopped.facts["gaps"]);
    assert_eq!((stopped.state(3), stopped.state(5)), ("CANNOT_BE_DETERMINED", "CANNOT_BE_DETERMINED"));
    // An attempt stops nothing.
    let place = records.iter().position(|r| r["eventID"] == "stop").expect("the call");
    records[place] = denied(records[place].clone());
    let attempted = told(records);
    assert!(!attempted.gaps().contains(&"logging_stopped"));
    assert_eq!(attempted.state(3), "NOT_OBSERVED");
}

#[test]
fn a_record_without_an_event_id_is_classified_like_any_other() {
    let mut made = call("x", "10:00:00", "iam", "CreateUser", json!({"userName": "mallory"}));
    made.as_object_mut().expect("an object").remove("eventID");
    let mut records = ordinary(|_| false);
    records.push(made);
    let told = told(records);
    assert_eq!(told.facts["key_activity"]["users_created"], json!(["mallory"]));
    assert_eq!(told.state(3), "OBSERVED");
    assert!(told.gaps().contains(&"no_event_ids"));
}

#[test]
fn records_that_share_an_event_id_keep_their_own_verdicts() {
    let mut records = ordinary(|_| false);
    records.push(call("same", "10:00:00", "iam", "CreateUser", json!({"userName": "mallory"})));
    records.push(call("same", "10:05:00", "iam", "ListUsers", json!({})));
    let told = told(records);
    assert_eq!(told.code, 1, "one event ID on two contents affects the exit code");
    let question = |id: &str| {
        let all = told.facts["questions"].as_array().expect("questions").clone();
        all.into_iter().find(|q| q["id"] == id).map(|q| q["outcomes"]["total"].clone())
    };
    assert_eq!(question("iam_user_created"), Some(json!(1)));
    assert_eq!(told.facts["totals"]["outcomes"]["total"], 2);
}

#[test]
fn what_was_denied_is_told_as_attempted() {
    let mut records = ordinary(|_| false);
    records.push(denied(call(
        "a",
        "10:00:00",
        "secretsmanager",
        "GetSecretValue",
        json!({"secretId": "db"}),
    )));
    records.push(denied(call("b", "10:01:00", "cloudtrail", "StopLogging", json!({"name": "main"}))));
    let told = told(records);
    assert!(!told.report.contains("treat each that was read as disclosed"));
    assert!(!told.report.contains("may be missing from this report"));
    assert!(told.report.contains("Attempted only: no call succeeded. What success would have meant:"));
    assert!(told.stdout.contains("attempted only: none of 1 call succeeded"), "{}", told.stdout);
}

#[test]
fn what_takes_access_away_or_switches_logging_on_is_not_counted_as_the_opposite() {
    let mut records = ordinary(|_| false);
    let key = json!({"accessKeyId": "AKIAI44QH8DHBEXAMPLE", "userName": "bob", "status": "Inactive"});
    records.push(call("a", "10:00:00", "iam", "UpdateAccessKey", key));
    let policy = json!({"userName": "bob", "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"});
    records.push(call("b", "10:01:00", "iam", "DetachUserPolicy", policy));
    records.push(call("c", "10:02:00", "cloudtrail", "StartLogging", json!({"name": "main"})));
    let told = told(records);
    assert_eq!(
        (told.state(3), told.state(7), told.state(9)),
        ("NOT_OBSERVED", "NOT_OBSERVED", "NOT_OBSERVED")
    );
    assert!(!told.report.contains("it obtained further credentials"));
}

#[test]
fn changes_stand_alone_in_the_timeline() {
    let mut records = ordinary(|_| false);
    for minute in 0..3 {
        let policy =
            json!({"bucketName": "logs", "bucketPolicy": {"Statement": [{"Principal": minute.to_string()}]}});
        records.push(call(
            &format!("p{minute}"),
            &format!("10:0{minute}:00"),
            "s3",
            "PutBucketPolicy",
            policy,
        ));
        records.push(call(
            &format!("l{minute}"),
            &format!("10:1{minute}:00"),
            "s3",
            "ListBuckets",
            json!({}),
        ));
    }
    let told = told(records);
    let rows = told.facts["timeline"].as_array().expect("rows").iter();
    let counts: Vec<(&Value, &Value)> = rows.map(|row| (&row["event_name"], &row["count"])).collect();
    assert_eq!(counts.iter().filter(|(name, _)| *name == "PutBucketPolicy").count(), 3);
    assert!(counts.contains(&(&json!("ListBuckets"), &json!(3))), "{counts:?}");
}

#[test]
fn the_same_logs_give_the_same_files() {
    let files = |told: &Told| {
        let mut names: Vec<_> = walkdir::WalkDir::new(told.case.path().join("case"))
            .into_iter()
            .filter_map(Result::ok)
            .map(|entry| entry.path().strip_prefix(told.case.path()).unwrap_or(Path::new("")).to_path_buf())
            .collect();
        names.sort();
        names
    };
    let mut records = ordinary(|_| false);
    for n in 0..500 {
        let time = format!("10:{:02}:{:02}", n / 60, n % 60);
        records.push(call(&format!("id-{n}"), &time, "s3", "ListBuckets", json!({})));
    }
    let (first, second) = (told(records.clone()), told(records));
    assert_eq!(files(&first), files(&second));
    let index =
        std::fs::read_to_string(first.case.path().join("case/evidence/index.jsonl")).expect("an index");
    assert_eq!(index.lines().count(), 500);
    assert_eq!(json(&first.case.path().join("case/incident.json"))["totals"]["outcomes"]["total"], 500);
}
