//! Which types become which without a CAST.

use super::types::{RowField, Type, Zone};

/// The type that both become, if there is one.
pub fn common(a: &Type, b: &Type) -> Option<Type> {
    use Type::*;
    if a == b {
        return Some(a.clone());
    }
    Some(match (a, b) {
        (Unknown, other) | (other, Unknown) => other.clone(),
        (Varchar(m), Varchar(n)) => Varchar(m.zip(*n).map(|(m, n)| m.max(n))),
        (Decimal(p, s), Decimal(q, t)) => {
            let scale = *s.max(t);
            let whole = (p - s).max(q - t);
            Decimal((whole + scale).min(38), scale)
        }
        (Decimal(p, s), other) | (other, Decimal(p, s)) if other.is_integer() => {
            return common(&Decimal(*p, *s), &integer_decimal(other));
        }
        (x, y) if x.is_number() && y.is_number() => match (rank(x), rank(y)) {
            (m, n) if m >= n => x.clone(),
            _ => y.clone(),
        },
        (Date, Timestamp(p)) | (Timestamp(p), Date) => Timestamp(*p),
        (Date, TimestampTz(p, z)) | (TimestampTz(p, z), Date) => TimestampTz(*p, mixed(z, &Zone::utc())),
        (Time(p), Time(q)) => Time(*p.max(q)),
        (Timestamp(p), Timestamp(q)) => Timestamp(*p.max(q)),
        (Timestamp(p), TimestampTz(q, z)) | (TimestampTz(q, z), Timestamp(p)) => {
            TimestampTz(*p.max(q), mixed(z, &Zone::utc()))
        }
        (TimestampTz(p, y), TimestampTz(q, z)) => TimestampTz(*p.max(q), mixed(y, z)),
        (Array(x), Array(y)) => common(x, y)?.array(),
        (Map(k, v), Map(l, w)) => Type::map(common(k, l)?, common(v, w)?),
        (Row(x), Row(y)) if x.len() == y.len() => {
            let field = |((n, t), (m, u)): (&RowField, &RowField)| {
                Some((n.clone().filter(|_| n == m), common(t, u)?))
            };
            Row(x.iter().zip(y).map(field).collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

/// Whether a value of one type may stand where another is asked for.
pub fn coerces(from: &Type, to: &Type) -> bool {
    match (from, to) {
        (Type::Varchar(Some(m)), Type::Varchar(Some(n))) => m <= n,
        (Type::Varchar(None), Type::Varchar(Some(_))) => false,
        (Type::TimestampTz(..), Type::TimestampTz(..)) => true,
        // A function that asks for a timestamp takes one of any precision.
        (Type::Timestamp(_), Type::Timestamp(_)) => true,
        (Type::Decimal(p, s), Type::Decimal(q, t)) => q - t >= p - s && t >= s,
        (Type::Array(x), Type::Array(y)) => coerces(x, y),
        (Type::Map(k, v), Type::Map(l, w)) => coerces(k, l) && coerces(v, w),
        (Type::Row(x), Type::Row(y)) => {
            x.len() == y.len() && x.iter().zip(y).all(|((_, t), (_, u))| coerces(t, u))
        }
        _ => common(from, to).is_some_and(|c| c == *to),
    }
}

fn mixed(a: &Zone, b: &Zone) -> Zone {
    if a == b { a.clone() } else { Zone::Mixed }
}

fn rank(t: &Type) -> u8 {
    match t {
        Type::Tinyint => 0,
        Type::Smallint => 1,
        Type::Integer => 2,
        Type::Bigint => 3,
        Type::Decimal(..) => 4,
        Type::Real => 5,
        _ => 6,
    }
}

/// The decimal that holds every value of an integer type.
pub fn integer_decimal(t: &Type) -> Type {
    match t {
        Type::Tinyint => Type::Decimal(3, 0),
        Type::Smallint => Type::Decimal(5, 0),
        Type::Integer => Type::Decimal(10, 0),
        Type::Bigint => Type::Decimal(19, 0),
        other => other.clone(),
    }
}
