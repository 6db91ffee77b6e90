//! Arithmetic: types as Trino derives them, overflow and division by zero as errors.

use super::coerce::{common, integer_decimal};
use super::fault::{Fault, Outcome, out_of_range};
use super::operator::Arithmetic;
use super::types::Type;
use super::value::Value;

/// The result of `a op b`, and the types that both become first.
pub fn result_type(op: Arithmetic, a: &Type, b: &Type) -> Option<(Type, Type, Type)> {
    use Arithmetic::{Divide, Minus, Plus, Times};
    use Type::*;
    let plus = matches!(op, Plus | Minus);
    match (a, b) {
        (Date | Timestamp(_) | TimestampTz(..) | Time(_), IntervalDay | IntervalMonth) if plus => {
            let out = match a {
                Timestamp(p) if *b == IntervalDay => Timestamp(*p.max(&3)),
                Time(p) => Time(*p.max(&3)),
                TimestampTz(p, z) if *b == IntervalDay => TimestampTz(*p.max(&3), z.clone()),
                other => other.clone(),
            };
            Some((out, a.clone(), b.clone()))
        }
        (IntervalDay | IntervalMonth, Date | Timestamp(_) | TimestampTz(..) | Time(_)) if op == Plus => {
            let (out, ..) = result_type(op, b, a)?;
            Some((out, a.clone(), b.clone()))
        }
        (IntervalDay, IntervalDay) | (IntervalMonth, IntervalMonth) if plus => {
            Some((a.clone(), a.clone(), b.clone()))
        }
        (Date, Date) if op == Minus => Some((IntervalDay, Date, Date)),
        (Time(_), Time(_)) if op == Minus => Some((IntervalDay, a.clone(), b.clone())),
        (Timestamp(_), Timestamp(_)) | (TimestampTz(..), TimestampTz(..)) if op == Minus => {
            Some((IntervalDay, a.clone(), b.clone()))
        }
        (Timestamp(_) | TimestampTz(..) | Date, Timestamp(_) | TimestampTz(..) | Date) if op == Minus => {
            let both = common(a, b)?;
            Some((IntervalDay, both.clone(), both))
        }
        (IntervalDay | IntervalMonth, n) if matches!(op, Times | Divide) && n.is_number() => {
            Some((a.clone(), a.clone(), Double))
        }
        (n, IntervalDay | IntervalMonth) if op == Times && n.is_number() => {
            Some((b.clone(), Double, b.clone()))
        }
        (Unknown, Unknown) => Some((Integer, Integer, Integer)),
        (Unknown, other) | (other, Unknown) if other.is_number() => result_type(op, other, other),
        (x, y) if x.is_number() && y.is_number() => match common(x, y)? {
            Decimal(..) => {
                let (x, y) = (integer_decimal(x), integer_decimal(y));
                let (Decimal(p, s), Decimal(q, t)) = (&x, &y) else { return None };
                let out = decimal_type(op, (i32::from(*p), i32::from(*s)), (i32::from(*q), i32::from(*t)))?;
                Some((out, x, y))
            }
            both => Some((both.clone(), both.clone(), both)),
        },
        _ => None,
    }
}

fn decimal_type(op: Arithmetic, (p, s): (i32, i32), (q, t): (i32, i32)) -> Option<Type> {
    let (precision, scale) = match op {
        Arithmetic::Plus | Arithmetic::Minus => ((p - s).max(q - t) + s.max(t) + 1, s.max(t)),
        Arithmetic::Times => (p + q, s + t),
        Arithmetic::Divide => (p + t + (t - s).max(0), s.max(t)),
        Arithmetic::Rest => ((p - s).min(q - t) + s.max(t), s.max(t)),
    };
    (scale <= 38).then(|| Type::Decimal(precision.clamp(1, 38) as u8, scale as u8))
}

/// `a op b` of values that are not NULL and have the types that [`result_type`] asked for.
pub fn arithmetic(
    op: Arithmetic,
    (a, ta): (&Value, &Type),
    (b, tb): (&Value, &Type),
    out: &Type,
) -> Outcome<Value> {
    match (a, b) {
        _ if matches!(out, Type::Date | Type::Time(_) | Type::Timestamp(_) | Type::TimestampTz(..)) => {
            super::time::shift(op, (a, ta), (b, tb), out)
        }
        (Value::Int(x), Value::Int(y))
            if matches!(out, Type::IntervalDay) && !matches!(ta, Type::IntervalDay) =>
        {
            // The difference of two dates, or of two times, in milliseconds.
            let millis = if *ta == Type::Date { (x - y) * 86_400_000 } else { (x - y).div_euclid(1000) };
            Ok(Value::Int(millis))
        }
        // An interval times or by a number.
        (Value::Int(x), Value::Double(f)) | (Value::Double(f), Value::Int(x)) => {
            let x = *x as f64;
            Ok(Value::Int(if op == Arithmetic::Times { x * f } else { x / f } as i64))
        }
        (Value::Int(x), Value::Int(y)) => whole(op, *x, *y, out).map(Value::Int),
        (Value::Double(x), Value::Double(y)) => {
            let made = double(op, *x, *y);
            Ok(Value::Double(if *out == Type::Real { f64::from(made as f32) } else { made }))
        }
        (Value::Decimal(x), Value::Decimal(y)) => decimal(op, (*x, ta), (*y, tb), out).map(Value::Decimal),
        _ => Ok(Value::Null),
    }
}

fn by_zero() -> Fault {
    Fault::new("DIVISION_BY_ZERO", "Division by zero")
}

#[inline]
fn whole(op: Arithmetic, x: i64, y: i64, out: &Type) -> Outcome<i64> {
    use Arithmetic::{Divide, Minus, Plus, Rest, Times};
    let made = match op {
        Plus => x.checked_add(y),
        Minus => x.checked_sub(y),
        Times => x.checked_mul(y),
        Divide | Rest if y == 0 => return Err(by_zero()),
        Divide => x.checked_div(y),
        Rest => Some(x.checked_rem(y).unwrap_or(0)),
    };
    match made.filter(|n| fits(*n, out)) {
        Some(n) => Ok(n),
        None => {
            let word = match op {
                Plus => "addition",
                Minus => "subtraction",
                Times => "multiplication",
                Divide | Rest => "division",
            };
            out_of_range(format!("{out} {word} overflow: {x} {op} {y}"))
        }
    }
}

#[inline]
fn double(op: Arithmetic, x: f64, y: f64) -> f64 {
    match op {
        Arithmetic::Plus => x + y,
        Arithmetic::Minus => x - y,
        Arithmetic::Times => x * y,
        Arithmetic::Divide => x / y,
        Arithmetic::Rest => x % y,
    }
}

#[inline]
fn decimal(op: Arithmetic, (x, tx): (i128, &Type), (y, ty): (i128, &Type), out: &Type) -> Outcome<i128> {
    use Arithmetic::{Divide, Minus, Plus, Rest, Times};
    let (Type::Decimal(_, s), Type::Decimal(_, t), Type::Decimal(p, r)) = (tx, ty, out) else {
        return out_of_range("decimal arithmetic on other types");
    };
    let overflow = || Fault::new("NUMERIC_VALUE_OUT_OF_RANGE", "Decimal overflow");
    if matches!(op, Divide | Rest) && y == 0 {
        return Err(by_zero());
    }
    let raise = |n: i128, by: u8| ten(by).and_then(|f| n.checked_mul(f)).ok_or_else(overflow);
    let made = match op {
        Times => x.checked_mul(y).ok_or_else(overflow)?,
        Divide => divide(raise(x, r + t - s)?, y),
        Plus => raise(x, r - s)?.checked_add(raise(y, r - t)?).ok_or_else(overflow)?,
        Minus => raise(x, r - s)?.checked_sub(raise(y, r - t)?).ok_or_else(overflow)?,
        Rest => raise(x, r - s)? % raise(y, r - t)?,
    };
    if ten(*p).is_some_and(|limit| made.abs() >= limit) {
        return Err(overflow());
    }
    Ok(made)
}

/// Whether a number fits into an integer type.
pub fn fits(n: i64, ty: &Type) -> bool {
    match ty {
        Type::Tinyint => i8::try_from(n).is_ok(),
        Type::Smallint => i16::try_from(n).is_ok(),
        Type::Integer | Type::IntervalMonth => i32::try_from(n).is_ok(),
        _ => true,
    }
}

/// A power of ten.
pub fn ten(exponent: u8) -> Option<i128> {
    10_i128.checked_pow(u32::from(exponent))
}

/// Division with the half away from zero.
pub fn divide(a: i128, b: i128) -> i128 {
    let (quotient, rest) = (a / b, a % b);
    if rest.abs() * 2 >= b.abs() { quotient + if (a < 0) == (b < 0) { 1 } else { -1 } } else { quotient }
}
