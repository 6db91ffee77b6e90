//! GuardDuty findings as they are handed in: bare, in any wrapper, with keys in any case; and findings of other products
//! that Security Hub passes on.
//!
//! Types that nobody knows yet are read like the others: only what a finding names decides what is investigated.

mod asff;
mod decode;
mod guardduty;
mod merge;
mod ocsf;
mod time;
mod unwrap;
mod value;

pub use decode::decoded;
pub use merge::merged;

use crate::facts::{ReportedFinding, Time};
use crate::mask::{self, Call, Found};
use crate::subject::shown;
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
    /// The role whose keys what it names acts with, as an ARN.
    pub role: Option<String>,
    /// When it was last changed.
    pub updated: Option<Time>,
    /// File and line, for errors.
    pub place: String,
    /// The secrets that its texts held.
    pub masked: Found,
}

/// Reads all findings of a text: one JSON document or JSON lines. `name` is that of the file, for errors.
pub fn parse(name: &str, text: &str) -> Result<Vec<Finding>, String> {
    let mut found = Vec::new();
    let mut documents = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let (mut read, mut line) = (0, 1);
    loop {
        let rest = &text[read..];
        let start = read + (rest.len() - rest.trim_start().len());
        line += text[read..start].matches('\n').count();
        let Some(document) = documents.next() else { break };
        let place = if line > 1 { format!("{name}, line {line}") } else { name.to_string() };
        let document = document.map_err(|error| {
            format!("--finding {name}: line {} is not JSON ({error}); give the finding as GuardDuty, EventBridge or Security Hub wrote it", error.line())
        })?;
        unwrap::findings(document, &mut |finding| {
            let mut one = match &finding {
                finding if ocsf::is(finding) => ocsf::read(finding),
                finding if asff::is(finding) => asff::read(finding),
                finding => guardduty::read(finding),
            };
            one.place.clone_from(&place);
            found.push(one);
        })
        .map_err(|wrong| format!("--finding {place}: {wrong}"))?;
        read = documents.byte_offset();
        line += text[start..read].matches('\n').count();
    }
    if found.is_empty() {
        return Err(format!("--finding {name} holds no finding; give a GuardDuty finding as JSON"));
    }
    Ok(found)
}

/// Key IDs of GuardDuty's generated sample findings start with this.
const GENERATED: &str = "GeneratedFinding";
/// Names that a sentence tells one by one.
const NAMED: usize = 8;

impl Finding {
    /// Adds a text to a list, once.
    fn note(list: &mut Vec<String>, text: Option<&str>) {
        let text = text.map(str::trim).filter(|text| !text.is_empty() && *text != "null");
        if let Some(text) = text.filter(|text| list.iter().all(|known| known != text)) {
            list.push(text.to_string());
        }
    }

    /// A number, or a word for it.
    fn read_severity(&mut self, value: Option<&Value>) {
        self.reported.severity = self.number("severity", value);
        if let Some(word) = self.reported.unreadable.remove("severity") {
            self.reported.severity_label = Some(word);
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
        // Whoever writes rules for Security Hub may put a call's parameters into the title.
        let texts = self.reported.title.iter_mut().chain(self.reported.unreadable.values_mut());
        for text in texts {
            if let Some(masked) = mask::text(text, Call::default(), &mut self.masked) {
                *text = masked;
            }
        }
        self
    }

    /// What it is, for a sentence that begins with it.
    pub fn what(&self) -> String {
        let ReportedFinding { id, finding_type, .. } = &self.reported;
        let id = if id.is_empty() { "without an ID".into() } else { shown(id) };
        let kind = if finding_type.is_empty() { "no type".into() } else { shown(finding_type) };
        format!("--finding {}: the finding {id} ({kind})", self.place)
    }

    /// How a key is looked for that the finding does not name, for a sentence.
    pub fn where_to_look(&self) -> Option<String> {
        let plain = |id: &&String| id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_:.@=+,/".contains(&b));
        let principal = self.principals.iter().find(plain).map(|id| ("useridentity.principalid", id));
        let role =
            || self.role.iter().find(plain).map(|arn| ("useridentity.sessioncontext.sessionissuer.arn", arn));
        let (column, id) = principal.or_else(role)?;
        Some(format!(
            "`keytrail query \"SELECT DISTINCT useridentity.accesskeyid AS key FROM cloudtrail_logs WHERE {column} = '{id}'\" --source LOGS` lists the keys of {id} in the logs"
        ))
    }

    /// What the finding names instead of a key, for a sentence.
    pub fn instead_of_key(&self) -> String {
        let named: Vec<String> =
            self.principals.iter().chain(&self.names).take(NAMED).map(|text| shown(text)).collect();
        if named.is_empty() { "nobody".into() } else { named.join(", ") }
    }
}
