//! Rows of an answer on their way out: as a table, CSV, JSON lines or Parquet.

use super::nested::Column;
use super::{Outside, print, print_bytes};
use crate::cli::Format;
use crate::report::encode;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::{DataType, Field, SchemaRef};
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

/// Rows of a table that are measured for column widths before the first is printed.
const MEASURED: usize = 10_000;
/// Bytes of one group of rows in a Parquet file: what waits in memory.
const GROUP: usize = 64 << 20;

/// Prints the rows of one answer.
pub(super) struct Printer {
    names: Vec<String>,
    form: Form,
}

enum Form {
    Table(Vec<Vec<String>>, Vec<usize>),
    Csv,
    Jsonl,
    Parquet(Box<ArrowWriter<Vec<u8>>>),
}

impl Printer {
    /// Begins an answer.
    pub(super) fn start(
        format: Format,
        schema: &SchemaRef,
        outside: &mut Outside<'_>,
    ) -> Result<Self, String> {
        let names: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
        let form = match format {
            Format::Table => {
                Form::Table(vec![names.iter().map(|name| encode::terminal(name)).collect()], Vec::new())
            }
            Format::Csv => {
                print(outside, &encode::csv_row(names.iter().map(String::as_str)))?;
                Form::Csv
            }
            Format::Jsonl => {
                if let Some(name) = (1..names.len()).find(|at| names[..*at].contains(&names[*at])) {
                    return Err(format!(
                        "--format jsonl: two columns are named {}, and an object has one of a name; name them with AS",
                        names[name].escape_debug()
                    ));
                }
                Form::Jsonl
            }
            Format::Parquet => Form::Parquet(Box::new(parquet(schema)?)),
        };
        Ok(Self { names, form })
    }

    /// Prints rows, or keeps them until there are enough.
    pub(super) fn rows(&mut self, batch: &RecordBatch, outside: &mut Outside<'_>) -> Result<(), String> {
        if let Form::Parquet(writer) = &mut self.form {
            writer.write(batch).map_err(|error| not_written(&error))?;
            if writer.in_progress_size() > GROUP {
                writer.flush().map_err(|error| not_written(&error))?;
            }
            return print_bytes(outside, &std::mem::take(writer.inner_mut()));
        }
        let options = FormatOptions::default()
            .with_timestamp_format(Some("%Y-%m-%d %H:%M:%S%.3f"))
            .with_timestamp_tz_format(Some("%Y-%m-%d %H:%M:%S%.3f UTC"));
        if let Form::Jsonl = self.form {
            return self.objects(batch, &options, outside);
        }
        let columns = batch.columns().iter().map(|column| ArrayFormatter::try_new(column.as_ref(), &options));
        let columns =
            columns.collect::<Result<Vec<_>, _>>().map_err(|error| format!("printing the rows: {error}"))?;
        for row in 0..batch.num_rows() {
            let cell = |(index, column): (usize, &ArrayFormatter<'_>)| {
                (!batch.column(index).is_null(row)).then(|| column.value(row).to_string())
            };
            let cells: Vec<Option<String>> = columns.iter().enumerate().map(cell).collect();
            self.row(&cells, outside)?;
        }
        Ok(())
    }

    fn row(&mut self, cells: &[Option<String>], outside: &mut Outside<'_>) -> Result<(), String> {
        let text = |cell: &Option<String>, absent: &str| cell.as_deref().unwrap_or(absent).to_string();
        match &mut self.form {
            Form::Table(waiting, widths) => {
                waiting.push(cells.iter().map(|cell| encode::terminal(&text(cell, "NULL"))).collect());
                if waiting.len() >= MEASURED { aligned(waiting, widths, outside) } else { Ok(()) }
            }
            Form::Csv => {
                print(outside, &encode::csv_row(cells.iter().map(|cell| cell.as_deref().unwrap_or_default())))
            }
            Form::Jsonl | Form::Parquet(_) => Ok(()),
        }
    }

    fn objects(
        &self,
        batch: &RecordBatch,
        options: &FormatOptions<'_>,
        outside: &mut Outside<'_>,
    ) -> Result<(), String> {
        let columns = batch.columns().iter().map(|column| Column::of(column, options));
        let columns =
            columns.collect::<Result<Vec<_>, _>>().map_err(|error| format!("printing the rows: {error}"))?;
        for row in 0..batch.num_rows() {
            let values = columns.iter().map(|column| column.value(row));
            let object: serde_json::Value = self.names.iter().cloned().zip(values).collect();
            let line = encode::json(&object).map_err(|error| format!("printing a row: {error}"))?;
            print(outside, &(line + "\n"))?;
        }
        Ok(())
    }

    /// Ends the answer.
    pub(super) fn finish(self, outside: &mut Outside<'_>) -> Result<(), String> {
        match self.form {
            Form::Table(mut waiting, mut widths) => aligned(&mut waiting, &mut widths, outside),
            Form::Csv | Form::Jsonl => Ok(()),
            Form::Parquet(writer) => {
                let rest = writer.into_inner().map_err(|error| not_written(&error))?;
                print_bytes(outside, &rest)
            }
        }
    }
}

/// Prints the rows of a table that wait, each column as wide as its widest cell so far.
fn aligned(
    waiting: &mut Vec<Vec<String>>,
    widths: &mut Vec<usize>,
    outside: &mut Outside<'_>,
) -> Result<(), String> {
    for row in waiting.iter() {
        widths.resize(row.len(), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    for row in waiting.drain(..) {
        let padded: Vec<String> =
            row.iter().zip(widths.iter()).map(|(cell, width)| format!("{cell:width$}")).collect();
        print(outside, &(padded.join("  ").trim_end().to_string() + "\n"))?;
    }
    Ok(())
}

fn parquet(schema: &SchemaRef) -> Result<ArrowWriter<Vec<u8>>, String> {
    if let Some(field) = schema.fields().iter().find(|field| !storable(field)) {
        return Err(format!(
            "--format parquet: Parquet has no type for the column {} ({}); write CAST(… AS varchar)",
            field.name().escape_debug(),
            field.data_type()
        ));
    }
    let properties = WriterProperties::builder()
        .set_created_by(concat!("keytrail ", env!("CARGO_PKG_VERSION")).into())
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .build();
    ArrowWriter::try_new(Vec::new(), schema.clone(), Some(properties)).map_err(|error| not_written(&error))
}

fn storable(field: &Field) -> bool {
    match field.data_type() {
        DataType::Interval(_) | DataType::Duration(_) => false,
        DataType::List(item) => storable(item),
        DataType::Map(entries, _) => storable(entries),
        DataType::Struct(fields) => !fields.is_empty() && fields.iter().all(|field| storable(field)),
        _ => true,
    }
}

fn not_written(error: &parquet::errors::ParquetError) -> String {
    format!("--format parquet: the rows could not be written ({error}); try --format jsonl")
}
