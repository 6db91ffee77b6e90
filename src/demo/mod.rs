//! A made-up incident as log files: an instance role's key used from elsewhere, a role assumed, a user and a key
//! made and used, data and secrets read, a trail stopped, refusals of each sort, and ordinary traffic around it.
//! All addresses, accounts and key IDs are those of documentation.

mod record;

use flate2::{Compression, GzBuilder};
use record::{Call, Caller};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;

/// The leaked key: temporary credentials of an instance's role.
pub const KEY: &str = "ASIAIOSFODNN7EXAMPLE";
const ACCOUNT: &str = "111122223333";
const REGION: &str = "us-east-1";
const DAY: &str = "2026-03-14";

/// One log file below `logs/`.
pub struct DemoLog {
    /// Path as a trail delivers it.
    pub name: String,
    /// Gzipped JSON.
    pub bytes: Vec<u8>,
}

/// The deliveries, a file for each quarter of an hour.
pub fn deliveries() -> Result<Vec<DemoLog>, String> {
    let mut files: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (number, call) in story().into_iter().enumerate() {
        let quarter = call.minute / 15 * 15 + 15;
        let name = format!("{:02}{:02}", quarter / 60, quarter % 60);
        files.entry(name).or_default().push(call.record(number));
    }
    let file = |(time, records): (String, Vec<Value>)| {
        let name = format!(
            "AWSLogs/{ACCOUNT}/CloudTrail/{REGION}/{}/{ACCOUNT}_CloudTrail_{REGION}_{}T{time}Z_demo{time}demo{time}.json.gz",
            DAY.replace('-', "/"),
            DAY.replace('-', "")
        );
        // No time stamp in the header: the same demonstration gives the same bytes.
        let mut gzip = GzBuilder::new().mtime(0).write(Vec::new(), Compression::default());
        let written =
            gzip.write_all(json!({ "Records": records }).to_string().as_bytes()).and_then(|()| gzip.finish());
        written
            .map(|bytes| DemoLog { name, bytes })
            .map_err(|error| format!("writing the demonstration's logs: {error}"))
    };
    files.into_iter().map(file).collect()
}

fn story() -> Vec<Call> {
    let service = Caller::service("ec2.amazonaws.com");
    let instance = Caller::role(
        "AROAIOSFODNN7EXAMPLE",
        "web-server",
        "i-0123456789abcdef0",
        "ASIAI44QH8DHBEXAMPLE",
        "203.0.113.10",
        "aws-sdk-java/2.25.0",
    );
    let thief = Caller::role(
        "AROAIOSFODNN7EXAMPLE",
        "web-server",
        "i-0123456789abcdef0",
        KEY,
        "198.51.100.77",
        "aws-cli/2.15.30 md/distrib#kali.2026.1",
    );
    let operator = Caller::role(
        "AROAI44QH8DHBEXAMPLE",
        "backup-operator",
        "nightly",
        "ASIAJEXAMPLEROLE0001",
        "198.51.100.77",
        "Boto3/1.34.0",
    );
    let made = Caller::user(
        "AIDAI44QH8DHBEXAMPLE",
        "svc-metrics",
        "AKIAI44QH8DHBEXAMPLE",
        "198.51.100.78",
        "aws-cli/2.15.30",
    );
    let alice = Caller::user(
        "AIDACKCEVSQ6C2EXAMPLE",
        "alice",
        "AKIAJEXAMPLEALICE001",
        "203.0.113.25",
        "console.amazonaws.com",
    );
    let mut calls = vec![
        Call::new(480, &service, "sts", "AssumeRole").ask(json!({"roleArn": role("web-server"), "roleSessionName": "i-0123456789abcdef0"})).answer(json!({"credentials": {"accessKeyId": KEY, "expiration": "Mar 14, 2026, 2:10:00 PM", "sessionToken": "EXAMPLETOKEN"}})),
    ];
    for minute in (485..720).step_by(20) {
        calls.push(
            Call::new(minute, &instance, "s3", "GetObject")
                .ask(json!({"bucketName": "example-web-assets", "key": "site/logo.png"}))
                .data(2_048),
        );
        calls.push(Call::new(minute + 3, &alice, "ec2", "DescribeInstances"));
    }
    calls.extend(theft(&thief));
    calls.extend(with_role(&operator));
    calls.extend(with_new_user(&made));
    calls
}

fn role(name: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:role/{name}")
}

fn secret(name: &str) -> String {
    format!("arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{name}-AbCdEf")
}

/// What the holder of the instance's credentials does with them.
fn theft(by: &Caller) -> Vec<Call> {
    let denied = |call: &str, on: &str| {
        format!(
            "User: arn:aws:sts::{ACCOUNT}:assumed-role/web-server/i-0123456789abcdef0 is not authorized to perform: {call} on resource: {on}"
        )
    };
    vec![
        Call::new(600, by, "sts", "GetCallerIdentity"),
        Call::new(601, by, "s3", "ListBuckets"),
        Call::new(602, by, "iam", "ListUsers").fail("AccessDenied", &denied("iam:ListUsers", &format!("arn:aws:iam::{ACCOUNT}:user/"))),
        Call::new(602, by, "ec2", "RunInstances").ask(json!({"instanceType": "p4d.24xlarge"})).fail("Client.UnauthorizedOperation", "You are not authorized to perform this operation."),
        Call::new(603, by, "secretsmanager", "GetSecretValue").fail("AccessDeniedException", &denied("secretsmanager:GetSecretValue", &secret("payroll"))),
        Call::new(604, by, "ec2", "CreateSnapshot").ask(json!({"volumeId": "vol-0123456789abcdef0"})).fail("Client.DryRunOperation", "Request would have succeeded, but DryRun flag is set."),
        Call::new(605, by, "secretsmanager", "ListSecrets"),
        Call::new(606, by, "secretsmanager", "GetSecretValue").ask(json!({"secretId": secret("orders-db")})),
        Call::new(607, by, "ssm", "GetParametersByPath").ask(json!({"path": "/orders/", "recursive": true, "withDecryption": true})),
        Call::new(609, by, "s3", "ListObjects").ask(json!({"bucketName": "example-customer-exports"})).data(4_096),
        Call::new(610, by, "s3", "GetObject").ask(json!({"bucketName": "example-customer-exports", "key": "2026/02/customers.csv"})).data(7_340_032),
        Call::new(611, by, "s3", "GetObject").ask(json!({"bucketName": "example-customer-exports", "key": "2026/03/customers.csv"})).data(7_864_320),
        Call::new(615, by, "sts", "AssumeRole").ask(json!({"roleArn": role("backup-operator"), "roleSessionName": "nightly", "durationSeconds": 3600})).answer(json!({
            "credentials": {"accessKeyId": "ASIAJEXAMPLEROLE0001", "expiration": "Mar 14, 2026, 11:15:00 AM", "sessionToken": "EXAMPLETOKEN"},
            "assumedRoleUser": {"assumedRoleId": "AROAI44QH8DHBEXAMPLE:nightly", "arn": format!("arn:aws:sts::{ACCOUNT}:assumed-role/backup-operator/nightly")}
        })),
    ]
}

/// What the assumed role is used for: a way back in, and the trail.
fn with_role(by: &Caller) -> Vec<Call> {
    vec![
        Call::new(620, by, "iam", "CreateUser").ask(json!({"userName": "svc-metrics"})).answer(json!({"user": {"userName": "svc-metrics", "userId": "AIDAI44QH8DHBEXAMPLE", "arn": format!("arn:aws:iam::{ACCOUNT}:user/svc-metrics")}})),
        Call::new(621, by, "iam", "AttachUserPolicy").ask(json!({"userName": "svc-metrics", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"})),
        Call::new(622, by, "iam", "CreateAccessKey").ask(json!({"userName": "svc-metrics"})).answer(json!({"accessKey": {"userName": "svc-metrics", "accessKeyId": "AKIAI44QH8DHBEXAMPLE", "status": "Active", "createDate": "Mar 14, 2026 10:22:00 AM"}})),
        Call::new(625, by, "ec2", "ModifySnapshotAttribute").ask(json!({"snapshotId": "snap-0123456789abcdef0", "attributeType": "CREATE_VOLUME_PERMISSION", "createVolumePermission": {"add": {"items": [{"userId": "444455556666"}]}}})),
        Call::new(630, by, "cloudtrail", "StopLogging").ask(json!({"name": "management-events"})),
        Call::new(640, by, "cloudtrail", "StartLogging").ask(json!({"name": "management-events"})),
    ]
}

/// What the user that was made is used for.
fn with_new_user(by: &Caller) -> Vec<Call> {
    let mut calls = vec![
        Call::new(650, by, "sts", "GetCallerIdentity"),
        Call::new(652, by, "bedrock", "ListFoundationModels"),
        Call::new(655, by, "ses", "GetSendQuota"),
        Call::new(660, by, "s3", "DeleteObject")
            .ask(json!({"bucketName": "example-customer-exports", "key": "2026/02/customers.csv"}))
            .data(0),
    ];
    for minute in 653..656 {
        calls.push(
            Call::new(minute, by, "bedrock", "InvokeModel").ask(json!({"modelId": "example.model-v1"})),
        );
    }
    calls
}
