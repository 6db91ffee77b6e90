//! Letters and digits that a writer spelled as escapes (`\u0041` for `A`): valid JSON that no search for a literal or a
//! key finds. CloudTrail writes none; the escapes that it does write (`\u003d`, `\u0026`) stand for signs that are in no
//! literal and no key.

use super::json::{Cursor, Escape, Member, escape};
use super::needles::is_sound;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// Bytes of such an escape.
const LENGTH: usize = r"\u0041".len();
/// Bytes that are searched at once.
const BLOCK: usize = 4 << 10;

/// Whether there may be such an escape in some bytes, at whatever depth of text within text.
pub fn may_hide(bytes: &[u8]) -> bool {
    static START: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(br"\u00"));
    // Most of a log has no backslash, and one byte is found in half the time of three.
    (0..bytes.len()).step_by(BLOCK).any(|start| {
        let block = &bytes[start..bytes.len().min(start + BLOCK + LENGTH - 1)];
        memchr::memchr(b'\\', block).is_some_and(|first| {
            START.find_iter(&block[first..]).any(|at| sound(&block[first + at..]).is_some())
        })
    })
}

/// The same JSON with such escapes as what they stand for.
pub fn plain(bytes: &[u8]) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::with_capacity(bytes.len()), bytes);
    while let Some(at) = memchr::memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at..];
        let length = match (sound(rest), escape(rest)) {
            (Some(byte), _) => {
                out.push(byte);
                rest = &rest[LENGTH..];
                continue;
            }
            (None, Escape::Known(length)) => length,
            (None, _) => 1,
        };
        out.extend_from_slice(&rest[..length]);
        rest = &rest[length..];
    }
    out.extend_from_slice(rest);
    out
}

/// The keys and values of an object that was taken apart before: it is as whole as it was.
pub fn members(object: &[u8]) -> Vec<Member<'_>> {
    let mut members = Vec::new();
    let _ = Cursor::new(object).members(|key, value| {
        members.push((key, value));
        true
    });
    members
}

/// What the escape at the start of some bytes stands for, if that is a character of literals and keys.
fn sound(bytes: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(bytes.get(..LENGTH)?.strip_prefix(br"\u00")?).ok()?;
    let byte = u8::from_str_radix(digits, 16).ok()?;
    (is_sound(byte) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())).then_some(byte)
}
