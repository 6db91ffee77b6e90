//! Policies as IAM answers with them: JSON, percent-encoded.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stands for itself (RFC 3986, unreserved).
const PLAIN: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The JSON inside, if a text is such a document.
pub(super) fn document(text: &str) -> Option<String> {
    let start = text.get(..3)?;
    if !start.eq_ignore_ascii_case("%7b") && !start.eq_ignore_ascii_case("%5b") {
        return None;
    }
    Some(percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned())
}

/// A text in the same encoding.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, &PLAIN).to_string()
}
