//! The shape of AWS Security Hub (ASFF).

use super::guardduty::read_action;
use super::{Finding, text, time};
use serde_json::Value;

/// Whether a folded finding is in this shape.
pub fn is(finding: &Value) -> bool {
    finding.get("types").is_some() && finding.get("resources").is_some()
}

/// Reads a finding with folded keys.
pub fn read(finding: &Value) -> Finding {
    let mut out = Finding::default();
    let owned = |path: &str| text(finding, path).map(str::to_string);
    // Product fields carry GuardDuty's own, flat, with or without a prefix.
    let product = |end: &str| {
        let fields = finding.get("productfields")?.as_object()?;
        fields.iter().find(|(key, _)| key.ends_with(end)).and_then(|(_, value)| value.as_str())
    };
    let reported = &mut out.reported;
    reported.id = owned("/id").unwrap_or_default();
    reported.finding_type =
        finding.pointer("/types/0").and_then(Value::as_str).map(finding_type).unwrap_or_default();
    reported.severity = finding.pointer("/severity/product").and_then(Value::as_f64);
    reported.account_id = owned("/awsaccountid");
    reported.region = owned("/region").or_else(|| owned("/resources/0/region"));
    reported.title = owned("/title");
    reported.detector_id = product("detectorid").map(str::to_string);
    reported.count = product("service/count").and_then(|text| text.parse().ok());
    let moment = |product: Option<&str>, path: &str| product.or_else(|| text(finding, path)).and_then(time);
    reported.created_at = text(finding, "/createdat").and_then(time);
    reported.first_seen = moment(product("service/eventfirstseen"), "/firstobservedat");
    reported.last_seen = moment(product("service/eventlastseen"), "/lastobservedat");
    reported.sample = finding.get("sample").and_then(Value::as_bool) == Some(true)
        || product("additionalinfo/sample") == Some("true");
    reported.api = product("awsapicallaction/api").map(str::to_string);
    Finding::note(&mut reported.remote_addresses, product("remoteipdetails/ipaddressv4"));
    reported.remote_account = product("remoteaccountdetails/accountid").map(str::to_string);
    reported.affiliated = product("remoteaccountdetails/affiliated").and_then(|text| text.parse().ok());
    if let Some(action) = finding.pointer("/action/awsapicallaction") {
        read_action(&mut out, action);
    }
    for resource in finding.get("resources").and_then(Value::as_array).into_iter().flatten() {
        read_resource(&mut out, resource);
    }
    out.finish()
}

fn read_resource(out: &mut Finding, resource: &Value) {
    let id = text(resource, "/id");
    if text(resource, "/type") != Some("AwsIamAccessKey") {
        return Finding::note(&mut out.names, id);
    }
    let details = "/details/awsiamaccesskey";
    let named = text(resource, &format!("{details}/accesskeyid"));
    Finding::note(&mut out.access_keys, named.or_else(|| id?.strip_prefix("AWS::IAM::AccessKey:")));
    Finding::note(&mut out.principals, text(resource, &format!("{details}/principalid")));
    Finding::note(&mut out.names, text(resource, &format!("{details}/principalname")));
    Finding::note(&mut out.names, text(resource, &format!("{details}/username")));
}

/// `TTPs/Discovery/Recon:IAMUser-UserPermissions` is GuardDuty's `Recon:IAMUser/UserPermissions`.
fn finding_type(text: &str) -> String {
    let last = text.rsplit('/').next().unwrap_or(text);
    if last.contains(':') { last.replacen('-', "/", 1) } else { text.to_string() }
}
