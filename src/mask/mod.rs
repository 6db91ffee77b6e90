//! No secret in anything that is derived from the logs (`docs/report.md`): what is one is replaced by a
//! text that says what it was, never by its length or digest. The log files themselves are not touched.
//!
//! Found by the name that it stands behind ([`keys`]) and by its form ([`patterns`]), in texts, in JSON, in JSON inside
//! texts and in encoded policies. Access key IDs are no secrets: the lineage is made of them. Text in which nothing
//! is masked stays as it is, to the byte.

mod commands;
mod found;
mod json;
mod keys;
mod markers;
mod patterns;
mod percent;
mod value;

pub use found::Found;

/// What a masked value was.
pub type Kind = &'static str;

/// What a text is when no search for secrets could be made: it is masked whole.
const UNSEARCHED: Kind = "text that could not be searched";

/// Columns of `events` in which secrets are looked for. Those that say who acted stay exact: credentials are followed
/// by them; and those that only AWS fills cannot hold one.
pub const COLUMNS: [&str; 9] = [
    "user_agent",
    "error_code",
    MESSAGE,
    "request_parameters",
    "response_elements",
    "additional_event_data",
    "resources",
    "service_event_details",
    "tls_host",
];

/// The column that says in words what was wrong with a call, and quotes from it.
pub const MESSAGE: &str = "error_message";

/// Texts in texts, at most; what is deeper is masked whole.
const DEEPEST: usize = 8;

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
