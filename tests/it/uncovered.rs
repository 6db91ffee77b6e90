//! What the logs could not have shown is a gap, and nothing that they could not have shown is NOT OBSERVED.

use crate::case::{gap, gap_says, investigate};
use crate::harness::log;
use crate::record::{KEY, Record, record, session, user};
use serde_json::{Value, json};

const ADMIN: &str = "AKIAI44QH8DHBEXAMPLE";

/// A read by the subject, or by an administrator from elsewhere.
pub fn call(number: usize, key: &str, name: &str) -> Value {
    let (who, address) = if key == ADMIN { ("admin", "203.0.113.7") } else { ("build", "198.51.100.7") };
    record("iam", name)
        .number(number)
        // Near both ends of the hour, which is then covered.
        .at(if number == 1 { "2026-03-14T10:01:00Z" } else { "2026-03-14T10:57:00Z" })
        .by(user(who, key))
        .out_of(address)
        .with("readOnly", true)
}

/// A session of a role that was issued at a time.
fn issued(created: &str) -> Value {
    session("ops", "x", "ASIAIOSFODNN7EXAMPLE")
        .with("sessionContext", json!({"attributes": {"creationDate": created, "mfaAuthenticated": "false"}}))
}

/// What a call handed out is not known where its answer is broken.
#[test]
fn an_answer_that_is_no_json_is_a_gap() {
    let answer = json!({"accessKey": {"accessKeyId": "AKIAIOSFODNN7EXAMPL2", "userName": "build"}});
    let made = call(1, KEY, "CreateAccessKey").response(answer);
    let text = call(2, KEY, "GetUser").response(json!("None"));
    let told = |made: String| {
        let logs = log(format!("{made}\n{text}\n"));
        let case = investigate(KEY, "2026-03-14T10:00Z", "2026-03-14T11:00Z").on(logs.path());
        (case.run.code, gap_says(&case.facts(), "unreadable_content"))
    };
    let whole = made.to_string();
    assert_eq!(told(whole.clone()), (0, None));
    let broken = whole.replace(r#"EXAMPL2","userName""#, r#"EXAMPL2" "userName""#);
    assert_ne!(broken, whole);
    let what = "Collected events whose parameters, answer or resources are not valid JSON or have a key twice: 1 (00000000-0000-4000-8000-000000000001).";
    assert_eq!(told(broken), (1, Some(what.into())));
    // CloudTrail never writes a key twice: which of the two a reader takes differs from one to the next.
    let twice = whole.replace(
        r#""accessKeyId":"AKIAIOSFODNN7EXAMPL2""#,
        r#""accessKeyId":"AKIAIOSFODNN7EXAMPL3","accessKeyId":"AKIAIOSFODNN7EXAMPL2""#,
    );
    assert_ne!(twice, whole);
    assert_eq!(told(twice), (1, Some(what.into())));
    let resources = whole.replacen('{', r#"{"resources":[{"ARN":"a"} {"ARN":"b"}],"#, 1);
    let (code, what) = told(resources);
    assert!(
        code == 1
            && what.is_some_and(
                |what| what.starts_with("Records that were opened for what is followed, with a list")
            )
    );
}

fn assumed(number: usize, account: &str) -> Value {
    call(number, KEY, "AssumeRole")
        .with("eventSource", "sts.amazonaws.com")
        .request(json!({"roleArn": format!("arn:aws:iam::{account}:role/ops"), "roleSessionName": "x"}))
        .response(json!({
            "credentials": {"accessKeyId": "ASIAIOSFODNN7EXAMPLE", "expiration": "Mar 14, 2026, 11:00:00 AM"},
            "assumedRoleUser": {"assumedRoleId": session("ops", "x", "")["principalId"],
                "arn": format!("arn:aws:sts::{account}:assumed-role/ops/x")},
        }))
}

/// Kinds of the gaps of a window of one hour, and the states of the answers.
fn told(records: &[Value], to: &str) -> (Vec<String>, Vec<String>, Value) {
    let facts = investigate(KEY, "2026-03-14T10:00Z", to).on_records(records).facts();
    let texts = |list: &Value, field: &str| -> Vec<String> {
        let list = list.as_array().expect("a list").iter();
        list.map(|entry| entry[field].as_str().expect("text").to_string()).collect()
    };
    (texts(&facts["gaps"], "kind"), texts(&facts["answers"], "state"), facts)
}

#[test]
fn what_the_logs_could_not_have_shown_is_a_gap() {
    let list = || call(1, KEY, "ListUsers");
    let other = || call(2, ADMIN, "ListRoles");
    let trail = json!({"eventSource": "cloudtrail.amazonaws.com"});
    let changed = |name: &str, request: Value| {
        call(2, KEY, name).with_all(trail.clone()).with("readOnly", false).request(request)
    };
    let selected = |kind: &str| {
        let selector = json!({"readWriteType": kind, "includeManagementEvents": true});
        changed("PutEventSelectors", json!({"trailName": "main", "eventSelectors": [selector]}))
    };
    let group = json!({"name": "main", "cloudWatchLogsLogGroupArn": "arn:aws:logs:us-east-1:111122223333:log-group:trail:*"});
    let theirs = || other().with("recipientAccountId", "444455556666");
    let early = || other().id("e-0").at("2026-03-14T10:01:00Z");
    let writes = |record: Value| record.with("readOnly", false);
    let of_region = |record: Value| {
        record.with_all(json!({"awsRegion": "eu-west-1", "eventSource": "ec2.amazonaws.com"}))
    };
    let stopped = || call(2, ADMIN, "StopLogging").with_all(trail.clone());
    // The gap, a question that it leaves open, records that have it, and records that lack it by little.
    let status = |state: &str| json!({"createAccountStatus": {"id": "car-1", "state": state}});
    let org = |record: Value| record.with("eventSource", "organizations.amazonaws.com");
    let asked = org(call(1, KEY, "CreateAccount").response(status("IN_PROGRESS")));
    let result = |state: &str, account: Option<&str>| {
        let mut details = status(state);
        details["createAccountStatus"]["accountId"] = json!(account);
        org(call(3, ADMIN, "CreateAccountResult").with("serviceEventDetails", details))
    };
    let made = result("SUCCEEDED", Some("444455556666"));
    // The gap, a question that it leaves open, records that have it, and records that lack it by little.
    let cases: [(&str, usize, Vec<Value>, Vec<Value>); 8] = [
        (
            "account_not_covered",
            5,
            vec![asked.clone(), made.clone(), other()],
            vec![asked.clone(), made, early().with("recipientAccountId", "444455556666"), theirs()],
        ),
        (
            "account_not_covered",
            5,
            vec![asked.clone(), other()],
            vec![asked, result("FAILED", None), other()],
        ),
        ("no_read_only_events", 5, vec![writes(list()), writes(other())], vec![writes(list()), other()]),
        (
            "no_global_services",
            3,
            vec![of_region(list()), of_region(other())],
            vec![of_region(list()), other()],
        ),
        (
            "account_not_covered",
            5,
            vec![assumed(1, "444455556666"), other()],
            vec![
                assumed(1, "444455556666"),
                call(3, ADMIN, "ListRoles"),
                early().with("recipientAccountId", "444455556666"),
                theirs(),
            ],
        ),
        (
            "nobody_else",
            5,
            vec![assumed(1, "111122223333"), call(2, KEY, "ListUsers")],
            vec![assumed(1, "111122223333"), other()],
        ),
        ("logging_stopped", 5, vec![list(), stopped()], vec![list(), stopped().denied()]),
        (
            "recording_narrowed",
            5,
            vec![list(), selected("WriteOnly"), other()],
            vec![
                list(),
                selected("All"),
                changed("UpdateTrail", group).number(3),
                changed("PutInsightSelectors", json!({"trailName": "main", "insightSelectors": []}))
                    .number(4),
                other(),
            ],
        ),
    ];
    for (kind, question, has, lacks) in cases {
        let (gaps, states, _) = told(&has, "2026-03-14T11:00Z");
        assert!(gaps.iter().any(|gap| gap == kind), "{kind} is not among {gaps:?}");
        assert_eq!(states[question - 1], "CANNOT_BE_DETERMINED", "{kind}");
        let (gaps, states, _) = told(&lacks, "2026-03-14T11:00Z");
        assert!(!gaps.iter().any(|gap| gap == kind), "{kind} is among {gaps:?}");
        assert_eq!(states[question - 1], "NOT_OBSERVED", "{kind}");
    }
}

/// Newer key IDs hold the account that issued them: logs of other accounts alone say nothing of such a key.
#[test]
fn a_key_of_an_account_that_is_not_in_the_logs() {
    let records = [call(1, ADMIN, "ListUsers"), call(2, ADMIN, "ListRoles")];
    // The IDs of keys of 111122223333 and of 444455556666, and one of the older form, which tells nothing.
    for (key, expected) in [
        ("AKIARTX3GSDSQAEXAMPL", None),
        ("AKIAWO645SY5AAEXAMPL", Some("AKIAWO645SY5AAEXAMPL of 444455556666")),
        ("AKIAIO645SY5AAEXAMPL", None),
    ] {
        let case = investigate(key, "2026-03-14T10:00Z", "2026-03-14T11:00Z").on_records(&records);
        let facts = case.facts();
        let gap = gap(&facts, "account_not_covered").map(|gap| gap["what"].to_string());
        assert_eq!(gap.is_some(), expected.is_some(), "{key}: {gap:?}");
        assert!(gap.unwrap_or_default().contains(expected.unwrap_or_default()), "{key}");
        let state = if expected.is_some() { "CANNOT_BE_DETERMINED" } else { "NOT_OBSERVED" };
        assert_eq!(facts["answers"][2]["state"], state, "{key}");
        assert_eq!(case.run.code, i32::from(expected.is_some()), "{key}: {}", case.run.stderr);
    }
}

#[test]
fn use_after_the_window_is_told_once() {
    let later = call(2, KEY, "ListRoles").at("2026-03-16T10:00:00Z");
    let (gaps, states, facts) =
        told(&[call(1, KEY, "ListUsers"), later.clone(), later.clone()], "2026-03-14T11:00Z");
    assert!(gaps.iter().any(|gap| gap == "active_after_window"), "{gaps:?}");
    assert_eq!(states[11], "OBSERVED");
    assert_eq!(
        facts["answers"][11]["facts"]["later"],
        "The logs hold calls with followed keys from after the window, looked for until 2026-03-21T11:00:00Z: \
         AKIAIOSFODNN7EXAMPLE, 1 call between 2026-03-16T10:00:00Z and 2026-03-16T10:00:00Z."
    );
    let others = later.by(user("admin", ADMIN));
    let (gaps, states, _) = told(&[call(1, KEY, "ListUsers"), others], "2026-03-14T11:00Z");
    assert!(!gaps.iter().any(|gap| gap == "active_after_window"), "{gaps:?}");
    assert_eq!(states[11], "CANNOT_BE_DETERMINED");
}

#[test]
fn nothing_has_lapsed_that_lapses_after_the_report() {
    let mut record = assumed(1, "111122223333");
    record["responseElements"]["credentials"]["expiration"] = json!("Jan 2, 2199, 11:00:00 AM");
    let (gaps, _, facts) = told(&[record], "2199-02-01T00:00Z");
    assert!(gaps.iter().any(|gap| gap == "window_in_future"), "{gaps:?}");
    let usable = &facts["credentials"][1]["usable"];
    assert_eq!(usable["value"], "usable");
    assert_eq!(
        usable["reason"],
        "it expires at 2199-01-02T11:00:00Z, after this report was made, unless its sessions were revoked"
    );
}

/// A temporary key whose expiry no record gives has lapsed when the longest that AWS gives is over.
#[test]
fn a_temporary_key_lasts_no_longer_than_any_can() {
    let session = issued("2026-03-14T09:30:00Z");
    let user =
        user("build", "ASIAIOSFODNN7EXAMPLE").with("sessionContext", session["sessionContext"].clone());
    for (who, to, expected) in [
        (&session, "2026-03-14T21:00Z", "unknown"),
        (&session, "2026-03-14T21:31Z", "not usable"),
        (&user, "2026-03-15T21:00Z", "unknown"),
        (&user, "2026-03-15T21:31Z", "not usable"),
    ] {
        let call = call(1, KEY, "ListUsers").by(who.clone());
        let facts = investigate("ASIAIOSFODNN7EXAMPLE", "2026-03-14T10:00Z", to).on_records(&[call]).facts();
        assert_eq!(facts["credentials"][0]["usable"]["value"], expected, "{to}");
    }
}

/// Of a temporary key, only the time since it was issued counts: logs that begin before hide nothing of it.
#[test]
fn a_gap_before_a_temporary_key_was_issued_limits_no_answer() {
    let answered = |created: &str| {
        let records = [call(1, ADMIN, "ListUsers"), call(2, KEY, "ListRoles").by(issued(created))];
        let case = investigate("ASIAIOSFODNN7EXAMPLE", "2026-03-12T00:00Z", "2026-03-14T11:00Z");
        let case = case.on_records(&records);
        let facts = case.facts();
        (case.run.code, facts["answers"][2]["state"].clone(), facts["gaps"].to_string())
    };
    let (code, state, gaps) = answered("2026-03-14T10:30:00Z");
    assert_eq!((code, state), (0, json!("NOT_OBSERVED")), "{gaps}");
    assert!(
        gaps.contains("window_longer_than_logs") && gaps.contains("issued at 2026-03-14T10:30:00Z"),
        "{gaps}"
    );
    let (code, state, gaps) = answered("2026-03-14T09:00:00Z");
    assert_eq!((code, state), (1, json!("CANNOT_BE_DETERMINED")), "{gaps}");
}
