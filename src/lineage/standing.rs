//! What followed credentials opened, granted or weakened and that is no identity itself, and whether it is taken back at
//! the end of the records.

use super::call::Call;
use super::condition::Condition;
use super::fields::Fields;
use super::names::{Joined, own_account};
use super::paths::Path;
use super::policy::only_denies;
use super::table::{Row, Table, is_call};
use crate::subject::rfc3339;
use crate::vocabulary::NOT_NAMED;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

const SAME_SECOND: &str = "in the same second: which came first is not recorded";

/// Pairs of a name and of what it was done with that one call may give. No honest call has several of both.
const PAIRS: usize = 1000;
const TOO_MANY: &str = "it names too many to be told one by one; compare them";

/// A kind of deed, and the calls that take it back. The fields are explained in `rules/README.md`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deed {
    pub what: String,
    source: String,
    events: Vec<String>,
    when: Option<Condition>,
    /// Not where this holds.
    unless: Option<Condition>,
    /// Not where its policy only denies.
    #[serde(default)]
    grants: bool,
    name: Joined,
    /// The name is one in all regions of the account.
    #[serde(default)]
    global: bool,
    #[serde(default)]
    with: Vec<Path>,
    back: Vec<Back>,
}

/// A call that takes something back.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Back {
    /// The service of the deed where none is given.
    source: Option<String>,
    events: Vec<String>,
    when: Option<Condition>,
    name: Option<Joined>,
    /// It bears on all of them, whatever it names and wherever.
    #[serde(default)]
    all: bool,
    /// Only what it was done with; all of it where none is given.
    #[serde(default)]
    with: Vec<Path>,
    /// What it leaves uncertain.
    but: Option<String>,
    /// The same call does the deed, and only its contents say whether it does it or takes it back.
    #[serde(default)]
    either: bool,
}

/// A thing in its account and region, and what was done with it: whom a snapshot was shared with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Key {
    deed: usize,
    place: Arc<(String, String)>,
    name: Arc<str>,
    with: Option<Arc<str>>,
}

impl Key {
    /// What stands for all that was done of a kind; the least of its keys.
    fn all(deed: usize) -> Self {
        Self { deed, place: Arc::default(), name: "".into(), with: None }
    }
}

/// A call that took something back, or a call of somebody who is not followed that did it.
pub struct Later {
    pub call: Arc<Call>,
    pub owner: Option<usize>,
    does: Does,
}

enum Does {
    /// It does the same.
    Again,
    /// It takes it back; the text is what that leaves uncertain.
    TakesBack(Option<String>),
    /// It does the same and overwrites what was there; the text says what to read in AWS.
    Replaces(Option<String>),
}

/// A call, and how it did what it did.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    pub call: &'a Call,
    pub owner: Option<usize>,
    does: Option<&'a Does>,
    overwrote: bool,
}

/// One thing that was done, and what took it back.
pub struct Stands<'a> {
    pub what: &'a str,
    pub name: &'a str,
    pub with: Option<&'a str>,
    /// The calls that did it, each with its owner.
    pub made: &'a BTreeMap<Call, usize>,
    pub back: Option<&'a Later>,
    /// What `back` leaves uncertain.
    pub but: Option<&'a str>,
    /// What had taken it back, and the call of somebody else that did it again; or what had done it, and the call that
    /// overwrote that with the same.
    pub again: Option<(Told<'a>, Told<'a>)>,
}

/// What was done and taken back, in any order.
#[derive(Default)]
pub struct Deeds {
    made: BTreeMap<Key, BTreeMap<Call, usize>>,
    /// One call may name hundreds of things.
    later: HashMap<Key, BTreeMap<Arc<Call>, Arc<Later>>>,
}

impl Later {
    fn but(&self) -> Option<&str> {
        match &self.does {
            Does::TakesBack(but) | Does::Replaces(but) => but.as_deref(),
            Does::Again => None,
        }
    }

    fn is_done(&self) -> bool {
        !matches!(self.does, Does::TakesBack(_))
    }

    fn as_told(&self, overwrote: bool) -> Told<'_> {
        Told { call: &self.call, owner: self.owner, does: Some(&self.does), overwrote }
    }
}

impl Told<'_> {
    /// The call, its time, and what it leaves uncertain.
    pub fn told(&self) -> String {
        let (via, at) = (&self.call.via, rfc3339(self.call.time));
        match self.does {
            Some(Does::Replaces(but)) => {
                let but = but.as_ref().map(|but| format!(" ({but})")).unwrap_or_default();
                match self.overwrote {
                    true => format!("{via}, which overwrote it{but}, at {at}"),
                    false => format!("{via}{but} at {at}"),
                }
            }
            Some(Does::TakesBack(Some(but))) => format!("{via} at {at}: {but}"),
            _ => format!("{via} at {at}"),
        }
    }
}

impl Row for Deed {
    fn calls(&self) -> Vec<(&str, &str)> {
        let own = self.events.iter().map(|event| (self.source.as_str(), event.as_str()));
        let back = self.back.iter().flat_map(|back| {
            let source = back.source.as_deref().unwrap_or(&self.source);
            back.events.iter().map(move |event| (source, event.as_str()))
        });
        own.chain(back).collect()
    }
}

impl Deed {
    /// Whether a call does it, whoever makes it.
    fn fits(&self, event: &Fields<'_>) -> bool {
        is_call(event, &self.source, &self.events)
            && self.when.as_ref().is_none_or(|condition| condition.holds(event))
            && !self.unless.as_ref().is_some_and(|condition| condition.holds(event))
            && !(self.grants && only_denies(event))
    }

    /// How a call takes it back, if it does.
    fn back(&self, event: &Fields<'_>) -> Option<&Back> {
        self.back.iter().find(|back| {
            is_call(event, back.source.as_deref().unwrap_or(&self.source), &back.events)
                && back.when.as_ref().is_none_or(|condition| condition.holds(event))
        })
    }

    /// What a call that takes it back does, if it did the same as well or did not.
    fn does(&self, back: &Back, event: &Fields<'_>, same: bool) -> Does {
        let but = back.but.clone();
        match (same, back.either) {
            (_, true) => Does::TakesBack(but),
            (true, false) => Does::Replaces(but),
            // A call of the deed's own kind that does not fit the deed overwrites what was there with
            // something harmless: the deed is taken back for certain.
            (false, false) if is_call(event, &self.source, &self.events) => Does::TakesBack(None),
            (false, false) => Does::TakesBack(but),
        }
    }

    /// Keys of what a call did; empty where the call names nothing. The second value says that what it was
    /// done with is left out, for there are too many pairs.
    fn keys(&self, event: &Fields<'_>, number: usize, name: &Joined, with: &[Path]) -> (BTreeSet<Key>, bool) {
        let names: BTreeSet<String> = name.texts(event).into_iter().collect();
        let region = event.aws_region.clone().filter(|_| !self.global).unwrap_or_default();
        let place = Arc::new((own_account(event).to_string(), region));
        let all: BTreeSet<Arc<str>> =
            with.iter().flat_map(|path| path.values(event)).map(Arc::from).collect();
        let several = names.len() > 1 && all.len() > 1;
        let too_many = several && names.len().saturating_mul(all.len()) > PAIRS;
        let key = |name: String| Key { deed: number, place: place.clone(), name: name.into(), with: None };
        let whole = names.into_iter().map(key);
        if with.is_empty() || too_many {
            return (whole.collect(), too_many);
        }
        let pairs =
            whole.flat_map(|key| all.iter().map(move |with| Key { with: Some(with.clone()), ..key.clone() }));
        (pairs.collect(), false)
    }
}

impl Deeds {
    /// Notes what a call does and takes back, whoever makes it; tells whether that bears on what a followed identity had
    /// done.
    pub fn note(&mut self, deeds: &Table<Deed>, event: &Fields<'_>, owner: Option<usize>) -> bool {
        // Most calls are no deed, so that nothing is made for them.
        let (mut known, mut noted) = (false, None);
        for (number, deed) in deeds.of(event) {
            let (fits, back) = (deed.fits(event), deed.back(event));
            if !fits && back.is_none() {
                continue;
            }
            let noted: &Option<Arc<Call>> = noted.get_or_insert_with(|| Call::of(event).map(Arc::new));
            let Some(call) = noted else { break };
            let (done, _) = match fits {
                true => deed.keys(event, number, &deed.name, &deed.with),
                false => Default::default(),
            };
            let mut later = BTreeMap::new();
            if let Some(back) = back {
                let name = back.name.as_ref().unwrap_or(&deed.name);
                let (keys, too_many) = match back.all {
                    true => (BTreeSet::from([Key::all(number)]), false),
                    false => deed.keys(event, number, name, &back.with),
                };
                for key in keys {
                    let does = match too_many {
                        true => Does::TakesBack(Some(TOO_MANY.into())),
                        false => deed.does(back, event, done.contains(&key)),
                    };
                    later.insert(key, does);
                }
            }
            for key in done {
                match owner {
                    Some(owner) => {
                        self.made.entry(key).or_default().insert((**call).clone(), owner);
                    }
                    None => {
                        later.entry(key).or_insert(Does::Again);
                    }
                }
            }
            for (key, does) in later {
                known |= self.concerns(&key);
                let all = self.later.entry(key).or_default();
                // The owner of a call may become known after the call was seen first.
                if all.get(call).is_none_or(|before| before.owner.is_none()) {
                    all.insert(call.clone(), Arc::new(Later { call: call.clone(), owner, does }));
                }
            }
        }
        known
    }

    fn concerns(&self, key: &Key) -> bool {
        let same = |made: &Key| (&made.place, &made.name) == (&key.place, &key.name);
        let all = *key == Key::all(key.deed);
        match key.with {
            Some(_) => self.made.contains_key(key),
            None => {
                self.made.range(key..).next().is_some_and(|(m, _)| m.deed == key.deed && (all || same(m)))
            }
        }
    }

    /// Names of the calls that would take back what was done, or do it again.
    pub fn asked<'a>(&self, deeds: &'a [Deed]) -> Vec<&'a str> {
        let done: HashSet<usize> = self.made.keys().map(|key| key.deed).collect();
        let done = deeds.iter().enumerate().filter(|(number, _)| done.contains(number));
        done.flat_map(|(_, deed)| deed.calls()).map(|(_, call)| call).collect()
    }

    /// Everything that was done, in the order of the calls, and how it stands at the end of the records; without what was
    /// done with policies that only deny.
    pub fn told<'a>(&'a self, deeds: &'a [Deed], denying: &HashSet<String>) -> Vec<Stands<'a>> {
        let grants_nothing = |key: &Key| {
            deeds[key.deed].grants && key.with.as_deref().is_some_and(|with| denying.contains(with))
        };
        let made = self.made.iter().filter(|(key, _)| !grants_nothing(key));
        let mut all: Vec<Stands<'a>> = made.map(|(key, made)| self.stands(key, made, deeds)).collect();
        all.sort_by(|a, b| a.made.keys().next().cmp(&b.made.keys().next()));
        all
    }

    /// The last call that did a thing, whoever made it, and a call after that which took it back: the first that leaves
    /// nothing open, or else the last.
    fn stands<'a>(&'a self, key: &'a Key, made: &'a BTreeMap<Call, usize>, deeds: &'a [Deed]) -> Stands<'a> {
        let whole = Key { with: None, ..key.clone() };
        let of_key = self.later.get(key).into_iter();
        let later = of_key.chain(self.later.get(&whole).filter(|_| key.with.is_some()));
        let later = later.chain(self.later.get(&Key::all(key.deed)));
        let last = made.iter().next_back();
        let later: Vec<&Later> = later
            .flat_map(BTreeMap::values)
            .map(|later| &**later)
            .filter(|later| !made.contains_key(&*later.call))
            .filter(|later| last.is_none_or(|(last, _)| last.time <= later.call.time))
            .collect();
        let (done, backs): (Vec<&Later>, Vec<&Later>) = later.into_iter().partition(|later| later.is_done());
        let done = done.into_iter().max_by_key(|done| &done.call);
        let since = done.map(|done| done.call.time).max(last.map(|(last, _)| last.time));
        let but = |back: &'a Later| back.but().or((since == Some(back.call.time)).then_some(SAME_SECOND));
        let hold = || backs.iter().copied().filter(|back| Some(back.call.time) >= since);
        let sure = hold().filter(|back| but(back).is_none()).min_by_key(|back| &back.call);
        let back = sure.or_else(|| hold().max_by_key(|back| &back.call));
        let again = done.filter(|_| back.is_none()).and_then(|done| {
            let before = backs.iter().max_by_key(|back| (back.but().is_none(), &back.call));
            let overwrote = before.is_none() && matches!(done.does, Does::Replaces(_));
            let did = last.filter(|(call, _)| overwrote && call.time < done.call.time);
            let did =
                did.map(|(call, owner)| Told { call, owner: Some(*owner), does: None, overwrote: false });
            let after = before.map(|before| before.as_told(false)).or(did)?;
            Some((after, done.as_told(overwrote)))
        });
        Stands {
            what: &deeds[key.deed].what,
            name: if key.name.is_empty() { NOT_NAMED } else { &key.name },
            with: key.with.as_deref(),
            made,
            back,
            but: back.and_then(but),
            again,
        }
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
