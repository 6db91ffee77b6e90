//! Finds the CloudTrail records in a file, whatever they are wrapped in: S3 deliveries (`{"Records": […]}`),
//! bare records, arrays, JSON lines, LookupEvents output, EventBridge events, CloudWatch Logs messages.
//!
//! A broken spot costs the record that it is in, and no other that can be told from what is inside of it: the caller
//! chose what parameters hold, and an object among them that looks like a record is none.

use super::csv::{self, Table};
use super::json::{Broken, Cursor, MAX_KEYS, Member, object_before};
use super::line_start::{self, export_time};
use super::not_records::{NO_RECORD, NOT_RECORDS, not_a_record, not_json};
use super::packed;
use super::wrappers::{Row, holds, holds_many, row, wraps};

/// A JSON object and its own keys and values, in order.
pub struct Object<'a> {
    /// The whole.
    pub bytes: &'a [u8],
    /// Raw inside of each key, and its value. Taken apart while the end of the object was looked for: going over it
    /// again costs as much as unpacking it.
    pub members: &'a [Member<'a>],
}

/// What stands at a place of a file.
pub enum Found<'a> {
    /// A record, or at least an object that is not a known wrapper.
    Record(Object<'a>),
    /// Something unreadable at this offset of the unpacked bytes.
    Broken { offset: usize, reason: Broken },
    /// So many objects start as records do, and it cannot be told whether they are records or part of a broken one.
    Unsure { objects: u64 },
    /// Something that is known and is not a CloudTrail record.
    SetAside(&'static str),
}

/// Wrappers inside wrappers: an array of subscription messages that hold a delivery is three deep.
const MAX_WRAPPERS: u8 = 6;

/// Why an object that looks like a record is left out: taken as one, it could be evidence that the caller wrote.
pub const BEHIND_BROKEN: &str = "stands inside or behind a broken record and may be part of it";
/// Calls `each` for everything in some bytes until it returns false.
pub fn records<'a>(bytes: &'a [u8], each: &mut dyn FnMut(Found<'_>) -> bool) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut walk = Walk::over(bytes, each);
    walk.prefixed = line_start::length(bytes) > 0;
    match Table::of(bytes).filter(|_| !walk.prefixed) {
        Some(table) => walk.table(table),
        None => walk.top(0),
    }
}

struct Walk<'a, 'e> {
    bytes: &'a [u8],
    each: &'e mut dyn FnMut(Found<'_>) -> bool,
    stopped: bool,
    /// A logger wrote something before the record of each line.
    prefixed: bool,
    /// What closes the objects and arrays that are being walked, the outermost first.
    closers: Vec<u8>,
    /// The value at hand is given up from a broken spot on.
    lost: bool,
    /// Where the records that were found again behind a broken spot start.
    found_again: Option<usize>,
    /// Of the object at hand; kept from one to the next for its room.
    members: Vec<Member<'a>>,
}

impl<'a, 'e> Walk<'a, 'e> {
    fn over(bytes: &'a [u8], each: &'e mut dyn FnMut(Found<'_>) -> bool) -> Self {
        Self {
            bytes,
            each,
            stopped: false,
            prefixed: false,
            closers: Vec::new(),
            lost: false,
            found_again: None,
            members: Vec::new(),
        }
    }

    fn tell(&mut self, found: Found<'_>) {
        if !self.stopped {
            self.stopped = !(self.each)(found);
        }
    }

    /// A sequence of values, as in JSON lines. After a broken one it goes on at the next line that starts one.
    fn top(&mut self, depth: u8) {
        let mut cursor = Cursor::new(self.bytes);
        // Up to where an end was looked for and is not: looking again from each line would cost its square.
        let mut endless = 0;
        while !self.stopped {
            self.closers.clear();
            (self.lost, self.found_again) = (false, None);
            let Ok(first) = cursor.peek() else { return };
            let start = cursor.at;
            let result = match first {
                b'{' => self.object(&mut cursor, depth),
                b'[' => {
                    cursor.at += 1;
                    self.array(&mut cursor, depth)
                }
                _ if let written @ 1.. = self.before_record(start) => {
                    cursor.at += written;
                    continue;
                }
                _ if self.prefixed => {
                    let rest = &self.bytes[start..];
                    let line = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
                    cursor.at += line.len();
                    // What a logger adds behind a record is part of the line that was read.
                    if self.starts_line(start) || line.contains(&b'{') {
                        self.tell(Found::SetAside(NO_RECORD));
                    }
                    continue;
                }
                _ if start == 0 || depth > 0 => {
                    return self.tell(Found::SetAside(not_json(&self.bytes[start..])));
                }
                _ => Err(Broken::Misplaced),
            };
            if let Err(reason) = result {
                self.tell(Found::Broken { offset: start, reason });
                let mut from = start + 1;
                if start >= endless {
                    let mut whole = Cursor::new(self.bytes);
                    whole.at = start;
                    match whole.skip() {
                        Ok(()) => {
                            from = whole.at;
                            let prefixed = self.prefixed;
                            self.unsure(start + 1, from, |before| {
                                before == Some(&b'\n') || prefixed && matches!(before, Some(b' ' | b'\t'))
                            });
                        }
                        Err(Broken::CutShort) => endless = self.bytes.len(),
                        Err(_) => endless = whole.at,
                    }
                }
                match self.next_line(from) {
                    Some(line) => cursor.at = line,
                    None => return,
                }
            }
        }
    }

    /// The next line that starts an object.
    fn next_line(&self, from: usize) -> Option<usize> {
        let mut lines = memchr::memchr_iter(b'\n', &self.bytes[from..]).map(|step| from + step + 1);
        lines.find(|line| self.bytes.get(*line) == Some(&b'{') || self.before_record(*line) > 0)
    }

    /// How much a logger wrote there before a record.
    fn before_record(&self, at: usize) -> usize {
        let line = &self.bytes[at..];
        match self.prefixed && self.starts_line(at) {
            true => line_start::length(line),
            false => export_time(line),
        }
    }

    fn starts_line(&self, at: usize) -> bool {
        at == 0 || self.bytes[at - 1] == b'\n'
    }

    /// A table whose rows hold records as texts.
    fn table(&mut self, mut table: Table<'_>) {
        while let Some(row) = table.next().filter(|_| !self.stopped) {
            match row {
                csv::Row::Broken { offset, reason, objects } => {
                    self.tell(Found::Broken { offset, reason });
                    // The first is that of the broken row.
                    self.tell_unsure(objects.saturating_sub(1));
                }
                csv::Row::Texts(texts) => {
                    let mut told = false;
                    for text in &texts {
                        told |= self.within(text, 0);
                    }
                    if !told {
                        self.tell(Found::SetAside(NO_RECORD));
                    }
                }
            }
        }
    }

    /// The rest of an array whose bracket has been taken.
    fn array(&mut self, cursor: &mut Cursor<'a>, depth: u8) -> Result<(), Broken> {
        if cursor.peek()? == b']' {
            cursor.at += 1;
            return Ok(());
        }
        self.closers.push(b']');
        while !self.stopped && !self.lost {
            let _ = cursor.peek();
            let start = cursor.at;
            let told = self.element(cursor, depth);
            if self.lost {
                break;
            }
            // An element that was whole is not looked into.
            let broken = if told.is_ok() { cursor.at } else { start };
            match told.and_then(|()| cursor.peek()) {
                Ok(b',') => cursor.at += 1,
                Ok(b']') => {
                    cursor.at += 1;
                    break;
                }
                other => {
                    let reason = other.err().unwrap_or(Broken::Misplaced);
                    self.tell(Found::Broken { offset: start, reason });
                    cursor.at = self.behind(broken);
                }
            }
        }
        self.closers.pop();
        Ok(())
    }

    /// Where to go on after a spot of an array whose element has no end that could be found. A record is what the end
    /// of the file, read backwards, shows to be an element of the array at hand, and only where the broken element
    /// has no array open that it could be in. What else looks like one is counted and is no evidence.
    fn behind(&mut self, broken: usize) -> usize {
        let end = self.line_end(broken);
        let part = &self.bytes[..end];
        let mut cursor = Cursor::new(part);
        cursor.at = broken;
        // A second time in one value, what was found is itself in doubt; and looking again would cost its square.
        let first = self.found_again.is_none() && cursor.leaves_no_array();
        let next = if first { self.last_records(part, broken) } else { None };
        self.unsure(broken + 1, next.unwrap_or(end), |_| true);
        self.lost = next.is_none();
        self.found_again = next;
        next.unwrap_or(end)
    }

    /// The end of the value at hand, where another follows on a line of its own. Inside of a value, an object does not
    /// follow a bracket that closes.
    fn line_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        let mut lines = memchr::memmem::find_iter(rest, b"\n{").map(|step| from + step);
        let end = lines.find(|at| matches!(before(self.bytes, *at), Some(b'}' | b']')));
        end.unwrap_or(self.bytes.len())
    }

    /// The start of the records with which the array at hand ends, each behind the comma of another element.
    fn last_records(&self, part: &[u8], broken: usize) -> Option<usize> {
        let mut at = part.len();
        for closer in &self.closers {
            at = part[..at].trim_ascii_end().len();
            at = at.checked_sub(1).filter(|last| part[*last] == *closer)?;
        }
        let mut first = None;
        loop {
            at = part[..at].trim_ascii_end().len();
            let start = object_before(part, broken, at).filter(|start| starts_record(&part[*start..]));
            let Some(start) = start.filter(|start| *start > broken) else { return first };
            at = part[..start].trim_ascii_end().len() - 1;
            if part[at] != b',' {
                return first;
            }
            first = Some(start);
        }
    }

    /// Counts the objects in a part that start as records do and are not taken as such.
    fn unsure(&mut self, from: usize, to: usize, counts: impl Fn(Option<&u8>) -> bool) {
        let part = self.bytes.get(from..to).unwrap_or_default();
        // Only white space stands between the brace and its first key: going back over that alone, nothing is
        // gone over twice.
        let starts = memchr::memmem::find_iter(part, br#""eventVersion""#).filter(|at| {
            let brace = part[..*at].trim_ascii_end().len().checked_sub(1);
            brace.is_some_and(|at| part[at] == b'{' && counts(self.bytes[..from + at].last()))
        });
        self.tell_unsure(starts.count() as u64);
    }

    fn tell_unsure(&mut self, objects: u64) {
        if objects > 0 {
            self.tell(Found::Unsure { objects });
        }
    }

    fn element(&mut self, cursor: &mut Cursor<'a>, depth: u8) -> Result<(), Broken> {
        let first = cursor.peek()?;
        if first == b'[' && depth < MAX_WRAPPERS {
            if let Some(row) = row(cursor) {
                cursor.skip()?;
                let told = match row {
                    Row::Parts(reason) => Err(reason),
                    Row::Whole(value) => packed::opened(value).map(|bytes| self.within(&bytes, depth)),
                };
                if told != Ok(true) {
                    self.tell(Found::SetAside(told.err().unwrap_or(NO_RECORD)));
                }
                return Ok(());
            }
            cursor.at += 1;
            return self.array(cursor, depth + 1);
        }
        let start = cursor.at;
        if first != b'{' {
            match cursor.value() {
                Ok(_) => self.tell(Found::SetAside(NOT_RECORDS)),
                Err(reason) => self.passed_over(cursor, start, reason)?,
            }
            return Ok(());
        }
        self.members.clear();
        let (members, mut wide) = (&mut self.members, false);
        let whole = cursor.members(|key, value| {
            wide = members.len() == MAX_KEYS;
            members.push((key, value));
            !wide
        });
        if let Err(reason) = whole.and(if wide { Err(Broken::TooWide) } else { Ok(()) }) {
            return self.passed_over(cursor, start, reason);
        }
        self.one(&self.bytes[start..cursor.at], depth);
        Ok(())
    }

    /// A broken element: where its brackets match, it costs no more than itself, and nothing inside of it is looked at.
    fn passed_over(&mut self, cursor: &mut Cursor<'a>, start: usize, reason: Broken) -> Result<(), Broken> {
        cursor.at = start;
        cursor.skip()?;
        self.tell(Found::Broken { offset: start, reason });
        Ok(())
    }

    /// An object whose members are at hand.
    fn one(&mut self, bytes: &'a [u8], depth: u8) {
        let members = std::mem::take(&mut self.members);
        if wraps(&members) {
            self.inner(&members, depth);
        } else {
            self.tell(Found::Record(Object { bytes, members: &members }));
        }
        self.members = members;
    }

    /// An object: a wrapper whose array is walked as it comes (so that a file that is cut short still gives the
    /// records before the cut), or one whole thing.
    fn object(&mut self, cursor: &mut Cursor<'a>, depth: u8) -> Result<(), Broken> {
        let start = cursor.at;
        let mut many = false;
        self.members.clear();
        cursor.eat(b'{')?;
        let mut more = cursor.peek()? != b'}';
        if !more {
            cursor.at += 1;
        }
        while more {
            let (key, _) = cursor.string()?;
            cursor.eat(b':')?;
            if holds_many(key) && cursor.peek()? == b'[' {
                cursor.at += 1;
                many = true;
                self.closers.push(b'}');
                let own = std::mem::take(&mut self.members);
                self.array(cursor, depth + 1)?;
                self.members = own;
                self.closers.pop();
                if cursor.at >= self.bytes.len() || self.stopped || self.lost {
                    return Ok(());
                }
            } else {
                let value = cursor.value()?;
                if self.members.len() == MAX_KEYS {
                    return Err(Broken::TooWide);
                }
                self.members.push((key, value));
            }
            more = match cursor.peek()? {
                b',' => true,
                b'}' => false,
                _ => return Err(Broken::Misplaced),
            };
            cursor.at += 1;
        }
        if !many {
            self.one(&self.bytes[start..cursor.at], depth);
        } else if self.members.iter().any(|member| holds(member, &self.members)) {
            let members = std::mem::take(&mut self.members);
            self.inner(&members, depth);
        }
        Ok(())
    }

    /// An object that is not itself a record: what it holds, or why it is set aside.
    fn inner(&mut self, members: &[Member<'_>], depth: u8) {
        if depth >= MAX_WRAPPERS {
            return self.tell(Found::SetAside("wrapped more than six times"));
        }
        let reason = members.iter().find_map(|(key, _)| not_a_record(key));
        let (mut any, mut told, mut closed) = (false, false, None);
        for (_, member) in members.iter().filter(|member| holds(member, members)) {
            any = true;
            match packed::opened(member) {
                Ok(bytes) => told |= self.within(&bytes, depth),
                Err(reason) => closed = Some(reason),
            }
        }
        let usual = if any { NO_RECORD } else { NOT_RECORDS };
        match closed {
            Some(reason) => self.tell(Found::SetAside(reason)),
            None if !told => self.tell(Found::SetAside(reason.unwrap_or(usual))),
            None => {}
        }
    }

    /// Tells of what stands in bytes that a wrapper holds; false, and nothing told, where no record can be in them.
    fn within(&mut self, bytes: &[u8], depth: u8) -> bool {
        if memchr::memmem::find(bytes, b"\"eventName\"").is_none()
            && memchr::memmem::find(bytes, b"eventVersion").is_none()
            && !packed::may_be_in(bytes)
        {
            return false;
        }
        let mut stopped = self.stopped;
        let mut each = |found: Found<'_>| {
            stopped = stopped || !(self.each)(found);
            !stopped
        };
        Walk::over(bytes, &mut each).top(depth + 1);
        self.stopped = stopped;
        true
    }
}

/// The last byte before a place that is not white space.
fn before(bytes: &[u8], at: usize) -> Option<u8> {
    bytes[..at].trim_ascii_end().last().copied()
}

/// Whether an object starts as CloudTrail writes its records: `eventVersion` is first.
fn starts_record(object: &[u8]) -> bool {
    let inside = object.strip_prefix(b"{").unwrap_or_default();
    inside.trim_ascii_start().starts_with(br#""eventVersion""#)
}
