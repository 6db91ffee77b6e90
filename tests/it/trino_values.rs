//! Compares a cell of the embedded engine with what Trino wrote for it: types loosely, values exactly.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StructArray};
use datafusion::arrow::datatypes::{DataType, Decimal128Type, Decimal256Type, IntervalUnit};
use datafusion::arrow::util::display::array_value_to_string;
use serde_json::Value;

/// The parts between the outer parentheses of a type, split at the commas that stand outside inner ones.
fn parts(kind: &str) -> Vec<&str> {
    let inner = kind.split_once('(').map_or("", |(_, rest)| rest.strip_suffix(')').unwrap_or(rest));
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, c) in inner.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                found.push(inner[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(inner[start..].trim());
    found
}

/// The type of a row's field, without its name.
fn unnamed(field: &str) -> &str {
    let word = field.find([' ', '(']).filter(|at| field[*at..].starts_with(' '));
    match word {
        Some(at) if !["timestamp", "time", "interval"].contains(&&field[..at]) => field[at..].trim(),
        _ => field,
    }
}

/// Whether two lists of rows hold the same; order counts only where the statement gives one.
pub fn same_rows(kinds: &[String], expected: &[Vec<Value>], batches: &[RecordBatch], ordered: bool) -> bool {
    let mut rows: Vec<(usize, usize)> = Vec::new();
    for (number, batch) in batches.iter().enumerate() {
        rows.extend((0..batch.num_rows()).map(|row| (number, row)));
    }
    let same = |expected: &Vec<Value>, (batch, row): (usize, usize)| {
        kinds
            .iter()
            .zip(expected)
            .enumerate()
            .all(|(column, (kind, value))| same(kind, value, batches[batch].column(column), row))
    };
    if rows.len() != expected.len() {
        return false;
    }
    if ordered {
        return expected.iter().zip(rows).all(|(expected, at)| same(expected, at));
    }
    expected.iter().all(|expected| {
        let found = rows.iter().position(|at| same(expected, *at));
        found.is_some_and(|at| {
            rows.swap_remove(at);
            true
        })
    })
}

/// Whether one cell holds what Trino wrote.
fn same(kind: &str, expected: &Value, array: &ArrayRef, row: usize) -> bool {
    if array.is_null(row) || *array.data_type() == DataType::Null || expected.is_null() {
        return expected.is_null() && (array.is_null(row) || *array.data_type() == DataType::Null);
    }
    let lower = kind.to_lowercase();
    match lower.split(['(', ' ']).next().unwrap_or_default() {
        "array" => items(array, row).is_some_and(|items| {
            let (kinds, expected) = (parts(kind), expected.as_array());
            expected.is_some_and(|expected| {
                expected.len() == items.len()
                    && expected.iter().enumerate().all(|(at, value)| same(kinds[0], value, &items, at))
            })
        }),
        "map" => array.data_type().is_nested() && same_map(kind, expected, array, row),
        "row" => array.as_struct_opt().is_some_and(|fields| same_row(kind, expected, fields, row)),
        "json" => {
            let parse = |text: &str| serde_json::from_str::<Value>(text).ok();
            match (expected.as_str().and_then(parse), text(array, row).and_then(|text| parse(&text))) {
                (Some(expected), Some(found)) => same_json(&expected, &found),
                // What json_array_get makes of a text is no JSON.
                (None, None) => expected.as_str() == text(array, row).as_deref(),
                _ => false,
            }
        }
        "timestamp" => instant(expected.as_str().unwrap_or_default()) == instant(&shown(array, row)),
        "interval" => length(expected.as_str().unwrap_or_default()) == embedded_length(array, row),
        "double" | "real" | "decimal" | "bigint" | "integer" | "smallint" | "tinyint" => {
            array.data_type().is_numeric() && same_number(expected, &shown(array, row), &lower)
        }
        "boolean" => array.as_boolean_opt().is_some_and(|b| Some(b.value(row)) == expected.as_bool()),
        "varbinary" => {
            bytes(array, row).is_some_and(|found| Some(base64(&found).as_str()) == expected.as_str())
        }
        "time" => {
            let time = |text: &str| text.parse::<NaiveTime>().ok();
            time(expected.as_str().unwrap_or_default()) == time(&shown(array, row))
        }
        _ => text(array, row).as_deref() == expected.as_str(),
    }
}

fn items(array: &ArrayRef, row: usize) -> Option<ArrayRef> {
    match array.data_type() {
        DataType::List(_) => Some(array.as_list::<i32>().value(row)),
        DataType::LargeList(_) => Some(array.as_list::<i64>().value(row)),
        DataType::FixedSizeList(..) => Some(array.as_fixed_size_list().value(row)),
        _ => None,
    }
}

fn same_row(kind: &str, expected: &Value, fields: &StructArray, row: usize) -> bool {
    let kinds = parts(kind);
    let expected = expected.as_array().map(Vec::as_slice).unwrap_or_default();
    expected.len() == fields.num_columns()
        && kinds.len() == expected.len()
        && expected
            .iter()
            .enumerate()
            .all(|(at, value)| same(unnamed(kinds[at]), value, fields.column(at), row))
}

/// Trino writes a map as an object: keys are text there, whatever they are.
fn same_map(kind: &str, expected: &Value, array: &ArrayRef, row: usize) -> bool {
    let Some(map) = array.as_map_opt() else { return false };
    let entries = map.value(row);
    let (keys, values) = (entries.column(0), entries.column(1));
    let expected = expected.as_object();
    let kinds = parts(kind);
    expected.is_some_and(|expected| {
        expected.len() == entries.len()
            && (0..entries.len()).all(|at| {
                expected
                    .get(&shown(keys, at))
                    .is_some_and(|value| same(kinds.get(1).copied().unwrap_or_default(), value, values, at))
            })
    })
}

fn same_json(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_json(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(k, v)| b.get(k).is_some_and(|w| same_json(v, w)))
        }
        _ => a == b,
    }
}

fn same_number(expected: &Value, found: &str, kind: &str) -> bool {
    let number = |text: &str| match text {
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        text => text.parse::<f64>().ok(),
    };
    let written = expected.as_str().map_or_else(|| expected.to_string(), str::to_string);
    if kind.starts_with("double") || kind.starts_with("real") {
        let (Some(a), Some(b)) = (number(&written), number(found)) else { return false };
        let close = if kind.starts_with("real") { 1e-6 } else { 1e-12 };
        return a == b || a.is_nan() && b.is_nan() || (a - b).abs() <= close * a.abs().max(b.abs());
    }
    // Exact numbers are compared as digits: a float would make neighbours equal.
    let plain = |text: &str| {
        let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
        if text == "-0" { "0".to_string() } else { text.to_string() }
    };
    plain(&written) == plain(found)
}

fn text(array: &ArrayRef, row: usize) -> Option<String> {
    match array.data_type() {
        DataType::Utf8 => Some(array.as_string::<i32>().value(row).into()),
        DataType::LargeUtf8 => Some(array.as_string::<i64>().value(row).into()),
        DataType::Utf8View => Some(array.as_string_view().value(row).into()),
        DataType::Date32 | DataType::Date64 => Some(shown(array, row)),
        DataType::FixedSizeBinary(16) => {
            let octets: [u8; 16] = array.as_fixed_size_binary().value(row).try_into().ok()?;
            let address = std::net::Ipv6Addr::from(octets);
            Some(address.to_ipv4_mapped().map_or_else(|| address.to_string(), |v4| v4.to_string()))
        }
        _ => None,
    }
}

fn shown(array: &ArrayRef, row: usize) -> String {
    match array.data_type() {
        DataType::Decimal128(_, scale) => {
            Decimal128Type::format(array.as_primitive::<Decimal128Type>().value(row), *scale)
        }
        DataType::Decimal256(_, scale) => {
            Decimal256Type::format(array.as_primitive::<Decimal256Type>().value(row), *scale)
        }
        _ => array_value_to_string(array, row).unwrap_or_default(),
    }
}

trait Decimal {
    type Native;
    fn format(value: Self::Native, scale: i8) -> String;
}
macro_rules! decimal {
    ($kind:ty, $native:ty) => {
        impl Decimal for $kind {
            type Native = $native;
            fn format(value: $native, scale: i8) -> String {
                use datafusion::arrow::datatypes::DecimalType;
                <$kind>::format_decimal(value, <$kind>::MAX_PRECISION, scale)
            }
        }
    };
}
decimal!(Decimal128Type, i128);
decimal!(Decimal256Type, datafusion::arrow::datatypes::i256);

fn bytes(array: &ArrayRef, row: usize) -> Option<Vec<u8>> {
    match array.data_type() {
        DataType::Binary => Some(array.as_binary::<i32>().value(row).into()),
        DataType::LargeBinary => Some(array.as_binary::<i64>().value(row).into()),
        DataType::BinaryView => Some(array.as_binary_view().value(row).into()),
        DataType::FixedSizeBinary(_) => Some(array.as_fixed_size_binary().value(row).into()),
        _ => None,
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word =
            chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for digit in 0..4 {
            let at = (word >> (18 - 6 * digit) & 63) as usize;
            out.push(if digit <= chunk.len() { DIGITS[at] as char } else { '=' });
        }
    }
    out
}

/// A timestamp in either engine's writing, as an instant; without a zone it counts as UTC.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.to_utc());
    }
    let parse = |text: &str| text.replace('T', " ").parse_naive();
    if let Some(time) = parse(text) {
        return Some(time.and_utc());
    }
    let (time, zone) = text.rsplit_once(' ')?;
    let time = parse(time)?;
    if let Ok(zone) = zone.parse::<chrono_tz::Tz>() {
        return zone.from_local_datetime(&time).earliest().map(|t| t.to_utc());
    }
    DateTime::parse_from_rfc3339(&format!("{}{zone}", time.format("%Y-%m-%dT%H:%M:%S%.f")))
        .ok()
        .map(|t| t.to_utc())
}

trait ParseNaive {
    fn parse_naive(&self) -> Option<NaiveDateTime>;
}
impl ParseNaive for String {
    fn parse_naive(&self) -> Option<NaiveDateTime> {
        let time = NaiveDateTime::parse_from_str(self, "%Y-%m-%d %H:%M:%S%.f").ok();
        time.or_else(|| self.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0))
    }
}

/// Trino's interval as months and milliseconds: `1-2` or `1 02:03:04.000`.
fn length(text: &str) -> Option<(i64, i64)> {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |text| (-1, text));
    if let Some((days, time)) = text.split_once(' ') {
        let time = time.parse::<NaiveTime>().ok()? - NaiveTime::MIN;
        return Some((0, sign * (days.parse::<i64>().ok()? * 86_400_000 + time.num_milliseconds())));
    }
    let (years, months) = text.split_once('-')?;
    Some((sign * (years.parse::<i64>().ok()? * 12 + months.parse::<i64>().ok()?), 0))
}

fn embedded_length(array: &ArrayRef, row: usize) -> Option<(i64, i64)> {
    use datafusion::arrow::datatypes as t;
    match array.data_type() {
        DataType::Interval(IntervalUnit::YearMonth) => {
            Some((array.as_primitive::<t::IntervalYearMonthType>().value(row).into(), 0))
        }
        DataType::Interval(IntervalUnit::DayTime) => {
            let value = array.as_primitive::<t::IntervalDayTimeType>().value(row);
            Some((0, i64::from(value.days) * 86_400_000 + i64::from(value.milliseconds)))
        }
        DataType::Interval(IntervalUnit::MonthDayNano) => {
            let value = array.as_primitive::<t::IntervalMonthDayNanoType>().value(row);
            Some((value.months.into(), i64::from(value.days) * 86_400_000 + value.nanoseconds / 1_000_000))
        }
        DataType::Duration(unit) => {
            let factor = match unit {
                t::TimeUnit::Second => 1e-3,
                t::TimeUnit::Millisecond => 1.0,
                t::TimeUnit::Microsecond => 1e3,
                t::TimeUnit::Nanosecond => 1e6,
            };
            let whole = datafusion::arrow::compute::cast(array, &DataType::Int64).ok()?;
            Some((0, (whole.as_primitive::<t::Int64Type>().value(row) as f64 / factor) as i64))
        }
        _ => None,
    }
}
