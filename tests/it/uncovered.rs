//! What the logs could not have shown is a gap, and nothing that they could not have shown is NOT OBSERVED.

use crate::harness::investigate;
use serde_json::{Value, json};

const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const ADMIN: &str = "AKIAI44QH8DHBEXAMPLE";

pub fn call(number: usize, key: &str, name: &str) -> Value {
    json!({
        "eventVersion": "1.11",
        "eventID": format!("00000000-0000-4000-8000-{number:012}"),
        // Near both ends of the hour, which is then covered.
        "eventTime": if number == 1 { "2026-03-14T10:01:00Z" } else { "2026-03-14T10:57:00Z" },
        "eventSource": "iam.amazonaws.com",
        "eventName": name,
        "userIdentity": {
            "type": "IAMUser", "principalId": if key == KEY { "AIDAEXAMPLEBUILDUSER1" } else { "AIDAEXAMPLEADMINUSER1" },
            "accountId": "111122223333", "arn": "arn:aws:iam::111122223333:user/build", "userName": "build",
            "accessKeyId": key,
        },
        "awsRegion": "us-east-1",
        "sourceIPAddress": if key == KEY { "198.51.100.7" } else { "203.0.113.7" },
        "userAgent": "aws-cli/2.15.30",
        "readOnly": true,
        "eventType": "AwsApiCall",
        "eventCategory": "Management",
        "recipientAccountId": "111122223333",
    })
}

pub fn with(mut record: Value, changes: &[(&str, Value)]) -> Value {
    for (field, value) in changes {
        record[*field] = value.clone();
    }
    record
}

/// What a call handed out is not known where its answer is broken.
#[test]
fn an_answer_that_is_no_json_is_a_gap() {
    let answer = json!({"accessKey": {"accessKeyId": "AKIAIOSFODNN7EXAMPL2", "userName": "build"}});
    let made = with(call(1, KEY, "CreateAccessKey"), &[("responseElements", answer)]);
    let text = with(call(2, KEY, "GetUser"), &[("responseElements", json!("None"))]).to_string();
    let told = |made: String| {
        let logs = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(logs.path().join("log.json"), format!("{made}\n{text}\n"))
            .expect("the log is written");
        let (run, facts, _case) = investigate(KEY, "2026-03-14T10:00Z", "2026-03-14T11:00Z", logs.path());
        let gaps = facts.expect("facts")["gaps"].as_array().expect("a list").clone();
        let gap = gaps.iter().find(|gap| gap["kind"] == "unreadable_content");
        (run.code, gap.map(|gap| gap["what"].as_str().expect("text").to_string()))
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
    with(
        call(number, KEY, "AssumeRole"),
        &[
            ("eventSource", json!("sts.amazonaws.com")),
            (
                "requestParameters",
                json!({"roleArn": format!("arn:aws:iam::{account}:role/ops"), "roleSessionName": "x"}),
            ),
            (
                "responseElements",
                json!({
                    "credentials": {"accessKeyId": "ASIAIOSFODNN7EXAMPLE", "expiration": "Mar 14, 2026, 11:00:00 AM"},
                    "assumedRoleUser": {"assumedRoleId": "AROAIOSFODNN7EXAMPLE:x", "arn": format!("arn:aws:sts::{account}:assumed-role/ops/x")},
                }),
            ),
        ],
    )
}

/// Kinds of the gaps of a window of one hour, and the states of the answers.
fn told(records: &[Value], to: &str) -> (Vec<String>, Vec<String>, Value) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let logs = folder.path().join("logs.json");
    std::fs::write(&logs, json!({"Records": records}).to_string()).expect("the logs are written");
    let (run, facts, _case) = investigate(KEY, "2026-03-14T10:00Z", to, &logs);
    let facts = facts.unwrap_or_else(|| panic!("{}", run.stderr));
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
    let narrowed = json!({"trailName": "main", "eventSelectors": [{"readWriteType": "WriteOnly", "includeManagementEvents": true}]});
    let trail = ("eventSource", json!("cloudtrail.amazonaws.com"));
    let write = ("readOnly", json!(false));
    let west = ("awsRegion", json!("eu-west-1"));
    let ec2 = ("eventSource", json!("ec2.amazonaws.com"));
    let selectors = [trail.clone(), write.clone(), ("requestParameters", narrowed.clone())];
    let everything = json!({"trailName": "main", "eventSelectors": [{"readWriteType": "All", "includeManagementEvents": true}]});
    let widened = [trail.clone(), write.clone(), ("requestParameters", everything)];
    let group = json!({"name": "main", "cloudWatchLogsLogGroupArn": "arn:aws:logs:us-east-1:111122223333:log-group:trail:*"});
    let log_group = [trail.clone(), write.clone(), ("requestParameters", group)];
    let none = json!({"trailName": "main", "insightSelectors": []});
    let no_insights = [trail.clone(), write.clone(), ("requestParameters", none)];
    let denied = [trail.clone(), ("errorCode", json!("AccessDenied"))];
    let theirs = [("recipientAccountId", json!("444455556666"))];
    let early = || with(other(), &[("eventID", json!("e-0")), ("eventTime", json!("2026-03-14T10:01:00Z"))]);
    // The gap, a question that it leaves open, records that have it, and records that lack it by little.
    let status = |state: &str| json!({"createAccountStatus": {"id": "car-1", "state": state}});
    let org = ("eventSource", json!("organizations.amazonaws.com"));
    let asked =
        with(call(1, KEY, "CreateAccount"), &[org.clone(), ("responseElements", status("IN_PROGRESS"))]);
    let result = |state: &str, account: Option<&str>| {
        let mut details = status(state);
        details["createAccountStatus"]["accountId"] = json!(account);
        with(call(3, ADMIN, "CreateAccountResult"), &[org.clone(), ("serviceEventDetails", details)])
    };
    let made = result("SUCCEEDED", Some("444455556666"));
    let cases: [(&str, usize, Vec<Value>, Vec<Value>); 8] = [
        (
            "account_not_covered",
            5,
            vec![asked.clone(), made.clone(), other()],
            vec![asked.clone(), made, with(early(), &theirs), with(other(), &theirs)],
        ),
        (
            "account_not_covered",
            5,
            vec![asked.clone(), other()],
            vec![asked, result("FAILED", None), other()],
        ),
        (
            "no_read_only_events",
            5,
            vec![with(list(), std::slice::from_ref(&write)), with(other(), std::slice::from_ref(&write))],
            vec![with(list(), &[write]), other()],
        ),
        (
            "no_global_services",
            3,
            vec![with(list(), &[west.clone(), ec2.clone()]), with(other(), &[west.clone(), ec2.clone()])],
            vec![with(list(), &[west, ec2]), other()],
        ),
        (
            "account_not_covered",
            5,
            vec![assumed(1, "444455556666"), other()],
            vec![
                assumed(1, "444455556666"),
                call(3, ADMIN, "ListRoles"),
                with(early(), &theirs),
                with(other(), &theirs),
            ],
        ),
        (
            "nobody_else",
            5,
            vec![assumed(1, "111122223333"), call(2, KEY, "ListUsers")],
            vec![assumed(1, "111122223333"), other()],
        ),
        (
            "logging_stopped",
            5,
            vec![list(), with(call(2, ADMIN, "StopLogging"), std::slice::from_ref(&trail))],
            vec![list(), with(call(2, ADMIN, "StopLogging"), &denied)],
        ),
        (
            "recording_narrowed",
            5,
            vec![list(), with(call(2, KEY, "PutEventSelectors"), &selectors), other()],
            vec![
                list(),
                with(call(2, KEY, "PutEventSelectors"), &widened),
                with(call(3, KEY, "UpdateTrail"), &log_group),
                with(call(4, KEY, "PutInsightSelectors"), &no_insights),
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
    let folder = tempfile::tempdir().expect("a temporary folder");
    let logs = folder.path().join("logs.json");
    let records = json!({"Records": [call(1, ADMIN, "ListUsers"), call(2, ADMIN, "ListRoles")]});
    std::fs::write(&logs, records.to_string()).expect("the logs are written");
    // The IDs of keys of 111122223333 and of 444455556666, and one of the older form, which tells nothing.
    for (key, expected) in [
        ("AKIARTX3GSDSQAEXAMPL", None),
        ("AKIAWO645SY5AAEXAMPL", Some("AKIAWO645SY5AAEXAMPL of 444455556666")),
        ("AKIAIO645SY5AAEXAMPL", None),
    ] {
        let (run, facts, _case) = investigate(key, "2026-03-14T10:00Z", "2026-03-14T11:00Z", &logs);
        let facts = facts.expect("facts");
        let gaps = facts["gaps"].as_array().expect("a list").iter();
        let gap =
            gaps.filter(|gap| gap["kind"] == "account_not_covered").map(|gap| gap["what"].to_string()).next();
        assert_eq!(gap.is_some(), expected.is_some(), "{key}: {gap:?}");
        assert!(gap.unwrap_or_default().contains(expected.unwrap_or_default()), "{key}");
        let state = if expected.is_some() { "CANNOT_BE_DETERMINED" } else { "NOT_OBSERVED" };
        assert_eq!(facts["answers"][2]["state"], state, "{key}");
        assert_eq!(run.code, i32::from(expected.is_some()), "{key}: {}", run.stderr);
    }
}

#[test]
fn use_after_the_window_is_told_once() {
    let later = with(call(2, KEY, "ListRoles"), &[("eventTime", json!("2026-03-16T10:00:00Z"))]);
    let (gaps, states, facts) =
        told(&[call(1, KEY, "ListUsers"), later.clone(), later.clone()], "2026-03-14T11:00Z");
    assert!(gaps.iter().any(|gap| gap == "active_after_window"), "{gaps:?}");
    assert_eq!(states[11], "OBSERVED");
    assert_eq!(
        facts["answers"][11]["facts"]["later"],
        "The logs hold calls with followed keys from after the window, looked for until 2026-03-21T11:00:00Z: \
         AKIAIOSFODNN7EXAMPLE, 1 call between 2026-03-16T10:00:00Z and 2026-03-16T10:00:00Z."
    );
    let others = with(later, &[("userIdentity", call(2, ADMIN, "x")["userIdentity"].clone())]);
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
    let session = json!({
        "type": "AssumedRole", "principalId": "AROAIOSFODNN7EXAMPLE:x", "accountId": "111122223333",
        "arn": "arn:aws:sts::111122223333:assumed-role/ops/x", "accessKeyId": "ASIAIOSFODNN7EXAMPLE",
        "sessionContext": {"attributes": {"creationDate": "2026-03-14T09:30:00Z", "mfaAuthenticated": "false"}},
    });
    let user = with(
        json!({"type": "IAMUser", "principalId": "AIDAEXAMPLEBUILDUSER1", "accountId": "111122223333",
            "arn": "arn:aws:iam::111122223333:user/build", "userName": "build", "accessKeyId": "ASIAIOSFODNN7EXAMPLE"}),
        &[("sessionContext", session["sessionContext"].clone())],
    );
    let folder = tempfile::tempdir().expect("a temporary folder");
    let logs = folder.path().join("logs.json");
    for (who, to, expected) in [
        (&session, "2026-03-14T21:00Z", "unknown"),
        (&session, "2026-03-14T21:31Z", "not usable"),
        (&user, "2026-03-15T21:00Z", "unknown"),
        (&user, "2026-03-15T21:31Z", "not usable"),
    ] {
        let call = with(call(1, KEY, "ListUsers"), &[("userIdentity", who.clone())]);
        std::fs::write(&logs, json!({"Records": [call]}).to_string()).expect("the logs are written");
        let (run, facts, _case) = investigate("ASIAIOSFODNN7EXAMPLE", "2026-03-14T10:00Z", to, &logs);
        let facts = facts.unwrap_or_else(|| panic!("{}", run.stderr));
        assert_eq!(facts["credentials"][0]["usable"]["value"], expected, "{to}");
    }
}

/// Of a temporary key, only the time since it was issued counts: logs that begin before hide nothing of it.
#[test]
fn a_gap_before_a_temporary_key_was_issued_limits_no_answer() {
    let answered = |created: &str| {
        let used = with(
            call(2, "ASIAIOSFODNN7EXAMPLE", "ListRoles"),
            &[
                ("sourceIPAddress", json!("198.51.100.7")),
                (
                    "userIdentity",
                    json!({
                        "type": "AssumedRole", "principalId": "AROAIOSFODNN7EXAMPLE:x", "accountId": "111122223333",
                        "arn": "arn:aws:sts::111122223333:assumed-role/ops/x", "accessKeyId": "ASIAIOSFODNN7EXAMPLE",
                        "sessionContext": {"attributes": {"creationDate": created}},
                    }),
                ),
            ],
        );
        let folder = tempfile::tempdir().expect("a temporary folder");
        let logs = folder.path().join("logs.json");
        let records = json!({"Records": [call(1, ADMIN, "ListUsers"), used]});
        std::fs::write(&logs, records.to_string()).expect("the logs are written");
        let (from, to) = ("2026-03-12T00:00Z", "2026-03-14T11:00Z");
        let (run, facts, _case) = investigate("ASIAIOSFODNN7EXAMPLE", from, to, &logs);
        let facts = facts.unwrap_or_else(|| panic!("{}", run.stderr));
        (run.code, facts["answers"][2]["state"].clone(), facts["gaps"].to_string())
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
