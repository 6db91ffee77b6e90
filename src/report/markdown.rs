//! The incident report as Markdown.

use super::containment::{bearing, containment, standing, subject_switched_off, undone, went_on};
use super::data_impact::{data_impact, secrets_unseen};
use super::data_table::{columns, stores_made};
use super::deadlines::deadlines;
use super::milestones::between;
use super::obtained::{came_from, still_open};
use super::recommended::recommended;
use super::root_cause::hypotheses;
use super::severity::{severity_class, severity_reasons};
use super::templates::value;
use super::{Digests, Templates, timeline};
use crate::baseline::Actor;
use crate::incident::{
    Asked, CoverageCell, Credential, Effect, Existence, GivenBy, Incident, Outsider, RecordsCounted,
    Searched, SourceKind, SubjectKey, Time,
};
use minijinja::{Value, context};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Rows of the table of data stores in the body.
const DATA_ROWS: usize = 120;
/// Rows of other tables in the body.
const TABLE_ROWS: usize = 60;

/// Credentials of one line of the lineage that are named one by one.
const IDS_NAMED: usize = 20;

/// Renders the report in a language; chart marks stay in for the HTML.
pub fn markdown(
    incident: &Incident,
    templates: &Templates,
    language: &str,
    digests: &Digests,
) -> Result<String, String> {
    let zone = incident.case.timezone.as_deref().and_then(|zone| zone.parse().ok());
    let facts = facts_for_report(incident);
    let (untraceable, followed): (Vec<&Credential>, Vec<&Credential>) =
        incident.credentials.iter().partition(|c| c.not_followed.is_some());
    // What a followed credential removes itself is its cleanup, not containment.
    let (removed, off): (Vec<&Credential>, Vec<&Credential>) =
        incident.credentials.iter().filter(|c| c.usable.switched_off()).partition(|c| c.usable.by.is_some());
    let real = incident.subject.findings.iter().filter(|finding| !finding.sample);
    let detected = real.filter_map(|finding| finding.created_at).min();
    let (not_followed_calls, not_followed_keys, not_followed_keyless) = not_followed(incident);
    let ((undone, undone_total), (bearing, bearing_total)) =
        (undone(incident), bearing(incident, TABLE_ROWS));
    let data_shown = &incident.data_access[..incident.data_access.len().min(DATA_ROWS)];
    let first_unexplained = timeline::first_unexplained(incident);
    let derived = context! {
        followed => followed.len(),
        // Keys that somebody named as the subject's and that another key of the subject obtained.
        obtained_and_named => followed.iter().filter(|c| c.depth > 0 && c.is_subject(&incident.subject.access_keys)).count(),
        beside => value(followed.iter().filter(|c| c.beside.is_some()).collect::<Vec<_>>()),
        added_keys => value(incident.subject.keys.iter().filter(|key| key.given_by == GivenBy::Added).collect::<Vec<_>>()),
        key_origins => value(key_origins(incident)),
        event_numbers => value(event_numbers(incident)),
        untraceable => value(&untraceable[..untraceable.len().min(TABLE_ROWS)]),
        titles => Asked::ALL.map(Asked::title),
        timeline_shown => value(timeline::shown(incident)),
        first_unexplained => value(first_unexplained),
        credentials_shown => value(&followed[..followed.len().min(TABLE_ROWS)]),
        resources_shown => value(&incident.resources[..incident.resources.len().min(TABLE_ROWS)]),
        data_shown => value(data_shown),
        data_columns => columns(data_shown),
        data_own => incident.data_access.iter().any(|store| store.own),
        others_shown => value(&incident.used_by_others[..incident.used_by_others.len().min(TABLE_ROWS)]),
        others_total => incident.used_by_others.len(),
        came_from => came_from(incident),
        still_open => still_open(incident, true),
        others_open => still_open(incident, false),
        went_on => went_on(incident),
        touched => value(touched(incident)),
        recommended => value(recommended(incident)),
        revocations => revocations(incident),
        deleted => value(deleted(incident)),
        stores_made => stores_made(incident),
        stores_total => incident.data_access.iter().filter(|store| !store.own).count(),
        secrets_unseen => secrets_unseen(incident),
        not_followed_calls,
        not_followed_keys,
        not_followed_keyless,
        not_followed_sign_ins => incident.attribution.shares.iter().filter(|s| s.credential.is_none()).map(|s| s.sign_ins).sum::<u64>(),
        switched_off => value(&off[..off.len().min(TABLE_ROWS)]),
        switched_off_total => off.len(),
        removed => value(&removed[..removed.len().min(TABLE_ROWS)]),
        removed_total => removed.len(),
        standing => value(standing(incident, TABLE_ROWS)),
        standing_open => incident.standing.iter().filter(|s| s.taken_back.is_none()).count(),
        standing_doubtful => incident.standing.iter().filter_map(|s| s.taken_back.as_ref()?.but.as_ref()).count(),
        standing_total => incident.standing.len(),
        undone => value(undone),
        undone_total,
        bearing => value(bearing),
        bearing_total,
        hops => value(hops(incident)),
        max_depth => incident.credentials.iter().map(|c| c.depth).max().unwrap_or(0),
        // Of our own words and numbers only, and never cut.
        data_impact => Value::from_safe_string(data_impact(incident)),
        detected => value(detected),
        between => value(between(incident, first_unexplained, detected)),
        hypotheses => value(hypotheses(incident)),
        containment_done => containment(incident),
        severity_reasons => Value::from_safe_string(severity_reasons(incident).join(", ")),
        severity_class => Value::from_safe_string(severity_class(incident)),
        used_by => value(used_by(&followed)),
        came_in => value(came_in(&followed)),
        from_files => incident.coverage.source_kind == SourceKind::Files,
        left_out => RecordsCounted::LeftOut.as_str(),
        not_covered => value(not_covered(incident)),
        searched => value(searched(incident)),
        covered_accounts => covered(incident, |cell| &cell.account),
        covered_regions => covered(incident, |cell| &cell.region),
        absent_kinds => absent_kinds(incident),
        digests => value(digests),
        deadlines => value(incident.case.aware_at.and_then(|aware| deadlines(aware, zone))),
    };
    let text = templates.render(&format!("{language}/report.md"), zone, context! { ..derived, ..facts })?;
    Ok(tidy(&text))
}

/// What the templates read of the facts. Lists that may be long are not among them: what is shown of those comes
/// beside their number, so that a million events render in seconds.
fn facts_for_report(incident: &Incident) -> Value {
    context! {
        case => value(&incident.case),
        subject => value(&incident.subject),
        coverage => value(&incident.coverage),
        gaps => value(&incident.gaps),
        totals => value(&incident.totals),
        key_activity => value(&incident.key_activity),
        attribution => value(&incident.attribution),
        findings => value(&incident.findings),
        answers => value(&incident.answers),
        indicators => value(&incident.indicators),
        quarantines => value(&incident.quarantines),
        techniques => value(&incident.techniques),
        questions => value(&incident.questions),
        volume => value(&incident.volume),
        queries => value(&incident.queries),
        masked => value(&incident.masked),
        masked_total => incident.masked.values().sum::<u64>(),
        timeline_total => incident.timeline.len(),
        resources_total => incident.resources.len(),
        data_total => incident.data_access.len(),
        subject_switched_off => subject_switched_off(incident),
    }
}

/// Services of the resources that were made, changed or deleted, the most first, with how many of each.
fn touched(incident: &Incident) -> Vec<(&str, usize)> {
    let done = [Effect::Created, Effect::Modified, Effect::Deleted];
    let touched = incident.resources.iter().filter(|r| done.iter().any(|effect| r.effects.contains(effect)));
    let mut services: BTreeMap<&str, usize> = BTreeMap::new();
    touched.for_each(|resource| *services.entry(&resource.kind).or_default() += 1);
    let mut services: Vec<(&str, usize)> = services.into_iter().collect();
    services.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    services
}

/// The lineage in words: who handed out what, hop by hop.
#[derive(Serialize)]
struct Hop<'a> {
    depth: u32,
    by: &'a str,
    outsider: Option<&'a Outsider>,
    service: Option<&'a str>,
    via: &'a str,
    kind: &'a str,
    ids: Vec<&'a str>,
    count: usize,
}

/// What the credentials of one line have in common: depth, credential, who came in by it, the service that acted for it,
/// the call and the kind of credential.
type HopKey<'a> = (u32, &'a str, Option<&'a Outsider>, Option<&'a str>, &'a str, &'a str);

fn hops(incident: &Incident) -> Vec<Hop<'_>> {
    let mut hops: BTreeMap<HopKey<'_>, Vec<&str>> = BTreeMap::new();
    for credential in &incident.credentials {
        let Some(obtained) = &credential.obtained else { continue };
        let by = obtained.by.as_deref().unwrap_or(&obtained.by_name);
        let outsider = obtained.outsider.as_deref();
        let of_service = obtained.service.as_deref();
        let key =
            (credential.depth, by, outsider, of_service, obtained.via.as_str(), credential.kind.as_str());
        hops.entry(key).or_default().push(&credential.id);
    }
    let hop = |((depth, by, outsider, service, via, kind), mut ids): (_, Vec<_>)| {
        let count = ids.len();
        ids.truncate(IDS_NAMED);
        Hop { depth, by, outsider, service, via, kind, ids, count }
    };
    hops.into_iter().map(hop).collect()
}

/// Users and roles that made no call as such, and the credentials of theirs that did. A session has none but itself, and
/// what was there before an identity is not its own. The ID of a role stands before the names of its sessions.
fn used_by<'a>(credentials: &[&'a Credential]) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut users: BTreeMap<&str, Vec<(Option<Time>, &str)>> = BTreeMap::new();
    let since = |credential: &Credential| credential.obtained.as_ref().map(|obtained| obtained.at);
    for credential in credentials.iter().filter(|c| c.first.is_some()) {
        if let Some(principal) = credential.principal_id.as_deref() {
            let id = principal.split(':').next().unwrap_or(principal);
            users.entry(id).or_default().push((since(credential), &credential.id));
        }
    }
    let unused = credentials.iter().filter(|c| c.first.is_none() && c.is_principal());
    let own = |c: &&'a Credential| {
        let users = users.get(c.principal_id.as_deref()?)?.iter();
        let own = users.filter(|(time, _)| time.is_some() && *time >= since(c)).map(|(_, id)| *id);
        let own: Vec<&str> = own.take(IDS_NAMED).collect();
        (!own.is_empty()).then_some((c.id.as_str(), own))
    };
    unused.filter_map(own).collect()
}

/// Roles that were opened, and the credentials of those who came in by them with the help of an identity provider.
fn came_in<'a>(credentials: &[&'a Credential]) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut came_in: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for credential in credentials {
        if let Some(role) = credential.obtained.as_ref().and_then(|obtained| obtained.through.as_deref()) {
            came_in.entry(role).or_default().push(&credential.id);
        }
    }
    came_in.values_mut().for_each(|ids| ids.truncate(IDS_NAMED));
    came_in
}

/// Credentials of accounts of which the window has no record.
fn not_covered(incident: &Incident) -> Vec<&str> {
    let cells = &incident.coverage.cells;
    let lacks = |c: &&Credential| c.account().is_some_and(|own| cells.iter().all(|cell| cell.account != own));
    incident.credentials.iter().filter(lacks).map(|c| c.id.as_str()).collect()
}

/// The time that the answers rest on. Cases of older versions do not tell it; then it is that of all records.
fn searched(incident: &Incident) -> Option<Searched> {
    let coverage = &incident.coverage;
    let recorded = || {
        let (from, to) = coverage.first_event.zip(coverage.last_event)?;
        Some(Searched { from, to, ..Searched::default() })
    };
    coverage.searched.clone().or_else(recorded)
}

/// What the records are of that the answers rest on.
fn covered(incident: &Incident, part: impl Fn(&CoverageCell) -> &String) -> Vec<String> {
    let coverage = &incident.coverage;
    let cells = coverage.cells.iter().filter(|cell| coverage.rests_on(&cell.account));
    let parts: BTreeSet<&String> = cells.map(part).collect();
    parts.into_iter().cloned().collect()
}

/// Kinds of events that trails record only where they are switched on, and of which there is no record.
fn absent_kinds(incident: &Incident) -> Vec<&'static str> {
    let of = |category: &str, test: &dyn Fn(&str) -> bool| {
        let cells = incident.coverage.cells.iter().filter(|cell| cell.category == category);
        cells.flat_map(|cell| &cell.services).any(|service| test(service))
    };
    let named = ["s3.amazonaws.com", "lambda.amazonaws.com"];
    let kinds = [
        (of("Data", &|service| service == named[0]), "data events of S3"),
        (of("Data", &|service| service == named[1]), "data events of Lambda"),
        (of("Data", &|service| !named.contains(&service)), "data events of other services"),
        (of("NetworkActivity", &|_| true), "network activity of VPC endpoints"),
    ];
    kinds.iter().filter(|(present, _)| !present).map(|(_, kind)| *kind).collect()
}

/// How each kind is taken back; of some kinds in more than one way.
fn revocations(incident: &Incident) -> Value {
    let mut kinds: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for credential in &incident.credentials {
        kinds.entry(&credential.kind).or_default().insert(&credential.revoke);
    }
    value(kinds.into_iter().collect::<Vec<_>>())
}

/// Names of resources that the log shows deleted, and their IDs.
fn deleted(incident: &Incident) -> BTreeMap<&str, &str> {
    let gone = incident.resources.iter().filter(|resource| resource.still_exists == Existence::Deleted);
    gone.map(|resource| (resource.name.as_str(), resource.id.as_str())).collect()
}

/// Calls of the subject's principals that are not followed: with other keys, the number of these, and without a key. A
/// service's calls are none.
fn not_followed(incident: &Incident) -> (u64, usize, u64) {
    let others = incident
        .attribution
        .shares
        .iter()
        .filter(|share| share.credential.is_none() && share.actor != Actor::Service);
    let keys: BTreeSet<&str> = others.clone().filter_map(|share| share.access_key.as_deref()).collect();
    let calls = |with_key: bool| {
        let counted = others.clone().filter(|share| share.access_key.is_some() == with_key);
        counted.map(|share| share.calls).sum()
    };
    (calls(true), keys.len(), calls(false))
}

/// How each key of the subject came to be one, by its ID.
fn key_origins(incident: &Incident) -> BTreeMap<&str, String> {
    let origin = |key: &SubjectKey| match (key.given_by, &key.reason) {
        (GivenBy::Operator, _) => "given by the operator".to_string(),
        (GivenBy::Finding, _) => "named by a finding".to_string(),
        (GivenBy::Added, reason) => {
            format!("added by keytrail: {}", reason.as_deref().unwrap_or("no reason is recorded"))
        }
    };
    incident.subject.keys.iter().map(|key| (key.access_key.as_str(), origin(key))).collect()
}

/// Numbers of the events that issued the subject, by their IDs.
fn event_numbers(incident: &Incident) -> BTreeMap<&str, &str> {
    let answer = incident.answers.iter().find(|answer| answer.number == Asked::Obtained);
    let items = answer.into_iter().flat_map(|answer| &answer.evidence.items);
    items.map(|item| (item.event_id.as_str(), item.e.as_str())).collect()
}

/// One blank line at most between blocks.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = 0;
    for line in text.lines().map(str::trim_end) {
        blank = if line.is_empty() { blank + 1 } else { 0 };
        if blank < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// The Markdown for readers: chart marks belong to the HTML.
pub(super) fn without_marks(text: &str) -> String {
    tidy(
        &text
            .lines()
            .filter(|line| !line.starts_with("<!-- chart:"))
            .map(|line| format!("{line}\n"))
            .collect::<String>(),
    )
}
