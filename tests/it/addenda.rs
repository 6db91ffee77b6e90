//! Records that CloudTrail delivers late, or again because it has put them right.

use crate::case::{gap, investigate};
use crate::record::{KEY, Record, record};
use serde_json::{Value, json};

const PUT_RIGHT: &str =
    "put right by a later record (addendum), which counts in its place; both are evidence";

fn call(id: &str, time: &str, name: &str, response: Value, addendum: Option<Value>) -> Value {
    let request = json!({"userName": "mallory"});
    let record = record("iam", name).id(id).at(time).request(request).response(response);
    match addendum {
        Some(addendum) => record.with("addendum", addendum),
        None => record,
    }
}

fn corrects(id: &str) -> Option<Value> {
    Some(json!({"reason": "UPDATED_DATA", "updatedFields": "responseElements", "originalEventID": id}))
}

fn key(id: &str) -> Value {
    json!({"accessKey": {"accessKeyId": id, "userName": "mallory", "status": "Active"}})
}

/// The facts, and the lines of the evidence index; records in this and in the other order.
fn told(records: &[Value]) -> Vec<(Value, Vec<Value>)> {
    let run = |records: Vec<Value>| {
        let case = investigate(KEY, "2026-03-14T00:00Z", "2026-03-15T00:00Z").on_records(&records);
        (case.facts(), case.rows("evidence/index.jsonl"))
    };
    vec![run(records.to_vec()), run(records.iter().rev().cloned().collect())]
}

fn counted(facts: &Value) -> (u64, u64) {
    let number = |value: &Value| value.as_u64().unwrap_or(0);
    let volume = facts["volume"].as_array().expect("tables").iter().find(|t| t["id"] == "regions_used");
    let calls = volume.map_or(Value::Null, |table| {
        let column = table["columns"].as_array().and_then(|c| c.iter().position(|name| name == "events"));
        column.map_or(Value::Null, |column| table["rows"][0][column].clone())
    });
    let calls = calls.as_str().and_then(|text| text.parse().ok()).unwrap_or(0);
    (number(&facts["totals"]["outcomes"]["total"]), calls)
}

#[test]
fn a_record_that_was_put_right_counts_once() {
    let (first, second, third) = ("00000001", "00000002", "00000003");
    let time = "2026-03-14T10:00:00Z";
    let records = [
        call(first, time, "CreateAccessKey", Value::Null, None),
        call(second, time, "CreateAccessKey", Value::Null, corrects(first)),
        call(third, time, "CreateAccessKey", key("AKIAI44QH8DHBEXAMPLE"), corrects(second)),
        call("00000004", "2026-03-14T10:01:00Z", "ListUsers", Value::Null, None),
    ];
    for (facts, index) in told(&records) {
        assert_eq!(counted(&facts), (2, 2));
        assert_eq!(facts["coverage"]["records"][PUT_RIGHT], 2);
        assert_eq!(facts["coverage"]["records"]["kept"], 2);
        assert_eq!(facts["credentials"][1]["name"], "AKIAI44QH8DHBEXAMPLE");
        let by = |id: &str| index.iter().find(|line| line["event_id"] == id).expect("a line").clone();
        assert_eq!((&by(first)["corrected_by"], &by(second)["corrected_by"]), (&json!(third), &json!(third)));
        assert_eq!(by(third)["credential"], "K-01");
        assert_eq!(facts["attribution"]["shares"][0]["calls"], 2);
    }
}

#[test]
fn a_record_that_was_put_right_under_its_own_id_is_no_conflict() {
    let time = "2026-03-14T10:00:00Z";
    let records = [
        call("00000001", time, "CreateAccessKey", Value::Null, None),
        call("00000001", time, "CreateAccessKey", key("AKIAI44QH8DHBEXAMPLE"), corrects("00000001")),
    ];
    for (facts, _) in told(&records) {
        assert_eq!(counted(&facts), (1, 1));
        assert_eq!(gap(&facts, "conflicting_event_ids"), None);
    }
}

#[test]
fn a_late_record_is_a_record_of_its_own() {
    let late = |reason: &str| Some(json!({ "reason": reason }));
    let records = [
        call("00000001", "2026-03-14T10:00:00Z", "ListUsers", Value::Null, late("DELIVERY_DELAY")),
        call("00000002", "2026-03-14T10:00:00Z", "ListUsers", Value::Null, late("SERVICE_OUTAGE")),
        // Puts right what is not in the logs.
        call("00000003", "2026-03-14T10:00:00Z", "ListUsers", Value::Null, corrects("0000000f")),
    ];
    for (facts, _) in told(&records) {
        assert_eq!(counted(&facts).0, 3);
        assert!(facts["coverage"]["records"][PUT_RIGHT].is_null());
    }
}

#[test]
fn what_corrects_each_other_is_not_lost() {
    let records = [
        call("00000001", "2026-03-14T10:00:00Z", "ListUsers", Value::Null, corrects("00000002")),
        call("00000002", "2026-03-14T10:00:00Z", "ListUsers", Value::Null, corrects("00000001")),
    ];
    for (facts, _) in told(&records) {
        assert_eq!(counted(&facts), (1, 1));
    }
}
