//! Capital and small letters as one, as Trino's tables have them: those of Unicode 4.1. Some letters also stand for
//! two or three others; where that could matter, the pattern is refused.

use super::sets;
use regex_syntax::hir::ClassUnicode;

/// Letters of Latin that stand for several.
const SEVERAL: [(char, &str); 16] = [
    ('ß', "ss"),
    ('İ', "i\u{307}"),
    ('ŉ', "\u{2bc}n"),
    ('ǰ', "j\u{30c}"),
    ('ẖ', "h\u{331}"),
    ('ẗ', "t\u{308}"),
    ('ẘ', "w\u{30a}"),
    ('ẙ', "y\u{30a}"),
    ('ẚ', "a\u{2be}"),
    ('ﬀ', "ff"),
    ('ﬁ', "fi"),
    ('ﬂ', "fl"),
    ('ﬃ', "ffi"),
    ('ﬄ', "ffl"),
    ('ﬅ', "st"),
    ('ﬆ', "st"),
];

/// Whether a letter stands for several.
fn stands_for_several(c: char) -> bool {
    SEVERAL.iter().any(|(letter, _)| *letter == c)
        || matches!(c, '\u{390}' | '\u{3b0}' | '\u{587}' | '\u{1e9e}' | '\u{1f50}'..='\u{1fff}' | '\u{fb13}'..='\u{fb17}')
}

/// The letters of a pattern that stand under `(?i)`.
#[derive(Clone, Debug, Default)]
pub(super) struct Folds {
    /// Its letters, small, in the order of the pattern; a NUL where something else stands between them.
    letters: String,
    /// A back-reference is among it.
    pub(super) back: bool,
}

impl Folds {
    /// A letter and those that are equal to it under `(?i)`; nothing when one of them is several letters.
    pub(super) fn letter(&mut self, c: char) -> Option<ClassUnicode> {
        let set = closed(&sets::of(c))?;
        if stands_for_several(c) {
            return None;
        }
        self.letters.extend(set.ranges().iter().take(1).map(|range| range.start().to_ascii_lowercase()));
        Some(set)
    }

    /// Something else stands between the letters.
    pub(super) fn interrupt(&mut self) {
        self.letters.push('\0');
    }

    /// The last letter may follow itself.
    pub(super) fn repeat(&mut self) {
        let last = self.letters.chars().next_back();
        self.letters.extend(last);
    }

    /// A class and what is the same; nothing when a letter in it stands for several that the class does not have, or
    /// that it is not sure to have. A class of what it does not have never stands for several.
    pub(super) fn class(&mut self, set: &ClassUnicode, not: bool, endless: bool) -> Option<ClassUnicode> {
        let made = closed(set)?;
        let covers = |parts: &str| endless && parts.chars().all(|part| sets::has(&made, part));
        let few = SEVERAL.iter().all(|(letter, parts)| !sets::has(set, *letter) || covers(parts));
        let others = sets::read(r"[\u{390}\u{3b0}\u{587}\u{1e9e}\u{1f50}-\u{1fff}\u{fb13}-\u{fb17}]")?;
        let all =
            sets::read(r"[a-z\u{2bc}\u{2be}\u{300}-\u{36f}\u{3b1}-\u{3c9}\u{561}-\u{587}\u{1f00}-\u{1f4f}]")?;
        let mut common = others;
        common.intersect(set);
        let mut covered = all.clone();
        covered.intersect(&made);
        let rest = common.ranges().is_empty() || (endless && covered == all);
        (not || (few && rest)).then_some(made)
    }

    /// Whether a text has letters that a match could take for several of the pattern's.
    pub(super) fn doubtful(&self, text: &str) -> bool {
        if text.is_ascii() || (self.letters.is_empty() && !self.back) {
            return false;
        }
        self.back || text.chars().any(|c| self.could_be(c))
    }

    fn could_be(&self, c: char) -> bool {
        if c.is_ascii() || !stands_for_several(c) {
            return false;
        }
        match SEVERAL.iter().find(|(letter, _)| *letter == c) {
            Some((_, parts)) => self.letters.contains(parts),
            None if c == '\u{1e9e}' => self.letters.contains("ss"),
            None => !self.letters.is_ascii(),
        }
    }
}

/// A set with the capital and the small form of each of its letters.
fn closed(set: &ClassUnicode) -> Option<ClassUnicode> {
    // Trino's table has one pair that Unicode has taken back.
    if sets::has(set, '\u{241}') != sets::has(set, '\u{294}') {
        return None;
    }
    let mut same = sets::aged(set.clone(), &sets::UNICODE_4_1)?;
    same.try_case_fold_simple().ok()?;
    let mut same = sets::aged(same, &sets::UNICODE_4_1)?;
    same.union(set);
    Some(same)
}
