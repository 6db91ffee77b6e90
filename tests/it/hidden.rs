//! Names with characters that nobody sees: found all the same, and visible in every file.

use crate::harness::{files, investigate, json, keytrail};
use keytrail::hidden::is_hidden;
use serde_json::json;

const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
/// A direction override, a control sequence, a C1 control, no width, a line separator, a tag, and what SQL escapes.
const NAME: &str = "gpj\u{202e}exe\u{1b}[2J\u{9b}1m\u{200b}\u{2028}\u{e0041}'\\2603";

fn record(id: &str, name: &str, identity: serde_json::Value, more: serde_json::Value) -> serde_json::Value {
    let mut record = json!({
        "eventVersion": "1.11", "userIdentity": identity, "eventTime": format!("2026-01-02T03:0{}:00Z", id.len()),
        "eventSource": "iam.amazonaws.com", "eventName": name, "awsRegion": "us-east-1",
        "sourceIPAddress": "198.51.100.7", "userAgent": "aws-cli/2.15.30", "eventID": id, "readOnly": false,
        "eventType": "AwsApiCall", "recipientAccountId": "111122223333", "eventCategory": "Management"
    });
    let fields = more.as_object().expect("an object").clone();
    record.as_object_mut().expect("an object").extend(fields);
    record
}

#[test]
fn a_hidden_name_is_followed_and_shown() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let thief = json!({"type": "IAMUser", "principalId": "AIDACKCEVSQ6C2EXAMPLE", "userName": "alice",
        "arn": "arn:aws:iam::111122223333:user/alice", "accountId": "111122223333", "accessKeyId": KEY});
    let made = json!({"type": "IAMUser", "principalId": "AIDAI44QH8DHBEXAMPLE", "userName": NAME,
        "arn": format!("arn:aws:iam::111122223333:user/{NAME}"), "accountId": "111122223333"});
    let user = json!({"user": {"userName": NAME, "userId": "AIDAI44QH8DHBEXAMPLE",
        "arn": format!("arn:aws:iam::111122223333:user/{NAME}")}});
    let records = [
        record(
            "a",
            "CreateUser",
            thief.clone(),
            json!({"requestParameters": {"userName": NAME}, "responseElements": user}),
        ),
        record(
            "aa",
            "CreateLoginProfile",
            thief,
            json!({"requestParameters": {"userName": NAME},
            "responseElements": {"loginProfile": {"userName": NAME}}}),
        ),
        record(
            "aaa",
            "ConsoleLogin",
            made,
            json!({"eventSource": "signin.amazonaws.com", "eventType": "AwsConsoleSignIn",
            "responseElements": {"ConsoleLogin": "Success"}}),
        ),
    ];
    let log = json!({ "Records": records }).to_string();
    std::fs::write(folder.path().join("log.json"), log).expect("the log is written");
    let (run, facts, case) = investigate(KEY, "2026-01-02T00:00Z", "2026-01-03T00:00Z", folder.path());
    assert_eq!(facts.expect("facts")["totals"]["outcomes"]["total"], 3, "{}", run.stderr);
    let mut statements = 0;
    for (name, text) in files(&case.path().join("case")) {
        let hidden = text.chars().find(|c| is_hidden(*c) && *c != '\n' && *c != '\r');
        assert_eq!(hidden, None, "{name}");
        if name.ends_with(".sql") && text.contains("202E") {
            statements += 1;
            let spelt = r"U&'gpj\202Eexe\001B[2J\009B1m\200B\2028\+0E0041''\\2603'";
            assert!(text.contains(spelt), "{text}");
        }
    }
    assert!(statements > 0, "the name was asked for");
    let credentials = json(&case.path().join("case/incident.json"))["credentials"].to_string();
    let exact = json!(NAME).to_string();
    assert!(credentials.contains(exact.trim_matches('"')), "the facts are exact: {credentials}");
}

#[test]
fn a_statement_to_paste_spells_hidden_characters_out() {
    let run = keytrail(&[
        "queries",
        "render",
        "sign_ins",
        "--target",
        "athena",
        "--table",
        "t",
        "--user",
        NAME,
        "--from",
        "2026-01-02T00:00Z",
        "--to",
        "2026-01-03T00:00Z",
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains(r"U&'gpj\202Eexe"), "{}", run.stdout);
    assert!(!run.stdout.chars().any(|c| is_hidden(c) && c != '\n'), "{}", run.stdout);
}
