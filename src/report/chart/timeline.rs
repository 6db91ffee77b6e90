//! The timeline: one lane a credential; shape and colour tell the severity.

use crate::incident::{Incident, TimelineRow};
use crate::report::counted;
use crate::report::encode::html as text;
use crate::subject::rfc3339;
use crate::vocabulary::Severity;
use std::fmt::Write as _;

const WIDTH: f64 = 1100.0;
const LEFT: f64 = 90.0;
const LANE: f64 = 26.0;
const MAX_LANES: usize = 12;
const MAX_MARKS: usize = 2000;

/// The chart, or nothing when there is nothing to show.
pub fn timeline(incident: &Incident) -> String {
    let rows = &incident.timeline;
    let (Some(first), Some(last)) = (rows.iter().map(|r| r.first).min(), rows.iter().map(|r| r.last).max())
    else {
        return String::new();
    };
    let span = ((last - first).num_milliseconds() as f64).max(1000.0);
    let used: Vec<&str> =
        incident.credentials.iter().filter(|c| c.outcomes.total > 0).map(|c| c.id.as_str()).collect();
    let lanes = &used[..used.len().min(MAX_LANES)];
    let count = lanes.len() + usize::from(used.len() > lanes.len());
    let more = rows.len().saturating_sub(MAX_MARKS);
    let bottom = 50.0 + LANE * count as f64 + 30.0;
    let height = bottom + if more > 0 { 20.0 } else { 0.0 };
    let x = |time: chrono::DateTime<chrono::Utc>| {
        LEFT + (WIDTH - LEFT - 20.0) * ((time - first).num_milliseconds() as f64 / span)
    };
    let y = |lane: usize| 40.0 + LANE * (lane as f64 + 0.5);
    let mut svg = format!(
        "<svg role=\"img\" viewBox=\"0 0 {WIDTH} {height}\" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"system-ui,sans-serif\" font-size=\"12\"><title>Timeline</title><desc>Requests by credential from {} to {}</desc>",
        rfc3339(first),
        rfc3339(last)
    );
    legend(&mut svg);
    for (lane, id) in lanes.iter().copied().chain((count > lanes.len()).then_some("other")).enumerate() {
        let _ = write!(
            svg,
            "<text x=\"8\" y=\"{:.1}\">{}</text><line x1=\"{LEFT}\" x2=\"{}\" y1=\"{:.1}\" y2=\"{:.1}\" stroke=\"#d0d7de\"/>",
            y(lane) + 4.0,
            text(id),
            WIDTH - 20.0,
            y(lane),
            y(lane)
        );
    }
    let mut marks: Vec<&TimelineRow> = rows.iter().collect();
    marks.sort_by_key(|r| (r.severity, r.first));
    marks.truncate(MAX_MARKS);
    // The gravest on top.
    for row in marks.iter().rev() {
        let lane = lanes.iter().position(|id| *id == row.credential).unwrap_or(lanes.len());
        mark(&mut svg, row, x(row.first), y(lane));
    }
    for step in 0..=4 {
        let time = first + (last - first) * step / 4;
        let anchor = ["start", "middle", "middle", "middle", "end"][step as usize];
        let _ = write!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\" fill=\"#57606a\">{}</text>",
            x(time),
            bottom - 8.0,
            time.format("%Y-%m-%d %H:%M:%SZ")
        );
    }
    if more > 0 {
        let _ = write!(
            svg,
            "<text x=\"8\" y=\"{:.1}\" fill=\"#57606a\">and {more} more rows, none of them graver</text>",
            height - 6.0
        );
    }
    svg + "</svg>"
}

fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "#8f0a2a",
        Severity::High => "#c4431b",
        Severity::Medium => "#9a6700",
        Severity::Low => "#0a4f8f",
        Severity::Info => "#8c959f",
    }
}

fn shape(svg: &mut String, severity: Severity, x: f64, y: f64) {
    let fill = colour(severity);
    let _ = match severity {
        Severity::Critical => write!(svg, "<path d=\"M{x:.1} {:.1}l6 11h-12z\" fill=\"{fill}\"/>", y - 7.0),
        Severity::High => write!(svg, "<path d=\"M{x:.1} {:.1}l6 6l-6 6l-6 -6z\" fill=\"{fill}\"/>", y - 6.0),
        Severity::Medium => write!(
            svg,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"8\" height=\"8\" fill=\"{fill}\"/>",
            x - 4.0,
            y - 4.0
        ),
        Severity::Low => write!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"{fill}\"/>"),
        Severity::Info => write!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2\" fill=\"{fill}\"/>"),
    };
}

fn mark(svg: &mut String, row: &TimelineRow, x: f64, y: f64) {
    let target = row.target.as_ref().map(|target| format!(" {target}")).unwrap_or_default();
    let label = format!(
        "{} {}{target} ({}, {})",
        rfc3339(row.first),
        row.event_name,
        counted(row.count, "request"),
        row.outcome
    );
    let _ = write!(svg, "<g><title>{}</title>", text(&label));
    shape(svg, row.severity, x, y);
    svg.push_str("</g>");
}

fn legend(svg: &mut String) {
    for (place, severity) in Severity::ALL.iter().enumerate() {
        let x = LEFT + 110.0 * place as f64;
        shape(svg, *severity, x, 16.0);
        let _ = write!(svg, "<text x=\"{:.1}\" y=\"20\">{severity}</text>", x + 12.0);
    }
}
