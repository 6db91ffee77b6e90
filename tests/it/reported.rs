//! Findings that the logs do not bear out: the report says so and does not say that nothing happened.

use crate::case::{Investigation, gap_says};
use crate::findings::{KEY, finding, investigate};
use crate::harness::{folder, plain};
use crate::record::{Record, record, session};
use serde_json::{Value, json as value};

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

/// A role session whose key is younger than the first sighting: the principal was seen with another key then, and logs that
/// start later hold nothing of that.
#[test]
fn a_sighting_before_the_key_was_issued_is_not_in_the_logs() {
    let long_ago = |f: &mut Value| f["service"]["eventFirstSeen"] = "2025-12-20T03:00:00Z".into();
    let (code, facts) = run(long_ago, &[]);
    let told = what(&facts, "finding_not_in_logs");
    let expected = "no record of its key or principal is of 2025-12-20T03:00:00Z, when it was first seen";
    assert!(told.contains(expected), "{told}");
    assert_eq!(code, 1);
    assert!(
        facts["answers"].as_array().expect("answers").iter().all(|answer| answer["state"] != "NOT_OBSERVED")
    );
}

#[test]
fn every_key_of_a_sequence_must_be_in_the_logs() {
    let sequence = |other: bool| {
        move |f: &mut Value| {
            let actor =
                |key: &str| value!({"user": {"credentialUid": key, "uid": "AROAIOSFODNN7EXAMPLE:i-0abc"}});
            let mut actors = vec![actor("ASIAIOSFODNN7EXAMPLE")];
            actors.extend(other.then(|| actor("ASIAANOTHERKEYEXAMPL")));
            f["type"] = "AttackSequence:IAM/CompromisedCredentials".into();
            f["resource"] = value!({"resourceType": "AttackSequence"});
            f["service"]["action"] = Value::Null;
            f["service"]["detection"] = value!({"sequence": {"actors": actors}});
        }
    };
    assert_eq!(what(&run(sequence(false), &[]).1, "finding_not_in_logs"), "");
    let told = what(&run(sequence(true), &[]).1, "finding_not_in_logs");
    assert!(told.ends_with("is not borne out: no record is of its key ASIAANOTHERKEYEXAMPL."), "{told}");
}

/// The logs hold one call, ListBuckets of S3 at 03:30.
#[test]
fn a_call_is_borne_out_by_one_record_of_that_name_service_and_time() {
    let call = |api: &str, service: &str| {
        let (api, service) = (api.to_string(), service.to_string());
        move |f: &mut Value| {
            f["service"]["action"]["awsApiCallAction"]["api"] = api.clone().into();
            f["service"]["action"]["awsApiCallAction"]["serviceName"] = service.clone().into();
        }
    };
    for (api, service, missing) in [
        ("ListBuckets", "s3.amazonaws.com", ""),
        // Lambda's records name the interface by its date, and only that may follow.
        ("ListBuckets20150331v2", "s3.amazonaws.com", ""),
        ("List", "s3.amazonaws.com", "of its call List"),
        ("ListBuckets", "s3tables.amazonaws.com", "of its call ListBuckets"),
    ] {
        let told = what(&run(call(api, service), &[]).1, "finding_not_in_logs");
        assert!(
            if missing.is_empty() { told.is_empty() } else { told.contains(missing) },
            "{api} {service}: {told}"
        );
    }
}

#[test]
fn calls_to_kubernetes_are_not_looked_for_in_cloudtrail() {
    let kubernetes = |f: &mut Value| {
        f["type"] = "Discovery:Kubernetes/MaliciousIPCaller".into();
        f["resource"]["accessKeyDetails"]["accessKeyId"] = "ASIAANOTHERKEYEXAMPL".into();
        f["service"]["action"] = value!({"actionType": "KUBERNETES_API_CALL"});
    };
    let told = what(&run(kubernetes, &[]).1, "finding_not_in_logs");
    assert!(told.contains("is about calls to Kubernetes, which CloudTrail does not record"), "{told}");
}

/// The facts of a finding and of calls of its key: time, call of S3 and address.
fn of_calls(finding: &Value, calls: &[(&str, &str, &str)]) -> Value {
    let call = |(number, (time, name, address)): (usize, &(&str, &str, &str))| {
        record("s3", name)
            .number(number)
            .at(format!("2026-01-02T{time}Z"))
            .by(session("web", "i-0abc", KEY).with("principalId", "AROAIOSFODNN7EXAMPLE:i-0abc"))
            .out_of(address)
            .with("awsRegion", "eu-west-1")
    };
    let records: Vec<Value> = calls.iter().enumerate().map(call).collect();
    let given = folder();
    let file = given.path().join("finding.json");
    std::fs::write(&file, finding.to_string()).expect("the finding is written");
    Investigation::new().with(&["--finding", plain(&file)]).on_records(&records).facts()
}

#[test]
fn what_several_records_have_in_common_with_a_finding_bears_it_out_together_only() {
    let told = |calls: &[(&str, &str, &str)]| what(&of_calls(&finding(), calls), "finding_not_in_logs");
    let from_there = ("03:40:00", "ListObjects", "198.51.100.7");
    let own = ("03:30:00", "ListBuckets", "203.0.113.9");
    let expected = "no single record of its key is of its call ListBuckets from 198.51.100.7 at the time when it was seen";
    assert!(told(&[own, from_there]).contains(expected), "{}", told(&[own, from_there]));
    assert_eq!(told(&[own, from_there, ("03:50:00", "ListBuckets", "198.51.100.7")]), "");
}

#[test]
fn calls_from_the_address_of_a_finding_are_told_however_it_is_spelled() {
    let calls = [("03:30:00", "ListBuckets", "2001:db8:bad::7"), ("03:40:00", "ListBuckets", "2001:db8::9")];
    for spelled in ["2001:0db8:0bad:0000:0000:0000:0000:0007", "2001:DB8:BAD:0:0:0:0:7", "2001:db8:bad::7"] {
        let mut finding = finding();
        finding["service"]["action"]["awsApiCallAction"]["remoteIpDetails"] =
            value!({"ipAddressV6": spelled});
        assert_eq!(of_calls(&finding, &calls)["key_activity"]["from_foreign"]["count"], 1, "{spelled}");
    }
}
