//! Findings as people and scripts leave them: other encodings, dates, types and products, several at once.

use crate::case::gap;
use crate::findings::{KEY, finding, investigate, security_hub};
use serde_json::{Value, json as value};

fn reported(text: impl AsRef<[u8]>, more: &[&str]) -> Value {
    let (run, facts, _) = investigate(text, more);
    facts.unwrap_or_else(|| panic!("{}", run.stderr))["subject"]["findings"].clone()
}

fn keyless(id: &str) -> Value {
    value!({"id": id, "type": "Backdoor:EC2/C&CActivity.B!DNS", "accountId": "111122223333",
        "resource": {"instanceDetails": {"instanceId": "i-0abc0abc"}},
        "service": {"eventFirstSeen": "2026-01-02T03:00:00Z", "eventLastSeen": "2026-01-02T04:00:00Z"}})
}

#[test]
fn marks_and_utf16_are_read() {
    let text = finding().to_string();
    let utf16: Vec<u8> =
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(|unit| unit.to_le_bytes()).collect();
    let marked = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    for bytes in [marked, utf16.clone()] {
        assert_eq!(reported(bytes, &[])[0]["id"], "f-0001");
    }
    let (run, _, _) = investigate(&utf16[..utf16.len() - 1], &[]);
    assert!(run.code == 2 && run.stderr.contains("neither UTF-8 nor UTF-16"), "{}", run.stderr);
}

#[test]
fn an_export_holds_a_finding_again_at_each_update() {
    let mut newer = finding();
    newer["service"]["count"] = 9.into();
    newer["updatedAt"] = "2026-01-02T12:00:00Z".into();
    newer["service"]["eventFirstSeen"] = "2026-01-02T03:40:00Z".into();
    for lines in [[finding(), newer.clone()], [newer, finding()]] {
        let findings = reported(format!("{}\n{}\n", lines[0], lines[1]), &[]);
        assert_eq!(findings.as_array().map(Vec::len), Some(1));
        assert_eq!(
            (&findings[0]["count"], &findings[0]["first_seen"]),
            (&9.into(), &"2026-01-02T03:00:00Z".into())
        );
    }
}

#[test]
fn sightings_that_cannot_be_read_are_not_passed_over() {
    let with = |first: Value, last: &str| {
        let mut finding = finding();
        finding["service"]["eventFirstSeen"] = first;
        finding["service"]["eventLastSeen"] = last.into();
        finding.to_string()
    };
    let refused = |text: &str, expected: &str| {
        let (run, _, _) = investigate(text, &[]);
        let named = run.stderr.contains(expected) && run.stderr.contains("finding.json");
        assert!(run.code == 2 && named && run.stderr.lines().count() == 1, "{}", run.stderr);
    };
    let unreadable = with("20/12/2025 03:00".into(), "2026-01-02T04:00:00Z");
    refused(&unreadable, "gives `20/12/2025 03:00` as its first sighting");
    refused(&with("2026-01-09T04:00:00Z".into(), "2026-01-02T03:00:00Z"), "after it was last seen");
    let window = ["--from", "2026-01-02T00:00Z", "--to", "2026-01-03T00:00Z"];
    assert_eq!(reported(&unreadable, &window)[0]["unreadable"]["first_seen"], "20/12/2025 03:00");
    let epoch = reported(with(1_767_322_800_000_i64.into(), "2026-01-01T23:00:00-0500"), &[]);
    assert_eq!(
        (&epoch[0]["first_seen"], &epoch[0]["last_seen"]),
        (&"2026-01-02T03:00:00Z".into(), &"2026-01-02T04:00:00Z".into())
    );
}

#[test]
fn a_finding_without_a_key_is_carried_beside_one_with_a_key() {
    let (run, facts, report) = investigate(value!([keyless("e-1"), finding()]).to_string(), &[]);
    let facts = facts.unwrap_or_else(|| panic!("{}", run.stderr));
    assert_eq!(facts["subject"]["access_keys"], value!([KEY]));
    assert!(run.stderr.contains("e-1") && run.stderr.contains("i-0abc0abc"), "{}", run.stderr);
    assert!(report.contains("e-1"), "{report}");
    assert!(gap(&facts, "finding_not_followed").is_some());
    let (run, _, _) = investigate(value!([keyless("e-1"), keyless("e-2")]).to_string(), &[]);
    assert!(run.code == 2 && run.stderr.contains("1 more findings"), "{}", run.stderr);
    let mut other = finding();
    other["resource"]["accessKeyDetails"]["accessKeyId"] = "AIDAIOSFODNN7EXAMPLE".into();
    let (run, _, _) = investigate(other.to_string(), &[]);
    assert!(run.code == 2 && run.stderr.contains("is the ID of a user"), "{}", run.stderr);
    let (_, facts, _) = investigate(other.to_string(), &["-k", KEY]);
    assert_eq!(facts.expect("followed")["subject"]["keys"][0]["given_by"], "operator");
}

#[test]
fn values_in_other_types_are_read_and_others_are_shown() {
    let mut one = finding();
    one["severity"] = "8.0".into();
    one["service"]["count"] = "3".into();
    let account = &mut one["service"]["action"]["awsApiCallAction"]["remoteAccountDetails"];
    *account = value!({"accountId": 44455556666_u64, "affiliated": "TRUE", "awsServiceName": "athena.amazonaws.com"});
    let read = &reported(one.to_string(), &[])[0];
    assert_eq!(
        (&read["severity"], &read["count"], &read["affiliated"]),
        (&8.0.into(), &3.into(), &true.into())
    );
    assert_eq!(
        (&read["remote_account"], &read["remote_service"]),
        (&"044455556666".into(), &"athena.amazonaws.com".into())
    );
    one["service"]["count"] = "many".into();
    let (_, _, report) = investigate(one.to_string(), &[]);
    assert!(
        report.contains("not readable: `many`") && report.contains("through `athena.amazonaws.com`"),
        "{report}"
    );
}

#[test]
fn security_hub_passes_on_more_than_it_used_to() {
    let mut hub = security_hub();
    hub["ProductFields"] = value!({"detectorId": "d", "count": "3", "additionalInfo": "{\"sample\":true}",
        "action/awsApiCallAction/remoteIpDetails/ipAddressV6": "2001:db8::7"});
    hub["Severity"] = value!({"Label": "HIGH", "Normalized": 70});
    hub["ProductName"] = "Decoy".into();
    let (run, facts, report) = investigate(hub.to_string(), &[]);
    let read = facts.unwrap_or_else(|| panic!("{}", run.stderr))["subject"]["findings"][0].clone();
    assert_eq!((&read["count"], &read["sample"]), (&3.into(), &true.into()));
    assert_eq!(read["remote_addresses"], value!(["2001:db8::7"]));
    assert!(
        report.contains("HIGH") && report.contains("Decoy finding") && !report.contains("GuardDuty finding ")
    );
    hub["Resources"] = value!([{"Type": "AwsAccount", "Id": "AWS::::Account:111122223333"}]);
    hub["Detection"] = value!({"Sequence": {"Actors": [{"User": {"CredentialUid": KEY}}], "Endpoints": [{"Ip": "198.51.100.7"}]}});
    let read = &reported(hub.to_string(), &[])[0];
    assert_eq!(
        (&read["access_keys"], &read["remote_addresses"][1]),
        (&value!([KEY]), &"198.51.100.7".into())
    );
}

#[test]
fn errors_name_the_line_and_long_ids_are_cut() {
    let one = finding();
    let (run, _, _) = investigate(format!("{one}\n{one}\n{{\"not\":\"a finding\"}}"), &[]);
    assert!(run.code == 2 && run.stderr.contains("finding.json, line 3"), "{}", run.stderr);
    let mut long = finding();
    long["resource"]["accessKeyDetails"]["accessKeyId"] = "K".repeat(100_000).into();
    long["id"] = "i".repeat(100_000).into();
    let (run, _, _) = investigate(long.to_string(), &[]);
    assert!(run.code == 2 && run.stderr.len() < 1000, "{}", run.stderr.len());
    long["resource"]["accessKeyDetails"]["accessKeyId"] = KEY.into();
    long["resource"]["accessKeyDetails"]["principalId"] = "p".repeat(30_000).into();
    let (run, facts, _) = investigate(long.to_string(), &[]);
    assert_eq!(facts.expect("followed")["subject"]["principal_ids"], value!([]));
    assert!(run.stderr.contains("longer than any"), "{}", run.stderr);
}

/// The same finding in GuardDuty's form and in both of Security Hub, which give it the ID of its ARN.
#[test]
fn one_finding_in_three_forms_is_one() {
    let arn = "arn:aws:guardduty:eu-west-1:111122223333:detector/d-1/finding/f-0001";
    let mut hub = security_hub();
    hub["Id"] = arn.into();
    hub["ProductName"] = "GuardDuty".into();
    let newer = open_schema(arn);
    let findings = reported(value!([finding(), hub, newer]).to_string(), &[]);
    assert_eq!(findings.as_array().map(Vec::len), Some(1), "{findings}");
    // What the newest form leaves out, another says.
    assert_eq!((&findings[0]["count"], &findings[0]["affiliated"]), (&5.into(), &false.into()));
    let mut other = security_hub();
    other["Id"] = arn.replace("f-0001", "f-0002").into();
    let findings = reported(value!([finding(), other]).to_string(), &[]);
    assert_eq!(findings.as_array().map(Vec::len), Some(2), "{findings}");
}

/// A finding of the new Security Hub.
fn open_schema(id: &str) -> Value {
    value!({
        "class_uid": 2004, "class_name": "Detection Finding", "count": 5, "severity": "High", "status": "Suppressed",
        "cloud": {"account": {"uid": "111122223333"}, "region": "eu-west-1"},
        "metadata": {"product": {"name": "GuardDuty", "vendor_name": "AWS"}},
        "finding_info": {"uid": id, "title": "Credentials are used elsewhere.", "product": {"uid": "d-1"},
            "types": ["Threats", "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS"],
            "created_time": 1_767_330_000_000_i64, "first_seen_time": 1_767_322_800_000_i64,
            "last_seen_time": 0, "last_seen_time_dt": "2026-01-02T04:00:00.000Z",
            "modified_time_dt": "2026-01-02T05:00:00.000Z"},
        "evidences": [{"api": {"operation": "ListBuckets", "service": {"name": "s3.amazonaws.com"}},
            "src_endpoint": {"ip": "198.51.100.7"}}],
        "resources": [
            {"type": "AWS::S3::Bucket", "uid": "arn:aws:s3:::notes"},
            {"type": "AWS::IAM::AccessKey", "uid": KEY, "data": {"access_key_id": KEY, "principal_id": "AROAIOSFODNN7EXAMPLE:i-0abc", "user_name": "web"}}]
    })
}

#[test]
fn the_open_schema_of_the_new_security_hub_is_read() {
    let event = value!({"detail-type": "Findings Imported V2", "detail": {"findings": [open_schema("f-1")]}});
    for text in [open_schema("f-1").to_string(), event.to_string()] {
        let (run, facts, _) = investigate(&text, &[]);
        let facts = facts.unwrap_or_else(|| panic!("{}", run.stderr));
        let one = &facts["subject"]["findings"][0];
        let expected = value!({
            "id": "f-1", "finding_type": "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS",
            "severity": null, "severity_label": "High", "account_id": "111122223333", "region": "eu-west-1",
            "title": "Credentials are used elsewhere.", "detector_id": "d-1", "count": 5,
            "created_at": "2026-01-02T05:00:00Z", "first_seen": "2026-01-02T03:00:00Z", "last_seen": "2026-01-02T04:00:00Z",
            "remote_addresses": ["198.51.100.7"], "remote_account": null, "affiliated": null, "remote_service": null,
            "api": "ListBuckets", "service": "s3.amazonaws.com", "sample": false, "product": "GuardDuty",
            "access_keys": [KEY], "principal_ids": ["AROAIOSFODNN7EXAMPLE:i-0abc"],
            "put_aside": ["suppressed"], "unreadable": {}
        });
        assert_eq!(one, &expected);
        assert_eq!(facts["key_activity"]["events"], 1);
    }
    let mut actor = open_schema("f-2");
    actor["resources"] = value!([]);
    actor["evidences"][0]["actor"] = value!({"user": {"credential_uid": KEY, "uid": "arn:aws:iam::111122223333:user/web", "uid_alt": "AIDAIOSFODNN7EXAMPLE"}});
    let one = &reported(actor.to_string(), &[])[0];
    assert_eq!(
        (&one["access_keys"], &one["principal_ids"]),
        (&value!([KEY]), &value!(["AIDAIOSFODNN7EXAMPLE"]))
    );
}

#[test]
fn findings_of_functions_and_clusters_say_what_they_name_and_where_its_keys_are() {
    let of = |resource: Value| {
        let mut one = keyless("e-1");
        one["resource"] = resource;
        one.to_string()
    };
    let function = of(
        value!({"lambdaDetails": {"functionName": "tally", "role": "arn:aws:iam::111122223333:role/tally"}}),
    );
    let (run, _, _) = investigate(&function, &[]);
    let named = "no usable access key, but the function tally, the role arn:aws:iam::111122223333:role/tally";
    let look = "useridentity.sessioncontext.sessionissuer.arn = 'arn:aws:iam::111122223333:role/tally'";
    assert!(run.code == 2 && run.stderr.contains(named) && run.stderr.contains(look), "{}", run.stderr);
    let (run, facts, _) = investigate(of(value!({"ecsClusterDetails": {"name": "batch"}})), &["-k", KEY]);
    assert!(run.stderr.contains("no usable access key, but the ECS cluster batch"), "{}", run.stderr);
    let gaps = facts.expect("followed")["gaps"].clone();
    let gap = gaps.as_array().expect("gaps").iter().find(|gap| gap["kind"] == "finding_not_followed");
    let remedy = gap.expect("a gap")["remedy"].as_str().expect("text");
    assert!(remedy.contains("a function, a task or an instance acts with keys of its role"), "{remedy}");
}

/// The first sighting of a finding that says it so.
fn first_seen(said: Value) -> Option<String> {
    let mut finding = finding();
    finding["service"]["eventFirstSeen"] = said;
    let read = keytrail::finding::parse("finding", &finding.to_string()).expect("a finding");
    read[0].reported.first_seen.map(keytrail::subject::rfc3339)
}

#[test]
fn every_form_of_a_time_is_the_same_moment() {
    for text in [
        "2026-01-02T03:00:00Z",
        "2026-01-02T03:00:00.000Z",
        "2026-01-02 03:00:00.000000000",
        "2026-01-02 03:00:00",
        "2026-01-02T03:00:00",
        "2026-01-02T03:00Z",
        "2026-01-02 03:00",
        "2026-01-02 03:00:00+00:00",
        "2026-01-02 03:00:00 +0000",
        "2026-01-01T22:00:00-0500",
        "2026-01-01T22:00:00.000-05",
        "2026-01-02T12:00+09:00",
        "1767322800",
        "1767322800000",
    ] {
        assert_eq!(first_seen(text.into()).as_deref(), Some("2026-01-02T03:00:00Z"), "{text}");
    }
    assert_eq!(first_seen(1_767_322_800.into()).as_deref(), Some("2026-01-02T03:00:00Z"));
    for text in ["20/12/2025 03:00", "Dec 20, 2025 03:00:00 AM", "yesterday", "2026-01-02", "NaN", "1e300"] {
        assert_eq!(first_seen(text.into()), None, "{text}");
    }
}
