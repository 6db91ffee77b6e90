//! Where a pattern matches. Java's `$` and `\Z` hold in front of a line break that ends the text, too; here they
//! hold at the very end, so such a text is searched twice: whole, and without that line break.

use crate::trino::fault::{Fault, Outcome, UNSUPPORTED};
use regex::{Captures, Regex};

/// A compiled pattern.
#[derive(Clone)]
pub(super) struct Pattern {
    /// With `$` at the very end of a text.
    pub(super) regex: Regex,
    /// It asks for the end of the text, other than by `\z`.
    ends: bool,
    /// Of two matches that start at one place it prefers the longer: nothing in it is lazy or has a choice.
    greedy: bool,
    java: String,
}

impl Pattern {
    pub(super) fn new(java: &str, regex: Regex) -> Self {
        let lazy = ["??", "*?", "+?", "}?", "|"].iter().any(|mark| java.contains(mark));
        Self { regex, ends: ends(java), greedy: !lazy, java: java.to_string() }
    }

    /// Whether the pattern matches anywhere.
    pub(super) fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text) || self.before_break(text).is_some_and(|text| self.regex.is_match(text))
    }

    /// The first match at or behind an offset.
    pub(super) fn first<'t>(&self, text: &'t str, from: usize) -> Outcome<Option<Captures<'t>>> {
        let whole = self.regex.captures_at(text, from);
        let Some(shorter) = self.before_break(text).filter(|shorter| from <= shorter.len()) else {
            return Ok(whole);
        };
        let without = self.regex.captures_at(shorter, from);
        let place = |found: &Captures<'_>| found.get(0).map_or((0, 0), |m| (m.start(), m.end()));
        match (whole, without) {
            (Some(whole), Some(without)) => {
                let (a, b) = (place(&whole), place(&without));
                if a == b || a.0 < b.0 || (a.0 == b.0 && self.greedy) {
                    return Ok(Some(whole));
                }
                if b.0 < a.0 {
                    return Ok(Some(without));
                }
                Err(Fault::new(
                    UNSUPPORTED,
                    format!(
                        "the regular expression '{}' looks for the end of a text that ends with a line break, which \
                         may be part of the match or not; use \\z",
                        self.java
                    ),
                ))
            }
            (whole, without) => Ok(whole.or(without)),
        }
    }

    /// All matches as Java finds them: an empty one may stand right behind another.
    pub(super) fn all<'t>(&self, text: &'t str) -> Outcome<Vec<Captures<'t>>> {
        let (mut found, mut from) = (Vec::new(), 0);
        while from <= text.len() {
            let Some(captures) = self.first(text, from)? else { break };
            let Some(whole) = captures.get(0) else { break };
            from = match whole.is_empty() {
                true => whole.end() + text[whole.end()..].chars().next().map_or(1, char::len_utf8),
                false => whole.end(),
            };
            found.push(captures);
        }
        Ok(found)
    }

    /// The text without the line break that ends it, where that makes a difference.
    fn before_break<'t>(&self, text: &'t str) -> Option<&'t str> {
        if self.ends { text.strip_suffix('\n') } else { None }
    }
}

/// Whether a pattern asks for the end of the text, other than by `\z`.
fn ends(pattern: &str) -> bool {
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.next() == Some('Z') => return true,
            '$' => return true,
            _ => {}
        }
    }
    false
}
