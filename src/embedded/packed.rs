//! What wrappers hold as text, and what streams carry packed: CloudWatch Logs hands its messages to Kinesis, Firehose and
//! functions as base64 of gzip.

use super::json::value_text;
use super::not_records::{GIANT_TEXT, PACKED};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::MultiGzDecoder;
use memchr::memmem::Finder;
use std::borrow::Cow;
use std::io::Read;
use std::sync::LazyLock;

/// How base64 of gzip begins.
const START: &str = "H4sI";
/// Bytes of one text or payload. It is in memory beside its file, once for each wrapper in a wrapper; messages of
/// services and streams stay below 10 MiB.
pub const LARGEST: u64 = 64 << 20;

/// How a log file begins and ends that CloudTrail delivered: it holds records and no wrapper, and a trail has millions of
/// such files to search for a key.
const DELIVERY: (&[u8], &[u8]) = (br#"{"Records":[{"eventVersion":"#, b"}]}");

/// Whether there may be such a payload in a file: no search for a literal finds what is in it.
pub fn may_be_in(bytes: &[u8]) -> bool {
    if bytes.starts_with(DELIVERY.0) && bytes.ends_with(DELIVERY.1) {
        return false;
    }
    static QUOTED: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\"H4sI"));
    QUOTED.find(bytes).is_some()
}

/// The bytes that a member of a wrapper holds: of a text what it says, of a payload what is in it; else why it stays
/// closed.
pub fn opened(member: &[u8]) -> Result<Cow<'_, [u8]>, &'static str> {
    if member.first() != Some(&b'"') {
        return Ok(Cow::Borrowed(member));
    }
    if member.len() as u64 > LARGEST {
        return Err(GIANT_TEXT);
    }
    let text = value_text(member).unwrap_or_default();
    if !text.starts_with(START) {
        return Ok(Cow::Owned(text.into_bytes()));
    }
    unpacked(&text).map(Cow::Owned).ok_or(PACKED)
}

/// What is in a payload; nothing where it cannot be unpacked to its end.
fn unpacked(text: &str) -> Option<Vec<u8>> {
    let packed = STANDARD.decode(text.trim_ascii_end()).ok()?;
    let mut bytes = Vec::new();
    MultiGzDecoder::new(&*packed).take(LARGEST + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= LARGEST).then_some(bytes)
}
