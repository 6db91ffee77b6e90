//! What was touched, and what it means for data: sections 6 to 8 and the summary, on small made-up trails.

use crate::case::investigate;
use crate::record::{ACCOUNT, KEY, Record, record, session};
use serde_json::{Value, json};

/// A call of the subject with these parameters. `case` numbers it, and gives it a time unless a test does.
pub fn call(service: &str, name: &str, request: Value) -> Value {
    record(service, name).request(request).without("eventTime")
}

/// A call on data of S3.
fn data(name: &str, request: Value, additional: Value) -> Value {
    call("s3", name, request).with_all(json!({
        "eventCategory": "Data", "managementEvent": false, "additionalEventData": additional,
    }))
}

/// The facts and the report of a trail of calls.
pub fn case(calls: &[Value]) -> (Value, String) {
    investigate(KEY, "2026-01-02T00:00Z", "2026-01-03T00:00Z").on_records(&numbered(calls)).facts_and_report()
}

/// The calls, one a minute from 10:00.
fn numbered(calls: &[Value]) -> Vec<Value> {
    let numbered = calls.iter().enumerate().map(|(number, call)| {
        let call = call.clone().number(number);
        match call["eventTime"].is_null() {
            true => call.at(format!("2026-01-02T10:{number:02}:00Z")),
            false => call,
        }
    });
    numbered.collect()
}

/// `name: effect, effect: still there` of each resource.
fn resources(facts: &Value) -> Vec<String> {
    let rows = facts["resources"].as_array().expect("a list").iter().map(|r| {
        let effects: Vec<&str> =
            r["effects"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        let text = |key: &str| r[key].as_str().expect("text").to_string();
        format!("{} {}: {}: {}", text("kind"), text("name"), effects.join(", "), text("still_exists"))
    });
    let mut rows: Vec<String> = rows.collect();
    rows.sort();
    rows
}

/// The line of each store, its columns checked against its events.
pub fn stores(facts: &Value) -> Vec<String> {
    let rows = facts["data_access"].as_array().expect("a list").iter().map(|d| {
        let columns = [
            "reads",
            "listings",
            "copies",
            "changes",
            "deletions",
            "shares",
            "configuration",
            "attempts",
            "settings",
        ];
        let numbers = columns.map(|column| d[column].as_u64().expect("a number"));
        assert_eq!(numbers.iter().sum::<u64>(), d["evidence"]["count"].as_u64().expect("a number"), "{d}");
        let numbers: Vec<String> = numbers.iter().map(u64::to_string).collect();
        format!(
            "{}: {}: {}",
            d["name"].as_str().expect("text"),
            d["level"].as_str().expect("text"),
            numbers.join(" ")
        )
    });
    rows.collect()
}

pub fn data_impact(report: &str) -> &str {
    report.split("**Data impact:** ").nth(1).and_then(|rest| rest.lines().next()).expect("the line")
}

#[test]
fn an_object_is_not_its_bucket() {
    let object = |key: &str| json!({"bucketName": "example-exports", "key": key});
    let copy = |source: &str| json!({"bucketName": "staging", "key": "c", "x-amz-copy-source": source});
    let none = || json!({});
    let (facts, report) = case(&[
        data("GetObject", object("a.csv"), json!({"bytesTransferredOut": 100.0})),
        data("GetObject", object("b.csv"), none()),
        data("DeleteObject", object("a.csv"), none()),
        data("PutObject", object("README-ransom.txt"), none()),
        data("DeleteObjects", json!({"bucketName": "archive"}), none()),
        data("CopyObject", copy("payroll/2026.csv"), json!({"bytesTransferredOut": 0})),
        data("CopyObject", copy("/payroll/2027.csv?versionId=v1"), none()),
        data("CopyObject", copy("payroll%2F2028%20final.csv"), none()),
        data("CopyObject", copy("arn:aws:s3:us-east-1:111122223333:accesspoint/ap/object/x.csv"), none()),
        data("CopyObject", copy("staging/before.csv"), none()),
    ]);
    assert_eq!(
        stores(&facts),
        [
            "archive: deleted: 0 0 0 0 1 0 0 0 0",
            "arn:aws:s3:us-east-1:111122223333:accesspoint/ap: read logged: 1 0 0 0 0 0 0 0 0",
            "example-exports: read logged: 2 0 0 1 1 0 0 0 0",
            "payroll: read logged: 3 0 0 0 0 0 0 0 0",
            "staging: changed: 0 0 0 5 0 0 0 0 0",
        ]
    );
    let touched = resources(&facts);
    for row in [
        "s3 archive: modified: CANNOT BE DETERMINED",
        "s3 example-exports/README-ransom.txt: modified: CANNOT BE DETERMINED",
        "s3 example-exports/a.csv: deleted, read: deleted in the log",
        "s3 payroll/2028 final.csv: read: CANNOT BE DETERMINED",
    ] {
        assert!(touched.iter().any(|have| have == row), "{row}: {touched:#?}");
    }
    assert!(report.contains("| 100 (1 of 2 reads) |"), "bytes of one of two reads");
    assert_eq!(
        data_impact(&report),
        "Confirmed: reads of 3 storage buckets; deletions of or in 2 storage buckets; changes to 2 storage buckets. \
         Cannot be determined: whether other stored files were read; whether secrets or stored parameters were read."
    );
}

#[test]
fn names_and_arns_of_one_thing_are_one_resource() {
    let arn = |rest: &str| format!("arn:aws:{rest}");
    let secret = arn(&format!("secretsmanager:us-east-1:{ACCOUNT}:secret:db-AbCdEf"));
    let policy = arn(&format!("iam::{ACCOUNT}:policy/team/p1"));
    let role = arn(&format!("iam::{ACCOUNT}:role/flow-logs"));
    let log_flow =
        json!({"CreateFlowLogsRequest": {"ResourceType": "VPC", "DeliverLogsPermissionArn": role}});
    let (facts, _) = case(&[
        call("secretsmanager", "CreateSecret", json!({"name": "db"})).response(json!({"arn": secret})),
        call("secretsmanager", "GetSecretValue", json!({"secretId": "db"})),
        call("secretsmanager", "DeleteSecret", json!({"secretId": secret})),
        call("iam", "CreatePolicy", json!({"policyName": "p1", "policyDocument": "{}"})),
        call("iam", "DeletePolicy", json!({"policyArn": policy})),
        call("ec2", "AllocateAddress", json!({}))
            .response(json!({"allocationId": "eipalloc-0123456789abcdef0", "publicIp": "192.0.2.9"})),
        call("ec2", "ReleaseAddress", json!({"allocationId": "eipalloc-0123456789abcdef0"})),
        call("ec2", "RegisterImage", json!({"name": "golden"}))
            .response(json!({"imageId": "ami-0123456789abcdef0"})),
        call("ec2", "DeregisterImage", json!({"imageId": "ami-0123456789abcdef0"})),
        call("ec2", "CreateSecurityGroup", json!({"groupName": "open"}))
            .response(json!({"groupId": "sg-0123456789abcdef0"})),
        call("ec2", "DeleteSecurityGroup", json!({"groupId": "sg-0123456789abcdef0"})),
        call("ec2", "CreateFlowLogs", log_flow)
            .response(json!({"CreateFlowLogsResponse": {"flowLogIdSet": {"item": "fl-0123456789abcdef0"}}})),
        // A user and a role of one name are two; what a user's policy loses, the user keeps.
        call("iam", "CreateUser", json!({"userName": "twin"})),
        call("iam", "CreateRole", json!({"roleName": "twin", "assumeRolePolicyDocument": "{}"})),
        call("iam", "DeleteRole", json!({"roleName": "twin"})),
        call("iam", "DeleteUserPolicy", json!({"userName": "twin", "policyName": "inline"})),
    ]);
    let kept = "no deletion under this name in the log";
    assert_eq!(
        resources(&facts),
        [
            "ec2 192.0.2.9: created, deleted: deleted in the log".to_string(),
            format!("ec2 fl-0123456789abcdef0: created: {kept}"),
            "ec2 golden: created, deleted: deleted in the log".into(),
            "ec2 open: created, deleted: deleted in the log".into(),
            format!("iam {policy}: created, deleted: deleted in the log"),
            format!("iam {role}: used: CANNOT BE DETERMINED"),
            "iam twin: created, deleted: deleted in the log".into(),
            format!("iam twin: created, modified: {kept}"),
            format!("secretsmanager {secret}: created, deleted, read: deleted in the log"),
        ]
    );
}

#[test]
fn one_secret_by_name_and_by_arn_is_one() {
    let arn = format!("arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:db-AbCdEf");
    let (facts, report) = case(&[
        call("secretsmanager", "GetSecretValue", json!({"secretId": "db"})),
        call("secretsmanager", "GetSecretValue", json!({"secretId": arn})),
    ]);
    assert_eq!(stores(&facts), [format!("{arn}: read logged: 2 0 0 0 0 0 0 0 0")]);
    assert_eq!(facts["key_activity"]["secrets_read"], json!([arn]));
    assert!(data_impact(&report).starts_with("Confirmed: reads of 1 secret. "), "{}", data_impact(&report));
}

#[test]
fn the_summary_says_of_data_what_section_7_says() {
    let table = json!({"tableName": "customers"});
    for (call, expected) in [
        (
            call("dynamodb", "Scan", table).with("eventCategory", "Data"),
            "Confirmed: reads of 1 database table. ",
        ),
        (
            data("PutObject", json!({"bucketName": "b", "key": "x"}), json!({})),
            "Confirmed: changes to 1 storage bucket. ",
        ),
        (
            call("secretsmanager", "GetSecretValue", json!({"secretId": "db"})).denied(),
            "Cannot be determined: whether stored files were read; whether secrets or stored parameters were read (it was tried, ",
        ),
        (
            call(
                "rds",
                "DeleteDBInstance",
                json!({"dBInstanceIdentifier": "orders", "skipFinalSnapshot": true}),
            ),
            "Confirmed: deletions of or in 1 snapshot, image or other store. ",
        ),
    ] {
        let (_, report) = case(&[call]);
        let line = data_impact(&report);
        assert!(line.starts_with(expected), "{line}");
        assert!(line.contains("Cannot be determined: whether stored files were read"), "{line}");
    }
}

#[test]
fn settings_and_trails_are_no_content() {
    let lifecycle = json!({"bucketName": "logs", "LifecycleConfiguration": {"Rule": {"Status": "Enabled", "Expiration": {"Days": 1}}}});
    let log_flow =
        json!({"CreateFlowLogsRequest": {"ResourceType": "VPC", "ResourceId": {"content": "vpc-1"}}});
    let (facts, report) = case(&[
        call("cloudtrail", "CreateTrail", json!({"name": "management-events", "s3BucketName": "exports"})),
        call("ec2", "CreateFlowLogs", log_flow).with("errorCode", "InvalidParameterException"),
        call("s3", "PutBucketTagging", json!({"bucketName": "exports"})),
        call("s3", "PutBucketLifecycle", lifecycle),
        data("DeleteObjectTagging", json!({"bucketName": "written", "key": "x"}), json!({})),
        data("PutObject", json!({"bucketName": "written", "key": "x"}), json!({})),
        call("dynamodb", "UpdateTable", json!({"tableName": "orders"})),
        call(
            "elasticfilesystem",
            "CreateMountTarget",
            json!({"fileSystemId": "fs-0123456789abcdef0", "subnetId": "subnet-0123456789abcdef0"}),
        ),
        call(
            "rds",
            "RestoreDBInstanceFromDBSnapshot",
            json!({"dBInstanceIdentifier": "twin", "dBSnapshotIdentifier": "s"}),
        ),
    ]);
    assert_eq!(
        stores(&facts),
        [
            "orders: settings changed: 0 0 0 0 0 0 0 0 1",
            "exports: settings changed: 0 0 0 0 0 0 0 0 1",
            "logs: settings changed: 0 0 0 0 0 0 0 0 1",
            "written: changed: 0 0 0 1 0 0 0 0 1",
            "twin: changed: 0 0 0 1 0 0 0 0 0",
        ]
    );
    let said = "Confirmed: changes to 1 storage bucket, 1 snapshot, image or other store; settings changed, with no \
                content logged as written or deleted, of 2 storage buckets, 1 database table. Suspected: later \
                deletions, by lifecycle rules that were set on 1 storage bucket. ";
    assert!(data_impact(&report).starts_with(said), "{}", data_impact(&report));
    assert!(report.contains("| 1 (1 of lifecycle) |"), "section 7 tells which settings");
}

#[test]
fn what_answers_with_content_is_read_and_what_answers_with_names_is_not() {
    let repository = |name: &str| json!({"repositoryName": name});
    let database = json!({"resourceArn": "arn:aws:rds:us-east-1:111122223333:cluster:orders"});
    let (facts, _) = case(&[
        call("lambda", "GetFunction20150331v2", json!({"functionName": "pay"})),
        call("ecr", "GetDownloadUrlForLayer", repository("images")),
        call("ecr", "BatchCheckLayerAvailability", repository("layers")),
        call("codecommit", "GitPull", repository("code")),
        call("codecommit", "GetFolder", repository("names")),
        call("rdsdata", "ExecuteStatement", database),
        call("logs", "FilterLogEvents", json!({"logGroupName": "app"})),
    ]);
    let read = stores(&facts).into_iter().filter(|store| store.contains(": read logged: 1 "));
    let names: Vec<String> = read.filter_map(|row| row.split(": ").next().map(str::to_string)).collect();
    assert_eq!(names, ["app", "code", "images", "arn:aws:rds:us-east-1:111122223333:cluster:orders", "pay"]);
}

#[test]
fn acted_on_is_what_the_call_names() {
    let outside = |service: &str, name: &str, request: Value| {
        call(service, name, request).by(session("web", "i-0123456789abcdef0", KEY))
    };
    let volume = json!({"volumeId": "vol-0123456789abcdef0"});
    let (facts, _) = case(&[
        outside("iam", "ListUsers", Value::Null),
        outside("s3", "ListBuckets", Value::Null),
        outside("ec2", "CreateSnapshot", volume).with("errorCode", "Client.DryRunOperation"),
        outside("bedrock", "InvokeModel", json!({"modelId": "example.model-v1"})),
        outside("lambda", "Invoke", json!({"functionName": "billing"})),
    ]);
    let rows = facts["timeline"].as_array().expect("a list");
    let acted: Vec<(&str, Option<&str>)> =
        rows.iter().map(|r| (r["event_name"].as_str().expect("text"), r["target"].as_str())).collect();
    assert_eq!(
        acted,
        [
            ("ListUsers", None),
            ("ListBuckets", None),
            ("CreateSnapshot", Some("vol-0123456789abcdef0")),
            ("InvokeModel", Some("example.model-v1")),
            ("Invoke", Some("billing")),
        ]
    );
    assert_eq!(
        resources(&facts),
        [
            "bedrock example.model-v1: used: CANNOT BE DETERMINED",
            "lambda billing: used: CANNOT BE DETERMINED"
        ]
    );
}

#[test]
fn a_region_and_what_stands_for_all_are_no_resources() {
    let (facts, _) = case(&[
        call("ec2", "DisableSnapshotBlockPublicAccess", json!({})),
        call("events", "DeleteRule", json!({"name": "*"})),
        call("events", "DeleteRule", json!({"name": "nightly"})),
    ]);
    assert_eq!(resources(&facts), ["events nightly: deleted: deleted in the log"]);
}

#[test]
fn what_a_call_did_is_what_its_service_does() {
    let copy = |source: &str| json!({"bucketName": "b", "key": "k", "x-amz-copy-source": source});
    let provider =
        || json!({"openIDConnectProviderArn": "arn:aws:iam::111122223333:oidc-provider/idp.example.com"});
    let (facts, _) = case(&[
        call("s3", "CopyObject", copy("b/k")),
        call("ses", "CreateEmailIdentity", json!({"emailIdentity": "example.com"})),
        call("ses", "DeleteEmailIdentity", json!({"emailIdentity": "example.com"})),
        call("ses", "VerifyEmailIdentity", json!({"emailAddress": "a@example.com"})),
        call("sns", "SetSMSAttributes", json!({"attributes": {"MonthlySpendLimit": "1000"}})),
        call("sns", "Publish", json!({"phoneNumber": "HIDDEN_DUE_TO_SECURITY_REASONS"})),
        call("sts", "GetFederationToken", json!({"name": "visitor"})),
        call("iam", "CreateOpenIDConnectProvider", json!({"url": "https://idp.example.com"}))
            .response(provider()),
        call("iam", "DeleteOpenIDConnectProvider", provider()),
    ]);
    assert_eq!(
        resources(&facts),
        [
            "iam arn:aws:iam::111122223333:oidc-provider/idp.example.com: created, deleted: deleted in the log",
            "s3 b/k: modified: CANNOT BE DETERMINED",
            "ses a@example.com: created: no deletion under this name in the log",
            "ses example.com: created, deleted: deleted in the log",
            "sts visitor: used: CANNOT BE DETERMINED",
        ]
    );
}

#[test]
fn accounts_that_were_let_in_are_indicators() {
    let trust = |effect: &str, account: &str| json!({"Effect": effect, "Principal": {"AWS": format!("arn:aws:iam::{account}:root")}, "Action": "sts:AssumeRole"});
    let document = json!({"Statement": [trust("Allow", "444455556666"), trust("Allow", ACCOUNT), trust("Deny", "777788889999")]});
    let shared = json!({"snapshotId": "snap-0123456789abcdef0", "attributeType": "CREATE_VOLUME_PERMISSION",
        "createVolumePermission": {"add": {"items": [{"userId": "999988887777"}]}, "remove": {"items": [{"userId": "222233334444"}]}}});
    let calls = || {
        [
            call(
                "iam",
                "UpdateAssumeRolePolicy",
                json!({"roleName": "r", "policyDocument": document.to_string()}),
            ),
            call("ec2", "ModifySnapshotAttribute", shared.clone()),
            call(
                "route53domains",
                "TransferDomainToAnotherAwsAccount",
                json!({"domainName": "example.com", "accountId": "555566667777"}),
            ),
            call(
                "organizations",
                "InviteAccountToOrganization",
                json!({"target": {"type": "ACCOUNT", "id": "666677778888"}}),
            ),
        ]
    };
    let (facts, report) = case(&calls());
    let accounts = |facts: &Value| -> Vec<String> {
        let all = facts["indicators"].as_array().expect("a list").iter();
        let accounts =
            all.filter(|i| i["kind"] == "aws_account" && i["role"] == "let in by a followed credential");
        accounts.map(|i| i["value"].as_str().expect("text").to_string()).collect()
    };
    assert_eq!(accounts(&facts), ["444455556666", "555566667777", "666677778888", "999988887777"]);
    assert!(report.contains("| aws_account | `444455556666` | let in by a followed credential |"));
    // What the owner does from the own network lets nobody in who is to be hunted.
    let case = investigate(KEY, "2026-01-02T00:00Z", "2026-01-03T00:00Z")
        .with(&["--own-network", "198.51.100.0/24"])
        .on_records(&numbered(&calls()));
    let facts = case.facts();
    assert_eq!(facts["indicators"], json!([]));
}
