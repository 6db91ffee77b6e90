//! Rows of the relation `events` between Arrow and plain structs.

use crate::event::{COLUMNS, ColumnKind, Event};
use chrono::{DateTime, Utc};
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, RecordBatch, StringArray, TimestampMillisecondArray,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit, TimestampMillisecondType};
use datafusion::arrow::error::ArrowError;
use std::sync::Arc;

/// The Arrow type of a timestamp column: milliseconds, UTC.
pub fn timestamp_type() -> DataType {
    DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into()))
}

/// The Arrow schema of `events`.
pub fn relation_schema() -> SchemaRef {
    let field = |(name, kind): &(&str, ColumnKind)| {
        let data_type = match kind {
            ColumnKind::Text | ColumnKind::Json => DataType::Utf8,
            ColumnKind::Timestamp => timestamp_type(),
            ColumnKind::Boolean => DataType::Boolean,
        };
        Field::new(*name, data_type, true)
    };
    Arc::new(Schema::new(COLUMNS.iter().map(field).collect::<Vec<_>>()))
}

/// A batch with exactly the relation's columns and types; missing columns become NULL.
pub fn conform(batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let schema = relation_schema();
    let column = |field: &Arc<Field>| match batch.column_by_name(field.name()) {
        Some(column) => cast(column, field.data_type()),
        None => Ok(datafusion::arrow::array::new_null_array(field.data_type(), batch.num_rows())),
    };
    let columns = schema.fields().iter().map(column).collect::<Result<Vec<ArrayRef>, _>>()?;
    RecordBatch::try_new(schema, columns)
}

/// Reads one cell of a conforming batch.
trait Cell: Sized {
    fn read(column: &ArrayRef, row: usize) -> Option<Self>;
}

impl Cell for String {
    fn read(column: &ArrayRef, row: usize) -> Option<Self> {
        let texts: &StringArray = column.as_string_opt()?;
        (!texts.is_null(row)).then(|| texts.value(row).to_string())
    }
}

impl Cell for bool {
    fn read(column: &ArrayRef, row: usize) -> Option<Self> {
        let values: &BooleanArray = column.as_boolean_opt()?;
        (!values.is_null(row)).then(|| values.value(row))
    }
}

impl Cell for DateTime<Utc> {
    fn read(column: &ArrayRef, row: usize) -> Option<Self> {
        let times: &TimestampMillisecondArray = column.as_primitive_opt::<TimestampMillisecondType>()?;
        if times.is_null(row) { None } else { DateTime::from_timestamp_millis(times.value(row)) }
    }
}

macro_rules! row_conversions {
    ($($name:ident,)*) => {
        /// The rows of a conforming batch.
        pub fn events_of(batch: &RecordBatch) -> Vec<Event> {
            let column = |name: &str| batch.column_by_name(name).cloned();
            $(let $name = column(stringify!($name));)*
            (0..batch.num_rows())
                .map(|row| Event { $($name: $name.as_ref().and_then(|c| Cell::read(c, row)),)* })
                .collect()
        }
    };
}

row_conversions! {
    event_id, event_time, event_source, event_name, event_type, event_category, aws_region, source_ip_address,
    user_agent, error_code, error_message, request_id, read_only, recipient_account_id, user_type, principal_id,
    user_arn, user_name, account_id, access_key_id, invoked_by, session_issuer_type, session_issuer_arn,
    session_created, ec2_role_delivery, mfa_authenticated, source_identity, console_session, request_parameters, response_elements,
    additional_event_data, resources, service_event_details, vpc_endpoint_id, vpc_endpoint_account_id, tls_host, shared_event_id,
    on_behalf_of, addendum_reason, addendum_of, source_object,
}
