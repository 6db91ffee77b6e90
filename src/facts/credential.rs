//! Credentials that were followed: how each came about, what it did, whether it still works.

use super::{Evidence, Outcomes, Part, State, Tally, Time, Usability};
use crate::vocabulary::{account_in, is_account};
use serde::{Deserialize, Serialize};

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

/// Somebody of another account who came in by what a followed credential opened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Outsider {
    /// ARN or principal ID.
    pub name: String,
    /// His account, as the record names it. It may itself be compromised.
    pub account: String,
}

/// How a credential entered the case.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Obtained {
    /// `K-01` of the credential that made the call, or for which a service made it; `None` when an outsider did.
    pub by: Option<String>,
    /// Key ID, service or principal that made the call.
    pub by_name: String,
    /// Who made the call, where `by` is what let him in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outsider: Option<Box<Outsider>>,
    /// The service that made the call by itself, for what `by` is, such as an auto scaling group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// `K-01` of the role that was opened, where `by` is the identity provider that somebody came by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<String>,
    /// The call: `AssumeRole`.
    pub via: String,
    /// When.
    pub at: Time,
    /// Role ARN, user name …
    pub target: String,
    /// How sure the link is.
    pub certainty: Certainty,
    /// The declared baseline attributes the call to the owner.
    #[serde(default)]
    pub own: bool,
    /// The event that proves it.
    pub evidence: Evidence,
}

/// The sign-in with a sign-in token: a second record of one session of the console.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignedIn {
    /// The call: `ConsoleLogin`.
    pub via: String,
    /// When.
    pub at: Time,
    /// What it rests on that both are of one session, and how sure it is, one sentence.
    pub rests_on: String,
    /// Its event.
    pub evidence: Evidence,
}

/// What a service said of a call that it worked on afterwards.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CallResult {
    /// The service's event: `CreateAccountResult`.
    pub via: String,
    /// When.
    pub at: Time,
    /// The state that it names.
    pub state: String,
    /// What was made, by name or ID.
    pub made: Option<String>,
    /// Its event.
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
    /// `K-01` of the subject's key of the console session whose other keys these are: same principal and creation time,
    /// and the console signed with them. No call obtained them, and what they did is not what that key did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<String>,
    /// The sign-in that opened the session of a sign-in token, where the records leave no other. What few credentials
    /// have is boxed: a case can have a hundred thousand of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_in: Option<Box<SignedIn>>,
    /// What the service said became of the call that made it, where it works on such calls afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Box<CallResult>>,
    /// Whether it is something that runs, such as a machine or a function: it has a credential only where it has a role.
    #[serde(default, skip_serializing_if = "is_false")]
    pub runs: bool,
    /// Distance from the subject; 0 is the subject.
    pub depth: u32,
    /// When it lapses by itself, if a record says so.
    pub expires: Option<Time>,
    /// When the last of its sessions lapses of which a record shows how it was handed out; there may be others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sessions_expire: Option<Time>,
    /// When it, or the latest of its sessions that were seen in use, was issued.
    pub last_issued: Option<Time>,
    /// First use.
    pub first: Option<Time>,
    /// Last use.
    pub last: Option<Time>,
    /// Attempts that do not show that whoever made them had it; they are in `outcomes`, and not in `first` and `last`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<Box<Part>>,
    /// Versions of the metadata service that handed out the keys of its calls, where records name one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub role_delivery: Vec<String>,
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

impl Credential {
    /// Whether it is one of the subject's own, whose keys are given, and did not merely come from them.
    pub fn is_subject(&self, keys: &[String]) -> bool {
        self.is_first() || self.access_keys.iter().any(|key| keys.contains(key))
    }

    /// Whether it is a key that the search began with.
    pub fn is_first(&self) -> bool {
        self.depth == 0 && self.beside.is_none()
    }

    /// Whether it is a session, of whatever: kinds are in the words of the rules.
    pub fn is_session(&self) -> bool {
        self.kind.contains("session")
    }

    /// Whether it is a user or a role, which signs nothing itself.
    pub fn is_principal(&self) -> bool {
        matches!(self.kind.as_str(), "user" | "role")
    }

    /// Whether it is an account that was asked for, and no record says that none was made.
    pub fn is_account(&self) -> bool {
        self.kind == "account" && self.result.as_ref().is_none_or(|result| result.made.is_some())
    }

    /// The account that it is, or that it belongs to, where its ARN, or the ARN that it was obtained by, names one.
    pub fn account(&self) -> Option<&str> {
        if self.is_account() && is_account(&self.name) {
            return Some(&self.name);
        }
        let target = self.obtained.as_ref().map(|obtained| obtained.target.as_str());
        let arn = self.arn.as_deref().into_iter().chain(target).find(|text| text.starts_with("arn:"))?;
        account_in(arn)
    }
}

/// Usability of a credential at the end of the window.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Usable {
    /// OBSERVED (a record deactivates or deletes it), DERIVED (its expiry has passed or not),
    /// CANNOT BE DETERMINED.
    pub state: State,
    /// `usable`, `not usable`, `unknown`.
    pub value: Usability,
    /// The reason, one sentence.
    pub reason: String,
    /// `K-01` of the followed credential that made the call of the reason; `None` when an outsider did.
    #[serde(default)]
    pub by: Option<String>,
    /// ARN, else key ID, service or principal, of whoever made that call.
    #[serde(default)]
    pub by_name: Option<String>,
    /// Since when it is not usable: the call of the reason, or the end of its lifetime.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_since: Option<Time>,
    /// The event that shows it, if one does.
    pub evidence: Evidence,
    /// The first times that it was ended and then restored, in order.
    #[serde(default)]
    pub undone: Vec<Reversal>,
    /// How many more there are.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub undone_more: u64,
    /// The first calls that bear on it without being the reason: those that came when it had lapsed, and those that stopped
    /// the machine or the person that it comes from.
    #[serde(default)]
    pub besides: Vec<Act>,
    /// How many more there are.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub besides_more: u64,
}

/// What few credentials have is left out of the others.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// The same of what few credentials are.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

/// A call that ended or restored something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// The call and its time.
    pub what: String,
    /// `K-01` of the followed credential that made it; `None` when an outsider did.
    pub by: Option<String>,
    /// ARN, else key ID, service or principal, of whoever made it.
    pub by_name: String,
    /// Its event.
    pub evidence: Evidence,
}

/// A call that ended a credential, and the one that undid that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reversal {
    /// What ended it.
    pub ended: Act,
    /// What restored it.
    pub restored: Act,
    /// Its last call that succeeded, if that came after it was restored.
    pub used_after: Option<Time>,
}

impl Usable {
    /// Acts of a kind that are told one by one: a machine may be stopped hundreds of times, and have hundreds of sessions.
    pub const ACTS: usize = 10;

    /// Whether a record shows that it was switched off; one that only lapsed was not.
    pub fn switched_off(&self) -> bool {
        self.state == State::Observed && self.value == Usability::NotUsable
    }
}
