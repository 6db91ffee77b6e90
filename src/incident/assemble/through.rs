//! Calls of the subject's principals with keys that are not followed: made by services on their behalf, with keys of
//! their own, or from the same places.

use super::same_session::Sessions;
use crate::baseline::Actor;
use crate::incident::{Asked, Gap, GapKind, KeyActivity, Share, Time};
use crate::subject::rfc3339;
use crate::table::Table;
use crate::vocabulary::counted;
use std::collections::{BTreeMap, BTreeSet};

/// Keys named one by one.
pub const NAMED: usize = 10;

/// Services that make things with the rights of whoever asked them to.
const DEPLOYERS: Table<1> = Table::new(include_str!("deployers.tsv"));

/// The gap that keys of the subject's principals leave which are used from where followed ones are, or were issued with
/// them, and are not followed: a session that was issued anew, another of the user's keys, or another of the session's.
/// A sign-in by which followed credentials were issued is none of them.
pub fn went_on(shares: &[Share], activity: &KeyActivity) -> Option<Gap> {
    let sessions = Sessions::of(shares);
    let of_followed: BTreeSet<&str> =
        shares.iter().filter(|s| s.credential.is_some()).filter_map(|s| s.address.as_deref()).collect();
    let mut keys: BTreeMap<&str, (Calls, Option<&str>)> = BTreeMap::new();
    let mut signed_in: BTreeMap<&str, u64> = BTreeMap::new();
    for share in shares.iter().filter(|s| s.credential.is_none() && s.actor == Actor::Unattributed) {
        let from_there = share.address.as_deref().is_some_and(|address| of_followed.contains(address));
        let session = sessions.with(share);
        if let Some(key) = share.access_key.as_deref().filter(|_| from_there || session.is_some()) {
            let (calls, with) = keys.entry(key).or_default();
            calls.add(share);
            *with = with.or(session);
        }
        if let Some(address) = share.address.as_deref().filter(|_| from_there && share.sign_ins > 0) {
            *signed_in.entry(address).or_default() += share.sign_ins;
        }
    }
    let issuers = activity.issued_by.iter().chain(&activity.ancestry);
    let linked: BTreeMap<&str, &str> = issuers
        .filter(|issuer| issuer.via == "ConsoleLogin")
        .filter_map(|issuer| Some((issuer.event_id.as_str(), issuer.address.as_deref()?)))
        .collect();
    for address in linked.into_values() {
        signed_in.entry(address).and_modify(|count| *count = count.saturating_sub(1));
    }
    signed_in.retain(|_, count| *count > 0);
    let told = |(key, (calls, with)): (&&str, &(Calls, Option<&str>))| {
        let with = with.map(|with| {
            format!(", of a session that was issued in the same second as the console session of {with}")
        });
        format!("{key}, {}{}", calls.told(), with.unwrap_or_default())
    };
    let told: Vec<String> = keys.iter().take(NAMED).map(told).collect();
    let more = more_keys(keys.len() - told.len());
    let of_keys = (!keys.is_empty()).then(|| {
        format!(
            "Keys of the same principals that are not followed were used from addresses of followed credentials, or in a session that was issued with a console session of theirs: {}{more}.",
            told.join("; ")
        )
    });
    let signed_in = signed_in
        .into_iter()
        .take(NAMED)
        .map(|(address, count)| format!("{} from {address}", counted(count, "sign-in")));
    let signed_in: Vec<String> = signed_in.collect();
    let of_sign_ins = (!signed_in.is_empty()).then(|| {
        format!(
            "The same principals signed in to the console from addresses of followed credentials: {}; records of sign-ins name no key.",
            signed_in.join("; ")
        )
    });
    let what: Vec<String> = of_keys.into_iter().chain(of_sign_ins).collect();
    (!what.is_empty()).then(|| {
        Gap::of(GapKind::OtherKeysFromThere, what.join(" "))
            .effect("What was done with them is in section 5a alone and in no other answer.")
            .remedy("Add those that are in doubt with --access-key; declare the owner's own networks to have the owner's keys told from them.")
            .touches(&[&[Asked::Usable], Asked::FROM_RECORDS].concat())
    })
}

fn more_keys(more: usize) -> String {
    if more > 0 { format!("; and {more} more keys") } else { String::new() }
}

/// How many calls, and when.
#[derive(Default)]
pub struct Calls {
    /// How many.
    pub calls: u64,
    /// The first.
    pub first: Option<Time>,
    /// The last.
    pub last: Option<Time>,
}

impl Calls {
    fn add(&mut self, share: &Share) {
        self.calls += share.calls;
        self.first = self.first.into_iter().chain(share.first).min();
        self.last = self.last.into_iter().chain(share.last).max();
    }

    /// In words.
    pub fn told(&self) -> String {
        let times = self.first.zip(self.last);
        let times = times.map(|(a, b)| format!(" between {} and {}", rfc3339(a), rfc3339(b)));
        counted(self.calls, "call") + &times.unwrap_or_default()
    }
}

/// The gap that such calls leave: a user or a key that a stack made came from whoever made the stack.
pub fn not_followed(shares: &[Share]) -> Option<Gap> {
    let mut calls: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for share in shares.iter().filter(|share| share.credential.is_none()) {
        let service =
            share.invoked_by.as_deref().filter(|by| DEPLOYERS.rows().any(|[service]| service == *by));
        if let Some(service) = service {
            *calls.entry((service, &share.principal_id)).or_default() += share.calls;
        }
    }
    let told: Vec<String> = calls
        .iter()
        .map(|((service, principal), calls)| {
            format!("{service} for {principal}, {}", counted(*calls, "call"))
        })
        .collect();
    (!told.is_empty()).then(|| {
        let what = format!(
            "Services made calls for the subject's principals with keys of their own, which are not followed: {}.",
            told.join("; ")
        );
        Gap::of(GapKind::CallsThroughServices, what)
            .effect("Whether the subject or another holder of the principal had them made is not told, nor what was done with what they made.")
            .remedy("See what the stacks and the like of that time made; give keys among it as further subjects.")
            .touches(&[Asked::Identities, Asked::Computing, Asked::LeftBehind])
    })
}
