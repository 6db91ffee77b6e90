//! varbinary as a sequence: parts, padding, and the bytes of texts and numbers.

use super::{Args, Table};
use crate::trino::fault::{Outcome, invalid};
use crate::trino::size::limit;
use crate::trino::value::Value;

pub(super) fn add(t: &mut Table) {
    t.sure("substr(varbinary, bigint) -> varbinary", |_, a| Ok(part(a[0].bytes(), a[1].int(), i64::MAX)));
    t.sure("substr(varbinary, bigint, bigint) -> varbinary", |_, a| {
        Ok(part(a[0].bytes(), a[1].int(), a[2].int()))
    });
    t.sure("reverse(varbinary) -> varbinary", |_, a| {
        Ok(Value::Bytes(a[0].bytes().iter().rev().copied().collect()))
    });
    t.add("concat(varbinary, varbinary...) -> varbinary", |_, a| {
        limit(a.iter().map(|v| v.bytes().len()).sum(), 0)?;
        Ok(Value::Bytes(a.iter().flat_map(|v| v.bytes()).copied().collect()))
    });
    t.add("lpad(varbinary, bigint, varbinary) -> varbinary", |_, a| pad(a, true));
    t.add("rpad(varbinary, bigint, varbinary) -> varbinary", |_, a| pad(a, false));
    t.sure("to_utf8(varchar) -> varbinary", |_, a| Ok(Value::Bytes(a[0].str().as_bytes().to_vec())));
    t.sure("from_utf8(varbinary) -> varchar", |_, a| Ok(text(a[0].bytes(), "\u{fffd}").into()));
    t.add("from_utf8(varbinary, varchar) -> varchar", |_, a| match a[1].str() {
        with if with.chars().count() < 2 => Ok(text(a[0].bytes(), with).into()),
        _ => invalid("Replacement character string must empty or a single character"),
    });
    t.add("from_utf8(varbinary, bigint) -> varchar", |_, a| {
        match u32::try_from(a[1].int()).ok().and_then(char::from_u32) {
            Some(with) => Ok(text(a[0].bytes(), &with.to_string()).into()),
            None => invalid("Invalid replacement character"),
        }
    });
    t.add("to_big_endian_64(bigint) -> varbinary", |_, a| {
        Ok(Value::Bytes(a[0].int().to_be_bytes().to_vec()))
    });
    t.add("to_big_endian_32(integer) -> varbinary", |_, a| {
        Ok(Value::Bytes((a[0].int() as i32).to_be_bytes().to_vec()))
    });
    t.add("from_big_endian_64(varbinary) -> bigint", |_, a| match a[0].bytes().try_into() {
        Ok(bytes) => Ok(Value::Int(i64::from_be_bytes(bytes))),
        Err(_) => invalid("expected 8-byte input"),
    });
    t.add("from_big_endian_32(varbinary) -> integer", |_, a| match a[0].bytes().try_into() {
        Ok(bytes) => Ok(Value::Int(i64::from(i32::from_be_bytes(bytes)))),
        Err(_) => invalid("expected 4-byte input"),
    });
    t.add("to_ieee754_64(double) -> varbinary", |_, a| {
        Ok(Value::Bytes(a[0].double().to_be_bytes().to_vec()))
    });
    t.add("from_ieee754_64(varbinary) -> double", |_, a| match a[0].bytes().try_into() {
        Ok(bytes) => Ok(f64::from_be_bytes(bytes).into()),
        Err(_) => invalid("Input floating-point value must be exactly 8 bytes long"),
    });
}

fn part(bytes: &[u8], start: i64, length: i64) -> Value {
    let count = bytes.len() as i64;
    let first = if start < 0 { count + start } else { start - 1 };
    if start == 0 || first < 0 || first >= count || length <= 0 {
        return Value::Bytes(Vec::new());
    }
    let rest = &bytes[first as usize..];
    let length = usize::try_from(length).unwrap_or(usize::MAX).min(rest.len());
    Value::Bytes(rest[..length].to_vec())
}

fn pad(a: &Args<'_>, left: bool) -> Outcome<Value> {
    let (bytes, size, with) = (a[0].bytes(), a[1].int(), a[2].bytes());
    if !(0..=i64::from(i32::MAX)).contains(&size) {
        return invalid(format!("Target length must be in the range [0..{}]", i32::MAX));
    }
    if with.is_empty() {
        return invalid("Padding bytes must not be empty");
    }
    limit(size as usize, 0)?;
    let size = size as usize;
    if bytes.len() >= size {
        return Ok(Value::Bytes(bytes[..size].to_vec()));
    }
    let fill: Vec<u8> = with.iter().cycle().take(size - bytes.len()).copied().collect();
    Ok(Value::Bytes(if left { [&fill, bytes].concat() } else { [bytes, &fill].concat() }))
}

/// The bytes as text; each sequence that begins a character and is none becomes one replacement.
fn text(bytes: &[u8], with: &str) -> String {
    let mut out = String::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let valid = match std::str::from_utf8(rest) {
            Ok(all) => all,
            Err(error) => std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default(),
        };
        out.push_str(valid);
        rest = &rest[valid.len()..];
        if !rest.is_empty() {
            out.push_str(with);
            rest = &rest[broken(rest)..];
        }
    }
    out
}

/// The length of a sequence that is no character: as many bytes as its first one announces, as long as they
/// continue it. Trino knows lengths of five and six as well, as the first versions of UTF-8 did.
fn broken(bytes: &[u8]) -> usize {
    let announced = match bytes[0] {
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf7 => 4,
        0xf8..=0xfb => 5,
        0xfc..=0xfd => 6,
        _ => 1,
    };
    let follows = bytes[1..].iter().take(announced - 1).take_while(|b| matches!(b, 0x80..=0xbf)).count();
    1 + follows
}
