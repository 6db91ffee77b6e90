//! Secrets that are known by their form, wherever they stand in a text.

use super::{Call, Found, Kind, UNSEARCHED, keys, stays};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// A value behind a name: in quotes, or up to where a word ends.
const VALUE: &str = r#"(?:\\*"(?<q>[^"]*?)\\*"|'(?<a>[^']*)'|(?<b>[^\s"'\\&,;)}]+))"#;

/// Words behind which a secret stands.
const WORDS: &str = "password|passwd|pwd|passphrase|secret[_-]?access[_-]?key|secret[_-]?key|session[_-]?token|\
                     security[_-]?token|secret[_-]?string|client[_-]?secret|auth[_-]?token|authorization[_-]?token|\
                     access[_-]?token|refresh[_-]?token|id[_-]?token|api[_-]?key|private[_-]?key|external[_-]?id";

/// The secret is what one of the groups `q`, `a` and `b` holds, without groups all of it; `n` is the name before it.
/// Not there when one of them cannot be built: the others would let through what it was for.
static PATTERNS: LazyLock<Option<Vec<(Kind, Regex)>>> = LazyLock::new(|| {
    let patterns: [(Kind, String); 18] = [
        ("private key", r"(?s)-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?:.*?-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|.*)".into()),
        ("signature", r#"(?i)\b(?:X-Amz-Signature|Signature)(?:=|%3D|"\s*:\s*")(?<b>[^&\s,"'<>;)]+)"#.into()),
        ("session token", r#"(?i)\bX-Amz-Security-Token(?:=|%3D|"?\s*:\s*"?)(?<b>[^&\s,"'<>;)]+)"#.into()),
        ("signature", r"\bAWS A[KS]IA[A-Z0-9]{12,}:(?<b>[A-Za-z0-9+/]{20,}=*)".into()),
        ("session token", r"\b(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|AQoDYXdz)[A-Za-z0-9+/=%_-]{16,}".into()),
        ("token", r"\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.?[A-Za-z0-9_-]*".into()),
        ("token", r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,})".into()),
        ("token", r#"(?i)\bauthorization["'\\]*\s*[:=]\s*["'\\]*(?:bearer|basic|token)\s+(?<b>[A-Za-z0-9._~+/=-]+)"#.into()),
        // Without the header's name the next word may be prose: letters alone are no token.
        ("token", r"(?i)\b(?:bearer|basic)\s+(?<b>[A-Za-z._~+/-]*[0-9=][A-Za-z0-9._~+/=-]{5,})".into()),
        ("password", r#"(?i)\b[a-z][a-z0-9+.-]*://[^\s/:@"']*:(?<b>[^\s/@"']+)@"#.into()),
        ("secret access key", r#"\bA[KS]IA[A-Z0-9]{12,}[\s:,;"'|]+(?<b>[A-Za-z0-9/+]{40})(?:[^A-Za-z0-9/+]|$)"#.into()),
        ("secret access key", format!(r"(?i)\baws_(?:secret_access_key|session_token)\s+{VALUE}")),
        // API keys of AppSync.
        ("token", r"\bda2-[a-z0-9]{20,}".into()),
        // Variables of a shell.
        ("secret value", format!(r#"(?:^|[\s;&|"'(])(?<n>[A-Z][A-Z0-9_]*(?:TOKEN|SECRET|PASS|APIKEY)(?:_[A-Z0-9_]+)?|TOKEN|SECRET|PASS)={VALUE}"#)),
        ("secret value", format!(r#"(?i)(?:^|[^a-z0-9])(?<n>[\w.-]*?(?:{WORDS}))["'\\]*\s*(?:=>?|%3D)\s*{VALUE}"#)),
        ("secret value", format!(r#"(?i)(?:^|[^a-z0-9])(?<n>[\w.-]*?(?:{WORDS}))["'\\]*\s*:\s*(?:\\*"(?<q>[^"]*?)\\*"|'(?<a>[^']*)'|(?<b>[^\s"'\\&,;)}}]*[^\sA-Za-z"'\\&,;)}}.][^\s"'\\&,;)}}]*))"#)),
        ("secret value", format!(r"(?i)(?:^|\s)--?(?<n>[a-z-]*?(?:{WORDS})|token)\s+{VALUE}")),
        ("password", format!(r"\b(?:(?:mysql|mysqldump|mysqladmin|mariadb)\b[^|;&\n]*?\s-p|sshpass\s+-p\s*|curl\b[^|;&\n]*?\s(?:-u|--user)\s*['\x22]?[^\s:'\x22]+:|docker\s+login\b[^|;&\n]*?\s-p\s+|(?i:net\s+user\s+\S+\s+|convertto-securestring\s+(?:-string\s+)?|identified\s+by\s+|with\s+password\s+)){VALUE}")),
    ];
    let compiled = patterns.into_iter().map(|(kind, pattern)| Some((kind, Regex::new(&pattern).ok()?)));
    compiled.collect()
});

/// The text without its secrets; `None` where it has none.
pub(super) fn masked(text: &str, found: &mut Found) -> Option<String> {
    let Some(patterns) = PATTERNS.as_ref() else { return Some(found.note("", UNSEARCHED)) };
    let mut masked: Option<String> = None;
    for (kind, pattern) in patterns {
        let now = masked.as_deref().unwrap_or(text);
        if let Some(next) = replaced(now, kind, pattern, found) {
            masked = Some(next);
        }
    }
    masked
}

fn replaced(text: &str, kind: Kind, pattern: &Regex, found: &mut Found) -> Option<String> {
    let (mut out, mut written) = (String::new(), 0);
    for captures in pattern.captures_iter(text) {
        let Some(secret) = secret(&captures) else { continue };
        // A variable of a shell or a file names where the secret is.
        if stays(secret.as_str())
            || secret.as_str().starts_with(['$', '('])
            || secret.as_str().starts_with("file://")
        {
            continue;
        }
        out.push_str(&text[written..secret.start()]);
        let named =
            captures.name("n").and_then(|name| keys::find(&keys::normal(name.as_str()), Call::default()));
        out.push_str(&found.note(secret.as_str(), named.map_or(kind, |(kind, _)| kind)));
        written = secret.end();
    }
    (written > 0).then(|| out + &text[written..])
}

fn secret<'t>(captures: &Captures<'t>) -> Option<regex::Match<'t>> {
    let grouped = ["q", "a", "b"].iter().find_map(|name| captures.name(name));
    if captures.len() > 1 { grouped } else { captures.get(0) }
}
