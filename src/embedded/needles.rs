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

/// The identities that occur in one file: hashes of access key IDs and of principal IDs up to the colon.
#[derive(Clone, Debug, Default)]
pub struct KeyIndex(HashSet<u64>);

impl KeyIndex {
    /// Notes every identity in a file's bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let mut found = HashSet::new();
        for name in ["accessKeyId", "principalId"] {
            for at in memchr::memmem::find_iter(bytes, name.as_bytes()) {
                let rest = &bytes[at + name.len()..bytes.len().min(at + name.len() + 160)];
                let skipped = rest.iter().position(|b| b.is_ascii_alphanumeric()).unwrap_or(rest.len());
                let token = &rest[skipped..];
                let end = token
                    .iter()
                    .position(|b| !b.is_ascii_alphanumeric() && *b != b'_')
                    .unwrap_or(token.len());
                found.insert(hash(&token[..end]));
            }
        }
        Self(found)
    }

    /// Whether one of the literals of an indexed set may occur in the file.
    pub fn may_hold(&self, set: &AnyOf) -> bool {
        !set.indexed
            || set.literals.iter().any(|literal| {
                let end = literal
                    .bytes()
                    .position(|b| !b.is_ascii_alphanumeric() && b != b'_')
                    .unwrap_or(literal.len());
                self.0.contains(&hash(&literal.as_bytes()[..end]))
            })
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}
