//! The rules, as data, and what they find in an event.

use super::handle::Handle;
use super::paths::{Fields, first, values};
use super::policy::{Denial, denial};
use super::revoke::Revoke;
use crate::incident::Time;
use chrono::TimeDelta;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// One way to obtain a credential or to make an identity. The fields are explained in `rules/README.md`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    source: String,
    events: Vec<String>,
    /// What is obtained.
    pub kind: String,
    when: Option<Condition>,
    key: Option<String>,
    session: Option<String>,
    #[serde(default)]
    refreshed: bool,
    principal: Option<String>,
    runs: Option<String>,
    #[serde(default)]
    runs_prefix: String,
    role: Option<String>,
    sign_in: Option<String>,
    console: Option<String>,
    keyless: Option<String>,
    person: Option<String>,
    issuer: Option<String>,
    trust: Option<String>,
    policy: Option<String>,
    audience: Option<String>,
    account: Option<String>,
    /// Uses of its key before this call are not its own.
    #[serde(default)]
    pub from_then: bool,
    /// Seconds within which a console sign-in must follow.
    pub within: Option<i64>,
    #[serde(default)]
    target: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
    expires: Option<String>,
    lasts: Option<String>,
    /// Seconds that it lasts where a role session asks for it and says no other.
    chained: Option<i64>,
    /// How it is taken back.
    pub revoke: String,
    untraceable: Option<String>,
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
    ("changes.toml", include_str!("rules/changes.toml")),
    ("revoke.toml", include_str!("rules/revoke.toml")),
];

/// A text that must stand at a path, whole or as a part.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Condition {
    path: String,
    equals: Option<String>,
    contains: Option<String>,
    /// Nothing may stand there.
    #[serde(default)]
    absent: bool,
}

impl Condition {
    fn holds(&self, event: &Fields<'_>) -> bool {
        let found = values(event, &self.path);
        if self.absent {
            return found.is_empty();
        }
        found.iter().any(|text| {
            self.equals.as_ref().is_none_or(|whole| text == whole)
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
    /// Somebody else has it now.
    pub taken: bool,
}

/// All rules.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    rule: Vec<Rule>,
    change: Vec<Change>,
    /// How things are taken back where their kind does not say it.
    pub revoke: Vec<Revoke>,
    /// Rules by the name of the call: most calls have none.
    #[serde(skip)]
    by_call: HashMap<String, Vec<usize>>,
}

/// A new identity in an event.
#[derive(Clone, Debug)]
pub struct Minted<'a> {
    /// The rule that found it.
    pub rule: &'a Rule,
    /// How it is known; the first is its own, the others lead to it as well.
    pub handles: Vec<Handle>,
    /// What narrows its use down: role of `Runs`, policy of `Trust`, audience of `Issuer`, account of `Person`.
    pub limit: Option<String>,
    /// What was acted on.
    pub target: String,
    /// The response names its access key.
    pub in_response: bool,
    /// Names of what its state hangs on.
    pub names: Vec<String>,
    /// When it lapses by itself.
    pub expires: Option<Time>,
    /// Why its use cannot be followed.
    pub untraceable: Option<String>,
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
            all.revoke.extend(part.revoke);
        }
        for (number, rule) in all.rule.iter().enumerate() {
            for call in &rule.events {
                all.by_call.entry(call.clone()).or_default().push(number);
            }
        }
        Ok(all)
    }

    /// The new identities that an event hands out or makes.
    pub fn minted<'a>(&'a self, event: &Fields<'_>) -> Vec<Minted<'a>> {
        let (Some(source), Some(name)) = (event.event_source.as_deref(), event.event_name.as_deref()) else {
            return Vec::new();
        };
        let applies = |rule: &&Rule| rule.when.as_ref().is_none_or(|condition| condition.holds(event));
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
        rules
            .chain(changes)
            .flat_map(|(source, events)| events.iter().map(move |e| (source.as_str(), e.as_str())))
    }

    /// Calls that end or restore what has a name in one of these domains.
    pub fn changing<'a>(&'a self, domains: &'a HashSet<&str>) -> impl Iterator<Item = &'a str> {
        let domain = |name: &String| name.split(':').next().is_some_and(|domain| domains.contains(domain));
        let of_them = self.change.iter().filter(move |change| change.names.iter().any(domain));
        of_them.flat_map(|change| change.events.iter().map(String::as_str))
    }

    /// Whether a call is one that hands something out, whatever its response names.
    pub fn know(&self, event: &Fields<'_>) -> bool {
        let (source, name) = (event.event_source.as_deref(), event.event_name.as_deref());
        source.zip(name).is_some_and(|(source, name)| !self.of_call(source, name).is_empty())
    }

    /// What an event ends or restores, by the first rule that fits; `own` when a followed identity did it.
    pub fn changed(&self, event: &Fields<'_>, own: bool) -> Option<Ended> {
        let (source, name) = (event.event_source.as_deref()?, event.event_name.as_deref()?);
        let change = self.change.iter().find(|change| {
            change.source == source
                && change.events.iter().any(|e| e == name)
                && change.when.as_ref().is_none_or(|condition| condition.holds(event))
        })?;
        let made_anew = own && change.others;
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
            but: change.but.clone(),
            replaced: change.replaced && !made_anew,
            taken: change.others && !own,
        })
    }
}

/// Names in a domain: `user:requestParameters.userName` gives `user:111122223333/bob`. What AWS names only within an
/// account is named with the account, of the ARN where the path leads to one. Of several paths, joined by `+`, all must
/// be there.
fn named(event: &Fields<'_>, name: &str) -> Vec<String> {
    let (domain, path) = name.split_once(':').unwrap_or(("", name));
    if path.contains('+') {
        let parts: Option<Vec<String>> = path.split('+').map(|path| first(event, path)).collect();
        return parts.map(|parts| format!("{domain}:{}", parts.join("/"))).into_iter().collect();
    }
    if !matches!(domain, "user" | "role" | "password" | "trust") {
        return values(event, path).into_iter().map(|value| format!("{domain}:{value}")).collect();
    }
    let own = event.recipient_account_id.as_deref().or(event.account_id.as_deref()).unwrap_or_default();
    let of_account = |value: String| {
        let account = value.strip_prefix("arn:").and_then(|arn| arn.split(':').nth(3)).unwrap_or(own);
        format!("{domain}:{account}/{}", value.rsplit(['/', ':']).next().unwrap_or_default())
    };
    values(event, path.trim_end_matches("#last")).into_iter().map(of_account).collect()
}

impl Rule {
    fn found<'a>(&'a self, event: &Fields<'_>) -> Vec<Minted<'a>> {
        let one = |path: &Option<String>| path.as_deref().and_then(|path| first(event, path));
        let many =
            |path: &Option<String>| path.as_deref().map(|path| values(event, path)).unwrap_or_default();
        let key = one(&self.key);
        let session = || {
            let at = event.event_time?.timestamp();
            one(&self.session).map(|principal| Handle::Session(principal, at))
        };
        let mut own: Vec<Handle> = key.iter().cloned().map(Handle::Key).collect();
        // A key in the response is used itself, except where services hand on refreshed ones.
        if key.is_none() || self.refreshed || event.console_session == Some(true) {
            own.extend(session());
        }
        own.extend(one(&self.console).map(Handle::Console));
        own.extend(one(&self.principal).map(Handle::Principal));
        own.extend(one(&self.person).map(Handle::Person));
        own.extend(one(&self.sign_in).map(Handle::SignIn));
        own.extend(one(&self.keyless).map(Handle::Keyless));
        own.extend(one(&self.issuer).map(Handle::Issuer));
        own.extend(one(&self.trust).map(Handle::Trust));
        let target = self.target.iter().find_map(|path| first(event, path));
        let names: Vec<String> = self.names.iter().flat_map(|name| named(event, name)).collect();
        let minted = |handles: Vec<Handle>, target: Option<String>| Minted {
            rule: self,
            target: target.unwrap_or_else(|| "(not named in the record)".into()),
            names: names.clone(),
            in_response: key.is_some()
                && self.key.as_deref().is_some_and(|path| path.starts_with("responseElements")),
            limit: one(&self.policy).or_else(|| one(&self.audience)).or_else(|| one(&self.account)).or_else(
                || one(&self.role).map(|role| role.rsplit('/').next().unwrap_or_default().to_string()),
            ),
            expires: self.expiry(event),
            untraceable: self.untraceable.clone(),
            handles,
        };
        if !own.is_empty() {
            return vec![minted(own, target)];
        }
        let runs = many(&self.runs);
        if !runs.is_empty() {
            let each = |name: String| {
                let handle = Handle::Runs(format!("{}{name}", self.runs_prefix));
                minted(vec![handle], Some(target.clone().unwrap_or(name)))
            };
            return runs.into_iter().map(each).collect();
        }
        let unknown = self.untraceable.is_some().then(|| {
            let target = target.unwrap_or_else(|| "(not named in the record)".into());
            minted(vec![Handle::Untraceable(self.kind.clone(), target.clone())], Some(target))
        });
        unknown.into_iter().collect()
    }

    /// As the response spells it, else as long as the request asked for, else as long as it lasts for a role session.
    fn expiry(&self, event: &Fields<'_>) -> Option<Time> {
        let spelled = self.expires.as_deref().and_then(|path| first(event, path));
        spelled.as_deref().and_then(super::expiry::parse).or_else(|| {
            let asked = first(event, self.lasts.as_deref()?);
            let seconds = match asked {
                Some(seconds) => seconds.parse().ok(),
                None => self.chained.filter(|_| by_role_session(event)),
            };
            event.event_time?.checked_add_signed(TimeDelta::try_seconds(seconds?)?)
        })
    }
}

/// Whether a role session made a call with its key. What the console asks for lasts as long as the console's session.
fn by_role_session(event: &Fields<'_>) -> bool {
    event.user_arn.as_deref().is_some_and(|arn| arn.contains(":assumed-role/"))
        && event.access_key_id.is_some()
        && event.console_session != Some(true)
        && event.invoked_by.is_none()
}
