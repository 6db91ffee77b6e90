//! Answers of statements, column by column.

use crate::incident::Time;
use chrono::DateTime;
use datafusion::arrow::array::{ArrayRef, AsArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int64Type, TimestampMillisecondType};
use datafusion::arrow::record_batch::RecordBatch;

/// Columns of an answer, read as text, number or time.
pub struct Columns<'a>(pub &'a RecordBatch);

impl Columns<'_> {
    fn column(&self, name: &str, kind: &DataType) -> Result<ArrayRef, String> {
        let column = self.0.column_by_name(name).and_then(|column| cast(column, kind).ok());
        column.ok_or_else(|| format!("the answer has no usable column {name}"))
    }

    /// A column as texts.
    pub fn texts(&self, name: &str) -> Result<Vec<Option<String>>, String> {
        let column = self.column(name, &DataType::Utf8)?;
        Ok(column.as_string::<i32>().iter().map(|text| text.map(str::to_string)).collect())
    }

    /// A column as counts; what is none is 0.
    pub fn counts(&self, name: &str) -> Result<Vec<u64>, String> {
        let column = self.column(name, &DataType::Int64)?;
        let counts = column.as_primitive::<Int64Type>().iter();
        Ok(counts.map(|count| count.and_then(|n| u64::try_from(n).ok()).unwrap_or(0)).collect())
    }

    /// A column as times.
    pub fn times(&self, name: &str) -> Result<Vec<Option<Time>>, String> {
        let column = self.column(name, &crate::embedded::timestamp_type())?;
        let times = column.as_primitive::<TimestampMillisecondType>().iter();
        Ok(times.map(|time| time.and_then(DateTime::from_timestamp_millis)).collect())
    }
}
