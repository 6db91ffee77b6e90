//! Bits.

use super::Table;
use crate::trino::fault::invalid;
use crate::trino::value::Value;

pub(super) fn add(t: &mut Table) {
    t.add("bit_count(bigint, bigint) -> bigint", |_, a| {
        let (n, bits) = (a[0].int(), a[1].int());
        if !(2..=64).contains(&bits) {
            return invalid(format!("Bits specified in bit_count must be between 2 and 64, got {bits}"));
        }
        let half = 1_i128 << (bits - 1);
        if !(-half..half).contains(&i128::from(n)) {
            return invalid(format!(
                "Number must be representable with the bits specified. {n} cannot be represented with {bits} bits"
            ));
        }
        let mask = if bits == 64 { u64::MAX } else { (1 << bits) - 1 };
        Ok(Value::Int(i64::from((n as u64 & mask).count_ones())))
    });
    t.add("bitwise_left_shift(integer, bigint) -> integer", |_, a| {
        let by = shift(a[1].int(), 32);
        Ok(Value::Int(by.map_or(0, |by| i64::from((a[0].int() as i32).wrapping_shl(by)))))
    });
    t.add("bitwise_left_shift(bigint, bigint) -> bigint", |_, a| {
        Ok(Value::Int(shift(a[1].int(), 64).map_or(0, |by| a[0].int().wrapping_shl(by))))
    });
    t.add("bitwise_right_shift(integer, bigint) -> integer", |_, a| {
        let by = shift(a[1].int(), 32);
        Ok(Value::Int(by.map_or(0, |by| i64::from((a[0].int() as u32).wrapping_shr(by) as i32))))
    });
    t.add("bitwise_right_shift(bigint, bigint) -> bigint", |_, a| {
        Ok(Value::Int(shift(a[1].int(), 64).map_or(0, |by| (a[0].int() as u64).wrapping_shr(by) as i64)))
    });
    for signature in [
        "bitwise_right_shift_arithmetic(integer, bigint) -> integer",
        "bitwise_right_shift_arithmetic(bigint, bigint) -> bigint",
    ] {
        t.add(signature, |_, a| Ok(Value::Int(a[0].int() >> shift(a[1].int(), 64).unwrap_or(63))));
    }
}

/// How far to shift; nothing when no bit is left.
fn shift(by: i64, width: u32) -> Option<u32> {
    u32::try_from(by).ok().filter(|by| *by < width)
}
