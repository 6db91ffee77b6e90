//! GuardDuty's own shape, attack sequences included.

use super::Finding;
use super::value::{at, list, text};
use serde_json::Value;

/// Where attack sequences stand, in both shapes.
pub const SEQUENCE: &str = "/detection/sequence";

/// Where findings without a key name what acted with the keys of a role.
const WORKLOADS: [(&str, &str); 4] = [
    ("the function", "lambdadetails/functionname"),
    ("the role", "lambdadetails/role"),
    ("the ECS cluster", "ecsclusterdetails/name"),
    ("the ECS task", "ecsclusterdetails/taskdetails/arn"),
];

/// Reads a finding with folded keys.
pub fn read(finding: &Value) -> Finding {
    let mut out = Finding::default();
    let owned = |path: &str| text(finding, path).map(str::to_string);
    out.reported.product = "GuardDuty".into();
    out.reported.id = owned("/id").unwrap_or_default();
    out.reported.finding_type = owned("/type").unwrap_or_default();
    out.reported.region = owned("/region");
    out.reported.title = owned("/title");
    out.reported.detector_id = owned("/service/detectorid");
    out.read_severity(at(finding, "/severity"));
    out.reported.account_id = out.account("account_id", at(finding, "/accountid"));
    out.reported.count = out.count("count", at(finding, "/service/count"));
    out.reported.first_seen = out.moment("first_seen", at(finding, "/service/eventfirstseen"));
    out.reported.last_seen = out.moment("last_seen", at(finding, "/service/eventlastseen"));
    out.reported.created_at = out.moment("created", at(finding, "/createdat"));
    out.updated = out.moment("updated", at(finding, "/updatedat"));
    out.reported.sample = is_sample(finding.pointer("/service/additionalinfo"));
    if out.flag("archived", at(finding, "/service/archived")) == Some(true) {
        out.reported.put_aside.push("archived".into());
    }
    let actions = finding.pointer("/service/action").and_then(Value::as_object);
    for action in actions.into_iter().flat_map(|actions| actions.values()) {
        read_action(&mut out, action);
    }
    let key = "/resource/accesskeydetails";
    Finding::note(&mut out.access_keys, text(finding, &format!("{key}/accesskeyid")));
    Finding::note(&mut out.principals, text(finding, &format!("{key}/principalid")));
    Finding::note(&mut out.names, text(finding, &format!("{key}/username")));
    Finding::note(&mut out.names, text(finding, "/resource/instancedetails/instanceid"));
    Finding::note(&mut out.names, text(finding, "/resource/eksclusterdetails/name"));
    for (what, path) in WORKLOADS {
        let named = text(finding, &format!("/resource/{path}")).map(|name| format!("{what} {name}"));
        Finding::note(&mut out.names, named.as_deref());
    }
    out.role = owned("/resource/lambdadetails/role");
    for bucket in list(finding, "/resource/s3bucketdetails") {
        Finding::note(&mut out.names, text(bucket, "/name"));
    }
    if let Some(service) = finding.get("service") {
        read_sequence(&mut out, service);
    }
    out.finish()
}

/// The call that was seen. Also reads the same block of Security Hub's form.
pub fn read_action(out: &mut Finding, action: &Value) {
    let addresses = &mut out.reported.remote_addresses;
    Finding::note(addresses, text(action, "/remoteipdetails/ipaddressv4"));
    Finding::note(addresses, text(action, "/remoteipdetails/ipaddressv6"));
    let owned = |path: &str| text(action, path).map(str::to_string);
    let account = out.account("remote_account", at(action, "/remoteaccountdetails/accountid"));
    let affiliated = out.flag("affiliated", at(action, "/remoteaccountdetails/affiliated"));
    let reported = &mut out.reported;
    reported.api = reported.api.take().or_else(|| owned("/api"));
    reported.service = reported.service.take().or_else(|| owned("/servicename"));
    reported.remote_account = reported.remote_account.take().or(account);
    reported.remote_service =
        reported.remote_service.take().or_else(|| owned("/remoteaccountdetails/awsservicename"));
    reported.affiliated = reported.affiliated.or(affiliated);
}

/// Attack sequences name their keys among the actors and the resources. `holder` has the block `detection`.
pub fn read_sequence(out: &mut Finding, holder: &Value) {
    for actor in list(holder, &format!("{SEQUENCE}/actors")) {
        Finding::note(&mut out.access_keys, text(actor, "/user/credentialuid"));
        Finding::note(&mut out.principals, text(actor, "/user/uid"));
        Finding::note(&mut out.names, text(actor, "/user/name"));
    }
    for resource in list(holder, &format!("{SEQUENCE}/resources")) {
        let uid = text(resource, "/uid");
        Finding::note(&mut out.principals, text(resource, "/data/accesskey/principalid"));
        match text(resource, "/resourcetype") {
            // The ID itself, or an ARN that ends in it.
            Some("ACCESS_KEY") => {
                let key = uid.map(|uid| uid.rsplit("access-key/").next().unwrap_or(uid));
                Finding::note(&mut out.access_keys, key);
            }
            _ => Finding::note(&mut out.names, uid),
        }
    }
    for endpoint in list(holder, &format!("{SEQUENCE}/endpoints")) {
        Finding::note(&mut out.reported.remote_addresses, text(endpoint, "/ip"));
    }
}

/// Whether additional information marks a sample: an object, JSON text, or JSON text in `value`.
pub fn is_sample(info: Option<&Value>) -> bool {
    let parsed = |text: &str| serde_json::from_str::<Value>(text).ok();
    let marked = |value: &Value| match value.get("sample") {
        Some(Value::Bool(sample)) => *sample,
        Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
        _ => false,
    };
    match info {
        Some(Value::String(text)) => parsed(text).is_some_and(|inner| marked(&inner)),
        Some(info) => {
            let inner = info.get("value").and_then(Value::as_str).and_then(parsed);
            marked(info) || inner.is_some_and(|inner| marked(&inner))
        }
        None => false,
    }
}
