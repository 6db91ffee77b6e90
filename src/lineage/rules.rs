//! The rules, as data: the rows of `rules/*.toml`, read and checked once.

use super::change_rule::{ChangeRule, Ended, WrittenRule};
use super::condition::Condition;
use super::fields::Fields;
use super::handle::Handle;
use super::managed_policies::Version;
use super::names::{NamePattern, OF_CODE};
use super::new_identity::NewIdentity;
use super::passed_roles::PassingRule;
use super::policy::admits_nobody;
use super::renaming::{Renaming, RenamingRule};
use super::result_rule::ResultRule;
use super::revoke::Revoke;
use super::rule::Rule;
use super::standing::Deed;
use super::table::{Row, Table};
use serde::Deserialize;
use std::collections::{BTreeSet, HashSet};

/// Every file of `rules/`, by name.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/lineage_rules.rs"));

/// The rows of a file, or of all.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Rows {
    rule: Vec<Rule>,
    change: Vec<ChangeRule>,
    written: Vec<WrittenRule>,
    result: Vec<ResultRule>,
    renaming: Vec<RenamingRule>,
    passed_role: Vec<PassingRule>,
    revoke: Vec<Revoke>,
    deed: Vec<Deed>,
    fallback: Vec<Rule>,
}

/// All rules.
pub struct Rules {
    rules: Table<Rule>,
    changes: Table<ChangeRule>,
    written: Table<WrittenRule>,
    renamings: Table<RenamingRule>,
    /// Events that tell what became of a call.
    pub results: Table<ResultRule>,
    /// Roles that one call passes and a later call acts with.
    pub passed_roles: Table<PassingRule>,
    /// What is opened, granted or weakened, and taken back.
    pub deeds: Table<Deed>,
    /// For calls whose response names a key that no rule reads.
    fallback: Vec<Rule>,
    /// How a credential is taken back where its kind does not say it.
    pub revoke: Vec<Revoke>,
}

macro_rules! rows {
    ($($row:ty),*) => {
        $(impl Row for $row {
            fn calls(&self) -> Vec<(&str, &str)> {
                self.events.iter().map(|event| (self.source.as_str(), event.as_str())).collect()
            }
        })*
    };
}
rows!(Rule, ChangeRule, WrittenRule, RenamingRule);

/// Whether a row has no condition, or its condition holds.
fn applies(when: &Option<Condition>, event: &Fields<'_>) -> bool {
    when.as_ref().is_none_or(|condition| condition.holds(event))
}

impl Rows {
    /// The rows of a file. An error names the line where the wrong row begins.
    fn read(file: &str, text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let begin = before.lines().enumerate().filter(|(_, line)| line.starts_with("[[")).last();
            let row = begin.map_or_else(String::new, |(line, row)| format!(", {row} in line {}", line + 1));
            format!("the lineage rules in {file}{row}, are not right: {}", error.message())
        })
    }

    fn append(&mut self, other: Self) {
        self.rule.extend(other.rule);
        self.change.extend(other.change);
        self.written.extend(other.written);
        self.result.extend(other.result);
        self.renaming.extend(other.renaming);
        self.passed_role.extend(other.passed_role);
        self.revoke.extend(other.revoke);
        self.deed.extend(other.deed);
        self.fallback.extend(other.fallback);
    }

    /// Refuses rows whose fields contradict each other.
    fn check(&self, file: &str) -> Result<(), String> {
        let told = |row: &dyn Row, why: &str| {
            let (source, name) = row.calls().first().copied().unwrap_or_default();
            Err(format!("the lineage rules in {file} for {name} of {source} are not right: {why}"))
        };
        for rule in self.rule.iter().chain(&self.fallback) {
            if let Some(why) = rule.fault() {
                return told(rule, why);
            }
        }
        for change in &self.change {
            if let Some(why) = change.fault() {
                return told(change, why);
            }
        }
        Ok(())
    }

    /// Refuses a change whose names no rule can have given: a misspelt domain would find nothing, silently.
    fn check_domains(&self) -> Result<(), String> {
        let of_rules = self.rule.iter().flat_map(|rule| &rule.names).map(NamePattern::domain);
        let of_rules = of_rules.chain(self.result.iter().map(|result| result.domain.as_str()));
        let known: HashSet<&str> = of_rules.chain(OF_CODE).collect();
        let unknown = |name: &&NamePattern| !known.contains(name.domain());
        for change in &self.change {
            if let Some(name) = change.names.iter().find(unknown) {
                let call = change.events.join(", ");
                let domain = name.domain();
                return Err(format!(
                    "the lineage rules for {call} are not right: no rule gives a name in the domain `{domain}`, so that this change would never find one"
                ));
            }
        }
        Ok(())
    }
}

impl Rules {
    /// The rules that keytrail ships.
    pub fn builtin() -> Result<Self, String> {
        Self::of(FILES)
    }

    /// The rules of some files, each with its name.
    pub fn of(files: &[(&str, &str)]) -> Result<Self, String> {
        let mut all = Rows::default();
        for (file, text) in files {
            let rows = Rows::read(file, text)?;
            rows.check(file)?;
            all.append(rows);
        }
        all.check_domains()?;
        Ok(Self {
            rules: Table::new(all.rule),
            changes: Table::new(all.change),
            written: Table::new(all.written),
            renamings: Table::new(all.renaming),
            results: Table::new(all.result),
            passed_roles: Table::new(all.passed_role),
            deeds: Table::new(all.deed),
            fallback: all.fallback,
            revoke: all.revoke,
        })
    }

    /// The new identities that an event hands out or makes.
    pub fn new_identities<'a>(&'a self, event: &Fields<'_>) -> Vec<NewIdentity<'a>> {
        let fits = |rule: &&'a Rule| applies(&rule.when, event) && !(rule.grants && admits_nobody(event));
        let rules: Vec<&'a Rule> = self.rules.of(event).map(|(_, rule)| rule).filter(fits).collect();
        let mut found: Vec<NewIdentity<'a>> = rules.into_iter().flat_map(|rule| rule.found(event)).collect();
        if !found.iter().any(|new| new.in_response) {
            self.add_unread_keys(event, &mut found);
        }
        found
    }

    /// Adds the keys that a response hands out and no rule reads. What a rule found and could not follow is followed
    /// by them.
    fn add_unread_keys<'a>(&'a self, event: &Fields<'_>, found: &mut Vec<NewIdentity<'a>>) {
        let response = event.response_elements.as_deref().unwrap_or_default();
        if !response.contains("ASIA") && !response.contains("AKIA") {
            return;
        }
        let keys: Vec<NewIdentity<'a>> =
            self.fallback.iter().flat_map(|rule| rule.keys_handed_out(event)).collect();
        let Some(key) = keys.first() else { return };
        match found.iter_mut().find(|new| matches!(new.handles[..], [Handle::Untraceable(..)])) {
            Some(known) if keys.len() == 1 => {
                known.handles.clone_from(&key.handles);
                known.in_response = true;
                known.untraceable = None;
            }
            _ => found.extend(keys),
        }
    }

    /// Every call that a rule names: source, name.
    pub fn calls(&self) -> Vec<(&str, &str)> {
        fn of<R: Row>(table: &Table<R>) -> impl Iterator<Item = (&str, &str)> {
            table.rows().iter().flat_map(Row::calls)
        }
        of(&self.rules)
            .chain(of(&self.changes))
            .chain(of(&self.written))
            .chain(of(&self.renamings))
            .chain(of(&self.passed_roles))
            .chain(of(&self.results))
            .chain(of(&self.deeds))
            .collect()
    }

    /// Calls that end or restore what has a name in one of these domains, or that a service makes for it.
    pub fn changing<'a>(&'a self, domains: &HashSet<&str>) -> BTreeSet<&'a str> {
        let known = |name: &NamePattern| domains.contains(name.domain());
        let changes: Vec<&ChangeRule> =
            self.changes.rows().iter().filter(|change| change.names.iter().any(known)).collect();
        let managed = changes.iter().any(|change| change.managed);
        let written = self.written.rows().iter().filter(|_| managed).flat_map(|written| &written.events);
        let renamings = self.renamings.rows().iter();
        let renamings =
            renamings.filter(|renaming| renaming.domains.iter().any(|d| domains.contains(d.as_str())));
        let results = self.results.rows().iter().filter(|result| result.names.iter().any(known));
        // A name that the caller chose can be given again by somebody else; one that AWS chose cannot.
        let by_caller = |name: &NamePattern| known(name) && !name.is_of_response();
        let again = self.rules.rows().iter();
        let again = again.filter(|rule| rule.untraceable.is_some() && rule.service().is_none());
        let again = again.filter(|rule| rule.names.iter().any(by_caller)).flat_map(|rule| &rule.events);
        let launches = self.rules.rows().iter().filter(|rule| rule.launched_for.iter().any(known));
        let again = again.chain(launches.flat_map(|rule| &rule.events));
        let calls = changes.into_iter().flat_map(|change| &change.events).chain(written);
        let calls = calls.chain(renamings.flat_map(|renaming| &renaming.events));
        let calls = calls.chain(results.flat_map(|result| &result.events)).chain(again);
        calls.map(String::as_str).collect()
    }

    /// What an event gives another name.
    pub fn renamed(&self, event: &Fields<'_>) -> Option<Renaming> {
        self.renamings.of(event).next()?.1.found(event)
    }

    /// What an event writes into a managed policy.
    pub fn written(&self, event: &Fields<'_>) -> Option<Version> {
        let mut fitting = self.written.of(event).filter(|(_, written)| applies(&written.when, event));
        fitting.next()?.1.found(event)
    }

    /// Whether a rule is about the call of an event, whatever its response names.
    pub fn know(&self, event: &Fields<'_>) -> bool {
        self.rules.of(event).next().is_some()
    }

    /// What an event ends or restores, by the first rule that fits; `own` when a followed identity did it.
    pub fn changed(&self, event: &Fields<'_>, own: bool) -> Option<Ended> {
        let mut fitting = self.changes.of(event).filter(|(_, change)| applies(&change.when, event));
        fitting.next()?.1.found(event, own)
    }
}
