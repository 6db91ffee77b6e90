//! GuardDuty's own shape, attack sequences included.

use super::{Finding, text, time};
use serde_json::Value;

/// Reads a finding with folded keys.
pub fn read(finding: &Value) -> Finding {
    let mut out = Finding::default();
    let owned = |path: &str| text(finding, path).map(str::to_string);
    let moment = |path: &str| text(finding, path).and_then(time);
    let reported = &mut out.reported;
    reported.id = owned("/id").unwrap_or_default();
    reported.finding_type = owned("/type").unwrap_or_default();
    reported.severity = finding.get("severity").and_then(Value::as_f64);
    reported.account_id = owned("/accountid");
    reported.region = owned("/region");
    reported.title = owned("/title");
    reported.detector_id = owned("/service/detectorid");
    reported.count = finding.pointer("/service/count").and_then(Value::as_u64);
    reported.created_at = moment("/createdat");
    reported.first_seen = moment("/service/eventfirstseen");
    reported.last_seen = moment("/service/eventlastseen");
    reported.sample = is_sample(finding.pointer("/service/additionalinfo"));
    for action in
        finding.pointer("/service/action").and_then(Value::as_object).into_iter().flat_map(|a| a.values())
    {
        read_action(&mut out, action);
    }
    let key = "/resource/accesskeydetails";
    Finding::note(&mut out.access_keys, text(finding, &format!("{key}/accesskeyid")));
    Finding::note(&mut out.principals, text(finding, &format!("{key}/principalid")));
    Finding::note(&mut out.names, text(finding, &format!("{key}/username")));
    Finding::note(&mut out.names, text(finding, "/resource/instancedetails/instanceid"));
    for bucket in list(finding, "/resource/s3bucketdetails") {
        Finding::note(&mut out.names, text(bucket, "/name"));
    }
    read_sequence(&mut out, finding);
    out.finish()
}

/// The call that was seen. Also reads the same block of Security Hub's form.
pub fn read_action(out: &mut Finding, action: &Value) {
    let addresses = &mut out.reported.remote_addresses;
    Finding::note(addresses, text(action, "/remoteipdetails/ipaddressv4"));
    Finding::note(addresses, text(action, "/remoteipdetails/ipaddressv6"));
    let owned = |path: &str| text(action, path).map(str::to_string);
    let reported = &mut out.reported;
    reported.api = reported.api.take().or_else(|| owned("/api"));
    reported.remote_account =
        reported.remote_account.take().or_else(|| owned("/remoteaccountdetails/accountid"));
    reported.remote_service =
        reported.remote_service.take().or_else(|| owned("/remoteaccountdetails/awsservicename"));
    let affiliated = action.pointer("/remoteaccountdetails/affiliated").and_then(Value::as_bool);
    reported.affiliated = reported.affiliated.or(affiliated);
}

/// Attack sequences name their keys among the actors, signals' endpoints and resources.
fn read_sequence(out: &mut Finding, finding: &Value) {
    const SEQUENCE: &str = "/service/detection/sequence";
    for actor in list(finding, &format!("{SEQUENCE}/actors")) {
        Finding::note(&mut out.access_keys, text(actor, "/user/credentialuid"));
        Finding::note(&mut out.principals, text(actor, "/user/uid"));
        Finding::note(&mut out.names, text(actor, "/user/name"));
    }
    for resource in list(finding, &format!("{SEQUENCE}/resources")) {
        let uid = text(resource, "/uid");
        Finding::note(&mut out.principals, text(resource, "/data/accesskey/principalid"));
        match text(resource, "/resourcetype") {
            Some("ACCESS_KEY") => Finding::note(&mut out.access_keys, uid),
            _ => Finding::note(&mut out.names, uid),
        }
    }
    for endpoint in list(finding, &format!("{SEQUENCE}/endpoints")) {
        Finding::note(&mut out.reported.remote_addresses, text(endpoint, "/ip"));
    }
}

fn list<'a>(value: &'a Value, path: &str) -> impl Iterator<Item = &'a Value> {
    value.pointer(path).and_then(Value::as_array).into_iter().flatten()
}

/// The API gives the additional information as JSON text in `value`, EventBridge as an object.
fn is_sample(info: Option<&Value>) -> bool {
    let flag = |info: &Value| info.get("sample").and_then(Value::as_bool) == Some(true);
    let Some(info) = info else { return false };
    let inner =
        info.get("value").and_then(Value::as_str).and_then(|text| serde_json::from_str::<Value>(text).ok());
    flag(info) || inner.is_some_and(|inner| flag(&inner))
}
