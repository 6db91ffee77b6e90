//! A followed identity while the graph grows.

use super::call::Call;
use super::handle::Handle;
use super::names::Name;
use super::new_identity::is_key;
use crate::event::Event;
use crate::facts::Time;
use crate::vocabulary::is_instance;
use chrono::TimeDelta;
use std::collections::BTreeSet;

/// An identity that was found.
pub struct Node {
    /// The handle that names it.
    pub handle: Handle,
    pub kind: String,
    pub target: String,
    pub depth: u32,
    pub parent: Option<usize>,
    /// Whether the response of the call names its access key.
    pub in_response: bool,
    pub obtained: Option<Call>,
    /// For a sign-in token: the sign-in that opened its session.
    pub signed_in: Option<Box<SignIn>>,
    /// What the service reported later of the call that made it.
    pub result: Option<Box<Outcome>>,
    pub expires: Option<Time>,
    /// When the last of its sessions lapses of which the log shows how it was handed out.
    pub sessions_expire: Option<Time>,
    /// The longest that it lasts after it was last handed out.
    pub at_most: Option<TimeDelta>,
    /// For a subject: the call that issued it.
    pub issued_via: Option<String>,
    pub revoke: String,
    pub not_followed: Option<String>,
    /// Why its calls may be missing from the log, in case none is found.
    pub unseen: Option<String>,
    /// It was started without a role, and no followed credential gave it one.
    pub roleless: bool,
    pub arn: Option<String>,
    pub principal: Option<String>,
    pub keys: BTreeSet<String>,
    /// Names by which a change of its state is looked up.
    pub names: BTreeSet<Name>,
    /// Names of the machine or the person that its sessions come from.
    pub source_names: BTreeSet<Name>,
    /// Those of `names` that came from calls which handed it out: what all of these calls have in common.
    pub given: Option<BTreeSet<Name>>,
    /// When it was last obtained, or else first used: earlier changes are of something older with the same
    /// name.
    pub alive: Option<Time>,
    /// When the latest of its sessions that made a call was issued.
    pub session_created: Option<Time>,
    /// Its last call that succeeded.
    pub last_success: Option<Time>,
}

/// The sign-in with a sign-in token.
pub struct SignIn {
    pub call: Call,
    /// Why sign-in and token count as one session, in one sentence.
    pub rests_on: String,
}

/// What a service reported of a call that it worked on afterwards.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub call: Call,
    pub state: String,
    pub failed: bool,
    /// The name of what was made.
    pub made: Option<String>,
}

impl Node {
    /// A subject, at depth 0.
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
            roleless: false,
            arn: None,
            principal: None,
            keys: BTreeSet::new(),
            names: BTreeSet::new(),
            source_names: BTreeSet::new(),
            given: None,
            alive: None,
            session_created: None,
            last_success: None,
        }
    }

    /// Notes the names under which a call handed it out. Only names that every such call gave stay: where a
    /// provider has several audiences, the end of one does not end it.
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

    /// IDs that calls with it may have in the place of an access key ID: Bedrock records the ID of a user's
    /// API key so.
    pub fn key_ids(&self) -> Vec<String> {
        let ids = self.names.iter().filter_map(|name| name.in_domain("credential"));
        ids.filter(|id| is_key(id)).map(str::to_string).collect()
    }

    /// Why its calls may be missing from the log; `None` where a call was found.
    pub fn unseen(&self) -> Option<String> {
        self.unseen.clone().filter(|_| self.arn.is_none())
    }

    /// Whether it has no session of a role, as far as the log shows.
    pub fn has_no_session(&self) -> bool {
        self.roleless && self.arn.is_none() && self.keys.is_empty()
    }

    /// Whether it is a session, and not something that new sessions come from.
    pub fn is_session(&self) -> bool {
        match &self.handle {
            Handle::Session(..) | Handle::Console(_) => true,
            Handle::Key(key) => key.starts_with("ASIA"),
            _ => false,
        }
    }

    /// Whether it stands for the other keys of a subject's console session: a session that no call handed
    /// out.
    pub fn is_other_console_keys(&self) -> bool {
        matches!(self.handle, Handle::Session(..)) && self.obtained.is_none()
    }

    /// When it was obtained first, or seen first.
    pub fn since(&self) -> Option<Time> {
        self.obtained.as_ref().map(|call| call.time).or(self.alive)
    }

    /// When a session was issued, or the first moment at which it was there.
    pub fn issued(&self) -> Option<Time> {
        self.obtained.as_ref().map(|call| call.time).or(self.session_created).or(self.alive)
    }
}

/// Names by which a change of the user or role of an ARN is looked up.
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

/// Names of the machine or the person that the session of a call comes from. Services name sessions after
/// instances; but whoever assumes a role may choose such a name, so that these names do not end the session.
pub fn names_of_source(event: &Event) -> Vec<Name> {
    let person = event.on_behalf_of.as_ref().map(|id| Name::new("person", id));
    let session = || {
        let (head, session) = event.user_arn.as_deref()?.rsplit_once('/')?;
        let account = head.strip_prefix("arn:")?.split(':').nth(3)?;
        is_instance(session).then(|| Name::of_account("host", account, session))
    };
    person.into_iter().chain(session()).collect()
}
