//! CAST.

mod json;

use crate::trino::coerce::coerces;
use crate::trino::fault::{Fault, Outcome, UNSUPPORTED, out_of_range};
use crate::trino::lex::bytes_of;
use crate::trino::net::{parse_address, v4_bytes};
use crate::trino::number::{divide, fits, ten};
use crate::trino::text::{display, double_text};
use crate::trino::time;
use crate::trino::types::{RowField, Type};
use crate::trino::value::Value;

/// Whether CAST is defined between two types at all.
pub fn allowed(from: &Type, to: &Type) -> bool {
    use Type::*;
    match (from, to) {
        (Unknown, _) => true,
        (a, b) if a == b => true,
        (Json, Boolean | Varchar(_)) => true,
        (Json, t) if t.is_number() => true,
        (Json, Array(t)) => allowed(&Json, t),
        (Json, Map(k, v)) => allowed(&Json, k) && allowed(&Json, v),
        (Json, Row(fields)) => fields.iter().all(|(_, t)| allowed(&Json, t)),
        (_, Json) => match from {
            Array(t) => **t == Json || allowed(t, &Json),
            Map(k, v) => {
                (matches!(**k, Varchar(_) | Boolean | Unknown) || k.is_number()) && allowed(v, &Json)
            }
            Row(fields) => fields.iter().all(|(_, t)| allowed(t, &Json)),
            Boolean | Varchar(_) | Date | Timestamp(_) => true,
            other => other.is_number(),
        },
        (Array(a), Array(b)) => allowed(a, b),
        (Map(k, v), Map(l, w)) => allowed(k, l) && allowed(v, w),
        (Row(a), Row(b)) => a.len() == b.len() && a.iter().zip(b).all(|((_, t), (_, u))| allowed(t, u)),
        (Array(_) | Map(..) | Row(_), _) | (_, Array(_) | Map(..) | Row(_)) => false,
        (IpAddress | Uuid, Varbinary) | (Varbinary, IpAddress | Uuid) => true,
        (Varbinary, _) | (_, Varbinary) => matches!(from, Varchar(_)) && *to == Varbinary,
        (Varchar(_), IntervalDay | IntervalMonth) => false,
        (Varchar(_), _) => true,
        (_, Varchar(_)) => true,
        (a, b) if (a.is_number() || *a == Boolean) && (b.is_number() || *b == Boolean) => true,
        (Date | Timestamp(_) | TimestampTz(..), Date | Timestamp(_) | TimestampTz(..)) => true,
        (Timestamp(_) | TimestampTz(..) | Time(_), Time(_)) | (Time(_), Timestamp(_) | TimestampTz(..)) => {
            true
        }
        _ => false,
    }
}

/// Whether CAST between two types never fails.
pub fn total(from: &Type, to: &Type) -> bool {
    from == to
        || *from == Type::Unknown
        || coerces(from, to)
        || (matches!(to, Type::Varchar(None)) && *from != Type::Json)
        || (matches!((from, to), (Type::Varchar(_), Type::Varchar(_))))
}

fn cannot<T>(value: &Value, from: &Type, to: &Type) -> Outcome<T> {
    let shown = display(value, from);
    let to = match to {
        Type::Tinyint | Type::Smallint | Type::Bigint | Type::Double | Type::Real | Type::Decimal(..) => {
            to.to_string().to_uppercase()
        }
        Type::Integer => "INT".into(),
        other => other.to_string(),
    };
    Err(Fault::new("INVALID_CAST_ARGUMENT", format!("Cannot cast '{shown}' to {to}")))
}

/// A value as another type.
pub fn cast(value: Value, from: &Type, to: &Type) -> Outcome<Value> {
    use Type::*;
    if value.is_null() || from == to {
        return Ok(value);
    }
    match (from, to) {
        (_, Json) => Ok(Value::Text(json::write(&value, from))),
        (Json, _) => json::read_as(value.str(), to),
        (Varchar(_), Varchar(None)) => Ok(value),
        (Varchar(_), Varchar(Some(n))) => Ok(Value::Text(value.str().chars().take(*n as usize).collect())),
        (Varchar(_), Varbinary) => Ok(Value::Bytes(value.str().as_bytes().to_vec())),
        (Varchar(_), _) => from_text(&value, from, to),
        // Java writes some of these with more digits than it needs (1e23 as 9.999999999999999E22).
        (Double | Real, Varchar(_)) if value.double().is_finite() && value.double().abs() > 1e21 => {
            Err(Fault::new(
                UNSUPPORTED,
                "a number above 1e21 as text cannot be run on local logs; cast it to decimal(38, 0) first",
            ))
        }
        (_, Varchar(longest)) => fitting(varchar(&value, from), *longest),
        (Array(a), Array(b)) => array(value, a, b),
        (Map(k, v), Map(l, w)) => map(value, (k, l), (v, w)),
        (Row(a), Row(b)) => row(value, a, b),
        (Varbinary, IpAddress) => match value.bytes().len() {
            16 => Ok(value),
            4 => Ok(Value::Bytes(v4_bytes(value.bytes()))),
            n => Err(Fault::new("INVALID_CAST_ARGUMENT", format!("Invalid IP address binary length: {n}"))),
        },
        (IpAddress | Uuid, Varbinary) | (Varbinary, Uuid) => Ok(value),
        (Date | Timestamp(_) | TimestampTz(..) | Time(_), _) => time::cast(value, from, to),
        (Boolean, Decimal(_, s)) => Ok(Value::Decimal(if value.truth() { ten(*s).unwrap_or(1) } else { 0 })),
        (Boolean, t) if t.is_integer() => Ok(Value::Int(i64::from(value.truth()))),
        (Boolean, _) => Ok(Value::Double(f64::from(u8::from(value.truth())))),
        (_, Boolean) => Ok(Value::Bool(match &value {
            Value::Int(n) => *n != 0,
            Value::Double(x) => *x != 0.0,
            Value::Decimal(n) => *n != 0,
            _ => false,
        })),
        _ => number(&value, from, to),
    }
}

/// A text as varchar; one that is too long is refused.
fn fitting(text: String, longest: Option<u32>) -> Outcome<Value> {
    match longest {
        Some(n) if text.chars().count() > n as usize => Err(Fault::new(
            "INVALID_CAST_ARGUMENT",
            format!("Value {text} cannot be represented as varchar({n})"),
        )),
        _ => Ok(Value::Text(text)),
    }
}

fn array(value: Value, from: &Type, to: &Type) -> Outcome<Value> {
    let Value::List(items) = value else { return Ok(value) };
    Ok(Value::List(items.into_iter().map(|item| cast(item, from, to)).collect::<Outcome<_>>()?))
}

fn map(value: Value, (from_key, to_key): (&Type, &Type), (from, to): (&Type, &Type)) -> Outcome<Value> {
    let Value::Map(entries) = value else { return Ok(value) };
    let entry = |(key, item)| Ok((cast(key, from_key, to_key)?, cast(item, from, to)?));
    Ok(Value::Map(entries.into_iter().map(entry).collect::<Outcome<_>>()?))
}

fn row(value: Value, from: &[RowField], to: &[RowField]) -> Outcome<Value> {
    let Value::List(items) = value else { return Ok(value) };
    let types = from.iter().zip(to);
    let items = items.into_iter().zip(types).map(|(item, ((_, from), (_, to)))| cast(item, from, to));
    Ok(Value::List(items.collect::<Outcome<_>>()?))
}

fn number(value: &Value, from: &Type, to: &Type) -> Outcome<Value> {
    let scale = |ty: &Type| if let Type::Decimal(_, s) = ty { *s } else { 0 };
    match (value, to) {
        (Value::Int(n), t) if t.is_integer() => {
            if fits(*n, t) {
                return Ok(Value::Int(*n));
            }
            out_of_range(format!("Out of range for {t}: {n}"))
        }
        (Value::Int(n), Type::Decimal(p, s)) => {
            decimal(Some(i128::from(*n) * ten(*s).unwrap_or(1)), *p, value, from, to)
        }
        (Value::Int(n), Type::Real) => Ok(Value::Double(f64::from(*n as f32))),
        (Value::Int(n), _) => Ok(Value::Double(*n as f64)),
        (Value::Double(x), t) if t.is_integer() => {
            let rounded = if *x >= 0.0 { (x + 0.5).floor() } else { (x - 0.5).ceil() };
            if x.is_nan() || rounded.abs() >= 9.3e18 || !fits(rounded as i64, t) {
                return match t {
                    Type::Bigint => Err(Fault::new(
                        "INVALID_CAST_ARGUMENT",
                        format!("Unable to cast {} to bigint", double_text(*x, from)),
                    )),
                    _ => out_of_range(format!("Out of range for {t}: {}", double_text(*x, from))),
                };
            }
            Ok(Value::Int(rounded as i64))
        }
        (Value::Double(x), Type::Decimal(p, s)) => {
            // The shortest digits that denote the number are rounded, not its exact value: 1.005 becomes 1.01.
            let text = if *from == Type::Real { format!("{}", *x as f32) } else { format!("{x}") };
            decimal(if x.is_finite() { parse_decimal(&text, *s) } else { None }, *p, value, from, to)
        }
        (Value::Double(x), Type::Real) => Ok(Value::Double(f64::from(*x as f32))),
        (Value::Double(x), _) => Ok(Value::Double(*x)),
        (Value::Decimal(n), Type::Decimal(p, s)) => {
            let own = scale(from);
            let made = if *s >= own {
                n.checked_mul(ten(s - own).unwrap_or(1))
            } else {
                Some(divide(*n, ten(own - s).unwrap_or(1)))
            };
            decimal(made, *p, value, from, to)
        }
        (Value::Decimal(n), t) if t.is_integer() => {
            let made = divide(*n, ten(scale(from)).unwrap_or(1));
            match i64::try_from(made).ok().filter(|n| fits(*n, t)) {
                Some(n) => Ok(Value::Int(n)),
                None => cannot(value, from, to),
            }
        }
        (Value::Decimal(_), t) => {
            let x: f64 = display(value, from).parse().unwrap_or(f64::NAN);
            Ok(Value::Double(if *t == Type::Real { f64::from(x as f32) } else { x }))
        }
        _ => cannot(value, from, to),
    }
}

fn decimal(made: Option<i128>, precision: u8, value: &Value, from: &Type, to: &Type) -> Outcome<Value> {
    match made.filter(|n| ten(precision).is_none_or(|limit| n.abs() < limit)) {
        Some(n) => Ok(Value::Decimal(n)),
        None => Err(Fault::new(
            "INVALID_CAST_ARGUMENT",
            format!("Cannot cast {from} '{}' to {}", display(value, from), to.to_string().to_uppercase()),
        )),
    }
}

/// The unscaled value of a decimal text at a scale, the half away from zero.
pub fn parse_decimal(text: &str, scale: u8) -> Option<i128> {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], text[at + 1..].parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (negative, digits) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{fraction}");
    if all.is_empty() || !all.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let shift = i32::from(scale) - fraction.len() as i32 + exponent;
    let made = if shift >= 0 {
        all.parse::<i128>().ok()?.checked_mul(ten(u8::try_from(shift).ok()?)?)?
    } else {
        let cut = all.len() as i32 + shift;
        if cut < 0 {
            0
        } else {
            let (kept, rest) = all.split_at(cut as usize);
            let kept: i128 = if kept.is_empty() { 0 } else { kept.parse().ok()? };
            kept + i128::from(rest.as_bytes().first().is_some_and(|b| *b >= b'5'))
        }
    };
    Some(if negative { -made } else { made })
}

fn from_text(value: &Value, from: &Type, to: &Type) -> Outcome<Value> {
    let text = value.str();
    let trimmed = text.trim();
    let made = match to {
        Type::Boolean => match trimmed.to_ascii_lowercase().as_str() {
            "t" | "true" | "1" => Some(Value::Bool(true)),
            "f" | "false" | "0" => Some(Value::Bool(false)),
            _ => None,
        },
        t if t.is_integer() => trimmed.parse::<i64>().ok().filter(|n| fits(*n, t)).map(Value::Int),
        Type::Double | Type::Real => parse_double(trimmed)
            .map(|x| Value::Double(if *to == Type::Real { f64::from(x as f32) } else { x })),
        Type::Decimal(p, s) => {
            let made = parse_decimal(text, *s);
            return match made.filter(|n| ten(*p).is_none_or(|limit| n.abs() < limit)) {
                Some(n) => Ok(Value::Decimal(n)),
                None => cannot(value, from, to),
            };
        }
        Type::IpAddress => parse_address(text).map(Value::Bytes),
        Type::Uuid => {
            bytes_of(&text.replace('-', "")).filter(|b| b.len() == 16 && text.len() == 36).map(Value::Bytes)
        }
        _ => return time::from_text(text, to),
    };
    match made {
        Some(made) => Ok(made),
        None if matches!(to, Type::IpAddress) => {
            Err(Fault::new("INVALID_CAST_ARGUMENT", format!("Cannot cast value to IPADDRESS: {text}")))
        }
        None => cannot(value, from, to),
    }
}

fn parse_double(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "Infinity" | "+Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        _ => {
            let text = text.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(text);
            let plain =
                text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'-' | b'+'));
            text.parse().ok().filter(|_| plain)
        }
    }
}

/// CAST AS varchar.
pub fn varchar(value: &Value, from: &Type) -> String {
    match (value, from) {
        (Value::Bool(b), _) => b.to_string(),
        (Value::Double(x), _) => double_text(*x, from),
        _ => display(value, from),
    }
}
