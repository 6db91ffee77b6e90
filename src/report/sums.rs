//! What the abuse report says of its requests: all its numbers count the same requests.

use super::request::{Host, Request};
use crate::address;
use crate::incident::{Outcomes, Time};
use crate::subject::rfc3339;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Display;

/// Sums over the requests of the report.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    pub outcomes: Outcomes,
    span: Option<(Time, Time)>,
    /// By source address, or VPC endpoint and the account that it belongs to.
    sources: BTreeMap<(Option<String>, String), Counted>,
    services: BTreeMap<String, u64>,
    /// Endpoints of AWS, without what names a resource of ours.
    hosts: BTreeMap<Host, u64>,
    /// Requests whose endpoint is not among those.
    pub without_host: u64,
    /// Requests with credentials that were obtained from the subject's, and those credentials.
    pub by_obtained: u64,
    obtained: HashSet<usize>,
    /// Accounts that the subject's credentials belong to.
    pub accounts: BTreeSet<String>,
}

/// How many requests, and when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub first: Time,
    pub last: Time,
    pub count: u64,
}

impl Counted {
    /// Counts a request among those of the same.
    pub fn add<K: Ord>(list: &mut BTreeMap<K, Self>, key: K, time: Time) {
        let known = list.entry(key).or_insert(Self { first: time, last: time, count: 0 });
        *known = Self { first: known.first.min(time), last: known.last.max(time), count: known.count + 1 };
    }
}

/// A source address, or a VPC endpoint of an account.
#[derive(Serialize)]
pub(super) struct Source<'a> {
    pub value: &'a str,
    pub account: Option<&'a str>,
    first: String,
    last: String,
    count: u64,
}

impl Sums {
    /// Counts a request; not one without a time, which nobody could look up.
    pub fn add(&mut self, request: &Request, credential: usize, subject: bool) -> bool {
        let (Some(time), Some(outcome)) = (request.event_time, request.outcome) else { return false };
        self.outcomes.add(outcome);
        let (first, last) = self.span.unwrap_or((time, time));
        self.span = Some((first.min(time), last.max(time)));
        if let Some(source) = &request.source_ip_address {
            let account = request.vpc_endpoint_account_id.clone();
            Counted::add(&mut self.sources, (account, address::plain(source).into_owned()), time);
        }
        let service = request.event_source.clone().unwrap_or_else(|| "service not recorded".into());
        *self.services.entry(service).or_default() += 1;
        match request.target_host() {
            Some(host) => *self.hosts.entry(host).or_default() += 1,
            None => self.without_host += 1,
        }
        if subject {
            self.accounts.extend(request.account_id.clone());
        } else {
            self.by_obtained += 1;
            self.obtained.insert(credential);
        }
        true
    }

    /// First and last request.
    pub fn span(&self) -> Option<(String, String)> {
        self.span.map(|(first, last)| (rfc3339(first), rfc3339(last)))
    }

    /// Where the requests came from, the earliest first.
    pub fn sources(&self) -> Vec<Source<'_>> {
        let mut sources: Vec<_> = self.sources.iter().collect();
        sources.sort_by_key(|(source, counted)| (counted.first, *source));
        sources
            .into_iter()
            .map(|((account, value), counted)| Source {
                value,
                account: account.as_deref(),
                first: rfc3339(counted.first),
                last: rfc3339(counted.last),
                count: counted.count,
            })
            .collect()
    }

    /// How many credentials that were obtained from the subject's made requests.
    pub fn obtained(&self) -> usize {
        self.obtained.len()
    }

    /// Services that were called, the most frequent first.
    pub fn services(&self) -> Vec<(String, u64)> {
        ranked(&self.services)
    }

    /// Endpoints of AWS, the most frequent first.
    pub fn hosts(&self) -> Vec<(String, u64)> {
        ranked(&self.hosts)
    }

    /// Whether one of them is derived.
    pub fn has_derived_host(&self) -> bool {
        self.hosts.keys().any(|host| host.derived)
    }
}

fn ranked<K: Ord + Display>(counts: &BTreeMap<K, u64>) -> Vec<(String, u64)> {
    let mut ranked: Vec<(&K, u64)> = counts.iter().map(|(name, count)| (name, *count)).collect();
    ranked.sort_by_key(|(name, count)| (Reverse(*count), *name));
    ranked.into_iter().map(|(name, count)| (name.to_string(), count)).collect()
}
