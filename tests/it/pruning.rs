//! What the statements of a case look for in the bytes of a log before they take a record apart: a statement that looks
//! for nothing reads everything.

use crate::harness::{json, keytrail};
use std::collections::BTreeSet;
use std::fmt::Write;

#[test]
fn statements_look_for_what_few_records_hold() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("demo");
    let run = keytrail(&["demo", "-o", out.to_str().expect("a plain path")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let queries = json(&out.join("case/incident.json"))["queries"].take();
    let mut told = BTreeSet::new();
    for query in queries.as_array().expect("a list") {
        let text = |name: &str| query[name].as_str().expect("a text").to_string();
        let statement = std::fs::read_to_string(out.join("case").join(text("file"))).expect("the statement");
        let logs = out.join("logs");
        let explained =
            keytrail(&["query", "-s", logs.to_str().expect("a plain path"), &format!("EXPLAIN {statement}")]);
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
    let logs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/trino/logs");
    let logs = logs.to_str().expect("a plain path");
    for (statement, fields) in FIELDS {
        let explained = keytrail(&["query", "-s", logs, &format!("EXPLAIN {statement}")]);
        assert_eq!(explained.code, 0, "{statement}: {}", explained.stderr);
        for scan in explained.stdout.lines().filter(|line| line.contains("LogScan")) {
            assert!(scan.ends_with(&format!("fields=[{fields}]")), "{statement}: {scan}");
        }
    }
}
