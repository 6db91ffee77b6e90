//! No secret in anything that is derived from the logs (report specification, 1.5): what is one is replaced by a
//! text that says what it was, never by its length or digest. The log files themselves are not touched.
//!
//! Found by the name that it stands behind ([`keys`]) and by its form ([`patterns`]), in texts, in JSON, in JSON inside
//! texts and in encoded policies. Access key IDs are no secrets: the lineage is made of them. Text in which nothing
//! is masked stays as it is, to the byte.

mod json;
mod keys;
mod markers;
mod patterns;
mod percent;

use std::collections::BTreeMap;

/// What a masked value was.
pub type Kind = &'static str;

/// Columns of `events` in which secrets are looked for. Those that say who acted stay exact: credentials are followed
/// by them; and those that only AWS fills cannot hold one.
pub const COLUMNS: [&str; 8] = [
    "user_agent",
    "error_code",
    "error_message",
    "request_parameters",
    "response_elements",
    "additional_event_data",
    "resources",
    "tls_host",
];

/// Texts in texts, at most; what is deeper is masked whole.
const DEEPEST: usize = 8;
/// Shorter secrets are not looked for outside their place: they would be found by chance.
const SHORTEST: usize = 6;

/// The call that a text belongs to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Call<'a> {
    /// Event source: `ssm.amazonaws.com`.
    pub source: &'a str,
    /// Event name.
    pub name: &'a str,
}

impl Call<'_> {
    /// Whether it is one of a service (`ssm`), or a certain one (`ssm:PutParameter`).
    fn is(self, wanted: &str) -> bool {
        let service = self.source.split('.').next().unwrap_or_default();
        match wanted.split_once(':') {
            Some((of, name)) => service == of && self.name.starts_with(name),
            None => service == wanted,
        }
    }
}

/// What was masked in the texts of one record.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// How many values, by what they were.
    pub kinds: BTreeMap<Kind, u64>,
    /// The values themselves, to be found again where they are repeated.
    values: Vec<(String, Kind)>,
}

impl Found {
    /// Whether nothing was.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Notes a value, and returns what stands in its place.
    fn note(&mut self, value: &str, kind: Kind) -> String {
        *self.kinds.entry(kind).or_default() += 1;
        if !value.is_empty() {
            self.values.push((value.to_string(), kind));
        }
        format!("(masked: {kind})")
    }

    /// A text without the secrets that were found elsewhere in the record.
    pub fn repeated(&self, text: &str) -> Option<String> {
        if let Some((_, kind)) = self.values.iter().find(|(value, _)| value == text) {
            return Some(format!("(masked: {kind})"));
        }
        let mut out = text.to_string();
        for (value, kind) in self.values.iter().filter(|(value, kind)| telling(value, kind)) {
            let inside_json = serde_json::to_string(value).unwrap_or_default();
            for form in [value.as_str(), inside_json.trim_matches('"')] {
                if out.contains(form) {
                    out = out.replace(form, &format!("(masked: {kind})"));
                }
            }
        }
        (out != text).then_some(out)
    }
}

/// Whether a value is hardly anything else where it is met again. Variables, parameters and external IDs often are
/// names of regions, accounts and firms.
fn telling(value: &str, kind: Kind) -> bool {
    SHORTEST <= value.len()
        && !value.chars().all(|c| c.is_alphabetic())
        && !matches!(
            kind,
            "environment variable" | "parameter value" | "external ID" | "user data" | "one-time code"
        )
}

/// A text without its secrets; `None` where it has none.
pub fn text(text: &str, call: Call<'_>, found: &mut Found) -> Option<String> {
    if !markers::any(text) && !keys::special(call) {
        return None;
    }
    within(text, call, found, 0)
}

fn within(text: &str, call: Call<'_>, found: &mut Found, depth: usize) -> Option<String> {
    if depth > DEEPEST {
        return Some(found.note("", "text nested too deeply"));
    }
    if json::is_like(text) {
        return json::masked(text, call, found, depth);
    }
    if let Some(decoded) = percent::document(text) {
        return within(&decoded, call, found, depth + 1).map(|masked| percent::encoded(&masked));
    }
    patterns::masked(text, found)
}

/// Whether a value says nothing: AWS masked it, or it names where the secret is.
fn stays(value: &str) -> bool {
    value.chars().all(|c| c == '*')
        || value.starts_with("(masked: ")
        || value.starts_with("arn:")
        || value.starts_with("{{resolve:")
        || value.to_ascii_lowercase().replace('_', " ").contains("hidden due to security")
        || matches!(value, "null" | "none" | "None" | "true" | "false")
}
