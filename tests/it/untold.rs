//! What the logs tell of credentials and is not followed is said: what was before the window, what services made.

use crate::harness::investigate;
use serde_json::{Value, json};

const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const SESSION: &str = "ASIAIOSFODNN7EXAMPLE";

fn call(number: usize, time: &str, name: &str, key: &str, created: Option<&str>, addendum: bool) -> Value {
    let mut identity = json!({
        "type": "IAMUser", "principalId": "AIDAEXAMPLEBUILDUSER1", "accountId": "111122223333",
        "arn": "arn:aws:iam::111122223333:user/build", "userName": "build", "accessKeyId": key,
    });
    if let Some(created) = created {
        identity["sessionContext"] =
            json!({"attributes": {"creationDate": created, "mfaAuthenticated": "false"}});
    }
    let mut record = json!({
        "eventVersion": "1.11",
        "eventID": format!("00000000-0000-4000-8000-{number:012}"),
        "eventTime": time,
        "eventSource": "iam.amazonaws.com",
        "eventName": name,
        "userIdentity": identity,
        "awsRegion": "us-east-1",
        "sourceIPAddress": "198.51.100.7",
        "userAgent": "aws-cli/2.15.30",
        "readOnly": true,
        "eventType": "AwsApiCall",
        "eventCategory": "Management",
        "recipientAccountId": "111122223333",
    });
    if addendum {
        record["addendum"] =
            json!({"reason": "UPDATED_DATA", "originalEventID": "00000000-0000-4000-8000-000000000001"});
    }
    record
}

/// The gaps on what was before the window of 14 March.
fn gaps(key: &str, records: &[Value]) -> Vec<String> {
    gaps_of("active_before_window", key, records)
}

fn gaps_of(kind: &str, key: &str, records: &[Value]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let logs = folder.path().join("logs.json");
    std::fs::write(&logs, json!({"Records": records}).to_string()).expect("the logs are written");
    let (run, facts, _case) = investigate(key, "2026-03-14T00:00Z", "2026-03-15T00:00Z", &logs);
    let facts = facts.unwrap_or_else(|| panic!("{}", run.stderr));
    let gaps = facts["gaps"].as_array().expect("gaps").iter();
    let told = gaps.filter(|gap| gap["kind"] == kind);
    told.map(|gap| {
        format!("{} {}", gap["what"].as_str().expect("text"), gap["remedy"].as_str().expect("text"))
    })
    .collect()
}

#[test]
fn a_key_that_was_used_before_the_window() {
    let records = [
        call(1, "2026-03-12T10:00:00Z", "ListUsers", KEY, None, false),
        call(2, "2026-03-12T10:00:00Z", "ListUsers", KEY, None, true),
        call(3, "2026-03-13T11:00:00Z", "ListRoles", KEY, None, false),
        call(4, "2026-03-11T11:00:00Z", "ListRoles", "AKIAI44QH8DHBEXAMPLE", None, false),
        call(5, "2026-03-14T11:00:00Z", "ListRoles", KEY, None, false),
    ];
    assert_eq!(
        gaps(KEY, &records),
        ["The logs hold calls by the subject from before the window, looked for from 2026-03-07T00:00:00Z: \
          AKIAIOSFODNN7EXAMPLE, 2 calls between 2026-03-12T10:00:00Z and 2026-03-13T11:00:00Z. \
          Start the window at 2026-03-12T10:00:00Z or earlier."]
    );
    assert!(gaps(KEY, &records[3..]).is_empty());
}

#[test]
fn what_a_service_made_for_the_user_is_named() {
    let mut through =
        call(2, "2026-03-14T10:00:05Z", "CreateUser", SESSION, Some("2026-03-14T10:00:00Z"), false);
    through["userIdentity"]["invokedBy"] = json!("cloudformation.amazonaws.com");
    through["sourceIPAddress"] = json!("cloudformation.amazonaws.com");
    let mut decrypt =
        call(3, "2026-03-14T10:00:07Z", "Decrypt", SESSION, Some("2026-03-14T10:00:00Z"), false);
    decrypt["userIdentity"]["invokedBy"] = json!("secretsmanager.amazonaws.com");
    let records = [call(1, "2026-03-14T10:00:00Z", "ListUsers", KEY, None, false), decrypt, through];
    let through = "Services made calls for the subject's principals with keys of their own, which are not followed: \
                   cloudformation.amazonaws.com for AIDAEXAMPLEBUILDUSER1, 1 call.";
    let told = gaps_of("calls_through_services", KEY, &records);
    assert!(told.len() == 1 && told[0].starts_with(through), "{told:?}");
    assert!(gaps_of("calls_through_services", KEY, &records[..2]).is_empty());
    assert!(gaps_of("calls_through_services", SESSION, &records).is_empty());
}

#[test]
fn a_session_that_is_older_than_the_window() {
    let old = call(1, "2026-03-14T00:10:00Z", "ListUsers", SESSION, Some("2026-03-13T22:00:00Z"), false);
    let new = call(1, "2026-03-14T00:10:00Z", "ListUsers", SESSION, Some("2026-03-14T00:00:00Z"), false);
    assert_eq!(
        gaps(SESSION, &[old]),
        ["Sessions that were used in the window were created before it: K-01 at 2026-03-13T22:00:00Z. \
          Start the window at 2026-03-13T22:00:00Z or earlier."]
    );
    assert!(gaps(SESSION, &[new]).is_empty());
}
