//! From the grown graph to the list of credentials.

use super::add_identity::COUNTED_WITH_FIRST;
use super::builder::Builder;
use super::call::Call;
use super::finished::{Lineage, credential_id};
use super::handle::Handle;
use super::node::Node;
use super::revoke::Revoke;
use super::standing::{Stands, by_call};
use super::usability::{Callers, key_kind, taken_back, usable};
use crate::facts::{
    CallResult, Certainty, Credential, Evidence, Obtained, Outcomes, SignedIn, State, Time, Usability,
};
use crate::subject::{rfc3339, shown};
use std::collections::{HashMap, HashSet};

const WAS_ON: &str = "it was in use before and not switched off in between, so that it was on already; its calls are its owner's";

/// What each credential's facts need to know of all others.
struct Known<'a> {
    /// IDs of the users and roles under which followed credentials make calls.
    kin: HashSet<String>,
    /// What was opened to others, by the event that opened it.
    opened: HashMap<&'a str, Vec<&'a Stands<'a>>>,
}

impl<'a> Known<'a> {
    /// What a call opened, for a node that has no name by which a change could be looked up.
    fn opened(&self, node: &Node) -> Option<&[&'a Stands<'a>]> {
        let call = node.obtained.as_ref().filter(|_| node.names.is_empty())?;
        self.opened.get(call.event_id.as_str()).map(Vec::as_slice)
    }
}

impl Builder {
    /// The credentials, the subject first, then in the order in which they were obtained.
    pub fn finish(mut self) -> Lineage {
        self.states.settle();
        self.find_parents();
        self.find_parents_of_console_keys();
        let joined = self.join_sign_ins();
        self.bind_federated();
        self.tell_lapses();
        self.measure_depth();
        let mut order: Vec<usize> =
            (0..self.nodes.len()).filter(|index| !joined.contains_key(index)).collect();
        order.sort_by(|a, b| {
            let key = |i: &usize| {
                let node = &self.nodes[*i];
                (node.depth > 0, &node.obtained, &node.handle)
            };
            key(a).cmp(&key(b))
        });
        // The subject's keys stay in the order of the command line, before the other keys of their console
        // sessions.
        let subjects = order.iter().take_while(|i| self.nodes[**i].depth == 0).count();
        order[..subjects]
            .sort_by_key(|i| if self.nodes[*i].is_other_console_keys() { usize::MAX } else { *i });
        let mut place = vec![0; self.nodes.len()];
        for (position, index) in order.iter().enumerate() {
            place[*index] = position;
        }
        for (sign_in, token) in &joined {
            place[*sign_in] = place[*token];
        }
        let told = self.deeds.told(self.rules.deeds.rows(), &self.states.only_denying);
        let known = Known { kin: self.kin(), opened: by_call(&told) };
        let parents = order.iter().map(|index| self.nodes[*index].parent.map(|p| place[p])).collect();
        let in_response = order.iter().map(|index| self.nodes[*index].in_response).collect();
        let keyless = self.nodes.iter().map(|node| matches!(node.handle, Handle::Keyless(..))).collect();
        let (mut issued_by, ancestry) = self.origins.finish();
        // A subject that a followed credential obtained is reported as obtained; here the question is who
        // issued the first.
        let obtained: HashSet<&str> =
            self.nodes.iter().filter(|node| node.parent.is_some()).map(|node| node.handle.text()).collect();
        issued_by.retain(|issued| !obtained.contains(issued.credential.as_str()));
        // Each node is dropped when its credential is made: a hundred thousand are not in memory twice.
        let mut nodes: Vec<_> = std::mem::take(&mut self.nodes).into_iter().map(Some).collect();
        let mut credentials = Vec::with_capacity(order.len());
        for index in &order {
            let node = nodes[*index].take();
            credentials.extend(node.map(|node| self.credential(&node, place[*index], &place, &known)));
        }
        let standing = told.iter().filter_map(|stands| self.standing(stands, &place)).collect();
        let gaps = self.left_out.gaps(self.limits);
        let only_denying = std::mem::take(&mut self.states.only_denying);
        let handles = self.handles.moved(&place);
        Lineage {
            credentials,
            issued_by,
            ancestry,
            gaps,
            standing,
            only_denying,
            handles,
            parents,
            in_response,
            place,
            keyless,
        }
    }

    /// The credential ID of the caller; `seen` is the owner that was known when the call was collected.
    pub(super) fn who(&self, call: &Call, seen: Option<usize>, place: &[usize]) -> Option<String> {
        self.handles.owner(&call.identity()).or(seen).map(|owner| credential_id(place[owner]))
    }

    /// When the first of the subject's keys came into being, where all are temporary: by the call that issued
    /// each, or by the creation time of its session in its own calls. None of them was used before that.
    pub fn exist_since(&self) -> Option<Time> {
        let since = |node: &Node| match &node.handle {
            Handle::Key(key) if key.starts_with("ASIA") => {
                self.origins.issued_at(key).or(node.session_created)
            }
            _ => None,
        };
        let subjects = self.nodes.iter().filter(|node| node.depth == 0 && !node.is_other_console_keys());
        let each: Option<Vec<Time>> = subjects.map(|n| since(n)).collect();
        each?.into_iter().min()
    }

    /// Looks up parents again: a call may have been seen before the session that made it was known.
    fn find_parents(&mut self) {
        for index in 0..self.nodes.len() {
            let owner =
                self.nodes[index].obtained.as_ref().and_then(|call| self.handles.owner(&call.identity()));
            if let Some(owner) = owner.filter(|owner| !self.descends(*owner, index)) {
                self.nodes[index].parent = Some(owner);
            }
        }
    }

    /// Whether a node is another, or came from it. The graph of parents has no loops, so this ends.
    pub(super) fn descends(&self, node: usize, from: usize) -> bool {
        std::iter::successors(Some(node), |n| self.nodes[*n].parent).any(|n| n == from)
    }

    fn measure_depth(&mut self) {
        let depths: Vec<u32> = (0..self.nodes.len())
            .map(|index| {
                let steps =
                    std::iter::successors(self.nodes[index].parent, |n| self.nodes[*n].parent).count();
                u32::try_from(steps).unwrap_or(u32::MAX)
            })
            .collect();
        for (node, depth) in self.nodes.iter_mut().zip(depths) {
            node.depth = depth;
        }
    }

    /// IDs of the users and roles under which followed credentials make calls.
    fn kin(&self) -> HashSet<String> {
        let ids = self.nodes.iter().filter_map(|node| of_principal(node.principal.as_deref()?));
        ids.map(str::to_string).collect()
    }

    fn credential(&self, node: &Node, own: usize, place: &[usize], known: &Known<'_>) -> Credential {
        let key = match &node.handle {
            Handle::Key(key) => Some(key.clone()),
            _ => None,
        };
        let made = node.result.as_ref().and_then(|result| result.made.clone());
        let name = match &node.handle {
            _ if let Some(made) = made => made,
            Handle::Principal(id) if node.target.is_empty() => id.clone(),
            Handle::Principal(_) => node.target.clone(),
            // A session that a service opens of its caller has the caller's ID, which is no name of what was made.
            Handle::Session(..) if node.unseen.is_some() && !node.target.is_empty() => node.target.clone(),
            // What ends in a comma begins the name of its sessions.
            handle => handle.text().trim_end_matches(',').to_string(),
        };
        let is_key = node.depth == 0 && !node.is_other_console_keys();
        let kind = if is_key { key_kind(&name, node.arn.as_deref()) } else { node.kind.clone() };
        let mut access_keys: Vec<String> = key.clone().into_iter().collect();
        let who = |call: &Call, seen: Option<usize>| self.who(call, seen, place);
        let callers = Callers {
            who: &who,
            kin: &|call| call.principal().and_then(of_principal).is_some_and(|id| known.kin.contains(id)),
        };
        // Calls may have been seen before the session that they belong to was known.
        let of_another = |key: &String| {
            self.handles.node(&Handle::Key(key.clone())).is_some_and(|node| place[node] != own)
        };
        access_keys.extend(node.keys.iter().filter(|k| Some(*k) != key.as_ref() && !of_another(k)).cloned());
        let mut usable = known.opened(node).map_or_else(
            || usable(node, self.end, &self.states, &callers),
            |stands| taken_back(stands, &callers),
        );
        if let Some(result) = node.result.as_ref().filter(|result| result.failed) {
            usable.state = State::Observed;
            usable.value = Usability::NotUsable;
            usable.reason = format!(
                "{} at {} says {}: nothing was made",
                shown(&result.call.via),
                rfc3339(result.call.time),
                shown(&result.state)
            );
            usable.over_since = Some(result.call.time);
            usable.evidence = result.call.evidence();
        }
        Credential {
            id: credential_id(own),
            kind,
            access_keys,
            usable,
            name,
            arn: node.arn.clone(),
            principal_id: match &node.handle {
                Handle::Principal(id) | Handle::Session(id, _) | Handle::Console(id) => Some(id.clone()),
                _ => node.principal.clone(),
            },
            obtained: obtained(node, place),
            beside: self.subject_beside(node, place),
            signed_in: node.signed_in.as_ref().map(|signed_in| {
                Box::new(SignedIn {
                    via: signed_in.call.via.clone(),
                    at: signed_in.call.time,
                    rests_on: signed_in.rests_on.clone(),
                    evidence: signed_in.call.evidence(),
                })
            }),
            result: node.result.as_ref().map(|result| {
                Box::new(CallResult {
                    via: result.call.via.clone(),
                    at: result.call.time,
                    state: result.state.clone(),
                    made: result.made.clone(),
                    evidence: result.call.evidence(),
                })
            }),
            // Sessions of a device are named after its certificate as those of an instance are after the instance.
            runs: matches!(node.handle, Handle::Runs(..)) && !node.kind.contains("certificate"),
            depth: node.depth,
            expires: node.expires,
            sessions_expire: node.sessions_expire.filter(|_| node.expires.is_none()),
            last_issued: node.obtained.as_ref().map(|call| call.time).max(node.session_created),
            first: None,
            last: None,
            attempts: None,
            role_delivery: Vec::new(),
            outcomes: Outcomes::default(),
            addresses: Vec::new(),
            user_agents: Vec::new(),
            categories: Vec::new(),
            revoke: Revoke::of(&self.rules.revoke, node).unwrap_or_else(|| node.revoke.clone()),
            not_followed: self.not_followed(node).or_else(|| self.was_on(node)).or_else(|| node.unseen()),
            evidence: Evidence::default(),
        }
    }

    /// Why its calls are counted elsewhere; not where calls name the credential itself, for these are counted
    /// with it.
    fn not_followed(&self, node: &Node) -> Option<String> {
        let named = |why: &String| why == COUNTED_WITH_FIRST && !node.keys.is_empty();
        node.not_followed.clone().filter(|why| !named(why))
    }

    /// Why a key that the subject switched on is not followed.
    fn was_on(&self, node: &Node) -> Option<String> {
        let Handle::Key(_) = &node.handle else { return None };
        self.handles.never_changed(&node.handle).then(|| WAS_ON.into())
    }
}

/// The ID of the user or role in a principal ID, without the name of the session.
fn of_principal(id: &str) -> Option<&str> {
    id.split(':').next().filter(|id| id.starts_with("AIDA") || id.starts_with("AROA"))
}

fn obtained(node: &Node, place: &[usize]) -> Option<Obtained> {
    let call = node.obtained.as_ref()?;
    let certainty = match node.handle.certainty() {
        Certainty::NamedInResponse if !node.in_response => Certainty::MadeAndUsedLater,
        certainty => certainty,
    };
    let entered = call.entered.as_deref();
    Some(Obtained {
        by: node.parent.map(|parent| credential_id(place[parent])),
        by_name: call.by.clone(),
        outsider: entered.and_then(|entered| entered.outsider.clone()).map(Box::new),
        service: entered.and_then(|entered| entered.service.clone()),
        through: entered.and_then(|entered| entered.through).map(|node| credential_id(place[node])),
        via: call.via.clone(),
        at: call.time,
        target: node.target.clone(),
        certainty,
        own: false,
        evidence: call.evidence(),
    })
}
