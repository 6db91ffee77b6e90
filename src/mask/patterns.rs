//! Secrets that are known by their form, wherever they stand in a text.

use super::{Call, Found, Kind, UNSEARCHED, keys, markers, stays, value};
use regex::{Captures, Match, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// Words behind which a secret stands.
const WORDS: &str = "password|passwd|pwd|passphrase|secret[_-]?access[_-]?key|secret[_-]?key|session[_-]?token|\
                     security[_-]?token|secret[_-]?string|client[_-]?secret|auth[_-]?token|authorization[_-]?token|\
                     access[_-]?token|refresh[_-]?token|id[_-]?token|api[_-]?key|private[_-]?key|external[_-]?id";

/// What in a match is the secret.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Secret {
    /// The group `b`, or all of it where there is none.
    Matched,
    /// The value behind it.
    Behind,
    /// The value behind it, unless that is the next option.
    Argument,
    /// The value behind it, if it is quoted or more than a word: the rest of a sentence may follow a colon.
    Telling,
}

struct Pattern {
    kind: Kind,
    secret: Secret,
    /// The group `n` is the name of the secret.
    regex: Regex,
}

/// A secret in a text.
pub(super) struct Spot {
    /// Where that starts which tells it.
    pub told: usize,
    pub secret: Range<usize>,
    pub kind: Kind,
}

/// Not there when one of them cannot be built: the others would let through what it was for.
static PATTERNS: LazyLock<Option<Vec<Pattern>>> = LazyLock::new(|| {
    use Secret::{Argument, Behind, Matched, Telling};
    // Variables of a shell, and of a container.
    let variable = r"[A-Z][A-Z0-9_]*(?:TOKEN|SECRET|PASS|APIKEY)(?:_[A-Z0-9_]+)?|TOKEN|SECRET|PASS";
    let patterns = [
        ("private key", Matched, r"(?s)-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?:.*?-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|.*)".into()),
        ("signature", Matched, r#"(?i)\b(?:X-Amz-Signature|Signature)(?:=|%3D|"\s*:\s*")(?<b>[^&\s,"'<>;)]+)"#.into()),
        ("session token", Matched, r#"(?i)\bX-Amz-Security-Token(?:=|%3D|"?\s*:\s*"?)(?<b>[^&\s,"'<>;)]+)"#.into()),
        ("signature", Matched, r"\bAWS A[KS]IA[A-Z0-9]{12,}:(?<b>[A-Za-z0-9+/]{20,}=*)".into()),
        ("session token", Matched, r"\b(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|AQoDYXdz)[A-Za-z0-9+/=%_-]{16,}".into()),
        ("token", Matched, r"\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.?[A-Za-z0-9_-]*".into()),
        ("token", Matched, r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,})".into()),
        ("token", Matched, r#"(?i)\bauthorization["'\\]*\s*[:=]\s*["'\\]*(?:bearer|basic|token)\s+(?<b>[A-Za-z0-9._~+/=-]+)"#.into()),
        // Without the header's name the next word may be prose: letters alone are no token.
        ("token", Matched, r"(?i)\b(?:bearer|basic)\s+(?<b>[A-Za-z._~+/-]*[0-9=][A-Za-z0-9._~+/=-]{5,})".into()),
        // Up to the last `@`: one in the password should be encoded, and often is not.
        ("password", Matched, r#"(?i)\b[a-z][a-z0-9+.-]*://[^\s/:@"']*:(?<b>[^\s/"<>]+)@"#.into()),
        ("secret access key", Matched, r#"\bA[KS]IA[A-Z0-9]{12,}[\s:,;"'|]+(?<b>[A-Za-z0-9/+]{40})(?:[^A-Za-z0-9/+]|$)"#.into()),
        ("secret access key", Behind, r"(?i)\baws_(?:secret_access_key|session_token)\s+(?:=\s*)?".into()),
        // API keys of AppSync.
        ("token", Matched, r"\bda2-[a-z0-9]{20,}".into()),
        ("secret value", Behind, format!(r#"(?:^|[\s;&|"'(])(?<n>{variable})="#)),
        ("secret value", Behind, format!(r#"(?i)(?:^|[^a-z0-9])(?<n>[\w.-]*?(?:{WORDS}))["'\\]*\s*(?:==?>?|%3D)\s*"#)),
        ("secret value", Telling, format!(r#"(?i)(?:^|[^a-z0-9])(?<n>[\w.-]*?(?:{WORDS}))["'\\]*\s*:\s*"#)),
        // Of a command, also as a list: `["--token", "…"]`.
        ("secret value", Argument, format!(r#"(?i)(?:^|[\s"'\[,])--?(?<n>[a-z-]*?(?:{WORDS})|token)["'\\]*[\s,]+"#)),
        // A name and its value side by side: in JSON and as the options of commands take it.
        ("secret value", Behind, format!(r#"\b(?i:name|key)["'\\]*\s*[=:]\s*["'\\]*(?<n>{variable}|(?i:[\w.-]*?(?:{WORDS})))["'\\]*\s*,\s*["'\\]*(?i:value)["'\\]*\s*[=:]\s*"#)),
        ("secret value", Matched, format!(r"(?i)<(?:\w+:)?(?<n>[\w.-]*?(?:{WORDS}))(?:\s[^<>]*)?>(?<b>[^<]+)</")),
        ("password", Behind, r"\b(?:(?:mysql|mysqldump|mysqladmin|mariadb)\b[^|;&\n]*?\s-p|sshpass\s+-p\s*|curl\b[^|;&\n]*?\s(?:-u|--user)\s*['\x22]?[^\s:'\x22]+:|docker\s+login\b[^|;&\n]*?\s-p\s+|(?i:net\s+user\s+\S+\s+|convertto-securestring\s+(?:-string\s+)?|identified\s+by\s+|with\s+password\s+))".into()),
    ];
    let compiled = patterns.into_iter().map(|(kind, secret, pattern): (Kind, Secret, String)| {
        Some(Pattern { kind, secret, regex: Regex::new(&pattern).ok()? })
    });
    compiled.collect()
});

/// The text without its secrets; `None` where it has none.
pub(super) fn masked(text: &str, found: &mut Found) -> Option<String> {
    let Some(patterns) = PATTERNS.as_ref() else { return Some(found.note("", UNSEARCHED)) };
    let mut masked: Option<String> = None;
    for pattern in patterns {
        let now = masked.as_deref().unwrap_or(text);
        let (mut out, mut written) = (String::new(), 0);
        for Spot { secret, kind, .. } in pattern.spots(now) {
            out.push_str(&now[written..secret.start]);
            out.push_str(&found.note(&now[secret.clone()], kind));
            written = secret.end;
        }
        if written > 0 {
            masked = Some(out + &now[written..]);
        }
    }
    masked
}

/// Every secret in a text.
pub(super) fn spots(text: &str) -> Vec<Spot> {
    PATTERNS.iter().flatten().flat_map(|pattern| pattern.spots(text)).collect()
}

/// Whether the value beside a name is one: the name of a variable.
pub(super) fn names(name: &str) -> bool {
    markers::any(name)
        && spots(&format!("{name}=a1"))
            .iter()
            .any(|spot| spot.told == 0 && spot.secret.start == name.len() + 1)
}

impl Pattern {
    fn spots(&self, text: &str) -> Vec<Spot> {
        let (mut spots, mut from) = (Vec::new(), 0);
        while let Some(captures) = self.regex.captures_at(text, from) {
            let Some(whole) = captures.get(0) else { break };
            from = whole.end();
            let Some((secret, is_one)) = self.secret(text, &captures, whole) else { continue };
            // Behind what is none as well: to look through it again for each name in it takes the square of its time.
            from = from.max(secret.end);
            let name = captures.name("n").map_or("", |name| name.as_str());
            if is_one && !stays(&text[secret.clone()]) && !names_a_place(name) {
                let named = keys::find(&keys::normal(name), Call::default());
                let kind = named.map_or(self.kind, |(kind, _)| kind);
                spots.push(Spot { told: whole.start(), secret, kind });
            }
        }
        spots
    }

    /// What stands in the place of a secret, and whether it is one.
    fn secret(&self, text: &str, captures: &Captures<'_>, whole: Match<'_>) -> Option<(Range<usize>, bool)> {
        if self.secret == Secret::Matched {
            return Some((captures.name("b").unwrap_or(whole).range(), true));
        }
        let value = value::at(text, whole.end())?;
        let inside = &text[value.range.clone()];
        if self.secret == Secret::Argument && inside.starts_with("--") {
            return None;
        }
        // A variable of a shell or a file names where the secret is.
        let elsewhere = inside.starts_with(['$', '(']) && !value.literal || inside.starts_with("file://");
        let word = !value.quoted && inside.chars().all(|c| c.is_alphabetic() || c == '.');
        let prose = self.secret == Secret::Telling && word;
        Some((value.range, !elsewhere && !prose))
    }
}

/// Whether a variable says where the secret is, and not what.
fn names_a_place(name: &str) -> bool {
    ["_NAME", "_ARN", "_ID", "_URL", "_URI", "_FILE", "_PATH", "_ENDPOINT"]
        .iter()
        .any(|end| name.ends_with(end))
}
