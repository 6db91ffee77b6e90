//! `query`: Athena SQL over a folder of logs.

use super::opened::Opened;
use super::rows::Printer;
use super::{Done, Outside, logs, print};
use crate::cli::{Format, Query};
use crate::embedded::{Engine, TableShape, is_event_data_store, sentence, shaped_schema};
use crate::source::Source;
use crate::sql;
use crate::trino::analyze::Options;
use crate::trino::ast::{Name, Statement};
use crate::trino::types::Type;
use datafusion::arrow::array::{ArrayRef, RecordBatch, StringArray};
use datafusion::physical_plan::displayable;
use futures::StreamExt;
use std::io::{IsTerminal, Read};
use std::sync::Arc;

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
    if args.format == Format::Parquet && std::io::stdout().is_terminal() {
        return Err("--format parquet is not for a terminal; redirect standard output to a file".into());
    }
    if args.source.source.starts_with("trino://") {
        return remote(text, args, outside).await;
    }
    let statements = crate::trino::parse::statements(&text)
        .map_err(|fault| format!("the statement was refused: {fault}"))?;
    if args.format == Format::Parquet && statements.len() != 1 {
        return Err(format!(
            "--format parquet takes one statement, since a file holds one table; {} were given",
            statements.len()
        ));
    }
    let logs = logs(&args.source, outside, false)?;
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
    notes.extend(report.notes());
    Ok(Done { gaps: report.lacks(), notes })
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
            let (names, types): (Vec<String>, Vec<String>) = described(&name)?.into_iter().unzip();
            let column = |texts: Vec<String>| Arc::new(StringArray::from(texts)) as ArrayRef;
            let batch = RecordBatch::try_from_iter([("Column", column(names)), ("Type", column(types))])
                .map_err(|error| format!("describing the table: {error}"))?;
            let mut printer = Printer::start(format, &batch.schema(), outside)?;
            printer.rows(&batch, outside)?;
            printer.finish(outside)?;
            return Ok(format!("{} columns", batch.num_rows()));
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
    let mut printer = Printer::start(format, &ready.schema(), outside)?;
    let mut rows = 0;
    while let Some(batch) = stream.next().await {
        let batch = batch.map_err(|error| format!("the statement failed: {}", sentence(&error)))?;
        rows += batch.num_rows();
        printer.rows(&batch, outside)?;
    }
    printer.finish(outside)?;
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
    let source = Opened::open(&args.source, outside, false).await?;
    let parsed = sql::parse_one(&text).map_err(|error| format!("the statement cannot be read: {error}"))?;
    if !matches!(parsed, sqlparser::ast::Statement::Query(_)) {
        return Err("the statement is not a SELECT; keytrail only reads".into());
    }
    let statement = sql::Statement { text, target: source.target() };
    let (send, mut receive) = tokio::sync::mpsc::channel(4);
    let print_rows = async {
        let mut printer: Option<Printer> = None;
        while let Some(batch) = receive.recv().await {
            let batch: RecordBatch = batch;
            let printer = match &mut printer {
                Some(printer) => printer,
                none => none.insert(Printer::start(args.format, &batch.schema(), outside)?),
            };
            printer.rows(&batch, outside)?;
        }
        printer.map_or(Ok(()), |printer| printer.finish(outside))
    };
    let (result, printed) = tokio::join!(source.run(&statement, send), print_rows);
    printed?;
    let receipt = result.map_err(|error| format!("the statement failed: {error}"))?;
    let bytes = receipt.bytes_scanned.unwrap_or_default();
    let id = receipt.execution_id.unwrap_or_default();
    Ok(Done { gaps: false, notes: vec![format!("{} rows, {bytes} bytes scanned, query {id}", receipt.rows)] })
}
