//! The summary says what went on after the subject was switched off, and what of that which came from it is a credential;
//! section 11.2 asks for what this case calls for, and section 10 calls things what they are.

use crate::case::{investigate, line};
use crate::record::{KEY, Record, record, user};
use serde_json::{Value, json};

const BOB: &str = "AKIAI44QH8DHBEXAMPLE";
const SESSION: &str = "ASIAIOSFODNN7EXAMPLE";

/// A call of a user, with the event source before the name: `iam:UpdateAccessKey`.
fn call(minute: u32, key: &str, who: &str, name: &str, request: Value, response: Value) -> Value {
    let (source, name) = name.split_once(':').expect("source and name");
    record(source, name)
        .id(format!("e-{minute}"))
        .at(format!("2026-01-02T10:{minute:02}:00Z"))
        .by(user(who, key))
        .request(request)
        .response(response)
}

fn report(records: &[Value]) -> String {
    let report = investigate(KEY, "2026-01-02T00:00Z", "2026-01-03T00:00Z").on_records(records).report();
    // Points and colons of sentences are written as entities.
    report.replace("&#46;", ".").replace("&#58;", ":")
}

fn recommended(report: &str) -> &str {
    let section = report.split("### 11.2").nth(1).and_then(|rest| rest.split("\n## 12").next());
    section.expect("section 11.2")
}

fn switched_off(minute: u32) -> Value {
    let off = json!({"accessKeyId": KEY, "status": "Inactive", "userName": "alice"});
    call(minute, BOB, "bob", "iam:UpdateAccessKey", off, Value::Null)
}

fn issued(minute: u32) -> Value {
    let session = json!({"credentials": {"accessKeyId": SESSION, "expiration": "Jan 2, 2026, 10:00:00 PM"}});
    call(minute, KEY, "alice", "sts:GetSessionToken", Value::Null, session)
}

#[test]
fn what_was_used_after_the_subject_was_switched_off_is_on_page_one() {
    let told = report(&[
        issued(1),
        call(2, SESSION, "alice", "s3:ListBuckets", Value::Null, Value::Null),
        switched_off(30),
        call(40, SESSION, "alice", "s3:ListBuckets", Value::Null, Value::Null),
        call(50, BOB, "bob", "s3:ListBuckets", Value::Null, Value::Null),
    ]);
    let done = line(&told, "- **What was done:**");
    assert!(done.contains("(deactivated at 2026-01-02T10:30:00Z, by user/bob)"), "{done}");
    assert!(
        done.contains("Whether that was a response to this activity is for the operator to say"),
        "{done}"
    );
    let after = "made 1 more request (1 succeeded), the last at 2026-01-02T10:40:00Z (K-02)";
    assert!(done.contains(after), "{done}");
    let decision = line(&told, "- **Decision needed:**");
    let open = "At the last record of the window (2026-01-02T10:50:00Z) nothing had ended K-02: it lapses by itself by 2026-01-02T22:00:00Z at the latest";
    assert!(decision.contains(open), "{decision}");
    let first = told.split("**Q1 ").nth(1).and_then(|rest| rest.split("**Q2 ").next()).expect("an answer");
    assert!(first.contains(after) && first.contains(open), "{first}");
    let steps = recommended(&told);
    assert!(steps.contains("Deny the user of these sessions") && steps.contains("| K-02 |"), "{steps}");
    assert!(!steps.contains("| Deactivate, do not delete"), "the key is off: {steps}");
}

#[test]
fn where_nothing_came_later_page_one_says_so() {
    let told = report(&[issued(1), switched_off(30)]);
    let done = line(&told, "- **What was done:**");
    assert!(
        done.contains(
            "No later request of the followed credentials that came from it is in the collected log"
        ),
        "{done}"
    );
    // Nothing is said of what came from a key that nothing came from.
    let told = report(&[call(1, KEY, "alice", "s3:ListBuckets", Value::Null, Value::Null), switched_off(30)]);
    assert!(!line(&told, "- **What was done:**").contains("came from it"), "{told}");
}

#[test]
fn a_machine_is_no_credential_and_costs_money() {
    let ids = ["i-0123456789abcdef0", "i-0123456789abcdef1"];
    let machines = json!({"instancesSet": {"items": [{"instanceId": ids[0]}, {"instanceId": ids[1]}]}});
    let stop = json!({"instancesSet": {"items": [{"instanceId": ids[0]}]}});
    let told = report(&[
        call(1, KEY, "alice", "ec2:RunInstances", json!({"imageId": "ami-0123456789abcdef0"}), machines),
        switched_off(30),
        call(31, BOB, "bob", "ec2:StopInstances", stop, Value::Null),
    ]);
    let happened = line(&told, "- **What happened:**");
    assert!(happened.contains("what came from it (2 machines or functions; section 5)"), "{happened}");
    let decision = line(&told, "- **Decision needed:**");
    assert!(!decision.contains("may still be usable"), "{decision}");
    assert!(
        decision.contains("1 machine or function that it started is not shown as stopped (K-03)"),
        "{decision}"
    );
    assert!(told.contains("- Hop 1: K-01 called `RunInstances`: instance K-02, K-03."), "{told}");
    let step = recommended(&told).lines().find(|line| line.contains("Stop these machines after a snapshot"));
    assert!(step.is_some_and(|step| step.contains("| K-03 |")), "{step:?}");
}

#[test]
fn a_function_whose_role_is_gone_has_no_credentials() {
    let role = "arn:aws:iam::111122223333:role/worker";
    let made = call(
        1,
        KEY,
        "alice",
        "lambda:CreateFunction20150331",
        json!({"functionName": "worker", "role": role}),
        json!({"functionName": "worker", "role": role}),
    );
    let state = |last: Value| {
        let told = report(&[made.clone(), last]);
        line(&told, "| K-02 |").to_string()
    };
    let gone = call(30, BOB, "bob", "iam:DeleteRole", json!({"roleName": "worker"}), Value::Null);
    assert!(state(gone).contains("not usable: DeleteRole at 2026-01-02T10:30:00Z"));
    // Older sessions are denied; the function is handed new ones.
    let denial = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-01-02T10:30:00Z"}}}]}"#;
    let request =
        json!({"roleName": "worker", "policyName": "AWSRevokeOlderSessions", "policyDocument": denial});
    let revoked = state(call(30, BOB, "bob", "iam:PutRolePolicy", request, Value::Null));
    assert!(!revoked.contains("| not usable"), "{revoked}");
}

#[test]
fn steps_that_nothing_calls_for_are_one_line() {
    let told = report(&[call(1, KEY, "alice", "s3:ListBuckets", Value::Null, Value::Null)]);
    let steps = recommended(&told);
    assert!(!steps.contains("| Rotate every secret") && !steps.contains("| Restore logging"), "{steps}");
    assert!(steps.contains("also check: ") && steps.contains("that all trails and detectors run"), "{steps}");
    assert!(steps.contains("| Deactivate, do not delete, these long-term keys | K-01 |"), "{steps}");
}

#[test]
fn only_logging_and_detection_are_called_so() {
    let told = |name: &str, request: Value| {
        let told = report(&[call(1, KEY, "alice", name, request, Value::Null)]);
        let owner = line(&told, "| The key was used by its owner from a new place").to_string();
        (owner, recommended(&told).to_string())
    };
    let (owner, steps) = told("cloudtrail:StopLogging", json!({"name": "trail"}));
    assert!(owner.contains("logging or detection was to be weakened (F-01)"), "{owner}");
    assert!(
        steps.contains("| Restore logging and detection") && !steps.contains("| Restore the protections"),
        "{steps}"
    );
    let (owner, steps) = told(
        "iam:DeactivateMFADevice",
        json!({"userName": "tom", "serialNumber": "arn:aws:iam::111122223333:mfa/tom"}),
    );
    assert!(!owner.contains("logging or detection") && owner.contains("DeactivateMFADevice"), "{owner}");
    assert!(
        !steps.contains("| Restore logging and detection") && steps.contains("| Restore the protections"),
        "{steps}"
    );
}
