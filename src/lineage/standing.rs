//! What followed credentials opened, granted or weakened and that is no identity itself, and which later call took it
//! back.

use super::builder::Builder;
use super::node::Mint;
use super::paths::{Fields, first, values};
use super::rules::{Condition, is_call};
use crate::facts::{self, Standing};
use crate::vocabulary::NOT_NAMED;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

const SAME_SECOND: &str = "in the same second: which came first is not recorded";

/// A kind of act, and the calls that take it back. The fields are explained in `rules/README.md`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deed {
    pub what: String,
    source: String,
    events: Vec<String>,
    when: Option<Condition>,
    name: String,
    #[serde(default)]
    with: Vec<String>,
    back: Vec<Back>,
}

/// A call that takes something back.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Back {
    /// That of the act where none is given.
    source: Option<String>,
    events: Vec<String>,
    when: Option<Condition>,
    name: Option<String>,
    /// Only what it was done with; all of it where none is given.
    #[serde(default)]
    with: Vec<String>,
    /// What is not certain.
    but: Option<String>,
}

/// A thing in its account and region, and what was done with it: whom a snapshot was shared with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Key {
    deed: usize,
    place: (String, String),
    name: String,
    with: Option<String>,
}

/// A call that took something back.
#[derive(Clone)]
pub struct TakenBack {
    pub call: Arc<Mint>,
    pub owner: Option<usize>,
    pub but: Option<String>,
}

/// One thing that was done, and what took it back.
pub struct Stands<'a> {
    pub what: &'a str,
    pub name: &'a str,
    pub with: Option<&'a str>,
    /// The calls that did it, with whose they are.
    pub made: &'a BTreeMap<Mint, usize>,
    pub back: Option<&'a TakenBack>,
    /// What is not certain of that.
    pub but: Option<&'a str>,
}

/// What was done and taken back, in any order.
#[derive(Default)]
pub struct Deeds {
    made: BTreeMap<Key, BTreeMap<Mint, usize>>,
    /// One call may name hundreds of things.
    back: HashMap<Key, BTreeMap<Arc<Mint>, Arc<TakenBack>>>,
}

impl Deed {
    /// Calls of a service.
    pub fn calls(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = self.events.iter().map(|event| (self.source.as_str(), event.as_str()));
        let back = self.back.iter().flat_map(|back| {
            let source = back.source.as_deref().unwrap_or(&self.source);
            back.events.iter().map(move |event| (source, event.as_str()))
        });
        own.chain(back)
    }
}

/// Keys of what a call did; none where it names nothing.
fn keys(event: &Fields<'_>, deed: usize, name: &str, with: &[String]) -> Vec<Key> {
    let parts: Option<Vec<String>> = name.split('+').map(|path| first(event, path)).collect();
    let Some(name) = parts.map(|parts| parts.join("/")) else { return Vec::new() };
    let owned = |text: &Option<String>| text.clone().unwrap_or_default();
    let account = event.recipient_account_id.clone().or_else(|| event.account_id.clone());
    let key = Key { deed, place: (owned(&account), owned(&event.aws_region)), name, with: None };
    if with.is_empty() {
        return vec![key];
    }
    let all = with.iter().flat_map(|path| values(event, path));
    all.map(|with| Key { with: Some(with), ..key.clone() }).collect()
}

impl Deeds {
    /// Notes what a call of a followed identity does.
    pub fn note(&mut self, deeds: &[Deed], event: &Fields<'_>, owner: usize) {
        let fits = |deed: &Deed| {
            is_call(event, &deed.source, &deed.events)
                && deed.when.as_ref().is_none_or(|condition| condition.holds(event))
        };
        for (number, deed) in deeds.iter().enumerate().filter(|(_, deed)| fits(deed)) {
            for key in keys(event, number, &deed.name, &deed.with) {
                if let Some(call) = Mint::of(event) {
                    self.made.entry(key).or_default().insert(call, owner);
                }
            }
        }
    }

    /// Notes what a call takes back; tells whether a followed identity had done that.
    pub fn note_back(&mut self, deeds: &[Deed], event: &Fields<'_>, owner: Option<usize>) -> bool {
        // Of most calls nothing is needed: they take nothing back.
        let (mut known, mut noted) = (false, None);
        for (number, deed) in deeds.iter().enumerate() {
            let back = deed.back.iter().find(|back| {
                is_call(event, back.source.as_deref().unwrap_or(&deed.source), &back.events)
                    && back.when.as_ref().is_none_or(|condition| condition.holds(event))
            });
            let Some(back) = back else { continue };
            let noted: &Option<Arc<Mint>> = noted.get_or_insert_with(|| Mint::of(event).map(Arc::new));
            let Some(call) = noted else { break };
            let taken = Arc::new(TakenBack { call: call.clone(), owner, but: back.but.clone() });
            for key in keys(event, number, back.name.as_deref().unwrap_or(&deed.name), &back.with) {
                known |= self.concerns(&key);
                let all = self.back.entry(key).or_default();
                let before = all.entry(call.clone()).or_insert_with(|| taken.clone());
                // Whose call it is may come out after it was seen first.
                if before.owner.is_none() {
                    *before = taken.clone();
                }
            }
        }
        known
    }

    fn concerns(&self, key: &Key) -> bool {
        match key.with {
            Some(_) => self.made.contains_key(key),
            None => self.made.range(key..).next().is_some_and(|(made, _)| {
                (made.deed, &made.place, &made.name) == (key.deed, &key.place, &key.name)
            }),
        }
    }

    /// Names of the calls that would take back what was done.
    pub fn asked<'a>(&self, deeds: &'a [Deed]) -> Vec<&'a str> {
        let done: HashSet<usize> = self.made.keys().map(|key| key.deed).collect();
        let done = deeds.iter().enumerate().filter(|(number, _)| done.contains(number));
        done.flat_map(|(_, deed)| deed.back.iter().flat_map(|back| &back.events))
            .map(String::as_str)
            .collect()
    }

    /// Everything that was done, in the order of the calls, with the first call after it that took it back: one that
    /// leaves nothing open before others.
    pub fn told<'a>(&'a self, deeds: &'a [Deed]) -> Vec<Stands<'a>> {
        let told = |(key, made): (&'a Key, &'a BTreeMap<Mint, usize>)| {
            let last = made.keys().next_back();
            let whole = Key { with: None, ..key.clone() };
            let backs =
                self.back.get(key).into_iter().chain(self.back.get(&whole).filter(|_| key.with.is_some()));
            let after = backs.flat_map(BTreeMap::values).filter(|back| Some(&*back.call) > last);
            let at_once = |back: &TakenBack| last.is_some_and(|last| last.time == back.call.time);
            let but =
                |back: &'a TakenBack| back.but.as_deref().or_else(|| at_once(back).then_some(SAME_SECOND));
            let back = after.map(|back| &**back).min_by_key(|back| (but(back).is_some(), &back.call));
            Stands {
                what: &deeds[key.deed].what,
                name: if key.name.is_empty() { NOT_NAMED } else { &key.name },
                with: key.with.as_deref(),
                made,
                back,
                but: back.and_then(but),
            }
        };
        let mut all: Vec<Stands<'a>> = self.made.iter().map(told).collect();
        all.sort_by(|a, b| a.made.keys().next().cmp(&b.made.keys().next()));
        all
    }
}

/// What was done, by the ID of each event that did it.
pub fn by_call<'a>(told: &'a [Stands<'a>]) -> HashMap<&'a str, Vec<&'a Stands<'a>>> {
    let mut by_call: HashMap<&str, Vec<&Stands<'_>>> = HashMap::new();
    for stands in told {
        for call in stands.made.keys() {
            by_call.entry(&call.event_id).or_default().push(stands);
        }
    }
    by_call
}

impl Builder {
    /// One thing for the facts. Every credential has a place in the finished list.
    pub(super) fn standing(&self, stands: &Stands<'_>, place: &[usize]) -> Option<Standing> {
        let (made, owner) = stands.made.iter().next_back()?;
        let taken_back = stands.back.map(|back| facts::TakenBack {
            via: back.call.via.clone(),
            at: back.call.time,
            by: self.who(&back.call, back.owner, place),
            by_name: back.call.caller(),
            but: stands.but.map(str::to_string),
            evidence: back.call.evidence(),
        });
        Some(Standing {
            what: stands.what.into(),
            name: stands.name.into(),
            with: stands.with.map(str::to_string),
            via: made.via.clone(),
            at: made.time,
            count: stands.made.len() as u64,
            by: self.who(made, Some(*owner), place).unwrap_or_default(),
            evidence: made.evidence(),
            taken_back,
        })
    }
}
