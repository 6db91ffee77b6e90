//! MD5, SHA-1 and SHA-2, plain and keyed.

use super::{Args, Table};
use crate::trino::value::Value;
use sha2::{Digest, Sha256, Sha512};

pub(super) fn add(t: &mut Table) {
    t.sure("sha256(varbinary) -> varbinary", |_, a| Ok(Value::Bytes(Sha256::digest(a[0].bytes()).to_vec())));
    t.sure("sha512(varbinary) -> varbinary", |_, a| Ok(Value::Bytes(Sha512::digest(a[0].bytes()).to_vec())));
    t.sure("md5(varbinary) -> varbinary", |_, a| Ok(Value::Bytes(md5(a[0].bytes()).to_vec())));
    t.sure("sha1(varbinary) -> varbinary", |_, a| Ok(Value::Bytes(sha1(a[0].bytes()).to_vec())));
    t.sure("hmac_md5(varbinary, varbinary) -> varbinary", |_, a| Ok(hmac(a, 64, |m| md5(m).to_vec())));
    t.sure("hmac_sha1(varbinary, varbinary) -> varbinary", |_, a| Ok(hmac(a, 64, |m| sha1(m).to_vec())));
    t.sure("hmac_sha256(varbinary, varbinary) -> varbinary", |_, a| {
        Ok(hmac(a, 64, |m| Sha256::digest(m).to_vec()))
    });
    t.sure("hmac_sha512(varbinary, varbinary) -> varbinary", |_, a| {
        Ok(hmac(a, 128, |m| Sha512::digest(m).to_vec()))
    });
}

fn hmac(a: &Args<'_>, block: usize, hash: impl Fn(&[u8]) -> Vec<u8>) -> Value {
    let (message, key) = (a[0].bytes(), a[1].bytes());
    let mut padded = if key.len() > block { hash(key) } else { key.to_vec() };
    padded.resize(block, 0);
    let with = |mask: u8, rest: &[u8]| {
        let mut all: Vec<u8> = padded.iter().map(|b| b ^ mask).collect();
        all.extend_from_slice(rest);
        hash(&all)
    };
    Value::Bytes(with(0x5c, &with(0x36, message)))
}

/// The message with its padding: a one, zeros, and its length in bits.
fn padded(message: &[u8], big: bool) -> Vec<u8> {
    let mut all = message.to_vec();
    all.push(0x80);
    while all.len() % 64 != 56 {
        all.push(0);
    }
    let bits = message.len() as u64 * 8;
    all.extend(if big { bits.to_be_bytes() } else { bits.to_le_bytes() });
    all
}

fn md5(message: &[u8]) -> [u8; 16] {
    const TURNS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in padded(message, false).chunks(64) {
        let word = |i: usize| {
            u32::from_le_bytes([block[i * 4], block[i * 4 + 1], block[i * 4 + 2], block[i * 4 + 3]])
        };
        let [mut a, mut b, mut c, mut d] = state;
        for i in 0..64 {
            let (mix, index) = match i / 16 {
                0 => (b & c | !b & d, i),
                1 => (d & b | !d & c, (5 * i + 1) % 16),
                2 => (b ^ c ^ d, (3 * i + 5) % 16),
                _ => (c ^ (b | !d), 7 * i % 16),
            };
            let constant = ((i as f64 + 1.0).sin().abs() * 4_294_967_296.0) as u32;
            let sum = a.wrapping_add(mix).wrapping_add(constant).wrapping_add(word(index));
            (a, d, c, b) = (d, c, b, b.wrapping_add(sum.rotate_left(TURNS[i / 16][i % 4])));
        }
        for (total, part) in state.iter_mut().zip([a, b, c, d]) {
            *total = total.wrapping_add(part);
        }
    }
    let mut out = [0; 16];
    state.iter().enumerate().for_each(|(i, word)| out[i * 4..i * 4 + 4].copy_from_slice(&word.to_le_bytes()));
    out
}

fn sha1(message: &[u8]) -> [u8; 20] {
    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    for block in padded(message, true).chunks(64) {
        let mut words: Vec<u32> =
            block.chunks(4).map(|w| u32::from_be_bytes([w[0], w[1], w[2], w[3]])).collect();
        for i in 16..80 {
            words.push((words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16]).rotate_left(1));
        }
        let [mut a, mut b, mut c, mut d, mut e] = state;
        for (i, word) in words.iter().enumerate() {
            let (mix, constant) = match i / 20 {
                0 => (b & c | !b & d, 0x5a82_7999),
                1 => (b ^ c ^ d, 0x6ed9_eba1),
                2 => (b & c | b & d | c & d, 0x8f1b_bcdc),
                _ => (b ^ c ^ d, 0xca62_c1d6_u32),
            };
            let sum =
                a.rotate_left(5).wrapping_add(mix).wrapping_add(e).wrapping_add(constant).wrapping_add(*word);
            (e, d, c, b, a) = (d, c, b.rotate_left(30), a, sum);
        }
        for (total, part) in state.iter_mut().zip([a, b, c, d, e]) {
            *total = total.wrapping_add(part);
        }
    }
    let mut out = [0; 20];
    state.iter().enumerate().for_each(|(i, word)| out[i * 4..i * 4 + 4].copy_from_slice(&word.to_be_bytes()));
    out
}
