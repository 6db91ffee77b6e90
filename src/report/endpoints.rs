//! Requests that came through VPC endpoints: CloudTrail records a private address of theirs, which says nothing to AWS;
//! the endpoint, and the account that it belongs to, do.

use super::request::Request;
use crate::incident::Time;
use crate::subject::rfc3339;
use crate::vocabulary::is_account;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

type Counted = (Time, Time, u64);

/// Requests without a public address.
#[derive(Clone, Debug, Default)]
pub(super) struct Endpoints {
    /// By account, where the record names it, and endpoint: first, last, how many.
    through: BTreeMap<(Option<String>, String), Counted>,
    /// Accounts that the subject's credentials belong to, in these requests.
    pub accounts: BTreeSet<String>,
    /// Requests from private addresses or services that name no endpoint.
    pub without: u64,
}

/// An endpoint that requests came through.
#[derive(Serialize)]
pub(super) struct Through<'a> {
    id: &'a str,
    account: Option<&'a str>,
    first: String,
    last: String,
    count: u64,
}

/// The same, by whose the endpoint is.
#[derive(Default, Serialize)]
pub(super) struct Split<'a> {
    /// Of other accounts: told to AWS.
    others: Vec<Through<'a>>,
    /// Requests through them.
    pub others_count: u64,
    /// Requests through the reporter's own.
    pub own_count: u64,
    /// Of accounts that the records do not name.
    unknown: Vec<Through<'a>>,
    /// Requests through those.
    pub unknown_count: u64,
}

impl Endpoints {
    pub fn add(&mut self, request: &Request, subject: bool) {
        let endpoint = request.vpc_endpoint_id.clone().filter(|id| !id.is_empty());
        let (Some(endpoint), Some(time)) = (endpoint, request.event_time) else {
            self.without += 1;
            return;
        };
        let key = (request.vpc_endpoint_account_id.clone().filter(|id| is_account(id)), endpoint);
        let known = self.through.entry(key).or_insert((time, time, 0));
        *known = (known.0.min(time), known.1.max(time), known.2 + 1);
        if subject {
            self.accounts.extend(request.account_id.clone());
        }
    }

    /// By whose they are, the earliest first.
    pub fn split(&self, own: &BTreeSet<String>) -> Split<'_> {
        let mut split = Split::default();
        let mut through: Vec<_> = self.through.iter().collect();
        through.sort_by_key(|(key, counted)| (counted.0, *key));
        for ((account, id), (first, last, count)) in through {
            let row = Through {
                id,
                account: account.as_deref(),
                first: rfc3339(*first),
                last: rfc3339(*last),
                count: *count,
            };
            match account {
                Some(account) if own.contains(account) => split.own_count += count,
                Some(_) => {
                    split.others_count += count;
                    split.others.push(row);
                }
                None => {
                    split.unknown_count += count;
                    split.unknown.push(row);
                }
            }
        }
        split
    }
}

impl Split<'_> {
    /// The first endpoint of another account, for the subject line.
    pub fn source(&self) -> Option<String> {
        let first = self.others.first()?;
        Some(format!("VPC endpoint {} of account {}", first.id, first.account?))
    }
}
