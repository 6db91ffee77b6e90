//! Sets with a name: `\p{Lu}`, `[:alpha:]`.

use super::parse::Parser;
use super::sets;
use crate::trino::fault::Outcome;
use regex_syntax::hir::ClassUnicode;

/// The names that POSIX has.
const POSIX: [&str; 14] = [
    "alnum", "alpha", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper",
    "xdigit", "ascii", "word",
];

impl Parser<'_> {
    /// The set behind `\p`.
    pub(super) fn property(&mut self, not: bool, class: bool) -> Outcome<ClassUnicode> {
        let braces = self.eat('{');
        if !class {
            self.single = !braces;
        }
        let mut name = String::new();
        loop {
            match self.next() {
                None => return self.wrong("the name of a property is not valid"),
                Some(c) if self.single => {
                    name.push(c);
                    break;
                }
                Some('(' | ')' | '{' | '|') => return self.wrong("the name of a property is not valid"),
                Some('}') => break,
                Some(c) => name.push(c),
            }
        }
        self.properties = true;
        match named(&name.to_ascii_lowercase()) {
            Some(set) => Ok(if not { sets::negated(&set) } else { set }),
            None => self.wrong(&format!("the property {name} is not known")),
        }
    }

    /// The set behind `[:`; nothing when it is no such set.
    pub(super) fn posix(&mut self) -> Outcome<Option<ClassUnicode>> {
        let mut at = self.at + 1;
        let not = self.chars.get(at) == Some(&'^');
        at += usize::from(not);
        let rest = &self.chars[at..];
        let Some(name) = POSIX.iter().find(|name| rest.iter().copied().take(name.len()).eq(name.chars()))
        else {
            let colon = rest.iter().take(21).position(|c| matches!(c, ':' | ']'));
            return match colon {
                Some(colon) if rest[colon..].starts_with(&[':', ']']) => {
                    self.wrong("a class has no such name")
                }
                _ => Ok(None),
            };
        };
        if !rest[name.len()..].starts_with(&[':', ']']) {
            return self.wrong("a class has no such name");
        }
        let Some(set) = named(name) else { return self.beyond(&format!("the class {name}")) };
        self.properties = true;
        self.at = at + name.len() + 2;
        Ok(Some(if not { sets::negated(&set) } else { set }))
    }

    /// Whether a `:]` follows before a `]`.
    pub(super) fn posix_follows(&self) -> bool {
        let mut rest = self.chars[self.at + 1..].iter().peekable();
        while let Some(c) = rest.next() {
            match c {
                '\\' => {
                    rest.next();
                }
                ':' if rest.peek() == Some(&&']') => return true,
                ']' => return false,
                _ => {}
            }
        }
        false
    }
}

fn named(name: &str) -> Option<ClassUnicode> {
    let class = match name {
        "alnum" => r"[\p{Alphabetic}\p{Nd}]",
        "alpha" | "javaalphabetic" => r"\p{Alphabetic}",
        "any" => return Some(sets::all()),
        "ascii" => r"[\x00-\x7f]",
        "blank" => r"[\t\p{Zs}]",
        "cntrl" => r"[\x00-\x1f\x7f-\x9f]",
        "digit" | "javadigit" => r"\p{Nd}",
        "graph" => r"[^\p{White_Space}\p{Cc}\p{Cn}]",
        "lower" | "lowercase" => r"\p{Lowercase}",
        "print" => r"[^\p{Cc}\p{Cn}\u{2028}\u{2029}]",
        "punct" => r"\p{P}",
        "space" | "whitespace" => r"\p{White_Space}",
        "upper" | "uppercase" => r"\p{Uppercase}",
        "xdigit" => r"[0-9A-Fa-f]",
        "word" => r"[\p{Alphabetic}\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}--[\u{1f130}-\u{1f189}]]",
        "javaletter" => r"\p{L}",
        "javaletterordigit" => r"[\p{L}\p{Nd}]",
        "javalowercase" => r"\p{Lowercase}",
        "javauppercase" => r"\p{Uppercase}",
        "javatitlecase" => r"\p{Lt}",
        "javaspacechar" => r"\p{Z}",
        "javawhitespace" => r"[\t-\r\x1c-\x1f\p{Z}--[\u{a0}\u{2007}\u{202f}]]",
        "javaisocontrol" => r"[\x00-\x1f\x7f-\x9f]",
        "javaideographic" => r"\p{Ideographic}",
        "inbasiclatin" => r"[\x00-\x7f]",
        "inlatin1supplement" => r"[\u{80}-\u{ff}]",
        "inlatinextendeda" => r"[\u{100}-\u{17f}]",
        "inlatinextendedb" => r"[\u{180}-\u{24f}]",
        "ingreek" | "ingreekandcoptic" => r"[\u{370}-\u{3ff}]",
        "incyrillic" => r"[\u{400}-\u{4ff}]",
        "inarmenian" => r"[\u{530}-\u{58f}]",
        "inhebrew" => r"[\u{590}-\u{5ff}]",
        "inarabic" => r"[\u{600}-\u{6ff}]",
        "inthai" => r"[\u{e00}-\u{e7f}]",
        "inhiragana" => r"[\u{3040}-\u{309f}]",
        "inkatakana" => r"[\u{30a0}-\u{30ff}]",
        "incjkunifiedideographs" => r"[\u{4e00}-\u{9fff}]",
        "inhangulsyllables" => r"[\u{ac00}-\u{d7af}]",
        "ingeneralpunctuation" => r"[\u{2000}-\u{206f}]",
        "incurrencysymbols" => r"[\u{20a0}-\u{20cf}]",
        "inemoticons" => r"[\u{1f600}-\u{1f64f}]",
        "arabic" => r"[\p{Arabic}--[\u{65f}-\u{669}\u{fdfd}]]",
        "armenian" => r"[\p{Armenian}--\u{589}]",
        _ if PLAIN.contains(&name) => {
            return sets::read(&format!(r"\p{{{name}}}")).and_then(|set| sets::aged(set, &sets::UNICODE_6_1));
        }
        _ => return None,
    };
    let set = sets::read(class)?;
    if name.starts_with("in") { Some(set) } else { sets::aged(set, &sets::UNICODE_6_1) }
}

/// Names that mean the same in Trino's tables and in today's Unicode, apart from newer characters.
const PLAIN: [&str; 57] = [
    "l",
    "lu",
    "ll",
    "lt",
    "lm",
    "lo",
    "m",
    "mn",
    "mc",
    "me",
    "n",
    "nd",
    "nl",
    "no",
    "p",
    "pc",
    "pd",
    "pe",
    "pf",
    "pi",
    "po",
    "ps",
    "s",
    "sc",
    "sk",
    "sm",
    "so",
    "z",
    "zl",
    "zp",
    "zs",
    "cc",
    "cf",
    "bengali",
    "bopomofo",
    "cyrillic",
    "devanagari",
    "ethiopic",
    "georgian",
    "greek",
    "gujarati",
    "gurmukhi",
    "han",
    "hangul",
    "hebrew",
    "hiragana",
    "kannada",
    "katakana",
    "khmer",
    "lao",
    "latin",
    "malayalam",
    "mongolian",
    "tamil",
    "telugu",
    "thai",
    "tibetan",
];
