//! The facts of an incident: one plain data structure that every output renders. It is `incident.json`, and names are those of
//! its fields; `docs/incident.schema.json` describes it.
//!
//! Every number stands beside an [`Evidence`]. Text that an attacker can choose is stored raw here and
//! encoded by whoever prints it.

mod activity;
mod asked;
mod attribution;
mod case;
mod coverage;
mod credential;
mod evidence;
mod findings;
mod gap;
mod others;
mod things;
mod words;

pub use activity::{FactEntry, IssuedBy, KeyActivity, Pivot};
pub use asked::Asked;
pub use attribution::{Attribution, FromThere, New, Novelty, OwnPlace, Share};
pub use case::{Case, GivenBy, ReportedFinding, Subject, SubjectKey};
pub use coverage::{Coverage, CoverageCell, LeftOut, Query, Searched};
pub use credential::{
    Act, CallResult, Certainty, Credential, Obtained, Outsider, Reversal, SignedIn, Usable,
};
pub use evidence::{Class, Confidence, Evidence, EvidenceItem, Outcomes, State, Tally};
pub use findings::{Answer, Finding, QuestionResult, Technique, VolumeTable};
pub use gap::{Gap, GapKind};
pub use others::{UseByOthers, WayIn};
pub use things::{Again, DataAccess, Indicator, Quarantine, Resource, Standing, TakenBack, TimelineRow};
pub use words::{
    AccessLevel, Effect, Existence, IndicatorKind, Integrity, NewKind, RecordsCounted, SourceKind, StoreKind,
    Usability, Whence,
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A point in time, UTC; printed as RFC 3339 with `Z`.
pub type Time = DateTime<Utc>;

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
    /// Whose activity it was, as far as a baseline and the days before tell.
    #[serde(default)]
    pub attribution: Attribution,
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
    /// What others read or copied of stores: those to whom they were opened, and services.
    #[serde(default)]
    pub used_by_others: Vec<UseByOthers>,
    /// What followed credentials opened, granted or weakened besides the credentials above, and what took it back.
    #[serde(default)]
    pub standing: Vec<Standing>,
    /// AWS's quarantines of followed users.
    #[serde(default)]
    pub quarantines: Vec<Quarantine>,
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
    /// Secrets that the events hold in the logs and not here: how many values, by what they were.
    #[serde(default)]
    pub masked: BTreeMap<String, u64>,
}

/// Some of the requests: those that nobody explains, attempts, or those from some addresses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// How many.
    pub count: u64,
    /// The first of these requests.
    pub first: Option<Time>,
    /// See `first`.
    pub last: Option<Time>,
}

/// Requests after the subject was switched off, by what came from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AfterEnd {
    /// When the last of the subject's keys was switched off.
    pub since: Time,
    /// The requests after that.
    pub outcomes: Outcomes,
}

/// Requests from places that findings take for foreign. Cases of older versions do not tell them apart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Foreign {
    /// All of them.
    #[serde(flatten)]
    pub part: Part,
    /// From addresses that findings which were handed in name as the caller's.
    #[serde(default)]
    pub named: u64,
    /// Through VPC endpoints of accounts that these findings name.
    #[serde(default)]
    pub through_endpoints: u64,
    /// From addresses from which the credential of a machine was used elsewhere than on it.
    #[serde(default)]
    pub used_elsewhere: u64,
}

/// Sums over all collected events.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Totals {
    /// All collected events.
    pub outcomes: Outcomes,
    /// Of those denied, the ones whose record says that a policy of the organisation denied them.
    #[serde(default)]
    pub refused_by_organisation: u64,
    /// Of those failed, the dry runs that would have succeeded: nothing was done.
    #[serde(default)]
    pub dry_runs: u64,
    /// First and last activity.
    pub first: Option<Time>,
    /// See `first`.
    pub last: Option<Time>,
    /// Those that neither the declared baseline nor a service explains, where the baseline explains some.
    #[serde(default)]
    pub unexplained: Option<Part>,
    /// Sign-ins and assumptions of roles that failed and were made without a key: whoever made them need not have had
    /// what they were tried with. They are in the sums, and not in `first` and `last`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<Part>,
    /// What the other followed credentials did after the subject was switched off, where a record shows that of each of
    /// its keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_end: Option<AfterEnd>,
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
