//! What a report states of credentials: how they came about, whether they can still be used, and what to do about them.

use crate::record::{KEY, Record, aws_service, root, session, user};
use crate::stated::{call, told, told_of};
use serde_json::{Value, json};

/// The same call by a responder.
pub fn by_admin(record: Value) -> Value {
    record.by(user("admin", "AKIAEXAMPLEADMINKEY1"))
}

#[test]
fn a_key_that_was_switched_on_again_and_then_deleted_is_not_left_behind() {
    let of_key = |id: &str, time: &str, status: &str| {
        let request = json!({"userName": "bob", "accessKeyId": "AKIAEXAMPLEBOBNEWKEY", "status": status});
        call(id, time, "iam", "UpdateAccessKey", request)
    };
    let made = call("made", "10:00:00", "iam", "CreateAccessKey", json!({"userName": "bob"}))
        .response(json!({"accessKey": {"userName": "bob", "accessKeyId": "AKIAEXAMPLEBOBNEWKEY"}}));
    let mut records =
        vec![made, by_admin(of_key("off", "11:00:00", "Inactive")), of_key("on", "12:00:00", "Active")];
    let left = told(records.clone());
    assert_eq!(left.facts["answers"][8]["facts"]["over"], 0, "it is on at the end");
    records.push(by_admin(call(
        "gone",
        "13:00:00",
        "iam",
        "DeleteAccessKey",
        json!({"userName": "bob", "accessKeyId": "AKIAEXAMPLEBOBNEWKEY"}),
    )));
    let over = told(records);
    assert_eq!(over.facts["answers"][8]["facts"]["over"], 2, "{}", over.facts["answers"][8]);
    assert_eq!(over.facts["answers"][8]["evidence"]["count"], 0);
}

#[test]
fn the_keys_of_a_function_and_when_they_lapse_stand_with_it() {
    let role = "arn:aws:iam::111122223333:role/billing-role";
    let request = json!({"functionName": "billing"});
    let changed = call("code", "14:00:00", "lambda", "UpdateFunctionCode20150331v2", request)
        .response(json!({"functionName": "billing", "role": role}));
    let request = json!({"roleArn": role, "roleSessionName": "billing"});
    let issued = call("issued", "14:05:00", "sts", "AssumeRole", request)
        .by(aws_service("lambda"))
        .out_of("lambda.amazonaws.com")
        .response(json!({"credentials":
            {"accessKeyId": "ASIAEXAMPLEFUNCTION1", "expiration": "Mar 15, 2026, 2:05:00 AM"}}));
    let context = json!({
        "sessionIssuer": {"type": "Role", "principalId": "AROAEXAMPLEBILLINGROL", "arn": role,
            "accountId": "111122223333", "userName": "billing-role"},
        "attributes": {"creationDate": "2026-03-14T14:05:00Z", "mfaAuthenticated": "false"}});
    let used = call("used", "14:10:00", "s3", "ListBuckets", json!({})).by(session(
        "billing-role",
        "billing",
        "ASIAEXAMPLEFUNCTION1",
    )
    .with("principalId", "AROAEXAMPLEBILLINGROL:billing")
    .with("sessionContext", context));
    let told = told(vec![changed, issued, used]);
    assert_eq!(told.facts["credentials"][1]["sessions_expire"], "2026-03-15T02:05:00Z");
    let row = "| K-02 | `arn:aws:sts::111122223333:assumed-role/billing-role/billing`; `ASIAEXAMPLEFUNCTION1` | \
        its sessions that the log shows being issued: by 2026-03-15T02:05:00Z |";
    assert!(told.report.contains(row), "{}", told.report);
}

#[test]
fn who_came_in_is_named_and_what_it_came_in_by_was_used() {
    let trust = |statement: &str| format!("{{\"Statement\": [{statement}]}}");
    let account = r#"{"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "sts:AssumeRole"}"#;
    let request = json!({"roleName": "sync", "assumeRolePolicyDocument": trust(account)});
    let made = call("made", "10:00:00", "iam", "CreateRole", request)
        .response(json!({"role": {"roleName": "sync", "roleId": "AROAEXAMPLESYNC000000"}}));
    let assumed = |id: &str, role: &str, who: Value| {
        let request =
            json!({"roleArn": format!("arn:aws:iam::111122223333:role/{role}"), "roleSessionName": "in"});
        let answer = json!({"credentials": {"accessKeyId": format!("ASIAEXAMPLE{id}"),
            "expiration": "Mar 14, 2026, 12:00:00 PM"}});
        call(id, "11:00:00", "sts", "AssumeRole", request).by(who).response(answer)
    };
    let outsider =
        json!({"type": "AWSAccount", "principalId": "AIDAEXAMPLEOUTSIDER01", "accountId": "444455556666"});
    let provider = "arn:aws:iam::111122223333:oidc-provider/id.example.com";
    let request = json!({"url": "https://id.example.com"});
    let provided = call("provided", "10:01:00", "iam", "CreateOpenIDConnectProvider", request)
        .response(json!({ "openIDConnectProviderArn": provider }));
    let federated = format!(r#"{{"Effect": "Allow", "Principal": {{"Federated": "{provider}"}}}}"#);
    let policy = json!({"roleName": "ops", "policyDocument": trust(&federated)});
    let opened = call("opened", "10:02:00", "iam", "UpdateAssumeRolePolicy", policy);
    let visitor = json!({"type": "WebIdentityUser", "principalId": format!("{provider}:aud:evil"),
        "userName": "evil", "identityProvider": provider});
    let mut visit = assumed("VISITOR01", "ops", visitor).with("eventName", "AssumeRoleWithWebIdentity");
    visit["responseElements"]["provider"] = provider.into();
    visit["responseElements"]["subjectFromWebIdentityToken"] = "evil".into();
    let told = told(vec![made, provided, opened, assumed("OUTSIDER1", "sync", outsider), visit]);
    let hop = "`AIDAEXAMPLEOUTSIDER01` of account `444455556666`, who came in by K-02, called `AssumeRole`: role session K-05";
    assert!(told.report.contains(hop), "{}", told.report);
    let role = told.report.lines().find(|line| line.starts_with("| K-04 | `ops`")).expect("the role");
    assert!(role.contains("by those who came in by it: see K-06"), "{role}");
}

#[test]
fn what_a_sign_in_or_an_application_hands_out_came_from_no_metadata_service() {
    let key = "ASIAEXAMPLEFEDERATED";
    let issued = |by: Value, source: &str, name: &str| {
        let request = json!({"roleArn": "arn:aws:iam::111122223333:role/app", "roleSessionName": "x"});
        let issued = call("issued", "09:00:00", source, name, request)
            .by(by)
            .response(json!({"credentials": {"accessKeyId": key}}));
        let used = call("used", "10:00:00", "s3", "ListBuckets", json!({})).by(session("app", "x", key));
        let report = told_of(key, vec![issued, used]).report;
        let row = |what: &str| {
            let row = report.lines().find(|line| line.starts_with(&format!("| {what}")))?;
            Some(row.split(" | ").take(3).map(str::to_string).collect::<Vec<_>>())
        };
        (
            row("An instance, container or function"),
            row("A developer machine"),
            row("Somebody was made"),
            row("An application"),
        )
    };
    let of_web =
        |principal: &str| json!({"type": "WebIdentityUser", "principalId": principal, "userName": "x"});
    let pod = "arn:aws:iam::111122223333:oidc-provider/oidc.example:sts.amazonaws.com:system:serviceaccount:prod:app";
    let (container, machine, _, application) = issued(of_web(pod), "sts", "AssumeRoleWithWebIdentity");
    assert!(container.expect("a row")[1].contains("for the service account of pods"));
    assert_eq!(machine.expect("a row")[1], "nothing in these facts");
    assert_eq!(application, None);
    let pool = "cognito-identity.amazonaws.com:us-east-1:pool:us-east-1:guest";
    let (container, machine, _, application) = issued(of_web(pool), "sts", "AssumeRoleWithWebIdentity");
    assert!(container.expect("a row")[2].contains("and no metadata service"));
    assert_eq!(machine.expect("a row")[1], "nothing in these facts");
    assert!(application.expect("a row")[1].contains("issued it"));
    let person = json!({"type": "SAMLUser", "principalId": "idp=:bob", "userName": "bob"});
    let (_, machine, signed_in, _) = issued(person, "sts", "AssumeRoleWithSAML");
    assert!(machine.expect("a row")[1].contains("AssumeRoleWithSAML by"));
    assert!(signed_in.expect("a row")[1].contains("AssumeRoleWithSAML by"));
    let service = json!({"type": "AWSService", "invokedBy": "lambda.amazonaws.com"});
    let (container, machine, ..) = issued(service, "sts", "AssumeRole");
    let container = container.expect("a row");
    assert!(container[1].contains("issued it, for code that runs there"), "{container:?}");
    assert_eq!(container[2], "nothing in these facts");
    assert_eq!(machine.expect("a row")[1], "nothing in these facts");
}

#[test]
fn advice_is_not_cut_and_fits_who_issued_the_session() {
    let key = KEY.replace("AKIA", "ASIA");
    let of = |identity: Value, issuer: Option<Value>| {
        let record = call("own", "10:00:30", "s3", "ListBuckets", json!({})).by(identity);
        told_of(&key, std::iter::once(record).chain(issuer).collect()).report
    };
    let person = session("AWSReservedSSO_Admin_0123456789abcdef", "ann", &key)
        .with("principalId", "AROAEXAMPLESSO0000001:ann");
    assert!(of(person, None).contains("Ending those alone leaves this session until it expires."));
    let root = root(&key);
    assert!(of(root.clone(), None).contains("sign in as root, change the password"));
    let issuer = call("issuer", "10:00:00", "sts", "AssumeRoot", json!({"targetPrincipal": "111122223333"}))
        .by(user("build", "AKIAEXAMPLEADMINKEY1"))
        .response(json!({ "credentials": {"accessKeyId": key} }));
    let issued = of(root, Some(issuer));
    assert!(issued.contains("Stop the issuer in the organisation's management account"), "{issued}");
    assert!(!issued.contains("sign in as root"), "{issued}");
}
