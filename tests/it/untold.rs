//! What the logs tell of credentials and is not followed is said: what was before the window, what services made.

use crate::case::investigate;
use crate::record::{KEY, Record, record, user};
use serde_json::{Value, json};

const SESSION: &str = "ASIAIOSFODNN7EXAMPLE";

/// The identity of the user whose principal the gaps name.
fn build(key: &str) -> Value {
    user("build", key).with("principalId", "AIDAEXAMPLEBUILDUSER1")
}

fn call(number: usize, time: &str, name: &str, key: &str) -> Value {
    record("iam", name).number(number).at(time).by(build(key)).with("readOnly", true)
}

/// The same with the key of a session that was created at a time.
fn in_session(number: usize, time: &str, name: &str, created: &str) -> Value {
    let context = json!({"attributes": {"creationDate": created, "mfaAuthenticated": "false"}});
    call(number, time, name, SESSION).by(build(SESSION).with("sessionContext", context))
}

/// The gaps on what was before the window of 14 March.
fn gaps(key: &str, records: &[Value]) -> Vec<String> {
    gaps_of("active_before_window", key, records)
}

fn gaps_of(kind: &str, key: &str, records: &[Value]) -> Vec<String> {
    let facts = investigate(key, "2026-03-14T00:00Z", "2026-03-15T00:00Z").on_records(records).facts();
    let gaps = facts["gaps"].as_array().expect("gaps").iter();
    let told = gaps.filter(|gap| gap["kind"] == kind);
    told.map(|gap| {
        format!("{} {}", gap["what"].as_str().expect("text"), gap["remedy"].as_str().expect("text"))
    })
    .collect()
}

#[test]
fn a_key_that_was_used_before_the_window() {
    let addendum =
        json!({"reason": "UPDATED_DATA", "originalEventID": "00000000-0000-4000-8000-000000000001"});
    let records = [
        call(1, "2026-03-12T10:00:00Z", "ListUsers", KEY),
        call(2, "2026-03-12T10:00:00Z", "ListUsers", KEY).with("addendum", addendum),
        call(3, "2026-03-13T11:00:00Z", "ListRoles", KEY),
        call(4, "2026-03-11T11:00:00Z", "ListRoles", "AKIAI44QH8DHBEXAMPLE"),
        call(5, "2026-03-14T11:00:00Z", "ListRoles", KEY),
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
    let mut through = in_session(2, "2026-03-14T10:00:05Z", "CreateUser", "2026-03-14T10:00:00Z")
        .out_of("cloudformation.amazonaws.com");
    through["userIdentity"]["invokedBy"] = json!("cloudformation.amazonaws.com");
    let mut decrypt = in_session(3, "2026-03-14T10:00:07Z", "Decrypt", "2026-03-14T10:00:00Z");
    decrypt["userIdentity"]["invokedBy"] = json!("secretsmanager.amazonaws.com");
    let records = [call(1, "2026-03-14T10:00:00Z", "ListUsers", KEY), decrypt, through];
    let through = "Services made calls for the subject's principals with keys of their own, which are not followed: \
                   cloudformation.amazonaws.com for AIDAEXAMPLEBUILDUSER1, 1 call.";
    let told = gaps_of("calls_through_services", KEY, &records);
    assert!(told.len() == 1 && told[0].starts_with(through), "{told:?}");
    assert!(gaps_of("calls_through_services", KEY, &records[..2]).is_empty());
    assert!(gaps_of("calls_through_services", SESSION, &records).is_empty());
}

#[test]
fn a_session_that_is_older_than_the_window() {
    let old = in_session(1, "2026-03-14T00:10:00Z", "ListUsers", "2026-03-13T22:00:00Z");
    let new = in_session(1, "2026-03-14T00:10:00Z", "ListUsers", "2026-03-14T00:00:00Z");
    assert_eq!(
        gaps(SESSION, &[old]),
        ["Sessions that were used in the window were created before it: K-01 at 2026-03-13T22:00:00Z. \
          Start the window at 2026-03-13T22:00:00Z or earlier."]
    );
    assert!(gaps(SESSION, &[new]).is_empty());
}
