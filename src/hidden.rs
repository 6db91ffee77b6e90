//! Characters that a reader cannot see, or that change how others are shown: one list for every output.

use std::io::{self, Write};

/// True for controls, and for characters of direction, of no width and of no look.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether a text holds one.
pub fn any_hidden(text: &str) -> bool {
    // Nearly all texts of a log are printable ASCII.
    !text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && text.chars().any(is_hidden)
}

/// Writes a piece of a JSON string whose quotes and backslashes are escaped already: hidden characters as `\uXXXX`, so
/// that the value is exact and the file shows what is in it.
pub fn write_json_piece(out: &mut (impl Write + ?Sized), piece: &str) -> io::Result<()> {
    let mut written = 0;
    if any_hidden(piece) {
        for (at, c) in piece.char_indices().filter(|(_, c)| is_hidden(*c)) {
            out.write_all(&piece.as_bytes()[written..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            written = at + c.len_utf8();
        }
    }
    out.write_all(&piece.as_bytes()[written..])
}
