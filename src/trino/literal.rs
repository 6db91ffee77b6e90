//! Literals with their types.

use super::ast::{Expr, Kind, TypeName};
use super::cast::{cast, parse_decimal};
use super::fault::{Fault, Outcome, Pos};
use super::ir::Typed;
use super::json::canonical;
use super::time::timestamp;
use super::types::{Type, VARCHAR, Zone};
use super::value::Value;

/// A literal, or the parameter of a question mark.
pub fn literal(expr: &Expr, parameters: &[String]) -> Outcome<Typed> {
    let at = expr.at;
    let made = |value, ty| Ok(Typed::constant(value, ty, at));
    match &expr.kind {
        Kind::Null => made(Value::Null, Type::Unknown),
        Kind::Bool(b) => made(Value::Bool(*b), Type::Boolean),
        Kind::Integer(digits) => integer(digits, at),
        Kind::Decimal(digits) => decimal(digits, at),
        Kind::Double(digits) => made(Value::Double(digits.parse().unwrap_or(f64::NAN)), Type::Double),
        Kind::Text(literal) => Ok(text(literal, at)),
        Kind::Binary(bytes) => made(Value::Bytes(bytes.clone()), Type::Varbinary),
        Kind::Parameter(index) => parameter(*index, parameters, at),
        Kind::Typed(name, literal) => typed(name, literal, at),
        Kind::Interval { negative, value, from, to } => {
            let sign = if *negative { -1 } else { 1 };
            match interval(value, from, to.as_deref()) {
                Some((n, ty)) => made(Value::Int(sign * n), ty),
                None => invalid(at, format!("'{value}' is not a valid INTERVAL literal")),
            }
        }
        _ => Err(Fault::at("SYNTAX_ERROR", at, "this cannot stand here")),
    }
}

fn parameter(index: usize, parameters: &[String], at: Pos) -> Outcome<Typed> {
    match parameters.get(index) {
        Some(value) => Ok(text(value, at)),
        None => Err(Fault::at(
            "INVALID_PARAMETER_USAGE",
            at,
            format!(
                "Incorrect number of parameters: the statement has a ? more than the {} given with --param",
                parameters.len()
            ),
        )),
    }
}

fn invalid<T>(at: Pos, message: String) -> Outcome<T> {
    Err(Fault::at("INVALID_LITERAL", at, message))
}

fn not_a_number<T>(at: Pos, digits: &str) -> Outcome<T> {
    Err(Fault::at("SYNTAX_ERROR", at, format!("Invalid numeric literal: {digits}")))
}

fn text(text: &str, at: Pos) -> Typed {
    Typed::constant(Value::text(text), Type::Varchar(Some(text.chars().count() as u32)), at)
}

fn integer(digits: &str, at: Pos) -> Outcome<Typed> {
    let Ok(n) = digits.parse::<i64>() else { return not_a_number(at, digits) };
    let ty = if i32::try_from(n).is_ok() { Type::Integer } else { Type::Bigint };
    Ok(Typed::constant(Value::Int(n), ty, at))
}

fn decimal(digits: &str, at: Pos) -> Outcome<Typed> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let precision = (whole.trim_start_matches('0').len() + fraction.len()).max(1);
    match parse_decimal(digits, fraction.len() as u8).filter(|_| precision <= 38) {
        Some(n) => {
            let ty = Type::Decimal(precision as u8, fraction.len() as u8);
            Ok(Typed::constant(Value::Decimal(n), ty, at))
        }
        None => not_a_number(at, digits),
    }
}

/// `TIMESTAMP '…'`: a text as a type, whose digits and zone are those of the text.
fn typed(name: &TypeName, text: &str, at: Pos) -> Outcome<Typed> {
    let ty = match Type::parse(name)? {
        Type::Time(_) => time_type(text, at)?,
        Type::Timestamp(_) => timestamp_type(text, at)?,
        Type::Decimal(..) => decimal_type(text),
        Type::Json => {
            return match canonical(text) {
                Some(json) => Ok(Typed::constant(Value::Text(json), Type::Json, at)),
                None => invalid(at, format!("'{text}' is not a valid JSON literal")),
            };
        }
        other => other,
    };
    match cast(Value::text(text), &VARCHAR, &ty) {
        Ok(value) => Ok(Typed::constant(value, ty, at)),
        Err(_) => invalid(at, format!("'{text}' is not a valid {} literal", name.name.to_uppercase())),
    }
}

fn time_type(text: &str, at: Pos) -> Outcome<Type> {
    let digits = text.rsplit_once('.').map_or(0, |(_, fraction)| fraction.len());
    if digits > 6 {
        return Err(Fault::unsupported(at, "a time with more than six digits of a second"));
    }
    Ok(Type::Time(digits as u8))
}

fn timestamp_type(text: &str, at: Pos) -> Outcome<Type> {
    let fraction = text.rsplit_once('.').map_or("", |(_, fraction)| fraction);
    let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 6 {
        return Err(Fault::unsupported(at, "a timestamp with more than six digits of a second"));
    }
    Ok(match timestamp(text) {
        Some((_, Some(zone))) => Type::TimestampTz(digits as u8, Zone::Named(zone.into())),
        _ => Type::Timestamp(digits as u8),
    })
}

fn decimal_type(text: &str) -> Type {
    let unsigned = text.trim().trim_start_matches(['-', '+']);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let precision = (whole.trim_start_matches('0').len() + fraction.len()).clamp(1, 38);
    Type::Decimal(precision as u8, fraction.len().min(38) as u8)
}

/// `INTERVAL '1-2' YEAR TO MONTH`: months or milliseconds.
fn interval(text: &str, from: &str, to: Option<&str>) -> Option<(i64, Type)> {
    const UNITS: [&str; 6] = ["year", "month", "day", "hour", "minute", "second"];
    const SIZES: [i64; 6] = [12, 1, 86_400_000, 3_600_000, 60_000, 1000];
    let first = UNITS.iter().position(|u| *u == from)?;
    let last = UNITS.iter().position(|u| Some(*u) == to).unwrap_or(first);
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |t| (true, t));
    let parts: Vec<&str> = text.split(['-', ' ', ':']).collect();
    if last < first || parts.len() > last - first + 1 || (first < 2) != (last < 2) {
        return None;
    }
    let mut sum = 0_i64;
    for (part, size) in parts.iter().zip(&SIZES[first..=last]) {
        let (whole, fraction) = part.split_once('.').unwrap_or((part, ""));
        sum += whole.parse::<i64>().ok()?.checked_mul(*size)?;
        if !fraction.is_empty() {
            sum += format!("{fraction:0<3}").get(..3)?.parse::<i64>().ok().filter(|_| *size == 1000)?;
        }
    }
    let ty = if first < 2 { Type::IntervalMonth } else { Type::IntervalDay };
    Some((if negative { -sum } else { sum }, ty))
}
