//! A followed identity while the graph grows.

use super::found::is_key;
use super::handle::Handle;
use super::issuing_call::Mint;
use super::names::Name;
use crate::event::Event;
use crate::facts::Time;
use crate::vocabulary::is_instance;
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
    pub result: Option<Box<Outcome>>,
    pub expires: Option<Time>,
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
    pub names: BTreeSet<Name>,
    /// Names of the machine or the person that its sessions come from.
    pub beside: BTreeSet<Name>,
    /// Those of `names` that every call which handed it out gave it.
    pub given: Option<BTreeSet<Name>>,
    /// When it was obtained last, or first used: changes of its state before that are older than it.
    pub alive: Option<Time>,
    /// When the latest of its sessions that was seen in use was issued.
    pub session_created: Option<Time>,
    /// Its last call that succeeded.
    pub last_success: Option<Time>,
}

/// The sign-in with a token.
pub struct SignIn {
    pub mint: Mint,
    /// How sure it is that they are of one session, one sentence.
    pub rests_on: String,
}

/// The result of the call that made something.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub mint: Mint,
    pub state: String,
    pub failed: bool,
    /// What was made.
    pub made: Option<String>,
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
    pub fn give(&mut self, names: &[Name]) {
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
        let ids = self.names.iter().filter_map(|name| name.in_domain("credential"));
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
pub fn names_of_arn(arn: &str) -> Vec<Name> {
    let mut parts = arn.splitn(6, ':').skip(4);
    let (Some(account), Some(resource)) = (parts.next(), parts.next()) else { return Vec::new() };
    let (kind, path) = resource.split_once('/').unwrap_or((resource, ""));
    let name = match kind {
        "assumed-role" => path.split('/').next().unwrap_or_default(),
        _ => path.rsplit('/').next().unwrap_or_default(),
    };
    match kind {
        "user" => vec![Name::of_account("user", account, name)],
        "assumed-role" => vec![Name::of_account("role", account, name)],
        _ => Vec::new(),
    }
}

/// Names of the machine or the person that the session of a call comes from: services name sessions after instances,
/// and whoever assumes a role may choose such a name.
pub fn names_beside(event: &Event) -> Vec<Name> {
    let person = event.on_behalf_of.as_ref().map(|id| Name::new("person", id));
    let session = || {
        let (head, session) = event.user_arn.as_deref()?.rsplit_once('/')?;
        let account = head.strip_prefix("arn:")?.split(':').nth(3)?;
        is_instance(session).then(|| Name::of_account("host", account, session))
    };
    person.into_iter().chain(session()).collect()
}
