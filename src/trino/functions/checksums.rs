//! Hashes that are quick rather than safe, and check digits.

use super::Table;
use crate::trino::fault::invalid;
use crate::trino::value::Value;

pub(super) fn add(t: &mut Table) {
    t.sure("crc32(varbinary) -> bigint", |_, a| {
        let mut crc = u32::MAX;
        for byte in a[0].bytes() {
            crc ^= u32::from(*byte);
            (0..8).for_each(|_| crc = crc >> 1 ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 });
        }
        Ok(Value::Int(i64::from(!crc)))
    });
    t.sure("xxhash64(varbinary) -> varbinary", |_, a| {
        Ok(Value::Bytes(xxhash64(a[0].bytes()).to_be_bytes().to_vec()))
    });
    t.sure("murmur3(varbinary) -> varbinary", |_, a| Ok(Value::Bytes(murmur3(a[0].bytes()))));
    t.add("luhn_check(varchar) -> boolean", |_, a| {
        let text = a[0].str();
        if !text.bytes().all(|b| b.is_ascii_digit()) || text.is_empty() {
            return invalid("The input must contain only digits");
        }
        let sum: u32 = text
            .bytes()
            .rev()
            .enumerate()
            .map(|(index, b)| {
                let digit = u32::from(b - b'0') * if index % 2 == 1 { 2 } else { 1 };
                if digit > 9 { digit - 9 } else { digit }
            })
            .sum();
        Ok(Value::Bool(sum.is_multiple_of(10)))
    });
}

const P1: u64 = 0x9E37_79B1_85EB_CA87;
const P2: u64 = 0xC2B2_AE3D_27D4_EB4F;
const P3: u64 = 0x1656_67B1_9E37_79F9;
const P4: u64 = 0x85EB_CA77_C2B2_AE63;
const P5: u64 = 0x27D4_EB2F_1656_67C5;

fn round(state: u64, lane: u64) -> u64 {
    state.wrapping_add(lane.wrapping_mul(P2)).rotate_left(31).wrapping_mul(P1)
}

/// xxHash64 with the seed 0.
fn xxhash64(data: &[u8]) -> u64 {
    let lane = |bytes: &[u8]| bytes.iter().rev().fold(0_u64, |n, b| n << 8 | u64::from(*b));
    let mut hash = P5;
    let stripes = data.chunks_exact(32);
    let mut rest = stripes.remainder();
    if data.len() >= 32 {
        let mut states = [P1.wrapping_add(P2), P2, 0, 0_u64.wrapping_sub(P1)];
        for stripe in stripes {
            for (state, bytes) in states.iter_mut().zip(stripe.chunks(8)) {
                *state = round(*state, lane(bytes));
            }
        }
        let turned = states.iter().zip([1, 7, 12, 18]).map(|(s, n)| s.rotate_left(n));
        hash = turned.fold(0, u64::wrapping_add);
        for state in states {
            hash = (hash ^ round(0, state)).wrapping_mul(P1).wrapping_add(P4);
        }
    }
    hash = hash.wrapping_add(data.len() as u64);
    while rest.len() >= 8 {
        hash = (hash ^ round(0, lane(&rest[..8]))).rotate_left(27).wrapping_mul(P1).wrapping_add(P4);
        rest = &rest[8..];
    }
    if rest.len() >= 4 {
        hash = (hash ^ lane(&rest[..4]).wrapping_mul(P1)).rotate_left(23).wrapping_mul(P2).wrapping_add(P3);
        rest = &rest[4..];
    }
    for byte in rest {
        hash = (hash ^ u64::from(*byte).wrapping_mul(P5)).rotate_left(11).wrapping_mul(P1);
    }
    hash = (hash ^ hash >> 33).wrapping_mul(P2);
    hash = (hash ^ hash >> 29).wrapping_mul(P3);
    hash ^ hash >> 32
}

/// MurmurHash3 of 128 bits for machines of 64, without a seed.
fn murmur3(bytes: &[u8]) -> Vec<u8> {
    const C: [u64; 2] = [0x87c3_7b91_1142_53d5, 0x4cf5_ad43_2745_937f];
    let lane = |part: &[u8]| part.iter().rev().fold(0_u64, |n, b| n << 8 | u64::from(*b));
    let mixed = |k: u64, i: usize| k.wrapping_mul(C[i]).rotate_left(31 + 2 * i as u32).wrapping_mul(C[1 - i]);
    let mut h = [0_u64; 2];
    let whole = bytes.len() / 16 * 16;
    for block in bytes[..whole].chunks(16) {
        h[0] ^= mixed(lane(&block[..8]), 0);
        h[0] = h[0].rotate_left(27).wrapping_add(h[1]).wrapping_mul(5).wrapping_add(0x52dc_e729);
        h[1] ^= mixed(lane(&block[8..]), 1);
        h[1] = h[1].rotate_left(31).wrapping_add(h[0]).wrapping_mul(5).wrapping_add(0x3849_5ab5);
    }
    let (first, second) = bytes[whole..].split_at((bytes.len() - whole).min(8));
    h[1] ^= mixed(lane(second), 1);
    h[0] ^= mixed(lane(first), 0);
    let sum = |h: &mut [u64; 2]| {
        h[0] = h[0].wrapping_add(h[1]);
        h[1] = h[1].wrapping_add(h[0]);
    };
    h.iter_mut().for_each(|part| *part ^= bytes.len() as u64);
    sum(&mut h);
    for part in &mut h {
        *part = (*part ^ *part >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
        *part = (*part ^ *part >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        *part ^= *part >> 33;
    }
    sum(&mut h);
    h.iter().flat_map(|part| part.to_le_bytes()).collect()
}
