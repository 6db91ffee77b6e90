//! What the subject keys themselves did, in the lists that responders ask for first.

use super::batches::{Batches, takes_all_below};
use super::limits::{LISTED, Limits};
use super::tally::{ClaimOn, Records};
use crate::catalog::{Catalog, Fact, Tells};
use crate::incident::{Claim, FactEntry, IssuedBy, KeyActivity, Outcomes, Pivot, Record, read_name};
use crate::vocabulary::{Category, NOT_NAMED, Outcome, Severity};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Facts by name over some events: every claim of a question that declares a fact, with their number.
pub fn facts(
    records: Records<'_>,
    indices: &[usize],
    catalog: &Catalog,
) -> BTreeMap<Fact, (Vec<FactEntry>, u64)> {
    let batches = Batches::of(records, indices);
    let mut claims: BTreeMap<Fact, Vec<ClaimOn>> = BTreeMap::new();
    for index in indices {
        for claim in &records.0[*index].claims {
            if batches.told(*index, claim.target.as_deref()) {
                continue;
            }
            if let Some(fact) = catalog.questions[claim.question].header.fact {
                let claim = (*index, claim.target.clone(), claim.detail.clone());
                claims.entry(fact).or_default().push(claim);
            }
        }
    }
    claims.into_iter().map(|(fact, claims)| (fact, records.entries_by_place(&claims, LISTED))).collect()
}

/// Where the subject came from.
pub struct Origin {
    /// Who issued its credentials.
    pub issued_by: Vec<IssuedBy>,
    /// Who issued the credentials of those.
    pub ancestry: Vec<IssuedBy>,
}

/// The activity of the subject.
pub fn key_activity(
    records: Records<'_>,
    own: &[usize],
    keys: &[String],
    pivots: Vec<Pivot>,
    origin: Origin,
    catalog: &Catalog,
    limits: &mut Limits,
) -> KeyActivity {
    let Outcomes { total, denied, failed, .. } = records.outcomes(own);
    let span = records.span(own);
    let each = || own.iter().map(|i| &*records.0[*i]);
    let facts: BTreeMap<Fact, Vec<FactEntry>> = facts(records, own, catalog)
        .into_iter()
        .map(|(fact, (entries, total))| {
            limits.note(&format!("entries of the fact {fact}"), entries.len(), total);
            (fact, entries)
        })
        .collect();
    let names: BTreeSet<_> = each().map(|r| &r.event_name).collect();
    KeyActivity {
        keys: keys.to_vec(),
        events: total,
        unexplained: None,
        from_foreign: None,
        first: span.map(|s| s.0),
        last: span.map(|s| s.1),
        principals: each()
            .filter_map(|r| r.user_arn.as_deref())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .map(str::to_string)
            .collect(),
        source_ips: count(each(), |r| r.address.as_deref()),
        regions: count(each(), |r| r.region.as_deref()),
        distinct_event_names: names.len() as u64,
        errors: denied + failed,
        denied,
        pivot_events_total: pivots.iter().map(|p| p.used_events).sum(),
        pivots,
        issued_by: origin.issued_by,
        ancestry: origin.ancestry,
        users_created: succeeded(&facts, Fact::UsersCreated),
        login_profiles_created: succeeded(&facts, Fact::LoginProfilesCreated),
        roles_created: succeeded(&facts, Fact::RolesCreated),
        policies_attached: attached(&facts),
        trust_updates: repeated(&facts, Fact::TrustUpdates),
        secrets_read: each_once(&facts, Fact::SecretsRead),
        secret_read_calls: facts
            .get(&Fact::SecretsRead)
            .map_or(0, |entries| entries.iter().map(|e| e.outcomes.succeeded).sum()),
        ssm_params_decrypted: without(succeeded(&facts, Fact::SsmParamsDecrypted), &paths(each())),
        buckets: count(each(), |r| r.bucket.as_deref()),
        objects_read: objects_read(each(), catalog),
        defense_evasion: evasion(each(), catalog),
        facts,
    }
}

fn count<'a>(
    records: impl Iterator<Item = &'a Record>,
    value: impl Fn(&'a Record) -> Option<&'a str>,
) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for value in records.filter_map(value) {
        *counts.entry(value.to_string()).or_default() += 1;
    }
    counts
}

/// Distinct targets of calls that succeeded, by account and region, sorted.
fn succeeded(facts: &BTreeMap<Fact, Vec<FactEntry>>, fact: Fact) -> Vec<String> {
    let distinct: BTreeSet<_> = done(facts, fact).map(|e| (&e.target, &e.account, &e.region)).collect();
    distinct.into_iter().map(|(target, ..)| target.clone()).collect()
}

fn done(facts: &BTreeMap<Fact, Vec<FactEntry>>, fact: Fact) -> impl Iterator<Item = &FactEntry> + Clone {
    let entries = facts.get(&fact).into_iter().flatten();
    entries.filter(|e| e.outcomes.succeeded > 0 && e.target != NOT_NAMED)
}

/// As `succeeded`, without the plain names of things whose ARN is there too.
fn each_once(facts: &BTreeMap<Fact, Vec<FactEntry>>, fact: Fact) -> Vec<String> {
    let is_arn = |e: &&FactEntry| e.target.starts_with("arn:");
    let thing = |e: &'_ FactEntry| (read_name(&e.target).name, e.account.clone(), e.region.clone());
    let by_arn: HashSet<_> = done(facts, fact).filter(is_arn).map(thing).collect();
    let once = done(facts, fact).filter(|e| is_arn(e) || !by_arn.contains(&thing(e)));
    let distinct: BTreeSet<_> = once.map(|e| (&e.target, &e.account, &e.region)).collect();
    distinct.into_iter().map(|(target, ..)| target.clone()).collect()
}

/// Paths below which everything was read: each stands for any number of names.
fn paths<'a>(records: impl Iterator<Item = &'a Record> + Clone) -> BTreeSet<&'a str> {
    let targets = |all: bool| {
        let of_them = records.clone().filter(move |record| takes_all_below(record) == all);
        of_them.flat_map(|record| &record.claims).filter_map(|claim| claim.target.as_deref())
    };
    let names: HashSet<&str> = targets(false).collect();
    targets(true).filter(|path| !names.contains(path)).collect()
}

fn without(mut names: Vec<String>, paths: &BTreeSet<&str>) -> Vec<String> {
    names.retain(|name| !paths.contains(name.as_str()));
    names
}

/// As `succeeded`, with a target as often as it was acted on.
fn repeated(facts: &BTreeMap<Fact, Vec<FactEntry>>, fact: Fact) -> Vec<String> {
    let entries = facts.get(&fact).into_iter().flatten();
    let mut targets: Vec<String> = entries
        .flat_map(|e| {
            std::iter::repeat_n(e.target.clone(), usize::try_from(e.outcomes.succeeded).unwrap_or(usize::MAX))
        })
        .collect();
    targets.sort();
    targets
}

/// Distinct objects whose content was read; counted here because the list of a fact ends at a limit.
fn objects_read<'a>(records: impl Iterator<Item = &'a Record>, catalog: &Catalog) -> u64 {
    let is_read = |question: usize| catalog.questions[question].header.fact == Some(Fact::ObjectsRead);
    let objects: HashSet<&str> = records
        .filter(|r| r.outcome == Outcome::Succeeded)
        .flat_map(|r| r.claims.iter().filter(|c| is_read(c.question)).filter_map(|c| c.target.as_deref()))
        .collect();
    objects.len() as u64
}

/// `principal <- policy`, sorted.
fn attached(facts: &BTreeMap<Fact, Vec<FactEntry>>) -> Vec<String> {
    let entries =
        facts.get(&Fact::PoliciesAttached).into_iter().flatten().filter(|e| e.outcomes.succeeded > 0);
    let lines = entries.map(|e| format!("{} <- {}", e.target, e.detail.as_deref().unwrap_or(NOT_NAMED)));
    lines.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Whether a claim is about logging, detection or a protection that is weakened.
pub fn weakens(claim: &Claim, catalog: &Catalog) -> bool {
    evades(claim, catalog) || catalog.questions[claim.question].tells_of(Tells::ProtectionWeakened)
}

/// Whether a claim is about logging or detection that is weakened. Questions that are only low, such as those about
/// logging that is switched on, are about no weakening.
fn evades(claim: &Claim, catalog: &Catalog) -> bool {
    let question = &catalog.questions[claim.question];
    question.category == Some(Category::DefenseEvasion)
        && question.header.severity < Severity::Low
        && !question.tells_of(Tells::WeakensNothing)
}

/// What weakens logging and detection: call name to (attempted, succeeded).
fn evasion<'a>(records: impl Iterator<Item = &'a Record>, catalog: &Catalog) -> BTreeMap<String, (u64, u64)> {
    let mut calls: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for record in records.filter(|r| r.claims.iter().any(|claim| evades(claim, catalog))) {
        let counts = calls.entry(record.event_name.to_string()).or_default();
        counts.0 += 1;
        counts.1 += u64::from(record.outcome == Outcome::Succeeded);
    }
    calls
}
