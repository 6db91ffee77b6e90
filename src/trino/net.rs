//! IP addresses as sixteen bytes, networks as sixteen bytes with a length.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address as sixteen bytes.
pub fn parse_address(text: &str) -> Option<Vec<u8>> {
    match text.parse().ok()? {
        IpAddr::V4(v4) => Some(v4_bytes(&v4.octets())),
        IpAddr::V6(v6) => Some(v6.octets().to_vec()),
    }
}

/// Four bytes as a mapped address.
pub fn v4_bytes(four: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0; 10];
    bytes.extend([255, 255]);
    bytes.extend(four);
    bytes
}

/// Whether sixteen bytes are a mapped IPv4 address.
pub fn is_v4(bytes: &[u8]) -> bool {
    bytes.len() >= 16 && bytes[..10].iter().all(|b| *b == 0) && bytes[10..12] == [255, 255]
}

/// A network: the bits behind its length are cleared.
pub fn parse_prefix(text: &str) -> Option<Vec<u8>> {
    let (address, length) = text.split_once('/')?;
    let mut bytes = parse_address(address)?;
    let v4 = is_v4(&bytes);
    let length: u8 = length.parse().ok().filter(|n| *n <= if v4 { 32 } else { 128 })?;
    mask(&mut bytes, if v4 { length + 96 } else { length });
    bytes.push(length);
    Some(bytes)
}

/// Clears the bits behind the first `keep`.
pub fn mask(bytes: &mut [u8], keep: u8) {
    for (index, byte) in bytes.iter_mut().enumerate() {
        let left = usize::from(keep).saturating_sub(index * 8).min(8);
        *byte &= if left == 0 { 0 } else { 0xff << (8 - left) };
    }
}

/// The address in the usual notation.
pub fn address_text(bytes: &[u8]) -> String {
    if is_v4(bytes) {
        return Ipv4Addr::new(bytes[12], bytes[13], bytes[14], bytes[15]).to_string();
    }
    match <[u8; 16]>::try_from(bytes) {
        Ok(bytes) => Ipv6Addr::from(bytes).to_string(),
        Err(_) => crate::digest::hex(bytes),
    }
}

/// Whether a network holds an address.
pub fn holds(prefix: &[u8], address: &[u8]) -> bool {
    let Some((length, network)) = prefix.split_last() else { return false };
    let v4 = is_v4(network);
    if v4 != is_v4(address) {
        return false;
    }
    let mut masked = address.to_vec();
    mask(&mut masked, if v4 { length + 96 } else { *length });
    masked == network
}
