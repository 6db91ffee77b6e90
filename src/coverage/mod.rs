//! What the logs could show: the answer of `collect/coverage.sql` and the scan's report, as facts and gaps.

mod gaps;
mod silence;
mod unrecorded;

pub use gaps::{gaps, not_yet};

use crate::answer::Columns;
use crate::embedded::ScanReport;
use crate::incident::{Coverage, CoverageCell, LeftOut, RecordsCounted, Time};
use crate::subject::Window;
use crate::vocabulary::NONE;
use chrono::NaiveDate;
use datafusion::arrow::record_batch::RecordBatch;
use silence::{Hours, Silence};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
struct Cell {
    services: BTreeSet<String>,
    hours: Hours,
    records: u64,
    changing: u64,
    stops: u64,
    first_stop: Option<Time>,
    span: Option<(Time, Time)>,
}

/// What was counted of a window.
pub struct Counted {
    /// As facts.
    pub coverage: Coverage,
    silence: Silence,
}

/// Coverage of a window from the rows of `collect/coverage.sql`.
pub fn coverage(batches: &[RecordBatch], window: Window) -> Result<Counted, String> {
    let mut cells: BTreeMap<(String, String, String), Cell> = BTreeMap::new();
    for batch in batches {
        add_rows(&mut cells, batch).map_err(|error| format!("counting what the logs cover: {error}"))?;
    }
    let mut coverage = Coverage::default();
    let mut hours: BTreeMap<(String, String), Hours> = BTreeMap::new();
    for ((account, region, category), cell) in cells {
        let Some((first, last)) = cell.span else { continue };
        hours.entry((account.clone(), region.clone())).or_default().extend(cell.hours);
        coverage.first_event = Some(coverage.first_event.map_or(first, |t| t.min(first)));
        coverage.last_event = Some(coverage.last_event.map_or(last, |t| t.max(last)));
        let named = matches!(category.as_str(), "Data" | "NetworkActivity");
        let services = if named { cell.services.into_iter().collect() } else { Vec::new() };
        coverage.cells.push(CoverageCell {
            account,
            region,
            category,
            services,
            records: cell.records,
            matched: 0,
            changing: cell.changing,
            stops: cell.stops,
            first_stop: cell.first_stop,
            first,
            last,
        });
    }
    let silence = Silence::of(&hours, coverage.first_event.zip(coverage.last_event), window);
    coverage.silent_days = silence.days.iter().map(ToString::to_string).collect();
    coverage.silent_spans = silence.spans.iter().map(ToString::to_string).collect();
    Ok(Counted { coverage, silence })
}

fn add_rows(cells: &mut BTreeMap<(String, String, String), Cell>, batch: &RecordBatch) -> Result<(), String> {
    let columns = Columns(batch);
    let texts = |name: &str| {
        let texts = columns.texts(name)?.into_iter();
        Ok::<Vec<String>, String>(texts.map(|text| text.unwrap_or_else(|| NONE.into())).collect())
    };
    let (accounts, regions, categories) = (texts("account")?, texts("region")?, texts("category")?);
    let (services, days, hours) = (texts("service")?, texts("day")?, texts("hours")?);
    let (records, changing, stops) =
        (columns.counts("records")?, columns.counts("changing")?, columns.counts("stops")?);
    let (firsts, lasts) = (columns.times("first_event")?, columns.times("last_event")?);
    let first_stops = columns.times("first_stop")?;
    for row in 0..batch.num_rows() {
        let place = (accounts[row].clone(), regions[row].clone(), categories[row].clone());
        let cell = cells.entry(place).or_default();
        cell.services.insert(services[row].clone());
        let day: Option<NaiveDate> = days[row].parse().ok();
        cell.hours.extend(hours[row].split(',').filter_map(|hour| Some((day?, hour.parse().ok()?))));
        cell.records += records[row];
        cell.changing += changing[row];
        cell.stops += stops[row];
        cell.first_stop = cell.first_stop.into_iter().chain(first_stops[row]).min();
        if let Some((first, last)) = firsts[row].zip(lasts[row]) {
            let (a, b) = cell.span.unwrap_or((first, last));
            cell.span = Some((a.min(first), b.max(last)));
        }
    }
    Ok(())
}

/// Fills in what the scan of local files counted.
pub fn add_scan(coverage: &mut Coverage, report: &ScanReport) {
    let files = [
        ("found", report.files_found),
        ("read", report.files_read),
        ("outside the window by the date in their path", report.files_outside),
    ];
    coverage.files = files.into_iter().map(|(name, count)| (name.to_string(), count)).collect();
    for (reason, count) in &report.files_set_aside {
        coverage.files.insert(format!("set aside: {reason}"), *count);
    }
    coverage.records.insert(RecordsCounted::Read, report.records);
    coverage.records.insert(RecordsCounted::LeftOut, report.lost());
    coverage.bytes = report.bytes;
    coverage.left_out = report
        .left_out
        .iter()
        .map(|((file, reason), count)| LeftOut {
            file: file.clone(),
            reason: reason.clone(),
            records: Some(*count),
        })
        .collect();
}
