//! Rules of a security group in the parameters of a call, in one spelling: `tcp 22 from 0.0.0.0/0`. A rule is taken back by
//! one of the same protocol, ports and source, and by no other.

use serde_json::Value;

/// Where a rule may let traffic in from. The newer calls begin their names with a capital letter.
const SOURCES: [(&str, &[&str]); 4] = [
    ("ipRanges", &["cidrIp"]),
    ("ipv6Ranges", &["cidrIpv6"]),
    ("prefixListIds", &["prefixListId"]),
    ("groups", &["groupId", "groupName"]),
];
const PLAIN: [&str; 7] = [
    "cidrIp",
    "sourceSecurityGroupName",
    "sourceSecurityGroupId",
    "CidrIpv4",
    "CidrIpv6",
    "PrefixListId",
    "ReferencedGroupId",
];

/// Every rule that a call names, but for those that it names by ID.
pub fn rules(parameters: &Value) -> Vec<String> {
    let permissions = items(&parameters["ipPermissions"]["items"]);
    let changed = items(&parameters["ModifySecurityGroupRulesRequest"]["SecurityGroupRule"]);
    let changed = changed.iter().map(|rule| &rule["SecurityGroupRule"]);
    permissions.iter().chain(changed).chain([parameters]).flat_map(of_permission).collect()
}

fn of_permission(permission: &Value) -> Vec<String> {
    let ranges = SOURCES.iter().flat_map(|(list, names)| {
        items(&permission[list]["items"])
            .iter()
            .filter_map(|item| names.iter().find_map(|name| item[name].as_str()))
    });
    let plain = PLAIN.iter().filter_map(|name| permission[name].as_str());
    let traffic = traffic(permission);
    ranges.chain(plain).map(|source| format!("{traffic} from {source}")).collect()
}

fn traffic(permission: &Value) -> String {
    let field = |names: [&str; 2]| {
        let value = names.into_iter().map(|name| &permission[name]).find(|value| !value.is_null())?;
        value.as_str().map(str::to_string).or_else(|| Some(value.to_string()))
    };
    let protocol = field(["ipProtocol", "IpProtocol"]).unwrap_or_default();
    let ports = field(["fromPort", "FromPort"]).zip(field(["toPort", "ToPort"]));
    match (protocol.as_str(), ports) {
        // Of all protocols, ports are not looked at.
        ("-1" | "all", _) => "all traffic".into(),
        ("6", ports) => with_ports("tcp", ports),
        ("17", ports) => with_ports("udp", ports),
        (protocol, ports) => with_ports(protocol, ports),
    }
}

fn with_ports(protocol: &str, ports: Option<(String, String)>) -> String {
    match ports {
        Some((from, to)) if from == to => format!("{protocol} {from}"),
        Some((from, to)) => format!("{protocol} {from}-{to}"),
        None => protocol.into(),
    }
}

/// A list, or the one thing that stands in its place.
fn items(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        Value::Null => &[],
        one => std::slice::from_ref(one),
    }
}
