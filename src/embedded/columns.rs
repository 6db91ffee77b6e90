//! Records to Arrow columns.

use super::fields_read::FieldsRead;
use super::json::{Cursor, text, value_text};
use super::lake::EVENT_JSON;
use super::schema::{PARTITIONS, PATH, RECORD, TableShape, shaped};
use super::shape::{Shape, data_type, struct_fields};
use super::unwrap::Object;
use datafusion::arrow::array::{
    ArrayRef, BooleanBufferBuilder, BooleanBuilder, ListArray, MapArray, RecordBatch, RecordBatchOptions,
    StringBuilder, StructArray, TimestampMillisecondBuilder, new_null_array,
};
use datafusion::arrow::buffer::OffsetBuffer;
use datafusion::arrow::datatypes::{DataType, FieldRef, Fields, SchemaRef};
use datafusion::arrow::error::ArrowError;
use std::collections::HashSet;
use std::sync::Arc;

enum Column {
    Text(StringBuilder),
    Json(StringBuilder),
    Time(TimestampMillisecondBuilder),
    Boolean(BooleanBuilder),
    Struct {
        fields: Vec<(&'static str, Column)>,
        valid: BooleanBufferBuilder,
        types: Fields,
    },
    List {
        item: Box<Column>,
        offsets: Vec<i32>,
        length: i32,
        valid: BooleanBufferBuilder,
        field: FieldRef,
    },
    /// Nobody reads it: NULL, so many times.
    Unread(usize, DataType),
    TextMap {
        keys: StringBuilder,
        values: StringBuilder,
        offsets: Vec<i32>,
        length: i32,
        valid: BooleanBufferBuilder,
    },
}

impl Column {
    fn new(shape: &Shape) -> Self {
        match shape {
            Shape::Text => Column::Text(StringBuilder::new()),
            Shape::Json => Column::Json(StringBuilder::new()),
            Shape::Time => Column::Time(TimestampMillisecondBuilder::new()),
            Shape::Boolean => Column::Boolean(BooleanBuilder::new()),
            Shape::Struct(fields) => Column::Struct {
                fields: fields.iter().map(|(key, shape)| (*key, Column::new(shape))).collect(),
                valid: BooleanBufferBuilder::new(0),
                types: struct_fields(fields),
            },
            Shape::List(item) => {
                let item_type = data_type(item);
                Column::List {
                    item: Box::new(Column::new(item)),
                    offsets: vec![0],
                    length: 0,
                    valid: BooleanBufferBuilder::new(0),
                    field: Arc::new(datafusion::arrow::datatypes::Field::new("item", item_type, true)),
                }
            }
            Shape::TextMap => Column::TextMap {
                keys: StringBuilder::new(),
                values: StringBuilder::new(),
                offsets: vec![0],
                length: 0,
                valid: BooleanBufferBuilder::new(0),
            },
        }
    }

    /// Of a struct the fields that these paths lead to, by their names; the others are NULL.
    fn reading(shape: &Shape, paths: &[&[String]]) -> Self {
        let Shape::Struct(fields) = shape else { return Self::new(shape) };
        if paths.iter().any(|path| path.is_empty()) {
            return Self::new(shape);
        }
        let part = |(key, shape): &(&'static str, Shape)| {
            let below = paths.iter().filter(|path| path[0].eq_ignore_ascii_case(key)).map(|path| &path[1..]);
            let below: Vec<&[String]> = below.collect();
            let unread = || Column::Unread(0, data_type(shape));
            (*key, if below.is_empty() { unread() } else { Column::reading(shape, &below) })
        };
        let (fields, types) = (fields.iter().map(part).collect(), struct_fields(fields));
        Column::Struct { fields, valid: BooleanBufferBuilder::new(0), types }
    }

    fn append_null(&mut self) {
        match self {
            Column::Text(builder) | Column::Json(builder) => builder.append_null(),
            Column::Time(builder) => builder.append_null(),
            Column::Boolean(builder) => builder.append_null(),
            Column::Unread(rows, _) => *rows += 1,
            Column::Struct { fields, valid, .. } => {
                fields.iter_mut().for_each(|(_, column)| column.append_null());
                valid.append(false);
            }
            Column::List { offsets, length, valid, .. } | Column::TextMap { offsets, length, valid, .. } => {
                offsets.push(*length);
                valid.append(false);
            }
        }
    }

    /// Appends one value. A value of another type than expected becomes its text, or NULL where text cannot stand; that,
    /// and one that cannot be read to its end, is `broken`.
    fn append(&mut self, value: &[u8], broken: &mut bool) {
        if let Column::Unread(rows, _) = self {
            *rows += 1;
            return;
        }
        let first = value.first().copied().unwrap_or(b'n');
        if value == b"null" {
            return self.append_null();
        }
        match self {
            Column::Text(builder) => append_text(builder, value),
            Column::Json(builder) => builder.append_value(String::from_utf8_lossy(value)),
            Column::Time(builder) => builder.append_option(moment(value)),
            Column::Boolean(builder) => builder.append_option(truth(value)),
            Column::Struct { fields, valid, .. } if first == b'{' => {
                append_members(fields, value, broken);
                valid.append(true);
            }
            Column::List { item, offsets, length, valid, .. } if first == b'[' => {
                *length += append_items(item, value, broken);
                offsets.push(*length);
                valid.append(true);
            }
            Column::TextMap { keys, values, offsets, length, valid } if first == b'{' => {
                let mut seen: HashSet<String> = HashSet::new();
                let whole = Cursor::new(value).members(|key, value| {
                    let key = text(key, key.contains(&b'\\'));
                    *broken |= seen.contains(&key);
                    if !seen.contains(&key) {
                        keys.append_value(&key);
                        seen.insert(key);
                        if value == b"null" {
                            values.append_null()
                        } else {
                            append_text(values, value)
                        }
                        *length += 1;
                    }
                    true
                });
                *broken |= whole.is_err();
                offsets.push(*length);
                valid.append(true);
            }
            _ => {
                *broken = true;
                self.append_null();
            }
        }
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        Ok(match self {
            Column::Text(builder) | Column::Json(builder) => Arc::new(builder.finish()),
            Column::Time(builder) => Arc::new(builder.finish()),
            Column::Boolean(builder) => Arc::new(builder.finish()),
            Column::Unread(rows, of) => new_null_array(of, std::mem::take(rows)),
            Column::Struct { fields, valid, types, .. } => {
                let columns =
                    fields.iter_mut().map(|(_, column)| column.finish()).collect::<Result<Vec<_>, _>>()?;
                Arc::new(StructArray::try_new(types.clone(), columns, Some(valid.finish().into()))?)
            }
            Column::List { item, offsets, length, valid, field } => {
                let offsets = OffsetBuffer::new(std::mem::replace(offsets, vec![0]).into());
                *length = 0;
                Arc::new(ListArray::try_new(
                    field.clone(),
                    offsets,
                    item.finish()?,
                    Some(valid.finish().into()),
                )?)
            }
            Column::TextMap { keys, values, offsets, length, valid } => {
                let offsets = OffsetBuffer::new(std::mem::replace(offsets, vec![0]).into());
                *length = 0;
                let DataType::Map(entries, _) = data_type(&Shape::TextMap) else {
                    return Err(ArrowError::SchemaError("a text map is a map".into()));
                };
                let DataType::Struct(types) = entries.data_type() else {
                    return Err(ArrowError::SchemaError("a map has entries".into()));
                };
                let pairs = StructArray::try_new(
                    types.clone(),
                    vec![Arc::new(keys.finish()), Arc::new(values.finish())],
                    None,
                )?;
                Arc::new(MapArray::try_new(entries, offsets, pairs, Some(valid.finish().into()), false)?)
            }
        })
    }
}

/// Milliseconds of an ISO 8601 time.
pub fn moment(value: &[u8]) -> Option<i64> {
    let text = value_text(value)?;
    chrono::DateTime::parse_from_rfc3339(&text).ok().map(|time| time.timestamp_millis())
}

fn truth(value: &[u8]) -> Option<bool> {
    match value {
        b"true" | b"\"true\"" => Some(true),
        b"false" | b"\"false\"" => Some(false),
        _ => None,
    }
}

fn append_text(builder: &mut StringBuilder, value: &[u8]) {
    let inside = if value.first() == Some(&b'"') { Cursor::new(value).string().ok() } else { None };
    match inside {
        Some((inside, escaped)) => match std::str::from_utf8(inside) {
            Ok(plain) if !escaped => builder.append_value(plain),
            _ => builder.append_value(text(inside, escaped)),
        },
        None => builder.append_value(String::from_utf8_lossy(value)),
    }
}

/// Of a repeated key the first value counts; CloudTrail writes none.
fn append_members(fields: &mut [(&'static str, Column)], value: &[u8], broken: &mut bool) {
    let mut seen = 0_u64;
    let whole = Cursor::new(value).members(|key, value| {
        if let Some(index) = fields.iter().position(|(name, _)| name.as_bytes() == key) {
            if seen >> index & 1 == 0 {
                seen |= 1 << index;
                fields[index].1.append(value, broken);
            } else {
                *broken = true;
            }
        }
        true
    });
    for (index, (_, column)) in fields.iter_mut().enumerate() {
        if seen >> index & 1 == 0 {
            column.append_null();
        }
    }
    *broken |= whole.is_err();
}

fn append_items(item: &mut Column, value: &[u8], broken: &mut bool) -> i32 {
    let mut cursor = Cursor::new(value);
    let mut count = 0;
    if cursor.eat(b'[').is_err() || cursor.peek() == Ok(b']') {
        return 0;
    }
    while let Ok(value) = cursor.value() {
        item.append(value, broken);
        count += 1;
        if cursor.eat(b',').is_err() {
            *broken |= cursor.eat(b']').is_err();
            return count;
        }
    }
    *broken = true;
    count
}

/// Where a record comes from: values of the columns that are not in it.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The file as the user would name it.
    pub path: String,
    /// Values of the partition columns, where the path gives them.
    pub partitions: [Option<String>; PARTITIONS.len()],
}

/// What a projected column takes its values from.
enum Slot {
    Key(&'static str, Column),
    Partition(usize, StringBuilder),
    Path(StringBuilder),
    Record(StringBuilder),
}

/// Collects records into batches of the projected columns.
pub struct Rows {
    slots: Vec<Slot>,
    schema: SchemaRef,
    rows: usize,
    bytes: usize,
    shipper_times: u64,
    broken_identities: u64,
    broken_values: u64,
}

/// The time key that log shippers write in the place of `eventTime`.
pub const SHIPPER_TIME: &[u8] = b"@timestamp";

impl Rows {
    /// For the columns of a projected table schema, and the fields of them that are read.
    pub fn new(schema: SchemaRef, shape: TableShape, read: &FieldsRead) -> Self {
        let documented = shaped(shape);
        let column = |name: &str, shape: &Shape| match read.of(name) {
            Some(paths) => Column::reading(shape, &paths.iter().map(Vec::as_slice).collect::<Vec<_>>()),
            None => Column::new(shape),
        };
        let slot = |name: &str| {
            let key = documented.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
            match (key, name) {
                (Some((EVENT_JSON, _)), _) => Slot::Record(StringBuilder::new()),
                (Some((key, shape)), name) => Slot::Key(key, column(name, shape)),
                (None, PATH) => Slot::Path(StringBuilder::new()),
                (None, RECORD) => Slot::Record(StringBuilder::new()),
                (None, _) => {
                    let index = PARTITIONS.iter().position(|p| *p == name).unwrap_or(0);
                    Slot::Partition(index, StringBuilder::new())
                }
            }
        };
        let slots = schema.fields().iter().map(|field| slot(field.name())).collect();
        Self { slots, schema, rows: 0, bytes: 0, shipper_times: 0, broken_identities: 0, broken_values: 0 }
    }

    /// How many rows wait.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Bytes of the records that wait.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether none wait.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// How many records had a log shipper's time alone, of all so far whose time was asked for.
    pub fn shipper_times(&self) -> u64 {
        self.shipper_times
    }

    /// How many records had an identity that could not be read, of all so far whose identity was asked for.
    pub fn broken_identities(&self) -> u64 {
        self.broken_identities
    }

    /// The same of other fields.
    pub fn broken_values(&self) -> u64 {
        self.broken_values
    }

    /// Appends one record.
    pub fn push(&mut self, record: &Object<'_>, origin: &Origin) {
        let mut values: Vec<Option<&[u8]>> = vec![None; self.slots.len()];
        let mut shipper_time = None;
        let (mut broken_identity, mut broken_value) = (false, false);
        let mut hint = 0;
        for &(key, value) in record.members {
            if key == SHIPPER_TIME {
                shipper_time = Some(value);
            }
            let count = self.slots.len();
            // Records keep their keys in one order: the next column is most often the next key.
            let found = (0..count)
                .map(|step| (hint + step) % count)
                .find(|i| matches!(&self.slots[*i], Slot::Key(name, _) if name.as_bytes() == key));
            if let Some(index) = found {
                hint = index + 1;
                let repeated = values[index].is_some();
                values[index].get_or_insert(value);
                match key {
                    b"userIdentity" => broken_identity |= repeated,
                    _ => broken_value |= repeated,
                }
            }
        }
        for (slot, value) in self.slots.iter_mut().zip(values) {
            match slot {
                Slot::Key(key, column) => {
                    let stands_in = shipper_time.filter(|_| *key == "eventTime" && value.is_none());
                    self.shipper_times += u64::from(stands_in.is_some());
                    let broken = match *key {
                        "userIdentity" => &mut broken_identity,
                        _ => &mut broken_value,
                    };
                    match value.or(stands_in) {
                        Some(value) => column.append(value, broken),
                        None => column.append_null(),
                    }
                }
                Slot::Partition(index, builder) => {
                    builder.append_option(origin.partitions[*index].as_deref())
                }
                Slot::Path(builder) => builder.append_value(&origin.path),
                Slot::Record(builder) => builder.append_value(String::from_utf8_lossy(record.bytes)),
            }
        }
        self.broken_identities += u64::from(broken_identity);
        self.broken_values += u64::from(broken_value);
        self.rows += 1;
        self.bytes += record.bytes.len();
    }

    /// The rows so far as a batch; starts afresh.
    pub fn batch(&mut self) -> Result<RecordBatch, ArrowError> {
        self.bytes = 0;
        let finish = |slot: &mut Slot| match slot {
            Slot::Key(_, column) => column.finish(),
            Slot::Partition(_, builder) | Slot::Path(builder) | Slot::Record(builder) => {
                Ok(Arc::new(builder.finish()) as ArrayRef)
            }
        };
        let columns = self.slots.iter_mut().map(finish).collect::<Result<Vec<_>, _>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(std::mem::take(&mut self.rows)));
        RecordBatch::try_new_with_options(self.schema.clone(), columns, &options)
    }
}
