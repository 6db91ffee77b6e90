//! Grows the graph: what is wanted is collected, what is collected is observed, until nothing new appears.

use super::rules::{Handle, Minted, Rules};
use super::state::{KeyStates, usable};
use super::{Limits, Lineage, Wanted};
use crate::classify::outcome;
use crate::event::Event;
use crate::incident::{
    Certainty, Credential, Evidence, EvidenceItem, Gap, IssuedBy, Obtained, Outcomes, Pivot, Time,
};
use crate::vocabulary::Outcome;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Grows as events are collected: `wanted` → collect → `observe` each → `wanted` … until nothing is wanted.
pub struct Builder {
    rules: Rules,
    limits: Limits,
    window_end: Time,
    subject_keys: BTreeSet<String>,
    nodes: Vec<Node>,
    by_handle: HashMap<Handle, usize>,
    open: BTreeSet<Wanted>,
    issued: BTreeMap<String, IssuedBy>,
    states: KeyStates,
    too_deep: u64,
    too_many: u64,
}

struct Node {
    handle: Handle,
    kind: String,
    target: String,
    depth: u32,
    parent: Option<usize>,
    obtained: Option<(Time, String, String, String)>,
    expires: Option<Time>,
    revoke: String,
    arn: Option<String>,
    principal: Option<String>,
    keys: BTreeSet<String>,
}

const SUBJECT_REVOKE: &str = "Deactivate the key and keep it until its evidence is preserved; sessions that were made from it go on until they are revoked themselves.";

impl Builder {
    /// Starts from the subject's keys and principal IDs.
    pub fn new(
        keys: &[String],
        principals: &[String],
        window_end: Time,
        limits: Limits,
    ) -> Result<Self, String> {
        let mut builder = Self {
            rules: Rules::builtin()?,
            limits,
            window_end,
            subject_keys: keys.iter().cloned().collect(),
            nodes: Vec::new(),
            by_handle: HashMap::new(),
            open: BTreeSet::new(),
            issued: BTreeMap::new(),
            states: KeyStates::default(),
            too_deep: 0,
            too_many: 0,
        };
        let handles = keys
            .iter()
            .map(|k| Handle::Key(k.clone()))
            .chain(principals.iter().map(|p| Handle::Principal(p.clone())));
        for handle in handles {
            let kind = if matches!(handle, Handle::Key(_)) { "access key" } else { "principal" };
            builder.add(Node {
                handle,
                kind: kind.into(),
                target: String::new(),
                depth: 0,
                parent: None,
                obtained: None,
                expires: None,
                revoke: SUBJECT_REVOKE.into(),
                arn: None,
                principal: None,
                keys: BTreeSet::new(),
            });
        }
        builder.open.extend(keys.iter().map(|key| Wanted::About(key.clone())));
        Ok(builder)
    }

    fn add(&mut self, node: Node) {
        let wanted = match &node.handle {
            Handle::Key(key) => Wanted::Key(key.clone()),
            Handle::Principal(id) => Wanted::Principal(id.clone()),
            Handle::SignIn(name) => Wanted::SignIn(name.clone()),
        };
        if self.by_handle.insert(node.handle.clone(), self.nodes.len()).is_none() {
            self.open.insert(wanted);
            // A temporary key cannot be deactivated: only long-term keys are asked about.
            if let Handle::Key(key) = &node.handle
                && key.starts_with("AKIA")
            {
                self.open.insert(Wanted::About(key.clone()));
            }
            self.nodes.push(node);
        }
    }

    /// What has not been asked for yet; asking marks it as asked.
    pub fn wanted(&mut self) -> BTreeSet<Wanted> {
        std::mem::take(&mut self.open)
    }

    /// Sees one collected event (each event once), in any order.
    pub fn observe(&mut self, event: &Event) {
        self.states.observe(event);
        let owner = owner(&self.by_handle, event);
        if let Some(index) = owner {
            let node = &mut self.nodes[index];
            node.arn = node.arn.take().or_else(|| event.user_arn.clone());
            node.principal = node.principal.take().or_else(|| event.principal_id.clone());
            node.keys.extend(event.access_key_id.clone());
        }
        if outcome(event) != Outcome::Succeeded {
            return;
        }
        let Some(Minted { rule, handle, target, expires }) = self.rules.minted(event) else { return };
        let (Some(time), Some(id), Some(via)) =
            (event.event_time, event.event_id.clone(), event.event_name.clone())
        else {
            return;
        };
        if let Handle::Key(key) = &handle
            && self.subject_keys.contains(key)
        {
            let by = issuer(event);
            self.issued.insert(id.clone(), IssuedBy { time, via, by, event_id: id });
            return;
        }
        let Some(parent) = owner else { return };
        if self.by_handle.contains_key(&handle) {
            return;
        }
        let depth = self.nodes[parent].depth + 1;
        if depth > self.limits.depth {
            self.too_deep += 1;
            return;
        }
        if self.nodes.len() >= self.limits.breadth {
            self.too_many += 1;
            return;
        }
        let node = Node {
            kind: rule.kind.clone(),
            handle,
            target,
            depth,
            parent: Some(parent),
            obtained: Some((time, via, issuer(event), id)),
            expires: expires.as_deref().and_then(super::expiry::parse),
            revoke: rule.revoke.clone(),
            arn: None,
            principal: None,
            keys: BTreeSet::new(),
        };
        self.add(node);
    }

    /// The credentials, the subject first, then in the order in which they were obtained.
    pub fn finish(self) -> Lineage {
        let mut order: Vec<usize> = (0..self.nodes.len()).collect();
        order.sort_by_key(|i| (self.nodes[*i].depth > 0, self.nodes[*i].obtained.clone(), *i));
        let mut position = vec![0; order.len()];
        for (place, index) in order.iter().enumerate() {
            position[*index] = place;
        }
        let by_handle =
            self.by_handle.iter().map(|(handle, index)| (handle.clone(), position[*index])).collect();
        let credentials = order.iter().map(|index| self.credential(*index, &position)).collect();
        let parents = order.iter().map(|index| self.nodes[*index].parent.map(|p| position[p])).collect();
        let mut issued_by: Vec<IssuedBy> = self.issued.values().cloned().collect();
        issued_by.sort_by(|a, b| (a.time, &a.event_id).cmp(&(b.time, &b.event_id)));
        Lineage { credentials, issued_by, gaps: self.gaps(), by_handle, parents }
    }

    fn credential(&self, index: usize, position: &[usize]) -> Credential {
        let node = &self.nodes[index];
        let (key, name) = match &node.handle {
            Handle::Key(key) => (Some(key.clone()), key.clone()),
            Handle::Principal(id) => {
                (None, if node.target.is_empty() { id.clone() } else { node.target.clone() })
            }
            Handle::SignIn(user) => (None, user.clone()),
        };
        let obtained = node.obtained.clone().map(|(at, via, by_name, event_id)| Obtained {
            by: node.parent.map(|p| credential_id(position[p])),
            by_name,
            via,
            at,
            target: node.target.clone(),
            certainty: if key.is_some() { Certainty::NamedInResponse } else { Certainty::MadeAndUsedLater },
            evidence: Evidence {
                queries: Vec::new(),
                count: 1,
                items: vec![EvidenceItem { e: String::new(), event_id }],
            },
        });
        let kind = if node.depth == 0 {
            super::state::key_kind(&name, node.arn.as_deref())
        } else {
            node.kind.clone()
        };
        Credential {
            id: credential_id(position[index]),
            kind,
            access_keys: key
                .iter()
                .cloned()
                .chain(node.keys.iter().filter(|k| Some(*k) != key.as_ref()).cloned())
                .collect(),
            usable: usable(&node.handle, node.expires, self.window_end, &self.states),
            name,
            arn: node.arn.clone(),
            principal_id: match &node.handle {
                Handle::Principal(id) => Some(id.clone()),
                _ => node.principal.clone(),
            },
            obtained,
            depth: i32::try_from(node.depth).unwrap_or(i32::MAX),
            expires: node.expires,
            first: None,
            last: None,
            outcomes: Outcomes::default(),
            addresses: Vec::new(),
            user_agents: Vec::new(),
            categories: Vec::new(),
            revoke: node.revoke.clone(),
            not_followed: None,
            evidence: Evidence::default(),
        }
    }

    fn gaps(&self) -> Vec<Gap> {
        let gap = |kind: &str, count: u64, what: String| {
            (count > 0).then(|| Gap {
                id: String::new(),
                kind: kind.into(),
                what,
                effect: "What those credentials did is not in this report.".into(),
                remedy: "Run again with a higher limit, or with each of those keys as the subject.".into(),
                questions: vec![2, 3, 4, 5, 8, 9],
                affects_exit_code: true,
            })
        };
        let deep = format!(
            "{} credentials were obtained more than {} hops from the subject and were not followed.",
            self.too_deep, self.limits.depth
        );
        let many = format!(
            "{} credentials beyond the limit of {} were not followed.",
            self.too_many, self.limits.breadth
        );
        gap("depth_limit", self.too_deep, deep)
            .into_iter()
            .chain(gap("breadth_limit", self.too_many, many))
            .collect()
    }
}

fn credential_id(position: usize) -> String {
    format!("K-{:02}", position + 1)
}

/// Whoever made a call: the key, else the service, else the principal.
fn issuer(event: &Event) -> String {
    let names = [&event.access_key_id, &event.invoked_by, &event.principal_id, &event.account_id];
    names.into_iter().flatten().next().cloned().unwrap_or_else(|| "(not named in the record)".into())
}

/// Which followed identity an event belongs to: its key decides; without a followed key, a user or role that the
/// subject made; for sign-ins, the user name.
pub(super) fn owner(handles: &HashMap<Handle, usize>, event: &Event) -> Option<usize> {
    let by = |handle: Handle| handles.get(&handle).copied();
    let key = event.access_key_id.clone().and_then(|k| by(Handle::Key(k)));
    let principal = || {
        event
            .principal_id
            .as_deref()
            .and_then(|p| by(Handle::Principal(p.split(':').next().unwrap_or(p).into())))
    };
    let sign_in = || {
        let console = event.event_source.as_deref() == Some("signin.amazonaws.com");
        event.user_name.clone().filter(|_| console).and_then(|n| by(Handle::SignIn(n)))
    };
    key.or_else(principal).or_else(sign_in)
}

impl Lineage {
    /// Index into `credentials` of the credential that an event belongs to.
    pub fn credential_of(&self, event: &Event) -> Option<usize> {
        owner(&self.by_handle, event)
    }

    /// Credentials that this one obtained through a key in a response, with the index of each, in order.
    pub fn pivots_of(&self, credential: usize) -> Vec<(usize, Pivot)> {
        let children = self.parents.iter().enumerate().filter(|(_, parent)| **parent == Some(credential));
        let pivot = |(index, _): (usize, &Option<usize>)| {
            let child = &self.credentials[index];
            let obtained = child.obtained.as_ref().filter(|o| o.certainty == Certainty::NamedInResponse)?;
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
