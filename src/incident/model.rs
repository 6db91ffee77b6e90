//! The facts model. Names are those of the fields in `incident.json`.
//!
//! Every number stands beside an [`Evidence`]. Text that an attacker can choose is stored raw here and
//! encoded by whoever prints it.

use crate::classify::{Category, Outcome, Severity};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A point in time, UTC; printed as RFC 3339 with `Z`.
pub type Time = DateTime<Utc>;

/// How a statement is known (report specification, section 1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    /// A preserved record says so.
    Observed,
    /// Computed from records.
    Derived,
    /// Inference, with a likelihood word and reasons.
    Assessed,
    /// A person or another system says so.
    Reported,
    /// The source existed, covered the window, the query succeeded, and there was nothing.
    NotObserved,
    /// No source, or a gap.
    CannotBeDetermined,
    /// It was tried and failed.
    QueryFailed,
    /// Only a person can know it.
    OperatorInputRequired,
    /// Held back on purpose.
    Redacted,
    /// Does not apply, for one reason.
    NotApplicable,
}

/// What a number or claim rests on. `count` is the number of events; `items` names the first of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Statements whose rows these are: `Q-001`.
    pub queries: Vec<String>,
    /// How many events.
    pub count: u64,
    /// The first events, at most [`Evidence::SHOWN`]; the full list is in `evidence/events.jsonl`.
    pub items: Vec<EvidenceItem>,
}

impl Evidence {
    /// How many events an evidence names in full.
    pub const SHOWN: usize = 10;
}

/// One event, by its number in this case and by CloudTrail's own ID.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvidenceItem {
    /// `E-000001`: position among the collected events ordered by time and ID.
    pub e: String,
    /// CloudTrail's eventID.
    pub event_id: String,
}

/// Counts by outcome. `total = succeeded + denied + failed`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Outcomes {
    pub total: u64,
    pub succeeded: u64,
    pub denied: u64,
    pub failed: u64,
}

/// A run of events of one value (a service, a region, an event name, an error code …).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Tally {
    pub value: String,
    pub outcomes: Outcomes,
    pub first: Time,
    pub last: Time,
    pub evidence: Evidence,
}

/// The whole incident.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Incident {
    /// Version of this structure; 1.
    pub schema_version: u32,
    /// Case ID, operator, times: what people enter, and the declared volatile fields.
    pub case: Case,
    /// What was investigated.
    pub subject: Subject,
    /// What could be seen, and what not.
    pub coverage: Coverage,
    /// Everything that keeps the report from being complete.
    pub gaps: Vec<Gap>,
    /// Sums over all collected events.
    pub totals: Totals,
    /// Every credential that was followed, the subject first.
    pub credentials: Vec<Credential>,
    /// What the subject key itself did, in the words of its responders.
    pub key_activity: KeyActivity,
    /// Statements in order of consequence.
    pub findings: Vec<Finding>,
    /// The twelve questions, always twelve.
    pub answers: Vec<Answer>,
    /// Timeline, condensed without loss.
    pub timeline: Vec<TimelineRow>,
    /// What was touched.
    pub resources: Vec<Resource>,
    /// Data stores and secrets: what was read, listed, or open to reading.
    pub data_access: Vec<DataAccess>,
    /// Addresses, user agents and created names to search for elsewhere.
    pub indicators: Vec<Indicator>,
    /// ATT&CK techniques that events show.
    pub techniques: Vec<Technique>,
    /// Every question that fired, with its numbers.
    pub questions: Vec<QuestionResult>,
    /// Tables of the questions that aggregate over everything.
    #[serde(default)]
    pub volume: Vec<VolumeTable>,
    /// Statements sent, with their receipts.
    pub queries: Vec<Query>,
}

/// The answer of an aggregating question over all collected events.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct VolumeTable {
    pub id: String,
    pub title: String,
    pub why: String,
    pub columns: Vec<String>,
    /// The first rows, as text.
    pub rows: Vec<Vec<String>>,
    /// How many there are.
    pub rows_total: u64,
}

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

/// What the logs could show.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// Kind and name of the source: `local files`, `../logs`.
    pub source_kind: String,
    /// As given on the command line, without credentials.
    pub source_name: String,
    /// Files or objects: found, read, skipped by date in their path, set aside, unreadable.
    pub files: BTreeMap<String, u64>,
    /// Records: read = kept + every other key. Keys: `read`, `kept`, `repeated`, `other credentials`,
    /// `outside the window`, `broken`, …
    pub records: BTreeMap<String, u64>,
    /// Uncompressed bytes read.
    pub bytes: u64,
    /// Kinds of records present in the window: one row per account, region and event category.
    pub cells: Vec<CoverageCell>,
    /// Days of the window on which an account and region have no record at all.
    pub silent_days: Vec<String>,
    /// Earliest and latest event in the logs that were read.
    pub first_event: Option<Time>,
    /// See `first_event`.
    pub last_event: Option<Time>,
    /// What was left out, by file and reason.
    pub left_out: Vec<LeftOut>,
    /// Integrity level A to D (report specification, section 5.5).
    pub integrity: String,
    /// Columns of the relation that this source does not have.
    pub missing_columns: Vec<String>,
}

/// One cell of the coverage matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct CoverageCell {
    pub account: String,
    pub region: String,
    /// Management, Data, NetworkActivity …
    pub category: String,
    /// Event sources with data events in this cell (for Data and NetworkActivity only).
    pub services: Vec<String>,
    pub records: u64,
    pub matched: u64,
    pub first: Time,
    pub last: Time,
}

/// Something that was not used, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeftOut {
    /// File or object, as found.
    pub file: String,
    /// Reason in plain words.
    pub reason: String,
    /// Records lost, if that can be known.
    pub records: Option<u64>,
}

/// A named gap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// `G-01`.
    pub id: String,
    /// Machine name: `file_unreadable`, `broken_records`, `query_failed`, `depth_limit`, `no_data_events` …
    pub kind: String,
    /// What is missing, one sentence.
    pub what: String,
    /// What cannot be said because of it, one sentence.
    pub effect: String,
    /// How to close it, one sentence.
    pub remedy: String,
    /// Numbers of the twelve questions that it touches.
    pub questions: Vec<u8>,
    /// A gap of every report of this kind of source (data events off) does not change the exit code.
    pub affects_exit_code: bool,
}

/// Sums over all collected events.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Totals {
    /// All collected events.
    pub outcomes: Outcomes,
    /// First and last activity.
    pub first: Option<Time>,
    /// See `first`.
    pub last: Option<Time>,
    /// One tally per category; the totals add up to `outcomes.total`.
    pub by_category: Vec<Tally>,
    /// One tally per event source; the totals add up.
    pub by_service: Vec<Tally>,
    /// One tally per region; the totals add up.
    pub by_region: Vec<Tally>,
    /// One tally per source address; the totals add up.
    pub by_address: Vec<Tally>,
    /// One tally per user agent; the totals add up.
    pub by_user_agent: Vec<Tally>,
    /// One tally per error code, events without one left out.
    pub by_error: Vec<Tally>,
    /// Events per hour and service, for the heat map: (hour, service, count).
    pub by_hour: Vec<(Time, String, u64)>,
}

/// How sure a link between two credentials is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The response of the issuing call names the new key.
    NamedInResponse,
    /// Same principal, issuer and creation time.
    MatchedBySession,
    /// Made by the subject and used afterwards.
    MadeAndUsedLater,
}

/// How a credential entered the case.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Obtained {
    /// `K-01` of the credential that made the call; `None` when an outsider did.
    pub by: Option<String>,
    /// Key ID, service or principal that made the call.
    pub by_name: String,
    /// The call: `AssumeRole`.
    pub via: String,
    /// When.
    pub at: Time,
    /// Role ARN, user name …
    pub target: String,
    /// How sure the link is.
    pub certainty: Certainty,
    /// The event that proves it.
    pub evidence: Evidence,
}

/// One credential or identity that was followed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Credential {
    /// `K-01`; the subject is `K-01`.
    pub id: String,
    /// `access key`, `role session`, `user`, `role`, `console session`, `service-specific credential` …
    pub kind: String,
    /// Access key ID, principal ID or name: what it was searched by.
    pub name: String,
    /// Access key IDs that belong to it.
    pub access_keys: Vec<String>,
    /// ARN, where a record gives one.
    pub arn: Option<String>,
    /// Principal ID, where a record gives one.
    pub principal_id: Option<String>,
    /// How it came about; `None` for the subject when no record shows who issued it.
    pub obtained: Option<Obtained>,
    /// Distance from the subject; 0 is the subject, negative is upwards.
    pub depth: i32,
    /// When it lapses by itself, if a record says so.
    pub expires: Option<Time>,
    /// First use.
    pub first: Option<Time>,
    /// Last use.
    pub last: Option<Time>,
    /// What it did.
    pub outcomes: Outcomes,
    /// Source addresses and user agents of its calls.
    pub addresses: Vec<Tally>,
    /// See `addresses`.
    pub user_agents: Vec<Tally>,
    /// The gravest things it did: category tallies.
    pub categories: Vec<Tally>,
    /// Whether it can still be used at the end of the window, as far as the log shows.
    pub usable: Usable,
    /// How it can be revoked, one sentence.
    pub revoke: String,
    /// Why it was not followed further, if it was not.
    pub not_followed: Option<String>,
    /// Its events.
    pub evidence: Evidence,
}

/// Usability of a credential at the end of the window.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Usable {
    /// OBSERVED (a record deactivates or deletes it), DERIVED (its expiry has passed or not),
    /// CANNOT BE DETERMINED.
    pub state: State,
    /// `usable`, `not usable`, `unknown`.
    pub value: String,
    /// The reason, one sentence.
    pub reason: String,
    /// The event that shows it, if one does.
    pub evidence: Evidence,
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

/// What the subject keys themselves did. Lists are sorted; each entry has its evidence in `questions`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct KeyActivity {
    pub keys: Vec<String>,
    pub events: u64,
    pub first: Option<Time>,
    pub last: Option<Time>,
    pub principals: Vec<String>,
    pub source_ips: BTreeMap<String, u64>,
    pub regions: BTreeMap<String, u64>,
    pub distinct_event_names: u64,
    /// Events with any error, denied ones included.
    pub errors: u64,
    pub denied: u64,
    pub pivots: Vec<Pivot>,
    pub issued_by: Vec<IssuedBy>,
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
    pub facts: BTreeMap<String, Vec<FactEntry>>,
}

/// Who issued the subject key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct IssuedBy {
    pub time: Time,
    pub via: String,
    pub by: String,
    pub event_id: String,
}

/// One entry of a named fact: what was acted on, with what, how often.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct FactEntry {
    pub target: String,
    pub detail: Option<String>,
    pub outcomes: Outcomes,
    pub first: Time,
    pub last: Time,
    pub evidence: Evidence,
}

/// A statement of section 3 of the report.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Finding {
    /// `F-01`.
    pub id: String,
    /// Question ID of the catalogue.
    pub question: String,
    /// Its title.
    pub title: String,
    /// Category.
    pub category: Category,
    /// Gravest severity among its events.
    pub severity: Severity,
    /// Why that severity, one phrase.
    pub severity_reason: String,
    /// How it is known.
    pub state: State,
    /// Counts.
    pub outcomes: Outcomes,
    /// First and last.
    pub first: Time,
    /// See `first`.
    pub last: Time,
    /// Distinct targets, most frequent first, at most 20.
    pub targets: Vec<FactEntry>,
    /// How many distinct targets there are.
    pub targets_total: u64,
    /// Credentials that did it: `K-01`.
    pub credentials: Vec<String>,
    /// ATT&CK technique IDs.
    pub techniques: Vec<String>,
    /// Why it matters.
    pub why: String,
    /// When it is harmless.
    pub harmless_when: Option<String>,
    /// What to do next.
    pub next: Option<String>,
    /// Events.
    pub evidence: Evidence,
}

/// The answer to one of the twelve questions of the report specification, section 3.1.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// 1 to 12.
    pub number: u8,
    /// How it is known.
    pub state: State,
    /// Facts for the sentence, by name; the templates phrase them.
    pub facts: BTreeMap<String, serde_json::Value>,
    /// Gaps that limit it: `G-01`.
    pub gaps: Vec<String>,
    /// Events.
    pub evidence: Evidence,
}

/// One row of the timeline: one event, or a run of the same call with the same result.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TimelineRow {
    /// First event of the row.
    pub first: Time,
    /// Last event of the row; equal to `first` for one event.
    pub last: Time,
    /// How many events the row stands for.
    pub count: u64,
    /// `K-01`.
    pub credential: String,
    /// Who acted: `unattributed`, `own baseline`, `AWS service`.
    pub actor: String,
    /// `iam.amazonaws.com`.
    pub event_source: String,
    /// `CreateUser`.
    pub event_name: String,
    /// What was acted on.
    pub target: Option<String>,
    /// Result.
    pub outcome: Outcome,
    /// Error code, if any.
    pub error_code: Option<String>,
    /// Source address.
    pub source_ip: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Category.
    pub category: Category,
    /// Severity.
    pub severity: Severity,
    /// Events.
    pub evidence: Evidence,
}

/// A resource that was touched.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Resource {
    /// `R-001`.
    pub id: String,
    /// ARN or name.
    pub name: String,
    /// Service or type.
    pub kind: String,
    /// `created`, `modified`, `deleted`, `read`, `attempted`.
    pub effects: Vec<String>,
    /// Counts.
    pub outcomes: Outcomes,
    /// First and last.
    pub first: Time,
    /// See `first`.
    pub last: Time,
    /// Credentials: `K-01`.
    pub credentials: Vec<String>,
    /// Whether it still exists at the end of the window, as far as the log shows:
    /// `deleted in the log`, `not deleted in the log`, `CANNOT BE DETERMINED`.
    pub still_exists: String,
    /// Events.
    pub evidence: Evidence,
}

/// A data store or secret class (report specification, section 7).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DataAccess {
    /// `S3 bucket`, `Secrets Manager secret`, `SSM parameter`, `DynamoDB table` …
    pub kind: String,
    /// Its name or ARN.
    pub name: String,
    /// `read logged`, `listed only`, `attempted only`, `changed`, `configuration only`.
    pub level: String,
    /// Successful reads of content.
    pub reads: u64,
    /// Successful listings.
    pub listings: u64,
    /// Denied or failed attempts.
    pub attempts: u64,
    /// Distinct objects read, where objects are named.
    pub distinct_objects: Option<u64>,
    /// Bytes sent out, where the record says so.
    pub bytes_out: Option<u64>,
    /// First and last.
    pub first: Time,
    /// See `first`.
    pub last: Time,
    /// Events.
    pub evidence: Evidence,
}

/// An indicator.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Indicator {
    /// `ipv4`, `ipv6`, `user_agent`, `aws_account`, `iam_user`, `access_key` …
    pub kind: String,
    /// The value, raw.
    pub value: String,
    /// What part it played: `source of calls by K-01`.
    pub role: String,
    /// Counts.
    pub count: u64,
    /// First and last.
    pub first: Time,
    /// See `first`.
    pub last: Time,
    /// Known tool, service name, private range …; `unattributed` without a baseline.
    pub note: String,
    /// Events.
    pub evidence: Evidence,
}

/// An ATT&CK technique that events show.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Technique {
    /// Current ID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Former ID, where it was renumbered.
    pub formerly: Option<String>,
    /// Tactics, short names.
    pub tactics: Vec<String>,
    /// Questions that map to it.
    pub questions: Vec<String>,
    /// Counts.
    pub outcomes: Outcomes,
    /// Events.
    pub evidence: Evidence,
}

/// A question of the catalogue that fired.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QuestionResult {
    /// File stem.
    pub id: String,
    /// Title.
    pub title: String,
    /// Category.
    pub category: Category,
    /// Counts.
    pub outcomes: Outcomes,
    /// Distinct targets.
    pub targets: Vec<FactEntry>,
    /// Events.
    pub evidence: Evidence,
}

/// A statement that was sent, with its receipt.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Query {
    /// `Q-001`.
    pub id: String,
    /// What it was for.
    pub purpose: String,
    /// File in the case with the exact text.
    pub file: String,
    /// Engine and version.
    pub engine: String,
    /// The engine's own ID of the query, if it has one.
    pub execution_id: Option<String>,
    /// Rows returned.
    pub rows: u64,
    /// Bytes scanned, where known.
    pub bytes_scanned: Option<u64>,
    /// `finished` or the error.
    pub state: String,
}
