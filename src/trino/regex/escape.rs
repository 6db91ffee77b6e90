//! What stands behind a backslash, outside of classes.

use super::node::{Node, Place};
use super::parse::Parser;
use super::sets;
use crate::trino::fault::Outcome;

impl Parser<'_> {
    pub(super) fn escape(&mut self) -> Outcome<Vec<Node>> {
        let Some(c) = self.next() else { return self.wrong("it ends with a backslash") };
        Ok(vec![match c {
            'd' | 'D' | 'w' | 'W' | 's' | 'S' => Node::One(sets::short(c)),
            'b' => Node::At(Place::Word),
            'B' => Node::At(Place::NotWord),
            'A' => Node::At(Place::Start),
            'z' => Node::At(Place::End),
            'Z' => Node::At(Place::LastEnd),
            'G' => return self.beyond("\\G"),
            'p' | 'P' => {
                let set = self.property(c == 'P', false)?;
                Node::One(set)
            }
            '1'..='9' => return self.number(c).map(|node| vec![node]),
            'k' => return self.named_back().map(|node| vec![node]),
            'Q' => {
                let mut parts = Vec::new();
                while let Some(c) = self.next() {
                    if c == '\\' && self.eat('E') {
                        break;
                    }
                    parts.push(self.letter(c)?);
                }
                return Ok(parts);
            }
            other => {
                let letter = self.character(other, 2)?;
                self.letter(letter)?
            }
        }])
    }

    /// The character that an escape stands for, in classes and outside. After `\0`, some octal digits.
    pub(super) fn character(&mut self, c: char, octal: usize) -> Outcome<char> {
        let code = match c {
            'x' | 'u' if self.peek().is_none() => return Ok(c),
            'n' => 10,
            't' => 9,
            'r' => 13,
            'f' => 12,
            'a' => 7,
            'b' => 8,
            'e' => 27,
            'v' => 11,
            '0' => self.raw(8, octal)?,
            'x' if self.peek() == Some('{') => {
                let start = self.at;
                self.at += 1;
                match self.digits(16, 8) {
                    Some(code) if self.eat('}') => code,
                    Some(_) if self.peek().is_some_and(|c| c.is_ascii_hexdigit()) => {
                        return self.wrong("a code point has too many digits");
                    }
                    _ => {
                        self.at = start;
                        return Ok('x');
                    }
                }
            }
            'x' => self.raw(16, 2)?,
            'u' => self.digits(16, 4).unwrap_or(0),
            'c' => match self.next() {
                None => return self.wrong("it ends with a backslash"),
                Some('?') => 127,
                Some('\\') => match self.next() {
                    None => return self.wrong("it ends with a backslash"),
                    Some(c) => self.character(c, octal)? as u32 & 0x9f,
                },
                Some(c) => c as u32 & 0x9f,
            },
            other => return Ok(other),
        };
        match char::from_u32(code) {
            Some(c) => Ok(c),
            None => self.beyond("a code point that is no character"),
        }
    }

    /// A byte by its digits; only such a byte is a character that is below 128.
    pub(super) fn raw(&mut self, base: u32, most: usize) -> Outcome<u32> {
        match self.digits(base, most).unwrap_or(0) {
            byte @ 0..128 => Ok(byte),
            _ => self.beyond("a character that is written as bytes"),
        }
    }

    /// A back-reference by number, or octal digits.
    fn number(&mut self, first: char) -> Outcome<Node> {
        let start = self.at;
        self.at -= 1;
        let number = self.digits(10, 20).unwrap_or(0) as usize;
        if number <= 1000 && (number <= self.groups || number <= 9) {
            return Ok(self.back(number));
        }
        if matches!(first, '8' | '9') {
            self.at = start;
            return self.letter(first);
        }
        self.at = start - 1;
        let code = self.raw(8, 3)?;
        self.letter(char::from_u32(code).unwrap_or('\0'))
    }

    fn back(&mut self, number: usize) -> Node {
        self.single = false;
        self.referred = self.referred.max(number);
        self.folds.back |= self.flags.fold;
        Node::Back(number, self.flags.fold)
    }

    /// `\k<name>`, `\k<1>`, `\k<-1>`, with apostrophes too.
    fn named_back(&mut self) -> Outcome<Node> {
        let end = match self.peek() {
            Some('<') => '>',
            Some('\'') => '\'',
            _ => return self.letter('k'),
        };
        self.at += 1;
        let mut name = String::new();
        loop {
            match self.next() {
                None | Some(')') => return self.wrong("the name of a group is not valid"),
                Some(c) if c == end => break,
                Some(c) => name.push(c),
            }
        }
        let (sign, digits) = name.strip_prefix('-').map_or((1, name.as_str()), |rest| (-1, rest));
        if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
            let number: i64 = digits.parse().unwrap_or(i64::MAX);
            let number = if sign < 0 { self.groups as i64 + 1 - number } else { number };
            if !(1..=1000).contains(&number) {
                return self.wrong("it refers to a group that it does not have");
            }
            return Ok(self.back(number as usize));
        }
        if name.contains(['+', '-']) {
            return self.beyond("a back-reference to a level");
        }
        match self.names.get(&name) {
            Some(number) => {
                let number = *number;
                let node = self.back(number);
                self.single = true;
                Ok(node)
            }
            None => self.wrong("it refers to a group that it does not have"),
        }
    }
}
