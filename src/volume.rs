//! The questions that aggregate over everything that was collected, as tables for the report.

use crate::catalog::{Catalog, Kind};
use crate::embedded::Collected;
use crate::incident::VolumeTable;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use std::path::Path;

/// Rows of a table that are kept in the facts; the rest is counted.
const ROWS: usize = 100;

/// Asks every volume question of a file of events.
pub async fn volume(catalog: &Catalog, events: &Path) -> Result<Vec<VolumeTable>, String> {
    let collected = Collected::open(events)?;
    let mut tables = Vec::new();
    for question in catalog.questions.iter().filter(|q| q.header.kind == Kind::Volume) {
        let (batches, rows_total) = collected
            .ask(&question.statement, ROWS)
            .await
            .map_err(|error| format!("the question {} cannot be run: {error}", question.id))?;
        let options = FormatOptions::default().with_timestamp_tz_format(Some("%Y-%m-%dT%H:%M:%SZ"));
        let mut table = VolumeTable {
            id: question.id.clone(),
            title: question.header.title.clone(),
            why: question.header.why.clone(),
            rows_total,
            ..VolumeTable::default()
        };
        for batch in &batches {
            table.columns = batch.schema().fields().iter().map(|f| f.name().clone()).collect();
            let columns = batch
                .columns()
                .iter()
                .map(|c| ArrayFormatter::try_new(c.as_ref(), &options))
                .collect::<Result<Vec<_>, _>>()
                .map_err(|error| error.to_string())?;
            for row in 0..batch.num_rows() {
                let cell = |index: usize| {
                    if batch.column(index).is_null(row) {
                        "none".to_string()
                    } else {
                        columns[index].value(row).to_string()
                    }
                };
                table.rows.push((0..columns.len()).map(cell).collect());
            }
        }
        if table.rows_total > 0 {
            tables.push(table);
        }
    }
    Ok(tables)
}
