//! Names with characters that nobody sees: found all the same, and visible in every file.

use crate::case::investigate;
use crate::harness::{files, keytrail};
use crate::record::{KEY, Record, record, user};
use keytrail::hidden::is_hidden;
use serde_json::json;

/// A direction override, a control sequence, a C1 control, no width, a line separator, a tag, and what SQL escapes.
const NAME: &str = "gpj\u{202e}exe\u{1b}[2J\u{9b}1m\u{200b}\u{2028}\u{e0041}'\\2603";

#[test]
fn a_hidden_name_is_followed_and_shown() {
    let made = json!({"userName": NAME, "userId": "AIDAI44QH8DHBEXAMPLE",
        "arn": format!("arn:aws:iam::111122223333:user/{NAME}")});
    let signed_in = user(NAME, "").with("principalId", "AIDAI44QH8DHBEXAMPLE").without("accessKeyId");
    let records = [
        record("iam", "CreateUser").request(json!({"userName": NAME})).response(json!({"user": made})),
        record("iam", "CreateLoginProfile")
            .number(1)
            .at("2026-01-02T10:01:00Z")
            .request(json!({"userName": NAME}))
            .response(json!({"loginProfile": {"userName": NAME}})),
        record("signin", "ConsoleLogin")
            .number(2)
            .at("2026-01-02T10:02:00Z")
            .by(signed_in)
            .with("eventType", "AwsConsoleSignIn")
            .response(json!({"ConsoleLogin": "Success"})),
    ];
    let case = investigate(KEY, "2026-01-02T00:00Z", "2026-01-03T00:00Z").on_records(&records);
    assert_eq!(case.facts()["totals"]["outcomes"]["total"], 3, "{}", case.run.stderr);
    let mut statements = 0;
    for (name, text) in files(&case.path("")) {
        let hidden = text.chars().find(|c| is_hidden(*c) && *c != '\n' && *c != '\r');
        assert_eq!(hidden, None, "{name}");
        if name.ends_with(".sql") && text.contains("202E") {
            statements += 1;
            let spelt = r"U&'gpj\202Eexe\001B[2J\009B1m\200B\2028\+0E0041''\\2603'";
            assert!(text.contains(spelt), "{text}");
        }
    }
    assert!(statements > 0, "the name was asked for");
    let credentials = case.facts()["credentials"].to_string();
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
