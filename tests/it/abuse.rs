//! The draft for AWS's abuse desk: whose requests are in it, and that its numbers are those of one set of requests.

use crate::case::investigate;
use crate::record::{KEY, Record, record};
use serde_json::{Value, json};

/// A call of the key from an address.
fn call(number: usize, address: &str) -> Value {
    record("s3", "GetObject")
        .id(format!("e-{number}"))
        .at(format!("2026-01-02T10:{number:02}:00Z"))
        .out_of(address)
        .request(json!({"bucketName": "our-bucket", "key": "our-key"}))
        .with_all(json!({
            "requestID": format!("req-{number}"), "awsRegion": "eu-west-1",
            "tlsDetails": {"clientProvidedHostHeader": "our-bucket.s3.eu-west-1.amazonaws.com"},
            "eventCategory": "Data", "managementEvent": false,
        }))
}

/// Text and CSV of the draft, or the note in its place.
fn draft(records: &[Value]) -> (String, String) {
    let config =
        "[organisation]\ncontact = \"security@example.com\"\n[baseline]\nnetworks = [\"203.0.113.0/24\"]\n";
    let case = investigate(KEY, "2026-01-02T00:00Z", "2026-01-03T00:00Z")
        .with(&["--case-id", "T"])
        .configured(config)
        .on_records(records);
    assert!(case.run.code <= 1, "{}", case.run.stderr);
    let read = |name: &str| std::fs::read_to_string(case.path("abuse").join(name)).ok();
    let text = read("aws-report.txt").or_else(|| read("README.txt")).expect("a draft or a note");
    (text, read("aws-extract.csv").unwrap_or_default())
}

#[test]
fn the_account_of_who_came_in_is_named() {
    let trust = r#"{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "sts:AssumeRole"}]}"#;
    let made = record("iam", "CreateRole")
        .request(json!({"roleName": "our-role", "assumeRolePolicyDocument": trust}))
        .response(json!({"role": {"roleName": "our-role", "roleId": "AROAEXAMPLESYNC000000"}}));
    let outsider =
        json!({"type": "AWSAccount", "principalId": "AIDAEXAMPLEOUTSIDER01", "accountId": "444455556666"});
    let came = record("sts", "AssumeRole")
        .number(2)
        .at("2026-01-02T10:02:00Z")
        .by(outsider)
        .out_of("198.51.100.8")
        .request(json!({"roleArn": "arn:aws:iam::111122223333:role/our-role"}))
        .response(json!({"credentials": {"accessKeyId": "ASIAEXAMPLEOUTSIDER1"}}));
    let (text, _) = draft(&[made.clone(), came]);
    assert!(
        text.contains("as CloudTrail records it: 444455556666, AIDAEXAMPLEOUTSIDER01, called AssumeRole at")
            && !text.contains("AWS account of the caller: not known"),
        "{text}"
    );
    assert!(!text.contains("our-role"), "{text}");
    assert!(draft(&[made]).0.contains("AWS account of the caller: not known"));
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
    let partner = call(52, "198.51.100.7").with("recipientAccountId", "444455556666");
    records.extend([service, call(51, "198.51.100.7").denied(), partner]);
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
    let mut record = call(1, "198.51.100.7").without("eventID");
    record["tlsDetails"]["clientProvidedHostHeader"] = "our-name.example.com".into();
    let (text, csv) = draft(&[record]);
    for part in [
        "1 request was made: 1 succeeded, 0 were denied",
        "from 198.51.100.7 - T",
        "s3.eu-west-1.amazonaws.com (derived) (1)",
        "eventID not recorded",
        "aws-extract.csv, the request,",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(csv.contains("\"s3.eu-west-1.amazonaws.com (derived)\"") && !csv.contains("our-name"), "{csv}");
    assert!(csv.trim_end().ends_with("\"not-recorded\""), "{csv}");
}

#[test]
fn without_a_request_to_report_there_is_no_draft() {
    let (text, csv) = draft(&[call(1, "203.0.113.99"), call(2, "10.0.0.5")]);
    assert!(text.starts_with("No abuse report was drafted: no request came from a public address"), "{text}");
    assert!(csv.is_empty());
}

/// A call through a VPC endpoint.
fn through(number: usize, endpoint: &str, account: Option<&str>) -> Value {
    let record = call(number, "10.0.0.5").with("vpcEndpointId", endpoint);
    match account {
        Some(account) => record.with("vpcEndpointAccountId", account),
        None => record,
    }
}

#[test]
fn what_came_through_vpc_endpoints_is_told_and_counted() {
    let foreign = through(2, "vpce-0aaaaaaaaaaaaaaa1", Some("444455556666"));
    let own = through(3, "vpce-0aaaaaaaaaaaaaaa2", Some("111122223333"));
    let unknown = through(4, "vpce-0aaaaaaaaaaaaaaa3", None);
    let records = [
        call(1, "198.51.100.7"),
        foreign.clone(),
        own.clone(),
        unknown,
        call(5, "10.0.0.6"),
        call(6, "203.0.113.1"),
    ];
    let (text, csv) = draft(&records);
    for part in [
        "This draft counts 2 of the 6 requests",
        "Not counted: 1 attributed to the owner by the declared baseline, or made by an AWS service; 1 through VPC endpoints of your own accounts; 1 through VPC endpoints whose account the records do not name; 1 from a private address or a service, without a VPC endpoint.\n",
        "whose are these VPC endpoints? Add to section 3 those that are not yours:\n  vpce-0aaaaaaaaaaaaaaa3  first",
        "from 198.51.100.7 and 1 other source - T",
        "\n  vpce-0aaaaaaaaaaaaaaa1  account 444455556666  first 2026-01-02T10:02:00Z  last 2026-01-02T10:02:00Z  requests 1\n",
        "2026-01-02T10:02:00Z  vpce-0aaaaaaaaaaaaaaa1  s3.amazonaws.com GetObject  eu-west-1  ok  requestID req-2  eventID e-2",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // Our own network and its endpoints are none of AWS's customer's business.
    for inside in ["vpce-0aaaaaaaaaaaaaaa2", "10.0.0.5"] {
        assert!(!text.contains(inside) && !csv.contains(inside), "{text}{csv}");
    }
    let (_, sent) = text.split_once("Subject:").expect("a subject");
    assert!(!sent.contains("vpce-0aaaaaaaaaaaaaaa3"), "{sent}");
    assert_eq!(csv.lines().count(), 1 + 2, "{csv}");
    assert!(csv.contains("\"vpce-0aaaaaaaaaaaaaaa1\",\"not-recorded\""), "{csv}");

    let (text, csv) = draft(&[foreign, own.clone()]);
    assert!(text.contains("from VPC endpoint vpce-0aaaaaaaaaaaaaaa1 of account 444455556666 - T"), "{text}");
    assert!(text.contains("was used from each source above. 1 request was made"), "{text}");
    assert_eq!(csv.lines().count(), 1 + 1, "{csv}");
    let (text, _) = draft(&[own]);
    assert!(
        text.starts_with("No abuse report was drafted")
            && text.contains("1 through VPC endpoints of your own"),
        "{text}"
    );
}
