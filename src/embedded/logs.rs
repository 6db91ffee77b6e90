//! A set of log files, opened once and scanned as often as statements ask.

use super::files::{self, LogFile};
use super::needles::Needles;
use super::noted::Noted;
use super::push::Push;
use super::report::ScanReport;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::UNIX_EPOCH;

/// [`ScanOptions::late_days`] where nobody asks for others.
pub const LATE_DAYS: u64 = 2;

/// How logs are read.
#[derive(Clone, Debug)]
pub struct ScanOptions {
    /// Largest file that is read, in bytes after unpacking.
    pub max_file_size: u64,
    /// Worker threads.
    pub threads: usize,
    /// Days after an event on which a file may still deliver it.
    pub late_days: u64,
    /// Set from outside to stop a scan.
    pub interrupt: Arc<AtomicBool>,
    /// Bytes on disk done, for progress.
    pub progress: Arc<AtomicU64>,
    /// Whether a full scan tells the digest of each file and remembers which identities occur in it, and on which days:
    /// for a case, whose later statements ask for few.
    pub survey: bool,
}

impl Default for ScanOptions {
    fn default() -> Self {
        Self {
            max_file_size: 1 << 30,
            threads: std::thread::available_parallelism().map_or(2, |n| n.get()),
            late_days: LATE_DAYS,
            interrupt: Arc::default(),
            progress: Arc::default(),
            survey: false,
        }
    }
}

/// The logs below a path.
#[derive(Debug)]
pub struct LogSet {
    /// Files in path order.
    pub files: Vec<LogFile>,
    /// How they are read.
    pub options: ScanOptions,
    root: PathBuf,
    listing_report: ScanReport,
    report: Mutex<ScanReport>,
    notes: Mutex<Vec<Option<Noted>>>,
}

/// What a mutex holds, whatever became of the thread that had it last.
pub fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl LogSet {
    /// Lists a folder or takes one file. The error is one sentence.
    pub fn open(path: &Path, options: ScanOptions) -> Result<Self, String> {
        let listing = files::list(path)?;
        let mut report = ScanReport {
            files_found: (listing.files.len() + listing.set_aside.len()) as u64,
            ..Default::default()
        };
        for (_, reason) in listing.set_aside {
            *report.files_set_aside.entry(reason.to_string()).or_default() += 1;
        }
        for (file, reason) in listing.unreadable {
            report.leave_out(&file, reason);
        }
        let notes = Mutex::new(vec![None; listing.files.len()]);
        let (files, root) = (listing.files, path.to_path_buf());
        Ok(Self { files, options, root, listing_report: report, report: Mutex::default(), notes })
    }

    /// The name of a file within the source, as a list of digests has it; of a source that is one file, its own.
    pub fn listed_name(&self, number: usize) -> String {
        let path = &self.files[number].path;
        let within = path.strip_prefix(&self.root).ok().filter(|path| !path.as_os_str().is_empty());
        crate::digest::listed_name(within.or(path.file_name().map(Path::new)).unwrap_or(path))
    }

    /// The report of the scans since it was last taken, with what listing the folder found.
    pub fn take_report(&self) -> ScanReport {
        let mut report = std::mem::take(&mut *locked(&self.report));
        report.add(self.listing_report.clone());
        report
    }

    /// How many records had an object or list that could not be read, in the scans since the report was last taken.
    pub fn broken_values(&self) -> u64 {
        locked(&self.report).broken_values
    }

    /// Adds to the report.
    pub fn note(&self, report: ScanReport) {
        locked(&self.report).add(report);
    }

    /// Bytes on disk of all files; asks the system for each.
    pub fn size(&self) -> u64 {
        self.files.iter().filter_map(|f| f.path.metadata().ok()).map(|m| m.len()).sum()
    }

    /// A digest of the files by path, size and time of change: tells whether they are still the same.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for file in &self.files {
            let known = file.path.metadata().ok();
            let changed = known.as_ref().and_then(|m| m.modified().ok());
            let changed = changed.and_then(|t| t.duration_since(UNIX_EPOCH).ok()).map_or(0, |t| t.as_nanos());
            let size = known.map_or(0, |m| m.len());
            hash.update(format!("{}\0{size}\0{changed}\0", file.path.display()));
        }
        crate::digest::hex(&hash.finalize()[..8])
    }

    /// Whether somebody asked to stop.
    pub fn interrupted(&self) -> bool {
        self.options.interrupt.load(Ordering::Relaxed)
    }

    /// The files that a scan has to open, as indices, and a report of those it need not.
    pub fn select(&self, push: &Push, needles: &Needles) -> (Vec<usize>, ScanReport) {
        let notes = locked(&self.notes);
        let mut report = ScanReport::default();
        let mut selected = Vec::new();
        for (number, file) in self.files.iter().enumerate() {
            let other_partition =
                push.partitions.iter().any(|(p, value)| file.origin.partitions[*p].as_ref() != Some(value));
            let unwanted = notes[number].as_ref().is_some_and(|noted| !noted.may_hold(push, needles));
            if other_partition || file.day().is_some_and(|day| !push.wants_day(day, self.options.late_days)) {
                report.files_outside += 1;
            } else if !unwanted {
                selected.push(number);
            }
        }
        (selected, report)
    }

    /// Keeps what was noted of a file.
    pub fn remember(&self, number: usize, noted: Noted) {
        locked(&self.notes)[number] = Some(noted);
    }
}
