//! What must be collected next, and what was asked for already.

use super::handle::Handle;
use super::session_name::part_of_session;
use std::collections::{BTreeSet, HashSet};

/// Something to collect the events of. Ordered by kind, then by value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wanted {
    /// What the value is.
    pub kind: WantedKind,
    /// A key ID, a name, a principal ID or an ARN.
    pub value: String,
}

/// What kind of thing is wanted. Order is that of the statements that ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WantedKind {
    /// Events signed with this access key ID.
    Key,
    /// Events of this user ID (`AIDA…`), or of all sessions of this role ID (`AROA…`).
    Principal,
    /// Events of this full principal ID (`AROA…:name`); those of its other sessions are not kept.
    Session,
    /// Events of role sessions with this name.
    SessionName,
    /// Events of role sessions in whose names this precedes a comma or follows an at sign.
    SessionPart,
    /// Console sign-ins of this user name.
    SignIn,
    /// Console sign-ins of this full principal ID.
    Console,
    /// Calls of this user name without an access key.
    Keyless,
    /// Calls on behalf of this user ID of Identity Center.
    Person,
    /// Sessions that this provider or trust anchor hands out.
    Issuer,
    /// Calls that assume this role (a name).
    Trust,
    /// The other copies of this call, by shared event ID.
    Shared,
    /// Events that issue, deactivate or delete this key, whoever makes them.
    About,
    /// Events that made sessions of this full principal ID.
    Origin,
    /// Calls of this name, which end or restore identities.
    Ends,
}

impl WantedKind {
    /// The events of one thing of this kind.
    pub fn of(self, value: impl Into<String>) -> Wanted {
        Wanted { kind: self, value: value.into() }
    }
}

impl Wanted {
    /// What later use of a handle is collected by.
    pub fn by_handle(handle: &Handle) -> Vec<Self> {
        let kind = match handle {
            // A temporary key cannot be deactivated: only long-term keys are asked about.
            Handle::Key(key) if key.starts_with("AKIA") => {
                return vec![WantedKind::Key.of(key), WantedKind::About.of(key)];
            }
            Handle::Key(_) => WantedKind::Key,
            Handle::Session(..) => WantedKind::Session,
            Handle::Runs(text, _) if let Some(part) = part_of_session(text) => {
                return vec![WantedKind::SessionPart.of(part)];
            }
            Handle::Runs(..) => WantedKind::SessionName,
            Handle::Principal(_) => WantedKind::Principal,
            Handle::SignIn(..) => WantedKind::SignIn,
            Handle::Console(_) => WantedKind::Console,
            Handle::Keyless(..) => WantedKind::Keyless,
            Handle::Person(..) => WantedKind::Person,
            Handle::Issuer(text) => {
                return vec![WantedKind::Issuer.of(text.split(' ').next().unwrap_or_default())];
            }
            Handle::Trust(..) => WantedKind::Trust,
            Handle::Untraceable(..) => return Vec::new(),
        };
        vec![kind.of(handle.text())]
    }
}

/// What is asked for as the graph grows. Nothing is asked for twice, unless the answer would be another by now.
#[derive(Default)]
pub struct Requests {
    open: BTreeSet<Wanted>,
    /// To be asked for when nothing else is open: what else happened to it is known then.
    held: BTreeSet<Wanted>,
    asked: HashSet<Wanted>,
}

impl Requests {
    /// Asks for something, once.
    pub fn want(&mut self, wanted: Wanted) {
        if !self.asked.contains(&wanted) {
            self.open.insert(wanted);
        }
    }

    /// Asks for the uses of a handle, once.
    pub fn want_uses(&mut self, handle: &Handle) {
        Wanted::by_handle(handle).into_iter().for_each(|wanted| self.want(wanted));
    }

    /// Asks for something in the round after the next.
    pub fn want_later(&mut self, wanted: Wanted) {
        self.held.insert(wanted);
    }

    /// Asks for the uses of a handle, even if they were asked for before: records that are the followed identity's by
    /// now were somebody else's when they were collected, and were not kept.
    pub fn ask_again(&mut self, handle: &Handle) {
        for wanted in Wanted::by_handle(handle) {
            self.asked.remove(&wanted);
            self.open.insert(wanted);
        }
    }

    /// Everything of a kind may be asked for once more.
    pub fn forget(&mut self, kind: WantedKind) {
        self.asked.retain(|wanted| wanted.kind != kind);
    }

    /// Whether there is nothing to ask for, nor anything held back.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty() && self.held.is_empty()
    }

    /// What has not been asked for yet, which counts as asked from now on. What is held back comes when nothing else is
    /// open, or else in the next round.
    pub fn take(&mut self) -> BTreeSet<Wanted> {
        let held = std::mem::take(&mut self.held);
        let open = match self.open.is_empty() {
            true => held,
            false => std::mem::replace(&mut self.open, held),
        };
        self.asked.extend(open.iter().cloned());
        open
    }
}
