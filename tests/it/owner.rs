//! What is the owner's own, and what a baseline must not absolve.

use crate::harness::{json, keytrail};
use serde_json::{Value, json};

const STOLEN: &str = "ASIAEXAMPLESTOLENKEY";
const OTHER: &str = "ASIAEXAMPLEOTHERKEY1";
const PRINCIPAL: &str = "AROAEXAMPLEWEBROLE001:i-0aaaaaaaaaaaaaaa1";

fn call(time: &str, key: &str, address: &str, more: Value) -> Value {
    let mut record = json!({
        "eventVersion": "1.11", "eventID": format!("{time}-{key}-{address}"),
        "eventTime": format!("2026-03-14T{time}:00Z"),
        "eventSource": "s3.amazonaws.com", "eventName": "ListBuckets",
        "userIdentity": {"type": "AssumedRole", "principalId": PRINCIPAL, "accountId": "111122223333",
            "arn": "arn:aws:sts::111122223333:assumed-role/web/i-0aaaaaaaaaaaaaaa1", "accessKeyId": key},
        "awsRegion": "us-east-1", "sourceIPAddress": address, "userAgent": "tool/1", "readOnly": true,
        "eventType": "AwsApiCall", "eventCategory": "Management", "recipientAccountId": "111122223333",
    });
    for (field, value) in more.as_object().into_iter().flatten() {
        match field.as_str() {
            "invokedBy" => record["userIdentity"]["invokedBy"] = value.clone(),
            _ => record[field] = value.clone(),
        }
    }
    record
}

/// The shares as `key address who calls`, the facts and the report.
fn run(records: &[Value], reported: Option<&str>, flags: &[&str]) -> (Vec<String>, Value, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("plain").to_string();
    let (logs, finding, case) = (at("logs.json"), at("finding.json"), at("case"));
    std::fs::write(&logs, json!({"Records": records}).to_string()).expect("written");
    let mut args = vec!["investigate", "--source", &logs, "-o", &case, "--case-id", "INC-OWN"];
    args.extend(["--from", "2026-03-14T00:00Z", "--to", "2026-03-15T00:00Z"]);
    match reported {
        Some(address) => {
            let text = json!({"id": "f-1", "type": "UnauthorizedAccess:IAMUser/TorIPCaller", "accountId": "111122223333",
                "resource": {"accessKeyDetails": {"accessKeyId": STOLEN, "principalId": PRINCIPAL}},
                "service": {"eventFirstSeen": "2026-03-14T10:00:00Z", "action": {"awsApiCallAction": {"api": "ListBuckets",
                    "remoteIpDetails": {"ipAddressV4": address}, "remoteAccountDetails": {"accountId": "777788889999", "affiliated": false}}}}});
            std::fs::write(&finding, text.to_string()).expect("written");
            args.extend(["--finding", &finding]);
        }
        None => args.extend(["-k", STOLEN]),
    }
    args.extend(flags);
    let run = keytrail(&args);
    assert!(run.code <= 1, "{}", run.stderr);
    let facts = json(&std::path::Path::new(&case).join("incident.json"));
    let report = std::fs::read_to_string(format!("{case}/report.md")).expect("a report");
    let text = |v: &Value| v.as_str().unwrap_or("-").to_string();
    let line = |s: &Value| {
        format!("{} {} {} {}", text(&s["access_key"]), text(&s["address"]), text(&s["actor"]), s["calls"])
    };
    let shares = facts["attribution"]["shares"].as_array().expect("shares").iter().map(line).collect();
    (shares, facts, report)
}

#[test]
fn a_caller_with_an_address_is_no_service() {
    let records = [
        call("10:00", STOLEN, "198.51.100.9", json!({"invokedBy": "signin.amazonaws.com"})),
        call("10:01", STOLEN, "198.51.100.9", json!({"invokedBy": "athena.amazonaws.com"})),
        call("10:02", STOLEN, "athena.amazonaws.com", json!({"invokedBy": "athena.amazonaws.com"})),
    ];
    let (shares, facts, _) = run(&records, None, &[]);
    let services = shares.iter().filter(|share| share.ends_with("AWS service 1")).count();
    assert_eq!((services, shares.len()), (1, 3), "{shares:?}");
    let indicators = facts["indicators"].as_array().expect("indicators");
    assert!(indicators.iter().any(|i| i["value"] == "198.51.100.9" && i["count"] == 2));
}

#[test]
fn only_a_place_absolves() {
    let records = [
        call("10:00", STOLEN, "198.51.100.9", json!({})),
        call("10:01", STOLEN, "::ffff:203.0.113.7", json!({})),
        call("10:02", STOLEN, "10.0.0.7", json!({"vpcEndpointId": "vpce-0eeeeeeeeeeeeeeee"})),
        call("10:03", STOLEN, "10.0.0.8", json!({"vpcEndpointId": "vpce-0123456789abcdef0"})),
    ];
    let own = |flags: &[&str]| {
        let (shares, ..) = run(&records, None, flags);
        shares.into_iter().filter(|share| share.contains("own baseline")).collect::<Vec<_>>()
    };
    assert!(own(&["--own-principal", "AROAEXAMPLEWEBROLE001"]).is_empty());
    assert!(own(&["--own-user-agent", "tool/"]).is_empty());
    let places = [
        "--own-network",
        "203.0.113.0/24",
        "--own-network",
        "10.0.0.0/8",
        "--own-vpc-endpoint",
        "vpce-0123456789abcdef0",
    ];
    let expected = ["::ffff:203.0.113.7", "10.0.0.8"].map(|from| format!("{STOLEN} {from} own baseline 1"));
    assert_eq!(own(&places).len(), 2);
    assert!(own(&places).iter().all(|share| expected.contains(share)));
}

#[test]
fn an_address_of_many_networks_is_no_place_to_search_for() {
    let told = [
        ("198.51.100.9", "ipv4", "unattributed; ownership not checked"),
        ("::ffff:198.51.100.8", "ipv4", "unattributed; ownership not checked"),
        ("2001:db8::7", "ipv6", "unattributed; ownership not checked"),
        ("10.0.0.7", "ipv4", "private range: "),
        ("::ffff:10.0.0.8", "ipv4", "private range: "),
        ("100.64.0.1", "ipv4", "private range: "),
        ("fd00::1", "ipv6", "private range: "),
        ("HIDDEN", "address", "not an IP address as recorded"),
    ];
    let records = told.map(|(address, ..)| call("10:00", STOLEN, address, json!({})));
    let (_, facts, _) = run(&records, None, &[]);
    let indicators = facts["indicators"].as_array().expect("indicators");
    for (address, kind, note) in told {
        // One address has one form, however it was written.
        let value = address.strip_prefix("::ffff:").unwrap_or(address);
        let found = indicators.iter().find(|i| i["value"] == value).expect(address);
        assert_eq!(found["kind"], kind, "{address}");
        assert!(found["note"].as_str().expect("a note").starts_with(note), "{address}: {found}");
        let inside = found["confidence"]["reason"] == "hosts of many networks have this address";
        assert_eq!(inside, note.starts_with("private"), "{address}: {found}");
    }
}

#[test]
fn calls_within_the_declared_hours_are_told_from_those_outside() {
    let records = [
        call("10:00", STOLEN, "203.0.113.7", json!({})),
        call("02:13", STOLEN, "203.0.113.7", json!({})),
        call("02:14", STOLEN, "203.0.113.7", json!({})),
        call("02:40", OTHER, "203.0.113.7", json!({})),
    ];
    let flags = ["--own-network", "203.0.113.0/24", "--own-hours", "08:00-18:00"];
    let (shares, facts, report) = run(&records, Some("203.0.113.7"), &flags);
    let expected = ["unattributed 2", "unattributed 1", "own baseline 1"];
    assert!(shares.iter().zip(expected).all(|(share, end)| share.ends_with(end)), "{shares:?}");
    // The key that is used at night from the reported address is followed, and the report says who added it.
    assert_eq!(facts["subject"]["keys"][1]["given_by"], "added");
    assert!(report.contains("was added by keytrail: no finding names it"), "{report}");
    assert!(report.contains("finding names it; a principal"), "section 5");
    let kinds: Vec<&Value> = facts["gaps"].as_array().expect("gaps").iter().map(|gap| &gap["kind"]).collect();
    assert!(kinds.contains(&&json!("finding_against_baseline")));
}

#[test]
fn no_key_is_added_for_an_address_that_others_have_too() {
    let through = |endpoint: &str| json!({"vpcEndpointId": endpoint});
    let private = [
        call("10:00", STOLEN, "172.31.5.20", through("vpce-0eeeeeeeeeeeeeeee")),
        call("11:00", OTHER, "172.31.5.20", through("vpce-0123456789abcdef0")),
    ];
    let long_term = [
        call("10:00", STOLEN, "198.51.100.9", json!({})),
        call("11:00", "AKIAEXAMPLEBACKUP001", "198.51.100.9", json!({})),
    ];
    let exchanged =
        [call("10:00", STOLEN, "198.51.100.9", json!({})), call("11:00", OTHER, "198.51.100.9", json!({}))];
    let keys =
        |records: &[Value], address| run(records, Some(address), &[]).1["subject"]["access_keys"].clone();
    assert_eq!(keys(&private, "172.31.5.20"), json!([STOLEN]));
    assert_eq!(keys(&long_term, "198.51.100.9"), json!([STOLEN]));
    assert_eq!(keys(&exchanged, "198.51.100.9"), json!([STOLEN, OTHER]));
}

#[test]
fn a_key_of_the_same_principal_is_added_for_calls_that_are_not_the_owners() {
    let from = |stolen_inside: &str| {
        [
            call("09:00", STOLEN, stolen_inside, json!({})),
            call("10:00", STOLEN, "198.51.100.9", json!({})),
            call("11:00", OTHER, "198.51.100.9", json!({})),
            call("12:00", "ASIAEXAMPLEOWNERKEY1", stolen_inside, json!({})),
            call("13:00", "AKIAEXAMPLEBACKUP001", "198.51.100.9", json!({})),
        ]
    };
    let keys = |records: &[Value], flags: &[&str]| {
        let (_, facts, report) = run(records, None, flags);
        (facts["subject"]["access_keys"].clone(), report)
    };
    let (added, report) = keys(&from("203.0.113.7"), &["--own-network", "203.0.113.0/24"]);
    assert_eq!(added, json!([STOLEN, OTHER]));
    assert!(report.contains("nobody named it; the principal of a named key used it from 198.51.100.9"));
    // Without a baseline, leaving AWS tells it where the instance is within, and nothing where it may be outside itself.
    assert_eq!(keys(&from("10.0.0.5"), &[]).0, json!([STOLEN, OTHER]));
    let (added, report) = keys(&from("203.0.113.7"), &[]);
    assert_eq!(added, json!([STOLEN]));
    assert!(report.contains("Keys of the same principals that are not followed were used"), "as a gap");
}

#[test]
fn a_key_that_the_named_one_obtained_is_no_further_subject() {
    let response =
        json!({"credentials": {"accessKeyId": OTHER}, "assumedRoleUser": {"assumedRoleId": PRINCIPAL}});
    let again =
        json!({"eventSource": "sts.amazonaws.com", "eventName": "AssumeRole", "responseElements": response});
    let records =
        [call("10:00", STOLEN, "198.51.100.9", again), call("11:00", OTHER, "198.51.100.9", json!({}))];
    let (_, facts, report) = run(&records, Some("198.51.100.9"), &[]);
    assert_eq!(facts["subject"]["access_keys"], json!([STOLEN]));
    assert_eq!(facts["credentials"][1]["obtained"]["by"], "K-01");
    assert!(!report.contains("no finding names it"), "{report}");
    let (_, named, report) = run(&records, Some("198.51.100.9"), &["-k", OTHER]);
    assert_eq!(named["subject"]["access_keys"], json!([OTHER, STOLEN]));
    assert_eq!(named["key_activity"]["events"], 1);
    assert_eq!(named["key_activity"]["issued_by"], json!([]));
    assert!(
        report.contains("| What came from it | 1 key of the subject, obtained with another of them |"),
        "{report}"
    );
    assert!(report.contains("it obtained further credentials"), "{report}");
}

#[test]
fn the_baseline_reaches_the_findings() {
    let read = |time, address| {
        let secret = json!({"eventSource": "secretsmanager.amazonaws.com", "eventName": "GetSecretValue",
            "requestParameters": {"secretId": "prod/db"}});
        call(time, STOLEN, address, secret)
    };
    let own = ["--own-network", "203.0.113.0/24"];
    let finding = |facts: &Value, question: &str| {
        facts["findings"].as_array().expect("findings").iter().find(|f| f["question"] == question).cloned()
    };
    let (_, facts, report) = run(&[read("10:00", "203.0.113.7")], None, &own);
    let outside = "instance_credentials_used_outside";
    assert!(finding(&facts, outside).is_none(), "the baseline knows the place");
    assert!(report.contains("attributed to the owner by the declared baseline") && !report.contains("P1:"));
    let (_, facts, report) = run(&[read("10:00", "203.0.113.7"), read("11:00", "198.51.100.9")], None, &own);
    let inferred = finding(&facts, outside).expect("inferred");
    assert_eq!((&inferred["state"], &inferred["likelihood"]), (&json!("ASSESSED"), &json!("likely")));
    assert_eq!(inferred["own_calls"], 1);
    assert!(
        report.contains("1 of 2 calls are attributed to the owner by the declared baseline")
            && report.contains("P1:")
    );
    let unexplained = &facts["totals"]["unexplained"];
    assert_eq!((&unexplained["count"], &unexplained["first"]), (&json!(1), &unexplained["last"]));
    assert!(report.contains("1 request of these, at "), "the headline tells the owner's from the others");
    let of_key = &facts["key_activity"]["unexplained"];
    assert_eq!(of_key, unexplained, "the key's own activity is told apart, too");
    let both = [read("10:00", "203.0.113.7"), read("11:00", "198.51.100.9")];
    let (_, facts, report) = run(&both, Some("198.51.100.9"), &[]);
    let there = &facts["key_activity"]["from_foreign"];
    assert_eq!((&there["count"], &there["first"]), (&json!(1), &json!("2026-03-14T11:00:00Z")));
    assert!(report.contains("is from addresses that a finding takes for foreign"), "{report}");
    let (_, facts, report) = run(&[read("10:00", "203.0.113.7")], None, &[]);
    assert!(
        facts["key_activity"]["from_foreign"].is_null()
            && facts["totals"]["unexplained"].is_null()
            && !report.contains("of these, at ")
    );
}

#[test]
fn a_baseline_that_fits_everything_or_nothing_is_refused() {
    for (flags, expected) in [
        (["--own-network", "0.0.0.0/0"], "holds every address"),
        (["--own-network", "::/0"], "holds every address"),
        (["--own-principal", STOLEN], "is an access key ID"),
        (["--own-hours", "00:00-24:00"], "are not like 08:00-18:00"),
    ] {
        let args = ["investigate", "-k", STOLEN, "--source", "nowhere", "-o", "nowhere/case"];
        let window = ["--from", "2026-03-14T00:00Z", "--to", "2026-03-15T00:00Z"];
        let run = keytrail(&[&args[..], &window[..], &flags[..]].concat());
        assert!(run.code == 2 && run.stderr.contains(expected), "{}", run.stderr);
    }
}

#[test]
fn what_the_baseline_explains_wholly_is_no_confirmed_abuse() {
    let records =
        [call("10:00", STOLEN, "203.0.113.7", json!({})), call("10:01", STOLEN, "203.0.113.7", json!({}))];
    let own = ["--own-network", "203.0.113.0/24"];
    assert!(run(&records, None, &own).2.contains("| Severity | P3: "));
    let mixed = [records[0].clone(), call("10:01", STOLEN, "198.51.100.9", json!({}))];
    assert!(run(&mixed, None, &own).2.contains("| Severity | P2: "));
}

#[test]
fn an_address_in_two_spellings_is_one_indicator() {
    let records = [
        call("10:00", STOLEN, "2001:db8::77", json!({})),
        call("10:01", STOLEN, "2001:DB8:0:0:0:0:0:77", json!({})),
        call("10:02", STOLEN, "2001:db8::78", json!({})),
    ];
    let (_, facts, _) = run(&records, None, &[]);
    let of_addresses = facts["indicators"].as_array().expect("a list").iter().filter(|i| i["kind"] == "ipv6");
    let counts: Vec<(&Value, &Value)> = of_addresses.map(|i| (&i["value"], &i["count"])).collect();
    assert_eq!(counts, [(&json!("2001:db8::77"), &json!(2)), (&json!("2001:db8::78"), &json!(1))]);
}

#[test]
fn accounts_outside_are_indicators_whoever_names_them() {
    let through =
        |account: &str| json!({"vpcEndpointId": "vpce-0fffffffffffffff0", "vpcEndpointAccountId": account});
    let named = |records: &[Value], reported| -> Vec<(String, String, Value)> {
        let (_, facts, _) = run(records, reported, &[]);
        let outside = |i: &&Value| i["kind"] != "user_agent" && i["role"] != "source of calls";
        let text = |v: &Value| v.as_str().expect("text").to_string();
        let each = facts["indicators"].as_array().expect("a list").iter().filter(outside);
        each.map(|i| (text(&i["value"]), text(&i["confidence"]["class"]), i["count"].clone())).collect()
    };
    let indicator =
        |value: &str, class: &str, count: u64| (value.to_string(), class.to_string(), json!(count));
    let foreign = [call("10:00", STOLEN, "10.0.0.7", through("777788889999"))];
    let endpoint = indicator("vpce-0fffffffffffffff0", "Moderate", 1);
    assert_eq!(named(&foreign, None), [indicator("777788889999", "Moderate", 1), endpoint.clone()]);
    // A finding names the account, too, and an address that no record has.
    let reported = named(&foreign, Some("198.51.100.77"));
    let seen = [indicator("777788889999", "High", 1), endpoint, indicator("198.51.100.77", "Moderate", 0)];
    assert_eq!(reported, seen);
    let own = [call("10:00", STOLEN, "10.0.0.7", through("111122223333"))];
    assert_eq!(named(&own, None), []);
    assert_eq!(named(&own, Some("10.0.0.7")), [indicator("777788889999", "Moderate", 0)]);
}

#[test]
fn a_place_does_not_vouch_for_what_came_out_of_unattributed_activity() {
    const CHILD: &str = "ASIAEXAMPLECHILDKEY1";
    let who = |assumed_from: &str| {
        let answer = json!({"credentials": {"accessKeyId": CHILD, "expiration": "Mar 14, 2026, 11:00:00 PM"},
            "assumedRoleUser": {"assumedRoleId": "AROAEXAMPLEDEPLOY0001:job", "arn": "arn:aws:sts::111122223333:assumed-role/deploy/job"}});
        let assume = json!({"eventSource": "sts.amazonaws.com", "eventName": "AssumeRole",
            "requestParameters": {"roleArn": "arn:aws:iam::111122223333:role/deploy", "roleSessionName": "job"}, "responseElements": answer});
        let records = [
            call("10:00", STOLEN, assumed_from, assume),
            call("10:01", STOLEN, "203.0.113.7", json!({})),
            call("10:05", CHILD, "203.0.113.7", json!({})),
        ];
        let (shares, facts, report) = run(&records, None, &["--own-network", "203.0.113.0/24"]);
        let rows = facts["timeline"].as_array().expect("rows").iter();
        let actors: Vec<String> = rows.map(|row| row["actor"].as_str().expect("text").to_string()).collect();
        (actors, shares, report)
    };
    let (actors, shares, report) = who("198.51.100.9");
    assert_eq!(actors, ["unattributed", "own baseline", "unattributed"]);
    assert!(shares.contains(&format!("{CHILD} 203.0.113.7 unattributed 1")), "{shares:?}");
    assert!(report.contains("does not vouch for a credential that came out of unattributed activity"));
    assert_eq!(who("203.0.113.7").0, ["own baseline"; 3], "what the owner obtained is the owner's");
}

#[test]
fn several_keys_are_not_called_it() {
    let records =
        [call("10:00", STOLEN, "198.51.100.9", json!({})), call("11:00", OTHER, "198.51.100.9", json!({}))];
    assert!(run(&records, None, &["-k", OTHER]).2.contains("The 2 keys made 2 requests themselves"));
    assert!(run(&records, None, &[]).2.contains("It made 1 request itself"));
}
