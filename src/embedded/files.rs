//! The files of a folder of logs, and what their paths say: account, region and delivery date of the S3 layout
//! `[prefix/]AWSLogs/[organisation/]account/CloudTrail/region/YYYY/MM/DD/…`, or any part of it.

use super::columns::Origin;
use std::path::{Path, PathBuf};

/// A file that may hold records.
#[derive(Clone, Debug)]
pub struct LogFile {
    /// Where it is.
    pub path: PathBuf,
    /// What its path says.
    pub origin: Origin,
    /// Size on disk, for progress.
    pub size: u64,
}

impl LogFile {
    /// The delivery date of the path as `YYYY/MM/DD`.
    pub fn day(&self) -> Option<&str> {
        self.origin.partitions[5].as_deref()
    }
}

/// Folder kinds beside `CloudTrail` that hold no records.
const SIBLINGS: [(&str, &str); 3] = [
    ("CloudTrail-Digest", "CloudTrail digest file"),
    ("CloudTrail-Insight", "CloudTrail Insights events"),
    ("CloudTrail-Aggregated", "CloudTrail aggregated events"),
];

/// What was found below a path.
#[derive(Debug, Default)]
pub struct Listing {
    /// Files to read, in path order.
    pub files: Vec<LogFile>,
    /// Files that are known not to hold records: path, reason.
    pub set_aside: Vec<(String, &'static str)>,
    /// Folders and files that could not be looked at: path, reason.
    pub unreadable: Vec<(String, String)>,
}

/// Lists a folder, or one file.
pub fn list(root: &Path) -> Result<Listing, String> {
    let shown = root.display();
    if !root.exists() {
        return Err(format!(
            "the source {shown} does not exist; give --source a folder or file of CloudTrail logs"
        ));
    }
    let mut listing = Listing::default();
    for entry in walkdir::WalkDir::new(root).follow_links(true).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().map_or_else(|| shown.to_string(), |p| p.display().to_string());
                listing.unreadable.push((path, "could not be listed".into()));
                continue;
            }
        };
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path();
        let name = path.display().to_string();
        // As a folder of the layout, or in the name of a file that was moved out of it.
        let sibling = SIBLINGS.iter().find(|(kind, _)| {
            name.find(kind).is_some_and(|at| name[at + kind.len()..].starts_with(['/', '_', '\\']))
        });
        if let Some((_, reason)) = sibling {
            listing.set_aside.push((name, reason));
        } else if may_hold_records(path, root) {
            let size = entry.metadata().map_or(0, |m| m.len());
            listing.files.push(LogFile { origin: origin(path), path: path.into(), size });
        } else {
            listing.set_aside.push((name, "not a .json, .jsonl, .ndjson, .log or .gz file"));
        }
    }
    if listing.files.is_empty() && listing.set_aside.is_empty() && listing.unreadable.is_empty() {
        return Err(format!(
            "the source {shown} holds no files; give --source a folder or file of CloudTrail logs"
        ));
    }
    if listing.files.is_empty() {
        let why = listing.set_aside.first().map_or("files that cannot be listed", |(_, reason)| reason);
        return Err(format!(
            "the source {shown} holds no CloudTrail log file (found: {why}); give --source the folder that holds AWSLogs, or log files ending in .json or .gz"
        ));
    }
    Ok(listing)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// A file that was named on the command line is always read; in a folder the ending decides.
fn may_hold_records(path: &Path, root: &Path) -> bool {
    let name = file_name(path).to_ascii_lowercase();
    path == root
        || [".json", ".jsonl", ".ndjson", ".gz", ".log", ".txt"].iter().any(|end| name.ends_with(end))
            && !name.starts_with('.')
}

/// Account, region and date from the path, as far as it gives them.
fn origin(path: &Path) -> Origin {
    let parts: Vec<String> =
        path.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    let mut origin = Origin { path: path.display().to_string(), ..Origin::default() };
    let folders = parts.len().saturating_sub(1);
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    if folders >= 3 {
        let [year, month, day] = [&parts[folders - 3], &parts[folders - 2], &parts[folders - 1]];
        if digits(year, 4) && digits(month, 2) && digits(day, 2) {
            origin.partitions[2] = Some(year.clone());
            origin.partitions[3] = Some(month.clone());
            origin.partitions[4] = Some(day.clone());
            origin.partitions[5] = Some(format!("{year}/{month}/{day}"));
            let region = folders.checked_sub(4).map(|i| &parts[i]);
            origin.partitions[1] = region.filter(|r| r.contains('-') && !r.contains('.')).cloned();
        }
    }
    let trail = parts.iter().position(|p| p == "CloudTrail" || p == "CloudTrail-NetworkActivity");
    let account = trail.and_then(|i| i.checked_sub(1)).map(|i| &parts[i]).filter(|a| digits(a, 12));
    origin.partitions[0] = account.cloned();
    origin
}
