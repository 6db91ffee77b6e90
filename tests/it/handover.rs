//! What the one who is handed a case checks it by: digests of logs and evidence, deadlines, places that are disputed.

use crate::case::{Case, Investigation, gap_says, investigate};
use crate::harness::{folder, keytrail, plain};
use crate::record::{Record, record, session};
use keytrail::digest::sha256;
use serde_json::{Value, json as value};

const KEY: &str = "ASIAIOSFODNN7EXAMPLE";

const MACHINE: &str = "i-0123456789abcdef0";

/// A call of an instance's session from an address.
fn call(address: &str) -> Value {
    record("s3", "ListBuckets")
        .at("2026-01-02T03:30:00Z")
        .by(session("web", MACHINE, KEY))
        .out_of(address)
        .with("awsRegion", "eu-west-1")
}

/// A case of one such call, with a finding of this type at its address.
fn case(address: &str, finding_type: &str, more: &[&str]) -> Case {
    let (logs, given) = (folder(), folder());
    let text = value!({ "Records": [call(address)] }).to_string();
    std::fs::write(logs.path().join("back\\slash.json"), text).expect("the log is written");
    let finding = value!({
        "id": "f-0001", "type": finding_type, "accountId": "111122223333", "region": "eu-west-1",
        "createdAt": "2026-01-02T05:00:00Z", "severity": 8.0,
        "resource": {"accessKeyDetails": {"accessKeyId": KEY, "principalId": session("web", MACHINE, KEY)["principalId"]}},
        "service": {"eventFirstSeen": "2026-01-02T03:30:00Z", "eventLastSeen": "2026-01-02T03:30:00Z",
            "action": {"awsApiCallAction": {"api": "ListBuckets", "remoteIpDetails": {"ipAddressV4": address}}}},
    });
    let file = given.path().join("finding.json");
    std::fs::write(&file, finding.to_string()).expect("the finding is written");
    Investigation::new().with(&["--finding", plain(&file)]).with(more).on(logs.path())
}

const INSIDE: &str = "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS";
const OUTSIDE: &str = "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS";

/// What the gap about a disputed place says, and the likelihood of our own finding.
fn disputed(facts: &Value) -> (String, Value) {
    let question = "instance_credentials_used_outside";
    let mut findings = facts["findings"].as_array().expect("findings").iter();
    let finding = findings.find(|finding| finding["question"] == question);
    let what = gap_says(facts, "place_disputed").unwrap_or_default();
    (what, finding.map(|finding| finding["likelihood"].clone()).unwrap_or_default())
}

#[test]
fn a_finding_that_places_the_caller_elsewhere_is_told() {
    let (facts, report) = case("198.51.100.7", INSIDE, &[]).facts_and_report();
    let (what, likelihood) = disputed(&facts);
    for part in ["InsideAWS (f-0001)", "inside AWS, at 198.51.100.7", "outside AWS."] {
        assert!(what.contains(part), "{part}: {what}");
    }
    assert_eq!(likelihood, "unlikely");
    assert!(report.contains("names a finding of another source that disagrees on where this was."));
    let facts = case("3.120.0.1", OUTSIDE, &[]).facts();
    let (what, likelihood) = disputed(&facts);
    assert!(what.contains("outside AWS, at 3.120.0.1") && likelihood.is_null(), "{what}");
    for (address, finding_type) in [("198.51.100.7", OUTSIDE), ("3.120.0.1", INSIDE)] {
        assert_eq!(disputed(&case(address, finding_type, &[]).facts()).0, "", "{address}");
    }
}

/// Names that no terminal should be shown, and names that are no UTF-8, stay apart and harmless.
#[cfg(unix)]
#[test]
fn each_log_file_has_a_name_of_its_own_in_the_list() {
    use std::os::unix::ffi::OsStrExt;
    let logs = folder();
    for name in [b"a\xff.json".as_slice(), b"a\xfe.json", b"a\x1b[2J.json"] {
        let file = logs.path().join(std::ffi::OsStr::from_bytes(name));
        std::fs::write(file, r#"{"Records":[{"eventVersion":"1.11","eventTime":"2026-03-14T10:00:00Z","eventName":"ListUsers","eventSource":"iam.amazonaws.com","userIdentity":{}}]}"#)
            .expect("the log is written");
    }
    let case = investigate(KEY, "2026-03-14T00:00Z", "2026-03-15T00:00Z").on(logs.path());
    let list = case.text("evidence/log-files.sha256");
    let names: Vec<&str> = list.lines().filter_map(|line| line.split("  ").nth(1)).collect();
    assert_eq!(names, [r"a\x1b[2J.json", r"a\xfe.json", r"a\xff.json"]);
    let paths = "SELECT DISTINCT \"$path\" AS path FROM logs";
    let run = keytrail(&["query", paths, "-s", plain(logs.path()), "--format", "jsonl"]);
    assert_eq!(run.stdout.lines().count(), 3, "records name different files: {}", run.stdout);
}

#[test]
fn logs_and_evidence_can_be_checked_by_their_digests() {
    let case = case("198.51.100.7", INSIDE, &[]);
    let (facts, report) = case.facts_and_report();
    let read = |name: &str| std::fs::read(case.path(name)).expect("the file is there");
    let list = read("evidence/log-files.sha256");
    let log = sha256(value!({ "Records": [call("198.51.100.7")] }).to_string().as_bytes());
    // As sha256sum writes a name with a backslash.
    assert_eq!(String::from_utf8_lossy(&list), format!("\\{log}  back\\\\slash.json\n"));
    assert_eq!(facts["coverage"]["input_digest"], sha256(&list));
    for name in
        ["incident.json", "evidence/events.jsonl", "evidence/index.jsonl", "evidence/queries/Q-001.sql"]
    {
        assert!(report.contains(&sha256(&read(name))), "{name}");
    }
    assert!(report.contains("| Time to detect | First request to Detection | 1 h 30 min ("), "{report}");
}

#[test]
fn deadlines_run_from_the_time_that_the_operator_gives() {
    let aware = ["--aware-at", "2026-01-02T23:30:00-02:00"];
    let report = case("198.51.100.7", OUTSIDE, &aware).report();
    for part in ["2026-01-06T01:30:00Z", "2026-01-05 to 2026-01-07", "2026-02-01; 2026-03-03", "in UTC;"] {
        assert!(report.contains(part), "{part}");
    }
    let report = case("198.51.100.7", OUTSIDE, &[]).report();
    assert!(report.contains("No deadline is computed without it."));
    let run = case("198.51.100.7", OUTSIDE, &["--aware-at", "2026-01-02 23:30"]).run;
    assert!(run.code == 2 && run.stderr.contains("--aware-at"), "{}", run.stderr);
}

#[test]
fn what_speaks_for_and_against_a_cause_is_of_the_facts() {
    let report = case("198.51.100.7", OUTSIDE, &[]).report();
    let row = |what: &str| {
        let row = report.lines().find(|line| line.starts_with(&format!("| {what}")));
        row.unwrap_or_else(|| panic!("no row {what}")).to_string()
    };
    let instance = row("An instance, container or function");
    for part in [
        "the session is named like an instance",
        "ASSESSED, likely",
        "InstanceCredentialExfiltration (REPORTED)",
    ] {
        assert!(instance.contains(part), "{part}: {instance}");
    }
    assert!(row("The key stood in code").contains("nothing in these facts | a temporary key"));
}
