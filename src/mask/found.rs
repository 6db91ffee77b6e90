//! What was found in a record, so that it is counted, and found again where the record repeats it.

use super::{Kind, UNSEARCHED, json};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::BTreeMap;

/// Shorter secrets are not looked for outside their place: they would be found by chance.
const SHORTEST: usize = 6;
/// The same of a message about the call, which often quotes what was wrong, as a word.
const SHORTEST_WORD: usize = 3;

/// What was masked in the texts of one record.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// How many values, by what they were.
    pub kinds: BTreeMap<Kind, u64>,
    /// The values themselves.
    values: BTreeMap<String, Kind>,
    /// Finds them inside of other texts.
    inside: Inside,
    /// Finds the short ones and words as whole words of a message.
    words: Inside,
}

/// The search for values inside of other texts.
#[derive(Clone, Debug, Default)]
enum Inside {
    /// There is no value to look for.
    #[default]
    Nothing,
    /// The values, and what stands in the place of each.
    Values(AhoCorasick, Vec<String>),
    /// It could not be built: no text can be let through.
    Impossible,
}

impl Inside {
    fn of<'v>(values: impl Iterator<Item = (&'v String, &'v Kind)>) -> Self {
        let (values, with): (Vec<&String>, Vec<String>) =
            values.map(|(value, kind)| (value, instead(kind))).unzip();
        if values.is_empty() {
            return Self::Nothing;
        }
        // The longest: a secret may begin with another. One automaton a record is made in no time only in this form.
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::NoncontiguousNFA))
            .build(&values);
        automaton.map_or(Self::Impossible, |automaton| Self::Values(automaton, with))
    }
}

impl Found {
    /// Whether nothing was.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Notes a value, and returns what stands in its place.
    pub(super) fn note(&mut self, value: &str, kind: Kind) -> String {
        *self.kinds.entry(kind).or_default() += 1;
        if !value.is_empty() {
            self.values.insert(value.to_string(), kind);
        }
        instead(kind)
    }

    /// Ends the search for values: now their repetitions can be found.
    pub fn complete(&mut self) {
        let (words, inside): (Vec<_>, Vec<_>) = self
            .values
            .iter()
            .filter(|(_, kind)| !NAMES.contains(kind))
            .partition(|(value, _)| is_word(value));
        self.words = Inside::of(words.into_iter().filter(|(value, _)| SHORTEST_WORD <= value.len()));
        self.inside = Inside::of(inside.into_iter());
    }

    /// A message about the call without its secrets; `None` where it repeats none.
    pub fn repeated_in_message(&self, text: &str) -> Option<String> {
        let whole = self.repeated(text);
        let now = whole.as_deref().unwrap_or(text);
        let (automaton, with) = match &self.words {
            Inside::Values(automaton, with) => (automaton, with),
            Inside::Nothing => return whole,
            Inside::Impossible => return Some(instead(UNSEARCHED)),
        };
        let mut out = String::new();
        automaton.replace_all_with(now, &mut out, |found, value, out| {
            let before = now[..found.start()].chars().next_back();
            let alone = [before, now[found.end()..].chars().next()];
            let alone = alone.into_iter().flatten().all(|c| !c.is_alphanumeric() && c != '_');
            out.push_str(if alone { &with[found.pattern().as_usize()] } else { value });
            true
        });
        if out == now { whole } else { Some(out) }
    }

    /// A text without the secrets that were found elsewhere in the record; `None` where it repeats none.
    pub fn repeated(&self, text: &str) -> Option<String> {
        if let Some(kind) = self.values.get(text) {
            return Some(instead(kind));
        }
        let (automaton, with) = match &self.inside {
            Inside::Nothing => return None,
            Inside::Values(automaton, with) => (automaton, with),
            Inside::Impossible => return Some(instead(UNSEARCHED)),
        };
        if json::is_like(text) {
            // Text by text: a password of brackets and colons is met in the form of JSON itself.
            return json::each_text(text, |inside| self.repeated(inside));
        }
        automaton.is_match(text).then(|| automaton.replace_all(text, with))
    }
}

fn instead(kind: Kind) -> String {
    format!("(masked: {kind})")
}

/// These often are names of regions, accounts and firms.
const NAMES: [Kind; 4] = ["environment variable", "parameter value", "external ID", "one-time code"];

/// Whether a value may be met again by chance: a short one, or a word of a language.
fn is_word(value: &str) -> bool {
    value.len() < SHORTEST || value.chars().all(char::is_alphabetic)
}
