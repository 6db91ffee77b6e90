//! What the subject keys themselves did, in the words of their responders.

use super::{Certainty, Evidence, Foreign, Outcomes, Part, Time};
use crate::catalog::Fact;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the subject keys themselves did. Lists are sorted; each entry has its evidence in `questions`. A name that stands
/// in a list twice is that of two things, in two accounts or regions: `facts` says where.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct KeyActivity {
    pub keys: Vec<String>,
    pub events: u64,
    pub first: Option<Time>,
    pub last: Option<Time>,
    /// Of its requests, those that neither the declared baseline nor a service explains, where the baseline explains some.
    #[serde(default)]
    pub unexplained: Option<Part>,
    /// Of its requests, those from places that a finding takes for foreign, where there are others.
    #[serde(default, alias = "from_there")]
    pub from_foreign: Option<Foreign>,
    pub principals: Vec<String>,
    pub source_ips: BTreeMap<String, u64>,
    pub regions: BTreeMap<String, u64>,
    pub distinct_event_names: u64,
    /// Events with any error, denied ones included.
    pub errors: u64,
    pub denied: u64,
    pub pivots: Vec<Pivot>,
    pub issued_by: Vec<IssuedBy>,
    /// Who issued the credentials of the issuers, upwards.
    #[serde(default)]
    pub ancestry: Vec<IssuedBy>,
    /// Sum of the uses of all credentials that the subject obtained.
    pub pivot_events_total: u64,
    pub users_created: Vec<String>,
    pub login_profiles_created: Vec<String>,
    pub roles_created: Vec<String>,
    /// `principal <- policy`.
    pub policies_attached: Vec<String>,
    pub trust_updates: Vec<String>,
    pub secrets_read: Vec<String>,
    pub secret_read_calls: u64,
    pub ssm_params_decrypted: Vec<String>,
    /// Bucket to number of events that name it.
    pub buckets: BTreeMap<String, u64>,
    /// Distinct objects whose content was read.
    pub objects_read: u64,
    /// Call name to (attempted, succeeded).
    pub defense_evasion: BTreeMap<String, (u64, u64)>,
    /// Named facts that questions declare in their header (`fact = "…"`): fact to entries.
    pub facts: BTreeMap<Fact, Vec<FactEntry>>,
}

/// A credential issued by the subject, in responders' words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Pivot {
    pub time: Time,
    pub via: String,
    pub credential: String,
    pub target: String,
    pub used_events: u64,
    pub event_id: String,
}

/// Who issued the subject key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct IssuedBy {
    pub time: Time,
    pub via: String,
    pub by: String,
    pub event_id: String,
    /// Where the call that issued it came from: an address, or a service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Key or session that was issued.
    pub credential: String,
    pub certainty: Certainty,
}

/// One entry of a named fact: what was acted on, where and with what, how often. Account and region are of facts
/// alone, and absent where a name has none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct FactEntry {
    pub target: String,
    pub detail: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    pub outcomes: Outcomes,
    pub first: Time,
    pub last: Time,
    pub evidence: Evidence,
}
