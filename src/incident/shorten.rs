//! Huge texts in the facts: told by their beginning, length and digest. The whole text stays in the collected
//! events.

use crate::digest::sha256;
use std::borrow::Cow;

/// Longest text that the facts hold whole, in bytes: well above what AWS's services accept as a name.
const LONGEST: usize = 16 << 10;
/// Characters that are left of a longer one.
const LEFT: usize = 120;

/// A text, or what tells it from others when it is huge.
pub fn shortened(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST {
        return Cow::Borrowed(text);
    }
    let start: String = text.chars().take(LEFT).collect();
    let digest = &sha256(text.as_bytes())[..16];
    let length = text.chars().count();
    Cow::Owned(format!("{start}… ({length} characters in all, SHA-256 {digest}…, whole in the events)"))
}
