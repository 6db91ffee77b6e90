//! What the twelve questions and the summary say of what was weakened, entered, obtained or only tried.

use crate::impact::{Call, call, case};
use serde_json::{Value, json};

/// A call that somebody else made.
fn by(who: Value, call: Call) -> Call {
    let Call(service, name, request, response, mut more) = call;
    more["userIdentity"] = who;
    Call(service, name, request, response, more)
}

fn carol() -> Value {
    json!({"type": "IAMUser", "principalId": "AIDAI44QH8DHBEXAMPLE", "userName": "carol", "accountId": "111122223333",
        "arn": "arn:aws:iam::111122223333:user/carol", "accessKeyId": "AKIAI44QH8DHBEXAMPLE"})
}

fn answer(facts: &Value, number: u64) -> &Value {
    let answers = facts["answers"].as_array().expect("answers");
    answers.iter().find(|answer| answer["number"] == number).expect("an answer")
}

/// Names of the calls that an answer tells.
fn calls(facts: &Value, number: u64) -> Vec<&str> {
    let calls = answer(facts, number)["facts"]["calls"].as_array().expect("a list");
    calls.iter().filter_map(Value::as_str).collect()
}

fn domain() -> Value {
    json!({"domainName": "example.com", "accountId": "444455556666"})
}

/// Each with what it is told as in section 11.1.
fn weakenings() -> Vec<(Call, &'static str)> {
    let record = json!({"name": "www.example.com", "type": "A"});
    vec![
        (
            call("organizations", "DetachPolicy", json!({"policyId": "p-guard", "targetId": "111122223333"})),
            "policy of the organisation detached",
        ),
        (
            call("guardduty", "CreateFilter", json!({"detectorId": "d1", "name": "f", "action": "ARCHIVE"})),
            "findings archived by a filter",
        ),
        (
            call("guardduty", "CreateIPSet", json!({"detectorId": "d1", "name": "ok", "activate": true})),
            "addresses made trusted, of which there are no findings",
        ),
        (call("macie2", "DisableMacie", json!({})), "Macie switched off"),
        (call("access-analyzer", "DeleteAnalyzer", json!({"analyzerName": "a"})), "access analyzer deleted"),
        (call("shield", "DeleteProtection", json!({"protectionId": "p"})), "protection by Shield deleted"),
        (
            call(
                "wafv2",
                "DisassociateWebACL",
                json!({"resourceArn": "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/x/1"}),
            ),
            "web firewall taken off",
        ),
        (call("events", "DisableRule", json!({"name": "to-chat"})), "event rule switched off or deleted"),
        (
            call(
                "sns",
                "Unsubscribe",
                json!({"subscriptionArn": "arn:aws:sns:us-east-1:111122223333:sec:1"}),
            ),
            "subscriber taken off a topic",
        ),
        (call("monitoring", "DeleteAlarms", json!({"alarmNames": ["root-usage"]})), "alarm deleted"),
        (call("iam", "DeleteAccountPasswordPolicy", Value::Null), "password policy of the account deleted"),
        (
            call("ec2", "DisableEbsEncryptionByDefault", json!({})),
            "encryption of new volumes by default switched off",
        ),
        (
            call("logs", "PutRetentionPolicy", json!({"logGroupName": "/trail", "retentionInDays": 1})),
            "entries of a log kept for no more than a week",
        ),
        (call("logs", "DeleteLogGroup", json!({"logGroupName": "/vpn"})), "log group deleted"),
        (
            call("bedrock", "DeleteModelInvocationLoggingConfiguration", Value::Null),
            "logging of what models are asked and answer switched off",
        ),
        (
            call("bedrock", "CreateFoundationModelAgreement", json!({"modelId": "m"})),
            "agreement on the use of a model made",
        ),
        (
            call("ses", "VerifyEmailIdentity", json!({"emailAddress": "x@example.org"})),
            "identity for sending mail entered; whether it is verified, the record does not say",
        ),
        (
            call("sns", "SetSMSAttributes", json!({"attributes": {"MonthlySpendLimit": "1000"}})),
            "settings of text messages changed, which may be the limit of what they cost",
        ),
        (
            call(
                "route53",
                "ChangeResourceRecordSets",
                json!({"hostedZoneId": "Z1", "changeBatch": {"changes": [{"action": "UPSERT", "resourceRecordSet": record}]}}),
            ),
            "entry of the DNS changed",
        ),
        (
            call("route53domains", "TransferDomainToAnotherAwsAccount", domain()),
            "domain handed to another account, if that account accepts it",
        ),
        // No row knows how this is taken back.
        (call("securityhub", "UpdateFindings", json!({"filters": {}, "recordState": "ARCHIVED"})), ""),
    ]
}

#[test]
fn what_was_weakened_or_handed_away_may_still_be_there() {
    let (all, told): (Vec<Call>, Vec<&str>) = weakenings().into_iter().unzip();
    let (facts, report) = case(&all);
    let left = &answer(&facts, 9)["evidence"]["count"];
    assert_eq!(left, &json!(all.len()), "{:?}", calls(&facts, 9));
    let standing = facts["standing"].as_array().expect("a list");
    let standing: Vec<&str> = standing.iter().filter_map(|row| row["what"].as_str()).collect();
    for what in told.into_iter().filter(|what| !what.is_empty()) {
        assert!(standing.contains(&what), "{what} is not among {standing:?}");
    }
    // Of very many names the rest is counted.
    assert_eq!(calls(&facts, 9).len(), 20);
    assert!(report.contains(" and 1 more)"), "{report}");
    assert!(!report.contains("characters in all)"), "a list of names is not cut");
}

#[test]
fn what_others_took_back_is_not_there_any_more() {
    let back = |name, service, request| by(carol(), call(service, name, request));
    let calls_made = [
        call("organizations", "DetachPolicy", json!({"policyId": "p-guard", "targetId": "111122223333"})),
        call("events", "DisableRule", json!({"name": "to-chat"})),
        call("ses", "VerifyEmailIdentity", json!({"emailAddress": "x@example.org"})),
        call("ses", "UpdateAccountSendingEnabled", json!({"enabled": true})),
        call("logs", "PutRetentionPolicy", json!({"logGroupName": "/trail", "retentionInDays": 365})),
        back("AttachPolicy", "organizations", json!({"policyId": "p-guard", "targetId": "111122223333"})),
        back("EnableRule", "events", json!({"name": "to-chat"})),
        back("DeleteIdentity", "ses", json!({"identity": "x@example.org"})),
        back("UpdateAccountSendingEnabled", "ses", json!({"enabled": false})),
    ];
    let (facts, _) = case(&calls_made);
    assert_eq!(answer(&facts, 9)["facts"]["over"], json!(4));
    assert_eq!(answer(&facts, 9)["evidence"]["count"], json!(0));
}

#[test]
fn only_what_weakens_is_called_a_weakening() {
    let (facts, _) = case(&[
        call("ses", "DeleteIdentity", json!({"identity": "example.org"})),
        call("organizations", "CreateAccount", json!({"accountName": "new"})),
        call(
            "organizations",
            "InviteAccountToOrganization",
            json!({"target": {"type": "ACCOUNT", "id": "444455556666"}}),
        ),
        call("organizations", "RegisterDelegatedAdministrator", json!({"accountId": "444455556666"})),
        call(
            "s3",
            "PutBucketVersioning",
            json!({"bucketName": "example-bucket", "VersioningConfiguration": {"Status": "Suspended"}}),
        ),
    ]);
    assert_eq!(calls(&facts, 7), ["PutBucketVersioning"]);
}

#[test]
fn an_account_that_a_session_was_obtained_for_was_reached() {
    let response = json!({"credentials": {"accessKeyId": "ASIAIOSFODNN7EXAMPLE", "expiration": "Jan 2, 2026, 11:00:00 AM"},
        "assumedRoleUser": {"assumedRoleId": "AROAEXAMPLEFOREIGNROL:s", "arn": "arn:aws:sts::444455556666:assumed-role/Ops/s"}});
    let request = json!({"roleArn": "arn:aws:iam::444455556666:role/Ops", "roleSessionName": "s"});
    let (facts, report) = case(&[Call("sts", "AssumeRole", request, response, json!({}))]);
    assert_eq!(answer(&facts, 8)["facts"]["entered"], json!(["444455556666"]));
    assert!(
        report.contains(
            "Records show that credentials were obtained for 1 more account as well (`444455556666`)"
        )
    );
    // A session is no identity, and not nothing.
    let identities = answer(&facts, 3);
    assert_eq!(
        (&identities["state"], &identities["facts"]["only_sessions"]),
        (&json!("OBSERVED"), &json!(true))
    );
    assert!(report.contains(
        "1 call obtained, started or opened what section 5 lists (AssumeRole): 1 credential or identity."
    ));
}

#[test]
fn a_read_that_was_only_tried_is_not_suspected() {
    let denied = json!({"errorCode": "AccessDenied", "errorMessage": "not authorized"});
    let read = Call("secretsmanager", "GetSecretValue", json!({"secretId": "db"}), Value::Null, denied);
    let (_, report) = case(&[read]);
    let impact = report.lines().find(|line| line.starts_with("- **Data impact:**")).expect("a line");
    assert!(!impact.contains("Suspected"), "{impact}");
    assert!(
        impact.contains("it was tried, and no read by a followed credential is logged as successful"),
        "{impact}"
    );
}

/// A read of an object by Athena for the same user, with a key of its own.
fn by_athena(service: &str, user: &str) -> Call {
    let request = json!({"bucketName": "example-lake", "key": "p/0.parquet"});
    let who = json!({"type": "IAMUser", "principalId": user, "userName": "alice", "accountId": "111122223333",
        "arn": "arn:aws:iam::111122223333:user/alice", "accessKeyId": "ASIAI44QH8DHBEXAMPLE", "invokedBy": service});
    let more = json!({"eventCategory": "Data", "managementEvent": false, "sourceIPAddress": service});
    by(who, Call("s3", "GetObject", request, Value::Null, more))
}

#[test]
fn what_a_service_reads_for_the_principal_is_told() {
    let query = || {
        let result = json!({"outputLocation": "s3://example-out/q/"});
        call("athena", "StartQueryExecution", json!({"workGroup": "primary", "resultConfiguration": result}))
    };
    const ALICE: &str = "AIDACKCEVSQ6C2EXAMPLE";
    let (facts, report) =
        case(&[query(), by_athena("athena.amazonaws.com", ALICE), by_athena("athena.amazonaws.com", ALICE)]);
    let others = facts["used_by_others"].as_array().expect("a list");
    assert_eq!(others.len(), 1, "{others:?}");
    assert_eq!((&others[0]["store"], &others[0]["succeeded"]), (&json!("example-lake"), &json!(2)));
    assert_eq!(answer(&facts, 4)["facts"]["by_services"], json!(2));
    assert!(report.contains("Suspected: reads of 1 store by services that a followed credential had called"));
    assert!(report.contains("s3://example-out/q/"), "where the results went is named");

    // Before the query, for somebody else, or by a service that was not called.
    for other in [
        [by_athena("athena.amazonaws.com", ALICE), query()],
        [query(), by_athena("athena.amazonaws.com", "AIDAI44QH8DHBEXAMPLE")],
        [query(), by_athena("glue.amazonaws.com", ALICE)],
    ] {
        assert_eq!(case(&other).0["used_by_others"], json!([]));
    }
}
