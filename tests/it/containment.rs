//! What ended a credential, and who did: a clean-up by the activity in question is not containment.

use crate::harness::{investigate, json};
use serde_json::{Value, json as value};

const KEY: &str = "AKIAIOSFODNN7EXAMPLE";

fn call(minute: u32, key: &str, user: &str, name: &str, request: Value, response: Value) -> Value {
    value!({
        "eventVersion": "1.11", "eventID": format!("e-{minute}"), "eventTime": format!("2026-01-02T10:{minute:02}:00Z"),
        "eventSource": "iam.amazonaws.com", "eventName": name,
        "userIdentity": {"type": "IAMUser", "principalId": format!("AIDA{user:A>17}"), "arn": format!("arn:aws:iam::111122223333:user/{user}"),
            "accountId": "111122223333", "accessKeyId": key, "userName": user},
        "awsRegion": "us-east-1", "sourceIPAddress": "198.51.100.7", "requestParameters": request, "responseElements": response,
        "readOnly": false, "eventType": "AwsApiCall", "eventCategory": "Management", "recipientAccountId": "111122223333",
    })
}

#[test]
fn whoever_ended_a_credential_is_named() {
    let made = value!({"user": {"userName": "mallory", "userId": "AIDAI44QH8DHBEXAMPLE", "arn": "arn:aws:iam::111122223333:user/mallory"}});
    let off = value!({"accessKeyId": KEY, "status": "Inactive", "userName": "alice"});
    let records = [
        call(1, KEY, "alice", "CreateUser", value!({"userName": "mallory"}), made),
        call(2, KEY, "alice", "DeleteUser", value!({"userName": "mallory"}), Value::Null),
        call(30, "AKIAI44QH8DHBEXAMPLE", "bob", "UpdateAccessKey", off, Value::Null),
    ];
    let logs = tempfile::tempdir().expect("a temporary folder");
    // Whatever the order of the records.
    for order in [[0, 1, 2], [2, 1, 0]] {
        let ordered: Vec<&Value> = order.iter().map(|place| &records[*place]).collect();
        std::fs::write(logs.path().join("log.json"), value!({ "Records": ordered }).to_string())
            .expect("written");
        let (run, _, folder) = investigate(KEY, "2026-01-02T00:00Z", "2026-01-03T00:00Z", logs.path());
        let case = folder.path().join("case");
        let facts = json(&case.join("incident.json"));
        let by = |place: usize| {
            let usable = &facts["credentials"][place]["usable"];
            (usable["by"].as_str(), usable["by_name"].as_str())
        };
        assert_eq!(by(0), (None, Some("arn:aws:iam::111122223333:user/bob")), "{}", run.stderr);
        assert_eq!(by(1), (Some("K-01"), Some("arn:aws:iam::111122223333:user/alice")));
        let report = std::fs::read_to_string(case.join("report.md")).expect("a report");
        let section = report.split("### 11.1").nth(1).and_then(|rest| rest.split("### 11.2").next());
        let (done, removed) =
            section.and_then(|s| s.split_once("Removed by a followed credential")).expect("both tables");
        assert!(done.contains("UpdateAccessKey") && done.contains("user/bob`"), "{done}");
        assert!(
            !done.contains("DeleteUser") && removed.contains("DeleteUser") && removed.contains("K-01"),
            "{removed}"
        );
    }
}

#[test]
fn what_was_undone_is_told_with_who_undid_it() {
    let status = |status: &str| value!({"accessKeyId": KEY, "status": status, "userName": "alice"});
    let records = [
        call(1, KEY, "alice", "ListUsers", Value::Null, Value::Null),
        call(30, "AKIAI44QH8DHBEXAMPLE", "bob", "UpdateAccessKey", status("Inactive"), Value::Null),
        call(40, "AKIAIOSFODNN6EXAMPLE", "mallory", "UpdateAccessKey", status("Active"), Value::Null),
    ];
    let logs = tempfile::tempdir().expect("a temporary folder");
    for order in [[0, 1, 2], [2, 1, 0]] {
        let ordered: Vec<&Value> = order.iter().map(|place| &records[*place]).collect();
        std::fs::write(logs.path().join("log.json"), value!({ "Records": ordered }).to_string())
            .expect("written");
        let (_, facts, folder) = investigate(KEY, "2026-01-02T00:00Z", "2026-01-03T00:00Z", logs.path());
        let usable = &facts.expect("facts")["credentials"][0]["usable"];
        assert_eq!(usable["value"], "usable");
        assert_eq!(usable["undone"]["by_name"], "arn:aws:iam::111122223333:user/bob");
        let report = std::fs::read_to_string(folder.path().join("case/report.md")).expect("a report");
        let section = report.split("### 11.1").nth(1).and_then(|rest| rest.split("### 11.2").next());
        let undone = section.and_then(|s| s.split("Ended and restored").nth(1)).expect("the table");
        assert!(undone.contains("user/bob`") && undone.contains("user/mallory`"), "{undone}");
        assert!(report.contains("was switched off and switched on again (K-01"), "the summary tells it");
    }
}
