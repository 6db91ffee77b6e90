//! Calls with followed keys before and after the window, where nothing was collected: what they did and obtained then is in
//! no other answer.

use super::earlier;
use crate::baseline::Actor;
use crate::incident::{Asked, Credential, Gap, GapKind, Share, Time};
use crate::subject::rfc3339;
use crate::vocabulary::counted;
use std::collections::{BTreeMap, HashSet};

/// Keys that are told one by one.
const NAMED: usize = 10;

/// Such calls, and the time in which they were looked for.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// First moment of that time.
    pub from: Time,
    /// Its end.
    pub to: Time,
    /// How they split, and how many of each share have no error.
    pub calls: Vec<(Share, u64)>,
}

impl Around {
    /// Takes from the owner the calls of credentials that came out of unattributed activity: their place does not vouch.
    pub fn vouch(&mut self, credentials: &[Credential], of_unattributed: &[bool]) {
        let marked = credentials.iter().zip(of_unattributed).filter(|(_, marked)| **marked);
        let keys: HashSet<&String> = marked.flat_map(|(credential, _)| &credential.access_keys).collect();
        for (share, _) in &mut self.calls {
            if share.actor == Actor::Own && share.access_key.as_ref().is_some_and(|key| keys.contains(key)) {
                share.actor = Actor::Unattributed;
            }
        }
    }

    /// What each key did.
    fn told(&self) -> String {
        let mut keys: BTreeMap<&str, Uses> = BTreeMap::new();
        for (share, succeeded) in &self.calls {
            keys.entry(share.access_key.as_deref().unwrap_or_default()).or_default().add(share, *succeeded);
        }
        let named: Vec<String> = keys.iter().take(NAMED).map(|(key, uses)| uses.told(key)).collect();
        let more = keys.len() - named.len();
        let more = if more > 0 { format!("; and {more} more keys") } else { String::new() };
        named.join("; ") + &more
    }
}

/// The calls of one key, or of all.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    calls: u64,
    /// Those that the declared baseline attributes to the owner.
    pub own: u64,
    /// The others that have no error.
    pub succeeded: u64,
    span: Option<(Time, Time)>,
}

impl Uses {
    fn add(&mut self, share: &Share, succeeded: u64) {
        self.calls += share.calls;
        match share.actor {
            Actor::Own => self.own += share.calls,
            _ => self.succeeded += succeeded,
        }
        if let Some((first, last)) = share.first.zip(share.last) {
            let (from, to) = self.span.unwrap_or((first, last));
            self.span = Some((from.min(first), to.max(last)));
        }
    }

    /// Calls that are not attributed to the owner.
    pub fn others(&self) -> u64 {
        self.calls - self.own
    }

    fn told(&self, key: &str) -> String {
        let when =
            self.span.map(|(first, last)| format!(" between {} and {}", rfc3339(first), rfc3339(last)));
        let own = match self.own {
            0 => String::new(),
            own if own == self.calls => ", all attributed to the owner by the declared baseline".into(),
            own => format!(", {own} of them attributed to the owner by the declared baseline"),
        };
        let failed = match (self.others(), self.succeeded) {
            (0, _) | (_, 1..) => "",
            _ if self.own > 0 => ", and none of the others succeeded",
            _ => ", none of which succeeded",
        };
        format!("{key}, {}{}{own}{failed}", counted(self.calls, "call"), when.unwrap_or_default())
    }
}

/// What the calls after the window come to, for the answer whether it is still going on.
#[derive(Clone, Debug, Default)]
pub struct Later {
    /// One sentence.
    pub what: String,
    /// All of them.
    pub uses: Uses,
    /// The last that is not attributed to the owner.
    last: Option<Time>,
}

/// The calls after the window, summed up.
pub fn later(after: &Around) -> Later {
    let what = format!(
        "The logs hold calls with followed keys from after the window, looked for until {}: {}.",
        rfc3339(after.to),
        after.told()
    );
    let mut uses = Uses::default();
    after.calls.iter().for_each(|(share, succeeded)| uses.add(share, *succeeded));
    let others = after.calls.iter().filter(|(share, _)| share.actor != Actor::Own);
    Later { what, uses, last: others.filter_map(|(share, _)| share.last).max() }
}

/// The gap that calls after the window leave, unless the owner made them all.
pub fn active_after(after: &Around, later: &Later) -> Option<Gap> {
    let effect = match later.uses.succeeded {
        0 => "What was tried with them after the window is not in this report.",
        _ => "What was done with them after the window, and what they obtained then, is not in this report.",
    };
    let until = later.last.unwrap_or(after.to);
    let gap = Gap::of(GapKind::ActiveAfterWindow, later.what.clone())
        .effect(effect)
        .remedy(format!("End the window later than {}.", rfc3339(until)))
        .touches(&[Asked::Usable, Asked::LeftBehind, Asked::Span, Asked::Ongoing]);
    (later.uses.others() > 0).then_some(gap)
}

/// The gap that calls before the window leave.
pub fn active_before(before: &Around) -> Gap {
    let what = format!(
        "The logs hold calls by the subject from before the window, looked for from {}: {}.",
        rfc3339(before.from),
        before.told()
    );
    let first = before.calls.iter().filter_map(|(share, _)| share.first).min();
    earlier::active_before(what, first.unwrap_or(before.from))
}
