//! What was investigated, for whom, and what was handed in.

use super::Time;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Case particulars.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Case {
    /// `INC-…` or the operator's own.
    pub id: String,
    /// Title given by the operator.
    pub title: Option<String>,
    /// Who reports (from the configuration); `None` prints OPERATOR INPUT REQUIRED.
    pub organisation: Option<String>,
    /// One monitored mailbox.
    pub contact: Option<String>,
    /// Author of the report.
    pub author: Option<String>,
    /// Who has reviewed the report, as the operator says; without a name it is a draft.
    #[serde(default)]
    pub reviewer: Option<String>,
    /// Who receives the report.
    #[serde(default)]
    pub distribution: Option<String>,
    /// TLP 2.0 label: `TLP:AMBER`.
    pub tlp: Option<String>,
    /// IANA zone for the second time column, e.g. `Asia/Tokyo`.
    pub timezone: Option<String>,
    /// When the organisation came to know of the incident, as the operator says; deadlines run from it.
    #[serde(default)]
    pub aware_at: Option<Time>,
    /// Volatile: when this was generated.
    pub generated_at: Option<Time>,
    /// keytrail's version.
    pub tool_version: String,
    /// Volatile: the commit that keytrail was built from, and whether its sources were changed since; `None` where the
    /// build did not know.
    #[serde(default)]
    pub tool_commit: Option<String>,
    /// Digest of the questions that were used (SHA-256, hex).
    pub rules_digest: String,
    /// Version of ATT&CK that the techniques are named by.
    pub attack_version: String,
}

/// The subject of the investigation.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Subject {
    /// Keys given by the operator or by the findings, and those that were added to them.
    pub access_keys: Vec<String>,
    /// What each of them is, and who named it.
    #[serde(default)]
    pub keys: Vec<SubjectKey>,
    /// Principal IDs given by findings.
    pub principal_ids: Vec<String>,
    /// First moment of the window, inclusive.
    pub from: Time,
    /// Last moment of the window, exclusive.
    pub to: Time,
    /// What the window rests on, where it was not asked for as it is.
    #[serde(default)]
    pub window_rule: Option<String>,
    /// `long-term key`, `temporary key of a role session`, … of the first key.
    pub credential_type: Option<String>,
    /// Which fact decided the type.
    pub credential_type_rule: Option<String>,
    /// ARNs seen with the subject keys.
    pub principals: Vec<String>,
    /// Accounts that the records name.
    pub accounts: Vec<String>,
    /// Findings, as reported.
    pub findings: Vec<ReportedFinding>,
}

impl Subject {
    /// Whether a finding, samples apart, reports a sighting before a moment.
    pub fn was_seen_before(&self, time: Time) -> bool {
        let real = self.findings.iter().filter(|finding| !finding.sample);
        real.filter_map(|finding| finding.first_seen).any(|seen| seen < time)
    }
}

/// Cases of older versions of keytrail hold findings of GuardDuty alone.
fn guardduty() -> String {
    "GuardDuty".into()
}

/// A key of the subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SubjectKey {
    /// Its ID.
    pub access_key: String,
    /// `long-term access key`, `temporary key` …
    pub kind: String,
    /// Who named it.
    pub given_by: GivenBy,
    /// Why it was added, where no one named it: one sentence.
    pub reason: Option<String>,
}

/// Who named a key of the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GivenBy {
    /// The command line.
    Operator,
    /// A finding.
    Finding,
    /// Nobody: it was added by a rule.
    Added,
}

/// A finding of GuardDuty or another product, as handed in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ReportedFinding {
    pub id: String,
    pub finding_type: String,
    pub severity: Option<f64>,
    pub account_id: Option<String>,
    pub region: Option<String>,
    pub title: Option<String>,
    pub detector_id: Option<String>,
    pub count: Option<u64>,
    /// When the finding was made: the detection. The calls that it is about came before.
    #[serde(default)]
    pub created_at: Option<Time>,
    pub first_seen: Option<Time>,
    pub last_seen: Option<Time>,
    pub remote_addresses: Vec<String>,
    pub remote_account: Option<String>,
    /// GuardDuty's word on whether the remote account is related; absent is not false.
    pub affiliated: Option<bool>,
    pub remote_service: Option<String>,
    pub api: Option<String>,
    /// The service that was called.
    #[serde(default)]
    pub service: Option<String>,
    pub sample: bool,
    /// The product that made it.
    #[serde(default = "guardduty")]
    pub product: String,
    /// Severity as a word, where no number is given.
    #[serde(default)]
    pub severity_label: Option<String>,
    #[serde(default)]
    pub access_keys: Vec<String>,
    #[serde(default)]
    pub principal_ids: Vec<String>,
    /// That somebody put it aside: `archived`, `suppressed` …
    #[serde(default)]
    pub put_aside: Vec<String>,
    /// Values that are there and cannot be read, as written, by the name of the field here.
    #[serde(default)]
    pub unreadable: BTreeMap<String, String>,
}
