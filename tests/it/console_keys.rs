//! Keys that the console makes for one session: what each did is its own; and keys of which only some calls are followed.

use crate::case::{Investigation, gap_says};
use crate::record::{KEY as LONG_TERM, Record, record, user};
use serde_json::{Value, json};

const FIRST: &str = "ASIAEXAMPLECONSOLE01";
const SECOND: &str = "ASIAEXAMPLECONSOLE02";
const SWITCHED: &str = "AKIAI44QH8DHBEXAMPLE";

/// A call of bob's: time, key, `service Name`, and what else the record has.
fn call(number: usize, time: &str, key: &str, name: &str, more: Value) -> Value {
    let (service, name) = name.split_once(' ').expect("service and name");
    let mut identity = user("bob", key);
    if key.starts_with("ASIA") {
        identity["sessionContext"] =
            json!({"attributes": {"creationDate": "2026-03-14T09:00:00Z", "mfaAuthenticated": "false"}});
    }
    record(service, name).number(number).at(format!("2026-03-14T{time}Z")).by(identity).with_all(more)
}

fn run(keys: &[&str], records: &[Value]) -> (Value, String, String) {
    let window = ["--from", "2026-03-14T00:00Z", "--to", "2026-03-15T00:00Z"];
    let keys: Vec<&str> = keys.iter().flat_map(|key| ["-k", key]).collect();
    let case = Investigation::new().with(&window).with(&keys).on_records(records);
    (case.facts(), case.report(), case.run.stdout)
}

/// Two keys of one session: the second was refused, switched a trail off and was used from elsewhere.
fn session() -> Vec<Value> {
    let console = json!({"sessionCredentialFromConsole": "true"});
    let elsewhere = json!({"sessionCredentialFromConsole": "true", "sourceIPAddress": "203.0.113.9"});
    let refused = json!({"sessionCredentialFromConsole": "true", "errorCode": "AccessDenied"});
    let unmarked = json!({});
    vec![
        call(1, "09:01:00", SECOND, "cloudtrail StopLogging", elsewhere),
        call(2, "09:02:00", FIRST, "s3 ListBuckets", console.clone()),
        call(3, "09:03:00", SECOND, "iam ListUsers", refused),
        call(4, "09:04:00", FIRST, "ec2 DescribeInstances", unmarked.clone()),
        call(5, "09:05:00", SECOND, "ec2 DescribeImages", unmarked.clone()),
        call(6, "09:06:00", "ASIAEXAMPLEOTHERKEY1", "s3 ListBuckets", unmarked),
    ]
}

/// Key, credential and calls of each row of section 5a.
fn shares(facts: &Value) -> Vec<String> {
    let text = |v: &Value| v.as_str().unwrap_or("-").to_string();
    let shares = facts["attribution"]["shares"].as_array().expect("shares").iter();
    let mut lines: Vec<String> = shares
        .map(|s| format!("{} {} {}", text(&s["access_key"]), text(&s["credential"]), s["calls"]))
        .collect();
    lines.sort();
    lines
}

#[test]
fn what_a_key_of_a_console_session_did_is_its_own() {
    let (facts, report, said) = run(&[FIRST], &session());
    let own = &facts["key_activity"];
    assert_eq!(own["events"], 2, "two calls have the key");
    assert_eq!(own["distinct_event_names"], 2);
    assert_eq!((&own["errors"], &own["denied"]), (&json!(0), &json!(0)));
    assert_eq!(own["first"], "2026-03-14T09:02:00Z");
    assert_eq!(own["last"], "2026-03-14T09:04:00Z");
    assert_eq!(own["source_ips"], json!({"198.51.100.7": 2}));
    assert_eq!(own["defense_evasion"], json!({}), "the other key stopped the trail");
    assert_eq!(facts["totals"]["outcomes"]["total"], 5, "the session is followed with all its keys");
    let beside = &facts["credentials"][1];
    assert_eq!((&beside["beside"], &beside["obtained"]), (&json!("K-01"), &Value::Null));
    assert_eq!(beside["access_keys"], json!([SECOND]));
    assert_eq!(beside["outcomes"]["total"], 3);
    for told in [
        "| Activity of the key itself | 2 requests, 2026-03-14T09:02:00Z to 2026-03-14T09:04:00Z |",
        "| Other keys of the console session of K-01 (K-02) | 3 requests with 1 key, 2026-03-14T09:01:00Z to 2026-03-14T09:05:00Z |",
        "1 other key of the console session of K-01 (K-02)",
        "It made 2 requests itself, with 2 different calls; 0 of them ended in an error",
        "and the other keys of the same console session (K-02): 5 requests",
        "- K-02 is no new credential",
        "the console session of K-01, which began at 2026-03-14T09:00:00Z: 1 other key (`ASIAEXAMPLECONSOLE02`)",
        "| What came from it | nothing that the log shows |",
    ] {
        assert!(report.contains(told), "the report says {told:?}");
    }
    assert!(said.contains("other keys of the console session of K-01 (K-02): 1 key, 3 requests"), "{said}");
}

#[test]
fn of_two_named_keys_of_a_session_both_are_the_subject() {
    let (facts, ..) = run(&[SECOND, FIRST], &session());
    assert_eq!(facts["key_activity"]["events"], 5);
    let ids = facts["credentials"].as_array().expect("credentials").iter();
    let names: Vec<&Value> = ids.map(|c| &c["name"]).collect();
    assert_eq!(names, [SECOND, FIRST], "no key is left that would be beside them");
}

#[test]
fn the_rows_of_a_console_session_add_up() {
    let (facts, ..) = run(&[FIRST], &session());
    let expected = [
        "ASIAEXAMPLECONSOLE01 K-01 2",
        "ASIAEXAMPLECONSOLE02 K-02 1",
        "ASIAEXAMPLECONSOLE02 K-02 2",
        "ASIAEXAMPLEOTHERKEY1 - 1",
    ];
    assert_eq!(shares(&facts), expected);
}

#[test]
fn a_key_of_the_session_that_the_console_never_marked_is_named() {
    let other = |number, key: &str, created: &str| {
        let mut record =
            call(number, "09:07:00", key, "s3 ListBuckets", json!({"sourceIPAddress": "192.0.2.44"}));
        record["userIdentity"]["sessionContext"]["attributes"]["creationDate"] = json!(created);
        record
    };
    let records = [
        session(),
        vec![
            other(7, "ASIAEXAMPLEELSEWHER1", "2026-03-14T09:00:00Z"),
            other(8, "ASIAEXAMPLEANOTHER01", "2026-03-14T09:00:01Z"),
        ],
    ];
    let (facts, report, _) = run(&[FIRST], &records.concat());
    let said = gap_says(&facts, "other_keys_from_there").expect("a gap");
    let told = "ASIAEXAMPLEELSEWHER1, 1 call between 2026-03-14T09:07:00Z and 2026-03-14T09:07:00Z, of a session that was issued in the same second as the console session of K-01";
    assert!(said.contains(told), "{said}");
    assert!(said.contains("ASIAEXAMPLEOTHERKEY1"), "{said}");
    assert!(!said.contains("ASIAEXAMPLEANOTHER01"), "another session from elsewhere is none of it: {said}");
    assert!(report.contains("in the same second as the console session of K-01, so that it is a key of that session unless two were issued at once"));
    let shares = facts["attribution"]["shares"].as_array().expect("shares").iter();
    let marked = shares.filter(|s| s["rests_on"].as_str().expect("text").contains("in the same second"));
    assert_eq!(marked.count(), 2);
}

#[test]
fn calls_before_a_key_was_switched_on_stand_beside_no_credential() {
    let state = |status: &str| json!({"requestParameters": {"userName": "bob", "accessKeyId": SWITCHED, "status": status}});
    let records = [
        call(1, "01:00:00", SWITCHED, "s3 ListBuckets", json!({})),
        call(2, "01:01:00", SWITCHED, "s3 ListBuckets", json!({})),
        call(3, "01:02:00", SWITCHED, "ec2 DescribeImages", json!({"sourceIPAddress": "203.0.113.9"})),
        call(4, "02:00:00", LONG_TERM, "iam UpdateAccessKey", state("Inactive")),
        call(5, "10:00:00", LONG_TERM, "iam UpdateAccessKey", state("Active")),
        call(6, "10:05:00", SWITCHED, "s3 ListBuckets", json!({})),
    ];
    let (facts, report, _) = run(&[LONG_TERM], &records);
    let expected = [
        "AKIAI44QH8DHBEXAMPLE - 1",
        "AKIAI44QH8DHBEXAMPLE - 2",
        "AKIAI44QH8DHBEXAMPLE K-02 1",
        "AKIAIOSFODNN7EXAMPLE K-01 2",
    ];
    assert_eq!(shares(&facts), expected);
    assert!(
        report.contains("3 calls with 1 other key of these principals were not followed"),
        "they are told"
    );
    assert!(report.contains("the times are those of all calls like these, followed or not"));
}

/// The sign-in by which the followed key was issued is no other key of the user's; a later one is.
#[test]
fn the_sign_in_that_issued_the_key_is_not_one_that_is_not_followed() {
    let sign_in = |number: usize, time: &str| {
        let more = json!({"eventType": "AwsConsoleSignIn", "responseElements": {"ConsoleLogin": "Success"}});
        let mut sign_in = call(number, time, LONG_TERM, "signin ConsoleLogin", more);
        sign_in["userIdentity"].as_object_mut().expect("an identity").remove("accessKeyId");
        sign_in
    };
    let key = call(2, "09:05:00", FIRST, "iam ListUsers", json!({"sessionCredentialFromConsole": "true"}));
    let told = |records: &[Value]| {
        let (facts, _, _) = run(&[FIRST], records);
        assert_eq!(facts["key_activity"]["issued_by"][0]["via"], "ConsoleLogin", "{facts}");
        let gaps = facts["gaps"].as_array().expect("gaps").clone();
        let gap = gaps.into_iter().find(|gap| gap["kind"] == "other_keys_from_there");
        gap.map(|gap| gap["what"].as_str().expect("text").to_string())
    };
    assert_eq!(told(&[sign_in(1, "09:00:00"), key.clone()]), None);
    let later = told(&[sign_in(1, "09:00:00"), key, sign_in(3, "09:30:00")]).expect("a gap");
    assert!(later.contains(": 1 sign-in from 198.51.100.7"), "{later}");
}
