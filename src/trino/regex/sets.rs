//! Sets of characters.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, HirKind};
use std::sync::LazyLock;

/// One character.
pub(super) fn of(c: char) -> ClassUnicode {
    range(c, c)
}

/// Characters from one to another.
pub(super) fn range(from: char, to: char) -> ClassUnicode {
    ClassUnicode::new([ClassUnicodeRange::new(from, to)])
}

/// All characters.
pub(super) fn all() -> ClassUnicode {
    range('\0', char::MAX)
}

/// All other characters.
pub(super) fn negated(set: &ClassUnicode) -> ClassUnicode {
    let mut other = set.clone();
    other.negate();
    other
}

/// Whether a character is in a set.
pub(super) fn has(set: &ClassUnicode, c: char) -> bool {
    let ranges = set.ranges();
    let at = ranges.partition_point(|range| range.end() < c);
    ranges.get(at).is_some_and(|range| range.start() <= c)
}

/// `\d`, `\w` and `\s`, which hold ASCII alone; a capital letter means all other characters.
pub(super) fn short(letter: char) -> ClassUnicode {
    let ranges: &[(char, char)] = match letter.to_ascii_lowercase() {
        'd' => &[('0', '9')],
        'w' => &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        _ => &[('\t', '\r'), (' ', ' ')],
    };
    let mut set = ClassUnicode::new(ranges.iter().map(|(a, b)| ClassUnicodeRange::new(*a, *b)));
    if letter.is_ascii_uppercase() {
        set.negate();
    }
    set
}

/// What a class in the syntax of the crate `regex` holds.
pub(super) fn read(class: &str) -> Option<ClassUnicode> {
    let parsed = regex_syntax::Parser::new().parse(class).ok()?;
    match parsed.into_kind() {
        HirKind::Class(Class::Unicode(set)) => Some(set),
        HirKind::Class(Class::Bytes(set)) => set.to_unicode_class(),
        HirKind::Literal(literal) => {
            let mut chars = std::str::from_utf8(&literal.0).ok()?.chars();
            Some(of(chars.next()?))
        }
        _ => None,
    }
}

/// All characters of a version of Unicode. Made once: under `(?i)` every letter of a pattern asks for them.
pub(super) type Version = LazyLock<Option<ClassUnicode>>;
pub(super) static UNICODE_4_1: Version = LazyLock::new(|| read(r"\p{Age=4.1}"));
pub(super) static UNICODE_6_1: Version = LazyLock::new(|| read(r"\p{Age=6.1}"));

/// The characters of a set that Unicode had at a version: Trino's tables are that old.
pub(super) fn aged(mut set: ClassUnicode, version: &Version) -> Option<ClassUnicode> {
    set.intersect(version.as_ref()?);
    Some(set)
}

/// Whether `\b` takes a character for a part of a word.
pub(super) fn is_word(c: char) -> bool {
    match c {
        '²' | '³' | '¹' | '¼' | '½' | '¾' => true,
        '\u{200c}' | '\u{200d}' | '\u{1f110}'..='\u{1f1ff}' => false,
        _ if c.is_ascii() => c == '_' || c.is_ascii_alphanumeric(),
        _ => WORDS.with(|words| has(words, c)),
    }
}

/// Whether Trino's `\b` and that of the crate `regex` disagree on whether a character is part of a word.
pub(super) fn is_odd_word(c: char) -> bool {
    !c.is_ascii() && is_word(c) != NEW_WORDS.with(|words| has(words, c))
}

/// Whether a character has moved in or out of one of the named sets since the version of Unicode of Trino's tables.
pub(super) fn is_disputed(c: char) -> bool {
    matches!(
        c,
        '\u{363}'..='\u{36f}' | '\u{953}'..='\u{954}' | '\u{f82}'..='\u{f83}'
            | '\u{1063}'..='\u{109b}' | '\u{10d0}'..='\u{10ff}' | '\u{135f}' | '\u{13a0}'..='\u{13f4}' | '\u{166d}'
            | '\u{1734}' | '\u{180e}' | '\u{1885}'..='\u{1886}' | '\u{19b0}'..='\u{19c9}' | '\u{1a1b}'
            | '\u{1bac}'..='\u{1bad}' | '\u{1c36}' | '\u{1cf2}'..='\u{1cf3}' | '\u{1dd3}'..='\u{1de6}'
            | '\u{2308}'..='\u{230b}' | '\u{a802}' | '\u{a80b}' | '\u{a9bd}' | '\u{aa7b}' | '\u{fd3e}'..='\u{fd3f}'
            | '\u{11080}'..='\u{11081}' | '\u{16f8f}'..='\u{16f92}' | '\u{1f130}'..='\u{1f189}'
    )
}

thread_local! {
    static NEW_WORDS: ClassUnicode = read(r"\w").unwrap_or_else(ClassUnicode::empty);
    static WORDS: ClassUnicode =
        read(r"\w").and_then(|set| aged(set, &UNICODE_6_1)).unwrap_or_else(ClassUnicode::empty);
}
