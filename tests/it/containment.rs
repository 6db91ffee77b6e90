//! What ended a credential, and who did: a clean-up by the activity in question is not containment.

use crate::case::investigate;
use crate::record::{KEY, Record, record, user};
use serde_json::{Value, json as value};

fn call(minute: u32, key: &str, who: &str, name: &str, request: Value, response: Value) -> Value {
    record("iam", name)
        .id(format!("e-{minute}"))
        .at(format!("2026-01-02T10:{minute:02}:00Z"))
        .by(user(who, key))
        .request(request)
        .response(response)
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
    // Whatever the order of the records.
    for order in [[0, 1, 2], [2, 1, 0]] {
        let ordered = order.map(|place: usize| records[place].clone());
        let case = investigate(KEY, "2026-01-02T00:00Z", "2026-01-03T00:00Z").on_records(&ordered);
        let facts = case.facts();
        let by = |place: usize| {
            let usable = &facts["credentials"][place]["usable"];
            (usable["by"].as_str(), usable["by_name"].as_str())
        };
        assert_eq!(by(0), (None, Some("arn:aws:iam::111122223333:user/bob")), "{}", case.run.stderr);
        assert_eq!(by(1), (Some("K-01"), Some("arn:aws:iam::111122223333:user/alice")));
        let report = case.report();
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

/// The facts and section 11.1 of a case, with the records in both orders.
fn told(records: &[Value]) -> [(Value, String, String); 2] {
    let reversed: Vec<Value> = records.iter().rev().cloned().collect();
    [records, &reversed].map(|ordered| {
        let case = investigate(KEY, "2026-01-02T00:00Z", "2026-01-03T00:00Z").on_records(ordered);
        let (facts, report) = case.facts_and_report();
        let section = report.split("### 11.1").nth(1).and_then(|rest| rest.split("### 11.2").next());
        (facts, section.expect("section 11.1").to_string(), report)
    })
}

const BOB: &str = "AKIAI44QH8DHBEXAMPLE";

fn status(status: &str) -> Value {
    value!({"accessKeyId": KEY, "status": status, "userName": "alice"})
}

#[test]
fn what_was_undone_is_told_with_who_undid_it() {
    let records = [
        call(1, KEY, "alice", "ListUsers", Value::Null, Value::Null),
        call(30, BOB, "bob", "UpdateAccessKey", status("Inactive"), Value::Null),
        call(40, "AKIAIOSFODNN6EXAMPLE", "mallory", "UpdateAccessKey", status("Active"), Value::Null),
    ];
    for (facts, section, report) in told(&records) {
        let usable = &facts["credentials"][0]["usable"];
        assert_eq!(usable["value"], "usable");
        assert_eq!(usable["undone"][0]["ended"]["by_name"], "arn:aws:iam::111122223333:user/bob");
        let undone = section.split("Ended and restored").nth(1).expect("the table");
        assert!(undone.contains("user/bob`") && undone.contains("user/mallory`"), "{undone}");
        assert!(undone.contains("no call that succeeded"), "{undone}");
        assert!(report.contains("was switched off and switched on again (K-01"), "the summary tells it");
    }
}

#[test]
fn what_was_undone_stays_told_when_it_is_switched_off_for_good() {
    let gone = value!({"accessKeyId": KEY, "userName": "alice"});
    let records = [
        call(1, KEY, "alice", "ListUsers", Value::Null, Value::Null),
        call(20, BOB, "bob", "UpdateAccessKey", status("Inactive"), Value::Null),
        call(22, "AKIAIOSFODNN6EXAMPLE", "mallory", "UpdateAccessKey", status("Active"), Value::Null),
        call(24, KEY, "alice", "ListRoles", Value::Null, Value::Null),
        call(30, BOB, "bob", "UpdateAccessKey", status("Inactive"), Value::Null),
        call(50, BOB, "bob", "DeleteAccessKey", gone, Value::Null),
    ];
    for (_, section, report) in told(&records) {
        let (done, undone) = section.split_once("Ended and restored").expect("both tables");
        let since = "UpdateAccessKey at 2026-01-02T10:30:00Z, then DeleteAccessKey at 2026-01-02T10:50:00Z";
        assert!(done.contains(since), "it is off since the first: {done}");
        assert!(undone.contains("yes, last at 2026-01-02T10:24:00Z"), "{undone}");
        let before = "before that UpdateAccessKey at 2026-01-02T10:20:00Z, undone: UpdateAccessKey at 2026-01-02T10:22:00Z";
        assert!(report.contains(before), "the summary tells it");
    }
}

#[test]
fn what_was_granted_is_told_with_who_took_it_back() {
    let grant =
        |user: &str| value!({"userName": user, "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"});
    let records = [
        call(1, KEY, "alice", "AttachUserPolicy", grant("carol"), Value::Null),
        call(2, KEY, "alice", "AttachUserPolicy", grant("dave"), Value::Null),
        call(3, KEY, "alice", "AttachUserPolicy", grant("erin"), Value::Null),
        call(30, BOB, "bob", "DetachUserPolicy", grant("carol"), Value::Null),
        call(31, BOB, "bob", "DetachUserPolicy", grant("erin"), Value::Null),
        call(40, BOB, "bob", "AttachUserPolicy", grant("erin"), Value::Null),
    ];
    for (facts, section, report) in told(&records) {
        let table = section.split("What followed credentials opened").nth(1).expect("the table");
        let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| policy attached")).collect();
        let [open, again, back] = rows[..] else { panic!("{table}") };
        let (off, on) =
            ("DetachUserPolicy at 2026-01-02T10:31:00Z", "AttachUserPolicy at 2026-01-02T10:40:00Z by");
        assert!(again.contains("erin") && again.contains(off) && again.contains(on), "{again}");
        assert!(again.contains("no collected record takes that back"), "{again}");
        assert!(open.contains("dave") && open.contains("no collected record takes it back"), "{open}");
        assert!(
            back.contains("carol") && back.contains("`DetachUserPolicy` at 2026-01-02T10:30:00Z"),
            "{back}"
        );
        assert!(back.contains("user/bob`, not a followed credential | E-"), "{back}");
        assert_eq!(facts["standing"].as_array().map(Vec::len), Some(3));
        assert!(
            report.contains("of the 3 in section 11.1, no record takes back 2"),
            "the ninth answer tells it"
        );
    }
}

#[test]
fn an_exchange_of_keys_is_no_harm_to_resources() {
    let new = value!({"accessKey": {"userName": "alice", "accessKeyId": BOB, "status": "Active"}});
    let gone = value!({"accessKeyId": KEY, "userName": "alice"});
    let records = [
        call(1, KEY, "alice", "CreateAccessKey", value!({"userName": "alice"}), new),
        call(10, BOB, "alice", "UpdateAccessKey", status("Inactive"), Value::Null),
        call(20, BOB, "alice", "DeleteAccessKey", gone, Value::Null),
    ];
    for (_, _, report) in told(&records) {
        let reasons = "it obtained another key of its own user, as an exchange of keys does";
        assert!(report.contains(&format!("| Severity | P1: {reasons}; that this is")), "{report}");
        assert!(report.contains(&format!("the class P1 below rests on this: {reasons}.")), "{report}");
    }
}

#[test]
fn identities_that_others_had_are_no_exchange_of_keys() {
    let key = value!({"accessKeyId": "AKIAIOSFODNN7EXAMPL9", "userName": "dave", "status": "Inactive"});
    let own = value!({"accessKeyId": "AKIAIOSFODNN7EXAMPL9", "userName": "alice", "status": "Inactive"});
    let [role, user] = [value!({"roleName": "r"}), value!({"userName": "dave"})];
    let calls =
        [("DeleteRole", role), ("DeleteUser", user), ("UpdateAccessKey", key), ("UpdateAccessKey", own)];
    for (name, request) in calls {
        let records = [call(1, KEY, "alice", name, request, Value::Null)];
        for (_, _, report) in told(&records) {
            assert!(
                report.contains("| Severity | P1: identities were removed or switched off with it;"),
                "{name}: {report}"
            );
        }
    }
}

#[test]
fn what_happened_many_times_is_told_with_the_number_of_the_rest() {
    let mut records: Vec<Value> = (0..12)
        .flat_map(|n| {
            let switched = |minute, to| call(minute, BOB, "bob", "UpdateAccessKey", status(to), Value::Null);
            [switched(20 + 2 * n, "Inactive"), switched(21 + 2 * n, "Active")]
        })
        .collect();
    let mut used = call(1, KEY, "alice", "ListUsers", Value::Null, Value::Null);
    used["userIdentity"]["arn"] = "arn:aws:sts::111122223333:assumed-role/web/i-0aa11bb22cc33dd44".into();
    records.push(used);
    records.extend((2..14).map(|minute| {
        let machine = value!({"instancesSet": {"items": [{"instanceId": "i-0aa11bb22cc33dd44"}]}});
        call(minute, BOB, "bob", "StopInstances", machine, Value::Null)
            .with("eventSource", "ec2.amazonaws.com")
    }));
    for (facts, section, _) in told(&records) {
        let usable = &facts["credentials"][0]["usable"];
        for part in ["undone", "besides"] {
            let told = (usable[part].as_array().map(Vec::len), usable[format!("{part}_more")].as_u64());
            assert_eq!(told, (Some(10), Some(2)), "{part}");
        }
        let rest = "| K-01 `AKIAIOSFODNN7EXAMPLE`: 2 more | not listed |";
        assert_eq!(section.matches(rest).count(), 2, "{section}");
    }
}

#[test]
fn what_others_ended_of_what_came_from_the_subject_is_in_the_summary() {
    let made = value!({"accessKey": {"userName": "mallory", "accessKeyId": "AKIAIOSFODNN6EXAMPLE", "status": "Active"}});
    let off = |user: &str, key: &str| value!({"accessKeyId": key, "status": "Inactive", "userName": user});
    let create = call(1, KEY, "alice", "CreateAccessKey", value!({"userName": "mallory"}), made);
    let end = |key, user| {
        call(30, key, user, "UpdateAccessKey", off("mallory", "AKIAIOSFODNN6EXAMPLE"), Value::Null)
    };
    let done = |records: &[Value]| {
        let [(_, _, report), _] = told(records);
        let line = report.lines().find(|line| line.starts_with("- **What was done:**"));
        line.expect("a line").to_string()
    };
    let line = done(&[create.clone(), end(BOB, "bob")]);
    assert!(line.contains("Of the 1 that came from it, others ended 1 (section 11"), "{line}");
    // What the subject takes back itself is no containment.
    let line = done(&[create, end(KEY, "alice")]);
    assert!(!line.contains("others ended"), "{line}");
}
