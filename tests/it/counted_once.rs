//! What is one thing and what is two: names in several places, and calls with several records.

use crate::impact::{call, case, data_impact, stores};
use crate::record::Record;
use serde_json::{Value, json};

fn elsewhere(call: Value) -> Value {
    call.with("awsRegion", "eu-west-1")
}

#[test]
fn a_name_is_that_of_one_thing_in_each_place() {
    let secret = || call("secretsmanager", "GetSecretValue", json!({"secretId": "db"}));
    let parameter = || call("ssm", "GetParameter", json!({"name": "/app/key", "withDecryption": true}));
    let table = || call("dynamodb", "Scan", json!({"tableName": "users"}));
    let object = || call("s3", "GetObject", json!({"bucketName": "b", "key": "x"}));
    let user = || call("iam", "CreateUser", json!({"userName": "svc"}));
    let in_another = user().with("recipientAccountId", "444455556666");
    let (facts, report) = case(&[
        secret(),
        secret(),
        elsewhere(secret()),
        parameter(),
        elsewhere(parameter()),
        table(),
        elsewhere(table()),
        object(),
        elsewhere(object()),
        user(),
        in_another,
    ]);
    let line = data_impact(&report);
    let expected = "Confirmed: reads of 1 storage bucket, 2 secrets, 2 stored parameters, 2 database tables.";
    assert!(line.starts_with(expected), "{line}");
    let own = &facts["key_activity"];
    assert_eq!(own["secrets_read"], json!(["db", "db"]));
    assert_eq!(own["ssm_params_decrypted"], json!(["/app/key", "/app/key"]));
    assert_eq!(own["users_created"], json!(["svc", "svc"]));
    let regions: Vec<&Value> =
        own["facts"]["secrets_read"].as_array().expect("entries").iter().map(|e| &e["region"]).collect();
    assert_eq!(regions, [&json!("us-east-1"), &json!("eu-west-1")]);
    assert!(report.contains("The key and what came from it created 2 users"), "{report}");
    assert!(report.contains("made in account 444455556666; search for its use elsewhere"), "{report}");
}

/// Records of one call, which are of one second.
fn together(call: Value) -> Value {
    call.at("2026-01-02T10:00:00Z")
}

fn batch(request: Value) -> Value {
    together(call("secretsmanager", "BatchGetSecretValue", request))
}

fn one(name: &str) -> Value {
    together(call("secretsmanager", "GetSecretValue", json!({"secretId": name})))
}

fn filter() -> Value {
    json!({"filters": [{"key": "name", "values": ["prod"]}]})
}

#[test]
fn what_became_of_a_secret_of_a_batch_stands_in_its_own_record() {
    let refused = one("prod/b").denied();
    let (facts, report) =
        case(&[batch(json!({"secretIdList": ["prod/a", "prod/b"]})), one("prod/a"), refused]);
    assert_eq!(
        stores(&facts),
        ["prod/a: read logged: 1 0 0 0 0 0 0 0 0", "prod/b: attempted only: 0 0 0 0 0 0 0 1 0"]
    );
    assert!(data_impact(&report).starts_with("Confirmed: reads of 1 secret."), "{report}");
    assert_eq!(facts["key_activity"]["secrets_read"], json!(["prod/a"]));
    assert_eq!(facts["key_activity"]["secret_read_calls"], 1);
    assert!(report.contains("2 reads of secrets or parameters: 1 succeeded, 1 denied"), "{report}");
    let (facts, report) = case(&[batch(filter()), one("prod/a"), one("prod/b")]);
    assert_eq!(facts["key_activity"]["secrets_read"], json!(["prod/a", "prod/b"]));
    assert!(data_impact(&report).starts_with("Confirmed: reads of 2 secrets."), "{report}");
}

#[test]
fn a_batch_without_records_of_its_secrets_tells_for_itself() {
    // What was read by itself an hour later is no record of the batch.
    let later = one("a").at("2026-01-02T11:00:00Z");
    let (facts, report) = case(&[batch(json!({"secretIdList": ["a", "b"]})), later]);
    assert_eq!(stores(&facts), ["a: read logged: 2 0 0 0 0 0 0 0 0", "b: read logged: 1 0 0 0 0 0 0 0 0"]);
    assert!(data_impact(&report).starts_with("Confirmed: reads of 2 secrets."), "{report}");
    let (facts, report) = case(&[batch(filter())]);
    assert_eq!(facts["key_activity"]["secrets_read"], json!([]));
    let line = data_impact(&report);
    assert!(
        line.starts_with("Suspected: reads of secrets by calls that named a path or a filter: "),
        "{line}"
    );
    assert!(report.contains("How many more were read is not recorded: 1 read named a filter or a path"));
}

#[test]
fn a_path_is_no_parameter() {
    let path = json!({"path": "/prod/", "recursive": true, "withDecryption": true});
    let (facts, report) = case(&[
        call("ssm", "GetParametersByPath", path),
        call("ssm", "GetParameter", json!({"name": "/plain", "withDecryption": true})),
    ]);
    assert_eq!(facts["key_activity"]["ssm_params_decrypted"], json!(["/plain"]));
    let line = data_impact(&report);
    let expected = "Confirmed: reads of 1 stored parameter. Suspected: reads of stored parameters by calls that named a path";
    assert!(line.starts_with(expected), "{line}");
}

#[test]
fn a_call_that_an_endpoint_recorded_too_counts_once() {
    let keys = |more: Value| {
        together(call("kms", "ListKeys", json!({})))
            .with("vpcEndpointId", "vpce-0123456789abcdef0")
            .with_all(more)
    };
    let activity = |request: &str, error: Value| {
        json!({"requestID": request, "eventCategory": "NetworkActivity", "eventType": "AwsVpceEvent",
            "managementEvent": false, "errorCode": error})
    };
    let (facts, report) = case(&[
        keys(json!({"requestID": "one"})),
        keys(activity("one", Value::Null)),
        keys(activity("two", json!("VpceAccessDenied"))),
        // No other record tells of it.
        keys(activity("three", Value::Null)),
    ]);
    let total = &facts["totals"]["outcomes"];
    assert_eq!((&total["total"], &total["succeeded"], &total["denied"]), (&json!(3), &json!(2), &json!(1)));
    let records = &facts["coverage"]["records"];
    assert_eq!(records["kept"], 3);
    assert_eq!(records["network activity of a call whose own record counts; both are evidence"], 1);
    let calls: u64 = facts["attribution"]["shares"]
        .as_array()
        .expect("shares")
        .iter()
        .filter_map(|share| share["calls"].as_u64())
        .sum();
    assert_eq!(calls, 3);
    assert!(report.contains("It made 3 requests itself"), "{report}");
}
