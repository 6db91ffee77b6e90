//! The files of a folder of logs, and what their paths say: account, region and delivery date of the S3 layout
//! `[prefix/]AWSLogs/[organisation/]account/CloudTrail/region/YYYY/MM/DD/…`, or any part of it.

use super::columns::Origin;
use super::not_records::by_name;
use super::read::GZIP;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A file that may hold records.
#[derive(Clone, Debug)]
pub struct LogFile {
    /// Where it is.
    pub path: PathBuf,
    /// What its path says.
    pub origin: Origin,
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

/// Set-aside reason for files that are not opened.
const OTHER_ENDING: &str = "not a .json, .jsonl, .ndjson, .log, .txt, .csv, .tsv or .gz file";

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
    for (path, found) in entries(root) {
        let name = path.to_str().map_or_else(|| crate::digest::listed_name(&path), str::to_string);
        // As a folder of the layout, or in the name of a file that was moved out of it.
        let sibling = SIBLINGS.iter().filter(|_| name.contains("CloudTrail-")).find(|(kind, _)| {
            name.find(kind).is_some_and(|at| name[at + kind.len()..].starts_with(['/', '_', '\\']))
        });
        match (found, sibling) {
            (Err(reason), _) => listing.unreadable.push((name, reason)),
            (Ok(()), Some((_, reason))) => listing.set_aside.push((name, reason)),
            (Ok(()), None) if may_hold_records(&path, root) => {
                listing.files.push(LogFile { origin: origin(&path, name), path })
            }
            (Ok(()), None) if path.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b".")) => {
                listing.set_aside.push((name, "hidden file: its name begins with a dot"))
            }
            (Ok(()), None) => match by_name(|ends| ends_in(&path, ends)) {
                Some(reason) => listing.unreadable.push((name, reason.into())),
                None => listing.set_aside.push((name, OTHER_ENDING)),
            },
        }
    }
    if listing.files.is_empty() && listing.set_aside.is_empty() && listing.unreadable.is_empty() {
        return Err(format!(
            "the source {shown} holds no files; give --source a folder or file of CloudTrail logs"
        ));
    }
    if listing.files.is_empty() {
        let set_aside = listing.set_aside.first().map(|(_, reason)| *reason);
        let unreadable = listing.unreadable.first().map(|(_, reason)| reason.as_str());
        let why = set_aside.or(unreadable).unwrap_or_default();
        return Err(format!(
            "the source {shown} holds no CloudTrail log file (found: {why}); give --source the folder that holds AWSLogs, or log files ending in .json or .gz"
        ));
    }
    Ok(listing)
}

/// Files and unreadable places below a path, folder by folder in the order of names. Sorting the paths at the end
/// is quicker than sorting each folder.
fn entries(root: &Path) -> Vec<(PathBuf, Result<(), String>)> {
    let mut entries = Vec::new();
    for entry in walkdir::WalkDir::new(root).follow_links(true) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => entries.push((entry.into_path(), Ok(()))),
            Ok(entry) if entry.file_type().is_dir() => {}
            // It would be waited for, or never end.
            Ok(entry) => {
                entries.push((entry.into_path(), Err("is no file but a pipe, a socket or a device".into())))
            }
            Err(error) => {
                let path = error.path().unwrap_or(root).to_path_buf();
                entries.push((path, Err("could not be listed".into())));
            }
        }
    }
    // A separator sorts before anything else in a name, as if each folder were sorted by itself.
    entries.sort_by_cached_key(|(path, _)| {
        let mut key = path.as_os_str().as_encoded_bytes().to_vec();
        key.iter_mut().filter(|byte| std::path::is_separator(**byte as char)).for_each(|byte| *byte = 0);
        key
    });
    entries
}

/// A file that was named on the command line is always read; in a folder the ending decides.
fn may_hold_records(path: &Path, root: &Path) -> bool {
    let hidden = path.file_name().unwrap_or_default().as_encoded_bytes().starts_with(b".");
    let known = ends_in(path, &[".gz", ".json", ".jsonl", ".ndjson", ".log", ".txt", ".csv", ".tsv"]);
    path == root || !hidden && (known || path.extension().is_none() && starts_as_log(path))
}

/// Whether a file begins as JSON or gzip do: delivery streams of Firehose give their objects no ending.
fn starts_as_log(path: &Path) -> bool {
    let mut start = [0; 2];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && (start == GZIP || matches!(start[0], b'{' | b'['))
}

fn ends_in(path: &Path, ends: &[&str]) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    ends.iter().any(|end| {
        name.len() >= end.len() && name[name.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
    })
}

/// Account, region and date from the path, as far as it gives them.
fn origin(path: &Path, shown: String) -> Origin {
    let parts: Vec<&str> = path.iter().map(|part| part.to_str().unwrap_or_default()).collect();
    let mut origin = Origin { path: shown, ..Origin::default() };
    let folders = parts.len().saturating_sub(1);
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    if folders >= 3 {
        let [year, month, day] = [parts[folders - 3], parts[folders - 2], parts[folders - 1]];
        if digits(year, 4) && digits(month, 2) && digits(day, 2) {
            origin.partitions[2] = Some(year.into());
            origin.partitions[3] = Some(month.into());
            origin.partitions[4] = Some(day.into());
            origin.partitions[5] = Some(format!("{year}/{month}/{day}"));
            let region = folders.checked_sub(4).map(|i| parts[i]);
            origin.partitions[1] = region.filter(|r| r.contains('-') && !r.contains('.')).map(str::to_string);
        }
    }
    let trail = parts.iter().position(|p| *p == "CloudTrail" || *p == "CloudTrail-NetworkActivity");
    let account = trail.and_then(|i| i.checked_sub(1)).map(|i| parts[i]).filter(|a| digits(a, 12));
    origin.partitions[0] = account.map(str::to_string);
    origin
}
