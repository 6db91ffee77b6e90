//! With a zone set, no time of a report stands in UTC alone; and no cell of a table is empty.

use crate::harness::keytrail;
use serde_json::json;

#[test]
fn every_time_has_the_operators_zone_beside_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_string();
    // Root has no user name: CloudTrail writes an empty one.
    let record = json!({
        "eventVersion": "1.11", "eventID": "e-1", "eventTime": "2026-01-02T10:00:00Z", "eventSource": "iam.amazonaws.com",
        "eventName": "CreateAccessKey", "awsRegion": "us-east-1", "sourceIPAddress": "198.51.100.7", "readOnly": false,
        "userIdentity": {"type": "Root", "principalId": "111122223333", "arn": "arn:aws:iam::111122223333:root",
            "accountId": "111122223333", "accessKeyId": "AKIAIOSFODNN7EXAMPLE"},
        "requestParameters": null,
        "responseElements": {"accessKey": {"userName": "", "accessKeyId": "AKIAI44QH8DHBEXAMPLE", "status": "Active"}},
        "eventType": "AwsApiCall", "eventCategory": "Management", "recipientAccountId": "111122223333",
    });
    std::fs::write(at("log.json"), json!({"Records": [record]}).to_string()).expect("written");
    std::fs::write(at("keytrail.toml"), "[organisation]\ntimezone = \"Asia/Tokyo\"\n").expect("written");
    let (log, config, case) = (at("log.json"), at("keytrail.toml"), at("case"));
    let window = ["--from", "2026-01-02T00:00Z", "--to", "2026-01-03T00:00Z", "--case-id", "T"];
    let args = ["investigate", "-k", "AKIAIOSFODNN7EXAMPLE", "-s", &log, "--config", &config, "-o", &case];
    let run = keytrail(&[&args[..], &window].concat());
    assert_eq!(run.code, 1, "the logs end long before the window: {}", run.stderr);
    let report = std::fs::read_to_string(format!("{case}/report.md")).expect("a report");
    let gap = "before 2026-01-02T10:00:00Z (2026-01-02 19:00:00 JST, UTC+09:00);";
    assert!(report.contains(gap), "a time in a sentence of ours: {report}");
    let volume = "| 2026-01-02T10:00:00.000Z (2026-01-02 19:00:00 JST, UTC+09:00) |";
    assert!(report.contains(volume), "a time in a volume table: {report}");
    assert!(report.contains("| (empty) |") && !report.contains("|  |"), "{report}");
}
