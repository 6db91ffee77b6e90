//! What a scan did with every file and record: read = kept + left out, with reasons.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many left-out entries are listed by file; the rest is counted.
const LISTED: usize = 1000;

/// How many sentences are said of what was left out or set aside.
const NOTED: usize = 20;

/// Counts of one or more scans.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScanReport {
    /// Files found.
    pub files_found: u64,
    /// Files opened and read.
    pub files_read: u64,
    /// Files not opened because the date in their path is outside the window.
    pub files_outside: u64,
    /// Known to hold no API events and set aside (digests, Insights …), by reason.
    pub files_set_aside: BTreeMap<String, u64>,
    /// Bytes after unpacking.
    pub bytes: u64,
    /// Records found.
    pub records: u64,
    /// Files with bytes that are not UTF-8 (shown as U+FFFD; full scans only).
    pub files_not_utf8: u64,
    /// Records without `eventTime`, for which the time of a log shipper stands in.
    pub shipper_times: u64,
    /// Records whose `userIdentity` is no object that can be read.
    #[serde(default)]
    pub broken_identities: u64,
    /// Records of which another object or list cannot be read.
    #[serde(default)]
    pub broken_values: u64,
    /// Records without a time that can be read; of full scans that were asked for it.
    #[serde(default)]
    pub without_time: u64,
    /// Left out, by file and reason, with the number of records where it is known.
    #[serde(with = "pairs")]
    pub left_out: BTreeMap<(String, String), u64>,
    /// Left out beyond the list.
    pub more_left_out: u64,
    /// SHA-256 of the files read, by their names within the source; of full scans that were asked for them.
    #[serde(default)]
    pub digests: BTreeMap<String, String>,
}

impl ScanReport {
    /// Counts one thing left out of a file.
    pub fn leave_out(&mut self, file: &str, reason: impl Into<String>) {
        self.leave_out_many(file, reason, 1);
    }

    /// The same of several things at once.
    pub fn leave_out_many(&mut self, file: &str, reason: impl Into<String>, count: u64) {
        let key = (file.to_string(), reason.into());
        if self.left_out.len() < LISTED || self.left_out.contains_key(&key) {
            *self.left_out.entry(key).or_default() += count;
        } else {
            self.more_left_out += count;
        }
    }

    /// Why nothing could be used, in a few words, if something was found at all.
    pub fn first_reason(&self) -> Option<String> {
        let left_out = self.left_out.keys().next().map(|(file, reason)| format!("{file}: {reason}"));
        left_out.or_else(|| self.files_set_aside.keys().next().cloned())
    }

    /// Records and file parts left out.
    pub fn lost(&self) -> u64 {
        self.left_out.values().sum::<u64>() + self.more_left_out
    }

    /// Whether an answer may lack something: records, or what could not be read of them.
    pub fn lacks(&self) -> bool {
        self.lost() + self.broken_identities + self.broken_values > 0
    }

    /// One sentence for each thing left out or set aside, of the first twenty, and how many there are besides.
    pub fn notes(&self) -> Vec<String> {
        let left_out = self
            .left_out
            .iter()
            .map(|((file, reason), count)| format!("left out of {file}: {reason} ({count})"));
        let set_aside =
            self.files_set_aside.iter().map(|(reason, count)| format!("set aside: {reason} ({count})"));
        let mut notes: Vec<String> = left_out.chain(set_aside).collect();
        let rest = notes.split_off(notes.len().min(NOTED));
        let more = self.more_left_out + rest.len() as u64;
        notes.extend(
            (more > 0).then(|| {
                format!("and {more} more; {} records or file parts were left out in all", self.lost())
            }),
        );
        let broken = [("the userIdentity", self.broken_identities), ("another field", self.broken_values)];
        let broken = broken.into_iter().filter(|(_, records)| *records > 0);
        notes.extend(broken.map(|(what, records)| {
            format!("{what} of {records} records is not valid JSON, of another kind, or there twice; what could not be read of it is NULL, and of what is there twice the first counts")
        }));
        notes
    }

    /// Adds another report.
    pub fn add(&mut self, other: Self) {
        self.files_found += other.files_found;
        self.files_read += other.files_read;
        self.files_outside += other.files_outside;
        self.bytes += other.bytes;
        self.records += other.records;
        self.files_not_utf8 += other.files_not_utf8;
        self.shipper_times += other.shipper_times;
        self.broken_identities += other.broken_identities;
        self.broken_values += other.broken_values;
        self.without_time += other.without_time;
        self.more_left_out += other.more_left_out;
        self.digests.extend(other.digests);
        for (reason, count) in other.files_set_aside {
            *self.files_set_aside.entry(reason).or_default() += count;
        }
        for (key, count) in other.left_out {
            if self.left_out.len() < LISTED || self.left_out.contains_key(&key) {
                *self.left_out.entry(key).or_default() += count;
            } else {
                self.more_left_out += count;
            }
        }
    }
}

/// JSON has no pairs as keys: a list of entries.
mod pairs {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::collections::BTreeMap;

    type Map = BTreeMap<(String, String), u64>;

    pub fn serialize<S: Serializer>(map: &Map, serializer: S) -> Result<S::Ok, S::Error> {
        map.iter().collect::<Vec<_>>().serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map, D::Error> {
        Ok(Vec::<((String, String), u64)>::deserialize(deserializer)?.into_iter().collect())
    }
}
