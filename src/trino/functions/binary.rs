//! Bytes: hashes and encodings.

use super::Table;
use crate::trino::fault::{Outcome, invalid};
use crate::trino::lex::bytes_of;
use crate::trino::value::Value;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{Engine, alphabet};
use sha2::{Digest, Sha256, Sha512};

pub(super) fn add(t: &mut Table) {
    t.sure("to_utf8(varchar) -> varbinary", |_, a| Ok(Value::Bytes(a[0].str().as_bytes().to_vec())));
    t.sure("to_hex(varbinary) -> varchar", |_, a| Ok(crate::digest::hex(a[0].bytes()).to_uppercase().into()));
    for signature in ["from_hex(varchar) -> varbinary", "from_hex(varbinary) -> varbinary"] {
        t.add(signature, |_, a| {
            let text = String::from_utf8_lossy(a[0].bytes()).into_owned() + a[0].str();
            match bytes_of(&text) {
                Some(bytes) => Ok(Value::Bytes(bytes)),
                None => invalid(format!("expected hexadecimal digits, found {text}")),
            }
        });
    }
    t.sure("to_base64(varbinary) -> varchar", |_, a| Ok(STANDARD.encode(a[0].bytes()).into()));
    t.sure("to_base64url(varbinary) -> varchar", |_, a| Ok(URL_SAFE.encode(a[0].bytes()).into()));
    for signature in ["from_base64(varchar) -> varbinary", "from_base64(varbinary) -> varbinary"] {
        t.add(signature, |_, a| from_base64(&a[0], false));
    }
    for signature in ["from_base64url(varchar) -> varbinary", "from_base64url(varbinary) -> varbinary"] {
        t.add(signature, |_, a| from_base64(&a[0], true));
    }
    t.sure("sha256(varbinary) -> varbinary", |_, a| Ok(Value::Bytes(Sha256::digest(a[0].bytes()).to_vec())));
    t.sure("sha512(varbinary) -> varbinary", |_, a| Ok(Value::Bytes(Sha512::digest(a[0].bytes()).to_vec())));
    t.sure("md5(varbinary) -> varbinary", |_, a| Ok(Value::Bytes(md5(a[0].bytes()).to_vec())));
    t.sure("sha1(varbinary) -> varbinary", |_, a| Ok(Value::Bytes(sha1(a[0].bytes()).to_vec())));
    t.sure("crc32(varbinary) -> bigint", |_, a| {
        let mut crc = u32::MAX;
        for byte in a[0].bytes() {
            crc ^= u32::from(*byte);
            (0..8).for_each(|_| crc = crc >> 1 ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 });
        }
        Ok(Value::Int(i64::from(!crc)))
    });
}

fn from_base64(value: &Value, url: bool) -> Outcome<Value> {
    let text = String::from_utf8_lossy(value.bytes()).into_owned() + value.str();
    match unbase64(&text, url) {
        Some(bytes) => Ok(Value::Bytes(bytes)),
        None => invalid(format!("Illegal base64 text {text}")),
    }
}

/// Padding may be absent, and is otherwise as long as it must be. What the last digit has too many of bits is let go.
fn unbase64(text: &str, url: bool) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    match (digits.len() % 4, text.len() - digits.len()) {
        (_, 0) | (2, 2) | (3, 1) => {}
        _ => return None,
    }
    let alphabet = if url { &alphabet::URL_SAFE } else { &alphabet::STANDARD };
    let unpadded = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(alphabet, unpadded).decode(digits).ok()
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

pub(super) fn md5(message: &[u8]) -> [u8; 16] {
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

pub(super) fn sha1(message: &[u8]) -> [u8; 20] {
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
