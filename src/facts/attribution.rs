//! Whose activity: how the calls of the subject's principals split, and what was new.

use super::{Evidence, NewKind, Outcomes, Time, Whence};
use crate::baseline::Actor;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is known of who acted. A principal is never called the attacker.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Attribution {
    /// What the operator declared as the owner's own, one line each; empty without a baseline.
    pub baseline: Vec<String>,
    /// Calls of the subject's principals in the window, followed or not, the most frequent first.
    pub shares: Vec<Share>,
    /// Calls of others in the window, from external addresses of unattributed calls of followed credentials: other
    /// principals, with credentials that are not followed. An address may be shared.
    #[serde(default)]
    pub from_there: Vec<FromThere>,
    /// Places of the owner's that unattributed calls of followed credentials came from: none of them is an indicator.
    #[serde(default)]
    pub own_places: Vec<OwnPlace>,
    /// What the followed credentials did in the window and the subject's principals did not before; `None` unless that
    /// was asked.
    pub novelty: Option<Novelty>,
}

/// Calls of one principal that look alike.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Principal ID, session included.
    pub principal_id: String,
    /// ARN, where a record gives one.
    #[serde(default)]
    pub arn: Option<String>,
    /// Access key ID; absent in calls without one.
    pub access_key: Option<String>,
    /// When the session of the key was issued, where records say it.
    #[serde(default)]
    pub session_created: Option<Time>,
    /// Source address or service name.
    pub address: Option<String>,
    /// As the caller sent it.
    pub user_agent: Option<String>,
    /// VPC endpoint that the call came through.
    pub vpc_endpoint: Option<String>,
    /// The service that passed the calls on, where there is one.
    #[serde(default)]
    pub invoked_by: Option<String>,
    /// Whether the calls were made in the declared hours; `None` where none are declared.
    #[serde(default)]
    pub within_hours: Option<bool>,
    /// Calls in the window.
    pub calls: u64,
    /// Records of them in which the console says that it signed.
    #[serde(default)]
    pub console_calls: u64,
    /// Of them, sign-ins to the console that succeeded; their records name no key.
    #[serde(default)]
    pub sign_ins: u64,
    /// First call.
    pub first: Option<Time>,
    /// Last call.
    pub last: Option<Time>,
    /// `K-01` of the followed credential whose key it is.
    pub credential: Option<String>,
    /// Who made them, by the baseline.
    pub actor: Actor,
    /// What that rests on, one sentence.
    pub rests_on: String,
}

/// Calls of somebody else from an address of followed credentials, or of all others there where they are many.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FromThere {
    /// The address.
    pub address: String,
    /// How many users and roles these are: above 1, they are too many to be listed, and the address is that of a
    /// network.
    pub principals: u64,
    /// How many sessions: of the role, or of all principals together.
    pub sessions: u64,
    /// Principal ID, session included, of the first.
    pub principal_id: Option<String>,
    /// ARN of the first, where a record gives one.
    pub arn: Option<String>,
    /// Access key IDs: the first and the last in the order of letters.
    pub access_keys: Vec<String>,
    /// The number of keys.
    pub keys: u64,
    /// As the caller sent it, where it was always the same.
    pub user_agent: Option<String>,
    /// Services called.
    pub services: BTreeSet<String>,
    /// Calls in the window.
    pub calls: u64,
    /// First call.
    pub first: Option<Time>,
    /// Last call.
    pub last: Option<Time>,
}

/// A place of the owner's that unattributed calls of followed credentials came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnPlace {
    /// Address or VPC endpoint.
    pub value: String,
    /// What kind of place of the owner's it is.
    pub whence: Whence,
    /// What tells that it is the owner's.
    pub told_by: String,
    /// Why the calls are not attributed to the owner, where the place is declared.
    pub but: Vec<String>,
    /// Its unattributed calls.
    pub calls: u64,
    /// The first of them.
    pub first: Time,
    /// The last of them.
    pub last: Time,
    /// Their events.
    pub evidence: Evidence,
}

/// The window compared with the days before it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Novelty {
    /// Start of the days before the window.
    pub from: Time,
    /// Calls of the same principals in those days; with 0, nothing can be compared.
    pub calls_before: u64,
    /// The first of these calls.
    #[serde(default)]
    pub first_before: Option<Time>,
    /// Days before the window on which there are such calls.
    #[serde(default)]
    pub days_with_calls: u64,
    /// All days of the time before the window.
    #[serde(default)]
    pub days: u64,
    /// Seen in the window and not before.
    pub new: Vec<New>,
}

/// Something that a followed credential did or used for the first time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct New {
    /// What is new.
    pub kind: NewKind,
    /// `iam: CreateUser`, `eu-west-1` …
    pub value: String,
    /// First time.
    pub first: Time,
    /// Its calls.
    pub outcomes: Outcomes,
    /// Its events.
    pub evidence: Evidence,
}
