//! What a service launches instances for. It writes that into tags which only AWS can set: their keys begin with `aws:`.

use super::fields::text;
use serde_json::Value;

/// The auto scaling group.
pub fn group(request: &Value) -> Vec<String> {
    values(request, "aws:autoscaling:groupName")
}

/// The EC2 fleet.
pub fn fleet(request: &Value) -> Vec<String> {
    values(request, "aws:ec2:fleet-id")
}

/// The request for a Spot fleet.
pub fn spot_fleet(request: &Value) -> Vec<String> {
    values(request, "aws:ec2spot:fleet-request-id")
}

/// The values of the tags with this key that a call gives to what it makes.
fn values(request: &Value, key: &str) -> Vec<String> {
    let items = |of: &Value, name: &str| of.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let sets = request.get("tagSpecificationSet").map(|sets| items(sets, "items")).unwrap_or_default();
    let tags = sets.iter().flat_map(|set| items(set, "tags"));
    let own = tags.filter(|tag| tag.get("key").and_then(Value::as_str) == Some(key));
    own.filter_map(|tag| text(tag.get("value")?)).collect()
}
