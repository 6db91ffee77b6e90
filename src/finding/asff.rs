//! The shape of AWS Security Hub (ASFF).

use super::Finding;
use super::guardduty::{is_sample, read_action, read_sequence};
use super::value::{at, text};
use serde_json::{Map, Value};

/// Whether a folded finding is in this shape.
pub fn is(finding: &Value) -> bool {
    finding.get("types").is_some() && finding.get("resources").is_some()
}

/// GuardDuty's own fields among the product fields: flat, with a prefix that older findings do not have.
struct Product<'a>(Option<&'a Map<String, Value>>);

impl<'a> Product<'a> {
    fn field(&self, name: &str) -> Option<&'a Value> {
        let mut fields = self.0?.iter();
        let (_, value) = fields.find(|(key, _)| key.rsplit("service/").next() == Some(name))?;
        at(value, "")
    }

    fn text(&self, name: &str) -> Option<&'a str> {
        self.field(name)?.as_str()
    }

    fn is_of_guardduty(&self) -> bool {
        self.0.is_some_and(|fields| fields.keys().any(|key| key.starts_with("aws/guardduty/")))
    }
}

/// Reads a finding with folded keys.
pub fn read(finding: &Value) -> Finding {
    let mut out = Finding::default();
    let owned = |path: &str| text(finding, path).map(str::to_string);
    let product = Product(finding.get("productfields").and_then(Value::as_object));
    out.reported.product = product_name(finding, &product);
    out.reported.id = owned("/id").unwrap_or_default();
    out.reported.finding_type =
        finding.pointer("/types/0").and_then(Value::as_str).map(finding_type).unwrap_or_default();
    out.reported.region = owned("/region").or_else(|| owned("/resources/0/region"));
    out.reported.title = owned("/title");
    out.reported.detector_id = product.text("detectorid").map(str::to_string);
    read_severity(&mut out, finding);
    out.reported.account_id = out.account("account_id", at(finding, "/awsaccountid"));
    out.reported.count = out.count("count", product.field("count"));
    let seen = |name: &str, path: &str| product.field(name).or_else(|| at(finding, path));
    out.reported.first_seen = out.moment("first_seen", seen("eventfirstseen", "/firstobservedat"));
    out.reported.last_seen = out.moment("last_seen", seen("eventlastseen", "/lastobservedat"));
    out.reported.created_at = out.moment("created", at(finding, "/createdat"));
    out.updated = out.moment("updated", at(finding, "/updatedat"));
    out.reported.sample = out.flag("sample", at(finding, "/sample")) == Some(true)
        || product.text("additionalinfo/sample") == Some("true")
        || is_sample(product.field("additionalinfo/value"))
        || is_sample(product.field("additionalinfo"));
    let set = |path: &str, words: &[&str]| {
        let text = text(finding, path).map(str::to_ascii_lowercase)?;
        words.contains(&text.as_str()).then_some(text)
    };
    out.reported.put_aside.extend(set("/recordstate", &["archived"]));
    out.reported.put_aside.extend(set("/workflow/status", &["suppressed", "resolved"]));
    read_product_action(&mut out, &product);
    for action in ["/action/awsapicallaction", "/action/networkconnectionaction"] {
        if let Some(action) = finding.pointer(action) {
            read_action(&mut out, action);
        }
    }
    for resource in finding.get("resources").and_then(Value::as_array).into_iter().flatten() {
        read_resource(&mut out, resource);
    }
    read_sequence(&mut out, finding);
    out.finish()
}

/// The call as the product fields tell it.
fn read_product_action(out: &mut Finding, product: &Product<'_>) {
    for kind in ["awsapicallaction", "networkconnectionaction"] {
        for version in ["ipaddressv4", "ipaddressv6"] {
            let address = product.text(&format!("action/{kind}/remoteipdetails/{version}"));
            Finding::note(&mut out.reported.remote_addresses, address);
        }
    }
    let call = |name: &str| product.field(&format!("action/awsapicallaction/{name}"));
    out.reported.api = out.words("api", call("api"));
    out.reported.service = out.words("service", call("servicename"));
    out.reported.remote_account = out.account("remote_account", call("remoteaccountdetails/accountid"));
    out.reported.remote_service = out.words("remote_service", call("remoteaccountdetails/awsservicename"));
    out.reported.affiliated = out.flag("affiliated", call("remoteaccountdetails/affiliated"));
}

/// GuardDuty's own number where there is one; else the word or the number of Security Hub, which has another scale.
fn read_severity(out: &mut Finding, finding: &Value) {
    if let Some(own) = at(finding, "/severity/product") {
        return out.read_severity(Some(own));
    }
    let label = out.words("severity", at(finding, "/severity/label"));
    let normalized = out.number("severity", at(finding, "/severity/normalized"));
    out.reported.severity_label = label.or(normalized.map(|number| format!("{number} of 100")));
}

/// The product that made the finding.
fn product_name(finding: &Value, product: &Product<'_>) -> String {
    let named = text(finding, "/productname")
        .or_else(|| text(finding.get("productfields")?, "/aws~1securityhub~1productname"));
    let arn = text(finding, "/productarn").unwrap_or_default();
    match named {
        Some(name) => name.to_string(),
        None if product.is_of_guardduty() || arn.ends_with("/aws/guardduty") => "GuardDuty".into(),
        None => arn.rsplit_once(":product/").map_or("Security Hub", |(_, name)| name).to_string(),
    }
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
