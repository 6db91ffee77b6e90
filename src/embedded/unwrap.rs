//! Finds the CloudTrail records in a file, whatever they are wrapped in: S3 deliveries (`{"Records": […]}`),
//! bare records, arrays, JSON lines, LookupEvents output, EventBridge events, CloudWatch Logs messages.
//!
//! A broken spot costs the record that it is in, and no other.

use super::json::{Broken, Cursor, MAX_KEYS, value_text};

/// A JSON object and its own keys and values, in order.
pub struct Object<'a> {
    /// The whole.
    pub bytes: &'a [u8],
    /// Raw inside of each key, and its value. Taken apart while the end of the object was looked for: going over it
    /// again costs as much as unpacking it.
    pub members: &'a [Member<'a>],
}

/// Raw inside of a key, and the bytes of its value.
pub type Member<'a> = (&'a [u8], &'a [u8]);

/// What stands at a place of a file.
pub enum Found<'a> {
    /// A record, or at least an object that is not a known wrapper.
    Record(Object<'a>),
    /// Something unreadable at this offset of the unpacked bytes.
    Broken { offset: usize, reason: Broken },
    /// Something that is known and is not a CloudTrail record.
    SetAside(&'static str),
}

/// Wrappers inside wrappers: an array of subscription messages that hold a delivery is three deep.
const MAX_WRAPPERS: u8 = 6;

/// Set-aside reason for CloudTrail digest files.
pub const DIGEST: &str = "CloudTrail digest file";
/// Set-aside reason for answers of CloudTrail Lake.
pub const LAKE_RESULT: &str = "result of a CloudTrail Lake query, not log records";
/// Set-aside reason for EventBridge events of other kinds.
pub const OTHER_EVENT: &str = "EventBridge event that holds no CloudTrail record";
/// Set-aside reason for GuardDuty and Security Hub findings.
pub const FINDING: &str = "security finding, not a log record: give it with --finding";
/// Set-aside reason for anything else that is not JSON objects.
pub const NOT_RECORDS: &str = "holds no JSON objects";

/// Calls `each` for everything in some bytes until it returns false.
pub fn records<'a>(bytes: &'a [u8], each: &mut dyn FnMut(Found<'_>) -> bool) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    Walk::over(bytes, each).top(0);
}

struct Walk<'a, 'e> {
    bytes: &'a [u8],
    each: &'e mut dyn FnMut(Found<'_>) -> bool,
    stopped: bool,
    /// Of the object at hand; kept from one to the next for its room.
    members: Vec<Member<'a>>,
}

/// Keys whose array holds more wrappers or records.
fn holds_many(key: &[u8]) -> bool {
    matches!(key, b"Records" | b"Events" | b"events" | b"logEvents")
}

impl<'a, 'e> Walk<'a, 'e> {
    fn over(bytes: &'a [u8], each: &'e mut dyn FnMut(Found<'_>) -> bool) -> Self {
        Self { bytes, each, stopped: false, members: Vec::new() }
    }

    fn tell(&mut self, found: Found<'_>) {
        if !self.stopped {
            self.stopped = !(self.each)(found);
        }
    }

    /// A sequence of values, as in JSON lines. After a broken one it goes on at the next line that starts one.
    fn top(&mut self, depth: u8) {
        let mut cursor = Cursor::new(self.bytes);
        while !self.stopped {
            let Ok(first) = cursor.peek() else { return };
            let start = cursor.at;
            let result = match first {
                b'{' => self.object(&mut cursor, depth),
                b'[' => {
                    cursor.at += 1;
                    self.array(&mut cursor, depth)
                }
                _ if start == 0 || depth > 0 => return self.tell(Found::SetAside(NOT_RECORDS)),
                _ => Err(Broken::Misplaced),
            };
            if let Err(reason) = result {
                self.tell(Found::Broken { offset: start, reason });
                match memchr::memmem::find(&self.bytes[start + 1..], b"\n{") {
                    Some(step) => cursor.at = start + step + 2,
                    None => return,
                }
            }
        }
    }

    /// The rest of an array whose bracket has been taken. Resumes behind a broken element where the next record
    /// starts.
    fn array(&mut self, cursor: &mut Cursor<'a>, depth: u8) -> Result<(), Broken> {
        if cursor.peek()? == b']' {
            cursor.at += 1;
            return Ok(());
        }
        while !self.stopped {
            let _ = cursor.peek();
            let start = cursor.at;
            let end = self.element(cursor, depth).and_then(|()| cursor.peek());
            match end {
                Ok(b',') => cursor.at += 1,
                Ok(b']') => {
                    cursor.at += 1;
                    return Ok(());
                }
                other => {
                    let reason = other.err().unwrap_or(Broken::Misplaced);
                    self.tell(Found::Broken { offset: start, reason });
                    let Some(next) = self.next_record(start + 1) else {
                        cursor.at = self.bytes.len();
                        return Ok(());
                    };
                    cursor.at = next;
                }
            }
        }
        Ok(())
    }

    fn element(&mut self, cursor: &mut Cursor<'a>, depth: u8) -> Result<(), Broken> {
        let first = cursor.peek()?;
        if first == b'[' && depth < MAX_WRAPPERS {
            cursor.at += 1;
            return self.array(cursor, depth + 1);
        }
        if first != b'{' {
            cursor.value()?;
            self.tell(Found::SetAside(NOT_RECORDS));
            return Ok(());
        }
        let start = cursor.at;
        self.members.clear();
        let (members, mut wide) = (&mut self.members, false);
        let whole = cursor.members(|key, value| {
            wide = members.len() == MAX_KEYS;
            members.push((key, value));
            !wide
        });
        if let Err(reason) = whole.and(if wide { Err(Broken::TooWide) } else { Ok(()) }) {
            // Where its brackets match, it costs no more than itself.
            cursor.at = start;
            cursor.value()?;
            self.tell(Found::Broken { offset: start, reason });
            return Ok(());
        }
        self.one(&self.bytes[start..cursor.at], depth);
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

    /// Where the next record seems to start: CloudTrail writes `eventVersion` first.
    fn next_record(&self, from: usize) -> Option<usize> {
        let rest = self.bytes.get(from..)?;
        let found = memchr::memmem::find_iter(rest, br#""eventVersion""#);
        found.map(|at| from + at).find_map(|at| {
            let brace = memchr::memrchr(b'{', &self.bytes[from..at])? + from;
            self.bytes[brace + 1..at].iter().all(u8::is_ascii_whitespace).then_some(brace)
        })
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
                self.array(cursor, depth + 1)?;
                if cursor.at >= self.bytes.len() || self.stopped {
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
        }
        Ok(())
    }

    /// An object that is not itself a record: what it holds, or why it is set aside.
    fn inner(&mut self, members: &[Member<'_>], depth: u8) {
        if depth >= MAX_WRAPPERS {
            return self.tell(Found::SetAside("wrapped more than six times"));
        }
        let mut held: Option<&[u8]> = None;
        let mut reason = None;
        for (key, member) in members {
            match *key {
                b"CloudTrailEvent" | b"message" | b"detail" | b"data" => held = Some(member),
                _ if holds_many(key) && member.first() == Some(&b'[') => held = Some(member),
                _ => reason = reason.or(not_a_record(key)),
            }
        }
        let text;
        let bytes: &[u8] = match held {
            Some(member) if member.first() == Some(&b'"') => {
                text = value_text(member).unwrap_or_default();
                text.as_bytes()
            }
            Some(member) => member,
            None => return self.tell(Found::SetAside(reason.unwrap_or(NOT_RECORDS))),
        };
        if memchr::memmem::find(bytes, b"\"eventName\"").is_none()
            && memchr::memmem::find(bytes, b"eventVersion").is_none()
        {
            return self.tell(Found::SetAside(reason.unwrap_or(OTHER_EVENT)));
        }
        let mut stopped = self.stopped;
        let mut each = |found: Found<'_>| {
            stopped = stopped || !(self.each)(found);
            !stopped
        };
        Walk::over(bytes, &mut each).top(depth + 1);
        self.stopped = stopped;
    }
}

/// Whether an object's own keys say that it is something else than a record. A record is known by `eventName`
/// or `eventVersion`.
fn wraps(members: &[Member<'_>]) -> bool {
    // Nearly all are records that start with eventVersion: any looks no further.
    let is_record = members.iter().any(|(key, _)| matches!(*key, b"eventName" | b"eventVersion"));
    let holds = |(key, value): &Member<'_>| {
        matches!(*key, b"CloudTrailEvent" | b"detail-type")
            || (matches!(*key, b"message") && value.first() == Some(&b'"'))
            || (matches!(*key, b"detail" | b"data") && value.first() == Some(&b'{'))
            || (holds_many(key) && value.first() == Some(&b'['))
            || not_a_record(key).is_some()
    };
    !is_record && members.iter().any(holds)
}

/// Keys that only other files of AWS have.
fn not_a_record(key: &[u8]) -> Option<&'static str> {
    match key {
        b"digestS3Object" | b"digestEndTime" => Some(DIGEST),
        b"QueryResultRows" => Some(LAKE_RESULT),
        b"Findings" | b"findings" | b"schemaVersion" | b"SchemaVersion" | b"ProductArn" => Some(FINDING),
        b"detail-type" => Some(OTHER_EVENT),
        _ => None,
    }
}
