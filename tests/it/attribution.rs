//! Whose activity: one instance role with two live keys, one in the owner's network; and the days before.

use crate::case::investigate;
use crate::record::{Record, record, session};
use serde_json::Value;

const STOLEN: &str = "ASIAEXAMPLESTOLENKEY";

fn call(day: u32, name: &str, key: &str, address: &str, agent: &str, endpoint: Option<&str>) -> Value {
    let record = record("s3", name)
        .id(format!("{day}-{name}-{key}-{agent}"))
        .at(format!("2026-03-{day:02}T10:00:00Z"))
        .by(session("web", "i-0aaaaaaaaaaaaaaa1", key))
        .out_of(address)
        .with("userAgent", agent);
    match endpoint {
        Some(endpoint) => record.with("vpcEndpointId", endpoint),
        None => record,
    }
}

fn run(flags: &[&str]) -> (Value, String) {
    let records = [
        call(12, "ListBuckets", "ASIAEXAMPLEYESTERDAY", "203.0.113.10", "owner/1", None),
        call(14, "ListBuckets", "ASIAEXAMPLEOWNERKEY1", "203.0.113.10", "owner/1", None),
        call(
            14,
            "ListBuckets",
            "ASIAEXAMPLEOWNERKEY1",
            "10.0.0.5",
            "owner/1",
            Some("vpce-0123456789abcdef0"),
        ),
        call(14, "ListBuckets", STOLEN, "198.51.100.9", "tool/1", None),
        call(14, "GetBucketAcl", STOLEN, "198.51.100.9", "tool/1", None),
        call(14, "ListBuckets", STOLEN, "203.0.113.10", "tool/1", None),
    ];
    let case = investigate(STOLEN, "2026-03-14T00:00Z", "2026-03-15T00:00Z").with(flags);
    case.on_records(&records).facts_and_report()
}

fn shares(facts: &Value) -> Vec<String> {
    let text = |v: &Value| v.as_str().unwrap_or("-").to_string();
    let shares = facts["attribution"]["shares"].as_array().expect("shares");
    let line = |s: &Value| {
        let (key, who) = (text(&s["access_key"]), text(&s["actor"]));
        format!("{key} {} {} {who}", text(&s["address"]), text(&s["credential"]))
    };
    shares.iter().map(line).collect()
}

#[test]
fn without_a_baseline_nobody_is_named() {
    let (facts, report) = run(&[]);
    let shares = shares(&facts);
    assert!(!shares.is_empty() && shares.iter().all(|line| line.ends_with(" unattributed")), "{shares:?}");
    assert!(report.contains("No baseline was given"));
    assert!(facts["attribution"]["novelty"].is_null());
}

#[test]
fn keys_of_one_principal_are_split_by_the_baseline() {
    let own = ["--own-network", "203.0.113.0/24", "--own-vpc-endpoint", "vpce-0123456789abcdef0"];
    let agent = [&own[..], &["--own-user-agent", "owner/"]].concat();
    let (facts, _) = run(&own);
    assert_eq!(
        shares(&facts),
        [
            "ASIAEXAMPLESTOLENKEY 198.51.100.9 K-01 unattributed",
            "ASIAEXAMPLEOWNERKEY1 10.0.0.5 - own baseline",
            "ASIAEXAMPLEOWNERKEY1 203.0.113.10 - own baseline",
            "ASIAEXAMPLESTOLENKEY 203.0.113.10 K-01 own baseline",
        ]
    );
    let (facts, _) = run(&agent);
    assert_eq!(shares(&facts)[3], "ASIAEXAMPLESTOLENKEY 203.0.113.10 K-01 unattributed");
    let rows = facts["timeline"].as_array().expect("rows");
    assert!(!rows.is_empty() && rows.iter().all(|row| row["actor"] == "unattributed"), "{rows:?}");
}

#[test]
fn the_days_before_show_what_is_new() {
    let (facts, report) = run(&["--baseline-from", "2026-03-01T00:00Z"]);
    let novelty = &facts["attribution"]["novelty"];
    assert_eq!(novelty["calls_before"], 1);
    let new: Vec<String> = novelty["new"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|n| format!("{} {}", n["kind"].as_str().expect("kind"), n["value"].as_str().expect("value")))
        .collect();
    assert_eq!(new, ["address 198.51.100.9", "call s3.amazonaws.com: GetBucketAcl", "user agent tool/1"]);
    assert!(report.contains("New in the window, compared with 1 calls"));
    let (facts, report) = run(&["--baseline-from", "2026-03-13T00:00Z"]);
    assert_eq!(facts["attribution"]["novelty"]["calls_before"], 0);
    assert!(report.contains("what is new in the window CANNOT BE DETERMINED"));
}
