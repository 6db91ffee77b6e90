//! What the abuse report says of its requests: all its numbers count the same requests.

use super::request::Request;
use crate::address;
use crate::incident::{Outcomes, Time};
use crate::subject::rfc3339;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Sums over the requests of the report.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    pub outcomes: Outcomes,
    span: Option<(Time, Time)>,
    /// By source address: first, last, how many.
    addresses: BTreeMap<String, (Time, Time, u64)>,
    services: BTreeMap<String, u64>,
    /// Endpoints, without what names a resource of ours.
    hosts: BTreeMap<String, u64>,
    /// Requests whose endpoint is not among those.
    pub without_host: u64,
    /// Requests with credentials that were obtained from the subject's, and those credentials.
    pub by_obtained: u64,
    obtained: HashSet<usize>,
    /// Accounts that the subject's credentials belong to.
    pub accounts: BTreeSet<String>,
}

/// A source address.
#[derive(Serialize)]
pub(super) struct Source<'a> {
    pub value: &'a str,
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
        if let Some(address) = &request.source_ip_address {
            let known = self.addresses.entry(address::plain(address).into_owned()).or_insert((time, time, 0));
            *known = (known.0.min(time), known.1.max(time), known.2 + 1);
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

    /// Source addresses, the earliest first.
    pub fn sources(&self) -> Vec<Source<'_>> {
        let mut sources: Vec<(&String, &(Time, Time, u64))> = self.addresses.iter().collect();
        sources.sort_by_key(|(address, (first, ..))| (*first, *address));
        let source = |value, first, last, count| Source { value, first, last, count };
        sources
            .into_iter()
            .map(|(value, (first, last, count))| {
                source(value.as_str(), rfc3339(*first), rfc3339(*last), *count)
            })
            .collect()
    }

    /// How many credentials that were obtained from the subject's made requests.
    pub fn obtained(&self) -> usize {
        self.obtained.len()
    }

    /// Services that were called, the most frequent first.
    pub fn services(&self) -> Vec<(&str, u64)> {
        ranked(&self.services)
    }

    /// Endpoints, the most frequent first.
    pub fn hosts(&self) -> Vec<(&str, u64)> {
        ranked(&self.hosts)
    }
}

fn ranked(counts: &BTreeMap<String, u64>) -> Vec<(&str, u64)> {
    let mut ranked: Vec<(&str, u64)> = counts.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    ranked.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    ranked
}
