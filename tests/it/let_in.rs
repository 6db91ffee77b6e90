//! Whom followed credentials let in, and whether they came: a share is not only suspected where the log shows its use.

use crate::case::{gap_says, investigate};
use crate::record::{KEY, Record, aws_service, record, user};
use serde_json::{Value, json};

fn call(minute: usize, who: Value, service: &str, name: &str, request: Value) -> Value {
    record(service, name)
        .number(minute)
        .at(format!("2026-01-02T10:{minute:02}:00Z"))
        .by(who)
        .out_of("203.0.113.7")
        .request(request)
        .with("readOnly", false)
}

fn of_account(account: &str) -> Value {
    json!({"type": "AWSAccount", "principalId": format!("AIDAEXAMPLE{account}"), "accountId": account})
}

/// The gap of the calls of accounts that were let in by some calls of the key.
fn told(opened: Vec<(&str, &str, Value)>, others: Vec<Value>) -> Option<String> {
    gap_says(&case(opened, others).0, "admitted_called")
}

/// The facts and the report of some calls of the key, one a minute from 10:10, and of others.
fn case(opened: Vec<(&str, &str, Value)>, others: Vec<Value>) -> (Value, String) {
    let mut records: Vec<Value> = (10..)
        .zip(opened)
        .map(|(minute, (service, name, request))| call(minute, user("alice", KEY), service, name, request))
        .collect();
    records.extend(others);
    investigate(KEY, "2026-01-02T10:00Z", "2026-01-02T11:00Z").on_records(&records).facts_and_report()
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
    let service = aws_service("ec2");
    let copied = || call(30, service.clone(), "ec2", "SharedSnapshotCopyInitiated", Value::Null);
    let theirs = |minute, account| {
        call(minute, of_account(account), "s3", "GetObject", json!({"bucketName": "example-exports"}))
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
    let at_home = theirs(40, "444455556666").with("recipientAccountId", "444455556666");
    assert_eq!(told(share(), vec![at_home]), None, "a call in its own account");
}

#[test]
fn whoever_came_without_a_name_once_a_bucket_was_public_is_told() {
    let opened = vec![("s3", "PutBucketPolicy", policy_for(json!("*")))];
    let read = call(30, nobody(), "s3", "GetObject", json!({"bucketName": "example-exports"}));
    let what = told(opened, vec![read]).expect("a gap");
    let line = "ANONYMOUS_PRINCIPAL from 203.0.113.7, s3 GetObject of example-exports (opened at 2026-01-02T10:10:00Z), 1 call";
    assert!(what.contains(line), "{what}");
}

fn nobody() -> Value {
    json!({"type": "AWSAccount", "principalId": "", "accountId": "ANONYMOUS_PRINCIPAL"})
}

fn read(minute: usize, who: Value, bucket: &str) -> Value {
    call(minute, who, "s3", "GetObject", json!({"bucketName": bucket, "key": "pay/1.pdf"}))
}

#[test]
fn reads_of_what_was_opened_are_confirmed() {
    let opened = || {
        let all = json!({"dBSnapshotIdentifier": "db-1", "attributeName": "restore", "valuesToAdd": ["all"]});
        vec![
            ("rds", "ModifyDBSnapshotAttribute", all),
            ("ec2", "ModifySnapshotAttribute", shared_with("444455556666")),
            ("s3", "PutBucketPolicy", policy_for(json!("*"))),
        ]
    };
    let refused = read(31, nobody(), "example-exports").denied();
    let reads = vec![
        read(30, nobody(), "example-exports"),
        refused,
        read(32, of_account("444455556666"), "example-exports"),
        read(33, of_account("444455556666"), "example-others"),
    ];
    let (facts, report) = case(opened(), reads);
    let others = facts["used_by_others"].as_array().expect("a list");
    let told = |other: &Value| {
        (other["by"].clone(), other["since"].clone(), other["calls"].clone(), other["succeeded"].clone())
    };
    let told: Vec<_> = others.iter().map(told).collect();
    // A snapshot of RDS lets in nobody without a name, and a snapshot of EC2 opens no bucket: both came by the policy.
    let since = json!("2026-01-02T10:12:00Z");
    assert_eq!(
        told,
        [
            (json!("ANONYMOUS_PRINCIPAL"), since.clone(), json!(2), json!(1)),
            (json!("AIDAEXAMPLE444455556666 of 444455556666"), since, json!(1), json!(1)),
        ]
    );
    let answer = &facts["answers"][3];
    assert_eq!((&answer["state"], &answer["facts"]["by_let_in"]), (&json!("OBSERVED"), &json!(2)));
    assert!(
        report.contains(
            "| S3 bucket | `example-exports` | not named, `us-east-1` | read or copied by others |"
        ),
        "{report}"
    );
    let confirmed = "reads or copies of 1 store by those to whom a followed credential had opened it or them";
    assert!(report.contains(confirmed), "{report}");

    let (facts, report) = case(opened(), vec![read(5, nobody(), "example-exports")]);
    assert_eq!(facts["used_by_others"], json!([]), "from before");
    assert!(
        report.contains("| S3 bucket | `example-exports` | not named, `us-east-1` | shared |"),
        "{report}"
    );
}

#[test]
fn a_share_that_was_used_is_not_over_when_it_is_taken_back() {
    let service = aws_service("ec2");
    let copied = |snapshot: &str| {
        call(30, service.clone(), "ec2", "SharedSnapshotCopyInitiated", Value::Null)
            .with("serviceEventDetails", json!({"snapshotId": snapshot}))
    };
    let mut request = shared_with("444455556666");
    request["createVolumePermission"] = json!({"remove": {"items": [{"userId": "444455556666"}]}});
    let back = call(50, user("carol", "AKIAI44QH8DHBEXAMPLE"), "ec2", "ModifySnapshotAttribute", request);
    let share = || vec![("ec2", "ModifySnapshotAttribute", shared_with("444455556666"))];
    let left = |others| {
        let (facts, _) = case(share(), others);
        let but = facts["standing"][0]["taken_back"]["but"].as_str().map(str::to_string);
        (facts["answers"][8]["evidence"]["count"].clone(), but)
    };
    let (count, but) = left(vec![copied("snap-0123456789abcdef0"), back.clone()]);
    let but = but.expect("a doubt");
    assert_eq!(count, json!(1));
    assert!(but.starts_with("ec2 SharedSnapshotCopyInitiated at 2026-01-02T10:30:00Z"), "{but}");
    // One that nobody used, or another that somebody else shared.
    assert_eq!(left(vec![back.clone()]), (json!(0), None));
    assert_eq!(left(vec![copied("snap-0fedcba9876543210"), back]), (json!(0), None));
}
