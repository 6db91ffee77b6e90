//! GuardDuty findings as input: every wrapper gives the same subject, and what cannot be followed is said.

use crate::harness::{Run, json, keytrail, shared};
use serde_json::{Value, json as value};
use std::path::Path;

pub const KEY: &str = "ASIAIOSFODNN7EXAMPLE";

pub fn finding() -> Value {
    value!({
        "schemaVersion": "2.0", "accountId": "111122223333", "region": "eu-west-1", "id": "f-0001",
        "type": "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS", "severity": 8.0,
        "title": "Credentials of an instance are used from another account.",
        "createdAt": "2026-01-02T05:00:00Z",
        "resource": {"resourceType": "AccessKey", "accessKeyDetails": {
            "accessKeyId": KEY, "principalId": "AROAIOSFODNN7EXAMPLE:i-0abc", "userName": "web", "userType": "AssumedRole"}},
        "service": {"detectorId": "d-1", "count": 3,
            "eventFirstSeen": "2026-01-02T03:00:00Z", "eventLastSeen": "2026-01-02T04:00:00Z",
            "action": {"actionType": "AWS_API_CALL", "awsApiCallAction": {"api": "ListBuckets",
                "remoteIpDetails": {"ipAddressV4": "198.51.100.7"},
                "remoteAccountDetails": {"accountId": "444455556666", "affiliated": false}}}}
    })
}

fn pascal(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| (key[..1].to_uppercase() + &key[1..], pascal(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().map(pascal).collect(),
        other => other.clone(),
    }
}

pub fn security_hub() -> Value {
    value!({
        "SchemaVersion": "2018-10-08", "Id": "f-0001", "AwsAccountId": "111122223333", "Region": "eu-west-1",
        "Types": ["TTPs/UnauthorizedAccess/UnauthorizedAccess:IAMUser-InstanceCredentialExfiltration.InsideAWS"],
        "Severity": {"Product": 8.0}, "Title": "Credentials of an instance are used from another account.",
        "CreatedAt": "2026-01-02T05:00:00Z", "FirstObservedAt": "2026-01-02T03:00:00Z", "LastObservedAt": "2026-01-02T04:00:00Z",
        "ProductFields": {"aws/guardduty/service/detectorId": "d-1", "aws/guardduty/service/count": "3",
            "aws/guardduty/service/action/awsApiCallAction/api": "ListBuckets",
            "aws/guardduty/service/action/awsApiCallAction/remoteIpDetails/ipAddressV4": "198.51.100.7",
            "aws/guardduty/service/action/awsApiCallAction/remoteAccountDetails/accountId": "444455556666",
            "aws/guardduty/service/action/awsApiCallAction/remoteAccountDetails/affiliated": "false"},
        "Resources": [{"Type": "AwsIamAccessKey", "Id": format!("AWS::IAM::AccessKey:{KEY}"), "Details": {
            "AwsIamAccessKey": {"PrincipalId": "AROAIOSFODNN7EXAMPLE:i-0abc", "PrincipalName": "web"}}}]
    })
}

pub fn investigate(text: impl AsRef<[u8]>, more: &[&str]) -> (Run, Option<Value>, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_string();
    std::fs::write(at("finding.json"), text).expect("the finding is written");
    let record = format!(
        r#"{{"Records":[{{"eventVersion":"1.11","userIdentity":{{"type":"AssumedRole","principalId":"AROAIOSFODNN7EXAMPLE:i-0abc","accountId":"111122223333","accessKeyId":"{KEY}"}},"eventTime":"2026-01-02T03:30:00Z","eventSource":"s3.amazonaws.com","eventName":"ListBuckets","awsRegion":"eu-west-1","sourceIPAddress":"198.51.100.7","eventID":"e-1","readOnly":true,"eventType":"AwsApiCall","recipientAccountId":"111122223333","eventCategory":"Management"}}]}}"#
    );
    std::fs::write(at("log.json"), record).expect("the log is written");
    let (finding, log, case) = (at("finding.json"), at("log.json"), at("case"));
    let mut args =
        vec!["investigate", "--finding", &finding, "--source", &log, "-o", &case, "--case-id", "T"];
    args.extend(more);
    let run = keytrail(&args);
    let made = Path::new(&case).exists();
    let left = std::fs::read_dir(folder.path()).expect("readable").count();
    assert_eq!(left, 2 + usize::from(made), "no half-made case stays");
    let report = made.then(|| {
        let draft = std::fs::read_to_string(format!("{case}/abuse/aws-report.txt")).unwrap_or_default();
        std::fs::read_to_string(format!("{case}/report.md")).expect("a report") + &draft
    });
    (run, made.then(|| json(Path::new(&format!("{case}/incident.json")))), report.unwrap_or_default())
}

#[test]
fn every_wrapper_gives_the_same_subject() {
    let (bare, hub) = (finding(), security_hub());
    let notification =
        value!({"TopicArn": "arn:aws:sns:eu-west-1:111122223333:t", "Message": bare.to_string()});
    let wrappers = [
        bare.to_string(),
        value!([bare]).to_string(),
        value!({"findings": [bare]}).to_string(),
        pascal(&value!({"findings": [bare]})).to_string(),
        value!({"detail-type": "GuardDuty Finding", "source": "aws.guardduty", "detail": bare}).to_string(),
        format!("{bare}\n{bare}\n"),
        notification.to_string(),
        value!({"Records": [{"EventSource": "aws:sns", "Sns": notification}]}).to_string(),
        value!({"Messages": [{"MessageId": "1", "Body": value!({"detail-type": "GuardDuty Finding", "detail": bare}).to_string()}]}).to_string(),
        value!({"events": [{"logStreamName": "x", "message": bare.to_string()}]}).to_string(),
        value!({"preview": false, "result": {"_raw": bare.to_string()}}).to_string(),
        value!({"time": 1, "event": bare}).to_string(),
        value!({"hits": {"total": {"value": 1}, "hits": [{"_source": {"event": {"original": bare.to_string()}}}]}}).to_string(),
        hub.to_string(),
        value!({"Findings": [hub]}).to_string(),
        value!({"detail-type": "Security Hub Findings - Imported", "detail": {"findings": [hub]}})
            .to_string(),
    ];
    for text in &wrappers {
        let (run, facts, report) = investigate(text, &[]);
        let facts = facts.unwrap_or_else(|| panic!("{text}\n{}", run.stderr));
        let subject = &facts["subject"];
        assert_eq!(subject["access_keys"], value!([KEY]), "{text}");
        assert_eq!(subject["principal_ids"], value!(["AROAIOSFODNN7EXAMPLE:i-0abc"]), "{text}");
        assert_eq!(subject["from"], "2026-01-01T03:00:00Z", "{text}");
        assert_eq!(subject["to"], "2026-01-03T04:00:00Z", "{text}");
        let reported = &subject["findings"][0];
        let expected = value!({
            "id": "f-0001", "finding_type": "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS",
            "severity": 8.0, "account_id": "111122223333", "region": "eu-west-1",
            "title": "Credentials of an instance are used from another account.", "detector_id": "d-1", "count": 3,
            "created_at": "2026-01-02T05:00:00Z", "first_seen": "2026-01-02T03:00:00Z", "last_seen": "2026-01-02T04:00:00Z",
            "remote_addresses": ["198.51.100.7"], "remote_account": "444455556666", "affiliated": false,
            "remote_service": null, "api": "ListBuckets", "sample": false, "product": "GuardDuty",
            "severity_label": null, "access_keys": [KEY], "principal_ids": ["AROAIOSFODNN7EXAMPLE:i-0abc"],
            "put_aside": [], "unreadable": {}
        });
        assert_eq!(reported, &expected, "{text}");
        assert_eq!(facts["key_activity"]["events"], 1, "{text}");
        assert!(
            facts["gaps"].as_array().expect("gaps").iter().any(|g| g["kind"] == "principal_not_followed")
        );
        assert!(run.stderr.contains("24 hours"), "the margin is stated: {}", run.stderr);
        let handed_in = report.split("Findings handed in").nth(1).expect("the table");
        assert!(handed_in.contains("| 3 | `198[.]51[.]100[.]7` | `444455556666` |"), "{report}");
    }
}

#[test]
fn what_a_finding_does_not_state_is_not_made_up() {
    let mut finding = finding();
    finding["type"] = "Weird:NewService/SomethingOfTomorrow".into();
    let call = finding.pointer_mut("/service/action/awsApiCallAction").expect("there");
    call.as_object_mut().expect("an object").remove("remoteAccountDetails");
    let (_, facts, report) = investigate(finding.to_string(), &[]);
    let reported = &facts.expect("an unknown type is followed")["subject"]["findings"][0];
    assert!(reported["affiliated"].is_null() && reported["remote_account"].is_null());
    assert!(report.contains("not stated"));
}

#[test]
fn a_draft_for_aws_depends_on_whose_the_remote_account_is() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = folder.path().join("keytrail.toml");
    std::fs::write(&config, "[organisation]\ncontact = \"security@example.com\"\n").expect("written");
    let drafted = |affiliated: Value| {
        let mut finding = finding();
        finding["service"]["action"]["awsApiCallAction"]["remoteAccountDetails"]["affiliated"] = affiliated;
        investigate(finding.to_string(), &["--config", config.to_str().expect("a plain path")]).2
    };
    let (ours, theirs, unknown) = (drafted(true.into()), drafted(false.into()), drafted(Value::Null));
    let account = "AWS account as reported by Amazon GuardDuty: 444455556666";
    assert!(!ours.contains(account), "no draft against an account of one's own");
    let confirm = "confirm in the list of the organisation's accounts";
    assert!(theirs.contains(account) && !theirs.contains(confirm), "{theirs}");
    let named = "GuardDuty finding f-0001, UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS, region eu-west-1, affiliated=false";
    assert!(theirs.contains(named), "{theirs}");
    assert!(unknown.contains(account) && unknown.contains(confirm), "{unknown}");
    // Section 11 says of the draft what the draft's own folder says.
    let (send, follow_up) =
        ("complete and send the abuse report draft", "Do not send an abuse report. Follow it up");
    assert!(ours.contains(follow_up) && !ours.contains(send), "{ours}");
    assert!(theirs.contains(send) && !theirs.contains(follow_up), "{theirs}");
    // Another product's finding is not GuardDuty's.
    let mut other = security_hub();
    other["ProductName"] = "Acme".into();
    let (_, _, report) =
        investigate(other.to_string(), &["--config", config.to_str().expect("a plain path")]);
    assert!(report.contains("AWS account as reported by Acme: 444455556666"), "{report}");
    assert!(!report.contains("Amazon GuardDuty"), "{report}");
}

#[test]
fn what_a_product_put_aside_is_told() {
    let (mut archived, mut suppressed) = (finding(), security_hub());
    archived["service"]["archived"] = true.into();
    suppressed["RecordState"] = "ARCHIVED".into();
    suppressed["Workflow"] = value!({"Status": "SUPPRESSED"});
    for (text, told) in
        [(archived, "(archived in the product"), (suppressed, "(archived and suppressed in the product")]
    {
        assert!(investigate(text.to_string(), &[]).2.contains(told), "{told}");
    }
    let mut active = security_hub();
    active["RecordState"] = "ACTIVE".into();
    active["Workflow"] = value!({"Status": "NEW"});
    assert!(!investigate(active.to_string(), &[]).2.contains("in the product when it was exported"));
}

#[test]
fn detection_is_when_the_first_finding_was_made() {
    let (mut later, mut unknown) = (finding(), finding());
    later["createdAt"] = "2026-01-02 06:00:00.000".into();
    unknown.as_object_mut().expect("an object").remove("createdAt");
    let mut unreadable = finding();
    unreadable["createdAt"] = "10/03/2026".into();
    let detection = |text: &str| {
        let report = investigate(text, &[]).2;
        report.lines().find(|line| line.starts_with("| Detection |")).expect("a milestone").to_string()
    };
    assert!(detection(&format!("{later}\n{}", finding())).contains("2026-01-02T05:00:00Z (REPORTED"));
    assert!(detection(&later.to_string()).contains("2026-01-02T06:00:00Z (REPORTED"));
    assert!(detection(&unknown.to_string()).contains("OPERATOR INPUT REQUIRED |"));
    assert!(detection(&unreadable.to_string()).contains("cannot be read (`10/03/2026`)"));
}

#[test]
fn attack_sequences_name_keys_among_their_actors() {
    let sequence = value!({
        "id": "s-1", "type": "AttackSequence:IAM/CompromisedCredentials", "severity": 9.0, "accountId": "111122223333",
        "resource": {"resourceType": "AttackSequence"},
        "service": {"eventFirstSeen": "2026-01-02 03:00:00.000000000", "eventLastSeen": "2026-01-02 04:00:00.000000000",
            "detection": {"sequence": {"actors": [{"id": "a", "user": {"name": "web", "credentialUid": KEY}}],
                "endpoints": [{"ip": "203.0.113.9"}]}}}
    });
    let (run, facts, _) = investigate(sequence.to_string(), &[]);
    let facts = facts.unwrap_or_else(|| panic!("{}", run.stderr));
    assert_eq!(facts["subject"]["access_keys"], value!([KEY]));
    assert_eq!(facts["subject"]["findings"][0]["remote_addresses"], value!(["203.0.113.9"]));
    assert_eq!(facts["subject"]["from"], "2026-01-01T03:00:00Z");
}

#[test]
fn findings_that_cannot_be_followed_say_what_to_give() {
    let refused = |text: &str, expected: &str| {
        let (run, facts, _) = investigate(text, &[]);
        assert_eq!((run.code, facts.is_none()), (2, true), "{text}: {}", run.stderr);
        assert_eq!(run.stderr.trim_end().lines().count(), 1, "{text}: {}", run.stderr);
        assert!(run.stderr.contains(expected), "{text}: {}", run.stderr);
    };
    let with_key = |key: Value| {
        let mut finding = finding();
        finding["resource"]["accessKeyDetails"]["accessKeyId"] = key;
        finding.to_string()
    };
    refused(&with_key(Value::Null), "AROAIOSFODNN7EXAMPLE:i-0abc, web; give the key with --access-key");
    refused(&with_key("GeneratedFindingAccessKeyId".into()), "is a sample");
    refused(&with_key("no key at all!".into()), "not an access key ID");
    refused(&with_key("".into()), "WHERE useridentity.principalid = 'AROAIOSFODNN7EXAMPLE:i-0abc'");
    refused("{\"type\": \"x\",\n oops", "line 2 is not JSON");
    refused("{\"Records\": [{}]}", "neither a GuardDuty finding");
    refused("  ", "holds no finding");
    refused("[1]", "not an object");
    let mut timeless = finding();
    timeless["service"]["eventFirstSeen"] = Value::Null;
    timeless["service"]["eventLastSeen"] = Value::Null;
    refused(&timeless.to_string(), "--from is missing");
}

#[test]
fn public_findings_are_read() {
    let Some(path) = shared("data/guardduty/findings.ndjson") else { return };
    let lines = std::fs::read_to_string(path).expect("readable");
    for line in lines.lines() {
        let document: Value = serde_json::from_str(line).expect("JSON");
        let text = document["finding"].to_string();
        let found =
            keytrail::finding::parse("finding", &text).unwrap_or_else(|error| panic!("{error}: {text}"));
        for one in found {
            assert!(!one.reported.id.is_empty() && !one.reported.finding_type.is_empty(), "{text}");
            let names_key = text.contains("AccessKey:AKIA")
                || text.contains("ASIASZ4SI7REE")
                || text.contains("ABC9ONWNS3155VIEJC8U\",\"Type\":\"AwsIamAccessKey");
            assert!(!names_key || !one.access_keys.is_empty(), "{text}");
            assert!(one.reported.sample == text.contains("\"sample\":true"), "{text}");
        }
    }
}
