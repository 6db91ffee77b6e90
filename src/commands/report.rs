//! `report`: render the reports of a case again, offline.

use super::{Done, Outside, folder, particulars};
use crate::cli::Report;
use crate::config::Declared;
use crate::evidence::{self, CaseWriter};
use crate::incident::{Asked, Gap, GapKind, Incident};
use crate::report::{self, Templates};
use std::path::Path;

/// Runs `report`. The exit code is that of the case.
pub fn report(args: &Report, _outside: &mut Outside<'_>) -> Result<Done, String> {
    let path = args.case.join("incident.json");
    let text = std::fs::read_to_string(&path)
        .map_err(|error| format!("reading {}: {error}; give the folder of a case", path.display()))?;
    let mut incident: Incident = serde_json::from_str(&text)
        .map_err(|error| format!("{} does not hold the facts of a case: {error}", path.display()))?;
    let config = particulars::config(&args.particulars)?;
    let mut notes = Vec::new();
    if config.baseline != Declared::default() {
        notes.push("the [baseline] of --config is not applied: whose activity a call is was decided when the case was made".to_string());
    }
    particulars::state(&mut incident.case, &args.particulars, config.organisation)?;
    let templates = match &args.templates {
        Some(folder) => own_templates(folder)?,
        None => Templates::builtin()?,
    };
    if within(&args.output, &args.case) {
        return Err(format!(
            "--output {} lies within the case, which stays as it was made; give a folder beside it",
            args.output.display()
        ));
    }
    let writer = CaseWriter::create(&args.output)?;
    let (extract, wrong) = super::extract::extract(&args.case, &incident)?;
    incident.gaps.extend(wrong.map(|wrong| changed(wrong, incident.gaps.len())));
    let digests = evidence::digests(&args.case, &incident)?;
    for (name, bytes) in report::files(&incident, &templates, extract.as_ref(), &digests)? {
        writer.write(&name, bytes)?;
    }
    writer.finish()?;
    notes.push(format!("reports written to {}", args.output.display()));
    Ok(Done::of_case(&incident, notes))
}

/// Whether a folder, which need not exist, is a case's or lies in it.
fn within(folder: &Path, case: &Path) -> bool {
    let whole = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path));
    let (Ok(folder), Ok(case)) = (whole(folder), whole(case)) else { return false };
    folder.starts_with(case)
}

/// The gap of a case whose evidence was edited, shortened or left behind.
fn changed(wrong: String, gaps: usize) -> Gap {
    let what = format!("{wrong}: the evidence is not what this report was first made from.");
    let gap = Gap::of(GapKind::EvidenceChanged, what)
        .effect(
            "What is quoted from the evidence, and its digests, do not stand for the facts of this report.",
        )
        .remedy(
            "Take the case as it was first written, and compare its digests with those of the first report.",
        )
        .touches(Asked::FROM_RECORDS);
    Gap { id: format!("G-{:02}", gaps + 1), ..gap }
}

/// The templates of a folder in the place of the built-in ones.
fn own_templates(folder: &Path) -> Result<Templates, String> {
    let files = folder::read("--templates", folder, &["md", "html", "txt"])?;
    Templates::with_overrides(files.into_iter().map(|file| (file.name, file.text)).collect())
        .map_err(|error| format!("--templates {}: {error}", folder.display()))
}
