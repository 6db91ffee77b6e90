//! The shape of the new Security Hub: Detection Finding (class 2004) of the Open Cybersecurity Schema Framework.

use super::Finding;
use super::value::{at, list, text};
use serde_json::Value;

/// Whether a folded finding is in this shape.
pub fn is(finding: &Value) -> bool {
    finding.get("finding_info").is_some()
}

/// Reads a finding with folded keys.
pub fn read(finding: &Value) -> Finding {
    let mut out = Finding::default();
    let owned = |path: &str| text(finding, path).map(str::to_string);
    // Each time stands there as text as well, where the profile `datetime` is used.
    let time = |name: &str| {
        let path = format!("/finding_info/{name}");
        at(finding, &format!("{path}_dt")).or_else(|| at(finding, &path))
    };
    out.reported.product = owned("/metadata/product/name").unwrap_or_else(|| "Security Hub".into());
    out.reported.id = owned("/finding_info/uid").unwrap_or_default();
    let types = || list(finding, "/finding_info/types").filter_map(Value::as_str);
    // Beside the product's own type there may be those of a taxonomy.
    let own_type = types().find(|kind| kind.contains(':')).or_else(|| types().next());
    out.reported.finding_type = own_type.unwrap_or_default().to_string();
    out.reported.region = owned("/cloud/region").or_else(|| owned("/resources/0/region"));
    out.reported.title = owned("/finding_info/title");
    out.reported.detector_id = owned("/finding_info/product/uid");
    out.reported.severity_label = owned("/severity");
    out.reported.account_id = out.account("account_id", at(finding, "/cloud/account/uid"));
    out.reported.count = out.count("count", at(finding, "/count"));
    out.reported.first_seen = out.moment("first_seen", time("first_seen_time"));
    out.reported.last_seen = out.moment("last_seen", time("last_seen_time"));
    out.reported.created_at = out.moment("created", time("created_time"));
    out.updated = out.moment("updated", time("modified_time"));
    let status = owned("/status").map(|status| status.to_ascii_lowercase());
    let aside = |status: &String| ["archived", "suppressed", "resolved"].contains(&status.as_str());
    out.reported.put_aside.extend(status.filter(aside));
    for evidence in list(finding, "/evidences") {
        read_user(&mut out, evidence, "/actor/user");
        Finding::note(&mut out.reported.remote_addresses, text(evidence, "/src_endpoint/ip"));
        if out.reported.api.is_none() {
            out.reported.api = text(evidence, "/api/operation").map(str::to_string);
            out.reported.service = text(evidence, "/api/service/name").map(str::to_string);
        }
    }
    for resource in list(finding, "/resources") {
        read_resource(&mut out, resource);
    }
    out.finish()
}

fn read_user(out: &mut Finding, holder: &Value, path: &str) {
    let user = |name: &str| text(holder, &format!("{path}/{name}"));
    Finding::note(&mut out.access_keys, user("credential_uid"));
    for id in [user("uid"), user("uid_alt")] {
        let list =
            if id.is_some_and(|id| id.starts_with("arn:")) { &mut out.names } else { &mut out.principals };
        Finding::note(list, id);
    }
    Finding::note(&mut out.names, user("name"));
}

fn read_resource(out: &mut Finding, resource: &Value) {
    let uid = text(resource, "/uid");
    let kind = text(resource, "/type").unwrap_or_default().replace("::", "");
    if !kind.eq_ignore_ascii_case("AwsIamAccessKey") {
        return Finding::note(&mut out.names, uid);
    }
    let data = |name: &str| text(resource, &format!("/data/{name}"));
    Finding::note(&mut out.access_keys, data("access_key_id").or(uid));
    Finding::note(&mut out.principals, data("principal_id"));
    Finding::note(&mut out.names, data("user_name"));
    read_user(out, resource, "/user");
}
