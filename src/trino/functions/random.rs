//! Random values.

use super::Table;
use crate::trino::fault::invalid;
use crate::trino::value::Value;
use std::hash::{BuildHasher, Hasher};

pub(super) fn add(t: &mut Table) {
    t.volatile("random|rand() -> double", |_, _| Ok(unit().into()));
    for ty in ["integer", "bigint"] {
        let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
        t.volatile(leak(format!("random|rand({ty}) -> {ty}")), |_, a| match a[0].int() {
            n if n > 0 => Ok(Value::Int(below(n as u64) as i64)),
            _ => invalid("bound must be positive"),
        });
        t.volatile(leak(format!("random|rand({ty}, {ty}) -> {ty}")), |_, a| {
            let (from, to) = (a[0].int(), a[1].int());
            if from >= to {
                return invalid("start value must be less than stop value");
            }
            Ok(Value::Int(from.wrapping_add(below(to.wrapping_sub(from) as u64) as i64)))
        });
    }
    t.volatile("uuid() -> uuid", |_, _| {
        let mut bytes: Vec<u8> = [word(), word()].iter().flat_map(|w| w.to_be_bytes()).collect();
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        Ok(Value::Bytes(bytes))
    });
}

/// 64 random bits: every hasher of the standard library has a seed of its own.
fn word() -> u64 {
    std::hash::RandomState::new().build_hasher().finish()
}

/// A number below a bound that is not 0.
pub(super) fn below(bound: u64) -> u64 {
    word() % bound
}

fn unit() -> f64 {
    (word() >> 11) as f64 / (1_u64 << 53) as f64
}
