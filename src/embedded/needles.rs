//! Looking for literals in raw bytes.

use super::any_of::AnyOf;
use crate::digest::hash64;
use aho_corasick::AhoCorasick;
use aho_corasick::packed::Searcher;
use memchr::memmem::Finder;
use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// All sets of a scan, ready to search.
pub struct Needles(Vec<Set>);

struct Set {
    search: Search,
    /// Hashes of the literals as an index notes them, if all stand behind keys that it covers.
    noted: Option<Hashes>,
}

enum Search {
    One(Box<Finder<'static>>),
    Many(AhoCorasick),
    /// Too many for an automaton, which takes longer to build than the search: the noted values are looked up instead.
    Noted,
}

/// More literals than this are looked up, where they can be.
const MANY: usize = 500;

/// Bytes of a literal that an automaton looks for: it takes time in the square of a long one that repeats itself, and
/// what holds the whole holds its start.
const START: usize = 256;

fn start(literal: &String) -> &[u8] {
    &literal.as_bytes()[..literal.len().min(START)]
}

impl Needles {
    /// Prepares the search. A set that cannot be prepared is left out: the engine's own filter decides.
    pub fn new(sets: &[AnyOf]) -> Self {
        let prepare = |set: &AnyOf| {
            let search = match set.literals.as_slice() {
                [one] => Search::One(Box::new(Finder::new(one.as_bytes()).into_owned())),
                many if set.indexed && many.len() > MANY => Search::Noted,
                many => Search::Many(AhoCorasick::new(many.iter().map(start)).ok()?),
            };
            // Values are noted from their first letter or digit on.
            let noted = |literal: &String| {
                hash(literal.trim_start_matches(|c: char| !c.is_ascii_alphanumeric()).as_bytes())
            };
            Some(Set { search, noted: set.indexed.then(|| set.literals.iter().map(noted).collect()) })
        };
        Self(sets.iter().filter_map(prepare).collect())
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every set has a literal in these bytes.
    pub fn all_in(&self, bytes: &[u8]) -> bool {
        self.0.iter().all(|set| match &set.search {
            Search::One(finder) => finder.find(bytes).is_some(),
            Search::Many(automaton) => automaton.is_match(bytes),
            Search::Noted => set
                .noted
                .as_ref()
                .is_none_or(|wanted| noted_values(bytes, &mut |value| wanted.contains(&hash(value)))),
        })
    }

    /// Whether every set may have a literal in the file of an index.
    pub fn may_be_in(&self, file: &KeyIndex) -> bool {
        self.0.iter().filter_map(|set| set.noted.as_ref()).all(|wanted| !wanted.is_disjoint(&file.0))
    }
}

/// Keys of the record whose values are indexed. In lower case, they are what `push` calls them.
const INDEXED: &[&str] = &[
    "accessKeyId",
    "principalId",
    "assumedRoleId",
    "userName",
    "sharedEventID",
    "eventName",
    "userId",
    "roleSessionName",
    "sourceIPAddress",
];
/// Longest value that an index knows whole: longer than a role ID, a colon and a session name.
pub const LONGEST_NOTED: usize = 160;
/// How far behind a key its value is looked for, with what stands between them.
const REACH: usize = 200;

/// Whether the values of a key (in lower case) are indexed.
pub fn is_indexed(key: &str) -> bool {
    INDEXED.iter().any(|indexed| indexed.eq_ignore_ascii_case(key))
}

/// The identities and calls that occur in one file: hashes of the values of some keys, whole and by the parts
/// between colons. With it, later hops open only the files that they need.
#[derive(Clone, Debug, Default)]
pub struct KeyIndex(Hashes);

type Hashes = HashSet<u64, BuildHasherDefault<Itself>>;

/// What is a hash already is not hashed again.
#[derive(Default)]
struct Itself(u64);

impl Hasher for Itself {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes);
    }
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
    fn finish(&self) -> u64 {
        self.0
    }
}

impl KeyIndex {
    /// Notes every indexed value in a file's bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let mut found = Hashes::default();
        noted_values(bytes, &mut |value| {
            found.insert(hash(value));
            false
        });
        Self(found)
    }
}

/// Calls `each` with every indexed value in some bytes, whole and by its parts, until it returns true; tells whether it
/// did.
fn noted_values(bytes: &[u8], each: &mut dyn FnMut(&[u8]) -> bool) -> bool {
    // All keys in one pass, where the processor can; none of them can stand across another.
    static KEYS: LazyLock<Option<Searcher>> = LazyLock::new(|| Searcher::new(INDEXED));
    static EACH: LazyLock<Vec<Finder<'static>>> =
        LazyLock::new(|| INDEXED.iter().map(|name| Finder::new(name.as_bytes())).collect());
    match KEYS.as_ref() {
        Some(keys) => keys.find_iter(bytes).any(|found| noted_value(&bytes[found.end()..], each)),
        None => EACH.iter().any(|name| {
            let length = name.needle().len();
            name.find_iter(bytes).any(|at| noted_value(&bytes[at + length..], each))
        }),
    }
}

/// The same of the value that stands behind a key.
fn noted_value(behind: &[u8], each: &mut dyn FnMut(&[u8]) -> bool) -> bool {
    // However much white space a writer puts there.
    let space = |b: &u8| matches!(b, b'"' | b':' | b' ' | b'\t' | b'\r' | b'\n');
    let behind = &behind[behind.iter().position(|b| !space(b)).unwrap_or(behind.len())..];
    let rest = &behind[..behind.len().min(REACH)];
    let skipped = rest.iter().position(|b| b.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let value = &rest[skipped..];
    let value = &value[..value.iter().position(|b| !is_sound(*b)).unwrap_or(value.len())];
    each(value) || value.contains(&b':') && value.split(|b| *b == b':').any(&mut *each)
}

/// Characters that every JSON writer leaves as they are: others it may escape.
pub fn is_sound(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':' | b'@')
}

fn hash(bytes: &[u8]) -> u64 {
    hash64(&bytes)
}
