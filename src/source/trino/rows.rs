//! Trino's rows, which come as JSON, as Arrow batches.

use super::client::Column;
use crate::embedded::timestamp_type;
use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMillisecondArray,
};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use serde_json::Value;
use std::sync::Arc;

/// The Arrow schema of an answer. Types without a plain counterpart become text, arrays and rows their JSON.
pub fn schema(columns: &[Column]) -> SchemaRef {
    let field = |column: &Column| Field::new(&column.name, data_type(&column.kind), true);
    Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
}

fn data_type(kind: &str) -> DataType {
    match kind {
        "boolean" => DataType::Boolean,
        "bigint" | "integer" | "smallint" | "tinyint" => DataType::Int64,
        "double" | "real" => DataType::Float64,
        "timestamp(0) with time zone" | "timestamp(3) with time zone" => timestamp_type(),
        _ => DataType::Utf8,
    }
}

/// A batch of rows. The error is part of a sentence.
pub fn batch(schema: &SchemaRef, rows: &[Vec<Value>]) -> Result<RecordBatch, String> {
    let columns = schema.fields().iter().enumerate().map(|(at, field)| {
        let cells = || rows.iter().map(move |row| row.get(at).filter(|cell| !cell.is_null()));
        let array: ArrayRef = match field.data_type() {
            DataType::Boolean => {
                Arc::new(cells().map(|c| c.and_then(Value::as_bool)).collect::<BooleanArray>())
            }
            DataType::Int64 => Arc::new(cells().map(|c| c.and_then(Value::as_i64)).collect::<Int64Array>()),
            DataType::Float64 => Arc::new(cells().map(|c| c.and_then(number)).collect::<Float64Array>()),
            DataType::Timestamp(..) => {
                let times = cells()
                    .map(|cell| cell.map(instant).transpose())
                    .collect::<Result<TimestampMillisecondArray, String>>()?;
                Arc::new(times.with_timezone("UTC"))
            }
            _ => Arc::new(cells().map(|c| c.map(text)).collect::<StringArray>()),
        };
        Ok(array)
    });
    let columns = columns.collect::<Result<Vec<ArrayRef>, String>>()?;
    let options = datafusion::arrow::array::RecordBatchOptions::new().with_row_count(Some(rows.len()));
    RecordBatch::try_new_with_options(schema.clone(), columns, &options).map_err(|error| error.to_string())
}

/// Trino writes what JSON has no number for as text.
fn number(cell: &Value) -> Option<f64> {
    cell.as_f64().or_else(|| cell.as_str()?.parse().ok())
}

fn text(cell: &Value) -> String {
    cell.as_str().map_or_else(|| cell.to_string(), str::to_string)
}

/// `2026-03-02 09:00:01.000 UTC`, in milliseconds.
fn instant(cell: &Value) -> Result<i64, String> {
    let text = cell.as_str().unwrap_or_default();
    let wrong =
        || format!("its answer holds `{}`, which is not a timestamp with time zone", text.escape_debug());
    let (time, zone) = text.rsplit_once(' ').ok_or_else(wrong)?;
    let time = NaiveDateTime::parse_from_str(time, "%Y-%m-%d %H:%M:%S%.f").map_err(|_| wrong())?;
    let found: Option<DateTime<Utc>> = match zone.parse::<chrono_tz::Tz>() {
        Ok(zone) => zone.from_local_datetime(&time).earliest().map(|t| t.to_utc()),
        Err(_) => zone
            .parse::<chrono::FixedOffset>()
            .ok()
            .and_then(|offset| offset.from_local_datetime(&time).single())
            .map(|t| t.to_utc()),
    };
    found.map(|t| t.timestamp_millis()).ok_or_else(wrong)
}
