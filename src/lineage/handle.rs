//! What a followed identity is known by in later records, and which identity a record belongs to.

use crate::event::Event;
use crate::incident::{Certainty, Time};
use std::collections::HashMap;

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
}

#[derive(Clone, Debug)]
struct Entry {
    node: usize,
    /// Uses before this moment are somebody else's.
    since: Option<Time>,
    /// Role that the sessions must be of, by name; policy that must name the caller.
    limit: Option<String>,
    /// Account that a name is of; the same name elsewhere is somebody else.
    account: Option<String>,
}

impl Entry {
    fn of_account(&self, account: Option<&str>) -> bool {
        self.account.is_none() || account.is_none() || self.account.as_deref() == account
    }
}

impl Handles {
    /// Adds a handle. The first node that it stands for keeps it.
    pub fn add(
        &mut self,
        handle: Handle,
        node: usize,
        since: Option<Time>,
        limit: Option<String>,
        account: Option<String>,
    ) {
        self.sessions |= matches!(handle, Handle::Session(..));
        self.by.entry(handle).or_insert(Entry { node, since, limit, account });
    }

    /// The node that a handle stands for.
    pub fn node(&self, handle: &Handle) -> Option<usize> {
        self.by.get(handle).map(|entry| entry.node)
    }

    /// An earlier proof of the same identity was found.
    pub fn earlier(&mut self, handle: &Handle, since: Time) {
        if let Some(entry) = self.by.get_mut(handle) {
            entry.since = Some(since);
        }
    }

    /// The user behind a name is known by its ID.
    pub fn limit(&mut self, handle: &Handle, limit: &str) {
        if let Some(entry) = self.by.get_mut(handle) {
            entry.limit = Some(limit.into());
        }
    }

    /// Every node has a place in the finished list.
    pub fn moved(mut self, place: &[usize]) -> Self {
        for entry in self.by.values_mut() {
            entry.node = place[entry.node];
        }
        self
    }

    /// Whose call it is, by its key; else its session, its session's name, its user or role; for sign-ins, the user
    /// name.
    pub fn owner(&self, of: &Identity<'_>) -> Option<usize> {
        let by = |handle: Handle| self.by.get(&handle);
        if let Some(entry) = of.access_key.and_then(|key| by(Handle::Key(key.into()))) {
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
        let later =
            |entry: &&Entry| entry.since.is_none_or(|since| of.time.is_some_and(|time| time >= since));
        let of_role =
            |entry: &&Entry| entry.limit.as_deref().is_none_or(|role| role_of(of.user_arn) == Some(role));
        // A name that was deleted and made again belongs to another user.
        let same_user = |entry: &&Entry| {
            entry.limit.as_deref().is_none_or(|id| of.principal_id.is_none_or(|principal| principal == id))
        };
        let runs = || (!session.is_empty()).then(|| by(Handle::Runs(session.into()))).flatten();
        let console = of.source == Some("signin.amazonaws.com");
        let sign_in = || of.user_name.filter(|_| console).and_then(|name| by(Handle::SignIn(name.into())));
        let found = runs()
            .filter(later)
            .filter(of_role)
            .or_else(|| by(Handle::Principal(id.into())))
            .or_else(|| by(Handle::Console(principal.into())).filter(|_| console).filter(later))
            .or_else(|| sign_in().filter(later).filter(same_user).filter(|e| e.of_account(of.account)));
        found.map(|entry| entry.node)
    }

    /// Whose call it is when its parameters must be asked: federated sign-ins, roles whose trust was rewritten,
    /// calls without a key.
    pub fn owner_of_call(&self, event: &Event) -> Option<usize> {
        if let Some(node) = self.owner(&event.identity()) {
            return Some(node);
        }
        let by = |handle: Handle| self.by.get(&handle);
        let later = |entry: &&Entry| {
            entry.since.is_none_or(|since| event.event_time.is_some_and(|time| time >= since))
        };
        let text = |path: &str| event.json_text(path);
        let issuer = || {
            let named = [
                "requestParameters.principalArn",
                "requestParameters.trustAnchorArn",
                "responseElements.provider",
            ];
            named.iter().find_map(|path| by(Handle::Issuer(text(path)?)))
        };
        let trust = || {
            let role = text("requestParameters.roleArn")?;
            let entry = by(Handle::Trust(role.rsplit('/').next()?.into()))?;
            if !entry.of_account(role.split(':').nth(4)) {
                return None;
            }
            let caller = event.account_id.as_deref()?;
            let outside = event.recipient_account_id.as_deref() != Some(caller);
            (outside && entry.limit.as_deref()?.contains(caller)).then_some(entry)
        };
        let keyless = || {
            let name = event.user_name.clone().filter(|_| is_keyless(event))?;
            by(Handle::Keyless(name)).filter(|entry| entry.of_account(event.identity().account))
        };
        let person = || by(Handle::Person(event.on_behalf_of.clone()?));
        let found = keyless().or_else(person).or_else(issuer).or_else(trust).filter(later);
        found.map(|entry| entry.node)
    }
}

/// Role name of an assumed-role ARN.
fn role_of(arn: Option<&str>) -> Option<&str> {
    let (_, rest) = arn?.split_once(":assumed-role/")?;
    rest.split('/').next()
}

/// Calls signed by something other than an access key: a Bedrock API key, Git or Keyspaces credentials.
fn is_keyless(event: &Event) -> bool {
    let bearer = event.json_text("additionalEventData.callWithBearerToken").as_deref() == Some("true");
    let service =
        matches!(event.event_source.as_deref(), Some("codecommit.amazonaws.com" | "cassandra.amazonaws.com"));
    bearer || (service && event.access_key_id.as_deref().unwrap_or_default().is_empty())
}
