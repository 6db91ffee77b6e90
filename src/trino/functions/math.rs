//! Numbers.

use super::Table;
use crate::trino::fault::{Fault, Outcome, invalid, out_of_range};
use crate::trino::number::{divide, fits, ten};
use crate::trino::types::Type;
use crate::trino::value::Value;

pub(super) fn add(t: &mut Table) {
    for ty in ["tinyint", "smallint", "integer", "bigint"] {
        let named =
            |name: &str| -> &'static str { Box::leak(format!("{name}({ty}) -> {ty}").into_boxed_str()) };
        t.add(named("abs"), |c, a| match a[0].int().checked_abs().filter(|n| fits(*n, c.returns)) {
            Some(n) => Ok(Value::Int(n)),
            None => out_of_range(format!("Value {} is out of range for abs({})", a[0].int(), c.returns)),
        });
        t.sure(named("sign"), |_, a| Ok(Value::Int(a[0].int().signum())));
        t.sure(named("ceil|ceiling|floor|round|truncate"), |_, a| Ok(a[0].as_ref().clone()));
        let two: &'static str = Box::leak(format!("round({ty}, bigint) -> {ty}").into_boxed_str());
        t.add(two, |_, a| {
            let places = a[1].int();
            if places >= 0 {
                return Ok(a[0].as_ref().clone());
            }
            let Some(unit) = u8::try_from(-places).ok().and_then(ten) else { return Ok(Value::Int(0)) };
            Ok(Value::Int((divide(i128::from(a[0].int()), unit) * unit) as i64))
        });
        let rest: &'static str = Box::leak(format!("mod({ty}, {ty}) -> {ty}").into_boxed_str());
        t.add(rest, |_, a| match a[1].int() {
            0 => Err(Fault::new("DIVISION_BY_ZERO", "Division by zero")),
            n => Ok(Value::Int(a[0].int().checked_rem(n).unwrap_or(0))),
        });
    }
    t.sure("abs(decimal) -> decimal", |_, a| Ok(decimal(&a[0], i128::abs)));
    t.sure("sign(decimal) -> decimal", |_, a| Ok(decimal(&a[0], i128::signum)));
    t.sure("ceil|ceiling(decimal) -> decimal", |c, a| {
        Ok(whole(c.ty(0), &a[0], |n, unit| n.div_euclid(unit) + i128::from(n.rem_euclid(unit) > 0)))
    });
    t.sure("floor(decimal) -> decimal", |c, a| Ok(whole(c.ty(0), &a[0], i128::div_euclid)));
    t.sure("round(decimal) -> decimal", |c, a| Ok(whole(c.ty(0), &a[0], divide)));
    t.sure("truncate(decimal) -> decimal", |c, a| Ok(whole(c.ty(0), &a[0], |n, unit| n / unit)));
    t.sure("round(decimal, bigint) -> decimal", |c, a| Ok(places(c.ty(0), &a[0], a[1].int(), divide)));
    t.sure("truncate(decimal, bigint) -> decimal", |c, a| {
        Ok(places(c.ty(0), &a[0], a[1].int(), |n, unit| n / unit))
    });
    t.add("mod(decimal, decimal) -> decimal", |_, a| match (a[0].as_ref(), a[1].as_ref()) {
        (_, Value::Decimal(0)) => Err(Fault::new("DIVISION_BY_ZERO", "Division by zero")),
        (Value::Decimal(x), Value::Decimal(y)) => Ok(Value::Decimal(x % y)),
        _ => Ok(Value::Null),
    });
    t.sure("abs(double) -> double", |_, a| Ok(a[0].double().abs().into()));
    t.sure("sign(double) -> double", |_, a| {
        let x = a[0].double();
        Ok(if x == 0.0 || x.is_nan() { x } else { x.signum() }.into())
    });
    t.sure("ceil|ceiling(double) -> double", |_, a| Ok(a[0].double().ceil().into()));
    t.sure("floor(double) -> double", |_, a| Ok(a[0].double().floor().into()));
    t.sure("truncate(double) -> double", |_, a| Ok(a[0].double().trunc().into()));
    t.sure("round(double) -> double", |_, a| Ok(round(a[0].double(), 0).into()));
    t.sure("round(double, bigint) -> double", |_, a| Ok(round(a[0].double(), a[1].int()).into()));
    t.sure("sqrt(double) -> double", |_, a| Ok(a[0].double().sqrt().into()));
    t.sure("cbrt(double) -> double", |_, a| Ok(a[0].double().cbrt().into()));
    t.sure("exp(double) -> double", |_, a| Ok(a[0].double().exp().into()));
    t.sure("ln(double) -> double", |_, a| Ok(a[0].double().ln().into()));
    t.sure("log2(double) -> double", |_, a| Ok(a[0].double().log2().into()));
    t.sure("log10(double) -> double", |_, a| Ok(a[0].double().log10().into()));
    t.sure("log(double, double) -> double", |_, a| Ok((a[1].double().ln() / a[0].double().ln()).into()));
    t.sure("power|pow(double, double) -> double", |_, a| Ok(a[0].double().powf(a[1].double()).into()));
    t.sure("mod(double, double) -> double", |_, a| Ok((a[0].double() % a[1].double()).into()));
    t.sure("degrees(double) -> double", |_, a| Ok(a[0].double().to_degrees().into()));
    t.sure("radians(double) -> double", |_, a| Ok(a[0].double().to_radians().into()));
    t.sure("pi() -> double", |_, _| Ok(std::f64::consts::PI.into()));
    t.sure("e() -> double", |_, _| Ok(std::f64::consts::E.into()));
    t.sure("nan() -> double", |_, _| Ok(f64::NAN.into()));
    t.sure("infinity() -> double", |_, _| Ok(f64::INFINITY.into()));
    t.sure("is_nan(double) -> boolean", |_, a| Ok(a[0].double().is_nan().into()));
    t.sure("is_finite(double) -> boolean", |_, a| Ok(a[0].double().is_finite().into()));
    t.sure("is_infinite(double) -> boolean", |_, a| Ok(a[0].double().is_infinite().into()));
    t.sure("sin(double) -> double", |_, a| Ok(a[0].double().sin().into()));
    t.sure("cos(double) -> double", |_, a| Ok(a[0].double().cos().into()));
    t.sure("tan(double) -> double", |_, a| Ok(a[0].double().tan().into()));
    t.sure("asin(double) -> double", |_, a| Ok(a[0].double().asin().into()));
    t.sure("acos(double) -> double", |_, a| Ok(a[0].double().acos().into()));
    t.sure("atan(double) -> double", |_, a| Ok(a[0].double().atan().into()));
    t.sure("atan2(double, double) -> double", |_, a| Ok(a[0].double().atan2(a[1].double()).into()));
    t.sure("bitwise_and(bigint, bigint) -> bigint", |_, a| Ok(Value::Int(a[0].int() & a[1].int())));
    t.sure("bitwise_or(bigint, bigint) -> bigint", |_, a| Ok(Value::Int(a[0].int() | a[1].int())));
    t.sure("bitwise_xor(bigint, bigint) -> bigint", |_, a| Ok(Value::Int(a[0].int() ^ a[1].int())));
    t.sure("bitwise_not(bigint) -> bigint", |_, a| Ok(Value::Int(!a[0].int())));
    t.add("from_base(varchar, bigint) -> bigint", |_, a| {
        let base = radix(a[1].int())?;
        match i64::from_str_radix(a[0].str(), base) {
            Ok(n) => Ok(Value::Int(n)),
            Err(_) => invalid(format!("Not a valid base-{base} number: {}", a[0].str())),
        }
    });
    t.add("to_base(bigint, bigint) -> varchar", |_, a| {
        let base = u64::from(radix(a[1].int())?);
        let (mut n, mut digits) = (a[0].int().unsigned_abs(), Vec::new());
        loop {
            digits.push(char::from_digit((n % base) as u32, base as u32).unwrap_or('0'));
            n /= base;
            if n == 0 {
                break;
            }
        }
        let sign = if a[0].int() < 0 { "-" } else { "" };
        Ok(format!("{sign}{}", digits.iter().rev().collect::<String>()).into())
    });
    t.add("width_bucket(double, double, double, bigint) -> bigint", |_, a| {
        bucket(a[0].double(), a[1].double(), a[2].double(), a[3].int()).map(Value::Int)
    });
    t.add("width_bucket(double, array(double)) -> bigint", |_, a| {
        bucket_of(a[0].double(), a[1].items()).map(Value::Int)
    });
}

/// The number of the bucket, of so many of one width.
fn bucket(x: f64, low: f64, high: f64, count: i64) -> Outcome<i64> {
    if count <= 0 {
        return invalid("bucketCount must be greater than 0");
    }
    if x.is_nan() || !low.is_finite() || !high.is_finite() || low == high {
        return invalid("operand and bounds must be numbers, and the bounds must differ");
    }
    let (least, greatest) = (low.min(high), low.max(high));
    let bucket = match x {
        x if x < least => 0,
        x if x >= greatest => count + 1,
        x => (count as f64 * (x - least) / (greatest - least)) as i64 + 1,
    };
    Ok(if low > high { count - bucket + 1 } else { bucket })
}

/// The number of the bucket, of those that start at given values.
fn bucket_of(x: f64, starts: &[Value]) -> Outcome<i64> {
    if starts.is_empty() || x.is_nan() || starts.iter().any(Value::is_null) {
        return invalid("Bins cannot be an empty array or hold NULL, and the operand cannot be NaN");
    }
    if starts.windows(2).any(|w| w[0].double() > w[1].double()) {
        return invalid("Bin values are not sorted in ascending order");
    }
    Ok(starts.iter().filter(|start| start.double() <= x).count() as i64)
}

fn radix(base: i64) -> Outcome<u32> {
    match u32::try_from(base) {
        Ok(base @ 2..=36) => Ok(base),
        _ => Err(Fault::new("INVALID_FUNCTION_ARGUMENT", "Radix must be between 2 and 36")),
    }
}

/// Rounds half away from zero at a number of places.
fn round(x: f64, places: i64) -> f64 {
    if !x.is_finite() {
        return x;
    }
    let factor = 10_f64.powi(places.clamp(-320, 320) as i32);
    if x < 0.0 { -((-x * factor + 0.5).floor() / factor) } else { (x * factor + 0.5).floor() / factor }
}

fn decimal(value: &Value, f: impl Fn(i128) -> i128) -> Value {
    if let Value::Decimal(n) = value { Value::Decimal(f(*n)) } else { Value::Null }
}

fn whole(ty: &Type, value: &Value, f: impl Fn(i128, i128) -> i128) -> Value {
    let Type::Decimal(_, scale) = ty else { return Value::Null };
    decimal(value, |n| f(n, ten(*scale).unwrap_or(1)))
}

fn places(ty: &Type, value: &Value, places: i64, f: impl Fn(i128, i128) -> i128) -> Value {
    let Type::Decimal(_, scale) = ty else { return Value::Null };
    let drop = i64::from(*scale) - places;
    if drop <= 0 {
        return value.clone();
    }
    match u8::try_from(drop).ok().and_then(ten) {
        Some(unit) => decimal(value, |n| f(n, unit) * unit),
        None => Value::Decimal(0),
    }
}

/// The result types of the decimal functions, which depend on precision and scale.
pub(super) fn decimal_result(name: &str, args: &[Type]) -> Option<Type> {
    let Type::Decimal(p, s) = args.first()? else { return None };
    Some(match (name, args.get(1)) {
        ("sign", _) => Type::Decimal(1, 0),
        ("ceil" | "ceiling" | "floor" | "round", None) => {
            Type::Decimal((p - s + u8::from(*s > 0)).clamp(1, 38), 0)
        }
        ("truncate", None) => Type::Decimal((p - s).max(1), 0),
        ("round", Some(_)) => Type::Decimal((p + 1).min(38), *s),
        _ => Type::Decimal(*p, *s),
    })
}
