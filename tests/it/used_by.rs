//! An identity that made no call as such may have been used by its credentials.

use crate::case::investigate;
use crate::record::{KEY, Record, record, session};
use serde_json::json;

const ROLE: &str = "arn:aws:iam::111122223333:role/admin";

#[test]
fn a_role_is_used_by_its_sessions() {
    let session = session("adminrole1", "x", "ASIAIOSFODNN7EXAMPLE");
    let made = json!({"role": {"roleName": "admin", "roleId": "AROAEXAMPLEADMINROLE1", "arn": ROLE}});
    let assumed = json!({"credentials": {"accessKeyId": "ASIAIOSFODNN7EXAMPLE"},
        "assumedRoleUser": {"assumedRoleId": session["principalId"]}});
    let in_use = [
        record("iam", "CreateRole").number(10).request(json!({"roleName": "admin"})).response(made),
        record("sts", "AssumeRole")
            .number(11)
            .at("2026-01-02T10:11:00Z")
            .request(json!({"roleArn": ROLE, "roleSessionName": "x"}))
            .response(assumed),
        record("s3", "ListBuckets").number(12).at("2026-01-02T10:12:00Z").by(session),
    ];
    let line = |records| {
        let report = investigate(KEY, "2026-01-02T10:00Z", "2026-01-02T11:00Z").on_records(records).report();
        report
            .lines()
            .find(|line| line.starts_with("| K-02 | `admin` | role |"))
            .expect("the role")
            .to_string()
    };
    assert!(line(&in_use).contains("by its own credentials: see K-03"));
    assert!(line(&in_use[..2]).contains("not used in the window"));
}
