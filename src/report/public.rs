//! Whether an address is one on the internet, so that AWS can know whose it was.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether a text is an address that can be a source on the internet. The ranges for documentation count as such: no
/// real record holds one, and examples and tests do.
pub(super) fn is_public(address: &str) -> bool {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V4(address)) => !is_reserved(address),
        Ok(IpAddr::V6(address)) => !is_reserved_v6(address),
        Err(_) => false,
    }
}

/// IANA's registry of special addresses, without those for documentation.
fn is_reserved(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || a == 0
        // Between a provider and its customers.
        || (a, b & 0xc0) == (100, 64)
        || (a, b, c) == (192, 0, 0)
        // Measurements between networks.
        || (a, b & 0xfe) == (198, 18)
        || a >= 240
}

fn is_reserved_v6(address: Ipv6Addr) -> bool {
    let first = address.segments()[0];
    address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || address.is_unique_local()
        || address.is_unicast_link_local()
        // Site-local, which some networks still use.
        || first & 0xffc0 == 0xfec0
}
