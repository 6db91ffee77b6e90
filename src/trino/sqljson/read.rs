//! JSON texts to items. What stands behind the first value is not looked at.

use super::item::Item;
use crate::trino::fault::{Fault, Outcome, UNSUPPORTED};
use crate::trino::types::Type;
use crate::trino::value::Value;
use std::sync::Arc;

/// How deep arrays and objects may stand in each other.
const MAX_DEPTH: usize = 500;
/// Digits of a number that are read.
const MAX_DIGITS: usize = 1000;

/// Reads the first value of a text.
pub fn read(text: &str) -> Outcome<Item> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    reader.space();
    if reader.rest().is_empty() {
        return Ok(Item::Missing);
    }
    let item = reader.value()?;
    // Only a number and a word must end where they end.
    let next = reader.rest().chars().next();
    let ends = match item {
        Item::Scalar(Value::Int(_) | Value::Double(_), _) | Item::Big(_) => {
            next.is_none_or(|c| matches!(c, ' ' | '\t' | '\n' | '\r'))
        }
        Item::Scalar(Value::Bool(_), _) | Item::Null => {
            next.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '_' | '$')))
        }
        _ => true,
    };
    if ends { Ok(item) } else { malformed() }
}

fn malformed<T>() -> Outcome<T> {
    Err(Fault::new("JSON_INPUT_CONVERSION_ERROR", "conversion to JSON failed: the text is not JSON"))
}

fn too_much<T>(what: &str) -> Outcome<T> {
    Err(Fault::new(UNSUPPORTED, format!("JSON with {what} cannot be read on local logs")))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn eat(&mut self, c: char) -> bool {
        self.space();
        let found = self.rest().starts_with(c);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self) -> Outcome<Item> {
        self.space();
        match self.rest().bytes().next() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => Ok(Item::text(self.string()?)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => {
                let words = [("true", Some(true)), ("false", Some(false)), ("null", None)];
                let Some((word, value)) = words.iter().find(|(word, _)| self.rest().starts_with(word)) else {
                    return malformed();
                };
                self.at += word.len();
                Ok(value.map_or(Item::Null, |b| Item::Scalar(Value::Bool(b), Type::Boolean)))
            }
        }
    }

    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Outcome<Item>) -> Outcome<Item> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return too_much("more than 500 levels");
        }
        self.at += 1;
        let item = read(self);
        self.depth -= 1;
        item
    }

    fn array(&mut self) -> Outcome<Item> {
        let mut items = Vec::new();
        if self.eat(']') {
            return Ok(Item::Array(Arc::new(items)));
        }
        loop {
            items.push(self.value()?);
            if self.eat(']') {
                return Ok(Item::Array(Arc::new(items)));
            }
            if !self.eat(',') {
                return malformed();
            }
        }
    }

    fn object(&mut self) -> Outcome<Item> {
        let mut members: Vec<(String, Item)> = Vec::new();
        if self.eat('}') {
            return Ok(Item::Object(Arc::new(members)));
        }
        loop {
            self.space();
            let key = self.string()?;
            if !self.eat(':') {
                return malformed();
            }
            let item = self.value()?;
            match members.iter_mut().find(|(known, _)| *known == key) {
                Some(known) => known.1 = item,
                None => members.push((key, item)),
            }
            if self.eat('}') {
                return Ok(Item::Object(Arc::new(members)));
            }
            if !self.eat(',') {
                return malformed();
            }
        }
    }

    fn number(&mut self) -> Outcome<Item> {
        let text = self.rest();
        let bytes = text.as_bytes();
        let digits = |from: usize| {
            bytes[from..].iter().position(|b| !b.is_ascii_digit()).map_or(bytes.len(), |n| from + n)
        };
        let start = usize::from(bytes[0] == b'-');
        let mut end = digits(start);
        if end == start || (bytes[start] == b'0' && end > start + 1) {
            return malformed();
        }
        let mut whole = true;
        if bytes.get(end) == Some(&b'.') {
            let after = digits(end + 1);
            if after == end + 1 {
                return malformed();
            }
            (end, whole) = (after, false);
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let after = if end + 1 + sign > bytes.len() { end } else { digits(end + 1 + sign) };
            if after <= end + 1 + sign {
                return malformed();
            }
            (end, whole) = (after, false);
        }
        let number = text[..end].to_string();
        self.at += end;
        if number.len() > MAX_DIGITS {
            return too_much("a number of more than 1000 digits");
        }
        if !whole {
            return Ok(Item::Scalar(Value::Double(number.parse().unwrap_or(f64::NAN)), Type::Double));
        }
        Ok(number.parse().map_or(Item::Big(number), Item::integer))
    }

    fn string(&mut self) -> Outcome<String> {
        if !self.rest().starts_with('"') {
            return malformed();
        }
        self.at += 1;
        let mut out = String::new();
        loop {
            let Some(c) = self.rest().chars().next() else { return malformed() };
            self.at += c.len_utf8();
            match c {
                '"' => return Ok(out),
                '\\' => out.push(self.escape()?),
                c if c < ' ' => return malformed(),
                c => out.push(c),
            }
        }
    }

    fn escape(&mut self) -> Outcome<char> {
        let Some(c) = self.rest().chars().next() else { return malformed() };
        self.at += c.len_utf8();
        Ok(match c {
            '"' | '\\' | '/' => c,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let first = self.unit()?;
                if let Some(c) = char::from_u32(first) {
                    return Ok(c);
                }
                if first < 0xdc00 && self.rest().starts_with("\\u") {
                    self.at += 2;
                    let second = self.unit()?;
                    if (0xdc00..0xe000).contains(&second) {
                        let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                        return char::from_u32(code).map_or_else(malformed, Ok);
                    }
                }
                return too_much("half of a pair of UTF-16");
            }
            _ => return malformed(),
        })
    }

    fn unit(&mut self) -> Outcome<u32> {
        let digits = self.rest().get(..4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        let Some(unit) = digits.and_then(|d| u32::from_str_radix(d, 16).ok()) else { return malformed() };
        self.at += 4;
        Ok(unit)
    }
}
