//! Times as ISO 8601 text.

use super::text_function;
use crate::embedded::relation::timestamp_type;
use chrono::{DateTime, NaiveDate, NaiveDateTime, SecondsFormat};
use datafusion::arrow::array::{Array, ArrayRef, AsArray, StringArray, TimestampMillisecondArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, TimestampMillisecondType};
use datafusion::logical_expr::{ColumnarValue, ScalarUDF, Volatility, create_udf};
use std::sync::Arc;

pub(super) fn functions() -> Vec<ScalarUDF> {
    let from = text_function("from_iso8601_timestamp", 1, timestamp_type(), |a| {
        let times: TimestampMillisecondArray = a[0].iter().map(|text| text.and_then(parse)).collect();
        Ok(Arc::new(times.with_timezone("UTC")) as ArrayRef)
    });
    let print = |values: &[ColumnarValue]| {
        let arrays = ColumnarValue::values_to_arrays(values)?;
        let times = cast(&arrays[0], &timestamp_type())?;
        let times = times.as_primitive::<TimestampMillisecondType>();
        let text = |row: usize| {
            let time = DateTime::from_timestamp_millis(times.value(row)).filter(|_| !times.is_null(row));
            time.map(|t| t.to_rfc3339_opts(SecondsFormat::Millis, true))
        };
        Ok(ColumnarValue::Array(Arc::new((0..times.len()).map(text).collect::<StringArray>())))
    };
    let to = create_udf(
        "to_iso8601",
        vec![timestamp_type()],
        DataType::Utf8,
        Volatility::Immutable,
        Arc::new(print),
    );
    vec![from, to]
}

/// Milliseconds since 1970 of an ISO 8601 time; without a zone it is UTC.
fn parse(text: &str) -> Option<i64> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.timestamp_millis());
    }
    let plain = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok();
    let midnight = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().and_then(|d| d.and_hms_opt(0, 0, 0));
    plain.or_else(midnight).map(|t| t.and_utc().timestamp_millis())
}
