//! The questions that aggregate over all calls of followed credentials, as tables for the report.

use crate::catalog::{Catalog, Kind};
use crate::embedded::Collected;
use crate::incident::{VolumeTable, shortened};
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};

/// Rows of a table that are kept in the facts; the rest is counted.
const ROWS: usize = 100;

/// Questions that could not be answered: ID, sentence.
pub type Unanswered = Vec<(String, String)>;

/// Asks every volume question of the calls of followed credentials. One that cannot be answered does not keep the others from it.
pub async fn volume(
    catalog: &Catalog,
    collected: Collected,
) -> Result<(Vec<VolumeTable>, Unanswered), String> {
    let (mut tables, mut unanswered) = (Vec::new(), Vec::new());
    let questions: Vec<_> = catalog.questions.iter().filter(|q| q.header.kind == Kind::Volume).collect();
    let answers = collected.ask(questions.iter().map(|q| &q.statement), ROWS).await;
    for (question, answer) in questions.into_iter().zip(answers) {
        let (batches, rows_total) = match answer {
            Ok(answer) => answer,
            Err(error) => {
                unanswered.push((question.id.clone(), error));
                continue;
            }
        };
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
                        shortened(&columns[index].value(row).to_string()).into_owned()
                    }
                };
                table.rows.push((0..columns.len()).map(cell).collect());
            }
        }
        if table.rows_total > 0 {
            tables.push(table);
        }
    }
    Ok((tables, unanswered))
}
