//! One encoder per output. Everything that comes from a log goes through one of these; templates apply them by
//! default.
//!
//! Attackers choose user agents, role names, parameters and error messages. Encoders make such text visible and
//! inert; they never drop any of it silently.

mod markdown;

pub use markdown::{code, defanged, markdown, markdown_whole};

use crate::hidden::{is_hidden, write_json_piece};
use serde::Serialize;
use serde::de::IgnoredAny;
use serde::ser::Error as _;
use serde_json::Serializer;
use serde_json::ser::Formatter;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Longest text that is shown in full; longer ones say how much is missing.
const SHOWN: usize = 256;

/// Control, direction and zero-width characters in a visible form; long text cut with its length told.
pub fn visible(text: &str) -> String {
    let mut out = String::new();
    push_visible(text.chars().take(SHOWN), &mut out);
    let total = text.chars().count();
    if total > SHOWN {
        let _ = write!(out, "… ({total} characters in all)");
    }
    out
}

/// The same of a sentence of keytrail's own, in which each name of others is cut already: whole.
pub fn visible_whole(text: &str) -> String {
    let mut out = String::new();
    push_visible(text.chars(), &mut out);
    out
}

fn push_visible(text: impl Iterator<Item = char>, out: &mut String) {
    for c in text {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_hidden(c) => {
                let _ = write!(out, "\\u{{{:04X}}}", c as u32);
            }
            c => out.push(c),
        }
    }
}

/// For a terminal: visible, one line.
pub fn terminal(text: &str) -> String {
    visible(text)
}

/// For HTML text and quoted attributes, and for SVG text.
pub fn html(text: &str) -> String {
    let mut out = String::new();
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// One row of CSV for people: every cell quoted, formulas disarmed by an apostrophe, RFC 4180 line end. A carriage return
/// alone is spelt out: to some readers it ends the row, quoted or not, and on a terminal what follows hides the line.
pub fn csv_row<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cell = |text: &str| {
        let formula = text.chars().next().is_some_and(|c| {
            matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\0' | '＝' | '＋' | '－' | '＠')
        });
        let guard = if formula { "'" } else { "" };
        let ends_line = |at: usize| text[at..].starts_with("\r\n");
        let plain: String = text
            .char_indices()
            .map(|(at, c)| {
                if is_hidden(c) && !matches!(c, '\n' | '\t') && !ends_line(at) {
                    format!("\\u{{{:04X}}}", c as u32)
                } else {
                    c.to_string()
                }
            })
            .collect();
        format!("\"{guard}{}\"", plain.replace('"', "\"\""))
    };
    let cells: Vec<String> = cells.map(cell).collect();
    cells.join(",") + "\r\n"
}

/// JSON on one line with hidden characters escaped: exact for machines, inert on a terminal.
pub fn json(value: &impl Serialize) -> serde_json::Result<String> {
    let mut out = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut out, OneLine))?;
    String::from_utf8(out).map_err(serde_json::Error::custom)
}

/// Writes JSON on one line, hidden characters escaped.
pub struct OneLine;

impl Formatter for OneLine {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, out: &mut W, piece: &str) -> io::Result<()> {
        write_json_piece(out, piece)
    }
}

/// A whole message for a terminal: visible, one line, not cut.
pub fn terminal_line(text: &str) -> String {
    let piece = |c: char| if is_hidden(c) { format!("\\u{{{:04X}}}", c as u32) } else { c.to_string() };
    text.chars().map(piece).collect()
}

/// A text of several lines for a terminal: visible, each line whole.
pub fn terminal_text(text: &str) -> String {
    let visible = |line: &str| {
        let (line, end) = line.strip_suffix('\r').map_or((line, ""), |line| (line, "\r"));
        line.split('\t').map(terminal_line).collect::<Vec<_>>().join("\t") + end
    };
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

/// JSON without the white space between its tokens, so that a policy fits into a cell; any other text as it is.
pub fn compact(text: &str) -> String {
    let structured = text.starts_with(['{', '[']) && serde_json::from_str::<IgnoredAny>(text).is_ok();
    if structured { crate::event::compact(text).into_owned() } else { text.to_string() }
}
