//! What the statements of a case look for in the bytes of a log before they take a record apart: a statement that looks
//! for nothing reads everything.

use crate::case::investigate;
use crate::harness::{demo, folder, json, keytrail, plain, repository};
use crate::record::KEY;
use std::collections::BTreeSet;
use std::fmt::Write;

#[test]
fn statements_look_for_what_few_records_hold() {
    let out = demo();
    let queries = json(&out.join("case/incident.json"))["queries"].take();
    let mut told = BTreeSet::new();
    for query in queries.as_array().expect("a list") {
        let text = |name: &str| query[name].as_str().expect("a text").to_string();
        let statement = std::fs::read_to_string(out.join("case").join(text("file"))).expect("the statement");
        let logs = out.join("logs");
        let explained = keytrail(&["query", "-s", plain(&logs), &format!("EXPLAIN {statement}")]);
        assert_eq!(explained.code, 0, "{}", explained.stderr);
        let scan = explained.stdout.lines().find(|line| line.contains("LogScan")).expect("a scan");
        let sought = scan.split_once("sought=").expect("what is looked for").1.split_once(" columns");
        told.insert((text("purpose"), sought.expect("and the columns").0.to_string()));
    }
    let told = told.iter().fold(String::new(), |mut all, (purpose, sought)| {
        let _ = writeln!(all, "{purpose}: {sought}");
        all
    });
    insta::assert_snapshot!("sought", told);
}

/// What a scan takes from the identity of its caller, by the statement.
const FIELDS: &[(&str, &str)] = &[
    ("SELECT useridentity.arn FROM logs", "useridentity.arn"),
    (
        "SELECT u.sessioncontext.sessionissuer.arn FROM (SELECT useridentity AS u FROM logs) WHERE u.type = 'Root'",
        "useridentity.sessioncontext.sessionissuer.arn useridentity.type",
    ),
    (
        "WITH x AS (SELECT useridentity AS u, eventid FROM logs) \
         SELECT a.u.arn, b.u.type FROM x a JOIN x b ON a.eventid = b.eventid",
        "useridentity.arn useridentity.type",
    ),
    // All of it, wherever it comes out.
    ("SELECT * FROM logs", ""),
    ("SELECT useridentity, useridentity.arn FROM logs", ""),
    ("SELECT u.arn FROM (SELECT DISTINCT useridentity AS u FROM logs)", ""),
    (
        "SELECT useridentity.arn FROM logs UNION ALL SELECT json_format(CAST(useridentity AS json)) FROM logs",
        "",
    ),
    ("SELECT max_by(useridentity, eventtime).arn FROM logs", ""),
    ("SELECT count(*) FROM logs GROUP BY useridentity", ""),
];

#[test]
fn a_scan_takes_the_fields_that_are_read() {
    let logs = repository("tests/trino/logs");
    for (statement, fields) in FIELDS {
        let explained = keytrail(&["query", "-s", plain(&logs), &format!("EXPLAIN {statement}")]);
        assert_eq!(explained.code, 0, "{statement}: {}", explained.stderr);
        let scans: Vec<&str> = explained.stdout.lines().filter(|line| line.contains("LogScan")).collect();
        assert!(!scans.is_empty(), "{statement}: {}", explained.stdout);
        for scan in scans {
            assert!(scan.ends_with(&format!("fields=[{fields}]")), "{statement}: {scan}");
        }
    }
}

/// An escape for a letter is valid JSON: the key is the same key, in a value, in a name and in a record that is a text.
#[test]
fn letters_written_as_escapes_hide_no_record() {
    let record = |id: &str| {
        format!(
            r#"{{"eventVersion":"1.11","userIdentity":{{"type":"IAMUser","accessKeyId":"AKIAIOSFODNN7EXAMPLE"}},"eventTime":"2026-01-02T03:04:05Z","eventSource":"iam.amazonaws.com","eventName":"GetUser","awsRegion":"us-east-1","requestParameters":{{"userName":"a=\\u0041"}},"eventID":"{id}","recipientAccountId":"111122223333"}}"#
        )
    };
    let spelled = |id: &str, from: &str, to: &str| {
        let text = record(id).replace(from, to);
        assert_ne!(text, record(id));
        text
    };
    let value = spelled("value", "AKIAIOSF", r"\u0041KI\u0041IOSF");
    let logs = folder();
    let others = record("others").replace("AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE");
    for (name, text) in [
        ("a", record("plain")),
        ("b", value.clone()),
        ("c", spelled("name", "accessKeyId", r"access\u004BeyId")),
        ("d", spelled("column", "userIdentity", r"user\u0049dentity")),
        ("e", serde_json::json!({"events": [{"message": value.replace("value", "text")}]}).to_string()),
        ("f", spelled("sign", "a=", r"a\u003d")),
        ("g", others.replace("AKIA", r"\u0041KIA")),
    ] {
        std::fs::write(logs.path().join(format!("{name}.json")), text).expect("the log is written");
    }
    let statement = "SELECT eventid, json_extract_scalar(requestparameters, '$.userName') AS name FROM logs \
                     WHERE useridentity.accesskeyid = 'AKIAIOSFODNN7EXAMPLE'";
    let source = plain(logs.path());
    let run = keytrail(&["query", "-s", source, "--format", "jsonl", statement]);
    let expected = ["plain", "value", "name", "column", "text", "sign"]
        .map(|id| format!("{{\"eventid\":\"{id}\",\"name\":\"a=\\\\u0041\"}}"));
    assert_eq!(run.stdout.lines().collect::<Vec<_>>(), expected, "{}", run.stderr);
    let case = investigate(KEY, "2026-01-02T03:00Z", "2026-01-02T04:00Z").on(logs.path());
    assert_eq!(case.facts()["key_activity"]["events"], 6, "{}", case.run.stderr);
}
