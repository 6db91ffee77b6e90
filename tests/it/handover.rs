//! What the one who is handed a case checks it by: digests of logs and evidence, deadlines, places that are disputed.

use crate::harness::{Run, investigate, json, keytrail};
use keytrail::digest::sha256;
use serde_json::{Value, json as value};
use std::path::Path;

const KEY: &str = "ASIAIOSFODNN7EXAMPLE";

/// A call of an instance's session from an address.
fn call(address: &str) -> Value {
    value!({
        "eventVersion": "1.11", "eventID": "e-1", "eventTime": "2026-01-02T03:30:00Z",
        "eventSource": "s3.amazonaws.com", "eventName": "ListBuckets", "readOnly": true,
        "userIdentity": {"type": "AssumedRole", "principalId": "AROAIOSFODNN7EXAMPLE:i-0123456789abcdef0",
            "arn": "arn:aws:sts::111122223333:assumed-role/web/i-0123456789abcdef0",
            "accountId": "111122223333", "accessKeyId": KEY},
        "awsRegion": "eu-west-1", "sourceIPAddress": address, "userAgent": "tool/1",
        "eventType": "AwsApiCall", "eventCategory": "Management", "recipientAccountId": "111122223333",
    })
}

/// A run on one record, with a finding of this type at the record's address.
fn run(folder: &Path, address: &str, finding_type: &str, more: &[&str]) -> Run {
    let at = |name: &str| folder.join(name).to_str().expect("a plain path").to_string();
    std::fs::create_dir(at("logs")).expect("made");
    std::fs::write(at("logs/back\\slash.json"), value!({"Records": [call(address)]}).to_string())
        .expect("written");
    let finding = value!({
        "id": "f-0001", "type": finding_type, "accountId": "111122223333", "region": "eu-west-1",
        "createdAt": "2026-01-02T05:00:00Z", "severity": 8.0,
        "resource": {"accessKeyDetails": {"accessKeyId": KEY, "principalId": "AROAIOSFODNN7EXAMPLE:i-0123456789abcdef0"}},
        "service": {"eventFirstSeen": "2026-01-02T03:30:00Z", "eventLastSeen": "2026-01-02T03:30:00Z",
            "action": {"awsApiCallAction": {"api": "ListBuckets", "remoteIpDetails": {"ipAddressV4": address}}}},
    });
    std::fs::write(at("finding.json"), finding.to_string()).expect("written");
    let (finding, logs, case) = (at("finding.json"), at("logs"), at("case"));
    let args = ["investigate", "--finding", &finding, "-s", &logs, "-o", &case, "--case-id", "T"];
    keytrail(&[&args[..], more].concat())
}

const INSIDE: &str = "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS";
const OUTSIDE: &str = "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS";

fn facts_and_report(address: &str, finding_type: &str, more: &[&str]) -> (Value, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = run(folder.path(), address, finding_type, more);
    assert!(run.code <= 1, "{}", run.stderr);
    let report = std::fs::read_to_string(folder.path().join("case/report.md")).expect("a report");
    (json(&folder.path().join("case/incident.json")), report)
}

/// What the gap about a disputed place says, and the likelihood of our own finding.
fn disputed(facts: &Value) -> (String, Value) {
    let each = |list: &str| facts[list].as_array().expect("a list").clone();
    let gap = each("gaps").into_iter().find(|gap| gap["kind"] == "place_disputed");
    let question = "instance_credentials_used_outside";
    let finding = each("findings").into_iter().find(|finding| finding["question"] == question);
    let what = gap.and_then(|gap| gap["what"].as_str().map(str::to_string)).unwrap_or_default();
    (what, finding.map(|finding| finding["likelihood"].clone()).unwrap_or_default())
}

#[test]
fn a_finding_that_places_the_caller_elsewhere_is_told() {
    let (facts, report) = facts_and_report("198.51.100.7", INSIDE, &[]);
    let (what, likelihood) = disputed(&facts);
    for part in ["InsideAWS (f-0001)", "inside AWS, at 198.51.100.7", "outside AWS."] {
        assert!(what.contains(part), "{part}: {what}");
    }
    assert_eq!(likelihood, "unlikely");
    assert!(report.contains("names a finding of another source that disagrees on where this was."));
    let (facts, _) = facts_and_report("3.120.0.1", OUTSIDE, &[]);
    let (what, likelihood) = disputed(&facts);
    assert!(what.contains("outside AWS, at 3.120.0.1") && likelihood.is_null(), "{what}");
    for (address, finding_type) in [("198.51.100.7", OUTSIDE), ("3.120.0.1", INSIDE)] {
        assert_eq!(disputed(&facts_and_report(address, finding_type, &[]).0).0, "", "{address}");
    }
}

/// Names that no terminal should be shown, and names that are no UTF-8, stay apart and harmless.
#[cfg(unix)]
#[test]
fn each_log_file_has_a_name_of_its_own_in_the_list() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let logs = folder.path().join("logs");
    std::fs::create_dir(&logs).expect("a folder");
    for name in [b"a\xff.json".as_slice(), b"a\xfe.json", b"a\x1b[2J.json"] {
        let file = logs.join(std::ffi::OsStr::from_bytes(name));
        std::fs::write(file, r#"{"Records":[{"eventVersion":"1.11","eventTime":"2026-03-14T10:00:00Z","eventName":"ListUsers","eventSource":"iam.amazonaws.com","userIdentity":{}}]}"#)
            .expect("the log is written");
    }
    let (_, _, case) = investigate("AKIAIOSFODNN7EXAMPLE", "2026-03-14T00:00Z", "2026-03-15T00:00Z", &logs);
    let list = std::fs::read_to_string(case.path().join("case/evidence/log-files.sha256"));
    let list = list.expect("the list is text");
    let names: Vec<&str> = list.lines().filter_map(|line| line.split("  ").nth(1)).collect();
    assert_eq!(names, [r"a\x1b[2J.json", r"a\xfe.json", r"a\xff.json"]);
    let paths = "SELECT DISTINCT \"$path\" AS path FROM logs";
    let run = keytrail(&["query", paths, "-s", logs.to_str().expect("plain"), "--format", "jsonl"]);
    assert_eq!(run.stdout.lines().count(), 3, "records name different files: {}", run.stdout);
}

#[test]
fn logs_and_evidence_can_be_checked_by_their_digests() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = run(folder.path(), "198.51.100.7", INSIDE, &[]);
    assert!(run.code <= 1, "{}", run.stderr);
    let read = |name: &str| std::fs::read(folder.path().join(name)).expect("the file is there");
    let list = read("case/evidence/log-files.sha256");
    let log = sha256(&read("logs/back\\slash.json"));
    // As sha256sum writes a name with a backslash.
    assert_eq!(String::from_utf8_lossy(&list), format!("\\{log}  back\\\\slash.json\n"));
    let facts = json(&folder.path().join("case/incident.json"));
    assert_eq!(facts["coverage"]["input_digest"], sha256(&list));
    let report = String::from_utf8(read("case/report.md")).expect("text");
    for name in
        ["incident.json", "evidence/events.jsonl", "evidence/index.jsonl", "evidence/queries/Q-001.sql"]
    {
        assert!(report.contains(&sha256(&read(&format!("case/{name}")))), "{name}");
    }
    assert!(report.contains("| Time to detect | First request to Detection | 1 h 30 min ("), "{report}");
}

#[test]
fn deadlines_run_from_the_time_that_the_operator_gives() {
    let aware = ["--aware-at", "2026-01-02T23:30:00-02:00"];
    let (_, report) = facts_and_report("198.51.100.7", OUTSIDE, &aware);
    for part in ["2026-01-06T01:30:00Z", "2026-01-05 to 2026-01-07", "2026-02-01; 2026-03-03", "in UTC;"] {
        assert!(report.contains(part), "{part}");
    }
    let (_, report) = facts_and_report("198.51.100.7", OUTSIDE, &[]);
    assert!(report.contains("No deadline is computed without it."));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = run(folder.path(), "198.51.100.7", OUTSIDE, &["--aware-at", "2026-01-02 23:30"]);
    assert!(run.code == 2 && run.stderr.contains("--aware-at"), "{}", run.stderr);
}

#[test]
fn what_speaks_for_and_against_a_cause_is_of_the_facts() {
    let (_, report) = facts_and_report("198.51.100.7", OUTSIDE, &[]);
    let row = |what: &str| {
        let row = report.lines().find(|line| line.starts_with(&format!("| {what}")));
        row.unwrap_or_else(|| panic!("no row {what}")).to_string()
    };
    let instance = row("An instance or container");
    for part in [
        "the session is named like an instance",
        "ASSESSED, likely",
        "InstanceCredentialExfiltration (REPORTED)",
    ] {
        assert!(instance.contains(part), "{part}: {instance}");
    }
    assert!(row("The key stood in code").contains("nothing in these facts | a temporary key"));
}
