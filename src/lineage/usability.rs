//! Whether a credential can still be used at the end of the window, as far as the log shows.

use super::call::Call;
use super::handle::Handle;
use super::node::Node;
use super::standing::Stands;
use super::state_changes::{Change, Deciding, LONGEST_SESSION, States};
use crate::facts::{Act, Evidence, Reversal, State, Time, Usability, Usable};
use crate::subject::{Window, rfc3339, shown};
use chrono::TimeDelta;

/// The longest that a session of a user or a federated user lasts.
const LONGEST_OF_USER: TimeDelta = TimeDelta::hours(36);

/// The moment of which the report tells whether a credential is usable.
#[derive(Clone, Copy, Debug)]
pub struct End {
    /// When.
    pub at: Time,
    /// What that moment is, in words.
    pub is: &'static str,
}

impl End {
    /// The end of the window, or the making of the report where that is earlier: nobody can know the time
    /// after it.
    pub fn of(window: Window, now: Time) -> Self {
        match window.past(now) {
            past if past == window => Self { at: window.to(), is: "the end of the window" },
            past => Self { at: past.to(), is: "this report was made" },
        }
    }
}

/// Tells who made a call.
pub struct Callers<'a> {
    /// The credential ID of the caller, if the caller is followed; with the owner that was known when the
    /// call was seen.
    pub who: &'a dyn Fn(&Call, Option<usize>) -> Option<String>,
    /// Whether the caller is the user or role of a followed credential.
    pub kin: &'a dyn Fn(&Call) -> bool,
}

impl Callers<'_> {
    fn who(&self, change: &Change) -> Option<String> {
        (self.who)(&change.call, change.owner)
    }

    /// Whether a change is an end only if somebody who is not followed made it, and that cannot be told.
    fn doubtful(&self, change: &Change) -> bool {
        change.others && !change.active && self.who(change).is_none() && (self.kin)(&change.call)
    }

    fn act(&self, change: &Change) -> Act {
        Act {
            what: text(change),
            by: self.who(change),
            by_name: change.call.caller(),
            evidence: change.call.evidence(),
        }
    }
}

fn text(change: &Change) -> String {
    format!("{} at {}", shown(&change.call.via), rfc3339(change.call.time))
}

fn evidence(changes: &[&Change]) -> Evidence {
    let item = |change: &&Change| change.call.evidence_item();
    Evidence { queries: Vec::new(), count: changes.len() as u64, items: changes.iter().map(item).collect() }
}

/// The state of one credential, and the other changes that the log shows of it.
pub fn usable(node: &Node, end: End, states: &States, callers: &Callers<'_>) -> Usable {
    let deciding = states.of(node, &|change| callers.doubtful(change));
    let mut usable = state(node, end, states, callers, deciding.as_ref());
    let missing = states.missing(node);
    if usable.value != Usability::NotUsable && !missing.is_empty() {
        let last = missing.iter().max_by(|a, b| a.0.call.cmp(&b.0.call)).map(missed);
        usable.reason = std::iter::once(usable.reason).chain(last).collect::<Vec<_>>().join("; ");
    }
    let reversals = states.reversals(node).into_iter();
    let reversals = reversals.filter(|(end, _)| {
        node.expires.is_none_or(|expiry| end.call.time < expiry) && !callers.doubtful(end)
    });
    (usable.undone, usable.undone_more) = first_of(reversals, |(ended, restored)| Reversal {
        ended: callers.act(ended),
        restored: callers.act(restored),
        used_after: node.last_success.filter(|last| *last > restored.call.time),
    });
    // Ends besides the deciding one are listed where the credential expired by itself; those of its machine
    // or person, always.
    let told: Vec<&str> = usable.evidence.items.iter().map(|item| item.event_id.as_str()).collect();
    let more =
        states.ends(node).into_iter().filter(|_| usable.by_name.is_none()).chain(states.ends_of_source(node));
    let besides = more.filter(|change| !told.contains(&change.call.event_id.as_str()));
    let besides = besides.map(|change| match (callers.act(change), &change.but) {
        (act, Some(but)) => Act { what: format!("{}: {but}", act.what), ..act },
        (act, None) => act,
    });
    let missing = missing.iter().map(|missing| Act { what: missed(missing), ..callers.act(missing.0) });
    (usable.besides, usable.besides_more) = first_of(missing.chain(besides), |act| act);
    usable
}

/// Why a revocation does not end a session that was issued at this time.
fn missed((change, before, issued): &(&Change, Time, Time)) -> String {
    let (before, issued) = (rfc3339(*before), rfc3339(*issued));
    format!(
        "{} denies sessions that were issued before {before}; this one was issued at {issued}, and goes on",
        text(change)
    )
}

/// The first of a list, and how many more there are.
fn first_of<T, U>(mut all: impl Iterator<Item = T>, told: impl Fn(T) -> U) -> (Vec<U>, u64) {
    let first = all.by_ref().take(Usable::ACTS).map(told).collect();
    (first, all.count() as u64)
}

/// The state of access that has no name of its own, by whether each thing that the call opened was taken
/// back.
pub fn taken_back(stands: &[&Stands<'_>], callers: &Callers<'_>) -> Usable {
    let backs: Vec<_> = stands.iter().filter_map(|stands| Some((stands.back?, stands.but))).collect();
    let all = backs.len() == stands.len();
    let sure = |but: Option<&str>| but.map_or_else(String::new, |but| format!(": {but}"));
    let last = backs.iter().copied().max_by_key(|(back, _)| &back.call);
    let what = last
        .map(|(back, but)| format!("{} at {}{}", shown(&back.call.via), rfc3339(back.call.time), sure(but)));
    let last = last.map(|(back, _)| back);
    let (state, value, reason) = match what {
        Some(what) if all && backs.iter().all(|(_, but)| but.is_none()) => {
            (State::Observed, Usability::NotUsable, what)
        }
        Some(what) if all => (State::CannotBeDetermined, Usability::Unknown, what),
        Some(what) => (
            State::CannotBeDetermined,
            Usability::Unknown,
            format!(
                "{what}; no collected record takes back the rest, {} of {}",
                stands.len() - backs.len(),
                stands.len()
            ),
        ),
        None => {
            let again = stands.iter().find_map(|stands| stands.again);
            let again = again.map_or_else(String::new, |(after, done)| {
                let by = shown(&done.call.caller());
                format!(" since {} by {by}, which did it again after {}", done.told(), after.told())
            });
            let reason = format!("no collected record takes it back{again}; check it in AWS");
            (State::CannotBeDetermined, Usability::Unknown, reason)
        }
    };
    Usable {
        state,
        value,
        reason,
        by: last.and_then(|back| (callers.who)(&back.call, back.owner)),
        by_name: last.map(|back| back.call.caller()),
        over_since: last.filter(|_| value == Usability::NotUsable).map(|back| back.call.time),
        evidence: last.map_or_else(Evidence::default, |back| back.call.evidence()),
        undone: Vec::new(),
        undone_more: 0,
        besides: Vec::new(),
        besides_more: 0,
    }
}

fn state(
    node: &Node,
    end: End,
    states: &States,
    callers: &Callers<'_>,
    deciding: Option<&Deciding<'_>>,
) -> Usable {
    let change = deciding.map(|deciding| deciding.change);
    let again = deciding.and_then(|deciding| deciding.again);
    let told = |change: &Change| match again {
        Some(again) if again.call.caller() == change.call.caller() => {
            format!("{}, then {}", text(change), text(again))
        }
        Some(again) => format!("{}, then {} by {}", text(change), text(again), shown(&again.call.caller())),
        None => text(change),
    };
    let result = |state, value: Usability, reason: String, event: Option<&Change>| Usable {
        state,
        value,
        reason,
        by: event.and_then(|change| callers.who(change)),
        by_name: event.map(|change| change.call.caller()),
        over_since: event.filter(|_| value == Usability::NotUsable).map(|change| change.call.time),
        evidence: event.map_or_else(Evidence::default, |change| {
            evidence(&std::iter::once(change).chain(again).collect::<Vec<_>>())
        }),
        undone: Vec::new(),
        undone_more: 0,
        besides: Vec::new(),
        besides_more: 0,
    };
    let expired = |reason, over| Usable {
        over_since: Some(over),
        ..result(State::Derived, Usability::NotUsable, reason, None)
    };
    let unknown =
        |reason: String, event| result(State::CannotBeDetermined, Usability::Unknown, reason, event);
    let at = rfc3339;
    match (change, node.expires) {
        (Some(change @ Change { but: Some(but), replaced: true, .. }), _) => {
            unknown(format!("{}: {but}", text(change)), Some(change))
        }
        (Some(change), _) if change.replaced => {
            let goes_on = if change.leaves { "; sessions that it issued before last until they expire" } else { "" };
            unknown(format!("{} replaced what opened it; read what it says now{goes_on}", text(change)), Some(change))
        }
        (Some(change), _) if callers.doubtful(change) => unknown(format!("{} by the user or role of a followed credential: whether that took it back cannot be told, and what it issues later is not followed ({})", text(change), shown(&change.call.caller())), Some(change)),
        (Some(change @ Change { but: Some(but), active: false, .. }), _) => {
            unknown(format!("{}; {but}", told(change)), Some(change))
        }
        (Some(change), _) if !change.others && again.is_some_and(|again| again.others) => {
            unknown(format!("{}: what is there now was made by somebody who is not followed; look at it in AWS", told(change)), Some(change))
        }
        (Some(change), expiry) if !change.active && expiry.is_none_or(|expiry| change.call.time < expiry) => {
            let over = change.over();
            let revoked = states.revoked(node, change.call.time).filter(|_| change.leaves);
            match (node.last_success.filter(|last| *last > over), revoked) {
                (Some(last), _) => unknown(format!("{}, yet a call with it succeeded at {}", told(change), at(last)), Some(change)),
                (None, Some(revoked)) => result(State::Observed, Usability::NotUsable, format!("{}, and {} ended the sessions that it had issued", told(change), text(revoked)), Some(change)),
                (None, None) if change.leaves && node.has_no_session() => result(State::Derived, Usability::NotUsable, format!("{}; it was started without a role, and no call of a role's session with its name was collected", told(change)), Some(change)),
                (None, None) if change.leaves && end.at < over => unknown(format!("{}: {}; those issued before last until they expire, {} at the latest{}, unless the older sessions of its role are revoked", told(change), new_sessions(change), at(over), last_of(node)), Some(change)),
                (None, None) => result(State::Observed, Usability::NotUsable, told(change), Some(change)),
            }
        }
        (_, Some(expiry)) if expiry <= end.at => {
            expired(format!("it expired at {}, before {}", at(expiry), end.is), expiry)
        }
        (_, Some(expiry)) => {
            result(State::Derived, Usability::Usable, format!("it expires at {}, after {}, unless its sessions were revoked", at(expiry), end.is), None)
        }
        // That a session was restored does not say when it expires.
        (Some(change), None) if !node.is_session() => result(State::Observed, Usability::Usable, format!("{}, the last change of its state in the collected log", told(change)), Some(change)),
        (_, None) if let Some((lapsed, over)) = lapsed(node, end) => expired(lapsed, over),
        (_, None) if node.handle.text().starts_with("ASIA") => unknown(
            "it is a temporary key and no collected record gives its expiry; role sessions last at most 12 hours, user and federated sessions at most 36".into(),
            None,
        ),
        (_, None) if node.is_session() => unknown(
            "no collected record gives its expiry or ends it; a session goes on until it expires or its principal is denied".into(),
            None,
        ),
        // No rule gives a name by which a change would be looked up.
        (_, None) if node.names.is_empty() => unknown(
            "calls that take it back are not looked for; check it in AWS".into(),
            None,
        ),
        (_, None) => unknown("no collected record deactivates or deletes it; check its status in AWS".into(), None),
    }
}

/// What a change makes of the sessions that are issued after it.
fn new_sessions(change: &Change) -> &'static str {
    match change.others {
        true => "sessions that are issued from then on are those of whoever made this call",
        false => "no new sessions from then on",
    }
}

/// The last expiry among its sessions that the log gives.
fn last_of(node: &Node) -> String {
    let last = node.sessions_expire.map(rfc3339);
    last.map_or_else(String::new, |last| format!(" (those that the log shows being issued: by {last})"))
}

/// Why and since when a credential without a known expiry has expired all the same, unless a later use says otherwise: its
/// kind has a longest lifetime, or it is a temporary key of a role or a user, which have one too (IAM user
/// guide, "Compare AWS STS credentials").
fn lapsed(node: &Node, end: End) -> Option<(String, Time)> {
    if let Some((issued, longest)) = node.alive.zip(node.at_most) {
        let over = issued + longest;
        let used_later = node.last_success.is_some_and(|last| last > over);
        return (over <= end.at && !used_later).then(|| {
            let (issued, by) = (rfc3339(issued), rfc3339(over));
            (
                format!("it was handed out by {issued} and lapses by {by} at the latest, before {}", end.is),
                over,
            )
        });
    }
    let is_key =
        node.is_other_console_keys() || matches!(&node.handle, Handle::Key(key) if key.starts_with("ASIA"));
    let of_role = node.arn.as_deref().is_some_and(|arn| arn.contains(":assumed-role/"));
    let longest = if of_role { LONGEST_SESSION } else { LONGEST_OF_USER };
    // It existed at the latest when it was obtained or first used; a console session begins with the sign-in.
    let signed_in = node.signed_in.as_ref().map(|signed_in| signed_in.call.time);
    let issued =
        signed_in.or_else(|| node.issued().into_iter().chain(node.alive).min()).filter(|_| is_key)?;
    let over = issued + longest;
    (over <= end.at && node.last_success.is_none_or(|last| last <= over)).then(|| {
        let (issued, hours) = (rfc3339(issued), longest.num_hours());
        let why = format!(
            "it was issued by {issued} and lasts {hours} hours at most, which were over before {}",
            end.is
        );
        (why, over)
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
