//! The draft for AWS's abuse desk: whose requests are in it, and that its numbers are those of one set of requests.

use crate::harness::keytrail;
use serde_json::{Value, json};

const KEY: &str = "AKIAIOSFODNN7EXAMPLE";

/// A call of the key from an address.
fn call(number: usize, address: &str) -> Value {
    json!({
        "eventVersion": "1.11", "eventID": format!("e-{number}"), "requestID": format!("req-{number}"),
        "eventTime": format!("2026-01-02T10:{number:02}:00Z"), "eventSource": "s3.amazonaws.com", "eventName": "GetObject",
        "userIdentity": {"type": "IAMUser", "principalId": "AIDAIOSFODNN7EXAMPLE", "arn": "arn:aws:iam::111122223333:user/alice",
            "accountId": "111122223333", "accessKeyId": KEY, "userName": "alice"},
        "awsRegion": "eu-west-1", "sourceIPAddress": address, "userAgent": "tool/1", "readOnly": true,
        "requestParameters": {"bucketName": "our-bucket", "key": "our-key"},
        "tlsDetails": {"clientProvidedHostHeader": "our-bucket.s3.eu-west-1.amazonaws.com"},
        "eventType": "AwsApiCall", "eventCategory": "Data", "recipientAccountId": "111122223333",
    })
}

/// Text and CSV of the draft, or the note in its place.
fn draft(records: &[Value]) -> (String, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_string();
    std::fs::write(at("log.json"), json!({ "Records": records }).to_string()).expect("written");
    let config =
        "[organisation]\ncontact = \"security@example.com\"\n[baseline]\nnetworks = [\"203.0.113.0/24\"]\n";
    std::fs::write(at("keytrail.toml"), config).expect("written");
    let (log, config, case) = (at("log.json"), at("keytrail.toml"), at("case"));
    let window = ["--from", "2026-01-02T00:00Z", "--to", "2026-01-03T00:00Z"];
    let args = ["investigate", "-k", KEY, "-s", &log, "--config", &config, "-o", &case, "--case-id", "T"];
    let run = keytrail(&[&args[..], &window].concat());
    assert!(run.code <= 1, "{}", run.stderr);
    let read = |name: &str| std::fs::read_to_string(format!("{case}/abuse/{name}")).ok();
    let text = read("aws-report.txt").or_else(|| read("README.txt")).expect("a draft or a note");
    (text, read("aws-extract.csv").unwrap_or_default())
}

#[test]
fn only_what_nobody_explains_is_reported() {
    let public = ["198.51.100.7", "2001:db8::7", "::ffff:198.51.100.8", "192.0.2.1"];
    let inside = [
        "203.0.113.99",
        "::ffff:203.0.113.98",
        "10.0.0.5",
        "172.31.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "192.0.0.8",
        "198.19.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "fd00::5",
        "fe80::1",
        "ff02::1",
        "::ffff:10.0.0.6",
        "AWS Internal",
    ];
    // The owner and a service come first: neither is the first activity of the draft.
    let mut records: Vec<Value> =
        inside.iter().chain(&public).enumerate().map(|(n, address)| call(n, address)).collect();
    let mut service = call(50, "kms.amazonaws.com");
    service["userIdentity"]["invokedBy"] = "kms.amazonaws.com".into();
    let mut denied = call(51, "198.51.100.7");
    denied["errorCode"] = "AccessDenied".into();
    let mut partner = call(52, "198.51.100.7");
    partner["recipientAccountId"] = "444455556666".into();
    records.extend([service, denied, partner]);
    let (text, csv) = draft(&records);
    for address in inside.iter().chain(&["kms.amazonaws.com"]) {
        assert!(
            !text.contains(&format!(" {address} ")) && !csv.contains(&format!("\"{address}\"")),
            "{address}: {text}"
        );
    }
    for address in public {
        assert!(
            text.contains(&format!(" {address} ")) && csv.contains(&format!("\"{address}\"")),
            "{address}: {text}"
        );
    }
    assert!(!(text.clone() + &csv).contains("our-"), "no resource of ours: {text}{csv}");
    for part in [
        "from 198.51.100.7 and 3 other addresses",
        "This draft counts 6 of the 26 requests",
        "6 requests were made: 5 succeeded, 1 was denied, 0 failed. Services called: s3.amazonaws.com (6).",
        "First activity: 2026-01-02T10:19:00Z\nLast activity: 2026-01-02T10:52:00Z",
        "198.51.100.7  first 2026-01-02T10:19:00Z  last 2026-01-02T10:52:00Z  requests 3",
        "s3.eu-west-1.amazonaws.com (6)",
        "all 6 requests",
        "requestID req-51  eventID e-51",
        "affected AWS account(s): 111122223333\nOPERATOR INPUT REQUIRED: the records also name 444455556666;",
        "preserved since: OPERATOR INPUT REQUIRED",
        "(a) this report:",
        "(b) our contact details:",
        "Previous AWS case numbers: OPERATOR INPUT REQUIRED",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(csv.lines().count(), 1 + 6, "{csv}");
}

#[test]
fn one_request_is_told_as_one() {
    let mut record = call(1, "198.51.100.7");
    record["tlsDetails"]["clientProvidedHostHeader"] = "our-name.example.com".into();
    record.as_object_mut().expect("an object").remove("eventID");
    let (text, csv) = draft(&[record]);
    for part in [
        "1 request was made: 1 succeeded, 0 were denied",
        "from 198.51.100.7 - T",
        "may name a resource: 1 request.",
        "eventID not recorded",
        "aws-extract.csv, the request,",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(csv.contains("\"left-out\"") && csv.trim_end().ends_with("\"not-recorded\""), "{csv}");
}

#[test]
fn without_a_request_to_report_there_is_no_draft() {
    let (text, csv) = draft(&[call(1, "203.0.113.99"), call(2, "10.0.0.5")]);
    assert!(text.starts_with("No abuse report was drafted: no request came from a public address"), "{text}");
    assert!(csv.is_empty());
}
