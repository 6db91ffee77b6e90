//! Credentials and how they were obtained: which calls hand them out, who used them, what to ask next.
//!
//! Pure: it sees rows of `events` and says what else must be collected.

mod admitted;
mod asking;
mod beside;
mod bound;
mod builder;
mod changes;
mod entry;
mod expiry;
mod finish;
mod found;
mod function_name;
mod given;
mod handed;
mod handle;
mod handles;
mod joined;
mod named;
mod node;
mod origin;
mod paths;
mod policies;
mod policy;
mod renamed;
mod result;
mod revoke;
mod rules;
mod standing;
mod state;
mod traffic;
mod turns;

pub use builder::Builder;
pub use expiry::parse as parse_expiry;
pub use finish::credential_id;
pub use handle::Identity;
pub use state::{End, key_kind};

use crate::event::Event;
use crate::facts::{Credential, Gap, IssuedBy, Pivot, Standing};
use handle::Handle;
use handles::Handles;

/// Whether the policy that a call sets or attaches grants nothing: each of its statements denies.
pub fn only_denies(event: &Event) -> bool {
    policy::only_denies(&paths::Fields::of(event))
}

/// Every call that the rules name: source and name.
pub fn ruled_calls() -> Result<Vec<(String, String)>, String> {
    let rules = rules::Rules::builtin()?;
    Ok(rules.calls().map(|(source, name)| (source.to_string(), name.to_string())).collect())
}

/// Something to collect the events of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wanted {
    /// Events signed with this access key ID.
    Key(String),
    /// Events of this user ID (`AIDA…`), or of all sessions of this role ID (`AROA…`).
    Principal(String),
    /// Events of this full principal ID (`AROA…:name`); those of its other sessions are not kept.
    Session(String),
    /// Events of role sessions with this name.
    SessionName(String),
    /// Console sign-ins of this user name.
    SignIn(String),
    /// Console sign-ins of this full principal ID.
    Console(String),
    /// Calls of this user name without an access key.
    Keyless(String),
    /// Calls on behalf of this user ID of Identity Center.
    Person(String),
    /// Sessions that this provider or trust anchor hands out.
    Issuer(String),
    /// Calls that assume this role (a name).
    Trust(String),
    /// The other copies of this call, by shared event ID.
    Shared(String),
    /// Events that issue, deactivate or delete this key, whoever makes them.
    About(String),
    /// Events that made sessions of this full principal ID.
    Origin(String),
    /// Calls of this name, which end or restore identities.
    Ends(String),
}

/// What kind of thing is wanted. Order is that of the statements that ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum WantedKind {
    Key,
    Principal,
    Session,
    SessionName,
    SignIn,
    Console,
    Keyless,
    Person,
    Issuer,
    Trust,
    Shared,
    About,
    Origin,
    Ends,
}

impl Wanted {
    /// Its kind, and what it is known by.
    pub fn split(self) -> (WantedKind, String) {
        match self {
            Self::Key(value) => (WantedKind::Key, value),
            Self::Principal(value) => (WantedKind::Principal, value),
            Self::Session(value) => (WantedKind::Session, value),
            Self::SessionName(value) => (WantedKind::SessionName, value),
            Self::SignIn(value) => (WantedKind::SignIn, value),
            Self::Console(value) => (WantedKind::Console, value),
            Self::Keyless(value) => (WantedKind::Keyless, value),
            Self::Person(value) => (WantedKind::Person, value),
            Self::Issuer(value) => (WantedKind::Issuer, value),
            Self::Trust(value) => (WantedKind::Trust, value),
            Self::Shared(value) => (WantedKind::Shared, value),
            Self::About(value) => (WantedKind::About, value),
            Self::Origin(value) => (WantedKind::Origin, value),
            Self::Ends(value) => (WantedKind::Ends, value),
        }
    }

    /// What later use of a handle is collected by.
    fn of(handle: &Handle) -> Vec<Self> {
        match handle.clone() {
            // A temporary key cannot be deactivated: only long-term keys are asked about.
            Handle::Key(key) if key.starts_with("AKIA") => vec![Self::Key(key.clone()), Self::About(key)],
            Handle::Key(key) => vec![Self::Key(key)],
            Handle::Session(principal, _) => vec![Self::Session(principal)],
            Handle::Runs(name, _) => vec![Self::SessionName(name)],
            Handle::Principal(id) => vec![Self::Principal(id)],
            Handle::SignIn(name, _) => vec![Self::SignIn(name)],
            Handle::Console(principal) => vec![Self::Console(principal)],
            Handle::Keyless(name, _) => vec![Self::Keyless(name)],
            Handle::Person(id, _) => vec![Self::Person(id)],
            Handle::Issuer(arn) => vec![Self::Issuer(arn)],
            Handle::Trust(role, _) => vec![Self::Trust(role)],
            Handle::Untraceable(..) => Vec::new(),
        }
    }
}

/// Whose a collected event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// That of a followed identity, by its number in the builder.
    Followed(usize),
    /// Nobody's who is followed, but it says where a followed identity comes from or how it ended.
    Context,
    /// Somebody else's.
    Others,
}

/// Bounds of the search. A bound that bites becomes a gap.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Hops from the subject.
    pub depth: u32,
    /// Credentials followed in all.
    pub breadth: usize,
}

impl Limits {
    /// Where nobody asks for others.
    pub const USUAL: Self = Self { depth: 10, breadth: 250_000 };
}

/// The finished graph.
#[derive(Default)]
pub struct Lineage {
    /// Credentials, `K-01` first.
    pub credentials: Vec<Credential>,
    /// Who issued the subject keys.
    pub issued_by: Vec<IssuedBy>,
    /// Who issued the keys of those, upwards.
    pub ancestry: Vec<IssuedBy>,
    /// Limits that bit.
    pub gaps: Vec<Gap>,
    /// What they opened, granted or weakened besides, and what took it back.
    pub standing: Vec<Standing>,
    handles: Handles,
    parents: Vec<Option<usize>>,
    in_response: Vec<bool>,
    place: Vec<usize>,
    /// Nodes that are known by calls without an access key.
    keyless: Vec<bool>,
}

impl Lineage {
    /// Index into `credentials` of the credential that a call belongs to; `seen` is what the builder said when it
    /// saw the whole event.
    pub fn credential_of(&self, identity: &Identity<'_>, seen: Option<usize>) -> Option<usize> {
        let of_seen = || self.place.get(seen?).copied();
        // What a call without an access key was signed with stands in the event alone; its user may be followed too.
        if seen.is_some_and(|node| self.keyless.get(node) == Some(&true)) {
            return of_seen();
        }
        self.handles.owner(identity).or_else(of_seen)
    }

    /// Credentials that this one obtained through a key in a response, with the index of each, in order.
    pub fn pivots_of(&self, credential: usize) -> Vec<(usize, Pivot)> {
        let children = self.parents.iter().enumerate().filter(|(_, parent)| **parent == Some(credential));
        let pivot = |(index, _): (usize, &Option<usize>)| {
            let child = &self.credentials[index];
            let obtained = child.obtained.as_ref().filter(|_| self.in_response[index])?;
            let pivot = Pivot {
                time: obtained.at,
                via: obtained.via.clone(),
                credential: child.name.clone(),
                target: obtained.target.clone(),
                used_events: 0,
                event_id: obtained.evidence.items.first().map(|i| i.event_id.clone()).unwrap_or_default(),
            };
            Some((index, pivot))
        };
        children.filter_map(pivot).collect()
    }
}
