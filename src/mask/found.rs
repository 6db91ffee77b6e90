//! What was found in a record, so that it is counted, and found again where the record repeats it.

use super::{Kind, UNSEARCHED, json};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::BTreeMap;

/// Shorter secrets are not looked for outside their place: they would be found by chance.
const SHORTEST: usize = 6;

/// What was masked in the texts of one record.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// How many values, by what they were.
    pub kinds: BTreeMap<Kind, u64>,
    /// The values themselves.
    values: BTreeMap<String, Kind>,
    /// Finds them inside of other texts.
    inside: Inside,
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
        let telling = self.values.iter().filter(|(value, kind)| is_telling(value, kind));
        let (forms, with): (Vec<&String>, Vec<String>) =
            telling.map(|(value, kind)| (value, instead(kind))).unzip();
        // The longest: a secret may begin with another. One automaton a record is made in no time only in this form.
        let builder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::NoncontiguousNFA))
            .build(&forms);
        self.inside = match builder {
            _ if forms.is_empty() => Inside::Nothing,
            Ok(automaton) => Inside::Values(automaton, with),
            Err(_) => Inside::Impossible,
        };
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

/// Whether a value is hardly anything else where it is met again. Words are, and variables, parameters and external
/// IDs often are names of regions, accounts and firms.
fn is_telling(value: &str, kind: Kind) -> bool {
    const NAMES: [Kind; 4] = ["environment variable", "parameter value", "external ID", "one-time code"];
    SHORTEST <= value.len() && !value.chars().all(char::is_alphabetic) && !NAMES.contains(&kind)
}
