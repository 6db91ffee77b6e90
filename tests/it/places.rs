//! Whose the places are that calls came from: what is the owner's is no indicator and stands in no draft for AWS, and of
//! what nobody knows it is said that nobody does.

use crate::harness::{json, keytrail};
use serde_json::{Value, json};

const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const OUTSIDE: &str = "198.51.100.7";

fn call(time: &str, address: &str, change: Value) -> Value {
    let mut record = json!({
        "eventVersion": "1.11", "eventID": format!("{time}-{address}"), "requestID": format!("req-{time}"),
        "eventTime": format!("2026-01-02T{time}:00Z"), "eventSource": "s3.amazonaws.com", "eventName": "GetObject",
        "userIdentity": {"type": "IAMUser", "principalId": "AIDAIOSFODNN7EXAMPLE", "arn": "arn:aws:iam::111122223333:user/alice",
            "accountId": "111122223333", "accessKeyId": KEY, "userName": "alice"},
        "awsRegion": "eu-west-1", "sourceIPAddress": address, "userAgent": "tool/1", "readOnly": true,
        "requestParameters": {"bucketName": "our-bucket", "key": "our-key"},
        "eventType": "AwsApiCall", "eventCategory": "Management", "recipientAccountId": "111122223333",
    });
    for (name, value) in change.as_object().expect("an object") {
        record[name] = value.clone();
    }
    record
}

/// A finding that names an address and an account as the caller's.
fn finding(address: &str, account: &str, affiliated: bool) -> Value {
    json!({"id": format!("f-{account}"), "type": "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS",
        "severity": 8, "accountId": "111122223333", "region": "eu-west-1", "createdAt": "2026-01-02T12:00:00Z",
        "resource": {"accessKeyDetails": {"accessKeyId": KEY, "principalId": "AIDAIOSFODNN7EXAMPLE", "userName": "alice"}},
        "service": {"eventFirstSeen": "2026-01-02T10:00:00Z", "eventLastSeen": "2026-01-02T10:00:00Z",
            "action": {"awsApiCallAction": {"api": "GetObject", "remoteIpDetails": {"ipAddressV4": address},
                "remoteAccountDetails": {"accountId": account, "affiliated": affiliated}}}}})
}

struct Case {
    facts: Value,
    report: String,
    /// The draft, or the note in its place.
    draft: String,
    csv: String,
}

impl Case {
    fn indicators(&self) -> Vec<String> {
        let text = |value: &Value| value.as_str().expect("text").to_string();
        let all = self.facts["indicators"].as_array().expect("indicators");
        all.iter().map(|i| format!("{} {}", text(&i["kind"]), text(&i["value"]))).collect()
    }

    fn own_places(&self) -> Vec<String> {
        let text = |value: &Value| value.as_str().expect("text").to_string();
        let all = self.facts["attribution"]["own_places"].as_array().expect("places");
        all.iter()
            .map(|p| format!("{}: {}, {}", text(&p["value"]), text(&p["told_by"]), p["calls"]))
            .collect()
    }
}

fn investigate(records: &[Value], findings: &[Value], flags: &[&str]) -> Case {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_string();
    std::fs::write(at("log.json"), json!({ "Records": records }).to_string()).expect("written");
    std::fs::write(at("keytrail.toml"), "[organisation]\ncontact = \"security@example.com\"\n")
        .expect("written");
    let (log, config, case) = (at("log.json"), at("keytrail.toml"), at("case"));
    let mut args: Vec<String> =
        ["investigate", "-s", &log, "--config", &config, "-o", &case, "--case-id", "T"]
            .into_iter()
            .chain(["--from", "2026-01-02T00:00Z", "--to", "2026-01-03T00:00Z"])
            .chain(flags.iter().copied())
            .map(str::to_string)
            .collect();
    if findings.is_empty() {
        args.extend(["-k".to_string(), KEY.to_string()]);
    }
    for (number, finding) in findings.iter().enumerate() {
        let file = at(&format!("finding-{number}.json"));
        std::fs::write(&file, finding.to_string()).expect("written");
        args.extend(["--finding".to_string(), file]);
    }
    let run = keytrail(&args.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(run.code <= 1, "{}", run.stderr);
    let read = |name: &str| std::fs::read_to_string(format!("{case}/{name}")).ok();
    Case {
        facts: json(folder.path().join("case/incident.json").as_path()),
        report: read("report.md").expect("a report"),
        draft: read("abuse/aws-report.txt").or_else(|| read("abuse/README.txt")).expect("a draft or a note"),
        csv: read("abuse/aws-extract.csv").unwrap_or_default(),
    }
}

#[test]
fn an_address_of_the_own_account_is_neither_indicator_nor_reported() {
    let address = "203.0.113.50";
    let ec2 = |name: &str, request: Value, response: Value| {
        json!({"eventSource": "ec2.amazonaws.com", "eventName": name, "readOnly": false,
            "requestParameters": request, "responseElements": response})
    };
    let allocated = json!({"publicIp": address, "allocationId": "eipalloc-0aaaaaaaaaaaaaaa1"});
    let released = json!({"allocationId": "eipalloc-0aaaaaaaaaaaaaaa1"});
    let mut records = vec![
        call("10:00", OUTSIDE, ec2("AllocateAddress", json!({"domain": "vpc"}), allocated)),
        call("10:05", address, json!({"userAgent": "agent/1"})),
        call("10:06", address, json!({"userAgent": "agent/1"})),
    ];
    let own = ["--own-network", "192.0.2.0/24"];
    let case = investigate(&records, &[], &own);
    assert_eq!(case.indicators(), [format!("ipv4 {OUTSIDE}"), "user_agent tool/1".into()]);
    assert_eq!(
        case.own_places(),
        ["203.0.113.50: R-001, AllocateAddress at 2026-01-02T10:00:00Z, E-000001, 2"]
    );
    assert!(
        case.report.contains("`203[.]0[.]113[.]50` | an address of the owner's account | R-001"),
        "{}",
        case.report
    );
    assert!(!case.draft.contains(address) && !case.csv.contains(address), "{}", case.draft);
    assert!(case.draft.contains("Not counted: 2 from addresses of your own accounts.\n"), "{}", case.draft);
    // Given up, it is anybody's.
    records.push(call("11:00", OUTSIDE, ec2("ReleaseAddress", released, json!({"_return": true}))));
    records.push(call("11:30", address, json!({})));
    let case = investigate(&records, &[], &own);
    assert!(case.indicators().contains(&format!("ipv4 {address}")), "{:?}", case.indicators());
    assert!(
        case.draft
            .contains("203.0.113.50  first 2026-01-02T11:30:00Z  last 2026-01-02T11:30:00Z  requests 1\n")
    );
}

#[test]
fn a_declared_network_is_never_a_foreign_source() {
    let records = [
        call("10:00", "203.0.113.10", json!({"userAgent": "deploy-bot/1"})),
        call("10:05", "203.0.113.10", json!({"userAgent": "curl/8"})),
    ];
    let own = ["--own-network", "203.0.113.10/32", "--own-user-agent", "deploy-bot"];
    // Not even where a finding names it.
    for findings in [vec![], vec![finding("203.0.113.10", "444455556666", false)]] {
        let case = investigate(&records, &findings, &own);
        assert!(
            !case.indicators().iter().any(|i| i.contains("203.0.113.10") || i.contains("curl")),
            "{:?}",
            case.indicators()
        );
        assert_eq!(case.own_places(), ["203.0.113.10: declared network 203.0.113.10/32, 1"]);
        assert!(case.report.contains("the user agent is not in the baseline | 1 |"), "{}", case.report);
        assert!(!case.draft.contains("203.0.113.10") && case.csv.is_empty(), "{}", case.draft);
        assert!(case.draft.contains("1 from places that you declared as yours"), "{}", case.draft);
    }
}

#[test]
fn without_a_baseline_only_what_is_known_to_be_foreign_is_reported() {
    let records = [call("10:00", OUTSIDE, json!({})), call("10:05", "192.0.2.20", json!({}))];
    let case = investigate(&records, &[finding(OUTSIDE, "444455556666", false)], &[]);
    let (top, sent) = case.draft.split_once("Subject:").expect("a draft");
    assert!(
        sent.starts_with(" Abuse report: unauthorised use of AWS credentials from 198.51.100.7 - T"),
        "{sent}"
    );
    assert!(!sent.contains("192.0.2.20") && !case.csv.contains("192.0.2.20"), "{sent}");
    assert!(
        top.contains("TO BE CONFIRMED BY THE OPERATOR before sending: whose are these addresses?"),
        "{top}"
    );
    assert!(
        top.contains("\n  192.0.2.20  first 2026-01-02T10:05:00Z  last 2026-01-02T10:05:00Z  requests 1\n"),
        "{top}"
    );
    assert!(top.contains("Not counted: 1 from addresses of which nothing tells whose they are.\n"), "{top}");
    let case = investigate(&records, &[], &[]);
    for part in [
        "No abuse report was drafted: no baseline says what is yours",
        "\n  198.51.100.7  first",
        "\n  192.0.2.20  first",
    ] {
        assert!(case.draft.contains(part), "{part}: {}", case.draft);
    }
    assert!(case.csv.is_empty());
}

#[test]
fn what_a_finding_calls_affiliated_is_the_owners() {
    let records = [call("10:00", OUTSIDE, json!({})), call("10:05", "192.0.2.20", json!({}))];
    let findings = [finding(OUTSIDE, "444455556666", true), finding("192.0.2.20", "777788889999", false)];
    // A finding that is handed in twice is one.
    let case = investigate(&records, &[&findings[..], &findings[..]].concat(), &[]);
    let mut indicators = case.indicators();
    indicators.sort();
    assert_eq!(indicators, ["aws_account 777788889999", "ipv4 192.0.2.20", "user_agent tool/1"]);
    let (top, sent) = case.draft.split_once("Subject:").expect("a draft");
    assert_eq!(top.matches("says that account 444455556666").count(), 1, "{top}");
    assert!(!sent.contains(OUTSIDE) && !sent.contains("444455556666"), "{sent}");
    assert_eq!(
        sent.matches("AWS account as reported by Amazon GuardDuty: 777788889999").count(),
        1,
        "{sent}"
    );
}

#[test]
fn what_came_through_the_own_endpoint_is_no_indicator() {
    let through = |endpoint: &str, account: &str, agent: &str| json!({"vpcEndpointId": endpoint, "vpcEndpointAccountId": account, "userAgent": agent});
    let records = [
        call("10:00", OUTSIDE, json!({})),
        call("10:05", "10.0.1.5", through("vpce-0aaaaaaaaaaaaaaa2", "111122223333", "agent/1")),
        call("10:10", "172.31.0.5", through("vpce-0aaaaaaaaaaaaaaa1", "444455556666", "tool/1")),
    ];
    let case = investigate(&records, &[finding(OUTSIDE, "444455556666", false)], &[]);
    assert!(
        !case.indicators().iter().any(|i| i.contains("10.0.1.5") || i.contains("agent/1")),
        "{:?}",
        case.indicators()
    );
    let place = "vpce-0aaaaaaaaaaaaaaa2: the records name account 111122223333 as that of the endpoint, 1";
    assert_eq!(case.own_places(), [place]);
    let split = "2 requests of these, between 2026-01-02T10:00:00Z and 2026-01-02T10:10:00Z, are from where a finding places somebody else: 1 from an address that it names, 1 through a VPC endpoint of the account that it names";
    assert!(case.report.contains(split), "{}", case.report);
}

#[test]
fn a_user_that_a_service_made_for_an_unattributed_call_is_an_indicator() {
    let service = "cloudformation.amazonaws.com";
    let stack = |name: &str| {
        json!({"eventSource": service, "eventName": "CreateStack", "readOnly": false, "userAgent": "deploy-bot/1",
            "requestParameters": {"stackName": name},
            "responseElements": {"stackId": format!("arn:aws:cloudformation:eu-west-1:111122223333:stack/{name}/1")}})
    };
    let user = |name: &str| {
        json!({"eventSource": "iam.amazonaws.com", "eventName": "CreateUser", "readOnly": false, "userAgent": service,
            "requestParameters": {"userName": name},
            "responseElements": {"user": {"userName": name, "userId": format!("AIDAEXAMPLE{}", name.to_uppercase())}}})
    };
    let records = [
        call("09:00", "203.0.113.10", stack("good")),
        call("09:01", service, user("goodone")),
        call("10:00", OUTSIDE, stack("evil")),
        call("10:01", service, user("mallory")),
    ];
    let case = investigate(&records, &[], &["--own-network", "203.0.113.0/24"]);
    let made =
        case.facts["indicators"].as_array().expect("a list").iter().filter(|i| i["kind"] == "iam_user");
    let made: Vec<(&Value, &Value)> = made.map(|i| (&i["value"], &i["role"])).collect();
    let role = json!("created by cloudformation.amazonaws.com for a followed credential");
    assert_eq!(made, [(&json!("mallory"), &role)]);
    assert_eq!(case.facts["totals"]["unexplained"]["count"], 2, "the stack, and what was made for it");
    let names = |kind: &str| -> Vec<&Value> {
        let all = case.facts["credentials"].as_array().expect("a list").iter();
        all.filter(|c| c["kind"] == kind).map(|c| &c["name"]).collect()
    };
    assert_eq!(names("stack"), [&json!("good"), &json!("evil")]);
}

#[test]
fn the_draft_tells_the_key_from_what_was_obtained_with_it() {
    let session = "ASIAEXAMPLESESSION01";
    let response = json!({"credentials": {"accessKeyId": session, "expiration": "Jan 2, 2026, 11:00:00 AM"},
        "assumedRoleUser": {"assumedRoleId": "AROAEXAMPLEROLE00001:s"}});
    let assume = |address: &str| {
        call(
            "10:00",
            address,
            json!({"eventSource": "sts.amazonaws.com", "eventName": "AssumeRole",
            "requestParameters": {"roleArn": "arn:aws:iam::111122223333:role/our-role", "roleSessionName": "s"},
            "responseElements": response}),
        )
    };
    let by_session = call(
        "10:05",
        OUTSIDE,
        json!({"userIdentity": {"type": "AssumedRole",
        "principalId": "AROAEXAMPLEROLE00001:s", "arn": "arn:aws:sts::111122223333:assumed-role/our-role/s",
        "accountId": "111122223333", "accessKeyId": session}}),
    );
    let own = ["--own-network", "203.0.113.0/24"];
    let case = investigate(&[assume(OUTSIDE), by_session.clone()], &[], &own);
    assert!(
        case.draft.contains("the key AKIA...MPLE itself (1 request) and 1 credential obtained with it (1). 2 requests were made"),
        "{}",
        case.draft
    );
    // The key itself was used at home alone.
    let case = investigate(&[assume("203.0.113.10"), by_session], &[], &own);
    assert!(
        case.draft.contains("1 credential obtained with a credential of our AWS account (AKIA...MPLE) was used from each source above; that credential itself was not. 1 request was made"),
        "{}",
        case.draft
    );
    assert!(case.draft.contains("Ongoing: unknown as of"), "{}", case.draft);
}
