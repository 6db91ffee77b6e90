//! Values of a column as JSON: arrays, maps and rows as such, everything else as the text that the other forms print.

use datafusion::arrow::array::{Array, AsArray, ListArray, MapArray, StructArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::arrow::error::ArrowError;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use serde_json::Value;

/// A column, ready to be printed row by row.
pub(super) enum Column<'a> {
    Text(&'a dyn Array, ArrayFormatter<'a>),
    List(&'a ListArray, Box<Self>),
    Map(&'a MapArray, Box<[Self; 2]>),
    Row(&'a StructArray, Vec<Self>),
}

impl<'a> Column<'a> {
    pub(super) fn of(column: &'a dyn Array, options: &FormatOptions<'a>) -> Result<Self, ArrowError> {
        Ok(match column.data_type() {
            DataType::List(_) => {
                let list = column.as_list::<i32>();
                Self::List(list, Box::new(Self::of(list.values(), options)?))
            }
            DataType::Map(..) => {
                let map = column.as_map();
                let (keys, values) = (Self::of(map.keys(), options)?, Self::of(map.values(), options)?);
                Self::Map(map, Box::new([keys, values]))
            }
            DataType::Struct(_) => {
                let row = column.as_struct();
                let fields = row.columns().iter().map(|field| Self::of(field, options));
                Self::Row(row, fields.collect::<Result<_, _>>()?)
            }
            _ => Self::Text(column, ArrayFormatter::try_new(column, options)?),
        })
    }

    pub(super) fn value(&self, at: usize) -> Value {
        let column: &dyn Array = match self {
            Self::Text(column, _) => *column,
            Self::List(list, _) => *list,
            Self::Map(map, _) => *map,
            Self::Row(row, _) => *row,
        };
        if column.is_null(at) {
            return Value::Null;
        }
        match self {
            Self::Text(_, text) => text.value(at).to_string().into(),
            Self::List(list, items) => {
                within(list.value_offsets(), at).map(|item| items.value(item)).collect()
            }
            Self::Map(map, entries) => {
                let [keys, values] = entries.as_ref();
                // The names of an object are texts; a key that is none has its JSON for a name.
                let name = |key: Value| key.as_str().map_or_else(|| key.to_string(), str::to_string);
                let entry = |entry| (name(keys.value(entry)), values.value(entry));
                within(map.value_offsets(), at).map(entry).collect()
            }
            Self::Row(row, fields) => {
                let names = row.column_names().into_iter().map(str::to_string);
                names.zip(fields).map(|(name, field)| (name, field.value(at))).collect()
            }
        }
    }
}

fn within(offsets: &[i32], at: usize) -> std::ops::Range<usize> {
    offsets[at] as usize..offsets[at + 1] as usize
}
