//! The state of each name as the log shows it: the calls that ended or restored it, in order.

use super::call::Call;
use super::change_rule::Ended;
use super::managed_policies::{Policies, Version};
use super::names::Name;
use super::node::Node;
use super::ownership_periods::Owner;
use super::policy::Denial;
use crate::event::Event;
use crate::facts::Time;
use chrono::TimeDelta;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

const MADE_AGAIN: &str =
    "it was made again under its name by somebody else; compare it with what was made before";
const AT_ONCE: &str =
    "it was ended and made again under its name in the same second: which came first is not recorded";

/// Time until a change holds everywhere in AWS: only a use after that contradicts it.
const SETTLES: TimeDelta = TimeDelta::minutes(5);

/// The longest that a session of a role lasts (IAM user guide, "Update the maximum session duration for a
/// role").
pub const LONGEST_SESSION: TimeDelta = TimeDelta::hours(12);

/// The changes of each name, apart for each policy through which it was changed: taking one policy off leaves
/// what the others do. A change that goes through no policy stands under the empty text.
#[derive(Default)]
pub struct States {
    by_name: HashMap<Name, BTreeMap<String, Course>>,
    /// Attachments and versions of managed policies: what they end is known when all of them are.
    policies: Policies<OwnedCall>,
    /// Managed policies that grant nothing, when all are known.
    pub only_denying: HashSet<String>,
}

/// A call and its owner, if a followed identity was known to be that when the call was seen.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct OwnedCall(Call, Option<usize>);

/// The changes of one name through one policy, in order.
#[derive(Default)]
struct Course(BTreeMap<Call, Change>);

#[derive(Clone)]
pub struct Change {
    pub call: Call,
    pub active: bool,
    pub replaced: bool,
    /// It ends only sessions that were issued before this time.
    issued_before: Option<Time>,
    /// The followed identity that made the call, if that was known when the call was seen.
    pub owner: Option<usize>,
    /// It ended only because somebody who is not followed made the call.
    pub others: bool,
    /// Sessions that were issued before go on.
    pub leaves: bool,
    /// What goes on nonetheless.
    pub but: Option<String>,
}

/// What decides on the state of a node: the first change that still holds, and the last one that says the
/// same, if that is another.
pub struct Deciding<'a> {
    pub change: &'a Change,
    pub again: Option<&'a Change>,
}

impl States {
    /// Notes what an event that succeeded ends or restores.
    pub fn note(&mut self, event: &Event, ended: Ended, owner: Option<usize>) {
        let Some(call) = Call::of(event) else { return };
        let Ended { names, active, through, issued_before, replaced, leaves, but, managed, new_owner } =
            ended;
        if managed {
            for name in names {
                self.policies.attach(OwnedCall(call.clone(), owner), name, through.clone(), !active);
            }
            return;
        }
        let others = new_owner == Some(Owner::Others);
        let new = Change { call, active, replaced, issued_before, leaves, but, owner, others };
        names.into_iter().for_each(|name| self.change(name, &through, new.clone()));
    }

    /// Notes what an event that succeeded writes into a managed policy.
    pub fn write(&mut self, event: &Event, written: Version, owner: Option<usize>) {
        if let Some(call) = Call::of(event) {
            self.policies.write(OwnedCall(call, owner), written);
        }
    }

    /// Notes that somebody who is not followed made something under these names; whether under the same name
    /// something was ended before is not known yet.
    pub fn make(&mut self, event: &Event, names: Vec<Name>) {
        let Some(call) = Call::of(event) else { return };
        let new = Change {
            call,
            active: false,
            replaced: true,
            issued_before: None,
            leaves: false,
            but: Some(MADE_AGAIN.into()),
            owner: None,
            others: false,
        };
        names.into_iter().for_each(|name| self.change(name, "", new.clone()));
    }

    /// Draws the conclusions that need all records: what managed policies ended, and what was made again
    /// after its end.
    pub fn settle(&mut self) {
        self.by_name.values_mut().flat_map(BTreeMap::values_mut).for_each(Course::settle);
        self.only_denying = self.policies.only_denying();
        for (name, policy, OwnedCall(call, owner), denial) in std::mem::take(&mut self.policies).denials() {
            let issued_before = match denial {
                Some(Denial::IssuedBefore(time)) => Some(time),
                _ => None,
            };
            let new = Change {
                call,
                active: denial.is_none(),
                replaced: false,
                issued_before,
                leaves: false,
                but: None,
                owner,
                others: false,
            };
            self.change(name, &policy, new);
        }
    }

    fn change(&mut self, name: Name, through: &str, new: Change) {
        let courses = self.by_name.entry(name).or_default();
        let course = courses.entry(through.to_string()).or_default();
        // The owner of a call may become known after the call was seen first.
        let known = course.0.get(&new.call).map(|known| (known.owner.is_some(), known.active));
        if known < Some((new.owner.is_some(), new.active)) {
            course.0.insert(new.call.clone(), new);
        }
    }

    fn courses<'a, 'n>(
        &'a self,
        names: &'n BTreeSet<Name>,
    ) -> impl Iterator<Item = (&'a Name, &'a str, &'a Course)> + use<'a, 'n> {
        let known = names.iter().filter_map(|name| self.by_name.get_key_value(name));
        known.flat_map(|(name, courses)| {
            courses.iter().map(move |(through, course)| (name, through.as_str(), course))
        })
    }

    /// The change that decides on a node. A change from before the node was obtained or in use is of
    /// something older with the same name. A change that ends the node decides before one that restores it,
    /// and one that ends it altogether before one that ends part of it; of several, the first that no later
    /// use contradicts, for the node has been off since then. `doubtful` are changes of which it cannot be
    /// told whether a followed identity made them.
    pub fn of<'a>(&'a self, node: &Node, doubtful: &dyn Fn(&Change) -> bool) -> Option<Deciding<'a>> {
        let strength = |c: &Change| match () {
            () if c.replaced || c.but.is_some() || doubtful(c) => 0,
            () if c.leaves => 1,
            () => 2,
        };
        let concerned =
            self.courses(&node.names).filter(|(_, through, course)| course.concern(through, node));
        let candidates: Vec<Deciding<'_>> =
            concerned.flat_map(|(_, _, course)| course.standing(node, &strength)).collect();
        let ends = || candidates.iter().map(|c| c.change).filter(|c| !c.active);
        let Some(most) = ends().map(strength).max() else {
            return candidates.into_iter().max_by(|a, b| a.change.call.cmp(&b.change.call));
        };
        let stands = |c: &Change| node.last_success.is_none_or(|last| last <= c.over());
        candidates.into_iter().filter(|c| !c.change.active && strength(c.change) == most).min_by_key(|c| {
            let held = stands(c.change) && most > 0;
            // Of changes that a later use contradicts, and of changes that leave the state open, the last
            // says most.
            (!held, held.then(|| c.change.call.clone()), (!held).then(|| Reverse(c.change.call.clone())))
        })
    }

    /// Ends of the machine or the person that a node's sessions come from.
    pub fn ends_of_source<'a>(&'a self, node: &Node) -> Vec<&'a Change> {
        let courses = self.courses(&node.source_names).map(|(_, _, course)| course);
        let ends =
            courses.flat_map(|course| course.0.values()).filter(|c| !c.active && c.after(node.since()));
        in_order(ends)
    }

    /// Revocations in force at the end that do not reach a session, for it was issued later than they say: with what each
    /// says, and when the session was issued.
    pub fn missing(&self, node: &Node) -> Vec<(&Change, Time, Time)> {
        let Some(issued) = node.issued().filter(|_| node.is_session()) else { return Vec::new() };
        let last = self.courses(&node.names).filter_map(|(_, _, course)| course.last());
        let later = last.filter(|change| !change.active && change.after(Some(issued)));
        later
            .filter_map(|change| {
                let before = change.issued_before.filter(|before| *before <= issued)?;
                Some((change, before, issued))
            })
            .collect()
    }

    /// Every change that ended a node and still holds, in order.
    pub fn ends<'a>(&'a self, node: &Node) -> Vec<&'a Change> {
        let courses = self.courses(&node.names).filter(|(_, through, course)| course.concern(through, node));
        let standing = courses.flat_map(|(_, _, course)| course.standing(node, &|_| 0)).map(|c| c.change);
        in_order(standing.filter(|c| !c.active && !c.replaced))
    }

    /// Each time that a node was ended and then restored: both changes.
    pub fn reversals<'a>(&'a self, node: &Node) -> Vec<(&'a Change, &'a Change)> {
        let courses = self.courses(&node.names);
        let of_node = |c: &&Change| c.active || (!c.replaced && c.concerns(node, node.since()));
        let mut all: Vec<(&Change, (&Name, &str))> = courses
            .flat_map(|(name, through, course)| {
                course.0.values().filter(of_node).map(move |change| (change, (name, through)))
            })
            .collect();
        all.sort_by(|a, b| (&a.0.call, a.1).cmp(&(&b.0.call, b.1)));
        let (mut off, mut since, mut found) = (BTreeSet::new(), None, Vec::new());
        for (change, course) in all {
            if !change.active {
                off.insert(course);
                since.get_or_insert(change);
            } else if off.remove(&course)
                && off.is_empty()
                && let Some(end) = since.take()
            {
                found.push((end, change));
            }
        }
        found
    }

    /// The change that ended the sessions which were issued before a time.
    pub fn revoked<'a>(&'a self, node: &Node, time: Time) -> Option<&'a Change> {
        let last = self.courses(&node.names).filter_map(|(_, _, course)| course.last());
        last.filter(|c| !c.active && c.issued_before.is_some_and(|before| time <= before))
            .max_by(|a, b| a.call.cmp(&b.call))
    }
}

fn in_order<'a>(changes: impl Iterator<Item = &'a Change>) -> Vec<&'a Change> {
    let by_call: BTreeMap<&Call, &Change> = changes.map(|change| (&change.call, change)).collect();
    by_call.into_values().collect()
}

impl Course {
    /// Drops what was made under the name unless something of that name ended before. Where both happened in
    /// the same second, it stays open which of the two holds.
    fn settle(&mut self) {
        let made_again = |change: &Change| change.replaced && change.but.is_some();
        let ends = self.0.values().filter(|change| !change.active && !change.replaced);
        let ends: BTreeSet<Time> = ends.map(|change| change.call.time).collect();
        let made = self.0.values().filter(|change| made_again(change)).map(|change| change.call.time);
        let at_once: BTreeSet<Time> = made.filter(|made| ends.contains(made)).collect();
        self.0.retain(|call, change| {
            !made_again(change) || ends.first().is_some_and(|ended| *ended <= call.time)
        });
        let doubtful = |change: &&mut Change| !change.active && at_once.contains(&change.call.time);
        for change in self.0.values_mut().filter(doubtful) {
            (change.replaced, change.but) = (true, Some(AT_ONCE.into()));
        }
    }

    fn last(&self) -> Option<&Change> {
        self.0.values().next_back()
    }

    /// Whether the last change bears on a node. Taking off a policy restores only what that policy ended: for
    /// such a change the last end through the policy decides.
    fn concern(&self, through: &str, node: &Node) -> bool {
        let Some(last) = self.last() else { return false };
        let restores = last.active && !through.is_empty();
        let deciding = if restores { self.0.values().rev().find(|c| !c.active) } else { Some(last) };
        deciding.is_some_and(|change| change.concerns(node, node.alive))
    }

    /// The change that holds since the name was last restored or replaced: of those that end most, the first
    /// that no later use contradicts.
    fn standing(&self, node: &Node, strength: &dyn Fn(&Change) -> u8) -> Option<Deciding<'_>> {
        let last = self.last()?;
        let since = self.0.values().rev().take_while(|c| !c.active && !c.replaced);
        let first = since
            .filter(|c| c.concerns(node, node.alive) && node.last_success.is_none_or(|used| used <= c.over()))
            .max_by_key(|c| (strength(c), Reverse(c.call.clone())));
        let change = first.unwrap_or(last);
        Some(Deciding { change, again: Some(last).filter(|last| last.call != change.call) })
    }
}

impl Change {
    /// Whether it changes a node that exists from a time on.
    fn concerns(&self, node: &Node, from: Option<Time>) -> bool {
        match self.issued_before {
            Some(before) => node.is_session() && node.issued().is_none_or(|issued| issued < before),
            None if self.replaced => from.is_none_or(|time| time < self.call.time),
            None => self.after(from),
        }
    }

    fn after(&self, from: Option<Time>) -> bool {
        from.is_none_or(|time| time <= self.call.time)
    }

    /// From when on a use contradicts it: sessions that go on have expired then, and the change holds
    /// everywhere.
    pub fn over(&self) -> Time {
        self.call.time + if self.leaves { LONGEST_SESSION } else { SETTLES }
    }
}
