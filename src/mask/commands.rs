//! A command as the list of its words, as containers take it: what stands before a word tells what it is.

use super::{Kind, markers, patterns};
use std::collections::HashMap;

/// The words that are secrets by what stands before them, each by its place: from where on, and what they are. The whole
/// rest of such a word is the secret, whatever is in it.
pub(super) fn secrets(words: &[(usize, String)]) -> HashMap<usize, (usize, Kind)> {
    let mut secrets = HashMap::new();
    let texts: Vec<&str> = words.iter().map(|(_, word)| word.as_str()).collect();
    let line = texts.join(" ");
    if words.len() < 2 || !markers::any(&line) {
        return secrets;
    }
    let mut starts = Vec::with_capacity(words.len());
    let mut end = 0;
    for text in &texts {
        starts.push(end);
        end += text.len() + 1;
    }
    for spot in patterns::spots(&line) {
        let word = starts.partition_point(|start| *start <= spot.secret.start) - 1;
        // What a word tells of itself is found in it alone.
        if spot.told < starts[word] {
            let from = spot.secret.start - starts[word];
            let (known, _) = secrets.entry(words[word].0).or_insert((from, spot.kind));
            *known = from.min(*known);
        }
    }
    secrets
}
