//! Runs of `investigate` that did not finish: what they keep, and how they are gone on with.

use super::handed_in::HandedIn;
use super::opened::Opened;
use crate::catalog::Catalog;
use crate::cli::Investigate;
use crate::evidence::{About, Unfinished};
use crate::incident::{Case, GapKind, Incident};
use crate::source::Source;
use crate::subject::rfc3339;

/// The case ID of the first run: a resumed one makes the same case.
const CASE_ID: &str = "first case ID";

/// What the first scan counted; it belongs to the first answer.
pub const SCAN: &str = "scan.json";

/// Starts to keep answers, or goes on with those that are kept.
pub fn start(
    args: &Investigate,
    handed_in: &HandedIn,
    catalog: &Catalog,
    source: &Opened,
    case: &mut Case,
) -> Result<Unfinished, String> {
    let description = source.describe();
    let finding_ids: Vec<&str> = handed_in.subject.findings.iter().map(|f| f.id.as_str()).collect();
    let about = About::from([
        ("version of keytrail".to_string(), env!("CARGO_PKG_VERSION").to_string()),
        ("set of questions".into(), catalog.digest()),
        ("subject".into(), [handed_in.subject.access_keys.join(", "), finding_ids.join(", ")].join("; ")),
        (
            "window".into(),
            format!("{} to {}", rfc3339(handed_in.window.from()), rfc3339(handed_in.window.to())),
        ),
        ("source".into(), format!("{} {}", description.kind, description.name)),
        ("set of log files (by path, size and time of change)".into(), source.fingerprint()),
        (
            "--max-file-size or --late-days".into(),
            format!("{}, {}", args.source.max_file_size, args.source.late_days),
        ),
    ]);
    let beside = Unfinished::beside(&args.case.output);
    match &args.resume {
        None => {
            let first = (CASE_ID.to_string(), case.id.clone());
            Unfinished::create(&beside, about.into_iter().chain([first]).collect())
        }
        Some(folder) => {
            let kept = Unfinished::open(folder.as_deref().unwrap_or(&beside), about)?;
            if let (None, Some(id)) = (&args.case.case_id, kept.about(CASE_ID)) {
                case.id = id.to_string();
            }
            // A run that stopped between the first answer and the counts of its scan has nothing to go on from.
            if kept.path(SCAN).exists() { Ok(kept) } else { kept.start_over() }
        }
    }
}

/// With what a sentence goes on that tells of kept answers.
pub const KEPT: &str = "; the answers to ";

/// The sentence for a run that stopped. Answers stay only when there is something to go on from: logs without any
/// record would be without any again.
pub fn stopped(error: String, kept: Unfinished, interrupted: bool) -> String {
    let (answers, folder) = (kept.answers(), kept.path(""));
    let why = if interrupted { "interrupted; no case was written".to_string() } else { error };
    if answers > usize::from(!interrupted) {
        return format!(
            "{why}{KEPT}{answers} statements are kept in {}: give the same command with --resume to go on from there",
            folder.display().to_string().trim_end_matches('/')
        );
    }
    // What cannot be removed is named as partial.
    let _ = kept.remove();
    why
}

/// Removes what was kept, unless a statement failed: then a later run can ask it again.
pub fn ended(kept: Unfinished, incident: &Incident) -> Result<Option<String>, String> {
    if !incident.gaps.iter().any(|gap| gap.kind == GapKind::QueryFailed) {
        return kept.remove().map(|()| None);
    }
    let folder = kept.path("");
    let shown = folder.display().to_string();
    Ok(Some(format!(
        "the answers of the statements that did not fail are kept in {0}: to ask the others again, give the same command with --resume {0} and another --output",
        shown.trim_end_matches('/')
    )))
}
