//! What followed credentials opened, where one record names very much at once.

use crate::harness::investigate;
use serde_json::{Value, json};

const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const MANY: usize = 60;

/// A call that lets in many ranges, whose response names a group for each.
fn authorize(group: impl Fn(usize) -> String) -> Value {
    let ranges: Vec<Value> =
        (0..MANY).map(|number| json!({"cidrIp": format!("203.0.113.{number}/32")})).collect();
    let rules: Vec<Value> = (0..MANY).map(|number| json!({"groupId": group(number)})).collect();
    json!({
        "eventVersion": "1.11", "eventTime": "2026-01-02T03:01:00Z", "eventID": "call-1",
        "userIdentity": {"type": "IAMUser", "principalId": "AIDACKCEVSQ6C2EXAMPLE", "userName": "alice",
            "arn": "arn:aws:iam::111122223333:user/alice", "accountId": "111122223333", "accessKeyId": KEY},
        "eventSource": "ec2.amazonaws.com", "eventName": "AuthorizeSecurityGroupIngress", "awsRegion": "us-east-1",
        "sourceIPAddress": "198.51.100.7", "userAgent": "aws-cli/2.15.30", "readOnly": false,
        "requestParameters": {"ipPermissions": {"items": [
            {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": {"items": ranges}}]}},
        "responseElements": {"securityGroupRuleSet": {"items": rules}},
        "eventType": "AwsApiCall", "recipientAccountId": "111122223333", "eventCategory": "Management"
    })
}

fn standing(record: &Value) -> Vec<Value> {
    let logs = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(logs.path().join("log.json"), record.to_string()).expect("the log is written");
    let (run, facts, _case) = investigate(KEY, "2026-01-02T03:00Z", "2026-01-02T04:00Z", logs.path());
    assert!(run.code <= 1, "{}", run.stderr);
    facts.expect("facts")["standing"].as_array().expect("a list").clone()
}

#[test]
fn a_group_that_is_named_with_each_of_its_rules_is_told_with_each_once() {
    let told = standing(&authorize(|_| "sg-1".into()));
    assert_eq!(told.len(), MANY);
    assert!(told.iter().all(|row| row["name"] == "sg-1" && row["with"].is_string()));
}

#[test]
fn a_record_that_names_very_many_of_both_is_not_told_with_each_pair() {
    let told = standing(&authorize(|number| format!("sg-{number}")));
    assert_eq!(told.len(), MANY, "a pair of each with each would be {}", MANY * MANY);
    assert!(told.iter().all(|row| row["with"].is_null()), "what it was done with is left out");
}
