//! Grows the graph: the builder says what must be collected, sees each collected event, and wants more, until
//! nothing new appears.

use super::call::Call;
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
use super::usability::End;
use super::wanted::{Requests, Wanted, WantedKind};
use crate::classify::outcome;
use crate::event::Event;
use crate::vocabulary::Outcome;
use chrono::TimeDelta;
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
    told_apart: HashMap<(Handle, Name), usize>,
    /// Handles that may come to belong to somebody else, by the name under which a change says so.
    pub(super) changes_hands: HashMap<Name, Handle>,
    /// Owners of the calls that are recorded in two accounts, by shared event ID.
    pub(super) shared: HashMap<String, usize>,
    passed_roles: PassedRoles,
    /// Sessions that others handed out, until it is known whose they are.
    pub(super) handed: Vec<Handed>,
}

/// Whether several credentials may have this handle.
fn one_of_several(handle: &Handle) -> bool {
    matches!(handle, Handle::Keyless(..) | Handle::Runs(..) | Handle::Untraceable(..))
}

pub(super) const COUNTED_WITH_FIRST: &str = "a call without an access key names the user and not the credential; such calls are counted with the first credential of this user";

const COUNTED_WITH_FIRST_REGION: &str = "a session names the function and not its region; where the log does not tell, its calls are counted with the first function of this name";

const COUNTED_WITH_FIRST_STACK: &str = "sessions of service roles do not name their stack; its calls are counted with the first stack of the account";

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
            changes_hands: HashMap::new(),
            shared: HashMap::new(),
            passed_roles: PassedRoles::default(),
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
            self.add_found(event, found, owner.or(shared).or(passed_by));
        }
        match owner {
            Some(index) => Whose::Followed(index),
            None if context || shared.is_some() || passed_by.is_some() => Whose::Context,
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

    /// Adds what an event hands out, as obtained by whoever made the call.
    fn add_found(&mut self, event: &Fields<'_>, found: Vec<NewIdentity<'_>>, parent: Option<usize>) {
        let (Some(parent), Some(mut call)) = (parent, Call::of(event)) else { return };
        call.entered = self.handles.entered(event, parent).map(Box::new);
        if self.rules.know(event)
            && let Some(shared) = &event.shared_event_id
        {
            self.shared.insert(shared.clone(), parent);
            self.requests.want(WantedKind::Shared.of(shared));
        }
        let goes_on = found.iter().find(|new| new.rule.goes_on()).and_then(|m| m.handles.first().cloned());
        for new in found {
            self.add_identity(new, parent, call.clone());
        }
        if let Some(node) = goes_on.and_then(|handle| self.handles.node(&handle))
            && let (Some(principal), Some(created)) = (&event.principal_id, event.session_created)
        {
            let session = Handle::Session(principal.clone(), created.timestamp());
            self.lead(session, node, &Terms { console: true, ..Terms::default() });
        }
    }

    /// The known node that is the same credential as a new one, where `first` is the first node of the same
    /// handle. Calls without an access key name only the user, sessions of a function only the function's
    /// name, and what cannot be followed has only a kind and a target; several credentials of such a handle
    /// differ by a name.
    fn known(&self, own: &Handle, names: &[Name], first: usize) -> Option<usize> {
        if !one_of_several(own) || names.is_empty() {
            return Some(first);
        }
        names.iter().find_map(|name| self.told_apart.get(&(own.clone(), name.clone()))).copied()
    }

    fn add_identity(&mut self, mut new: NewIdentity<'_>, parent: usize, call: Call) {
        // A response that opens a console session may name the key that asked for it: that key leads to the
        // parent, and not to the new session.
        let own_key =
            |handle: &Handle| matches!(handle, Handle::Key(_)) && self.handles.node(handle) == Some(parent);
        if new.handles.len() > 1 && new.handles.iter().any(own_key) {
            new.handles.retain(|handle| !own_key(handle));
            new.in_response = false;
        }
        let Some(own) = new.handles.first() else { return };
        // A switch of roles names the session that the console assumed for it, and that session made this
        // very call: nothing is new.
        if let Handle::Session(principal, _) = own
            && self.handles.session(principal, call.time) == Some(parent)
        {
            return;
        }
        // A key in the response belongs to one session, while a principal may open several: the principal
        // does not tell which is known.
        let is_shared = |handle: &&Handle| matches!((handle, own), (Handle::Console(_), Handle::Key(_)));
        let mut telling = new.handles.iter().filter(|handle| !is_shared(handle));
        let first = telling.find_map(|handle| self.handles.node(handle));
        let first = self.keys_of_session_opened(own, &call).or(first);
        match first.and_then(|first| self.known(own, &new.names, first)) {
            Some(known) if self.came_from(known, &new, parent, &call) => {}
            Some(known) if self.became_session(known, &new, parent, &call) => {}
            Some(known) if known == parent => {}
            Some(known) => self.met_again(known, new, parent, call),
            None => self.found_new(first, new, parent, call),
        }
    }

    /// A call hands out an identity that is known.
    fn met_again(&mut self, known: usize, new: NewIdentity<'_>, parent: usize, call: Call) {
        let node = &mut self.nodes[known];
        if node.obtained.is_none() {
            return;
        }
        node.give(&new.names);
        self.names.extend(new.names.iter().cloned());
        node.alive = node.alive.max(Some(call.time));
        for handle in &new.handles {
            if self.handles.again(handle, call.time, new.limit.as_deref()) {
                self.requests.ask_again(handle);
            }
        }
        // The same identity in another record: the earliest proof is kept, so that the order of records does
        // not matter.
        let earlier = self.nodes[known].obtained.as_ref().is_some_and(|first| call < *first);
        if earlier && !self.descends(parent, known) {
            let node = &mut self.nodes[known];
            node.kind.clone_from(&new.rule.kind);
            node.revoke.clone_from(&new.rule.revoke);
            node.target = new.target;
            node.parent = Some(parent);
            node.obtained = Some(call);
        }
    }

    /// A call hands out an identity that is not known yet; `first` is a known node with the same handle.
    fn found_new(&mut self, first: Option<usize>, new: NewIdentity<'_>, parent: usize, call: Call) {
        let Some((own, others)) = new.handles.split_first() else { return };
        // The handle leads to the first of several nodes: its uses from now on must be collected too.
        if new.rule.within().is_some() && first.is_some() {
            self.handles.again(own, call.time, new.limit.as_deref());
        }
        let depth = self.nodes[parent].depth + 1;
        if depth > self.limits.depth {
            self.left_out.too_deep += 1;
            return;
        }
        if self.nodes.len() >= self.limits.breadth {
            self.left_out.too_many += 1;
            return;
        }
        let untraceable = matches!(own, Handle::Untraceable(..));
        let runs = matches!(own, Handle::Runs(..));
        let region = call.region().filter(|_| runs);
        let mut node = Node {
            kind: new.rule.kind.clone(),
            target: new.target,
            depth,
            parent: Some(parent),
            in_response: new.in_response,
            alive: Some(call.time),
            obtained: Some(call),
            expires: new.expires,
            at_most: new.rule.at_most.and_then(TimeDelta::try_seconds),
            unseen: new.untraceable.clone().filter(|_| new.rule.service().is_some()),
            not_followed: match first {
                Some(_) if runs && new.rule.within().is_some() => Some(COUNTED_WITH_FIRST_STACK.into()),
                Some(_) if runs => Some(COUNTED_WITH_FIRST_REGION.into()),
                Some(_) if !untraceable => Some(COUNTED_WITH_FIRST.into()),
                _ => new.untraceable.filter(|_| untraceable),
            },
            ..Node::subject(own.clone(), "", &new.rule.revoke)
        };
        node.give(&new.names);
        if one_of_several(own) {
            let names = new.names.into_iter().map(|name| ((own.clone(), name), self.nodes.len()));
            self.told_apart.extend(names);
        }
        let terms = Terms {
            limit: new.limit,
            within: new.rule.within(),
            from_then: new.rule.is_switched_on(),
            region,
            console: false,
            service: new.rule.service().cloned(),
        };
        let (index, ids) = (self.nodes.len(), node.key_ids());
        self.add(node, others, &terms);
        ids.into_iter().for_each(|id| self.lead(Handle::Key(id), index, &Terms::default()));
    }
}
