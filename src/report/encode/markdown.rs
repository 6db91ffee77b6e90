//! Markdown: text that stays text, whatever reads it.

use super::{visible, visible_whole};
use std::fmt::Write as _;

/// For running text and table cells. Letters, digits and punctuation that cannot form syntax stay readable;
/// everything else becomes a numeric entity, which every renderer shows as the character.
pub fn markdown(text: &str) -> String {
    encoded(&visible(text))
}

/// The same of a sentence of keytrail's own, which is not cut.
pub fn markdown_whole(text: &str) -> String {
    encoded(&visible_whole(text))
}

fn encoded(shown: &str) -> String {
    let linked = ["://", "www.", "@"].iter().any(|mark| shown.contains(mark));
    let chars: Vec<char> = shown.chars().collect();
    let (mut out, mut letters_before) = (String::new(), false);
    for (index, c) in chars.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|i| chars.get(i)).copied();
        let letter_before = before.is_some_and(char::is_alphabetic);
        let after = chars.get(index + 1).copied();
        let inside = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        let plain = match c {
            ' ' => before.is_some_and(|b| b != ' ') && after.is_some(),
            // A number with a dot at the start of a line would be a list: a letter must stand somewhere before.
            '.' | ':' if letters_before && after.is_none_or(|after| after == ' ') => !linked,
            '.' | ':' | '/' => !linked && (inside || letter_before),
            '-' | '_' => inside,
            ',' | ';' | '(' | ')' | '\'' | '"' | '?' | '!' | '%' => before.is_some(),
            c => !c.is_ascii_punctuation(),
        };
        letters_before |= c.is_alphabetic();
        if plain {
            out.push(*c);
        } else {
            let _ = write!(out, "&#{};", *c as u32);
        }
    }
    out
}

/// For names in table cells and text, as code: short and exact, with a fence that the text cannot close. Text
/// that code spans cannot hold safely (bars split table cells, backticks fences) is encoded as plain text.
pub fn code(text: &str) -> String {
    // A record may hold an empty name; a cell of a table is never empty.
    if text.is_empty() {
        return "(empty)".into();
    }
    let shown = visible(text);
    let holds = shown.chars().all(|c| !matches!(c, '`' | '|' | '\\' | '<' | '>' | '&'))
        && !shown.trim().is_empty()
        && shown.trim() == shown;
    if holds { format!("`{shown}`") } else { markdown(text) }
}

/// An address or name written so that nobody clicks it: the dots in brackets.
pub fn defanged(text: &str) -> String {
    let address = text.parse::<std::net::IpAddr>().is_ok();
    code(&if address { text.replace('.', "[.]").replace(':', "[:]") } else { text.to_string() })
}
