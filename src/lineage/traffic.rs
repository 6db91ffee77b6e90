//! Rules of a security group in the parameters of a call, in one spelling: `tcp 22 from 0.0.0.0/0`. A rule is taken back by
//! one of the same protocol, ports and source, and by no other.

use ipnet::IpNet;
use serde_json::Value;

/// Fields of the peers of a rule, in the lists of the older calls.
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

/// Every rule that a call spells out. Rules that it names by ID are left out.
pub fn rules(parameters: &Value) -> Vec<String> {
    let permissions = items(&parameters["ipPermissions"]["items"]);
    let added = permissions.iter().chain([parameters]).flat_map(of_permission);
    let changed = items(&parameters["ModifySecurityGroupRulesRequest"]["SecurityGroupRule"]);
    let changed = changed.iter().flat_map(|rule| of_permission(&rule["SecurityGroupRule"]));
    added
        .map(|(traffic, source)| format!("{traffic} from {source}"))
        // One call changes rules for incoming and for outgoing traffic, and does not say which they are.
        .chain(changed.map(|(traffic, peer)| format!("{traffic}, {peer} (direction not recorded)")))
        .collect()
}

/// The traffic of a rule, with each peer that it goes from or to.
fn of_permission(permission: &Value) -> Vec<(String, String)> {
    let ranges = SOURCES.iter().flat_map(|(list, names)| {
        items(&permission[list]["items"])
            .iter()
            .filter_map(|item| names.iter().find_map(|name| item[name].as_str()))
    });
    let plain = PLAIN.iter().filter_map(|name| permission[name].as_str());
    let traffic = traffic(permission);
    ranges.chain(plain).map(|source| (traffic.clone(), range(source))).collect()
}

/// A range as AWS keeps it, with the first address of its network. Any other peer stays as it is.
fn range(source: &str) -> String {
    source.parse::<IpNet>().map_or_else(|_| source.to_string(), |range| range.trunc().to_string())
}

fn traffic(permission: &Value) -> String {
    let field = |names: [&str; 2]| {
        let value = names.into_iter().map(|name| &permission[name]).find(|value| !value.is_null())?;
        value.as_str().map(str::to_string).or_else(|| Some(value.to_string()))
    };
    let protocol = field(["ipProtocol", "IpProtocol"]).unwrap_or_default().to_ascii_lowercase();
    let ports = field(["fromPort", "FromPort"]).zip(field(["toPort", "ToPort"]));
    match (protocol.as_str(), ports) {
        // A rule for all protocols has no ports.
        ("-1" | "all", _) => "all traffic".into(),
        ("1", ports) => with_ports("icmp", ports),
        ("58", ports) => with_ports("icmpv6", ports),
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
