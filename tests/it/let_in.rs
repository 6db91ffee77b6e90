//! Whom followed credentials let in, and whether they came: a share is not only suspected where the log shows its use.

use crate::harness::investigate;
use serde_json::{Value, json};

const KEY: &str = "AKIAIOSFODNN7EXAMPLE";

fn record(minute: u32, who: Value, service: &str, name: &str, request: Value) -> Value {
    json!({
        "eventVersion": "1.11", "eventTime": format!("2026-01-02T10:{minute:02}:00Z"), "userIdentity": who,
        "eventSource": format!("{service}.amazonaws.com"), "eventName": name, "awsRegion": "us-east-1",
        "sourceIPAddress": "203.0.113.7", "userAgent": "aws-cli/2.15.30", "requestParameters": request,
        "eventID": format!("00000000-0000-4000-8000-{minute:012}"), "readOnly": false,
        "eventType": "AwsApiCall", "managementEvent": true, "recipientAccountId": "111122223333",
        "eventCategory": "Management"
    })
}

fn of_account(account: &str) -> Value {
    json!({"type": "AWSAccount", "principalId": format!("AIDAEXAMPLE{account}"), "accountId": account})
}

/// The gap of the calls of accounts that were let in by some calls of the key.
fn told(opened: Vec<(&str, &str, Value)>, others: Vec<Value>) -> Option<String> {
    let user = json!({"type": "IAMUser", "principalId": "AIDACKCEVSQ6C2EXAMPLE", "userName": "alice",
        "arn": "arn:aws:iam::111122223333:user/alice", "accountId": "111122223333", "accessKeyId": KEY});
    let mut records: Vec<Value> = (10..)
        .zip(opened)
        .map(|(minute, (service, name, request))| record(minute, user.clone(), service, name, request))
        .collect();
    records.extend(others);
    let folder = tempfile::tempdir().expect("a folder");
    let logs = folder.path().join("log.json");
    std::fs::write(&logs, json!({"Records": records}).to_string()).expect("written");
    let (run, facts, _case) = investigate(KEY, "2026-01-02T10:00Z", "2026-01-02T11:00Z", &logs);
    let facts = facts.unwrap_or_else(|| panic!("{}", run.stderr));
    let gaps = facts["gaps"].as_array().expect("gaps").iter();
    let told = |gap: &Value| gap["what"].as_str().expect("text").to_string();
    gaps.filter(|gap| gap["kind"] == "admitted_called").map(told).next()
}

fn policy_for(principal: Value) -> Value {
    let statement = json!({"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example-exports/*"});
    json!({"bucketName": "example-exports", "bucketPolicy": {"Version": "2012-10-17", "Statement": [statement]}})
}

fn shared_with(account: &str) -> Value {
    json!({"snapshotId": "snap-0123456789abcdef0", "attributeType": "CREATE_VOLUME_PERMISSION",
        "createVolumePermission": {"add": {"items": [{"userId": account}]}}})
}

#[test]
fn what_an_admitted_account_did_since_is_told() {
    let share = || vec![("ec2", "ModifySnapshotAttribute", shared_with("444455556666"))];
    let service = json!({"type": "AWSService", "invokedBy": "ec2.amazonaws.com"});
    let copied = || record(30, service.clone(), "ec2", "SharedSnapshotCopyInitiated", Value::Null);
    let theirs = |minute, account| {
        record(minute, of_account(account), "s3", "GetObject", json!({"bucketName": "example-exports"}))
    };
    let what = told(share(), vec![copied(), theirs(40, "444455556666")]).expect("a gap");
    assert!(what.contains("444455556666 was first let in at 2026-01-02T10:10:00Z"), "{what}");
    assert!(what.contains("ec2 SharedSnapshotCopyInitiated, 1 call at 2026-01-02T10:30:00Z"), "{what}");
    assert!(
        what.contains("AIDAEXAMPLE444455556666 of 444455556666 from 203.0.113.7, s3 GetObject"),
        "{what}"
    );

    assert_eq!(told(share(), vec![theirs(5, "444455556666")]), None, "from before it was let in");
    assert_eq!(told(share(), vec![theirs(40, "777788889999")]), None, "somebody else");
    let other = vec![("s3", "PutBucketPolicy", policy_for(json!({"AWS": "arn:aws:iam::444455556666:root"})))];
    assert_eq!(told(other, vec![copied()]), None, "a snapshot that others shared");
    let mut at_home = theirs(40, "444455556666");
    at_home["recipientAccountId"] = "444455556666".into();
    assert_eq!(told(share(), vec![at_home]), None, "a call in its own account");
}

#[test]
fn whoever_came_without_a_name_once_a_bucket_was_public_is_told() {
    let opened = vec![("s3", "PutBucketPolicy", policy_for(json!("*")))];
    let nobody = json!({"type": "AWSAccount", "principalId": "", "accountId": "ANONYMOUS_PRINCIPAL"});
    let read = record(30, nobody, "s3", "GetObject", json!({"bucketName": "example-exports"}));
    let what = told(opened, vec![read]).expect("a gap");
    assert!(what.contains("ANONYMOUS_PRINCIPAL from 203.0.113.7, s3 GetObject, 1 call"), "{what}");
}
