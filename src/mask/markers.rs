//! What tells at a glance that a text may hold a secret: nearly all texts do not, and a million events pass.

use super::keys;
use aho_corasick::automaton::Automaton;
use aho_corasick::dfa::DFA;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored};
use std::sync::LazyLock;

/// Parts of everything that [`super::patterns`] looks for, besides the names of keys.
const FORMS: &[&str] = &[
    "signature",
    "bearer",
    "basic ",
    "eyj",
    "://",
    "akia",
    "asia",
    "iqojb3jpz2lu",
    "fwogzxivyxdz",
    "fqogzxivyxdz",
    "aqodyxdz",
    "mysql",
    "mariadb",
    "sshpass",
    "curl",
    "docker",
    "net user",
    "securestring",
    "identified by",
    "with password",
    "da2-",
    "pass=",
    "pass_",
    "_pass",
    "\"pass\"",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "xox",
    // Letters written as escapes can hide any of the others.
    "\\u00",
    "%7b",
    "%5b",
];

/// Words of [`super::patterns`] that are not in the table of keys.
const WORDS: [&str; 3] = ["pwd", "apikey", "netuser"];

static BY_FORM: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let builder =
        AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(FORMS);
    builder.ok()
});

static BY_NAME: LazyLock<Option<DFA>> =
    LazyLock::new(|| DFA::builder().ascii_case_insensitive(true).build(keys::everywhere().chain(WORDS)).ok());

/// Whether a text must be looked at; without the automata all must.
pub(super) fn any(text: &str) -> bool {
    BY_FORM.as_ref().is_none_or(|forms| forms.is_match(text)) || names_a_key(text)
}

/// Whether the letters and digits of a text hold the name of a key, however its words are kept apart: as
/// [`keys::normal`] reads it, `pre_shared_key` and `preSharedKey` are one.
fn names_a_key(text: &str) -> bool {
    let Some(names) = BY_NAME.as_ref() else { return true };
    let Ok(mut state) = names.start_state(Anchored::No) else { return true };
    text.bytes().filter(u8::is_ascii_alphanumeric).any(|byte| {
        state = names.next_state(Anchored::No, state, byte);
        names.is_special(state) && names.is_match(state)
    })
}
