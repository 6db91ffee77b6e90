//! A followed identity while the graph grows.

use super::admitted::Entered;
use super::found::is_key;
use super::handle::{Handle, Identity};
use super::joined::SignIn;
use super::result::Told;
use crate::event::Event;
use crate::facts::{Evidence, EvidenceItem, Time};
use crate::vocabulary::{NOT_NAMED, is_instance};
use chrono::TimeDelta;
use std::collections::BTreeSet;

/// An identity that was found.
pub struct Node {
    /// What it is searched by first.
    pub handle: Handle,
    pub kind: String,
    pub target: String,
    pub depth: u32,
    pub parent: Option<usize>,
    /// The response of the call names its access key.
    pub in_response: bool,
    pub obtained: Option<Mint>,
    /// The sign-in that opened the session of a sign-in token.
    pub signed_in: Option<Box<SignIn>>,
    /// What the service says became of the call.
    pub result: Option<Box<Told>>,
    pub expires: Option<Time>,
    /// When the last of its sessions lapses of which the log shows how it was handed out.
    pub sessions_expire: Option<Time>,
    /// How long it lasts at most after it was handed out last.
    pub at_most: Option<TimeDelta>,
    /// The call that issued it, where it is the subject.
    pub issued_via: Option<String>,
    pub revoke: String,
    pub not_followed: Option<String>,
    /// Why it may not have been found, where no call of it was.
    pub unseen: Option<String>,
    pub arn: Option<String>,
    pub principal: Option<String>,
    pub keys: BTreeSet<String>,
    /// Under which names a change of its state is looked up.
    pub names: BTreeSet<String>,
    /// Names of the machine or the person that its sessions come from.
    pub beside: BTreeSet<String>,
    /// Those of `names` that every call which handed it out gave it.
    pub given: Option<BTreeSet<String>>,
    /// When it was obtained last, or first used: changes of its state before that are older than it.
    pub alive: Option<Time>,
    /// When the latest of its sessions that was seen in use was issued.
    pub session_created: Option<Time>,
    /// Its last call that succeeded.
    pub last_success: Option<Time>,
}

impl Node {
    /// A node at depth 0.
    pub fn subject(handle: Handle, kind: &str, revoke: &str) -> Self {
        Self {
            handle,
            kind: kind.into(),
            target: String::new(),
            depth: 0,
            parent: None,
            in_response: false,
            obtained: None,
            signed_in: None,
            result: None,
            expires: None,
            sessions_expire: None,
            at_most: None,
            issued_via: None,
            revoke: revoke.into(),
            not_followed: None,
            unseen: None,
            arn: None,
            principal: None,
            keys: BTreeSet::new(),
            names: BTreeSet::new(),
            beside: BTreeSet::new(),
            given: None,
            alive: None,
            session_created: None,
            last_success: None,
        }
    }

    /// A call handed it out under these names. Those that another such call did not give it are lost: what ends one of
    /// several audiences does not end it.
    pub fn give(&mut self, names: &[String]) {
        if names.is_empty() {
            return;
        }
        let given = match &self.given {
            None => names.iter().cloned().collect(),
            Some(given) => given.iter().filter(|name| names.contains(name)).cloned().collect(),
        };
        let before = self.given.replace(given).unwrap_or_default();
        self.names.retain(|name| !before.contains(name));
        self.names.extend(self.given.iter().flatten().cloned());
    }

    /// IDs that calls with it may name in the place of an access key: those of Bedrock with an API key of a user.
    pub fn key_ids(&self) -> Vec<String> {
        let ids = self.names.iter().filter_map(|name| name.strip_prefix("credential:"));
        ids.filter(|id| is_key(id)).map(str::to_string).collect()
    }

    /// Why no call of it was found, where that may be for want of a trace.
    pub fn unseen(&self) -> Option<String> {
        self.unseen.clone().filter(|_| self.arn.is_none())
    }

    /// Whether it is a session itself, and not something that new sessions come from.
    pub fn is_session(&self) -> bool {
        match &self.handle {
            Handle::Session(..) | Handle::Console(_) => true,
            Handle::Key(key) => key.starts_with("ASIA"),
            _ => false,
        }
    }

    /// Whether it is the other keys of a subject's console session: a session that no call handed out.
    pub fn is_beside(&self) -> bool {
        matches!(self.handle, Handle::Session(..)) && self.obtained.is_none()
    }

    /// When it was obtained first, or seen first.
    pub fn since(&self) -> Option<Time> {
        self.obtained.as_ref().map(|mint| mint.time).or(self.alive)
    }

    /// When a session was issued, or was there already.
    pub fn issued(&self) -> Option<Time> {
        self.obtained.as_ref().map(|mint| mint.time).or(self.session_created).or(self.alive)
    }
}

/// Names that what this ARN calls as has for changes of its state.
pub fn names_of_arn(arn: &str) -> Vec<String> {
    let mut parts = arn.splitn(6, ':').skip(4);
    let (Some(account), Some(resource)) = (parts.next(), parts.next()) else { return Vec::new() };
    let (kind, path) = resource.split_once('/').unwrap_or((resource, ""));
    let name = match kind {
        "assumed-role" => path.split('/').next().unwrap_or_default(),
        _ => path.rsplit('/').next().unwrap_or_default(),
    };
    match kind {
        "user" => vec![format!("user:{account}/{name}")],
        "assumed-role" => vec![format!("role:{account}/{name}")],
        _ => Vec::new(),
    }
}

/// Names of the machine or the person that the session of a call comes from: services name sessions after instances,
/// and whoever assumes a role may choose such a name.
pub fn names_beside(event: &Event) -> Vec<String> {
    let person = event.on_behalf_of.as_ref().map(|id| format!("person:{id}"));
    let session = || {
        let (head, session) = event.user_arn.as_deref()?.rsplit_once('/')?;
        let account = head.strip_prefix("arn:")?.split(':').nth(3)?;
        is_instance(session).then(|| format!("host:{account}/{session}"))
    };
    person.into_iter().chain(session()).collect()
}

/// The event that made or ended an identity. Ordered by time, so that the earliest proof is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mint {
    pub time: Time,
    pub event_id: String,
    pub via: String,
    /// Whoever made the call: the key, else the service, else the principal.
    pub by: String,
    key: Option<String>,
    principal: Option<String>,
    arn: Option<String>,
    user_name: Option<String>,
    source: Option<String>,
    session_created: Option<Time>,
    account: Option<String>,
    region: Option<String>,
    console: bool,
    service: Option<String>,
    /// How whoever made it came in, where that is not a followed credential.
    pub entered: Option<Box<Entered>>,
}

impl Mint {
    /// Of an event with a time, an ID and a name.
    pub fn of(event: &Event) -> Option<Self> {
        Some(Self {
            time: event.event_time?,
            event_id: event.event_id.clone()?,
            via: event.event_name.clone()?,
            by: issuer(event),
            key: event.access_key_id.clone(),
            principal: event.principal_id.clone(),
            arn: event.user_arn.clone(),
            user_name: event.user_name.clone(),
            source: event.event_source.clone(),
            session_created: event.session_created,
            account: event.identity().account.map(str::to_string),
            region: event.aws_region.clone(),
            console: event.console_session == Some(true),
            service: event.invoked_by.clone(),
            entered: None,
        })
    }

    /// The account whose trail holds the call.
    pub fn account(&self) -> Option<String> {
        self.account.clone()
    }

    /// Who made the call, for people: the ARN, where there is one.
    pub fn caller(&self) -> String {
        self.arn.clone().unwrap_or_else(|| self.by.clone())
    }

    /// Its event, whose number comes later.
    pub fn evidence(&self) -> Evidence {
        Evidence { queries: Vec::new(), count: 1, items: vec![self.evidence_item()] }
    }

    /// See `evidence`.
    pub fn evidence_item(&self) -> EvidenceItem {
        EvidenceItem { e: String::new(), event_id: self.event_id.clone() }
    }

    /// Principal ID of the caller.
    pub fn principal(&self) -> Option<&str> {
        self.principal.as_deref()
    }

    /// The region in which the call was made.
    pub fn region(&self) -> Option<String> {
        self.region.clone()
    }

    /// Who made the call.
    pub fn identity(&self) -> Identity<'_> {
        Identity {
            time: Some(self.time),
            source: self.source.as_deref(),
            access_key: self.key.as_deref(),
            principal_id: self.principal.as_deref(),
            user_arn: self.arn.as_deref(),
            user_name: self.user_name.as_deref(),
            session_created: self.session_created,
            account: self.account.as_deref(),
            console: self.console,
            service: self.service.as_deref(),
        }
    }
}

/// Whoever made a call: the key, else the service, else the principal.
pub fn issuer(event: &Event) -> String {
    let names = [&event.access_key_id, &event.invoked_by, &event.principal_id, &event.account_id];
    names.into_iter().flatten().next().cloned().unwrap_or_else(|| NOT_NAMED.into())
}
