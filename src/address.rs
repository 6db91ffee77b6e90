//! Source addresses, as CloudTrail and GuardDuty write them.

use std::borrow::Cow;
use std::net::IpAddr;

/// The IP address that a text is, in one form: one of IPv4 that is written as IPv6 (`::ffff:…`) is the IPv4 one.
pub fn ip(text: &str) -> Option<IpAddr> {
    text.trim().parse::<IpAddr>().ok().map(|address| address.to_canonical())
}

/// One form for all spellings of an address of IPv6; other text stays.
pub fn plain(text: &str) -> Cow<'_, str> {
    match text.contains(':').then(|| ip(text)).flatten() {
        Some(address) => Cow::Owned(address.to_string()),
        None => Cow::Borrowed(text),
    }
}

/// How records may spell an address: of IPv6, short, and long with and without leading zeros.
pub fn spellings(text: &str) -> Vec<String> {
    let Some(IpAddr::V6(v6)) = ip(text) else { return vec![text.to_string()] };
    let long = |group: &dyn Fn(u16) -> String| v6.segments().map(group).join(":");
    let mut all =
        vec![v6.to_string(), long(&|part| format!("{part:04x}")), long(&|part| format!("{part:x}"))];
    all.sort();
    all.dedup();
    all
}

/// Whether two texts are the same address, however each is written.
pub fn same(a: &str, b: &str) -> bool {
    match (ip(a), ip(b)) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}

/// Whether hosts of unrelated networks may have this address: then it says nothing of whose host it is.
pub fn in_many_networks(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            let carrier = a == 100 && (64..128).contains(&b);
            v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_unspecified() || carrier
        }
        IpAddr::V6(v6) => {
            v6.is_loopback() || v6.is_unspecified() || v6.is_unique_local() || v6.is_unicast_link_local()
        }
    }
}

/// Whether a text is an address that can be a source on the internet, so that AWS can know whose it was. The ranges for
/// documentation count as such: no real record holds one, and examples and tests do.
pub fn is_public(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok_and(|address| !is_reserved(address.to_canonical()))
}

/// IANA's registries of special addresses, without those for documentation.
fn is_reserved(address: IpAddr) -> bool {
    let special = match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            // Of protocols, of measurements between networks, and of no use yet.
            a == 0 || (a, b, c) == (192, 0, 0) || (a, b & 0xfe) == (198, 18) || a >= 240
        }
        // Site-local, which some networks still use.
        IpAddr::V6(v6) => v6.segments()[0] & 0xffc0 == 0xfec0,
    };
    special || address.is_multicast() || in_many_networks(address)
}

/// Whether the source of a call is told as a service and not as an address.
pub fn is_service(text: &str) -> bool {
    text == "AWS Internal" || text.ends_with(".amazonaws.com") || text.ends_with(".amazonaws.com.cn")
}
