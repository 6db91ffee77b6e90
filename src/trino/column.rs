//! Values to Arrow columns and back, by type.

use super::types::{RowField, Type};
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
        DataType::List(_) => column.as_list_opt().map(|c| list(c, row, ty)),
        DataType::Map(..) => column.as_map_opt().map(|c| map(c, row, ty)),
        DataType::Struct(_) => column.as_struct_opt().map(|c| fields(c, row, ty)),
        _ => None,
    };
    found.unwrap_or(Value::Null)
}

fn list(column: &ListArray, row: usize, ty: &Type) -> Value {
    let item = if let Type::Array(item) = ty { item } else { ty };
    let items = column.value(row);
    Value::List((0..items.len()).map(|i| read(&items, i, item)).collect())
}

fn map(column: &MapArray, row: usize, ty: &Type) -> Value {
    let (key, value) = if let Type::Map(key, value) = ty { (&**key, &**value) } else { (ty, ty) };
    let entries = column.value(row);
    let pair = |i| (read(entries.column(0), i, key), read(entries.column(1), i, value));
    Value::Map((0..entries.len()).map(pair).collect())
}

fn fields(column: &StructArray, row: usize, ty: &Type) -> Value {
    let field = |(i, column): (usize, &ArrayRef)| match ty {
        Type::Row(fields) if i < fields.len() => read(column, row, &fields[i].1),
        _ => Value::Null,
    };
    Value::List(column.columns().iter().enumerate().map(field).collect())
}

/// A column of values.
pub fn build(ty: &Type, values: Vec<Value>) -> Result<ArrayRef> {
    /// The values of one kind as an array; all others become NULL.
    macro_rules! array {
        ($array:ty, $kind:pat => $value:expr) => {
            values.iter().map(|v| if let $kind = v { Some($value) } else { None }).collect::<$array>()
        };
    }
    Ok(match ty {
        Type::Unknown | Type::Boolean => Arc::new(array!(BooleanArray, Value::Bool(b) => *b)),
        Type::Tinyint => Arc::new(array!(Int8Array, Value::Int(n) => *n as i8)),
        Type::Smallint => Arc::new(array!(Int16Array, Value::Int(n) => *n as i16)),
        Type::Integer => Arc::new(array!(Int32Array, Value::Int(n) => *n as i32)),
        Type::Bigint => Arc::new(array!(Int64Array, Value::Int(n) => *n)),
        Type::IntervalMonth => Arc::new(array!(IntervalYearMonthArray, Value::Int(n) => *n as i32)),
        Type::IntervalDay => Arc::new(array!(DurationMillisecondArray, Value::Int(n) => *n)),
        Type::Date => Arc::new(array!(Date32Array, Value::Int(n) => *n as i32)),
        Type::Time(_) => Arc::new(array!(Time64MicrosecondArray, Value::Int(n) => *n)),
        Type::Timestamp(p) | Type::TimestampTz(p, _) => {
            let zone = matches!(ty, Type::TimestampTz(..)).then_some("UTC");
            if *p <= 3 {
                let millis = array!(TimestampMillisecondArray, Value::Int(n) => n.div_euclid(1000));
                Arc::new(millis.with_timezone_opt(zone))
            } else {
                Arc::new(array!(TimestampMicrosecondArray, Value::Int(n) => *n).with_timezone_opt(zone))
            }
        }
        Type::Real => Arc::new(array!(Float32Array, Value::Double(x) => *x as f32)),
        Type::Double => Arc::new(array!(Float64Array, Value::Double(x) => *x)),
        Type::Decimal(p, s) => {
            let unscaled = array!(Decimal128Array, Value::Decimal(n) => *n);
            Arc::new(unscaled.with_precision_and_scale(*p, *s as i8)?)
        }
        Type::Varchar(_) | Type::Json => Arc::new(array!(StringArray, Value::Text(t) => t.as_str())),
        Type::Varbinary | Type::IpAddress | Type::Uuid => {
            Arc::new(array!(BinaryArray, Value::Bytes(b) => b.as_slice()))
        }
        Type::Array(item) => build_list(item, values)?,
        Type::Map(key, value) => build_map(ty, key, value, values)?,
        Type::Row(fields) => build_rows(ty, fields, values)?,
    })
}

fn present(values: &[Value]) -> NullBuffer {
    values.iter().map(|v| !v.is_null()).collect()
}

fn build_list(item: &Type, values: Vec<Value>) -> Result<ArrayRef> {
    let nulls = present(&values);
    let offsets = OffsetBuffer::from_lengths(values.iter().map(|v| v.items().len()));
    let inside = values.into_iter().flat_map(|v| if let Value::List(i) = v { i } else { vec![] }).collect();
    let field = Arc::new(Field::new("item", item.arrow(), true));
    Ok(Arc::new(ListArray::try_new(field, offsets, build(item, inside)?, Some(nulls))?))
}

fn build_map(ty: &Type, key: &Type, value: &Type, values: Vec<Value>) -> Result<ArrayRef> {
    let nulls = present(&values);
    let offsets = OffsetBuffer::from_lengths(values.iter().map(|v| v.entries().len()));
    let (keys, items) =
        values.into_iter().flat_map(|v| if let Value::Map(e) = v { e } else { vec![] }).unzip();
    let DataType::Map(entries, _) = ty.arrow() else {
        return Err(exec_datafusion_err!("a map is a map"));
    };
    let DataType::Struct(fields) = entries.data_type() else {
        return Err(exec_datafusion_err!("a map has entries"));
    };
    let pairs = StructArray::try_new(fields.clone(), vec![build(key, keys)?, build(value, items)?], None)?;
    Ok(Arc::new(MapArray::try_new(entries, offsets, pairs, Some(nulls), false)?))
}

fn build_rows(ty: &Type, fields: &[RowField], values: Vec<Value>) -> Result<ArrayRef> {
    let nulls = present(&values);
    let rows = values.len();
    let mut columns: Vec<Vec<Value>> = fields.iter().map(|_| Vec::with_capacity(rows)).collect();
    for value in values {
        let mut items = if let Value::List(items) = value { items } else { Vec::new() }.into_iter();
        columns.iter_mut().for_each(|column| column.push(items.next().unwrap_or(Value::Null)));
    }
    let DataType::Struct(types) = ty.arrow() else {
        return Err(exec_datafusion_err!("a row is a row"));
    };
    let columns = columns.into_iter().zip(fields).map(|(c, (_, t))| build(t, c));
    Ok(Arc::new(StructArray::try_new(types, columns.collect::<Result<_>>()?, Some(nulls))?))
}
