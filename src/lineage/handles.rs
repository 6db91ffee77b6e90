//! The handles of all followed identities, by which the owner of a record is found.

use super::fields::{Column, Fields};
use super::handle::{Handle, Identity, account_of, role_of};
use super::new_identity::NewIdentity;
use super::ownership::{Ownership, Terms};
use super::ownership_periods::Owner;
use super::session_name::known_by;
use crate::facts::Time;
use chrono::TimeDelta;
use std::collections::{BTreeSet, HashMap};

/// Seconds by which a session's creation time may differ from the time of the call that made it.
const SKEW: [i64; 5] = [0, -1, 1, -2, 2];
const OPENING: TimeDelta = TimeDelta::seconds(2);

/// Handles, and the node that each stands for.
#[derive(Clone, Debug, Default)]
pub struct Handles {
    pub(super) by: HashMap<Handle, Ownership>,
    sessions: bool,
    pub(super) keyless: bool,
    /// Whether there is a handle that others may have used before it was a followed identity's.
    pub(super) changes_hands: bool,
    /// Access that was given to each user of Identity Center.
    pub(super) people: HashMap<String, BTreeSet<String>>,
    /// Names of permission sets, by ARN.
    pub(super) sets: HashMap<String, String>,
    /// Keys that calls of others handed out; with the region, where a service took the key for itself.
    issued: HashMap<String, Option<String>>,
    /// Regions in which services took sessions, by the name of the session.
    regions: HashMap<String, BTreeSet<String>>,
}

impl Handles {
    /// Adds a handle; of several nodes, the first keeps it.
    pub fn add(&mut self, handle: Handle, entry: Ownership) {
        self.sessions |= matches!(handle, Handle::Session(..));
        self.keyless |= matches!(handle, Handle::Keyless(..));
        self.changes_hands |= match handle {
            Handle::Key(_) => !entry.periods.always(),
            Handle::Issuer(_) | Handle::Trust(..) | Handle::Person(..) => true,
            _ => false,
        };
        if let Handle::Person(id, access) = &handle {
            self.people.entry(id.clone()).or_default().insert(access.clone());
        }
        let shared = matches!(handle, Handle::Console(_));
        let known = self.by.entry(handle).or_insert_with(|| entry.clone());
        if shared {
            known.share(&entry);
        }
        known.regions.extend(entry.regions.into_iter().filter(|_| known.node != entry.node));
    }

    /// The node that a handle stands for.
    pub fn node(&self, handle: &Handle) -> Option<usize> {
        self.by.get(handle).map(|entry| entry.node)
    }

    /// The handle of a principal's session that was created at about this time, if it stands for this node.
    pub fn session_of(&self, node: usize, principal: &str, created: Time) -> Option<Handle> {
        let mut about = SKEW.iter().map(|skew| Handle::Session(principal.into(), created.timestamp() + skew));
        about.find(|handle| self.node(handle).is_some()).filter(|handle| self.node(handle) == Some(node))
    }

    /// Makes a handle stand for another node.
    pub fn hand_over(&mut self, handle: &Handle, node: usize) {
        if let Some(entry) = self.by.get_mut(handle) {
            entry.node = node;
        }
    }

    /// All calls of this session count from now on, and not only those that the console signed.
    pub fn open_to_all(&mut self, handle: &Handle) {
        if let Some(entry) = self.by.get_mut(handle) {
            entry.console = false;
        }
    }

    /// The node of a principal's session that was created at about this time.
    pub fn session(&self, principal: &str, created: Time) -> Option<usize> {
        let at = |skew: &i64| Handle::Session(principal.into(), created.timestamp() + skew);
        SKEW.iter().find_map(|skew| self.node(&at(skew)))
    }

    /// Notes that an identity was made, opened or switched on once more, within this limit; returns whether a
    /// new period begins with it.
    pub fn again(&mut self, handle: &Handle, time: Time, limit: Option<&str>) -> bool {
        let Some(entry) = self.by.get_mut(handle) else { return false };
        entry.widen(limit, matches!(handle, Handle::Issuer(_)));
        entry.periods.change(time, Owner::Followed)
    }

    /// Notes that somebody else has it from now on, or nobody. In another region it is something else of the
    /// same name.
    pub fn change_owner(&mut self, handle: &Handle, time: Time, owner: Owner, region: Option<&str>) {
        if let Some(entry) = self.by.get_mut(handle) {
            let here =
                entry.regions.is_empty() || entry.regions.iter().any(|own| Some(own.as_str()) == region);
            if here {
                entry.periods.change(time, owner);
            }
        }
    }

    /// Narrows a user name down to one user ID.
    pub fn limit(&mut self, handle: &Handle, limit: &str) {
        if let Some(entry) = self.by.get_mut(handle) {
            entry.narrow(limit);
        }
    }

    /// Notes the keys that a call of somebody else hands out.
    pub fn note_keys(&mut self, event: &Fields<'_>, found: &[NewIdentity<'_>]) {
        let service = event.invoked_by.as_deref().is_some_and(|by| by.ends_with(".amazonaws.com"));
        let session = || event.text(Column::Request, "roleSessionName");
        let taken = event.aws_region.as_deref().filter(|_| service && event.access_key_id.is_none());
        let handles = found.iter().filter(|new| new.in_response).flat_map(|new| &new.handles);
        for handle in handles {
            let Handle::Key(key) = handle else { continue };
            let session = taken.and_then(|_| session());
            if let Some((region, session)) = taken.zip(session.as_deref()) {
                self.regions.entry(session.into()).or_default().insert(region.into());
            }
            self.issued.insert(key.clone(), taken.map(str::to_string));
        }
    }

    /// Notes the names of permission sets.
    pub fn name_sets(&mut self, found: &[NewIdentity<'_>]) {
        self.sets.extend(found.iter().filter_map(|new| new.set.clone()));
    }

    /// Whether the key was in use before, so that the followed identity changed nothing when it switched it
    /// on.
    pub fn never_changed(&self, handle: &Handle) -> bool {
        self.by.get(handle).is_some_and(|entry| entry.periods.never_changed(""))
    }

    /// Makes one more handle lead to a node; returns whether the handle is new.
    pub fn lead(&mut self, handle: Handle, node: usize, terms: &Terms) -> bool {
        let new = !self.by.contains_key(&handle);
        if new {
            self.add(handle, Ownership::new(node, None, terms));
        }
        new
    }

    /// Replaces node numbers by places in the finished list.
    pub fn moved(mut self, place: &[usize]) -> Self {
        self.by.values_mut().for_each(|entry| entry.moved(place));
        self
    }

    /// The owner of a call: by its key; else by its session, the session's name, a sign-in with a password
    /// that was set, its user or role, a sign-in of its principal.
    pub fn owner(&self, of: &Identity<'_>) -> Option<usize> {
        let by = |handle: Handle| self.by.get(&handle);
        let then = |entry: &&Ownership| entry.at(of.time);
        let was_off = |entry: &&Ownership| entry.periods.always() || !entry.periods.was_on("", of.time);
        let own_key = of.access_key.and_then(|key| by(Handle::Key(key.into())));
        if let Some(entry) = own_key.filter(then).filter(was_off) {
            return Some(entry.node);
        }
        let principal = of.principal_id.unwrap_or_default();
        // A key that another call handed out belongs to that call's session, even if principal and creation
        // time fit this one.
        let issued = of.access_key.and_then(|key| self.issued.get(key));
        let console = of.source == Some("signin.amazonaws.com");
        // The sign-in that opens a session may carry the session's creation time, but the session did not
        // make it.
        let opens = console
            && of.time.zip(of.session_created).is_some_and(|(time, created)| time - created <= OPENING);
        if self.sessions
            && issued.is_none()
            && !opens
            && let Some(created) = of.session_created.map(|time| time.timestamp())
            && let Some(entry) = SKEW
                .iter()
                .find_map(|skew| by(Handle::Session(principal.into(), created + skew)))
                .filter(|entry| !entry.console || of.console)
                .filter(|entry| entry.service.as_deref().is_none_or(|service| of.service == Some(service)))
        {
            return Some(entry.node);
        }
        let (id, session) = principal.split_once(':').unwrap_or((principal, ""));
        let of_role = |entry: &&Ownership| entry.allows(|role| role_of(of.user_arn) == Some(role));
        // A name that was deleted and made again belongs to another user.
        let same_user =
            |entry: &&Ownership| entry.allows(|id| of.principal_id.is_none_or(|principal| principal == id));
        let runs = || {
            let account = account_of(of.user_arn).or(of.account).unwrap_or_default();
            let mut handles = known_by(session).filter(|_| !session.is_empty());
            // A session belongs to the period in which it was issued, however long it is used.
            let issued_then = |entry: &&Ownership| entry.at(of.session_created.or(of.time));
            let taken_here =
                |entry: &&Ownership| issued.is_none_or(|region| self.runs_there(entry, session, region));
            let entry = handles.find_map(|name| by(Handle::Runs(name, account.into())));
            entry.filter(issued_then).filter(of_role).filter(taken_here)
        };
        let sign_in = || {
            let name = of.user_name.filter(|_| console)?;
            by(Handle::SignIn(name.into(), of.account.unwrap_or_default().into()))
                .filter(then)
                .filter(same_user)
        };
        let signed_in = || by(Handle::Console(principal.into())).filter(|_| console).filter(then);
        let found = runs().or_else(sign_in).or_else(|| by(Handle::Principal(id.into())));
        found.map(|entry| entry.node).or_else(|| signed_in().map(|entry| entry.node_at(of.time)))
    }

    /// Whether a key that a service took for a session of this name can belong to what runs in these regions.
    /// It cannot if the service took it in another region, while it takes sessions of that name in these
    /// regions as well.
    fn runs_there(&self, entry: &Ownership, session: &str, region: &Option<String>) -> bool {
        let Some(region) = region else { return false };
        let taken = self.regions.get(session);
        let here = |own: &String| taken.is_some_and(|regions| regions.contains(own));
        entry.regions.contains(region) || !entry.regions.iter().any(here)
    }
}
