//! An identity that made no call as such may have been used by its credentials.

use crate::harness::keytrail;
use serde_json::{Value, json};

const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const ROLE: &str = "arn:aws:iam::111122223333:role/admin";

fn record(minute: u32, who: &Value, service: &str, name: &str, request: Value, response: Value) -> Value {
    json!({
        "eventVersion": "1.11", "eventTime": format!("2026-01-02T10:{minute:02}:00Z"), "userIdentity": who,
        "eventSource": format!("{service}.amazonaws.com"), "eventName": name, "awsRegion": "us-east-1",
        "sourceIPAddress": "203.0.113.7", "userAgent": "aws-cli/2.15.30", "requestParameters": request,
        "responseElements": response, "eventID": format!("00000000-0000-4000-8000-{minute:012}"),
        "readOnly": false, "eventType": "AwsApiCall", "managementEvent": true,
        "recipientAccountId": "111122223333", "eventCategory": "Management"
    })
}

#[test]
fn a_role_is_used_by_its_sessions() {
    let user = json!({"type": "IAMUser", "principalId": "AIDACKCEVSQ6C2EXAMPLE", "userName": "alice",
        "arn": "arn:aws:iam::111122223333:user/alice", "accountId": "111122223333", "accessKeyId": KEY});
    let session = json!({"type": "AssumedRole", "principalId": "AROAEXAMPLEADMINROLE1:x", "accountId": "111122223333",
        "arn": "arn:aws:sts::111122223333:assumed-role/admin/x", "accessKeyId": "ASIAIOSFODNN7EXAMPLE"});
    let made = json!({"role": {"roleName": "admin", "roleId": "AROAEXAMPLEADMINROLE1", "arn": ROLE}});
    let assumed = json!({"credentials": {"accessKeyId": "ASIAIOSFODNN7EXAMPLE"},
        "assumedRoleUser": {"assumedRoleId": "AROAEXAMPLEADMINROLE1:x"}});
    let in_use = [
        record(10, &user, "iam", "CreateRole", json!({"roleName": "admin"}), made),
        record(11, &user, "sts", "AssumeRole", json!({"roleArn": ROLE, "roleSessionName": "x"}), assumed),
        record(12, &session, "s3", "ListBuckets", json!({}), Value::Null),
    ];
    let line = |records: &[Value]| {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name).to_str().expect("plain").to_string();
        std::fs::write(at("log.json"), json!({"Records": records}).to_string()).expect("written");
        let (logs, case) = (at("log.json"), at("case"));
        let window = ["--from", "2026-01-02T10:00Z", "--to", "2026-01-02T11:00Z"];
        let run = keytrail(
            &[&["investigate", "-k", KEY, "--source", &logs, "-o", &case, "--case-id", "X"], &window[..]]
                .concat(),
        );
        assert!(run.code <= 1, "{}", run.stderr);
        let report = std::fs::read_to_string(format!("{case}/report.md")).expect("a report");
        report
            .lines()
            .find(|line| line.starts_with("| K-02 | `admin` | role |"))
            .expect("the role")
            .to_string()
    };
    assert!(line(&in_use).contains("by its own credentials: see K-03"));
    assert!(line(&in_use[..2]).contains("not used in the window"));
}
