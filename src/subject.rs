//! What is investigated: access keys, a window of time. Valid by construction.

use chrono::{DateTime, Utc};
use std::fmt;

/// What IDs of the form of a key ID are of, by their prefix (IAM user guide, unique identifiers).
const OTHERS: [(&str, &str); 8] = [
    ("AIDA", "a user"),
    ("AROA", "a role"),
    ("AGPA", "a group"),
    ("AIPA", "an instance profile"),
    ("ANPA", "a managed policy"),
    ("ANVA", "a version of a managed policy"),
    ("APKA", "a public key"),
    ("ASCA", "a certificate"),
];

/// Characters of a text that errors show.
const SHOWN: usize = 80;

/// A text for an error: visible, and cut where it is long.
pub fn shown(text: &str) -> String {
    let start: String = text.chars().take(SHOWN).collect();
    match text.chars().count() {
        total if total > SHOWN => format!("{}… ({total} characters)", start.escape_debug()),
        _ => start.escape_debug().to_string(),
    }
}

/// Whether a text begins like the ID of an access key.
pub fn is_key_prefix(text: &str) -> bool {
    text.starts_with("AKIA") || text.starts_with("ASIA")
}

/// An AWS access key ID.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccessKeyId(String);

impl AccessKeyId {
    /// Parses a key ID: 16 to 128 letters, digits or underscores (the pattern of the IAM API), and not the ID of
    /// something else, which has the same form.
    pub fn parse(text: &str) -> Result<Self, String> {
        let well_formed =
            (16..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if !well_formed {
            return Err(format!(
                "`{}` is not an access key ID: it must be 16 to 128 letters and digits, such as AKIAIOSFODNN7EXAMPLE",
                shown(text)
            ));
        }
        match OTHERS.iter().find(|(prefix, _)| text.starts_with(prefix)) {
            Some((_, what)) => Err(format!(
                "`{text}` is the ID of {what} and not an access key ID; those of keys begin with AKIA or ASIA"
            )),
            None => Ok(Self(text.to_string())),
        }
    }
    /// The account that the ID was issued in, where its form tells: newer IDs hold it, in base 32. A hint, because
    /// IDs that were made up or changed to be shown hold another, or none.
    pub fn account(&self) -> Option<String> {
        // IDs that start so are of the older form.
        let body =
            self.0.get(4..14).filter(|body| is_key_prefix(&self.0) && !body.starts_with(['I', 'J']))?;
        let digit = |c: u8| match c {
            b'A'..=b'Z' => Some(u64::from(c - b'A')),
            b'2'..=b'7' => Some(u64::from(c - b'2') + 26),
            _ => None,
        };
        let bits = body.bytes().try_fold(0, |bits, c| Some(bits << 5 | digit(c)?))?;
        // Of ten digits, the first 48 bits; of those, all but the first and the last seven.
        let account = (bits >> 2 & 0x7fff_ffff_ff80) >> 7;
        (account < 1_000_000_000_000).then(|| format!("{account:012}"))
    }

    /// The ID as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccessKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A window of time: `from` inclusive, `to` exclusive, never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    from: DateTime<Utc>,
    to: DateTime<Utc>,
}

impl Window {
    /// A window; refused when reversed or empty.
    pub fn new(from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Self, String> {
        if from < to {
            Ok(Self { from, to })
        } else {
            Err(format!(
                "the window is empty: --from {} is not before --to {}; swap or correct them",
                rfc3339(from),
                rfc3339(to)
            ))
        }
    }
    /// First moment, inclusive.
    pub fn from(&self) -> DateTime<Utc> {
        self.from
    }
    /// Last moment, exclusive.
    pub fn to(&self) -> DateTime<Utc> {
        self.to
    }
    /// Its part before a moment; all of it where none of it is.
    pub fn past(self, now: DateTime<Utc>) -> Self {
        if self.from < now { Self { to: self.to.min(now), ..self } } else { self }
    }
}

/// RFC 3339 with `Z`, with milliseconds only where there are any.
pub fn rfc3339(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

/// Parses a moment: RFC 3339, also without seconds (`2026-01-01T00:00Z`). A time without a zone is refused,
/// because it would mean another moment on another machine.
pub fn parse_time(flag: &str, text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Ok(time.to_utc());
    }
    let minutes =
        |zone: &str| DateTime::parse_from_str(&text.replace('Z', "+00:00"), &format!("%Y-%m-%dT%H:%M{zone}"));
    if let Ok(time) = minutes("%:z") {
        return Ok(time.to_utc());
    }
    let shown = text.escape_debug();
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").is_ok()
        || chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").is_ok()
        || chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").is_ok()
        || chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").is_ok();
    if local {
        Err(format!("{flag} `{shown}` has no time zone; add Z for UTC or an offset such as +09:00"))
    } else if chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok() {
        Err(format!("{flag} `{shown}` has no time of day and no zone; write {shown}T00:00Z"))
    } else {
        Err(format!(
            "{flag} `{shown}` is not a time; write it like 2026-01-31T09:30Z or 2026-01-31T09:30:00+09:00"
        ))
    }
}

/// Without the fraction of a second, which no reader needs.
pub fn whole_seconds(time: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp(time.timestamp(), 0).unwrap_or(time)
}
