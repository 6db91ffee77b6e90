//! What a call hands out becomes a node of the graph, or is one that is known.

use super::builder::Builder;
use super::call::{Call, Entered};
use super::fields::Fields;
use super::handle::Handle;
use super::names::Name;
use super::new_identity::NewIdentity;
use super::node::Node;
use super::ownership::Terms;
use super::wanted::WantedKind;
use chrono::TimeDelta;

/// Whether several credentials may have this handle.
fn one_of_several(handle: &Handle) -> bool {
    matches!(handle, Handle::Keyless(..) | Handle::Runs(..) | Handle::Untraceable(..))
}

pub(super) const COUNTED_WITH_FIRST: &str = "a call without an access key names the user and not the credential; such calls are counted with the first credential of this user";

const COUNTED_WITH_FIRST_REGION: &str = "a session names the function and not its region; where the log does not tell, its calls are counted with the first function of this name";

const COUNTED_WITH_FIRST_STACK: &str = "sessions of service roles do not name their stack; its calls are counted with the first stack of the account";

impl Builder {
    /// What followed credentials had made and a service makes a call for, such as an auto scaling group for which it
    /// launches instances. What is older was made under that name by somebody else.
    pub(super) fn launched_for(&self, event: &Fields<'_>, found: &[NewIdentity<'_>]) -> Option<usize> {
        let mut names = found.iter().flat_map(|new| &new.launched_for);
        let maker = names.find_map(|name| self.unused.get(name)).copied()?;
        (self.nodes[maker].since() <= event.event_time).then_some(maker)
    }

    /// Adds what an event hands out, as obtained by whoever made the call, or by what it was made for; `entered` says
    /// how the caller came in where no followed credential signed the call.
    pub(super) fn add_found(
        &mut self,
        event: &Fields<'_>,
        found: Vec<NewIdentity<'_>>,
        parent: Option<usize>,
        entered: Option<Entered>,
    ) {
        let (Some(parent), Some(mut call)) = (parent, Call::of(event)) else { return };
        call.entered = entered.map(Box::new);
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

    pub(super) fn add_identity(&mut self, mut new: NewIdentity<'_>, parent: usize, call: Call) {
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
        let given = new.given();
        node.give(&given);
        self.names.extend(given);
        node.roleless &= new.roleless;
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
        let given = new.given();
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
            roleless: new.roleless,
            unseen: new.untraceable.clone().filter(|_| new.rule.service().is_some()),
            not_followed: match first {
                Some(_) if runs && new.rule.within().is_some() => Some(COUNTED_WITH_FIRST_STACK.into()),
                Some(_) if runs => Some(COUNTED_WITH_FIRST_REGION.into()),
                Some(_) if !untraceable => Some(COUNTED_WITH_FIRST.into()),
                _ => new.untraceable.filter(|_| untraceable),
            },
            ..Node::subject(own.clone(), "", &new.rule.revoke)
        };
        node.give(&given);
        if untraceable {
            self.unused.extend(new.names.iter().map(|name| (name.clone(), self.nodes.len())));
        }
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
