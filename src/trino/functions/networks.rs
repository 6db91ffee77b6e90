//! Addresses and networks.

use super::Table;
use crate::trino::fault::{Fault, Outcome, invalid};
use crate::trino::net::{holds, is_v4, mask, parse_prefix};
use crate::trino::value::Value;

pub(super) fn add(t: &mut Table) {
    t.add("contains(varchar, ipaddress) -> boolean", |_, a| match parse_prefix(a[0].str()) {
        Some(network) => Ok(Value::Bool(holds(&network, a[1].bytes()))),
        None => Err(Fault::new("INVALID_FUNCTION_ARGUMENT", "Invalid CIDR")),
    });
    t.add("ip_prefix(ipaddress, bigint) -> ipprefix", |_, a| prefix(a[0].bytes(), a[1].int()));
    t.add("ip_subnet_min(ipprefix) -> ipaddress", |_, a| Ok(Value::Bytes(a[0].bytes()[..16].to_vec())));
    t.add("ip_subnet_max(ipprefix) -> ipaddress", |_, a| {
        let bytes = a[0].bytes();
        let keep = if is_v4(bytes) { bytes[16] + 96 } else { bytes[16] };
        let mut ones = vec![0xff; 16];
        mask(&mut ones, keep);
        Ok(Value::Bytes(bytes[..16].iter().zip(ones).map(|(b, m)| b | !m).collect()))
    });
    t.add("is_subnet_of(ipprefix, ipaddress) -> boolean", |_, a| {
        Ok(Value::Bool(holds(a[0].bytes(), a[1].bytes())))
    });
    t.add("is_subnet_of(ipprefix, ipprefix) -> boolean", |_, a| {
        Ok(Value::Bool(a[1].bytes()[16] >= a[0].bytes()[16] && holds(a[0].bytes(), &a[1].bytes()[..16])))
    });
}

fn prefix(address: &[u8], length: i64) -> Outcome<Value> {
    let v4 = is_v4(address);
    match u8::try_from(length) {
        Ok(n) if n <= if v4 { 32 } else { 128 } => {
            let mut bytes = address.to_vec();
            mask(&mut bytes, if v4 { n + 96 } else { n });
            bytes.push(n);
            Ok(Value::Bytes(bytes))
        }
        _ => invalid("subnet size must be in range"),
    }
}
