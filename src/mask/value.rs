//! Where a secret in running text ends. A shell, a connection string, a query and JSON inside of JSON have different
//! signs for it. What may belong to the secret is taken for a part of it: the rest of a password tells most of it.

use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Signs that end a value in some language and stand inside of one in another.
const SIGNS: [char; 11] = ['&', ',', ';', ')', '}', ']', '<', '>', '|', '`', '#'];

/// How far the other quote of a piece within a word is looked for: it may be an apostrophe.
const PIECE: usize = 4096;

/// What shows behind such a sign that the value was over: the next of several named values, or the next command.
static NEXT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let next = r"^(?:amp;)?[A-Za-z_][\w.-]*(?: [\w.-]+)?=|^(?:aws|base64|bash|cat|cd|chmod|cp|curl|docker|echo|env|exit|export|git|kubectl|ls|mkdir|mv|mysql|nc|nohup|npm|pip|psql|python3?|rm|sh|source|ssh|sudo|tee|unset|wget)(?:\s|$)";
    Regex::new(next).ok()
});

/// A value behind its name, without the quotes around it.
pub(super) struct Value {
    pub range: Range<usize>,
    /// Whether it stood in quotes.
    pub quoted: bool,
    /// Whether `$` starts no variable in it: between single quotes.
    pub literal: bool,
}

/// The value that starts at a place; nothing where none does.
pub(super) fn at(text: &str, start: usize) -> Option<Value> {
    let Some(quote) = Quote::at(text, start) else {
        let range = start..word_end(text, start);
        return (!range.is_empty()).then_some(Value { range, quoted: false, literal: false });
    };
    let inside = start + quote.length();
    // Of one that is cut off, what is there.
    let end = quote.closed(text, inside, text.len()).unwrap_or(text.len());
    let behind = (end + quote.length()).min(text.len());
    // A shell takes pieces without a space between them for one word, SQL two quotes for one in the text.
    let more = text[behind..].chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '\'' | '"'))
        || text[behind..].starts_with("\\'");
    let range = inside..if more && !over(text, behind) { word_end(text, behind) } else { end };
    Some(Value { range, quoted: true, literal: quote.sign == b'\'' })
}

/// The end of an unquoted word; it may hold quoted pieces.
fn word_end(text: &str, mut at: usize) -> usize {
    while let Some(c) = text[at..].chars().next() {
        if let Some(quote) = Quote::at(text, at) {
            let behind = at + quote.length();
            if over(text, behind) {
                return at;
            }
            let closed = quote.closed(text, behind, text.len().min(behind + PIECE));
            at = closed.filter(|_| quote.escapes == 0).map_or(behind, |end| end + quote.length());
            continue;
        }
        let sign = match c {
            c if c.is_whitespace() => return at,
            // A line that ends inside of JSON inside of JSON.
            '\\' if text[at + 1..].starts_with(['n', 'r', 't']) => 2,
            '\\' => {
                at += 1;
                at += text[at..].chars().next().map_or(0, char::len_utf8);
                continue;
            }
            c if SIGNS.contains(&c) => 1,
            c => {
                at += c.len_utf8();
                continue;
            }
        };
        if ends(text, at, sign) {
            return at;
        }
        at += sign;
    }
    at
}

/// Whether the value is over at a place: with the text, at a space, or at a sign.
fn over(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_none_or(|c| c.is_whitespace() || c == '\\' || c == ':' || SIGNS.contains(&c))
        && !text[at..].starts_with("\\'")
}

/// Whether a sign ends the value before it.
fn ends(text: &str, mut at: usize, mut sign: usize) -> bool {
    loop {
        let (this, rest) = (&text[at..at + sign], &text[at + sign..]);
        let Some(c) = rest.chars().next() else { return true };
        if c.is_whitespace() || Quote::at(text, at + sign).is_some() {
            return true;
        }
        if matches!(this, "&" | "|") && rest.starts_with(this) || this == "<" && c == '/' {
            return true;
        }
        if NEXT.as_ref().is_none_or(|next| next.is_match(rest)) {
            return true;
        }
        if !SIGNS.contains(&c) {
            return false;
        }
        (at, sign) = (at + sign, c.len_utf8());
    }
}

/// A quote, with the backslashes before it that texts inside of texts have.
#[derive(Clone, Copy)]
struct Quote {
    sign: u8,
    escapes: usize,
}

impl Quote {
    fn at(text: &str, at: usize) -> Option<Self> {
        let bytes = &text.as_bytes()[at..];
        let escapes = bytes.iter().take_while(|byte| **byte == b'\\').count();
        let sign = *bytes.get(escapes).filter(|byte| matches!(byte, b'"' | b'\''))?;
        Some(Self { sign, escapes })
    }

    fn length(self) -> usize {
        self.escapes + 1
    }

    /// Where its other quote starts, with its backslashes. A quote inside has more of them, each level twice as many
    /// and one more; backslashes before the other quote that are text are doubled likewise.
    fn closed(self, text: &str, from: usize, to: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut run = 0;
        for (at, byte) in bytes.iter().enumerate().take(to).skip(from) {
            match *byte {
                b'\\' => run += 1,
                byte if byte == self.sign => {
                    let closes = run % (2 * self.length()) == self.escapes;
                    // A shell knows no escapes between single quotes.
                    let plain = self.sign == b'\'' && self.escapes == 0 && (run > 0 && over(text, at + 1));
                    if closes || plain {
                        return Some(at - self.escapes);
                    }
                    run = 0;
                }
                _ => run = 0,
            }
        }
        None
    }
}
