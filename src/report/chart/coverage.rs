//! Coverage: for each account, region and kind of event, when its records start and end within the window, and the
//! days on which there is none.

use super::{short, svg_start};
use crate::incident::{CoverageCell, Incident, Time};
use crate::report::encode::html as text;
use crate::subject::rfc3339;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

const MAX_ROWS: usize = 14;
const LEFT: f64 = 320.0;
const RIGHT: f64 = 150.0;
const BARS: f64 = 620.0;
const ROW: f64 = 22.0;
const TOP: f64 = 28.0;
/// Days of a window that are drawn one by one.
const MAX_DAYS: i64 = 400;

/// The chart, or nothing when the logs hold no record of the window.
pub fn coverage(incident: &Incident) -> String {
    let (from, to) = (incident.subject.from, incident.subject.to);
    let cells = &incident.coverage.cells;
    if cells.is_empty() || to <= from {
        return String::new();
    }
    // Where the followed credentials acted comes first, and then where most records are.
    let mut shown: Vec<&CoverageCell> = cells.iter().collect();
    shown.sort_by_key(|cell| (std::cmp::Reverse(cell.matched), std::cmp::Reverse(cell.records)));
    shown.truncate(MAX_ROWS);
    shown.sort_by_key(|cell| (&cell.account, &cell.region, &cell.category));
    let more = cells.len() - shown.len();
    let height = TOP + ROW * shown.len() as f64 + if more > 0 { 46.0 } else { 26.0 };
    let span = (to - from).num_milliseconds() as f64;
    let x = |time: Time| LEFT + BARS * ((time.clamp(from, to) - from).num_milliseconds() as f64 / span);
    let mut svg = svg_start(
        LEFT + BARS + RIGHT,
        height,
        "Coverage",
        "First to last record of each account, region and kind of event; days without any record are left white",
    );
    let _ = write!(
        svg,
        "<text x=\"{:.0}\" y=\"16\" text-anchor=\"end\" fill=\"#57606a\">records (of the followed credentials)</text>",
        LEFT + BARS + RIGHT - 4.0
    );
    let silent: HashSet<&str> = incident.coverage.silent_days.iter().map(String::as_str).collect();
    let mut drawn: HashMap<(&str, &str), Vec<(f64, f64)>> = HashMap::new();
    for (row, cell) in shown.iter().enumerate() {
        let y = TOP + ROW * row as f64;
        let gaps = drawn
            .entry((&cell.account, &cell.region))
            .or_insert_with(|| white_days(cell, &silent, from, to).map(|(a, b)| (x(a), x(b))).collect());
        line(&mut svg, cell, y, x(cell.first), x(cell.last), gaps);
    }
    let bottom = TOP + ROW * shown.len() as f64 + 14.0;
    for (time, place, anchor) in [(from, LEFT, "start"), (to, LEFT + BARS, "end")] {
        let _ = write!(
            svg,
            "<text x=\"{place:.0}\" y=\"{bottom:.0}\" text-anchor=\"{anchor}\" fill=\"#57606a\">{}</text>",
            rfc3339(time)
        );
    }
    if more > 0 {
        let _ = write!(
            svg,
            "<text x=\"8\" y=\"{:.0}\" fill=\"#57606a\">and {more} more rows, with fewer records</text>",
            bottom + 20.0
        );
    }
    svg + "</svg>"
}

fn line(svg: &mut String, cell: &CoverageCell, y: f64, start: f64, end: f64, gaps: &[(f64, f64)]) {
    let name = short(&format!("{} {} {}", cell.account, cell.region, cell.category), 46);
    let title = format!("{} to {}", rfc3339(cell.first), rfc3339(cell.last));
    let _ = write!(
        svg,
        "<g><title>{}</title><text x=\"8\" y=\"{:.0}\">{}</text><rect x=\"{LEFT}\" y=\"{:.0}\" width=\"{BARS}\" height=\"12\" fill=\"#fff\" stroke=\"#d0d7de\"/><rect x=\"{start:.1}\" y=\"{:.0}\" width=\"{:.1}\" height=\"12\" fill=\"#0a4f8f\"/>",
        text(&title),
        y + 11.0,
        text(&name),
        y + 1.0,
        y + 1.0,
        (end - start).max(2.0)
    );
    for (from, to) in gaps {
        let (from, to) = (from.max(start), to.min(end));
        if to > from {
            let _ = write!(
                svg,
                "<rect x=\"{from:.1}\" y=\"{:.0}\" width=\"{:.1}\" height=\"12\" fill=\"#fff\" stroke=\"#c4431b\" stroke-dasharray=\"2 2\"/>",
                y + 1.0,
                to - from
            );
        }
    }
    let _ = write!(
        svg,
        "<text x=\"{:.0}\" y=\"{:.0}\">{} ({})</text></g>",
        LEFT + BARS + 8.0,
        y + 11.0,
        cell.records,
        cell.matched
    );
}

/// Days of the window on which the account and region of a cell have no record at all.
fn white_days<'a>(
    cell: &'a CoverageCell,
    silent: &'a HashSet<&str>,
    from: Time,
    to: Time,
) -> impl Iterator<Item = (Time, Time)> + 'a {
    let first = from.date_naive();
    let days = if silent.is_empty() { 0 } else { ((to - from).num_days() + 1).min(MAX_DAYS) };
    (0..=days).filter_map(move |number| {
        let day = first + chrono::Days::new(number.unsigned_abs());
        let named = format!("{} {} {}", day.format("%Y-%m-%d"), cell.account, cell.region);
        let start = day.and_time(chrono::NaiveTime::MIN).and_utc();
        silent.contains(named.as_str()).then(|| (start, start + chrono::TimeDelta::days(1)))
    })
}
