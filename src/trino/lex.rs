//! Statement text to tokens, as Trino's lexer does it.

use super::fault::{Fault, Outcome, Pos};

/// One token.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// A bare word: keyword or identifier, as written.
    Word(String),
    /// A quoted identifier.
    Quoted(String),
    /// A varchar literal.
    Text(String),
    /// `X'…'`.
    Binary(Vec<u8>),
    /// Digits only.
    Integer(String),
    /// With a decimal point.
    Decimal(String),
    /// With an exponent.
    Double(String),
    /// An operator or a bracket.
    Sign(&'static str),
    /// The end of the text.
    End,
}

/// A token and where it starts.
#[derive(Clone, Debug)]
pub struct Lexeme {
    /// The token.
    pub token: Token,
    /// Its place.
    pub at: Pos,
    /// Byte offset of its start.
    pub start: usize,
}

const SIGNS: [&str; 27] = [
    "<>", "!=", "<=", ">=", "||", "->", "=>", "=", "<", ">", "+", "-", "*", "/", "%", "(", ")", "[", "]",
    ",", ".", ";", "?", ":", "{", "}", "|",
];

/// All tokens of a text, the end included.
pub fn lex(text: &str) -> Outcome<Vec<Lexeme>> {
    let mut lexer = Lexer { text, offset: 0, at: Pos { line: 1, column: 1 }, out: Vec::new() };
    while lexer.step()? {}
    Ok(lexer.out)
}

struct Lexer<'a> {
    text: &'a str,
    offset: usize,
    at: Pos,
    out: Vec<Lexeme>,
}

fn is_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.offset..]
    }

    fn advance(&mut self, bytes: usize) {
        for c in self.text[self.offset..self.offset + bytes].chars() {
            if c == '\n' {
                self.at = Pos { line: self.at.line + 1, column: 1 };
            } else {
                self.at.column += 1;
            }
        }
        self.offset += bytes;
    }

    fn put(&mut self, token: Token, bytes: usize) {
        self.out.push(Lexeme { token, at: self.at, start: self.offset });
        self.advance(bytes);
    }

    fn refuse<T>(&self, message: &str) -> Outcome<T> {
        Err(Fault::at("SYNTAX_ERROR", self.at, message))
    }

    fn step(&mut self) -> Outcome<bool> {
        let rest = self.rest();
        let Some(c) = rest.chars().next() else {
            self.put(Token::End, 0);
            return Ok(false);
        };
        if c.is_whitespace() {
            let bytes = rest.len() - rest.trim_start().len();
            self.advance(bytes);
        } else if rest.starts_with("--") {
            let bytes = rest.find('\n').unwrap_or(rest.len());
            self.advance(bytes);
        } else if rest.starts_with("/*") {
            match rest.find("*/") {
                Some(end) => self.advance(end + 2),
                None => return self.refuse("the comment is not closed: */ is missing"),
            }
        } else if let Some(bytes) = self.event_data_store() {
            let name = self.rest()[..bytes].to_string();
            self.put(Token::Quoted(name), bytes);
        } else if c == '\'' {
            let (inside, bytes) = self.quoted(0, '\'')?;
            self.put(Token::Text(inside), bytes);
        } else if c == '"' {
            let (inside, bytes) = self.quoted(0, '"')?;
            if inside.is_empty() {
                return self.refuse("Zero-length delimited identifier not allowed");
            }
            self.put(Token::Quoted(inside), bytes);
        } else if c == '`' {
            return self
                .refuse("backquoted identifiers are not supported; use double quotes to quote identifiers");
        } else if rest.len() > 1 && matches!(c, 'x' | 'X') && rest[1..].starts_with('\'') {
            let (inside, bytes) = self.quoted(1, '\'')?;
            let digits: String = inside.chars().filter(|c| !c.is_whitespace()).collect();
            match bytes_of(&digits) {
                Some(value) => self.put(Token::Binary(value), bytes),
                None => {
                    return self.refuse("Binary literal must contain an even number of hexadecimal digits");
                }
            }
        } else if (rest.starts_with("U&'") || rest.starts_with("u&'")) && !rest.is_empty() {
            let (inside, bytes) = self.quoted(2, '\'')?;
            match unicode(&inside) {
                Some(value) => self.put(Token::Text(value), bytes),
                None => return self.refuse("Invalid Unicode escape in a U&'' literal"),
            }
        } else if c.is_ascii_digit() || (c == '.' && rest[1..].starts_with(|d: char| d.is_ascii_digit())) {
            self.number()?;
        } else if is_start(c) {
            let bytes = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
            let word = rest[..bytes].to_string();
            self.put(Token::Word(word), bytes);
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            self.put(Token::Sign(sign), sign.len());
        } else {
            return self.refuse(&format!("the character `{}` cannot stand here", c.escape_debug()));
        }
        Ok(true)
    }

    /// CloudTrail Lake names its tables by a bare UUID behind FROM.
    fn event_data_store(&self) -> Option<usize> {
        let before = match self.out.last().map(|l| &l.token) {
            Some(Token::Word(word)) => word.eq_ignore_ascii_case("from") || word.eq_ignore_ascii_case("join"),
            Some(Token::Sign(sign)) => *sign == ",",
            _ => false,
        };
        let candidate = self.rest().as_bytes().get(..36)?;
        let shaped = candidate.iter().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => *b == b'-',
            _ => b.is_ascii_hexdigit(),
        });
        let ends = || !self.rest()[36..].starts_with(|c: char| is_part(c) || c == '-');
        (before && shaped && ends()).then_some(36)
    }

    /// The inside of a quoted text that starts after `skip` bytes, and its length with the quotes.
    fn quoted(&self, skip: usize, quote: char) -> Outcome<(String, usize)> {
        let body = &self.rest()[skip + 1..];
        let mut inside = String::new();
        let mut chars = body.char_indices().peekable();
        while let Some((index, c)) = chars.next() {
            if c != quote {
                inside.push(c);
            } else if chars.peek().is_some_and(|(_, next)| *next == quote) {
                chars.next();
                inside.push(quote);
            } else {
                return Ok((inside, skip + index + 2));
            }
        }
        self.refuse(&format!("the quoted text is not closed: a {quote} is missing"))
    }

    fn number(&mut self) -> Outcome<()> {
        let rest = self.rest();
        let radix = match rest.get(..2).map(str::to_ascii_lowercase).as_deref() {
            Some("0x") => 16,
            Some("0o") => 8,
            Some("0b") => 2,
            _ => 10,
        };
        if radix != 10 {
            let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
            let value = spaced(&rest[1..end].replacen(|c: char| c.is_ascii_alphabetic(), "0", 1))
                .and_then(|digits| i64::from_str_radix(&digits, radix).ok());
            return match value {
                Some(value) => {
                    self.put(Token::Integer(value.to_string()), end);
                    Ok(())
                }
                None => self.refuse(&format!("Invalid numeric literal: {}", &rest[..end])),
            };
        }
        let digits = |from: usize| {
            rest[from..]
                .bytes()
                .position(|b| !(b.is_ascii_digit() || b == b'_'))
                .map_or(rest.len(), |n| from + n)
        };
        let mut end = digits(0);
        let mut kind: fn(String) -> Token = Token::Integer;
        if rest[end..].starts_with('.') {
            end = digits(end + 1);
            kind = Token::Decimal;
        }
        if rest[end..].starts_with(['e', 'E']) {
            let sign = usize::from(rest[end + 1..].starts_with(['+', '-']));
            let exponent = digits(end + 1 + sign);
            if exponent > end + 1 + sign {
                end = exponent;
                kind = Token::Double;
            }
        }
        if rest[end..].starts_with(is_start) {
            return self.refuse(
                "identifiers must not start with a digit; surround the identifier with double quotes",
            );
        }
        let Some(text) = spaced(&rest[..end]) else {
            return self.refuse(&format!("Invalid numeric literal: {}", &rest[..end]));
        };
        self.put(kind(text), end);
        Ok(())
    }
}

/// Digits without the single underscores that stand between them.
fn spaced(text: &str) -> Option<String> {
    let wrong = text.contains("__") || text.ends_with('_') || text.contains("_.") || text.contains("._");
    (!wrong).then(|| text.replace('_', ""))
}

/// Bytes of hexadecimal digits.
pub fn bytes_of(digits: &str) -> Option<Vec<u8>> {
    let digits = digits.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let nibble = |b: u8| (b as char).to_digit(16).map(|d| d as u8);
    digits.chunks(2).map(|pair| Some(nibble(pair[0])? << 4 | nibble(pair[1])?)).collect()
}

fn unicode(inside: &str) -> Option<String> {
    let mut out = String::new();
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let mut rest = chars.clone();
        let length = match rest.next()? {
            '\\' => {
                chars = rest;
                out.push('\\');
                continue;
            }
            '+' => {
                chars = rest;
                6
            }
            _ => 4,
        };
        let digits: String = chars.by_ref().take(length).collect();
        out.push(char::from_u32(u32::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == length)?)?);
    }
    Some(out)
}
