//! Trino's types: how they are shown, and how they stand in Arrow.

use super::fault::{Fault, Outcome};
use datafusion::arrow::datatypes::{DataType, Field, Fields, IntervalUnit, TimeUnit};
use std::fmt;
use std::sync::{Arc, LazyLock};

/// A type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Type {
    Unknown,
    Boolean,
    Tinyint,
    Smallint,
    Integer,
    Bigint,
    Real,
    Double,
    Decimal(u8, u8),
    /// With its greatest length, if it has one.
    Varchar(Option<u32>),
    Varbinary,
    Json,
    Date,
    /// With its digits of a second.
    Time(u8),
    /// With its digits of a second.
    Timestamp(u8),
    /// With its digits of a second, and the zone in which all values of the expression are shown.
    TimestampTz(u8, Zone),
    IntervalDay,
    IntervalMonth,
    IpAddress,
    Uuid,
    Array(Box<Type>),
    Map(Box<Type>, Box<Type>),
    Row(Vec<RowField>),
}

/// A field of a row: its name, if it has one, and its type.
pub type RowField = (Option<String>, Type);

/// The zone of a timestamp with time zone, known before anything runs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    /// One zone: `UTC`, `Asia/Tokyo`, `+02:00`.
    Named(Arc<str>),
    /// Several zones met; what depends on the zone is refused.
    Mixed,
}

impl Zone {
    /// UTC.
    pub fn utc() -> Self {
        static UTC: LazyLock<Arc<str>> = LazyLock::new(|| "UTC".into());
        Zone::Named(UTC.clone())
    }
}

/// varchar without a bound.
pub const VARCHAR: Type = Type::Varchar(None);

impl Type {
    /// timestamp(3) with time zone, in UTC.
    pub fn instant() -> Self {
        Type::TimestampTz(3, Zone::utc())
    }

    /// An array of this.
    pub fn array(self) -> Self {
        Type::Array(Box::new(self))
    }

    /// A map.
    pub fn map(key: Type, value: Type) -> Self {
        Type::Map(Box::new(key), Box::new(value))
    }

    /// Whole numbers.
    pub fn is_integer(&self) -> bool {
        matches!(self, Type::Tinyint | Type::Smallint | Type::Integer | Type::Bigint)
    }

    /// Numbers.
    pub fn is_number(&self) -> bool {
        self.is_integer() || matches!(self, Type::Real | Type::Double | Type::Decimal(..))
    }

    /// Can be ordered.
    pub fn orderable(&self) -> bool {
        match self {
            Type::Json | Type::Map(..) => false,
            Type::Array(item) => item.orderable(),
            Type::Row(fields) => fields.iter().all(|(_, t)| t.orderable()),
            _ => true,
        }
    }

    /// How it stands in Arrow.
    pub fn arrow(&self) -> DataType {
        let unit = |p: u8| if p <= 3 { TimeUnit::Millisecond } else { TimeUnit::Microsecond };
        match self {
            Type::Unknown | Type::Boolean => DataType::Boolean,
            Type::Tinyint => DataType::Int8,
            Type::Smallint => DataType::Int16,
            Type::Integer => DataType::Int32,
            Type::Bigint => DataType::Int64,
            Type::IntervalMonth => DataType::Interval(IntervalUnit::YearMonth),
            Type::IntervalDay => DataType::Duration(TimeUnit::Millisecond),
            Type::Real => DataType::Float32,
            Type::Double => DataType::Float64,
            Type::Decimal(p, s) => DataType::Decimal128(*p, *s as i8),
            Type::Varchar(_) | Type::Json => DataType::Utf8,
            Type::Varbinary | Type::IpAddress | Type::Uuid => DataType::Binary,
            Type::Date => DataType::Date32,
            Type::Time(_) => DataType::Time64(TimeUnit::Microsecond),
            Type::Timestamp(p) => DataType::Timestamp(unit(*p), None),
            Type::TimestampTz(p, _) => DataType::Timestamp(unit(*p), Some("UTC".into())),
            Type::Array(item) => DataType::List(Arc::new(Field::new("item", item.arrow(), true))),
            Type::Map(key, value) => {
                let entries = Fields::from(vec![
                    Field::new("keys", key.arrow(), false),
                    Field::new("values", value.arrow(), true),
                ]);
                DataType::Map(Arc::new(Field::new("entries", DataType::Struct(entries), false)), false)
            }
            Type::Row(fields) => {
                let names = field_names(fields);
                let field = |((_, t), name): (&RowField, String)| Field::new(name, t.arrow(), true);
                DataType::Struct(fields.iter().zip(names).map(field).collect())
            }
        }
    }

    /// The type that an Arrow column of a table has.
    pub fn of_arrow(data_type: &DataType) -> Outcome<Type> {
        Ok(match data_type {
            DataType::Utf8 => VARCHAR,
            DataType::Boolean => Type::Boolean,
            DataType::Int32 => Type::Integer,
            DataType::Int64 => Type::Bigint,
            DataType::Float64 => Type::Double,
            DataType::Date32 => Type::Date,
            DataType::Timestamp(_, None) => Type::Timestamp(3),
            DataType::Timestamp(..) => Type::instant(),
            DataType::List(item) => Type::of_arrow(item.data_type())?.array(),
            DataType::Map(entries, _) => match entries.data_type() {
                DataType::Struct(fields) => {
                    Type::map(Type::of_arrow(fields[0].data_type())?, Type::of_arrow(fields[1].data_type())?)
                }
                _ => return Err(Fault::new("TYPE_MISMATCH", "a map has entries")),
            },
            DataType::Struct(fields) => Type::Row(
                fields
                    .iter()
                    .map(|f| Ok((Some(f.name().clone()), Type::of_arrow(f.data_type())?)))
                    .collect::<Outcome<_>>()?,
            ),
            other => {
                return Err(Fault::new(
                    "TYPE_MISMATCH",
                    format!("a column of type {other} has no counterpart"),
                ));
            }
        })
    }
}

/// Arrow's names of a row's fields: their own where they are unique.
pub fn field_names(fields: &[RowField]) -> Vec<String> {
    let own = |i: usize, name: &Option<String>| match name {
        Some(name) if fields.iter().filter(|(n, _)| n.as_ref() == Some(name)).count() == 1 => name.clone(),
        _ => format!("field{i}"),
    };
    fields.iter().enumerate().map(|(i, (name, _))| own(i, name)).collect()
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Decimal(p, s) => write!(f, "decimal({p},{s})"),
            Type::Varchar(Some(n)) => write!(f, "varchar({n})"),
            Type::Time(p) => write!(f, "time({p})"),
            Type::Timestamp(p) => write!(f, "timestamp({p})"),
            Type::TimestampTz(p, _) => write!(f, "timestamp({p}) with time zone"),
            Type::Array(item) => write!(f, "array({item})"),
            Type::Map(key, value) => write!(f, "map({key}, {value})"),
            Type::Row(fields) => {
                let field = |(name, t): &RowField| match name {
                    Some(name) => format!("{name} {t}"),
                    None => t.to_string(),
                };
                write!(f, "row({})", fields.iter().map(field).collect::<Vec<_>>().join(", "))
            }
            plain => f.write_str(match plain {
                Type::Unknown => "unknown",
                Type::Boolean => "boolean",
                Type::Tinyint => "tinyint",
                Type::Smallint => "smallint",
                Type::Integer => "integer",
                Type::Bigint => "bigint",
                Type::Real => "real",
                Type::Double => "double",
                Type::Varbinary => "varbinary",
                Type::Json => "json",
                Type::Date => "date",
                Type::IntervalDay => "interval day to second",
                Type::IntervalMonth => "interval year to month",
                Type::IpAddress => "ipaddress",
                Type::Uuid => "uuid",
                _ => "varchar",
            }),
        }
    }
}
