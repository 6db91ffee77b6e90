//! Shapes of JSON values and the types of the columns that hold them.

use datafusion::arrow::datatypes::{DataType, Field, Fields, TimeUnit};
use std::sync::Arc;

/// How a JSON value becomes a column value.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Text; numbers, booleans and objects become their JSON text.
    Text,
    /// JSON text of whatever stands there.
    Json,
    /// A struct: JSON key and shape of each field.
    Struct(Vec<(&'static str, Shape)>),
    /// An array of one shape.
    List(Box<Shape>),
    /// An object with text values.
    TextMap,
    /// An ISO 8601 time as a timestamp.
    Time,
    /// A boolean, written as such or as text.
    Boolean,
}

/// The Arrow type of a shape.
pub fn data_type(shape: &Shape) -> DataType {
    match shape {
        Shape::Text | Shape::Json => DataType::Utf8,
        Shape::Time => DataType::Timestamp(TimeUnit::Millisecond, None),
        Shape::Boolean => DataType::Boolean,
        Shape::Struct(fields) => DataType::Struct(struct_fields(fields)),
        Shape::List(item) => DataType::List(Arc::new(Field::new("item", data_type(item), true))),
        Shape::TextMap => DataType::Map(
            Arc::new(Field::new(
                "entries",
                DataType::Struct(Fields::from(vec![
                    Field::new("keys", DataType::Utf8, false),
                    Field::new("values", DataType::Utf8, true),
                ])),
                false,
            )),
            false,
        ),
    }
}

/// The Arrow fields of a struct shape.
pub fn struct_fields(fields: &[(&'static str, Shape)]) -> Fields {
    fields.iter().map(|(key, shape)| Field::new(key.to_ascii_lowercase(), data_type(shape), true)).collect()
}
