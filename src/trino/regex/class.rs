//! Classes like `[a-z&&[^b]]`, read as Trino's engine reads them, with its own ways of taking a `-`.

use super::parse::Parser;
use super::sets;
use crate::trino::fault::Outcome;
use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// What stands next in a class.
enum Token {
    Close,
    Hyphen,
    And,
    Open,
    /// A character.
    One(char),
    /// `\d` or a property.
    Set(ClassUnicode),
}

/// What was read last.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Start,
    /// A character that is not in the set yet.
    One,
    /// A set.
    Set,
    /// A hyphen behind either.
    Range,
    /// A range.
    Complete,
}

/// A class while it is read.
struct Reading {
    set: ClassUnicode,
    state: State,
    /// The last character; a hyphen behind a set starts there, too, because Trino's does.
    last: char,
}

impl Reading {
    fn flush(&mut self) {
        if self.state == State::One {
            self.set.push(ClassUnicodeRange::new(self.last, self.last));
            self.last = '\0';
        }
    }
}

impl Parser<'_> {
    /// The class behind a `[`, and whether it is negated.
    pub(super) fn class(&mut self) -> Outcome<(ClassUnicode, bool)> {
        let not = self.eat('^');
        let mut now = Reading { set: ClassUnicode::empty(), state: State::Start, last: '\0' };
        let mut before: Option<ClassUnicode> = None;
        let mut token = self.class_token()?;
        if matches!(token, Token::Close) {
            if !self.closes_later() {
                return self.wrong("a class is empty");
            }
            token = Token::One(']');
        }
        loop {
            let mut following = None;
            match token {
                Token::Close => break,
                Token::One(c) => self.class_one(&mut now, c)?,
                Token::Set(set) => {
                    if now.state == State::Range {
                        return self.wrong("a range in a class ends with a set");
                    }
                    now.set.union(&set);
                    if now.state == State::One {
                        now.set.push(ClassUnicodeRange::new(now.last, now.last));
                    }
                    now.state = State::Set;
                }
                Token::Open => {
                    let (set, not) = self.deeper(Self::class)?;
                    now.set.union(&if not { sets::negated(&set) } else { set });
                }
                Token::And => {
                    now.flush();
                    now.state = State::Start;
                    let set = std::mem::replace(&mut now.set, ClassUnicode::empty());
                    before = Some(met(before, set));
                }
                Token::Hyphen => following = self.hyphen(&mut now)?,
            }
            token = match following {
                Some(token) => token,
                None => self.class_token()?,
            };
        }
        now.flush();
        let set = if before.is_some() { met(before, now.set) } else { now.set };
        Ok((set, not))
    }

    /// What a `-` means; it may have to look at what follows.
    fn hyphen(&mut self, now: &mut Reading) -> Outcome<Option<Token>> {
        match now.state {
            State::Range => {
                self.class_one(now, '-')?;
                Ok(None)
            }
            State::Start => {
                let next = self.class_token()?;
                self.class_one(now, '-')?;
                Ok(Some(next))
            }
            State::One | State::Set => {
                let next = self.class_token()?;
                match next {
                    Token::Close | Token::And => self.class_one(now, '-')?,
                    _ => now.state = State::Range,
                }
                Ok(Some(next))
            }
            State::Complete => {
                let next = self.class_token()?;
                match next {
                    Token::Close | Token::And => self.class_one(now, '-')?,
                    // Behind a range, Trino's engine forgets the hyphen.
                    Token::One(c) if c.is_ascii() => self.class_one(now, c)?,
                    Token::Hyphen => self.class_one(now, '-')?,
                    _ => return self.beyond("a hyphen between a range and a set in a class"),
                }
                Ok(Some(next))
            }
        }
    }

    fn class_one(&mut self, now: &mut Reading, c: char) -> Outcome<()> {
        now.state = match now.state {
            State::One => {
                now.set.push(ClassUnicodeRange::new(now.last, now.last));
                State::One
            }
            State::Range if now.last > c => return self.wrong("a range in a class ends below its start"),
            State::Range => {
                now.set.push(ClassUnicodeRange::new(now.last, c));
                State::Complete
            }
            State::Start | State::Complete | State::Set => State::One,
        };
        now.last = c;
        Ok(())
    }

    fn class_token(&mut self) -> Outcome<Token> {
        let Some(c) = self.next() else { return self.wrong("a class has no end") };
        Ok(match c {
            ']' => Token::Close,
            '-' => Token::Hyphen,
            '&' if self.eat('&') => Token::And,
            '[' if self.peek() == Some(':') && self.posix_follows() => match self.posix()? {
                Some(set) => Token::Set(set),
                None => Token::One('['),
            },
            '[' => Token::Open,
            '\\' => match self.next() {
                None => return self.wrong("it ends with a backslash"),
                Some(c @ ('d' | 'D' | 'w' | 'W' | 's' | 'S')) => Token::Set(sets::short(c)),
                Some(c @ ('p' | 'P')) if self.peek() == Some('{') => {
                    Token::Set(self.property(c == 'P', true)?)
                }
                Some('0'..='7') => {
                    self.at -= 1;
                    let code = self.raw(8, 3)?;
                    Token::One(char::from_u32(code).unwrap_or('\0'))
                }
                Some(c) => Token::One(self.character(c, 3)?),
            },
            other => Token::One(other),
        })
    }

    /// Whether a `]` follows that has no backslash.
    fn closes_later(&self) -> bool {
        let mut rest = self.chars[self.at..].iter();
        while let Some(c) = rest.next() {
            match c {
                ']' => return true,
                '\\' => {
                    rest.next();
                }
                _ => {}
            }
        }
        false
    }
}

fn met(before: Option<ClassUnicode>, set: ClassUnicode) -> ClassUnicode {
    match before {
        None => set,
        Some(mut before) => {
            before.intersect(&set);
            before
        }
    }
}
