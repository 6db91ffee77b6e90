//! Addresses and networks.

use super::Table;
use crate::trino::fault::Fault;
use crate::trino::net::{holds, parse_prefix};
use crate::trino::value::Value;

pub(super) fn add(t: &mut Table) {
    t.add("contains(varchar, ipaddress) -> boolean", |_, a| match parse_prefix(a[0].str()) {
        Some(network) => Ok(Value::Bool(holds(&network, a[1].bytes()))),
        None => Err(Fault::new("INVALID_FUNCTION_ARGUMENT", "Invalid CIDR")),
    });
}
