//! Types by the names that a statement writes.

use super::ast::TypeName;
use super::fault::{Fault, Outcome};
use super::types::{Type, Zone};

impl Type {
    /// The type that a written name means.
    pub fn parse(written: &TypeName) -> Outcome<Type> {
        let number = |i: usize, default: u32| written.numbers.get(i).copied().unwrap_or(default);
        let precision = |default: u32| match number(0, default) {
            p @ 0..=6 => Ok(p as u8),
            _ => Err(Fault::unsupported(written.at, "a time with more than six digits of a second")),
        };
        Ok(match (written.name.as_str(), written.types.as_slice()) {
            ("boolean", []) => Type::Boolean,
            ("tinyint", []) => Type::Tinyint,
            ("smallint", []) => Type::Smallint,
            ("integer" | "int", []) => Type::Integer,
            ("bigint", []) => Type::Bigint,
            ("real", []) => Type::Real,
            ("double", []) => Type::Double,
            ("decimal", []) => match (number(0, 38), number(1, 0)) {
                (p @ 1..=38, s) if s <= p => Type::Decimal(p as u8, s as u8),
                _ => return Err(Fault::at("INVALID_PARAMETER_USAGE", written.at, "Invalid decimal type")),
            },
            ("varchar", []) => Type::Varchar(written.numbers.first().copied()),
            ("varbinary", []) => Type::Varbinary,
            ("json", []) => Type::Json,
            ("date", []) => Type::Date,
            ("time", []) => Type::Time(precision(3)?),
            ("timestamp", []) => Type::Timestamp(precision(3)?),
            ("timestamp with time zone", []) => Type::TimestampTz(precision(3)?, Zone::utc()),
            ("interval day to second", []) => Type::IntervalDay,
            ("interval year to month", []) => Type::IntervalMonth,
            ("ipaddress", []) => Type::IpAddress,
            ("uuid", []) => Type::Uuid,
            ("array", [(None, item)]) => Type::parse(item)?.array(),
            ("map", [(None, key), (None, value)]) => Type::map(Type::parse(key)?, Type::parse(value)?),
            ("row", fields) if !fields.is_empty() => Type::Row(
                fields.iter().map(|(name, t)| Ok((name.clone(), Type::parse(t)?))).collect::<Outcome<_>>()?,
            ),
            ("char" | "time with time zone" | "hyperloglog" | "qdigest" | "tdigest" | "geometry", _) => {
                return Err(Fault::unsupported(written.at, format!("the type {}", written.name)));
            }
            (name @ ("string" | "text"), _) => {
                return Err(Fault::at(
                    "TYPE_NOT_FOUND",
                    written.at,
                    format!("Unknown type: {name}; write varchar"),
                ));
            }
            (name, _) => {
                return Err(Fault::at("TYPE_NOT_FOUND", written.at, format!("Unknown type: {name}")));
            }
        })
    }
}
