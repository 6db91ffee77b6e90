//! Facts to reports. Pure: no path, no clock, no network.

mod abuse;
mod apart;
pub mod chart;
mod containment;
mod data_impact;
mod data_table;
mod deadlines;
pub mod encode;
mod extract;
mod html;
mod lines;
mod markdown;
mod milestones;
mod obtained;
mod recommended;
mod request;
mod root_cause;
mod severity;
mod sums;
mod templates;
mod timeline;
mod zone;

pub use abuse::DRAFT;
pub use extract::{Extract, Gather};
pub use html::html;
pub use markdown::markdown;
pub use request::Request;
pub use templates::Templates;

use crate::incident::{Incident, Outcomes};
use crate::subject::rfc3339;
use crate::vocabulary::counted;
use std::collections::BTreeMap;

/// Digests of the files that a case has of evidence, by their names in it.
pub type Digests = BTreeMap<String, String>;

/// Every file that a case has of reports: name, bytes. `extract` goes with the abuse report, where there is one.
pub fn files(
    incident: &Incident,
    templates: &Templates,
    extract: Option<&Extract>,
    digests: &Digests,
) -> Result<Vec<(String, Vec<u8>)>, String> {
    let text = markdown(incident, templates, "en", digests)?;
    let page = html(incident, templates, "en", &text)?;
    let mut files = vec![
        ("report.md".to_string(), markdown::without_marks(&text).into_bytes()),
        ("report.html".to_string(), page.into_bytes()),
    ];
    files.extend(abuse::draft(incident, templates, extract)?);
    Ok(files)
}

/// What `investigate` prints: the answer in a few lines, and whether an abuse report was `drafted`.
pub fn terminal_summary(incident: &Incident, case: &str, drafted: bool) -> String {
    let totals = &incident.totals;
    let outcomes = &totals.outcomes;
    let mut lines = vec![format!(
        "{} by the subject and what came from it{}: {} succeeded, {} denied, {} failed",
        counted(outcomes.total, "request"),
        obtained::came_from(incident).map_or_else(String::new, |came_from| format!(" ({came_from})")),
        outcomes.succeeded,
        outcomes.denied,
        outcomes.failed
    )];
    let own = &incident.key_activity;
    lines.push(format!(
        "the key itself: {}, {} ({} denied); {} obtained whose key a response names, used {}",
        counted(own.events, "request"),
        counted(own.errors, "error"),
        own.denied,
        counted(own.pivots.len() as u64, "credential"),
        counted(own.pivot_events_total, "time")
    ));
    for credential in &incident.credentials {
        if let Some(subject) = &credential.beside {
            lines.push(format!(
                "other keys of the console session of {subject} ({}): {}, {}",
                credential.id,
                counted(credential.access_keys.len() as u64, "key"),
                counted(credential.outcomes.total, "request")
            ));
        }
    }
    if let (Some(first), Some(last)) = (totals.first, totals.last) {
        lines.push(format!("activity: {} to {}", rfc3339(first), rfc3339(last)));
    }
    let open = obtained::still_open(incident, true);
    lines.extend((!open.is_empty()).then_some(open));
    for finding in incident.findings.iter().take(8) {
        let Outcomes { succeeded, total, .. } = finding.outcomes;
        let how = match succeeded {
            0 => format!("attempted only: none of {} succeeded", counted(total, "call")),
            _ => format!("{succeeded} of {} succeeded", counted(total, "call")),
        };
        lines.push(format!("{:<8} {} ({how})", finding.severity, encode::terminal(&finding.title)));
    }
    if incident.findings.len() > 8 {
        lines.push(format!("         and {} more findings", incident.findings.len() - 8));
    }
    lines.push(match drafted {
        true => "abuse report: a draft is in abuse/, to be completed and sent by you".into(),
        false => "abuse report: none was drafted; abuse/README.txt says why".into(),
    });
    lines.push(format!("case: {}", encode::terminal(case)));
    lines.join("\n") + "\n"
}
