//! Very many sessions in one lineage. `KEYTRAIL_SESSIONS=100000 cargo test --release many_sessions -- --nocapture`
//! measures; the ordinary run proves that all of them are found.

use crate::case::{gap, investigate};
use crate::giant::watched;
use crate::harness::{folder, json, plain};
use crate::record::{KEY, Record, record, user};
use flate2::{Compression, GzBuilder};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::time::Instant;

const PER_FILE: usize = 2000;

/// Sessions of the ordinary run; debug builds are slow.
fn sessions() -> usize {
    std::env::var("KEYTRAIL_SESSIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(1500)
}

fn time(serial: usize) -> String {
    let at = chrono::DateTime::from_timestamp(1_773_446_400 + (serial % 80_000) as i64, 0);
    at.expect("a time").to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn call(serial: usize, who: Value, service: &str, name: &str) -> Value {
    record(service, name).number(serial).at(time(serial)).by(who).with("readOnly", true)
}

fn subject() -> Value {
    user("build", KEY)
}

fn session(hop: usize, number: usize) -> Value {
    json!({"type": "AssumedRole", "principalId": format!("AROAEXAMPLEROLE{hop:06}:s{number}"),
        "arn": format!("arn:aws:sts::111122223333:assumed-role/r{hop}/s{number}"), "accountId": "111122223333",
        "accessKeyId": key(hop, number), "sessionContext": {"sessionIssuer": {"type": "Role",
        "principalId": format!("AROAEXAMPLEROLE{hop:06}"), "arn": format!("arn:aws:iam::111122223333:role/r{hop}"),
        "accountId": "111122223333", "userName": format!("r{hop}")},
        "attributes": {"creationDate": "2026-03-14T00:00:00Z", "mfaAuthenticated": "false"}}})
}

fn key(hop: usize, number: usize) -> String {
    format!("ASIAEXAMPLE{hop}{number:08}")
}

fn assume(serial: usize, who: Value, hop: usize, number: usize) -> Value {
    let request = json!({"roleArn": format!("arn:aws:iam::111122223333:role/r{hop}"), "roleSessionName": format!("s{number}")});
    let response = json!({"credentials": {"accessKeyId": key(hop, number), "expiration": "Mar 15, 2026, 11:30:00 PM"},
        "assumedRoleUser": {"assumedRoleId": format!("AROAEXAMPLEROLE{hop:06}:s{number}"),
        "arn": format!("arn:aws:sts::111122223333:assumed-role/r{hop}/s{number}")}});
    call(serial, who, "sts", "AssumeRole").request(request).response(response)
}

/// One file for each hop and part: the subject assumes, each session assumes the next role, the last ones make a call.
/// `noise` calls of strangers stand beside each.
fn trail(folder: &Path, sessions: usize, hops: usize, noise: usize) {
    let mut serial = 0;
    let mut file = 0;
    for hop in 0..=hops {
        for part in (0..sessions).collect::<Vec<_>>().chunks(PER_FILE) {
            let mut records = Vec::new();
            for number in part.iter().copied() {
                let who = if hop == 0 { subject() } else { session(hop, number) };
                serial += 1;
                records.push(if hop < hops {
                    assume(serial, who, hop + 1, number)
                } else {
                    call(serial, who, "s3", "ListBuckets")
                });
                for _ in 0..noise {
                    serial += 1;
                    let mut stranger = session(9, serial);
                    stranger["accessKeyId"] = format!("ASIASTRANGER{serial:08}").into();
                    records.push(call(serial, stranger, "ec2", "DescribeInstances"));
                }
            }
            file += 1;
            let out = std::fs::File::create(folder.join(format!("{file:05}.json.gz"))).expect("a file");
            let mut gzip = GzBuilder::new().write(out, Compression::fast());
            serde_json::to_writer(&mut gzip, &json!({"Records": records})).expect("written");
            gzip.flush().expect("written");
        }
    }
}

fn check(hops: usize, noise: usize) {
    let sessions = sessions();
    let folder = folder();
    let logs = folder.path().join("logs");
    std::fs::create_dir(&logs).expect("a folder");
    trail(&logs, sessions, hops, noise);
    let (source, case) = (plain(&logs), folder.path().join("case"));
    let started = Instant::now();
    let (code, stderr, _) = watched(&[
        "query",
        "SELECT count(*) FROM cloudtrail_logs WHERE json_extract_scalar(requestparameters, '$.x') IS NULL",
        "-s",
        source,
    ]);
    let scan = started.elapsed();
    assert_eq!(code, 0, "{stderr}");
    let started = Instant::now();
    let window = ["--from", "2026-03-14T00:00Z", "--to", "2026-03-15T00:00Z"];
    let mut args = vec!["investigate", "-k", KEY, "-s", source, "-o", plain(&case)];
    args.extend(window);
    let (code, stderr, peak) = watched(&args);
    let whole = started.elapsed();
    assert!(code <= 1, "{stderr}");
    eprintln!(
        "{sessions} sessions, {hops} hops, {noise} strangers beside each: one scan {scan:.2?}, investigate {whole:.2?}, {} MiB",
        peak.unwrap_or(0) >> 10
    );
    let facts = json(&case.join("incident.json"));
    let credentials = facts["credentials"].as_array().expect("a list");
    assert_eq!(credentials.len(), 1 + hops * sessions);
    assert!(credentials[1..].iter().all(|c| c["outcomes"]["total"] == 1), "each session made one call");
    assert_eq!(facts["totals"]["outcomes"]["total"], (hops + 1) * sessions);
    assert_eq!(facts["key_activity"]["pivots"].as_array().expect("a list").len(), sessions);
    let mut kinds = facts["gaps"].as_array().expect("a list").iter().map(|gap| &gap["kind"]);
    assert!(!kinds.any(|kind| kind == "breadth_limit" || kind == "copies_limit"));
    for name in ["report.md", "report.html"] {
        let size = std::fs::metadata(case.join(name)).expect("the file is written").len();
        assert!(size < 2_000_000, "{name} is {size} bytes");
    }
}

#[test]
fn copies_that_are_not_looked_for_are_told() {
    let read = |serial: usize| {
        call(serial, subject(), "s3", "ListBuckets").with_all(json!({
            "sharedEventID": format!("shared-{serial}"), "resources": [{"accountId": "444455556666"}],
        }))
    };
    let records: Vec<Value> = (0..10_001).map(read).collect();
    let facts = investigate(KEY, "2026-03-14T00:00Z", "2026-03-15T00:00Z").on_records(&records).facts();
    assert!(gap(&facts, "copies_limit").is_some(), "{}", facts["gaps"]);
}

#[test]
fn many_sessions_of_one_key() {
    check(1, 1);
}

#[test]
fn many_sessions_over_three_hops() {
    check(3, 3);
}
