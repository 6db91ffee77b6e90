//! Looking for literals in raw bytes.

use super::push::AnyOf;
use aho_corasick::AhoCorasick;
use memchr::memmem::Finder;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// All sets of a scan, ready to search.
pub struct Needles(Vec<Set>);

enum Set {
    One(Box<Finder<'static>>),
    Many(AhoCorasick),
}

impl Needles {
    /// Prepares the search. A set that cannot be prepared is left out: the engine's own filter decides.
    pub fn new(sets: &[AnyOf]) -> Self {
        let prepare = |set: &AnyOf| match set.literals.as_slice() {
            [one] => Some(Set::One(Box::new(Finder::new(one.as_bytes()).into_owned()))),
            many => AhoCorasick::new(many).ok().map(Set::Many),
        };
        Self(sets.iter().filter_map(prepare).collect())
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every set has a literal in these bytes.
    pub fn all_in(&self, bytes: &[u8]) -> bool {
        self.0.iter().all(|set| match set {
            Set::One(finder) => finder.find(bytes).is_some(),
            Set::Many(automaton) => automaton.is_match(bytes),
        })
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
];
/// A value is at most this long: a role ID, a colon and a session name.
const LONGEST: usize = 200;

/// Whether the values of a key (in lower case) are indexed.
pub fn is_indexed(key: &str) -> bool {
    INDEXED.iter().any(|indexed| indexed.eq_ignore_ascii_case(key))
}

/// The identities and calls that occur in one file: hashes of the values of some keys, whole and by the parts
/// between colons. With it, later hops open only the files that they need.
#[derive(Clone, Debug, Default)]
pub struct KeyIndex(HashSet<u64>);

impl KeyIndex {
    /// Notes every indexed value in a file's bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let mut found = HashSet::new();
        for name in INDEXED {
            for at in memchr::memmem::find_iter(bytes, name.as_bytes()) {
                let rest = &bytes[at + name.len()..bytes.len().min(at + name.len() + LONGEST)];
                let skipped = rest.iter().position(|b| b.is_ascii_alphanumeric()).unwrap_or(rest.len());
                let value = &rest[skipped..];
                let end = value.iter().position(|b| !is_sound(*b)).unwrap_or(value.len());
                let value = &value[..end];
                found.insert(hash(value));
                if value.contains(&b':') {
                    found.extend(value.split(|b| *b == b':').map(hash));
                }
            }
        }
        Self(found)
    }

    /// Whether one of the literals of an indexed set may occur in the file.
    pub fn may_hold(&self, set: &AnyOf) -> bool {
        // Values are noted from their first letter or digit on.
        let noted =
            |literal: &String| literal.trim_start_matches(|c: char| !c.is_ascii_alphanumeric()).to_string();
        !set.indexed || set.literals.iter().any(|literal| self.0.contains(&hash(noted(literal).as_bytes())))
    }
}

/// Characters that every JSON writer leaves as they are: others it may escape.
pub fn is_sound(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':' | b'@')
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}
