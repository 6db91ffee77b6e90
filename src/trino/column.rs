//! Values to Arrow columns and back, by type.

use super::types::Type;
use super::value::Value;
use datafusion::arrow::array::*;
use datafusion::arrow::buffer::{NullBuffer, OffsetBuffer};
use datafusion::arrow::datatypes::*;
use datafusion::common::{Result, exec_datafusion_err};
use std::sync::Arc;

/// The value in one row of a column.
pub fn read(column: &dyn Array, row: usize, ty: &Type) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    macro_rules! integer {
        ($t:ty) => {
            column.as_primitive_opt::<$t>().map(|c| Value::Int(i64::from(c.value(row))))
        };
    }
    let found = match column.data_type() {
        DataType::Boolean => column.as_boolean_opt().map(|c| Value::Bool(c.value(row))),
        DataType::Int8 => integer!(Int8Type),
        DataType::Int16 => integer!(Int16Type),
        DataType::Int32 => integer!(Int32Type),
        DataType::Int64 => integer!(Int64Type),
        DataType::UInt64 => column.as_primitive_opt::<UInt64Type>().map(|c| Value::Int(c.value(row) as i64)),
        DataType::Float32 => {
            column.as_primitive_opt::<Float32Type>().map(|c| Value::Double(f64::from(c.value(row))))
        }
        DataType::Float64 => column.as_primitive_opt::<Float64Type>().map(|c| Value::Double(c.value(row))),
        DataType::Decimal128(..) => {
            column.as_primitive_opt::<Decimal128Type>().map(|c| Value::Decimal(c.value(row)))
        }
        DataType::Utf8 => column.as_string_opt::<i32>().map(|c| Value::text(c.value(row))),
        DataType::Binary => column.as_binary_opt::<i32>().map(|c| Value::Bytes(c.value(row).to_vec())),
        DataType::Date32 => integer!(Date32Type),
        DataType::Duration(_) => integer!(DurationMillisecondType),
        DataType::Interval(_) => integer!(IntervalYearMonthType),
        DataType::Time64(_) => integer!(Time64MicrosecondType),
        DataType::Timestamp(TimeUnit::Millisecond, _) => column
            .as_primitive_opt::<TimestampMillisecondType>()
            .map(|c| Value::Int(c.value(row).saturating_mul(1000))),
        DataType::Timestamp(TimeUnit::Microsecond, _) => integer!(TimestampMicrosecondType),
        DataType::List(_) => column.as_list_opt::<i32>().map(|c| {
            let item = match ty {
                Type::Array(item) => item,
                _ => ty,
            };
            let items = c.value(row);
            Value::List((0..items.len()).map(|i| read(&items, i, item)).collect())
        }),
        DataType::Map(..) => column.as_map_opt().map(|c| {
            let (key, value) = match ty {
                Type::Map(key, value) => (key.as_ref(), value.as_ref()),
                _ => (ty, ty),
            };
            let entries = c.value(row);
            let pair = |i| (read(entries.column(0), i, key), read(entries.column(1), i, value));
            Value::Map((0..entries.len()).map(pair).collect())
        }),
        DataType::Struct(_) => column.as_struct_opt().map(|c| {
            let field = |(i, column): (usize, &ArrayRef)| match ty {
                Type::Row(fields) if i < fields.len() => read(column, row, &fields[i].1),
                _ => Value::Null,
            };
            Value::List(c.columns().iter().enumerate().map(field).collect())
        }),
        _ => None,
    };
    found.unwrap_or(Value::Null)
}

/// A column of values.
pub fn build(ty: &Type, values: Vec<Value>) -> Result<ArrayRef> {
    macro_rules! integers {
        ($t:ty, $n:ty) => {
            Arc::new(
                values
                    .iter()
                    .map(|v| if let Value::Int(n) = v { Some(*n as $n) } else { None })
                    .collect::<PrimitiveArray<$t>>(),
            ) as ArrayRef
        };
    }
    let millis = |p: &u8| *p <= 3;
    Ok(match ty {
        Type::Unknown | Type::Boolean => Arc::new(
            values
                .iter()
                .map(|v| if let Value::Bool(b) = v { Some(*b) } else { None })
                .collect::<BooleanArray>(),
        ),
        Type::Tinyint => integers!(Int8Type, i8),
        Type::Smallint => integers!(Int16Type, i16),
        Type::Integer => integers!(Int32Type, i32),
        Type::Bigint => integers!(Int64Type, i64),
        Type::IntervalMonth => integers!(IntervalYearMonthType, i32),
        Type::IntervalDay => integers!(DurationMillisecondType, i64),
        Type::Date => integers!(Date32Type, i32),
        Type::Time(_) => integers!(Time64MicrosecondType, i64),
        Type::Timestamp(p) | Type::TimestampTz(p, _) => {
            let zone = matches!(ty, Type::TimestampTz(..)).then_some("UTC");
            let number = |v: &Value| if let Value::Int(n) = v { Some(*n) } else { None };
            if millis(p) {
                let made: TimestampMillisecondArray =
                    values.iter().map(|v| number(v).map(|n| n.div_euclid(1000))).collect();
                Arc::new(made.with_timezone_opt(zone))
            } else {
                let made: TimestampMicrosecondArray = values.iter().map(number).collect();
                Arc::new(made.with_timezone_opt(zone))
            }
        }
        Type::Real => Arc::new(
            values
                .iter()
                .map(|v| if let Value::Double(x) = v { Some(*x as f32) } else { None })
                .collect::<Float32Array>(),
        ),
        Type::Double => Arc::new(
            values
                .iter()
                .map(|v| if let Value::Double(x) = v { Some(*x) } else { None })
                .collect::<Float64Array>(),
        ),
        Type::Decimal(p, s) => {
            let made: Decimal128Array =
                values.iter().map(|v| if let Value::Decimal(n) = v { Some(*n) } else { None }).collect();
            Arc::new(made.with_precision_and_scale(*p, *s as i8)?)
        }
        Type::Varchar(_) | Type::Json => Arc::new(
            values
                .iter()
                .map(|v| if let Value::Text(t) = v { Some(t.as_str()) } else { None })
                .collect::<StringArray>(),
        ),
        Type::Varbinary | Type::IpAddress | Type::Uuid => Arc::new(
            values
                .iter()
                .map(|v| if let Value::Bytes(b) = v { Some(b.as_slice()) } else { None })
                .collect::<BinaryArray>(),
        ),
        Type::Array(item) => {
            let nulls: NullBuffer = values.iter().map(|v| !v.is_null()).collect();
            let offsets = OffsetBuffer::from_lengths(values.iter().map(|v| v.items().len()));
            let inside =
                values.into_iter().flat_map(|v| if let Value::List(i) = v { i } else { vec![] }).collect();
            let field = Arc::new(Field::new("item", item.arrow(), true));
            Arc::new(ListArray::try_new(field, offsets, build(item, inside)?, Some(nulls))?)
        }
        Type::Map(key, value) => {
            let nulls: NullBuffer = values.iter().map(|v| !v.is_null()).collect();
            let offsets = OffsetBuffer::from_lengths(values.iter().map(|v| v.entries().len()));
            let (keys, items) =
                values.into_iter().flat_map(|v| if let Value::Map(e) = v { e } else { vec![] }).unzip();
            let DataType::Map(entries, _) = ty.arrow() else {
                return Err(exec_datafusion_err!("a map is a map"));
            };
            let DataType::Struct(fields) = entries.data_type() else {
                return Err(exec_datafusion_err!("a map has entries"));
            };
            let pairs =
                StructArray::try_new(fields.clone(), vec![build(key, keys)?, build(value, items)?], None)?;
            Arc::new(MapArray::try_new(entries, offsets, pairs, Some(nulls), false)?)
        }
        Type::Row(fields) => {
            let rows = values.len();
            let nulls: NullBuffer = values.iter().map(|v| !v.is_null()).collect();
            let mut columns: Vec<Vec<Value>> = fields.iter().map(|_| Vec::with_capacity(rows)).collect();
            for value in values {
                let mut items = if let Value::List(items) = value { items } else { Vec::new() }.into_iter();
                columns.iter_mut().for_each(|column| column.push(items.next().unwrap_or(Value::Null)));
            }
            let DataType::Struct(types) = ty.arrow() else {
                return Err(exec_datafusion_err!("a row is a row"));
            };
            let columns = columns.into_iter().zip(fields).map(|(c, (_, t))| build(t, c));
            Arc::new(StructArray::try_new(types, columns.collect::<Result<_>>()?, Some(nulls))?)
        }
    })
}
