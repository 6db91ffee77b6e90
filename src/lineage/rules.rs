//! The rules, as data, and what they find in an event.

use super::found::{Minted, named};
use super::given::Giving;
use super::paths::{Fields, first, values};
use super::policies::Version;
use super::policy::{Denial, admits_nobody, denial, only_denies};
use super::revoke::Revoke;
use super::standing::Deed;
use super::turns::Turn;
use crate::facts::Time;
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap, HashSet};

/// One way to obtain a credential or to make an identity. The fields are explained in `rules/README.md`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub(super) source: String,
    pub(super) events: Vec<String>,
    /// What is obtained.
    pub kind: String,
    when: Option<Condition>,
    /// Not where its policy denies, or admits services of AWS alone.
    #[serde(default)]
    grants: bool,
    pub(super) key: Option<String>,
    pub(super) session: Option<String>,
    #[serde(default)]
    pub(super) refreshed: bool,
    /// Calls of the console in the session that asked for it are its own.
    #[serde(default)]
    pub goes_on: bool,
    /// Only calls that this service makes with its session; none of them, and it is as untraceable as it says.
    pub service: Option<String>,
    pub(super) principal: Option<String>,
    pub(super) runs: Option<String>,
    #[serde(default)]
    pub(super) runs_prefix: String,
    pub(super) role: Option<String>,
    pub(super) sign_in: Option<String>,
    pub(super) console: Option<String>,
    pub(super) keyless: Option<String>,
    pub(super) person: Option<String>,
    pub(super) issuer: Option<String>,
    pub(super) trust: Option<String>,
    pub(super) policy: Option<String>,
    pub(super) audience: Option<String>,
    pub(super) account: Option<String>,
    pub(super) set: Option<String>,
    pub(super) set_name: Option<String>,
    pub(super) group: Option<String>,
    /// Uses of its key before this call are not its own.
    #[serde(default)]
    pub from_then: bool,
    /// Seconds within which a console sign-in must follow.
    pub within: Option<i64>,
    #[serde(default)]
    pub(super) target: Vec<String>,
    #[serde(default)]
    pub(super) names: Vec<String>,
    pub(super) expires: Option<String>,
    pub(super) lasts: Option<String>,
    /// Seconds that it lasts where a key asks for it and says no other.
    pub(super) unasked: Option<i64>,
    /// Seconds that it lasts at most, whatever was asked for.
    pub at_most: Option<i64>,
    /// How it is taken back.
    pub revoke: String,
    pub(super) untraceable: Option<String>,
}

const FILES: &[(&str, &str)] = &[
    ("sessions.toml", include_str!("rules/sessions.toml")),
    ("tokens.toml", include_str!("rules/tokens.toml")),
    ("identities.toml", include_str!("rules/identities.toml")),
    ("federation.toml", include_str!("rules/federation.toml")),
    ("compute.toml", include_str!("rules/compute.toml")),
    ("access.toml", include_str!("rules/access.toml")),
    ("services.toml", include_str!("rules/services.toml")),
    ("policies.toml", include_str!("rules/policies.toml")),
    ("people.toml", include_str!("rules/people.toml")),
    ("code.toml", include_str!("rules/code.toml")),
    ("running.toml", include_str!("rules/running.toml")),
    ("organisation.toml", include_str!("rules/organisation.toml")),
    ("issuing.toml", include_str!("rules/issuing.toml")),
    ("changes.toml", include_str!("rules/changes.toml")),
    ("undone.toml", include_str!("rules/undone.toml")),
    ("denials.toml", include_str!("rules/denials.toml")),
    ("grants.toml", include_str!("rules/grants.toml")),
    ("guards.toml", include_str!("rules/guards.toml")),
    ("watching.toml", include_str!("rules/watching.toml")),
    ("abuse.toml", include_str!("rules/abuse.toml")),
    ("revoke.toml", include_str!("rules/revoke.toml")),
];

/// A text that must stand at a path, whole or as a part.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Condition {
    path: String,
    equals: Option<String>,
    contains: Option<String>,
    /// One of these must be in it.
    #[serde(default)]
    contains_any: Vec<String>,
    /// None of these may be in it.
    #[serde(default)]
    contains_none: Vec<String>,
    /// Nothing may stand there.
    #[serde(default)]
    absent: bool,
    /// What must hold besides.
    and: Option<Box<Self>>,
}

impl Condition {
    pub(super) fn holds(&self, event: &Fields<'_>) -> bool {
        self.fits(event) && self.and.as_ref().is_none_or(|and| and.holds(event))
    }

    fn fits(&self, event: &Fields<'_>) -> bool {
        let found = values(event, &self.path);
        if self.absent {
            return found.is_empty();
        }
        let one_of = |list: &[String], text: &String| list.iter().any(|part| text.contains(part.as_str()));
        if !self.contains_none.is_empty() {
            return !found.iter().any(|text| one_of(&self.contains_none, text));
        }
        found.iter().any(|text| {
            self.equals.as_ref().is_none_or(|whole| text == whole)
                && (self.contains_any.is_empty() || one_of(&self.contains_any, text))
                && self.contains.as_ref().is_none_or(|part| text.contains(part.as_str()))
        })
    }
}

/// A call that ends or restores something.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    source: String,
    events: Vec<String>,
    when: Option<Condition>,
    /// Paths of the names of what is changed.
    names: Vec<String>,
    /// Usable afterwards.
    active: bool,
    /// Path of a policy, which decides what ends: everything, sessions from before a time, or nothing.
    denies: Option<String>,
    /// Path of the policy that it ends through, or what that is called.
    #[serde(default)]
    through: String,
    /// What ends is told by the calls that made the policy, which `through` names.
    #[serde(default)]
    managed: bool,
    /// Sessions that were issued before go on.
    #[serde(default)]
    leaves: bool,
    /// What goes on nonetheless, and keeps it from being over.
    but: Option<String>,
    /// Whether it ended hangs on what was put in its place.
    #[serde(default)]
    replaced: bool,
    /// A followed identity that does this makes it anew; anybody else ends it.
    #[serde(default)]
    others: bool,
    /// Whoever does this: what follows is not its use.
    #[serde(default)]
    over: bool,
}

/// What an event ends or restores.
#[derive(Clone, Debug)]
pub struct Ended {
    /// Names that it says it of.
    pub names: Vec<String>,
    /// Usable afterwards.
    pub active: bool,
    /// The policy that it ended through; what else ended it stays.
    pub through: String,
    /// Only sessions that were issued before this time.
    pub issued_before: Option<Time>,
    /// Sessions that were issued before go on.
    pub leaves: bool,
    /// What goes on nonetheless.
    pub but: Option<String>,
    /// Whether it ended hangs on what was put in its place.
    pub replaced: bool,
    /// Somebody else has it now, or nobody.
    pub turn: Option<Turn>,
    /// What ends is what the policy that it goes through denies.
    pub managed: bool,
}

/// A call that writes a managed policy, or says which of its versions counts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    source: String,
    events: Vec<String>,
    when: Option<Condition>,
    policy: String,
    version: String,
    document: Option<String>,
    #[serde(default)]
    becomes_default: bool,
}

/// A call that gives something another name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RenamingCall {
    source: String,
    events: Vec<String>,
    domains: Vec<String>,
    from: String,
    to: String,
}

/// What an event gives another name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Renaming {
    /// Domains of the names that it has.
    pub domains: Vec<String>,
    /// The name before.
    pub from: String,
    /// The name from then on.
    pub to: String,
}

/// Whether an event is one of these calls of a service.
pub(super) fn is_call(event: &Fields<'_>, source: &str, names: &[String]) -> bool {
    event.event_source.as_deref() == Some(source)
        && event.event_name.as_deref().is_some_and(|called| names.iter().any(|name| name == called))
}

/// All rules.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    rule: Vec<Rule>,
    change: Vec<Change>,
    written: Vec<Written>,
    /// Events that tell what became of a call.
    #[serde(rename = "result")]
    pub results: Vec<super::result::Result>,
    renaming: Vec<RenamingCall>,
    /// What calls act with that earlier ones gave.
    pub giving: Vec<Giving>,
    /// How things are taken back where their kind does not say it.
    pub revoke: Vec<Revoke>,
    /// What is done to things that are no identity, and taken back.
    pub deed: Vec<Deed>,
    /// Rules by the name of the call: most calls have none.
    #[serde(skip)]
    by_call: HashMap<String, Vec<usize>>,
    /// Deeds by the name of each call that does them or takes them back.
    #[serde(skip)]
    deeds_by_call: HashMap<String, Vec<usize>>,
}

impl Rules {
    /// The rules that keytrail ships.
    pub fn builtin() -> Result<Self, String> {
        let mut all = Self::default();
        for (file, text) in FILES {
            let part: Self = toml::from_str(text)
                .map_err(|error| format!("the lineage rules in {file} are not right: {}", error.message()))?;
            all.rule.extend(part.rule);
            all.change.extend(part.change);
            all.written.extend(part.written);
            all.results.extend(part.results);
            all.renaming.extend(part.renaming);
            all.giving.extend(part.giving);
            all.revoke.extend(part.revoke);
            all.deed.extend(part.deed);
        }
        for (number, rule) in all.rule.iter().enumerate() {
            for call in &rule.events {
                all.by_call.entry(call.clone()).or_default().push(number);
            }
        }
        for (number, deed) in all.deed.iter().enumerate() {
            for call in deed.calls().map(|(_, call)| call).collect::<BTreeSet<_>>() {
                all.deeds_by_call.entry(call.into()).or_default().push(number);
            }
        }
        Ok(all)
    }

    /// Deeds that calls of this name do or take back, with their numbers.
    pub(super) fn deeds_of(&self, event: &Fields<'_>) -> impl Iterator<Item = (usize, &Deed)> {
        let numbers = event.event_name.as_ref().and_then(|name| self.deeds_by_call.get(name));
        numbers.into_iter().flatten().map(|number| (*number, &self.deed[*number]))
    }

    /// The new identities that an event hands out or makes.
    pub fn minted<'a>(&'a self, event: &Fields<'_>) -> Vec<Minted<'a>> {
        let (Some(source), Some(name)) = (event.event_source.as_deref(), event.event_name.as_deref()) else {
            return Vec::new();
        };
        let applies = |rule: &&Rule| {
            rule.when.as_ref().is_none_or(|condition| condition.holds(event))
                && !(rule.grants && admits_nobody(event))
        };
        let rules = self.of_call(source, name).into_iter().filter(applies);
        rules.flat_map(|rule| rule.found(event)).collect()
    }

    fn of_call(&self, source: &str, name: &str) -> Vec<&Rule> {
        let numbers = self.by_call.get(name).into_iter().flatten();
        numbers.map(|number| &self.rule[*number]).filter(|rule| rule.source == source).collect()
    }

    /// Every call that a rule names: source, name.
    pub fn calls(&self) -> impl Iterator<Item = (&str, &str)> {
        let rules = self.rule.iter().map(|rule| (&rule.source, &rule.events));
        let changes = self.change.iter().map(|change| (&change.source, &change.events));
        let written = self.written.iter().map(|written| (&written.source, &written.events));
        let renaming = self.renaming.iter().map(|renaming| (&renaming.source, &renaming.events));
        rules
            .chain(changes)
            .chain(written)
            .chain(renaming)
            .flat_map(|(source, events)| events.iter().map(move |e| (source.as_str(), e.as_str())))
            .chain(self.giving.iter().flat_map(Giving::calls))
            .chain(self.results.iter().flat_map(super::result::Result::calls))
            .chain(self.deed.iter().flat_map(Deed::calls))
    }

    /// Calls that end or restore what has a name in one of these domains.
    pub fn changing<'a>(&'a self, domains: &'a HashSet<&str>) -> impl Iterator<Item = &'a str> {
        let domain = |name: &String| name.split(':').next().is_some_and(|domain| domains.contains(domain));
        let of_them = self.change.iter().filter(move |change| change.names.iter().any(domain));
        let managed = of_them.clone().any(|change| change.managed);
        let written = self.written.iter().filter(move |_| managed).flat_map(|written| &written.events);
        let of_theirs = |domain: &String| domains.contains(domain.as_str());
        let renaming = self.renaming.iter().filter(move |renaming| renaming.domains.iter().any(of_theirs));
        let renaming = renaming.flat_map(|renaming| &renaming.events);
        let results = self.results.iter().filter(move |result| result.names.iter().any(domain));
        let results = results.flat_map(|result| &result.events);
        // What the caller names may be made again by another; what AWS names may not.
        let by_caller = move |name: &String| domain(name) && !name.contains("responseElements");
        let again = self.rule.iter().filter(|rule| rule.untraceable.is_some() && rule.service.is_none());
        let again = again.filter(move |rule| rule.names.iter().any(by_caller)).flat_map(|rule| &rule.events);
        let calls = of_them.flat_map(|change| &change.events).chain(written).chain(renaming).chain(results);
        let calls = calls.chain(again);
        calls.map(String::as_str)
    }

    /// What an event gives another name.
    pub fn renamed(&self, event: &Fields<'_>) -> Option<Renaming> {
        let call = self.renaming.iter().find(|call| is_call(event, &call.source, &call.events))?;
        let renaming = Renaming {
            domains: call.domains.clone(),
            from: first(event, &call.from)?,
            to: first(event, &call.to)?,
        };
        Some(renaming).filter(|renaming| renaming.from != renaming.to)
    }

    /// What an event writes into a managed policy.
    pub fn written(&self, event: &Fields<'_>) -> Option<Version> {
        let written = self.written.iter().find(|written| {
            is_call(event, &written.source, &written.events)
                && written.when.as_ref().is_none_or(|condition| condition.holds(event))
        })?;
        Some(Version {
            policy: first(event, &written.policy)?,
            version: first(event, &written.version)?,
            denial: written.document.as_ref().map(|path| first(event, path).and_then(|text| denial(&text))),
            becomes_default: written.becomes_default,
        })
    }

    /// Whether a call is one that hands something out, whatever its response names.
    pub fn know(&self, event: &Fields<'_>) -> bool {
        let (source, name) = (event.event_source.as_deref(), event.event_name.as_deref());
        source.zip(name).is_some_and(|(source, name)| !self.of_call(source, name).is_empty())
    }

    /// What an event ends or restores, by the first rule that fits; `own` when a followed identity did it.
    pub fn changed(&self, event: &Fields<'_>, own: bool) -> Option<Ended> {
        let change = self.change.iter().find(|change| {
            is_call(event, &change.source, &change.events)
                && change.when.as_ref().is_none_or(|condition| condition.holds(event))
        })?;
        // What only denies gives nothing back.
        let made_anew = own && change.others && !only_denies(event);
        let denial = match &change.denies {
            Some(path) => denial(&first(event, path)?),
            None => Some(Denial::Everything),
        };
        let through = match change.through.contains('.') {
            true => first(event, &change.through).unwrap_or_default(),
            false => change.through.clone(),
        };
        Some(Ended {
            names: change.names.iter().flat_map(|name| named(event, name)).collect(),
            // A policy under the same name is overwritten, and what it denied before with it.
            active: change.active || made_anew || denial.is_none(),
            through,
            issued_before: match denial {
                Some(Denial::IssuedBefore(time)) => Some(time),
                _ => None,
            },
            leaves: change.leaves,
            managed: change.managed,
            but: change.but.clone(),
            replaced: change.replaced && !made_anew,
            turn: match change.over {
                true => Some(Turn::Over),
                false => (change.others && !own).then_some(Turn::Others),
            },
        })
    }
}
