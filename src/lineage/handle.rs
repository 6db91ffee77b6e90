//! What a followed identity is known by in later records, and which identity a record belongs to.

use super::paths::{Fields, first};
use super::policy::{Caller, admits};
use crate::event::Event;
use crate::incident::{Certainty, Time};
use chrono::TimeDelta;
use std::collections::{BTreeMap, HashMap};

/// What later use of a new identity is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Handle {
    /// An access key ID.
    Key(String),
    /// One session: the full principal ID (`AROA…:name`, `AIDA…`) and its creation time in seconds since the epoch.
    Session(String, i64),
    /// Role sessions with this name: compute services name them after the instance, the function or the task.
    Runs(String),
    /// A user ID or role ID.
    Principal(String),
    /// A user name in console sign-ins.
    SignIn(String),
    /// A full principal ID in console sign-ins.
    Console(String),
    /// A user name in calls that are made without an access key (Git, Keyspaces, Bedrock).
    Keyless(String),
    /// A user ID of Identity Center.
    Person(String),
    /// ARN of an identity provider or a trust anchor that hands out sessions.
    Issuer(String),
    /// A role whose trust policy the subject wrote, by name; used by those whom the policy names.
    Trust(String),
    /// Known to exist; the log cannot tell its use. Kind and target.
    Untraceable(String, String),
}

impl Handle {
    /// How sure a link by this handle is.
    pub fn certainty(&self) -> Certainty {
        match self {
            Self::Key(_) => Certainty::NamedInResponse,
            Self::Session(..) | Self::Console(_) => Certainty::MatchedBySession,
            _ => Certainty::MadeAndUsedLater,
        }
    }

    /// What a change of its state names it by: `key:AKIA…`.
    pub fn state_name(&self) -> Option<String> {
        let domain = match self {
            Self::Key(_) => "key",
            Self::Runs(_) => "run",
            Self::Person(_) => "person",
            _ => return None,
        };
        Some(format!("{domain}:{}", self.text()))
    }

    /// The text that it is searched by.
    pub fn text(&self) -> &str {
        match self {
            Self::Key(text)
            | Self::Session(text, _)
            | Self::Runs(text)
            | Self::Principal(text)
            | Self::SignIn(text)
            | Self::Console(text)
            | Self::Keyless(text)
            | Self::Person(text)
            | Self::Issuer(text)
            | Self::Trust(text)
            | Self::Untraceable(_, text) => text,
        }
    }
}

/// The fields of a record that say whose it is.
#[derive(Clone, Copy, Debug, Default)]
#[allow(missing_docs)]
pub struct Identity<'a> {
    pub time: Option<Time>,
    pub source: Option<&'a str>,
    pub access_key: Option<&'a str>,
    pub principal_id: Option<&'a str>,
    pub user_arn: Option<&'a str>,
    pub user_name: Option<&'a str>,
    pub session_created: Option<Time>,
    pub account: Option<&'a str>,
}

impl Event {
    /// Whose call it is.
    pub fn identity(&self) -> Identity<'_> {
        Identity {
            time: self.event_time,
            source: self.event_source.as_deref(),
            access_key: self.access_key_id.as_deref(),
            principal_id: self.principal_id.as_deref(),
            user_arn: self.user_arn.as_deref(),
            user_name: self.user_name.as_deref(),
            session_created: self.session_created,
            account: self.recipient_account_id.as_deref().or(self.account_id.as_deref()),
        }
    }
}

/// Seconds by which a session's creation time may differ from the time of the call that made it.
const SKEW: [i64; 5] = [0, -1, 1, -2, 2];

/// Handles and the identity that each stands for.
#[derive(Clone, Debug, Default)]
pub struct Handles {
    by: HashMap<Handle, Entry>,
    sessions: bool,
    keyless: bool,
}

/// What is known of a handle.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    node: usize,
    /// From when on it is followed (true), and from when on it was somebody else's again (false). Empty: always.
    turns: BTreeMap<Time, bool>,
    /// How long after its turn it may be used.
    within: Option<TimeDelta>,
    /// What narrows it down: roles of sessions, policies of a role, audiences of a provider, accounts of a person, the ID
    /// of a user. `None`: nothing does.
    limits: Option<Vec<String>>,
    /// Account that a name is of; the same name elsewhere is somebody else.
    account: Option<String>,
}

impl Entry {
    /// Of a node, from a moment on, within its limit.
    pub fn new(node: usize, since: Option<Time>, limit: Option<String>, account: Option<String>) -> Self {
        let turns = since.map(|time| (time, true)).into_iter().collect();
        Self { node, turns, within: None, limits: limit.map(|limit| vec![limit]), account }
    }

    /// Ends some time after each turn.
    pub fn within(mut self, seconds: Option<i64>) -> Self {
        self.within = seconds.and_then(TimeDelta::try_seconds);
        self
    }

    fn of_account(&self, account: Option<&str>) -> bool {
        self.account.is_none() || account.is_none() || self.account.as_deref() == account
    }

    /// Whether a use at this time is that of the followed identity.
    fn at(&self, time: Option<Time>) -> bool {
        if self.turns.is_empty() {
            return true;
        }
        let turn = time.and_then(|time| Some((time, self.turns.range(..=time).next_back()?)));
        turn.is_some_and(|(time, (since, own))| {
            *own && self.within.is_none_or(|within| time <= *since + within)
        })
    }

    fn allows(&self, fits: impl Fn(&str) -> bool) -> bool {
        self.limits.as_ref().is_none_or(|limits| limits.iter().any(|limit| fits(limit)))
    }
}

impl Handles {
    /// Adds a handle. The first node that it stands for keeps it.
    pub fn add(&mut self, handle: Handle, entry: Entry) {
        self.sessions |= matches!(handle, Handle::Session(..));
        self.keyless |= matches!(handle, Handle::Keyless(_));
        self.by.entry(handle).or_insert(entry);
    }

    /// The node that a handle stands for.
    pub fn node(&self, handle: &Handle) -> Option<usize> {
        self.by.get(handle).map(|entry| entry.node)
    }

    /// The same identity was made, opened or switched on once more, within this limit.
    pub fn again(&mut self, handle: &Handle, time: Time, limit: Option<&str>) {
        let Some(entry) = self.by.get_mut(handle) else { return };
        if !entry.turns.is_empty() {
            entry.turns.insert(time, true);
        }
        match (limit, &mut entry.limits) {
            (Some(limit), Some(limits)) if limits.iter().all(|known| known != limit) => {
                limits.push(limit.into())
            }
            (None, limits) if matches!(handle, Handle::Issuer(_) | Handle::Person(_)) => *limits = None,
            _ => {}
        }
    }

    /// Somebody else took it over: what follows is not the followed identity's.
    pub fn taken(&mut self, handle: &Handle, time: Time) {
        if let Some(entry) = self.by.get_mut(handle) {
            entry.turns.entry(time).or_insert(false);
        }
    }

    /// The user behind a name is known by its ID.
    pub fn limit(&mut self, handle: &Handle, limit: &str) {
        if let Some(entry) = self.by.get_mut(handle) {
            entry.limits = Some(vec![limit.into()]);
        }
    }

    /// Every node has a place in the finished list.
    pub fn moved(mut self, place: &[usize]) -> Self {
        for entry in self.by.values_mut() {
            entry.node = place[entry.node];
        }
        self
    }

    /// Whose call it is, by its key; else its session, its session's name, a password that was set, its user or role.
    pub fn owner(&self, of: &Identity<'_>) -> Option<usize> {
        let by = |handle: Handle| self.by.get(&handle);
        let then = |entry: &&Entry| entry.at(of.time);
        if let Some(entry) = of.access_key.and_then(|key| by(Handle::Key(key.into()))).filter(then) {
            return Some(entry.node);
        }
        let principal = of.principal_id.unwrap_or_default();
        if self.sessions
            && let Some(created) = of.session_created.map(|time| time.timestamp())
            && let Some(entry) =
                SKEW.iter().find_map(|skew| by(Handle::Session(principal.into(), created + skew)))
        {
            return Some(entry.node);
        }
        let (id, session) = principal.split_once(':').unwrap_or((principal, ""));
        let of_role = |entry: &&Entry| entry.allows(|role| role_of(of.user_arn) == Some(role));
        // A name that was deleted and made again belongs to another user.
        let same_user =
            |entry: &&Entry| entry.allows(|id| of.principal_id.is_none_or(|principal| principal == id));
        let own_account = account_of(of.user_arn).or(of.account);
        let runs = || {
            let found = (!session.is_empty()).then(|| by(Handle::Runs(session.into()))).flatten();
            found.filter(then).filter(of_role).filter(|entry| entry.of_account(own_account))
        };
        let console = of.source == Some("signin.amazonaws.com");
        let sign_in = || {
            let found = of.user_name.filter(|_| console).and_then(|name| by(Handle::SignIn(name.into())));
            found.filter(then).filter(same_user).filter(|entry| entry.of_account(of.account))
        };
        let found = runs()
            .or_else(sign_in)
            .or_else(|| by(Handle::Principal(id.into())))
            .or_else(|| by(Handle::Console(principal.into())).filter(|_| console).filter(then));
        found.map(|entry| entry.node)
    }

    /// Whose call it is when its parameters must be asked: calls without a key, federated sign-ins, roles whose trust was
    /// rewritten.
    pub fn owner_of_call(&self, event: &Fields<'_>) -> Option<usize> {
        let identity = event.identity();
        let by = |handle: Handle| self.by.get(&handle);
        let then = |entry: &&Entry| entry.at(event.event_time);
        let text = |path: &str| first(event, path);
        let keyless = || {
            let name = event.user_name.clone().filter(|_| self.keyless && is_keyless(event))?;
            by(Handle::Keyless(name)).filter(then).filter(|entry| entry.of_account(identity.account))
        };
        if let Some(node) = keyless().map(|entry| entry.node).or_else(|| self.owner(&identity)) {
            return Some(node);
        }
        let provider =
            || text("responseElements.provider").or_else(|| text("requestParameters.principalArn"));
        let issuer = || {
            let arns = [provider(), text("requestParameters.trustAnchorArn")];
            let found = arns.into_iter().flatten().find_map(|arn| by(Handle::Issuer(arn)))?;
            let audience = text("responseElements.audience");
            found
                .allows(|limit| audience.as_deref().is_none_or(|audience| audience == limit))
                .then_some(found)
        };
        let trust = || {
            let role = text("requestParameters.roleArn")?;
            let entry = by(Handle::Trust(role.rsplit('/').next()?.into()))?;
            let of_role = entry.of_account(role.split(':').nth(4));
            let (provider, subject) = (provider(), text("responseElements.subjectFromWebIdentityToken"));
            let caller = match (&provider, event.account_id.as_deref()) {
                (Some(provider), _) => Caller::Provider(provider, subject.as_deref()),
                (None, Some(account)) if event.recipient_account_id.as_deref() != Some(account) => {
                    Caller::Account(account)
                }
                _ => return None,
            };
            (of_role && entry.allows(|policy| admits(policy, caller))).then_some(entry)
        };
        let person = || {
            let found = by(Handle::Person(event.on_behalf_of.clone()?))?;
            found.allows(|account| identity.account.is_none_or(|own| own == account)).then_some(found)
        };
        let found = person().or_else(issuer).or_else(trust).filter(then);
        found.map(|entry| entry.node)
    }
}

/// Role name of an assumed-role ARN.
fn role_of(arn: Option<&str>) -> Option<&str> {
    let (_, rest) = arn?.split_once(":assumed-role/")?;
    rest.split('/').next()
}

fn account_of(arn: Option<&str>) -> Option<&str> {
    arn?.split(':').nth(4).filter(|account| !account.is_empty())
}

/// Calls signed by something other than an access key: a Bedrock API key, Git or Keyspaces credentials.
fn is_keyless(event: &Fields<'_>) -> bool {
    let bearer = first(event, "additionalEventData.callWithBearerToken").as_deref() == Some("true");
    let service =
        matches!(event.event_source.as_deref(), Some("codecommit.amazonaws.com" | "cassandra.amazonaws.com"));
    bearer || (service && event.access_key_id.as_deref().unwrap_or_default().is_empty())
}
