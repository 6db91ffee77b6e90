//! A batch of rows of `events` without the secrets in them.

use crate::mask::{self, Call, Found};
use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray};
use datafusion::arrow::error::ArrowError;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The rows without secrets, and what was found in each.
pub fn masked(batch: &RecordBatch) -> Result<(RecordBatch, Vec<Found>), ArrowError> {
    let texts = |name: &str| batch.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
    let (sources, names) = (texts("event_source"), texts("event_name"));
    let mut found = vec![Found::default(); batch.num_rows()];
    let columns = mask::COLUMNS.map(texts);
    let mut changed: [BTreeMap<usize, String>; mask::COLUMNS.len()] = Default::default();
    for (row, found) in found.iter_mut().enumerate() {
        let call = Call {
            source: cell(sources, row).unwrap_or_default(),
            name: cell(names, row).unwrap_or_default(),
        };
        for (column, changed) in columns.iter().zip(&mut changed) {
            let text = cell(*column, row).and_then(|text| mask::text(text, call, found));
            if let Some(text) = text {
                changed.insert(row, text);
            }
        }
        if found.is_empty() {
            continue;
        }
        found.complete();
        for ((name, column), changed) in mask::COLUMNS.iter().zip(&columns).zip(&mut changed) {
            let text = changed.get(&row).map(String::as_str).or(cell(*column, row));
            let repeated = |text| match *name {
                mask::MESSAGE => found.repeated_in_message(text),
                _ => found.repeated(text),
            };
            if let Some(text) = text.and_then(repeated) {
                changed.insert(row, text);
            }
        }
    }
    let mut rows = batch.columns().to_vec();
    for ((name, column), changed) in mask::COLUMNS.iter().zip(columns).zip(&changed) {
        if let (Some(column), false) = (column, changed.is_empty()) {
            let cells = column.iter().enumerate();
            let cells = cells.map(|(row, text)| changed.get(&row).map(String::as_str).or(text));
            rows[batch.schema().index_of(name)?] = Arc::new(cells.collect::<StringArray>()) as ArrayRef;
        }
    }
    Ok((RecordBatch::try_new(batch.schema(), rows)?, found))
}

fn cell(column: Option<&StringArray>, row: usize) -> Option<&str> {
    column.filter(|column| !column.is_null(row)).map(|column| column.value(row))
}
