//! Which identity a handle stands for, when, and what narrows its use down.

use super::ownership_periods::{Owner, OwnershipPeriods};
use crate::facts::Time;
use chrono::TimeDelta;
use std::collections::BTreeMap;

/// What narrows down the uses of a handle.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// For sessions the role; for a role the trust policy; for a provider the audience; for a person the
    /// account and permission set; for a sign-in the user ID.
    pub limit: Option<String>,
    /// Seconds within which a console sign-in must follow.
    pub within: Option<i64>,
    /// Uses of the key before this moment are not the followed identity's.
    pub from_then: bool,
    /// The region that it runs in.
    pub region: Option<String>,
    /// Only calls with a key of the console.
    pub console: bool,
    /// Only calls that this service makes.
    pub service: Option<String>,
}

/// What is known of a handle.
#[derive(Clone, Debug, Default)]
pub struct Ownership {
    /// The node that it stands for.
    pub node: usize,
    /// Where several nodes share the handle: the node that it stands for, from each moment on.
    pub nodes: BTreeMap<Time, usize>,
    /// Whose it was at which time.
    pub periods: OwnershipPeriods,
    /// How long after the begin of a period a use still counts.
    within: Option<TimeDelta>,
    /// One of these must fit. `None`: nothing narrows it down.
    limits: Option<Vec<String>>,
    /// Regions that it runs in; empty where it is not bound to a region.
    pub regions: Vec<String>,
    /// Only calls with a key of the console.
    pub console: bool,
    /// Only calls that this service makes.
    pub service: Option<String>,
}

impl Ownership {
    /// Stands for a node from a moment on, or always.
    pub fn new(node: usize, since: Option<Time>, terms: &Terms) -> Self {
        Self {
            node,
            nodes: since.map(|since| (since, node)).into_iter().collect(),
            periods: OwnershipPeriods::since(since),
            within: terms.within.and_then(TimeDelta::try_seconds),
            limits: terms.limit.clone().map(|limit| vec![limit]),
            regions: terms.region.clone().into_iter().collect(),
            console: terms.console,
            service: terms.service.clone(),
        }
    }

    /// Whether a use at this time is that of the followed identity.
    pub fn at(&self, time: Option<Time>) -> bool {
        self.periods.own(time, self.within)
    }

    /// The identity that it stood for at this time.
    pub fn node_at(&self, time: Option<Time>) -> usize {
        let then = time.and_then(|time| self.nodes.range(..=time).next_back());
        then.map_or(self.node, |(_, node)| *node)
    }

    /// Another node shares the handle.
    pub fn share(&mut self, other: &Self) {
        self.nodes.extend(&other.nodes);
        for since in other.nodes.keys() {
            self.periods.change(*since, Owner::Followed);
        }
    }

    /// How many periods of followed identities were open at this time.
    pub fn open_at(&self, time: Time) -> usize {
        let within = self.within.unwrap_or_default();
        self.periods.own_since(time - within, time)
    }

    /// Replaces node numbers by places in the finished list.
    pub fn moved(&mut self, place: &[usize]) {
        let nodes = std::iter::once(&mut self.node).chain(self.nodes.values_mut());
        nodes.for_each(|node| *node = place[*node]);
    }

    /// Whether one of its limits fits, or there are none.
    pub fn allows(&self, fits: impl Fn(&str) -> bool) -> bool {
        self.limits.as_ref().is_none_or(|limits| limits.iter().any(|limit| fits(limit)))
    }

    /// Adds a limit; a use without a limit opens it `to_all`.
    pub fn widen(&mut self, limit: Option<&str>, to_all: bool) {
        match (limit, &mut self.limits) {
            (Some(limit), Some(limits)) if limits.iter().all(|known| known != limit) => {
                limits.push(limit.into())
            }
            (None, limits) if to_all => *limits = None,
            _ => {}
        }
    }

    /// Leaves this limit alone.
    pub fn narrow(&mut self, limit: &str) {
        self.limits = Some(vec![limit.into()]);
    }
}
