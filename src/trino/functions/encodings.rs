//! Bytes as text: hexadecimal, base32 and base64.

use super::Table;
use crate::digest::hex;
use crate::trino::fault::{Outcome, invalid};
use crate::trino::lex::bytes_of;
use crate::trino::value::Value;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{Engine, alphabet};

pub(super) fn add(t: &mut Table) {
    t.sure("to_hex(varbinary) -> varchar", |_, a| Ok(hex(a[0].bytes()).to_uppercase().into()));
    for signature in ["from_hex(varchar) -> varbinary", "from_hex(varbinary) -> varbinary"] {
        t.add(signature, |_, a| {
            let text = written(&a[0]);
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
    t.sure("to_base32(varbinary) -> varchar", |_, a| Ok(base32(a[0].bytes()).into()));
    for signature in ["from_base32(varchar) -> varbinary", "from_base32(varbinary) -> varbinary"] {
        t.add(signature, |_, a| from_base32(&written(&a[0])));
    }
}

/// Digits that are given as a text or as its bytes.
fn written(digits: &Value) -> String {
    String::from_utf8_lossy(digits.bytes()).into_owned() + digits.str()
}

fn from_base64(value: &Value, url: bool) -> Outcome<Value> {
    let text = written(value);
    match unbase64(&text, url) {
        Some(bytes) => Ok(Value::Bytes(bytes)),
        None => invalid(format!("Illegal base64 text {text}")),
    }
}

/// Padding may be absent, but not too short or too long. Surplus bits of the last digit are dropped.
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

fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut out = String::new();
    for chunk in bytes.chunks(5) {
        let n = chunk.iter().fold(0_u64, |n, b| n << 8 | u64::from(*b)) << (8 * (5 - chunk.len()));
        let digits = (chunk.len() * 8).div_ceil(5);
        for index in 0..8 {
            let digit = ALPHABET[(n >> (35 - 5 * index) & 31) as usize];
            out.push(if index < digits { char::from(digit) } else { '=' });
        }
    }
    out
}

fn from_base32(text: &str) -> Outcome<Value> {
    let digits = text.trim_end_matches('=');
    if matches!(digits.len() % 8, 1 | 3 | 6) {
        return invalid(format!("Invalid input length {}", digits.len()));
    }
    let mut out = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for c in digits.chars() {
        let value = match c {
            'A'..='Z' => u32::from(c) - u32::from('A'),
            '2'..='7' => u32::from(c) - u32::from('2') + 26,
            _ => return invalid(format!("Unrecognized character: {c}")),
        };
        bits = bits << 5 | value;
        count += 5;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    Ok(Value::Bytes(out))
}
