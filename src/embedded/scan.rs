//! Reads the selected files with several threads and hands their rows on in file order, so that the same logs
//! give the same bytes out.

use super::columns::Rows;
use super::fields_read::FieldsRead;
use super::json::Member;
use super::logs::LogSet;
use super::needles::{KeyIndex, Needles};
use super::not_records::{DIGEST, FLAT, KINESIS};
use super::noted::{Days, Noted};
use super::packed;
use super::push::Push;
use super::read::Reader;
use super::report::ScanReport;
use super::room::{Room, Share};
use super::schema::TableShape;
use super::spelled;
use super::unwrap::{self, Found, Object};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::error::ArrowError;
use datafusion::arrow::record_batch::RecordBatch;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{SyncSender, sync_channel};

/// Rows in a batch.
const BATCH: usize = 8192;
/// Bytes of records in a batch: bounds memory where records are large.
const BATCH_BYTES: usize = 16 << 20;
/// Largest record that is read. CloudTrail's own stay below 1 MiB; the questions make several copies of a record.
const MAX_RECORD: usize = 16 << 20;
/// Set-aside reason for Insights events.
const INSIGHT: &str = "CloudTrail Insights event";
/// Set-aside reason for aggregated events.
const AGGREGATED: &str = "CloudTrail aggregated event";
/// Files that are told of at once, and the bytes of their rows that may wait for it: waking the consumer for each
/// file costs more than searching it.
const TOLD_AT_ONCE: usize = 32;
const TOLD_BYTES: usize = 1 << 20;
/// Messages that a worker may be ahead: bounds memory.
const AHEAD: usize = 8;

/// One scan of a set of logs.
#[derive(Clone, Debug)]
pub struct Scan {
    /// The logs.
    pub logs: Arc<LogSet>,
    /// Projected table schema.
    pub schema: SchemaRef,
    /// Which of AWS's tables is shown.
    pub shape: TableShape,
    /// Which fields of structs are read.
    pub read: FieldsRead,
    /// What need not be read.
    pub push: Push,
    /// Rows wanted at most.
    pub limit: Option<usize>,
}

enum Message {
    Batch(RecordBatch),
    /// So many files have ended since the last message.
    Ended(usize),
    Failed(ArrowError),
}

/// What a worker tells, in order; several messages travel together.
struct Outbox {
    send: SyncSender<Vec<Message>>,
    waiting: Vec<Message>,
    /// Bytes of the records whose rows wait.
    bytes: usize,
    /// Files that have ended and were not told of yet.
    ended: usize,
    /// Files that have ended since something was sent.
    files: usize,
}

impl Outbox {
    fn new(send: SyncSender<Vec<Message>>) -> Self {
        Self { send, waiting: Vec::new(), bytes: 0, ended: 0, files: 0 }
    }

    /// Tells of rows; false when nobody listens any more.
    fn rows(&mut self, rows: &mut Rows) -> bool {
        self.tell_ended();
        self.bytes += rows.bytes();
        self.waiting.push(match rows.batch() {
            Ok(batch) => Message::Batch(batch),
            Err(error) => Message::Failed(error),
        });
        self.bytes < TOLD_BYTES || self.post()
    }

    /// Tells of the end of a file; false when nobody listens any more.
    fn ended(&mut self) -> bool {
        self.ended += 1;
        self.files += 1;
        self.files < TOLD_AT_ONCE || self.post()
    }

    /// Files that have ended stand before the rows of a later file.
    fn tell_ended(&mut self) {
        let ended = std::mem::take(&mut self.ended);
        if ended > 0 {
            self.waiting.push(Message::Ended(ended));
        }
    }

    fn post(&mut self) -> bool {
        self.tell_ended();
        (self.bytes, self.files) = (0, 0);
        let messages = std::mem::take(&mut self.waiting);
        messages.is_empty() || self.send.send(messages).is_ok()
    }
}

impl Scan {
    /// Runs to the end, or until `take` returns false.
    pub fn run(&self, mut take: impl FnMut(Result<RecordBatch, ArrowError>) -> bool) {
        let needles = Needles::new(&self.push.needles);
        let (files, mut report) = self.logs.select(&self.push, &needles);
        let workers = self.logs.options.threads.clamp(1, files.len().max(1));
        let mut wanted = self.limit.unwrap_or(usize::MAX);
        let room = Room::new(self.logs.options.max_file_size);
        std::thread::scope(|scope| {
            let mut lanes = Vec::new();
            let mut handles = Vec::new();
            for worker in 0..workers {
                let (send, receive) = sync_channel(AHEAD);
                lanes.push((receive, VecDeque::new()));
                // File n goes to lane n mod workers, so the consumer knows whom to wait for.
                let own: Vec<(usize, usize)> =
                    files.iter().copied().enumerate().skip(worker).step_by(workers).collect();
                let (needles, room) = (&needles, &room);
                handles.push(scope.spawn(move || Worker::new(self, needles, send).run(&own, room)));
            }
            let end = room.until_the_end();
            let mut ended = vec![0_usize; workers];
            let mut cut = false;
            'files: for number in 0..files.len() {
                room.turn_of(number);
                let lane = number % workers;
                let (receive, told) = &mut lanes[lane];
                while ended[lane] == 0 {
                    if told.is_empty() {
                        match receive.recv() {
                            Ok(messages) => told.extend(messages),
                            Err(_) => {
                                cut = true;
                                break 'files;
                            }
                        }
                    }
                    match told.pop_front() {
                        None => {}
                        Some(Message::Ended(files)) => ended[lane] += files,
                        Some(Message::Batch(batch)) => {
                            let batch = batch.slice(0, batch.num_rows().min(wanted));
                            wanted -= batch.num_rows();
                            if !take(Ok(batch)) || wanted == 0 {
                                break 'files;
                            }
                        }
                        Some(Message::Failed(error)) => {
                            take(Err(error));
                            break 'files;
                        }
                    }
                }
                ended[lane] -= 1;
            }
            drop((lanes, end));
            for handle in handles {
                match handle.join() {
                    Ok(part) => report.add(part),
                    // Its panic, and not that it was interrupted, of which the caller knows: rows are missing.
                    Err(_) if cut => {
                        take(Err(ArrowError::ComputeError("a thread that read logs ended early".into())));
                        cut = false;
                    }
                    Err(_) => {}
                }
            }
        });
        self.logs.note(report);
    }
}

struct Worker<'a> {
    scan: &'a Scan,
    needles: &'a Needles,
    outbox: Outbox,
    report: ScanReport,
    rows: Rows,
    reader: Reader,
}

impl<'a> Worker<'a> {
    fn new(scan: &'a Scan, needles: &'a Needles, send: SyncSender<Vec<Message>>) -> Self {
        let rows = Rows::new(scan.schema.clone(), scan.shape, &scan.read);
        let reader = Reader::new(scan.logs.options.max_file_size);
        Self { scan, needles, outbox: Outbox::new(send), report: ScanReport::default(), rows, reader }
    }

    /// Reads files of the set, each with its place among those of the scan.
    fn run(mut self, files: &[(usize, usize)], room: &Room) -> ScanReport {
        for (place, number) in files {
            let mut share = room.share(*place);
            if self.scan.logs.interrupted() || !self.file(*number, &mut share) || !self.outbox.ended() {
                break;
            }
            self.reader.shrink();
        }
        // Whether somebody still listens does not matter: this was all.
        self.outbox.post();
        self.report.shipper_times = self.rows.shipper_times();
        self.report.broken_identities = self.rows.broken_identities();
        self.report.broken_values = self.rows.broken_values();
        self.report
    }

    /// Reads one file; false when nobody listens any more.
    fn file(&mut self, number: usize, share: &mut Share<'_>) -> bool {
        let logs = &self.scan.logs;
        let file = &logs.files[number];
        let name = &file.origin.path;
        let full = self.needles.is_empty();
        let survey = full && logs.options.survey;
        let outbox = &mut self.outbox;
        let mut before_waiting = || {
            // Whether somebody still listens is told by the rows of this file.
            outbox.post();
        };
        let mut over = false;
        let mut room = |bytes| {
            over = !share.grow(bytes, &mut before_waiting);
            if over { Err("the scan has ended".to_string()) } else { Ok(()) }
        };
        let loaded = match self.reader.load(&file.path, &mut room) {
            Ok(loaded) => loaded,
            Err(_) if over => return false,
            Err(reason) => {
                self.report.leave_out(name, reason);
                return true;
            }
        };
        self.report.files_read += 1;
        let packed = loaded.on_disk.len() as u64;
        self.report.bytes += loaded.bytes.len() as u64;
        logs.options.progress.fetch_add(packed, Ordering::Relaxed);
        if let Some(cut) = loaded.cut {
            self.report.leave_out(name, cut);
        }
        if loaded.bytes.is_empty() {
            self.report.leave_out(name, "is empty");
        }
        if full {
            if survey {
                self.report.digests.insert(logs.listed_name(number), crate::digest::sha256(loaded.on_disk));
            }
            self.report.files_not_utf8 += u64::from(std::str::from_utf8(loaded.bytes).is_err());
        }
        let hides = spelled::may_hide(loaded.bytes);
        let unwanted = !full && !hides && !self.needles.all_in(loaded.bytes);
        if unwanted && !packed::may_be_in(loaded.bytes) {
            return true;
        }
        let (report, rows, outbox, needles) =
            (&mut self.report, &mut self.rows, &mut self.outbox, self.needles);
        let (mut listening, mut days) = (true, Days::default());
        unwrap::records(loaded.bytes, &mut |found| {
            match found {
                Found::Record(record) if record.bytes.len() > MAX_RECORD => {
                    report.leave_out(name, "a record larger than 16 MiB; CloudTrail's own stay below 1 MiB")
                }
                Found::Record(record) => {
                    let (spelled, members);
                    let record = if hides {
                        spelled = spelled::plain(record.bytes);
                        members = spelled::members(&spelled);
                        Object { bytes: &spelled, members: &members }
                    } else {
                        record
                    };
                    if !full && !needles.all_in(record.bytes) {
                        report.records += 1;
                    } else if let Some(reason) = not_an_event(record.members) {
                        put_aside(report, name, reason);
                    } else {
                        rows.push(&record, &file.origin);
                        report.without_time += u64::from(survey && !days.see(record.members));
                        report.records += 1;
                    }
                }
                Found::Broken { reason, .. }
                    if loaded.cut.is_some() && reason == super::json::Broken::CutShort => {}
                Found::Broken { offset, reason } => {
                    report.leave_out(name, format!("{} (at byte {offset})", reason.reason()))
                }
                Found::Unsure { objects } => report.leave_out_many(name, unwrap::BEHIND_BROKEN, objects),
                Found::SetAside(reason) => put_aside(report, name, reason),
            }
            if rows.len() >= BATCH || rows.bytes() >= BATCH_BYTES {
                listening = outbox.rows(rows);
            }
            // A file may be as large as all others together.
            listening = listening && !logs.interrupted();
            listening
        });
        if survey && listening {
            let hides = hides || packed::may_be_in(loaded.bytes);
            logs.remember(number, Noted { keys: KeyIndex::of(loaded.bytes), days, hides });
        }
        listening && (self.rows.is_empty() || self.outbox.rows(&mut self.rows))
    }
}

/// What is known to hold no API events is set aside; anything else that is no record is missed by somebody.
fn put_aside(report: &mut ScanReport, file: &str, reason: &'static str) {
    if matches!(reason, DIGEST | INSIGHT | AGGREGATED) {
        *report.files_set_aside.entry(reason.to_string()).or_default() += 1;
    } else {
        report.leave_out(file, reason);
    }
}

/// Why a message to a queue or a function is left out. Those of S3 have an `eventName` and a `userIdentity`, too.
const NOTIFICATION: &str = "notification of a service (aws:s3 and others), not a CloudTrail record";

/// Why an object is not an API event, if it is not: Insights and aggregated events have no identity and no
/// single call; anything without a name and a source is no CloudTrail record at all.
fn not_an_event(record: &[Member<'_>]) -> Option<&'static str> {
    let value = |wanted: &[u8]| record.iter().find(|(key, _)| *key == wanted).map(|(_, value)| *value);
    let has = |wanted: &[u8]| value(wanted).is_some();
    let (name, source) = (has(b"eventName"), value(b"eventSource"));
    if source.is_some_and(|source| source.starts_with(b"\"aws:")) {
        return Some(if has(b"kinesis") { KINESIS } else { NOTIFICATION });
    }
    let source = source.is_some();
    // The usual case, decided near the front of the record.
    if name && source && has(b"userIdentity") {
        return None;
    }
    let (mut insight, mut aggregated, mut flat) = (false, false, false);
    for (key, value) in record {
        flat |= key.starts_with(b"userIdentity") && *key != b"userIdentity";
        insight |= *key == b"insightDetails"
            || *value == b"\"AwsCloudTrailInsight\""
            || (*key == b"eventCategory" && *value == b"\"Insight\"");
        aggregated |= *key == b"timeWindow"
            || *value == b"\"AwsAggregatedEvent\""
            || (*key == b"eventCategory" && *value == b"\"Aggregated\"");
    }
    match () {
        () if insight => Some(INSIGHT),
        () if aggregated => Some(AGGREGATED),
        () if flat => Some(FLAT),
        () if name && source => None,
        () => Some("not a CloudTrail record: it has no eventName or eventSource"),
    }
}
