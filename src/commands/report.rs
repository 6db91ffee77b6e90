//! `report`: render the reports of a case again, offline.

use super::{Done, Outside};
use crate::cli::Report;
use crate::evidence::{self, CaseWriter};
use crate::incident::Incident;
use crate::report::{self, Templates};

/// Runs `report`.
pub fn report(args: &Report, _outside: &mut Outside<'_>) -> Result<Done, String> {
    let path = args.case.join("incident.json");
    let text = std::fs::read_to_string(&path)
        .map_err(|error| format!("reading {}: {error}; give the folder of a case", path.display()))?;
    let incident: Incident = serde_json::from_str(&text)
        .map_err(|error| format!("{} does not hold the facts of a case: {error}", path.display()))?;
    let templates = match &args.templates {
        Some(folder) => Templates::with_overrides(read_folder(folder)?)?,
        None => Templates::builtin()?,
    };
    let writer = CaseWriter::create(&args.output)?;
    let extract = super::extract::extract(&args.case, &incident)?;
    let digests = evidence::digests(&args.case, &incident)?;
    for (name, bytes) in report::files(&incident, &templates, extract.as_ref(), &digests)? {
        writer.write(&name, bytes)?;
    }
    writer.finish()?;
    Ok(Done { gaps: false, notes: vec![format!("reports written to {}", args.output.display())] })
}

fn read_folder(folder: &std::path::Path) -> Result<Vec<(String, String)>, String> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| format!("reading --templates {}: {error}", folder.display()))?;
        if entry.file_type().is_file() {
            let text = std::fs::read_to_string(entry.path())
                .map_err(|error| format!("reading {}: {error}", entry.path().display()))?;
            let name = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            files.push((name.to_string_lossy().replace('\\', "/"), text));
        }
    }
    Ok(files)
}
