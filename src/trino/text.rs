//! Values as text, as Trino prints them.

use super::time;
use super::types::{RowField, Type};
use super::value::Value;
use crate::digest::hex;

/// A value as Trino's clients show it.
pub fn display(value: &Value, ty: &Type) -> String {
    match (value, ty) {
        (Value::Null, _) => "NULL".into(),
        (Value::Bool(b), _) => b.to_string(),
        (Value::Int(n), Type::Date) => time::date_text(*n),
        (Value::Int(n), Type::Time(p)) => time::time_text(*n, *p),
        (Value::Int(n), Type::Timestamp(p)) => time::timestamp_text(*n, *p),
        (Value::Int(n), Type::TimestampTz(p, zone)) => time::zoned_text(*n, *p, zone),
        (Value::Int(n), Type::IntervalDay) => interval_day(*n),
        (Value::Int(n), Type::IntervalMonth) => {
            format!("{}{}-{}", if *n < 0 { "-" } else { "" }, n.abs() / 12, n.abs() % 12)
        }
        (Value::Int(n), _) => n.to_string(),
        (Value::Double(x), _) => plain_double(*x, ty),
        (Value::Decimal(n), Type::Decimal(_, scale)) => decimal_text(*n, *scale),
        (Value::Decimal(n), _) => n.to_string(),
        (Value::Text(text), _) => text.clone(),
        (Value::Bytes(bytes), Type::IpAddress) => super::net::address_text(bytes),
        (Value::Bytes(bytes), Type::Uuid) => {
            let hex = hex(bytes);
            let part = |range| hex.get::<std::ops::Range<usize>>(range).unwrap_or_default();
            format!("{}-{}-{}-{}-{}", part(0..8), part(8..12), part(12..16), part(16..20), part(20..32))
        }
        (Value::Bytes(bytes), _) => {
            let pairs: Vec<String> = bytes.iter().map(|b| format!("{b:02x}")).collect();
            pairs.join(" ")
        }
        (Value::List(items), Type::Array(item)) => {
            format!("[{}]", items.iter().map(|i| display(i, item)).collect::<Vec<_>>().join(", "))
        }
        (Value::List(items), Type::Row(fields)) => {
            let field = |(item, (name, ty)): (&Value, &RowField)| match name {
                Some(name) => format!("{name}={}", display(item, ty)),
                None => display(item, ty),
            };
            format!("{{{}}}", items.iter().zip(fields).map(field).collect::<Vec<_>>().join(", "))
        }
        (Value::List(items), _) => format!("{} items", items.len()),
        (Value::Map(entries), ty) => {
            let (key, item) = match ty {
                Type::Map(key, item) => (key.as_ref(), item.as_ref()),
                other => (other, other),
            };
            let pair = |(k, v): &(Value, Value)| format!("{}={}", display(k, key), display(v, item));
            format!("{{{}}}", entries.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A decimal with its point.
pub fn decimal_text(unscaled: i128, scale: u8) -> String {
    let scale = usize::from(scale);
    let digits = format!("{:0width$}", unscaled.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let sign = if unscaled < 0 { "-" } else { "" };
    if scale == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

fn interval_day(millis: i64) -> String {
    let sign = if millis < 0 { "-" } else { "" };
    let n = millis.unsigned_abs();
    let (days, rest) = (n / 86_400_000, n % 86_400_000);
    let (hours, minutes, seconds) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60);
    format!("{sign}{days} {hours:02}:{minutes:02}:{seconds:02}.{:03}", rest % 1000)
}

/// Shortest digits and exponent: `1.5` is ("15", 0).
fn digits(x: f64, ty: &Type) -> (String, i32) {
    // Of a real the server writes seven digits.
    let text = match *ty {
        Type::Real => {
            // The seven digits are taken from a double: the one that the shortest text of the real denotes.
            let near: f64 = format!("{}", x as f32).parse().unwrap_or(x);
            // Of whole numbers a half is always rounded up.
            let near = match near.abs() as u64 {
                whole if near.fract() == 0.0 && near.abs() < 9.2e18 && whole > 9_999_999 => {
                    let unit = 10_u64.pow(whole.ilog10() - 6);
                    ((whole + unit / 2) / unit * unit) as f64
                }
                _ => near,
            };
            let seven = format!("{near:.6e}");
            let (mantissa, exponent) = seven.split_once('e').unwrap_or((&seven, "0"));
            format!("{}e{exponent}", mantissa.trim_end_matches('0').trim_end_matches('.'))
        }
        _ => format!("{x:e}"),
    };
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (mantissa.trim_start_matches('-').replace('.', ""), exponent.parse().unwrap_or(0))
}

/// The digits of a whole number between 2^53 and 2^63. The server does not write the shortest digits that denote
/// such a double, but those of the number itself, without the last ones that a double of its size cannot hold.
fn long_digits(x: f64, ty: &Type) -> Option<(String, i32)> {
    let size = x.abs();
    if *ty == Type::Real || !(9_007_199_254_740_992.0..9_223_372_036_854_775_808.0).contains(&size) {
        return None;
    }
    let whole = size as u64;
    let spare = whole.ilog2().saturating_sub(54);
    let unit = 10_u64.pow(if spare > 1 { 2_u64.pow(spare).ilog10() } else { 0 });
    let kept = whole / unit + u64::from(unit > 1 && whole % unit >= unit / 2);
    let text = kept.to_string();
    let exponent = text.len() + unit.ilog10() as usize - 1;
    Some((text.trim_end_matches('0').to_string(), exponent as i32))
}

fn special(x: f64) -> Option<&'static str> {
    match x {
        _ if x.is_nan() => Some("NaN"),
        f64::INFINITY => Some("Infinity"),
        f64::NEG_INFINITY => Some("-Infinity"),
        _ => None,
    }
}

/// `CAST(x AS varchar)` of a double: `1.5E0`.
pub fn double_text(x: f64, ty: &Type) -> String {
    if let Some(text) = special(x) {
        return text.into();
    }
    if x == 0.0 {
        return if x.is_sign_negative() { "-0E0" } else { "0E0" }.into();
    }
    scientific(x, long_digits(x, ty).unwrap_or_else(|| digits(x, ty)))
}

fn scientific(x: f64, (digits, exponent): (String, i32)) -> String {
    let sign = if x.is_sign_negative() { "-" } else { "" };
    let fraction = if digits.len() > 1 { &digits[1..] } else { "0" };
    format!("{sign}{}.{fraction}E{exponent}", &digits[..1])
}

/// A double as clients and JSON show it: plain between 0.001 and 10,000,000.
pub fn plain_double(x: f64, ty: &Type) -> String {
    let size = x.abs();
    if special(x).is_some() || (size != 0.0 && !(1e-3..1e7).contains(&size)) {
        return special(x).map_or_else(|| scientific(x, digits(x, ty)), String::from);
    }
    let text = if *ty == Type::Real { format!("{}", x as f32) } else { format!("{x}") };
    if text.contains('.') { text } else { format!("{text}.0") }
}
