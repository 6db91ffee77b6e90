//! Requests by service and hour, the number in each cell.

use super::svg_start;
use crate::incident::Incident;
use crate::report::encode::html as text;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const MAX_HOURS: usize = 24;
const MAX_SERVICES: usize = 12;
const CELL_W: f64 = 54.0;
const CELL_H: f64 = 22.0;
const LEFT: f64 = 160.0;
/// Opacity of the cell with the most: dark ink still has a contrast of 4.5 to 1 on it.
const DARKEST: f64 = 0.66;

/// The chart; nothing when one hour or no hour has requests.
pub fn heat(incident: &Incident) -> String {
    let mut cells: BTreeMap<(&str, i64), u64> = BTreeMap::new();
    let hours: BTreeSet<i64> =
        incident.totals.by_hour.iter().map(|(hour, ..)| hour.timestamp() / 3600).collect();
    if hours.len() < 2 {
        return String::new();
    }
    let all_hours = hours.len();
    let hours: Vec<i64> = hours.into_iter().take(MAX_HOURS).collect();
    let services: Vec<&str> =
        incident.totals.by_service.iter().take(MAX_SERVICES).map(|t| t.value.as_str()).collect();
    for (hour, service, count) in &incident.totals.by_hour {
        *cells.entry((service, hour.timestamp() / 3600)).or_default() += count;
    }
    let most = cells.values().copied().max().unwrap_or(1) as f64;
    let cut = cut(all_hours, incident.totals.by_service.len());
    let (width, height) = (
        (LEFT + CELL_W * hours.len() as f64 + 30.0).max(if cut.is_empty() { 0.0 } else { 420.0 }),
        38.0 + CELL_H * services.len() as f64 + if cut.is_empty() { 0.0 } else { 20.0 },
    );
    let mut svg = svg_start(
        width,
        height,
        "Requests by service and hour",
        "Hours that have requests, UTC; darker is more",
    );
    let mut day = String::new();
    for (column, hour) in hours.iter().enumerate() {
        let Some(time) = chrono::DateTime::from_timestamp(hour * 3600, 0) else { continue };
        let (x, today) = (LEFT + CELL_W * column as f64, time.format("%Y-%m-%d").to_string());
        if day != today {
            let _ = write!(svg, "<text x=\"{x:.0}\" y=\"12\">{today}</text>");
            day = today;
        }
        let _ = write!(
            svg,
            "<text x=\"{:.0}\" y=\"26\" text-anchor=\"middle\">{}</text>",
            x + CELL_W / 2.0,
            time.format("%H:00")
        );
    }
    for (line, service) in services.iter().enumerate() {
        let y = 32.0 + CELL_H * line as f64;
        let _ = write!(
            svg,
            "<text x=\"4\" y=\"{:.0}\">{}</text>",
            y + 15.0,
            text(service.trim_end_matches(".amazonaws.com"))
        );
        for (column, hour) in hours.iter().enumerate() {
            let Some(count) = cells.get(&(service, *hour)) else { continue };
            let strength = DARKEST * (*count as f64 + 1.0).ln() / (most + 1.0).ln();
            let x = LEFT + CELL_W * column as f64;
            let _ = write!(
                svg,
                "<rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"{:.0}\" height=\"{:.0}\" fill=\"#0a4f8f\" fill-opacity=\"{strength:.2}\" stroke=\"#d0d7de\"/><text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\" fill=\"#1b1f24\">{count}</text>",
                CELL_W,
                CELL_H,
                x + CELL_W / 2.0,
                y + 15.0
            );
        }
    }
    if !cut.is_empty() {
        let _ = write!(svg, "<text x=\"4\" y=\"{:.0}\" fill=\"#57606a\">{cut}</text>", height - 6.0);
    }
    svg + "</svg>"
}

/// What did not fit.
fn cut(hours: usize, services: usize) -> String {
    let more =
        |all: usize, shown: usize, what: &str| (all > shown).then(|| format!("{} more {what}", all - shown));
    let parts = [more(hours, MAX_HOURS, "hours with requests"), more(services, MAX_SERVICES, "services")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("not drawn: {}", parts.join(" and ")) }
}
