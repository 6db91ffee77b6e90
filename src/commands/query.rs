//! `query`: Athena SQL over a folder of logs.

use super::opened::Opened;
use super::{Done, Outside, logs, print};
use crate::cli::{Format, Query};
use crate::embedded::{Engine, TableShape, is_event_data_store, sentence, shaped_schema};
use crate::report::encode;
use crate::source::Source;
use crate::sql;
use crate::trino::analyze::Options;
use crate::trino::ast::{Name, Statement};
use crate::trino::types::Type;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::physical_plan::displayable;
use futures::StreamExt;
use std::io::Read;

/// Rows of a table that are measured for column widths before the first is printed.
const MEASURED: usize = 10_000;

/// Runs `query`.
pub async fn query(args: &Query, outside: &mut Outside<'_>) -> Result<Done, String> {
    let mut text = match (&args.statement, &args.file) {
        (Some(text), _) => text.clone(),
        (None, Some(file)) => std::fs::read_to_string(file)
            .map_err(|error| format!("reading the statement from {}: {error}", file.display()))?,
        (None, None) => "-".into(),
    };
    if text == "-" {
        text.clear();
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(|error| format!("reading the statement from standard input: {error}"))?;
    }
    if args.source.source.starts_with("trino://") {
        return remote(text, args, outside).await;
    }
    let statements = crate::trino::parse::statements(&text)
        .map_err(|fault| format!("the statement was refused: {fault}"))?;
    let logs = logs(&args.source, outside)?;
    let engine = Engine::over(logs.clone()).map_err(|error| error.to_string())?;
    let wanted: usize = statements.iter().map(|(_, parameters)| parameters).sum();
    if wanted != args.parameters.len() {
        return Err(format!(
            "the statement has {wanted} question marks and --param was given {} times; give one value for each",
            args.parameters.len()
        ));
    }
    let (mut notes, mut given) = (Vec::new(), args.parameters.iter().cloned());
    for (statement, parameters) in statements {
        let options = Options {
            now: outside.now.timestamp_micros(),
            parameters: given.by_ref().take(parameters).collect(),
            instants: false,
        };
        notes.push(one(statement, options, &engine, args.format, outside).await?);
        if logs.interrupted() {
            return Err("interrupted; the rows so far are not the whole answer".into());
        }
    }
    let report = logs.take_report();
    let left_out = report.lost();
    notes.extend(report.notes());
    Ok(Done { gaps: left_out > 0, notes })
}

/// Runs one statement and prints its rows; the note says how many there were and how long it took.
async fn one(
    statement: Statement,
    options: Options,
    engine: &Engine,
    format: Format,
    outside: &mut Outside<'_>,
) -> Result<String, String> {
    let started = std::time::Instant::now();
    let query = match statement {
        Statement::Query(query) => query,
        Statement::Explain(query) => {
            let ready = engine.plan(query, options).await.map_err(|error| error.to_string())?;
            print(outside, &format!("{}\n", displayable(ready.plan.as_ref()).indent(false)))?;
            return Ok("the plan of the embedded engine; nothing was read".into());
        }
        Statement::Describe(name) => {
            let columns = described(&name)?;
            let rows = columns.iter().map(|(name, ty)| vec![name.clone(), ty.clone()]).collect();
            let names = vec!["Column".to_string(), "Type".to_string()];
            let mut printer = Printer { format, names, table: Vec::new(), widths: Vec::new() };
            printer.start(outside)?;
            printer.texts(rows, outside)?;
            printer.flush(outside)?;
            return Ok(format!("{} columns", columns.len()));
        }
        Statement::ShowCreate(name) => {
            let columns: Vec<String> =
                described(&name)?.iter().map(|(n, ty)| format!("   {n} {ty}")).collect();
            let shown: Vec<&str> = name.iter().map(|n| n.text.as_str()).collect();
            print(outside, &format!("CREATE TABLE {} (\n{}\n)\n", shown.join("."), columns.join(",\n")))?;
            return Ok("the table that the logs are shown as".into());
        }
    };
    let ready = engine.plan(query, options).await.map_err(|error| error.to_string())?;
    let mut stream = engine.start(&ready).map_err(|error| error.to_string())?;
    let names: Vec<String> = ready.columns.iter().map(|(name, _)| name.clone()).collect();
    let mut printer = Printer { format, names, table: Vec::new(), widths: Vec::new() };
    printer.start(outside)?;
    let mut rows = 0;
    while let Some(batch) = stream.next().await {
        let batch = batch.map_err(|error| format!("the statement failed: {}", sentence(&error)))?;
        rows += batch.num_rows();
        printer.rows(&batch, outside)?;
    }
    printer.flush(outside)?;
    Ok(format!("{rows} rows in {:.1} s", started.elapsed().as_secs_f64()))
}

/// Columns and types of the table that a name stands for.
fn described(name: &[Name]) -> Result<Vec<(String, String)>, String> {
    let lake = name.last().is_some_and(|n| is_event_data_store(&n.text));
    let schema = shaped_schema(if lake { TableShape::Lake } else { TableShape::Athena });
    let column = |field: &std::sync::Arc<datafusion::arrow::datatypes::Field>| {
        let ty = Type::of_arrow(field.data_type()).map_err(|fault| fault.to_string())?;
        Ok((field.name().clone(), ty.to_string()))
    };
    schema.fields().iter().filter(|f| !f.name().starts_with('$')).map(column).collect()
}

/// Sends the statement as it is: whether it can be run is the cluster's to say.
async fn remote(text: String, args: &Query, outside: &mut Outside<'_>) -> Result<Done, String> {
    let source = Opened::open(&args.source, outside).await?;
    let ast = sql::parse_one(&text).map_err(|error| format!("the statement cannot be read: {error}"))?;
    if !matches!(ast, sqlparser::ast::Statement::Query(_)) {
        return Err("the statement is not a SELECT; keytrail only reads".into());
    }
    let statement = sql::Statement { text, ast, target: source.target() };
    let (send, mut receive) = tokio::sync::mpsc::channel(4);
    let print_rows = async {
        let mut printer: Option<Printer> = None;
        while let Some(batch) = receive.recv().await {
            let batch: RecordBatch = batch;
            let printer = match &mut printer {
                Some(printer) => printer,
                none => {
                    let names = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
                    let printer = none.insert(Printer {
                        format: args.format,
                        names,
                        table: Vec::new(),
                        widths: Vec::new(),
                    });
                    printer.start(outside)?;
                    printer
                }
            };
            printer.rows(&batch, outside)?;
        }
        printer.map_or(Ok(()), |mut printer| printer.flush(outside))
    };
    let (result, printed) = tokio::join!(source.run(&statement, send), print_rows);
    printed?;
    let receipt = result.map_err(|error| format!("the statement failed: {error}"))?;
    let bytes = receipt.bytes_scanned.unwrap_or_default();
    let id = receipt.execution_id.unwrap_or_default();
    Ok(Done { gaps: false, notes: vec![format!("{} rows, {bytes} bytes scanned, query {id}", receipt.rows)] })
}

struct Printer {
    format: Format,
    names: Vec<String>,
    table: Vec<Vec<String>>,
    widths: Vec<usize>,
}

impl Printer {
    fn start(&mut self, outside: &mut Outside<'_>) -> Result<(), String> {
        match self.format {
            Format::Csv => print(outside, &encode::csv_row(self.names.iter().map(String::as_str))),
            Format::Table => {
                self.table.push(self.names.iter().map(|name| encode::terminal(name)).collect());
                Ok(())
            }
            Format::Jsonl => Ok(()),
        }
    }

    fn rows(&mut self, batch: &RecordBatch, outside: &mut Outside<'_>) -> Result<(), String> {
        let options = FormatOptions::default()
            .with_timestamp_format(Some("%Y-%m-%d %H:%M:%S%.3f"))
            .with_timestamp_tz_format(Some("%Y-%m-%d %H:%M:%S%.3f UTC"));
        let columns = batch
            .columns()
            .iter()
            .map(|c| ArrayFormatter::try_new(c.as_ref(), &options))
            .collect::<Result<Vec<_>, _>>();
        let columns = columns.map_err(|error| format!("printing the rows: {error}"))?;
        for row in 0..batch.num_rows() {
            let cell = |index: usize| {
                (!batch.column(index).is_null(row)).then(|| columns[index].value(row).to_string())
            };
            let cells: Vec<Option<String>> = (0..columns.len()).map(cell).collect();
            match self.format {
                Format::Csv => {
                    print(outside, &encode::csv_row(cells.iter().map(|c| c.as_deref().unwrap_or_default())))?
                }
                Format::Jsonl => print(outside, &self.json(&cells))?,
                Format::Table => {
                    self.table.push(
                        cells.iter().map(|c| encode::terminal(c.as_deref().unwrap_or("NULL"))).collect(),
                    );
                    if self.table.len() >= MEASURED {
                        self.flush(outside)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Rows that are text already.
    fn texts(&mut self, rows: Vec<Vec<String>>, outside: &mut Outside<'_>) -> Result<(), String> {
        for row in rows {
            match self.format {
                Format::Csv => print(outside, &encode::csv_row(row.iter().map(String::as_str)))?,
                Format::Jsonl => {
                    let cells: Vec<Option<String>> = row.into_iter().map(Some).collect();
                    print(outside, &self.json(&cells))?;
                }
                Format::Table => self.table.push(row.iter().map(|cell| encode::terminal(cell)).collect()),
            }
        }
        Ok(())
    }

    fn json(&self, cells: &[Option<String>]) -> String {
        let object: serde_json::Map<String, serde_json::Value> = self
            .names
            .iter()
            .zip(cells)
            .map(|(name, cell)| (name.clone(), cell.clone().map_or(serde_json::Value::Null, Into::into)))
            .collect();
        encode::json(&serde_json::Value::Object(object)) + "\n"
    }

    fn flush(&mut self, outside: &mut Outside<'_>) -> Result<(), String> {
        for row in &self.table {
            self.widths.resize(row.len(), 0);
            for (width, cell) in self.widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        for row in std::mem::take(&mut self.table) {
            let padded: Vec<String> =
                row.iter().zip(&self.widths).map(|(cell, width)| format!("{cell:width$}")).collect();
            print(outside, &(padded.join("  ").trim_end().to_string() + "\n"))?;
        }
        Ok(())
    }
}
