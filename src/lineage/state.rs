//! Whether a credential can still be used at the end of the window, as far as the log shows.

use super::handle::Handle;
use super::node::{Mint, Node};
use super::policies::{Policies, Version};
use super::policy::Denial;
use super::rules::Ended;
use crate::event::Event;
use crate::facts::{Evidence, EvidenceItem, State, Time, Undone, Usability, Usable};
use crate::subject::{Window, rfc3339};
use chrono::TimeDelta;
use std::collections::{BTreeMap, HashMap};

/// What was switched off is not off everywhere at once; a use some minutes later contradicts it.
const SETTLES: TimeDelta = TimeDelta::minutes(5);

/// No session of a role lasts longer (IAM user guide, "Update the maximum session duration for a role").
const LONGEST_SESSION: TimeDelta = TimeDelta::hours(12);
/// Nor does one of a user, or of a federated user.
const LONGEST_OF_USER: TimeDelta = TimeDelta::hours(36);

/// What the log shows of the state of each name, by the policy that it was changed through: one that is taken off leaves
/// the others. What is changed by itself goes through none.
#[derive(Default)]
pub struct States {
    by_name: HashMap<String, BTreeMap<String, Changes>>,
    /// What goes through managed policies, until all of them are known.
    policies: Policies<Call>,
}

/// A call, and the followed identity whose it was, as far as that was known when it was seen.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Call(Mint, Option<usize>);

/// The last change, and the last that ended something: what is restored must have ended.
struct Changes {
    last: Change,
    end: Option<Change>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    call: Mint,
    active: bool,
    replaced: bool,
    /// Sessions that were issued later go on.
    issued_before: Option<Time>,
    /// Number of the followed identity whose call it was, as far as that was known when it was seen.
    owner: Option<usize>,
    /// Sessions that were issued before go on.
    leaves: bool,
    /// What goes on nonetheless.
    but: Option<String>,
}

impl States {
    /// Notes what an event that succeeded ends or restores.
    pub fn note(&mut self, event: &Event, ended: Ended, owner: Option<usize>) {
        let Some(call) = Mint::of(event) else { return };
        let Ended { names, active, through, issued_before, replaced, leaves, but, managed, .. } = ended;
        if managed {
            for name in names {
                self.policies.attach(Call(call.clone(), owner), name, through.clone(), !active);
            }
            return;
        }
        let new = Change { call, active, replaced, issued_before, leaves, but, owner };
        names.into_iter().for_each(|name| self.change(name, &through, new.clone()));
    }

    /// Notes what an event that succeeded writes into a managed policy.
    pub fn write(&mut self, event: &Event, written: Version, owner: Option<usize>) {
        if let Some(call) = Mint::of(event) {
            self.policies.write(Call(call, owner), written);
        }
    }

    /// All is known: what managed policies ended.
    pub fn settle(&mut self) {
        for (name, policy, Call(call, owner), denial) in std::mem::take(&mut self.policies).told() {
            let issued_before = match denial {
                Some(Denial::IssuedBefore(time)) => Some(time),
                _ => None,
            };
            let active = denial.is_none();
            let new =
                Change { call, active, replaced: false, issued_before, leaves: false, but: None, owner };
            self.change(name, &policy, new);
        }
    }

    fn change(&mut self, name: String, through: &str, new: Change) {
        let changes = self.by_name.entry(name).or_default();
        let changes =
            changes.entry(through.to_string()).or_insert_with(|| Changes { last: new.clone(), end: None });
        if !new.active && changes.end.as_ref().is_none_or(|end| *end < new) {
            changes.end = Some(new.clone());
        }
        if changes.last < new {
            changes.last = new;
        }
    }

    /// The change that decides on a node: none from before it was obtained or seen alive, for a name may be given again.
    /// One that ends it decides before one that restores it, and one that ends it altogether before others.
    fn of(&self, node: &Node) -> Option<&Changes> {
        let changes = node.names.iter().filter_map(|name| self.by_name.get(name)).flatten();
        let decided = changes.filter(|(through, changes)| changes.concern(through, node));
        decided.map(|(_, changes)| changes).max_by_key(|changes| {
            let c = &changes.last;
            (!c.active, !c.replaced && !c.leaves && c.but.is_none(), c)
        })
    }

    /// The change that ended the sessions which were issued before a time.
    fn revoked(&self, node: &Node, time: Time) -> Option<&Change> {
        let changes = node.names.iter().filter_map(|name| self.by_name.get(name)).flat_map(BTreeMap::values);
        changes
            .map(|changes| &changes.last)
            .filter(|c| !c.active && c.issued_before.is_some_and(|before| time <= before))
            .max()
    }
}

impl Changes {
    /// Whether the last says something of a node. Only what goes through a policy is given back by taking that off, and
    /// who takes off a policy that denied it nothing restores nothing.
    fn concern(&self, through: &str, node: &Node) -> bool {
        let restores = self.last.active && !through.is_empty();
        let deciding = if restores { self.end.as_ref() } else { Some(&self.last) };
        deciding.is_some_and(|change| change.concerns(node))
    }

    /// What had ended it before it was restored.
    fn undone(&self) -> Option<&Change> {
        self.end.as_ref().filter(|end| self.last.active && **end < self.last)
    }
}

impl Change {
    /// Whether a node is among what it changes.
    fn concerns(&self, node: &Node) -> bool {
        match self.issued_before {
            Some(before) => node.is_session() && node.issued().is_none_or(|issued| issued < before),
            None if self.replaced => node.alive.is_none_or(|time| time < self.call.time),
            None => node.alive.is_none_or(|time| time <= self.call.time),
        }
    }

    fn text(&self) -> String {
        format!("{} at {}", self.call.via, rfc3339(self.call.time))
    }
}

/// The moment that states are told of.
#[derive(Clone, Copy, Debug)]
pub struct End {
    /// When.
    pub at: Time,
    /// What it is, in words.
    pub is: &'static str,
}

impl End {
    /// The end of a window, or the making of the report where that comes first: of the time after it nobody can tell.
    pub fn of(window: Window, now: Time) -> Self {
        match window.past(now) {
            past if past == window => Self { at: window.to(), is: "the end of the window" },
            past => Self { at: past.to(), is: "this report was made" },
        }
    }
}

/// The state of one credential. `who` names the followed credential that made a call, if one did.
pub fn usable(
    node: &Node,
    end: End,
    states: &States,
    who: &dyn Fn(&Mint, Option<usize>) -> Option<String>,
) -> Usable {
    let changes = states.of(node);
    let change = changes.map(|changes| &changes.last);
    let evidence = |change: &Change| Evidence {
        queries: Vec::new(),
        count: 1,
        items: vec![EvidenceItem { e: String::new(), event_id: change.call.event_id.clone() }],
    };
    let undone = changes.and_then(Changes::undone).map(|end| Undone {
        what: end.text(),
        by: who(&end.call, end.owner),
        by_name: end.call.caller(),
        evidence: evidence(end),
    });
    let result = |state, value: Usability, reason: String, event: Option<&Change>| Usable {
        state,
        value,
        reason,
        by: event.and_then(|change| who(&change.call, change.owner)),
        by_name: event.map(|change| change.call.caller()),
        evidence: event.map_or_else(Evidence::default, evidence),
        undone: undone.clone().filter(|_| event.is_some()),
    };
    let unknown =
        |reason: String, event| result(State::CannotBeDetermined, Usability::Unknown, reason, event);
    let at = rfc3339;
    match (change, node.expires) {
        (Some(change), _) if change.replaced => {
            unknown(format!("{} replaced what opened it; read what it says now", change.text()), Some(change))
        }
        (Some(change @ Change { but: Some(but), active: false, .. }), _) => {
            unknown(format!("{}; {but}", change.text()), Some(change))
        }
        (Some(change), expiry) if !change.active && expiry.is_none_or(|expiry| change.call.time < expiry) => {
            let over = change.call.time + if change.leaves { LONGEST_SESSION } else { SETTLES };
            let revoked = states.revoked(node, change.call.time).filter(|_| change.leaves);
            match (node.last_success.filter(|last| *last > over), revoked) {
                (Some(last), _) => unknown(format!("{}, yet a call with it succeeded at {}", change.text(), at(last)), Some(change)),
                (None, Some(revoked)) => result(State::Observed, Usability::NotUsable, format!("{}, and {} ended the sessions that it had issued", change.text(), revoked.text()), Some(change)),
                (None, None) if change.leaves && end.at < over => unknown(format!("{}: no new sessions from then on; those issued before last until they expire, {} at the latest, unless the older sessions of its role are revoked", change.text(), at(over)), Some(change)),
                (None, None) => result(State::Observed, Usability::NotUsable, change.text(), Some(change)),
            }
        }
        (_, Some(expiry)) if expiry <= end.at => {
            result(State::Derived, Usability::NotUsable, format!("it expired at {}, before {}", at(expiry), end.is), None)
        }
        (_, Some(expiry)) => {
            result(State::Derived, Usability::Usable, format!("it expires at {}, after {}, unless its sessions were revoked", at(expiry), end.is), None)
        }
        // What is given back to a session does not say when it lapses.
        (Some(change), None) if !node.is_session() => result(State::Observed, Usability::Usable, format!("{}, the last change of its state in the collected log", change.text()), Some(change)),
        (_, None) if let Some(lapsed) = lapsed(node, end) => {
            result(State::Derived, Usability::NotUsable, lapsed, None)
        }
        (_, None) if node.handle.text().starts_with("ASIA") => unknown(
            "it is a temporary key and no collected record gives its expiry; role sessions last at most 12 hours, user and federated sessions at most 36".into(),
            None,
        ),
        (_, None) if node.is_session() => unknown(
            "no collected record gives its expiry or ends it; a session goes on until it expires or its principal is denied".into(),
            None,
        ),
        // No rule says under which name a change would be looked up.
        (_, None) if node.names.is_empty() => unknown(
            "calls that take it back are not looked for; check it in AWS".into(),
            None,
        ),
        (_, None) => unknown("no collected record deactivates or deletes it; check its status in AWS".into(), None),
    }
}

/// Why a temporary key without a known expiry has lapsed all the same, if no later use says otherwise: those of a role
/// and of a user last so long at most (IAM user guide, "Compare AWS STS credentials").
fn lapsed(node: &Node, end: End) -> Option<String> {
    let is_key = matches!(&node.handle, Handle::Key(key) if key.starts_with("ASIA"));
    let of_role = node.arn.as_deref().is_some_and(|arn| arn.contains(":assumed-role/"));
    let longest = if of_role { LONGEST_SESSION } else { LONGEST_OF_USER };
    // It was there when it was obtained, or used first; a session of the console begins with the sign-in.
    let signed_in = node.signed_in.as_ref().map(|signed_in| signed_in.mint.time);
    let issued =
        signed_in.or_else(|| node.issued().into_iter().chain(node.alive).min()).filter(|_| is_key)?;
    let over = issued + longest;
    (over <= end.at && node.last_success.is_none_or(|last| last <= over)).then(|| {
        let (issued, hours) = (rfc3339(issued), longest.num_hours());
        format!(
            "it was issued by {issued} and lasts {hours} hours at most, which were over before {}",
            end.is
        )
    })
}

/// The kind of a key by its prefix (IAM user guide, "IAM identifiers").
pub fn key_kind(key: &str, arn: Option<&str>) -> String {
    let session = arn.is_some_and(|a| a.contains(":assumed-role/"));
    match key.get(..4) {
        Some("AKIA") => "long-term access key",
        Some("ASIA") if session => "temporary key of a role session",
        Some("ASIA") => "temporary key",
        Some("AIDA") => "user",
        Some("AROA") => "role",
        _ => "access key",
    }
    .into()
}
