//! What was investigated, for whom, and what was handed in.

use super::Time;
use serde::{Deserialize, Serialize};

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
    /// TLP 2.0 label.
    pub tlp: Option<String>,
    /// IANA zone for the second time column, e.g. `Asia/Tokyo`.
    pub timezone: Option<String>,
    /// Volatile: when this was generated.
    pub generated_at: Option<Time>,
    /// keytrail's version.
    pub tool_version: String,
    /// Digest of the questions that were used (SHA-256, hex).
    pub rules_digest: String,
    /// Version of ATT&CK that the techniques are named by.
    pub attack_version: String,
}

/// The subject of the investigation.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Subject {
    /// Keys given by the operator or by the findings.
    pub access_keys: Vec<String>,
    /// Principal IDs given by findings.
    pub principal_ids: Vec<String>,
    /// First moment of the window, inclusive.
    pub from: Time,
    /// Last moment of the window, exclusive.
    pub to: Time,
    /// `long-term key`, `temporary key of a role session`, …
    pub credential_type: Option<String>,
    /// Which fact decided the type.
    pub credential_type_rule: Option<String>,
    /// ARNs seen with the subject keys.
    pub principals: Vec<String>,
    /// Accounts that the records name.
    pub accounts: Vec<String>,
    /// GuardDuty findings, as reported.
    pub findings: Vec<ReportedFinding>,
}

/// A GuardDuty finding as handed in.
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
    pub sample: bool,
}
