//! Calls of the subject's principals with keys that are not followed: made by services on their behalf, with keys of
//! their own, or from the same places.

use crate::baseline::UNATTRIBUTED;
use crate::incident::{Gap, GapKind, Share, Time, asked};
use crate::subject::rfc3339;
use crate::vocabulary::counted;
use std::collections::{BTreeMap, BTreeSet};

/// Keys named one by one.
pub const NAMED: usize = 10;

/// Services that make things with the rights of whoever asked them to, one a line.
const DEPLOYERS: &str = include_str!("deployers.txt");

/// The gap that keys of the subject's principals leave which are used from where followed ones are and are not
/// followed: a session that was issued anew, or another of the user's keys.
pub fn went_on(shares: &[Share]) -> Option<Gap> {
    let of_followed: BTreeSet<&str> =
        shares.iter().filter(|s| s.credential.is_some()).filter_map(|s| s.address.as_deref()).collect();
    let mut keys: BTreeMap<&str, Calls> = BTreeMap::new();
    let mut signed_in: BTreeMap<&str, u64> = BTreeMap::new();
    for share in shares.iter().filter(|s| s.credential.is_none() && s.actor == UNATTRIBUTED) {
        let from_there = share.address.as_deref().is_some_and(|address| of_followed.contains(address));
        if let Some(key) = share.access_key.as_deref().filter(|_| from_there) {
            keys.entry(key).or_default().add(share);
        }
        if let Some(address) = share.address.as_deref().filter(|_| from_there && share.sign_ins > 0) {
            *signed_in.entry(address).or_default() += share.sign_ins;
        }
    }
    let signed_in: Vec<String> = signed_in
        .into_iter()
        .take(NAMED)
        .map(|(address, count)| format!("{} from {address}", counted(count, "sign-in")))
        .collect();
    let told: Vec<String> =
        keys.iter().take(NAMED).map(|(key, calls)| format!("{key}, {}", calls.told())).collect();
    let more = more_keys(keys.len() - told.len());
    let of_keys = (!keys.is_empty()).then(|| {
        format!(
            "Keys of the same principals that are not followed were used from addresses of followed credentials: {}{more}.",
            told.join("; ")
        )
    });
    let of_sign_ins = (!signed_in.is_empty()).then(|| {
        format!(
            "The same principals signed in to the console from addresses of followed credentials: {}; records of sign-ins name no key.",
            signed_in.join("; ")
        )
    });
    let what: Vec<String> = of_keys.into_iter().chain(of_sign_ins).collect();
    (!what.is_empty()).then(|| Gap {
        id: String::new(),
        kind: GapKind::OtherKeysFromThere,
        what: what.join(" "),
        effect: "What was done with them is in section 5a alone and in no other answer.".into(),
        remedy: "Add those that are in doubt with --access-key; declare the owner's own networks to have the owner's keys told from them."
            .into(),
        questions: [&[asked::USABLE], Gap::ALL].concat(),
        affects_exit_code: true,
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
            share.invoked_by.as_deref().filter(|by| DEPLOYERS.lines().any(|service| service == *by));
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
    (!told.is_empty()).then(|| Gap {
        id: String::new(),
        kind: GapKind::CallsThroughServices,
        what: format!(
            "Services made calls for the subject's principals with keys of their own, which are not followed: {}.",
            told.join("; ")
        ),
        effect: "Whether the subject or another holder of the principal had them made is not told, nor what was done with what they made."
            .into(),
        remedy: "See what the stacks and the like of that time made; give keys among it as further subjects.".into(),
        questions: vec![asked::IDENTITIES, asked::COMPUTING, asked::LEFT_BEHIND],
        affects_exit_code: true,
    })
}
