//! Grows the graph: the builder says what must be collected, sees each collected event, and wants more, until
//! nothing new appears.

use super::call::{Call, Entered};
use super::fields::Fields;
use super::handed::Handed;
use super::handle::Handle;
use super::handles::Handles;
use super::limits::{LeftOut, Limits};
use super::names::Name;
use super::new_identity::NewIdentity;
use super::node::{Node, names_of_arn, names_of_source};
use super::origin::{Issued, Origins};
use super::ownership::{Ownership, Terms};
use super::passed_roles::PassedRoles;
use super::renaming::Renamed;
use super::rules::Rules;
use super::standing::Deeds;
use super::state_changes::States;
use super::switched_roles::{Switch, switches};
use super::usability::End;
use super::wanted::{Requests, Wanted, WantedKind};
use crate::classify::outcome;
use crate::event::Event;
use crate::vocabulary::Outcome;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Whose a collected event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A followed identity's, by the number of its node.
    Followed(usize),
    /// Of nobody who is followed; but it says where a followed identity comes from, or how it ended.
    Context,
    /// Somebody else's.
    Others,
}

/// Grows as events are collected: `wanted` → collect → `observe` each → `wanted` … until nothing is wanted.
pub struct Builder {
    pub(super) rules: Arc<Rules>,
    pub(super) limits: Limits,
    pub(super) end: End,
    #[expect(clippy::vec_box, reason = "a list of a hundred thousand is moved as a whole whenever it grows")]
    pub(super) nodes: Vec<Box<Node>>,
    pub(super) handles: Handles,
    pub(super) origins: Origins,
    pub(super) states: States,
    pub(super) deeds: Deeds,
    pub(super) left_out: LeftOut,
    pub(super) requests: Requests,
    pub(super) names: HashSet<Name>,
    pub(super) renamed: BTreeSet<Renamed>,
    /// Principal IDs under which the subject's credentials made calls.
    pub(super) principals: BTreeSet<String>,
    /// IDs of the users that followed identities made, by account and name.
    users: HashMap<(String, String), String>,
    /// Console sessions of the subject's keys, each with the first subject that is a key of it.
    pub(super) consoles: HashMap<Handle, usize>,
    /// Nodes that share a handle with others, by that handle and a name that is theirs alone.
    pub(super) told_apart: HashMap<(Handle, Name), usize>,
    /// Nodes whose use no log shows, by each name: a service may make calls for them.
    pub(super) unused: HashMap<Name, usize>,
    /// Handles that may come to belong to somebody else, by the name under which a change says so.
    pub(super) changes_hands: HashMap<Name, Handle>,
    /// Owners of the calls that are recorded in two accounts, by shared event ID.
    pub(super) shared: HashMap<String, usize>,
    passed_roles: PassedRoles,
    /// Switches of roles in the console, until nothing else is to be collected.
    pub(super) switches: Vec<Switch>,
    /// Sessions that others handed out, until it is known whose they are.
    pub(super) handed: Vec<Handed>,
}

const MAY_HAVE_BEEN_THERE: &str = "others of the same account or repository came in before the change; the log does not tell whether the change let this one in";

pub(super) const SUBJECT_REVOKE: &str = "Deactivate the key and keep it until its evidence is preserved; sessions that were made from it go on until they are revoked themselves.";

impl Builder {
    /// Starts from the subject's keys.
    pub fn new(keys: &[String], end: End, limits: Limits) -> Result<Self, String> {
        let mut builder = Self {
            rules: Arc::new(Rules::builtin()?),
            limits,
            end,
            nodes: Vec::new(),
            handles: Handles::default(),
            origins: Origins::new(limits.depth),
            states: States::default(),
            deeds: Deeds::default(),
            left_out: LeftOut::default(),
            requests: Requests::default(),
            names: HashSet::new(),
            renamed: BTreeSet::new(),
            principals: BTreeSet::new(),
            users: HashMap::new(),
            consoles: HashMap::new(),
            told_apart: HashMap::new(),
            unused: HashMap::new(),
            changes_hands: HashMap::new(),
            shared: HashMap::new(),
            passed_roles: PassedRoles::default(),
            switches: Vec::new(),
            handed: Vec::new(),
        };
        keys.iter().for_each(|key| builder.subject(key));
        Ok(builder)
    }

    /// Adds a node to which its own handle leads, and others.
    pub(super) fn add(&mut self, mut node: Node, others: &[Handle], terms: &Terms) {
        let index = self.nodes.len();
        let since = node.obtained.as_ref().map(|call| call.time);
        for handle in std::iter::once(&node.handle.clone()).chain(others) {
            let changes_hands = terms.from_then || !matches!(handle, Handle::Key(_));
            node.names.extend(handle.state_name());
            let shared = matches!(handle, Handle::Console(_)) && self.handles.node(handle).is_some();
            if shared {
                self.requests.ask_again(handle);
            }
            for wanted in Wanted::by_handle(handle) {
                match wanted.kind {
                    // Whether the key was switched on already shows when the calls that switched it off are
                    // collected.
                    WantedKind::Key if terms.from_then => self.requests.want_later(wanted),
                    _ => self.requests.want(wanted),
                }
            }
            self.handles.add(handle.clone(), Ownership::new(index, since.filter(|_| changes_hands), terms));
            if matches!(handle, Handle::Person(..) | Handle::Key(_)) && changes_hands {
                self.changes_hands.extend(node.names.iter().map(|name| (name.clone(), handle.clone())));
            }
        }
        self.names.extend(node.names.iter().cloned());
        self.name_user(&node);
        self.nodes.push(Box::new(node));
    }

    /// Makes one more handle lead to a node that is known.
    pub(super) fn lead(&mut self, handle: Handle, node: usize, terms: &Terms) {
        if self.handles.lead(handle.clone(), node, terms) {
            self.requests.want_uses(&handle);
        }
    }

    /// Narrows the sign-ins of a user whom a followed identity made down to that user's ID: a user name may
    /// be given again.
    fn name_user(&mut self, node: &Node) {
        let (account, made) = match &node.handle {
            Handle::Principal(id) if id.starts_with("AIDA") => {
                (node.obtained.as_ref().and_then(Call::account).unwrap_or_default(), Some(id.clone()))
            }
            Handle::SignIn(_, account) => (account.clone(), None),
            _ => return,
        };
        let name = (account, node.target.clone());
        self.users.extend(made.map(|id| (name.clone(), id)));
        if let Some(id) = self.users.get(&name) {
            self.handles.limit(&Handle::SignIn(name.1, name.0), id);
        }
    }

    /// Sees one collected event and says whose it is. Events may come in any order.
    pub fn observe(&mut self, event: &Event) -> Whose {
        let event = Fields::of(event);
        let (passed_role, passed_by) = self.passed_roles.to(&self.rules.passed_roles, &event);
        let event = &event.with_passed_role(passed_role);
        let owner =
            self.handles.owner_of_call(event).map(|owner| self.owner_in_console_session(owner, event));
        let shared = event.shared_event_id.as_ref().and_then(|id| self.shared.get(id)).copied();
        let succeeded = outcome(event) == Outcome::Succeeded;
        if let Some(index) = owner {
            self.used(index, event, succeeded);
            self.look_for_copies(index, event);
        }
        let mut context = false;
        let mut launched = false;
        if succeeded {
            let rules = self.rules.clone();
            let acting = self.passed_roles.note(&rules.passed_roles, event, owner);
            acting.into_iter().for_each(|call| self.requests.want(WantedKind::Ends.of(call)));
            let found = rules.new_identities(event);
            self.handles.name_sets(&found);
            context = self.ended(event, &found, owner.or(shared));
            context |= self.deeds.note(&rules.deeds, event, owner.or(shared));
            if owner.or(shared).is_none() {
                self.others(event, &found);
            }
            let (more, issued) = self.origins.observe(&found, event);
            more.into_iter().for_each(|wanted| self.requests.want(wanted));
            context |= issued.is_some();
            if let Some(issued) = issued {
                self.issued(issued);
            }
            // Whoever calls with a role that a followed identity passed does that identity's work.
            let parent = owner.or(shared).or(passed_by);
            let maker = self.launched_for(event, &found).filter(|_| parent.is_none());
            launched = maker.is_some();
            if switches(event) {
                context |= self.hold_switch(event, parent);
            } else if launched {
                let service = Entered { service: event.invoked_by.clone(), ..Entered::default() };
                self.add_found(event, found, maker, Some(service));
            } else {
                let entered = parent.and_then(|parent| self.handles.entered(event, parent));
                self.add_found(event, found, parent, entered);
            }
        }
        match owner {
            Some(index) => Whose::Followed(index),
            None if context || launched || shared.is_some() || passed_by.is_some() => Whose::Context,
            None => Whose::Others,
        }
    }

    /// Notes what an event ends or restores, and says whether that is a followed identity.
    fn ended(&mut self, event: &Fields<'_>, found: &[NewIdentity<'_>], owner: Option<usize>) -> bool {
        if let (Some(time), Some(renaming)) = (event.event_time, self.rules.renamed(event)) {
            let account = event.identity().account.unwrap_or_default().to_string();
            return self.note_renamed(Renamed { time, account, renaming });
        }
        if let Some(followed) = self.note_result(event) {
            return followed;
        }
        if let Some(written) = self.rules.written(event) {
            let denies = matches!(written.denial, Some(Some(_)));
            self.states.write(event, written, owner);
            return denies;
        }
        let Some(ended) = self.rules.changed(event, owner.is_some()) else {
            return owner.is_none() && self.made_again(event, found);
        };
        let followed = ended.names.iter().any(|name| self.names.contains(name));
        if let (Some(new_owner), Some(time)) = (ended.new_owner, event.event_time) {
            let named = ended.names.iter().filter_map(|name| self.changes_hands.get(name));
            for handle in found.iter().flat_map(|new| &new.handles).chain(named) {
                self.handles.change_owner(handle, time, new_owner, event.aws_region.as_deref());
            }
        }
        self.states.note(event, ended, owner);
        followed
    }

    /// Notes that somebody who is not followed made something under a name that may be given again; says
    /// whether a followed identity has that name.
    fn made_again(&mut self, event: &Fields<'_>, found: &[NewIdentity<'_>]) -> bool {
        let named = found.iter().filter(|new| matches!(new.handles[..], [Handle::Untraceable(..)]));
        let names: Vec<Name> = named.flat_map(|new| new.names.clone()).collect();
        let followed = names.iter().any(|name| self.names.contains(name));
        self.states.make(event, names);
        followed
    }

    /// Notes what a call of somebody who is not followed shows: which keys and roles he has. Where a change
    /// may have let him in, he is listed.
    fn others(&mut self, event: &Fields<'_>, found: &[NewIdentity<'_>]) {
        let unclear = self.handles.unclear(event);
        self.handles.note_others(event);
        self.handles.note_keys(event, found);
        self.handed.extend(Handed::of(event, found));
        if let (Some((opened, who)), Some(call), Some(new)) = (unclear, Call::of(event), found.first()) {
            let handles = vec![Handle::Untraceable(new.rule.kind.clone(), who)];
            let untraceable = Some(MAY_HAVE_BEEN_THERE.into());
            let new = NewIdentity { handles, untraceable, in_response: false, ..new.clone() };
            self.add_identity(new, opened, call);
        }
    }

    /// Takes from the call that issued a subject's key when the key expires and which names a change knows it
    /// by.
    fn issued(&mut self, issued: Issued) {
        for key in &issued.keys {
            if let Some(index) = self.handles.node(&Handle::Key(key.clone()))
                && self.nodes[index].depth == 0
            {
                let node = &mut self.nodes[index];
                node.expires = node.expires.max(issued.expires);
            }
        }
        if let Some(index) = self.handles.node(&Handle::Key(issued.key)) {
            let node = &mut self.nodes[index];
            if node.depth == 0 {
                node.expires = node.expires.max(issued.expires);
                node.issued_via = Some(issued.via);
                self.names.extend(issued.names.iter().cloned());
                node.names.extend(issued.names);
            }
        }
    }

    /// Notes a call that a followed identity made.
    fn used(&mut self, index: usize, event: &Event, succeeded: bool) {
        if self.nodes[index].depth == 0
            && let Some(id) = event.principal_id.as_ref().filter(|id| !self.principals.contains(*id))
        {
            self.principals.insert(id.clone());
        }
        let node = &mut self.nodes[index];
        node.session_created = node.session_created.max(event.session_created);
        if succeeded {
            node.last_success = node.last_success.max(event.event_time);
        }
        if node.obtained.is_none() && event.event_time.is_some() {
            node.alive = node.alive.min(event.event_time).or(event.event_time);
        }
        if let Some(arn) = event.user_arn.as_ref().filter(|arn| node.arn.as_ref() != Some(*arn)) {
            for name in names_of_arn(arn) {
                self.names.insert(name.clone());
                node.names.insert(name);
            }
        }
        for name in names_of_source(event) {
            if node.source_names.insert(name.clone()) {
                self.names.insert(name);
            }
        }
        // Records come in any order: of several names the alphabetically first is kept, so that the same logs
        // give the same report.
        let least = |known: &mut Option<String>, seen: &Option<String>| {
            if seen.is_some() && (known.is_none() || seen < known) {
                known.clone_from(seen);
            }
        };
        least(&mut node.arn, &event.user_arn);
        least(&mut node.principal, &event.principal_id);
        if let Some(key) = event.access_key_id.as_ref().filter(|key| !node.keys.contains(*key)) {
            node.keys.insert(key.clone());
        }
        let of_subject = node.depth == 0;
        if of_subject && let Some(wanted) = self.origins.used(event) {
            self.requests.want(wanted);
        }
        self.lead_to_session(index, event);
    }

    /// Makes the session behind a call lead to its node where the known handle does not catch all calls of
    /// that session.
    fn lead_to_session(&mut self, index: usize, event: &Event) {
        let (Some(principal), Some(created)) = (&event.principal_id, event.session_created) else { return };
        let session = || Handle::Session(principal.clone(), created.timestamp());
        match &self.nodes[index].handle {
            // The console changes keys within a session. Calls with the same creation time that the console
            // did not sign may be somebody else's.
            Handle::Key(_) if self.nodes[index].depth == 0 && event.console_session == Some(true) => {
                self.lead_to_console(index, principal, created);
            }
            // A key belongs to one session, so that calls with it are the session's even where they do not
            // say that the console signed them.
            Handle::Session(..) if self.nodes[index].is_other_console_keys() => {
                if let Some(key) = event.access_key_id.clone() {
                    self.lead(Handle::Key(key), index, &Terms::default());
                }
            }
            // Some services do not record on whose behalf an Identity Center session calls.
            Handle::Person(..) if principal.contains(':') => {
                self.lead(session(), index, &Terms::default());
                if let Some(key) = event.access_key_id.clone().filter(|key| key.starts_with("ASIA")) {
                    self.lead(Handle::Key(key), index, &Terms::default());
                }
            }
            _ => {}
        }
    }
}
