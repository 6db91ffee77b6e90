//! From collected events to the facts: pure, deterministic, and every sum comes out.

mod account_addresses;
mod activity;
mod admitted;
mod answers;
mod around;
mod attribution;
mod batches;
mod blind;
mod confidence;
mod data_access;
mod earlier;
mod findings;
mod from_there;
mod indicator;
mod indicators;
mod limits;
mod located;
mod on_behalf;
mod others;
mod outside_accounts;
mod place;
mod quarantine;
mod reported;
mod resources;
mod same_session;
mod same_thing;
mod searched;
mod shared_out;
mod splits;
mod stores;
mod tally;
mod through;
mod timeline;
mod told;
mod uncovered;
mod vouched;
mod whence;

pub use admitted::{ANYBODY, Admitted, AdmittedCalls};
pub use around::Around;
pub use attribution::{Acting, Before};
pub use findings::TechniqueFacts;
pub use limits::LISTED;
pub use others::Through;
pub use searched::searched;
pub use tally::{evidence_id, query_id};
pub use uncovered::home_region;

use crate::baseline::Actor;
use crate::catalog::Catalog;
use crate::incident::{
    Case, Coverage, Credential, Evidence, Gap, Incident, Pivot, Query, Record, Subject, Time, VolumeTable,
};
use crate::lineage::Lineage;
use crate::vocabulary::NONE;
use account_addresses::AccountAddresses;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use tally::Records;

/// What a run has collected, ready to become facts.
pub struct Input<'a> {
    /// Particulars of the case.
    pub case: Case,
    /// What was investigated; principals and accounts are filled in from the events.
    pub subject: Subject,
    /// What could be seen.
    pub coverage: Coverage,
    /// Gaps found so far; the lineage's own are added.
    pub gaps: Vec<Gap>,
    /// Collected events, in any order.
    pub records: Vec<Box<Record>>,
    /// Credentials.
    pub lineage: Lineage,
    /// Statements.
    pub queries: Vec<Query>,
    /// Masked values of the events, by what they were.
    pub masked: BTreeMap<String, u64>,
    /// Who acted.
    pub acting: Acting,
    /// Calls with the subject's keys before the window, where they were looked for.
    pub before: Option<Around>,
    /// Calls with followed keys after the window, likewise.
    pub after: Option<Around>,
    /// What those did who were let in.
    pub admitted: Admitted,
    /// What services read for the subject's principals.
    pub through: Vec<Through>,
    /// Tables of aggregating questions.
    pub volume: Vec<VolumeTable>,
    /// The questions that were asked.
    pub catalog: &'a Catalog,
    /// What is known of other things.
    pub lookups: Lookups<'a>,
}

/// What is known of techniques and tools.
#[derive(Clone, Copy)]
pub struct Lookups<'a> {
    /// What is known of an ATT&CK technique.
    pub technique: &'a (dyn Fn(&str) -> Option<TechniqueFacts> + Sync),
    /// The tool behind a user agent.
    pub agent: &'a (dyn Fn(&str) -> Option<String> + Sync),
}

/// The facts, and the events in the order of their evidence numbers.
pub fn assemble(mut input: Input<'_>) -> (Incident, Vec<Box<Record>>) {
    let mut records = std::mem::take(&mut input.records);
    for record in &mut records {
        let counts = record.corrected_by.is_none();
        let credential = input.lineage.credential_of(&record.identity(), record.seen_as);
        record.credential = credential.filter(|_| counts);
        record.only_denies |= attaches_one_of(record, &input.lineage.only_denying);
    }
    on_behalf::mark(&mut records);
    // Without a baseline nothing is the owner's.
    if !input.acting.declared.is_empty() {
        let of_unattributed = vouched::vouch(&mut records, &input.lineage);
        let around = [&mut input.before, &mut input.after].into_iter().flatten();
        around.for_each(|around| around.vouch(&input.lineage.credentials, &of_unattributed));
    }
    // Sorted in place: a stable sort would hold half of the records in memory twice.
    records.sort_unstable_by(|a, b| {
        (a.time, &a.event_id, &a.source_object).cmp(&(b.time, &b.event_id, &b.source_object))
    });
    let addresses = AccountAddresses::of(Records(&records));
    let findings = &input.subject.findings;
    let subject = |credential: usize| input.lineage.credentials[credential].depth == 0;
    whence::mark(&mut records, &addresses, &input.acting.declared, findings, input.catalog, &subject);
    (facts(input, &records, &addresses), records)
}

/// Whether a call attaches one of these policies.
fn attaches_one_of(record: &Record, policies: &HashSet<String>) -> bool {
    record.event_name.starts_with("Attach")
        && record.claims.iter().any(|claim| claim.detail.as_deref().is_some_and(|arn| policies.contains(arn)))
}

/// The facts of events in the order of their evidence numbers.
fn facts(input: Input<'_>, records: &[Box<Record>], addresses: &AccountAddresses) -> Incident {
    let Input {
        case,
        mut subject,
        mut coverage,
        mut gaps,
        records: _,
        mut lineage,
        queries,
        masked,
        acting,
        before,
        after,
        admitted,
        through,
        volume,
        catalog,
        lookups,
    } = input;
    let all = Records(records);
    let indices: Vec<usize> = (0..records.len()).filter(|i| records[*i].credential.is_some()).collect();
    let ids: Vec<String> = lineage.credentials.iter().map(|c| c.id.clone()).collect();
    let place::Disputed { gaps: of_place, addresses: disputed } = place::disputed(&subject, all, catalog);
    let reported = subject.findings.clone();
    let declared = acting.declared.clone();
    let known = confidence::Known { findings: &reported, declared: &declared };
    let besides = told::Besides { ids: &ids, disputed: &disputed, known: &known, lookups };
    std::thread::scope(|scope| {
        // In a large case half of the time goes into each.
        let told = scope.spawn(|| told::told(all, &indices, catalog, besides));
        let by_credential = group(records, &indices);
        let pivots = pivots(&lineage, &by_credential);
        let numbers = numbers(records, &lineage);
        for (index, credential) in lineage.credentials.iter_mut().enumerate() {
            fill(credential, by_credential.get(&index).map_or(&[][..], Vec::as_slice), all, &numbers);
        }
        for standing in &mut lineage.standing {
            number(&mut standing.evidence, &numbers);
            standing.taken_back.iter_mut().for_each(|back| number(&mut back.evidence, &numbers));
            let again = standing.again.iter_mut().flat_map(|again| [&mut again.after, &mut again.done]);
            again.for_each(|act| number(&mut act.evidence, &numbers));
        }
        let own = subject_events(&by_credential, &lineage);
        let mut limits = limits::Limits::default();
        let (looked_for, all_addresses) = (acting.addresses_looked_for, acting.addresses);
        let mut attribution =
            attribution::attribution(acting, all, &indices, subject.from, &lineage.credentials, &mut limits);
        let mut key_activity = activity::key_activity(
            all,
            &own,
            &subject.access_keys,
            pivots,
            activity::Origin {
                issued_by: std::mem::take(&mut lineage.issued_by),
                ancestry: std::mem::take(&mut lineage.ancestry),
            },
            catalog,
            &mut limits,
        );
        key_activity.unexplained = splits::unexplained(all, &own);
        key_activity.from_foreign = splits::from_foreign(all, &own, &reported);
        gaps.append(&mut lineage.gaps);
        gaps.extend(through::not_followed(&attribution.shares));
        gaps.extend(through::went_on(&attribution.shares, &key_activity));
        gaps.extend(from_there::gap(&attribution.from_there, looked_for, all_addresses, all, &indices));
        gaps.extend(admitted::gap(&admitted));
        let later = after.as_ref().map(around::later);
        gaps.extend(before.as_ref().map(around::active_before));
        gaps.extend(
            after.as_ref().zip(later.as_ref()).and_then(|(after, later)| around::active_after(after, later)),
        );
        gaps.extend(earlier::older_sessions(all, &indices, &ids, subject.from));
        gaps.extend(blind::stopped(all, &indices));
        gaps.extend(blind::narrowed(all, &indices, catalog));
        gaps.extend(blind::stopped_by_others(all, &indices, &coverage));
        gaps.extend(uncovered::uncovered(all, &indices, &coverage, &lineage.credentials));
        gaps.extend(reported::not_in_logs(&subject, all, &attribution.shares, &coverage));
        gaps.extend(of_place);
        let mut used_by_others = others::used_by_others(&admitted, &through, all, &indices);
        let listed = used_by_others.len().min(LISTED);
        limits.note("reads and copies by others", listed, used_by_others.len() as u64);
        others::copies_stay(&mut lineage.standing, &used_by_others);
        let mut told = told.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        others::mark(&mut told.data_access, &used_by_others);
        told.totals.after_end = splits::after_end(all, &by_credential, &lineage.credentials);
        let of_attribution = (&told.resources[..], &attribution.shares[..]);
        attribution.own_places = whence::own_places(all, &indices, addresses, &declared, of_attribution);
        gaps.extend(told.limits.and(limits).gap());
        for (number, gap) in gaps.iter_mut().enumerate() {
            gap.id = format!("G-{:02}", number + 1);
        }
        subject.principals = key_activity.principals.clone();
        let accounts = all.tallies(&indices, |r| r.account.as_deref());
        subject.accounts = accounts.into_iter().map(|t| t.value).collect();
        match_coverage(&mut coverage, records, &indices);
        let answers = answers::answers(&answers::Material {
            records: all,
            indices: &indices,
            coverage: &coverage,
            gaps: &gaps,
            totals: &told.totals,
            credentials: &lineage.credentials,
            standing: &lineage.standing,
            keys: &subject.access_keys,
            key_activity: &key_activity,
            stores: &told.data_access,
            used_by_others: &used_by_others,
            later: later.as_ref(),
            catalog,
        });
        used_by_others.truncate(listed);
        Incident {
            schema_version: 1,
            case,
            subject,
            coverage,
            gaps,
            totals: told.totals,
            key_activity,
            attribution,
            answers,
            timeline: told.timeline,
            resources: told.resources,
            data_access: told.data_access,
            used_by_others,
            standing: lineage.standing,
            quarantines: quarantine::quarantines(all, catalog),
            indicators: told.indicators,
            techniques: told.techniques,
            questions: told.questions,
            findings: told.findings,
            credentials: lineage.credentials,
            queries,
            volume,
            masked,
        }
    })
}

/// Numbers of the events that prove how a credential came about or ended, or what was taken back, by event ID.
fn numbers(records: &[Box<Record>], lineage: &Lineage) -> HashMap<String, usize> {
    let proofs = lineage.credentials.iter().flat_map(|credential| {
        let obtained = credential.obtained.iter().flat_map(|obtained| &obtained.evidence.items);
        let signed_in = credential.signed_in.iter().flat_map(|signed_in| &signed_in.evidence.items);
        let result = credential.result.iter().flat_map(|result| &result.evidence.items);
        let usable = &credential.usable;
        let undone = usable.undone.iter().flat_map(|undone| [&undone.ended, &undone.restored]);
        let acts = undone.chain(&usable.besides).flat_map(|act| &act.evidence.items);
        obtained.chain(signed_in).chain(result).chain(&usable.evidence.items).chain(acts)
    });
    let standing = lineage.standing.iter().flat_map(|s| {
        let again = s.again.iter().flat_map(|again| [&again.after.evidence, &again.done.evidence]);
        s.taken_back.iter().map(|back| &back.evidence).chain([&s.evidence]).chain(again)
    });
    let proofs = proofs.chain(standing.flat_map(|evidence| &evidence.items));
    let wanted: HashSet<&str> = proofs.map(|item| item.event_id.as_str()).collect();
    let named = records.iter().enumerate().rev().filter(|(_, r)| wanted.contains(r.event_id.as_str()));
    named.map(|(number, record)| (record.event_id.to_string(), number)).collect()
}

fn group(records: &[Box<Record>], indices: &[usize]) -> BTreeMap<usize, Vec<usize>> {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in indices {
        if let Some(credential) = records[*index].credential {
            groups.entry(credential).or_default().push(*index);
        }
    }
    groups
}

/// Events of the subject itself, and not of what it obtained, though somebody may have named that, too.
fn subject_events(groups: &BTreeMap<usize, Vec<usize>>, lineage: &Lineage) -> Vec<usize> {
    let is_subject = |index: &usize| lineage.credentials[*index].is_first();
    let mut own: Vec<usize> =
        groups.iter().filter(|(index, _)| is_subject(index)).flat_map(|(_, group)| group.clone()).collect();
    own.sort_unstable();
    own
}

fn pivots(lineage: &Lineage, groups: &BTreeMap<usize, Vec<usize>>) -> Vec<Pivot> {
    let subjects = (0..lineage.credentials.len()).filter(|i| lineage.credentials[*i].is_first());
    let each = subjects.flat_map(|subject| lineage.pivots_of(subject)).map(|(index, mut pivot)| {
        pivot.used_events = groups.get(&index).map_or(0, |g| g.len() as u64);
        pivot
    });
    let mut pivots: Vec<Pivot> = each.collect();
    pivots.sort_by(|a, b| (a.time, &a.credential).cmp(&(b.time, &b.credential)));
    pivots
}

fn number(evidence: &mut Evidence, numbers: &HashMap<String, usize>) {
    for item in &mut evidence.items {
        if let Some(index) = numbers.get(item.event_id.as_str()) {
            item.e = tally::evidence_id(*index);
        }
    }
}

/// Fills in what a credential did, and the numbers of the events that prove how it came about.
fn fill(credential: &mut Credential, group: &[usize], all: Records<'_>, numbers: &HashMap<String, usize>) {
    let number = |evidence: &mut Evidence| number(evidence, numbers);
    if let Some(obtained) = &mut credential.obtained {
        number(&mut obtained.evidence);
        let call = obtained.evidence.items.first().and_then(|item| numbers.get(item.event_id.as_str()));
        obtained.own = call.is_some_and(|call| all.0[*call].actor == Actor::Own);
    }
    if let Some(signed_in) = &mut credential.signed_in {
        number(&mut signed_in.evidence);
    }
    if let Some(result) = &mut credential.result {
        number(&mut result.evidence);
    }
    let usable = &mut credential.usable;
    number(&mut usable.evidence);
    let undone = usable.undone.iter_mut().flat_map(|undone| [&mut undone.ended, &mut undone.restored]);
    undone.chain(&mut usable.besides).for_each(|act| number(&mut act.evidence));
    credential.outcomes = all.outcomes(group);
    let (uses, attempts) = all.uses(group);
    let span: Option<(Time, Time)> = all.span(&uses);
    credential.first = span.map(|s| s.0);
    credential.last = span.map(|s| s.1);
    credential.attempts = (!attempts.is_empty()).then(|| Box::new(all.part(&attempts)));
    credential.addresses = all.tallies(&uses, |r| r.address.as_deref());
    credential.user_agents = all.tallies(&uses, |r| r.user_agent.as_deref());
    let delivered = uses.iter().filter_map(|index| all.0[*index].ec2_role_delivery.as_deref());
    credential.role_delivery = delivered.collect::<BTreeSet<_>>().into_iter().map(str::to_string).collect();
    credential.categories = all.tallies(group, |r| Some(r.category.as_str()));
    credential.evidence = all.evidence(group);
}

fn or_none(value: Option<&str>) -> &str {
    value.unwrap_or(NONE)
}

/// How many of a cell's records belong to the followed credentials.
fn match_coverage(coverage: &mut Coverage, records: &[Box<Record>], indices: &[usize]) {
    let mut counts: HashMap<(&str, &str, &str), u64> = HashMap::new();
    for index in indices {
        let record = &records[*index];
        let cell = (
            or_none(record.account.as_deref()),
            or_none(record.region.as_deref()),
            or_none(record.event_category.as_deref()),
        );
        *counts.entry(cell).or_default() += 1;
    }
    for cell in &mut coverage.cells {
        let found = counts.get(&(cell.account.as_str(), cell.region.as_str(), cell.category.as_str()));
        cell.matched = found.copied().unwrap_or(0);
    }
}
