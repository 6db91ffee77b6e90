//! What was touched, when, and what to search for elsewhere.

use super::{
    AccessLevel, Act, Confidence, Effect, Evidence, Existence, IndicatorKind, Outcomes, StoreKind, Time,
};
use crate::baseline::Actor;
use crate::vocabulary::{Category, Outcome, Severity};
use serde::{Deserialize, Serialize};

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
    /// Who acted, by the baseline.
    pub actor: Actor,
    /// `iam.amazonaws.com`.
    pub event_source: String,
    /// `CreateUser`.
    pub event_name: String,
    /// What was acted on, if that is one thing.
    pub target: Option<String>,
    /// How many different things the records name.
    #[serde(default)]
    pub targets: u64,
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
    /// Service.
    pub kind: String,
    /// Account, where it has one.
    #[serde(default)]
    pub account: Option<String>,
    /// Region, where it has one.
    #[serde(default)]
    pub region: Option<String>,
    /// `created`, `modified`, `deleted`, `read`, `used`, `attempted`.
    pub effects: Vec<Effect>,
    /// Counts.
    pub outcomes: Outcomes,
    /// First and last.
    pub first: Time,
    /// See `first`.
    pub last: Time,
    /// Credentials: `K-01`.
    pub credentials: Vec<String>,
    /// Whether it still exists at the end of the window, as far as the log shows:
    /// `deleted in the log`, `no deletion under this name in the log`, `CANNOT BE DETERMINED`.
    pub still_exists: Existence,
    /// Events.
    pub evidence: Evidence,
}

/// A data store or secret class (report specification, section 7).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DataAccess {
    /// `S3 bucket`, `Secrets Manager secret`, `SSM parameter`, `DynamoDB table` …
    pub kind: StoreKind,
    /// Its name or ARN; a path where everything below it was read.
    pub name: String,
    /// Account, where it has one.
    #[serde(default)]
    pub account: Option<String>,
    /// Region, where it has one.
    #[serde(default)]
    pub region: Option<String>,
    /// The row stands for any number of stores: the call named a path or a filter, and the record does not tell what it
    /// returned.
    #[serde(default)]
    pub several: bool,
    /// The declared baseline attributes the calls of this row to the owner. A store that both the owner and others used
    /// has two rows.
    #[serde(default)]
    pub own: bool,
    /// A secret or parameter that a followed credential had itself created before it read it.
    #[serde(default)]
    pub made: bool,
    /// The gravest thing logged.
    pub level: AccessLevel,
    /// Successful reads of content, copies to other stores among them. This and the next eight, without the
    /// lifecycle rules, add up to the events.
    pub reads: u64,
    /// Successful listings.
    pub listings: u64,
    /// Calls that write content and succeeded.
    #[serde(default)]
    pub changes: u64,
    /// Calls that made the store or changed its settings. No such call is known to have written content.
    #[serde(default)]
    pub settings: u64,
    /// Of `settings`, those that set rules by which content may be deleted later.
    #[serde(default)]
    pub lifecycle_rules: u64,
    /// Snapshots, images and exports that were made of the store.
    #[serde(default)]
    pub copies: u64,
    /// Deletions of content, or of the store, that succeeded.
    #[serde(default)]
    pub deletions: u64,
    /// How often it was opened to another account or to everybody.
    #[serde(default)]
    pub shares: u64,
    /// Successful reads of settings.
    #[serde(default)]
    pub configuration: u64,
    /// Denied or failed attempts.
    pub attempts: u64,
    /// Distinct objects read, where objects are named.
    pub distinct_objects: Option<u64>,
    /// Bytes sent out, where the record says so.
    pub bytes_out: Option<u64>,
    /// Reads whose record says how many bytes were sent.
    #[serde(default)]
    pub reads_with_bytes: u64,
    /// First and last.
    pub first: Time,
    /// See `first`.
    pub last: Time,
    /// Events.
    pub evidence: Evidence,
}

/// AWS's quarantine of a user whose key it saw in public: a policy that denies the calls that are abused most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quarantine {
    /// When the policy was attached: AWS knew of the key then.
    pub time: Time,
    /// User that it was attached to.
    pub user: String,
    /// ARN of the policy.
    pub policy: String,
    /// ARN of whoever attached it, else where the call came from; never a followed credential.
    pub by: String,
    /// The event.
    pub evidence: Evidence,
}

/// Something that a followed credential opened, granted or weakened and that is no credential itself, and what took it
/// back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// `snapshot shared`, `trail stopped` …
    pub what: String,
    /// What it was done to.
    pub name: String,
    /// What it was done with: the account that it was shared with, the range that was let in, the policy.
    pub with: Option<String>,
    /// The last call that did it.
    pub via: String,
    /// When.
    pub at: Time,
    /// How many calls did the same.
    pub count: u64,
    /// `K-01` of the credential that did it last.
    pub by: String,
    /// The last event that did it.
    pub evidence: Evidence,
    /// The first call that took it back for certain since anybody did it last, else the last that may have; `None` where
    /// no collected record shows one.
    pub taken_back: Option<TakenBack>,
    /// Set where the thing had been taken back and somebody else did it again, or where somebody else overwrote it with
    /// the same while it was open, and no record takes that back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Again>,
}

/// A call that did again what had been taken back, or overwrote it with the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Again {
    /// What had taken it back, or else the call that was overwritten.
    pub after: Act,
    /// What did it again.
    pub done: Act,
}

/// A call that took something back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakenBack {
    /// The call.
    pub via: String,
    /// When.
    pub at: Time,
    /// `K-01` of the followed credential that made it; `None` when an outsider did.
    pub by: Option<String>,
    /// ARN, else key ID, service or principal, of whoever made it.
    pub by_name: String,
    /// What it leaves uncertain.
    pub but: Option<String>,
    /// Its event.
    pub evidence: Evidence,
}

/// An indicator.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Indicator {
    /// What the value is.
    pub kind: IndicatorKind,
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
    /// How far it can be relied on that a search for the value finds more of the same activity.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Events.
    pub evidence: Evidence,
}
