//! Findings that the logs do not bear out: the report says so and does not say that nothing happened.

use crate::case::gap_says;
use crate::findings::{finding, investigate};
use serde_json::Value;

fn run(change: impl Fn(&mut Value), more: &[&str]) -> (i32, Value) {
    let mut finding = finding();
    change(&mut finding);
    let (run, facts, _) = investigate(finding.to_string(), more);
    let facts = facts.unwrap_or_else(|| panic!("{}", run.stderr));
    (run.code, facts)
}

fn what(facts: &Value, kind: &str) -> String {
    gap_says(facts, kind).unwrap_or_default()
}

/// A window that the one record of the logs spans.
const WINDOW: [&str; 4] = ["--from", "2026-01-02T03:29:59Z", "--to", "2026-01-02T03:30:01Z"];

#[test]
fn a_finding_that_the_logs_bear_out_is_no_gap() {
    let (_, facts) = run(|_| (), &[]);
    assert_eq!(what(&facts, "finding_not_in_logs"), "");
}

#[test]
fn what_the_logs_lack_is_named_and_nothing_is_said_not_to_have_happened() {
    let key =
        |f: &mut Value| f["resource"]["accessKeyDetails"]["accessKeyId"] = "ASIAANOTHERKEYEXAMPL".into();
    let (code, facts) = run(key, &[]);
    assert!(what(&facts, "finding_not_in_logs").contains("no record is of its key ASIAANOTHERKEYEXAMPL"));
    assert_eq!(code, 1);
    let answers = facts["answers"].as_array().expect("answers");
    assert!(answers.len() == 12 && answers.iter().all(|answer| answer["state"] != "NOT_OBSERVED"));
    let call = "/service/action/awsApiCallAction";
    let address = format!("{call}/remoteIpDetails/ipAddressV4");
    let changes: [(&str, &str, &str); 4] = [
        (&address, "203.0.113.200", "from its address 203.0.113.200"),
        (&format!("{call}/api"), "CreateUser", "of its call CreateUser"),
        ("/accountId", "999988887777", "no record of its account 999988887777"),
        ("/region", "ap-south-1", "no record of its region ap-south-1"),
    ];
    for (path, text, expected) in changes {
        let (_, facts) = run(|f| *f.pointer_mut(path).expect("there") = text.into(), &[]);
        let told = what(&facts, "finding_not_in_logs");
        assert!(told.contains(expected), "{path}: {told}");
    }
}

#[test]
fn the_same_address_may_be_written_otherwise() {
    let mapped = |f: &mut Value| {
        f["service"]["action"]["awsApiCallAction"]["remoteIpDetails"] =
            serde_json::json!({"ipAddressV6": "::ffff:198.51.100.7"});
    };
    assert_eq!(what(&run(mapped, &[]).1, "finding_not_in_logs"), "");
}

#[test]
fn a_sighting_outside_the_window_is_named() {
    let (code, facts) = run(|_| (), &WINDOW);
    assert!(
        what(&facts, "sighting_outside_window").contains("2026-01-02T03:00:00Z and 2026-01-02T04:00:00Z")
    );
    assert_eq!((code, what(&facts, "finding_not_in_logs").as_str()), (1, ""));
}

#[test]
fn a_sample_reports_nothing() {
    let sample = |f: &mut Value| {
        f["service"]["additionalInfo"] = serde_json::json!({"sample": true});
        f["accountId"] = "999988887777".into();
    };
    assert_eq!(what(&run(sample, &[]).1, "finding_not_in_logs"), "");
}
