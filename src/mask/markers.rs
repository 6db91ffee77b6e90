//! What tells at a glance that a text may hold a secret: nearly all texts do not, and a million events pass.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::sync::LazyLock;

/// Parts of everything that [`super::keys`] and [`super::patterns`] look for.
const MARKERS: &[&str] = &[
    "passw",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "privatekey",
    "private_key",
    "private-key",
    "private key",
    "keymaterial",
    "presharedkey",
    "plaintext",
    "customerkey",
    "customer-key",
    "authorization",
    "bearer",
    "basic ",
    "samlassertion",
    "devicecode",
    "codeverifier",
    "signature",
    "externalid",
    "external_id",
    "external-id",
    "userdata",
    "user_data",
    "user-data",
    "parametervalue",
    "variables",
    "environment",
    "api_key",
    "apikey",
    "api-key",
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

static ANY: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let builder =
        AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(MARKERS);
    builder.ok()
});

/// Whether a text must be looked at; without the automaton all must.
pub(super) fn any(text: &str) -> bool {
    ANY.as_ref().is_none_or(|markers| markers.is_match(text))
}
