//! What followed credentials opened, where one record names very much at once.

use crate::case::investigate;
use crate::record::{KEY, Record, record};
use serde_json::{Value, json};

const MANY: usize = 60;

/// A call that lets in many ranges, whose response names a group for each.
fn authorize(group: impl Fn(usize) -> String) -> Value {
    let ranges: Vec<Value> =
        (0..MANY).map(|number| json!({"cidrIp": format!("203.0.113.{number}/32")})).collect();
    let rules: Vec<Value> = (0..MANY).map(|number| json!({"groupId": group(number)})).collect();
    let permission =
        json!({"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": {"items": ranges}});
    record("ec2", "AuthorizeSecurityGroupIngress")
        .request(json!({"ipPermissions": {"items": [permission]}}))
        .response(json!({"securityGroupRuleSet": {"items": rules}}))
}

fn standing(record: Value) -> Vec<Value> {
    let case = investigate(KEY, "2026-01-02T00:00Z", "2026-01-03T00:00Z").on_records(&[record]);
    case.facts()["standing"].as_array().expect("a list").clone()
}

#[test]
fn a_group_that_is_named_with_each_of_its_rules_is_told_with_each_once() {
    let told = standing(authorize(|_| "sg-1".into()));
    assert_eq!(told.len(), MANY);
    assert!(told.iter().all(|row| row["name"] == "sg-1" && row["with"].is_string()));
}

#[test]
fn a_record_that_names_very_many_of_both_is_not_told_with_each_pair() {
    let told = standing(authorize(|number| format!("sg-{number}")));
    assert_eq!(told.len(), MANY, "a pair of each with each would be {}", MANY * MANY);
    assert!(told.iter().all(|row| row["with"].is_null()), "what it was done with is left out");
}
