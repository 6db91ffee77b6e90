//! GuardDuty findings as they are handed in: bare, in any wrapper, with keys in any case.
//!
//! Types that nobody knows yet are read like the others: only what a finding names decides what is investigated.

mod asff;
mod guardduty;
mod unwrap;

use crate::incident::{ReportedFinding, Time};
use chrono::{DateTime, NaiveDateTime};
use serde_json::Value;

/// A finding with what it says of its subject.
#[derive(Clone, Debug, Default)]
pub struct Finding {
    /// As reported, for the facts.
    pub reported: ReportedFinding,
    /// Access key IDs that it names, as text of the finding: not yet checked.
    pub access_keys: Vec<String>,
    /// Principal IDs that it names.
    pub principals: Vec<String>,
    /// Other things that it names, for a finding without a key: user, instance, bucket.
    pub names: Vec<String>,
}

/// Reads all findings of a text: one JSON document or JSON lines. `name` is that of the file, for errors.
pub fn parse(name: &str, text: &str) -> Result<Vec<Finding>, String> {
    let mut found = Vec::new();
    for document in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        let document = document.map_err(|error| {
            format!("--finding {name}: line {} is not JSON ({error}); give the finding as GuardDuty, EventBridge or Security Hub wrote it", error.line())
        })?;
        unwrap::findings(document, &mut |finding| {
            found.push(if asff::is(&finding) { asff::read(&finding) } else { guardduty::read(&finding) });
        })
        .map_err(|wrong| format!("--finding {name}: {wrong}"))?;
    }
    if found.is_empty() {
        return Err(format!("--finding {name} holds no finding; give a GuardDuty finding as JSON"));
    }
    Ok(found)
}

/// Key IDs of GuardDuty's generated sample findings start with this.
const GENERATED: &str = "GeneratedFinding";

impl Finding {
    /// The first text at some paths of the folded finding, kept once.
    fn note(list: &mut Vec<String>, text: Option<&str>) {
        if let Some(text) = text.filter(|t| !t.is_empty() && *t != "null")
            && list.iter().all(|known| known != text)
        {
            list.push(text.to_string());
        }
    }

    /// What all wrappers share, once the fields are read.
    fn finish(mut self) -> Self {
        let generated = |list: &[String]| list.iter().any(|text| text.starts_with(GENERATED));
        self.reported.sample |= self.reported.title.as_deref().is_some_and(|t| t.starts_with("[SAMPLE]"))
            || generated(&self.access_keys)
            || generated(&self.principals);
        self.access_keys.retain(|key| !key.starts_with(GENERATED));
        self.principals.retain(|principal| !principal.starts_with(GENERATED));
        self
    }

    /// What the finding names instead of a key, for a sentence.
    pub fn instead_of_key(&self) -> String {
        let named: Vec<String> =
            self.principals.iter().chain(&self.names).map(|text| text.escape_debug().to_string()).collect();
        if named.is_empty() { "nobody".into() } else { named.join(", ") }
    }
}

fn text<'a>(value: &'a Value, path: &str) -> Option<&'a str> {
    value.pointer(path)?.as_str()
}

/// Times of findings: RFC 3339, or with a space and without a zone, which is UTC.
fn time(text: &str) -> Option<Time> {
    let zoned = DateTime::parse_from_rfc3339(text).map(|time| time.to_utc());
    zoned.ok().or_else(|| {
        let bare = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f");
        bare.or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f"))
            .ok()
            .map(|t| t.and_utc())
    })
}
