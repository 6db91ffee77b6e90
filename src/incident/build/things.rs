//! What was touched: resources, data stores, indicators.

use super::limits::{LISTED, Limits};
use super::tally::{NOT_NAMED, Records};
use crate::incident::{DataAccess, Indicator, Record, Resource};
use crate::vocabulary::{Category, Outcome};
use arcstr::ArcStr;
use std::collections::{BTreeMap, BTreeSet};

/// Resources by service and name, those that were changed first.
pub fn resources(
    records: Records<'_>,
    indices: &[usize],
    credential_ids: &[String],
    limits: &mut Limits,
) -> Vec<Resource> {
    let mut groups: BTreeMap<(ArcStr, ArcStr), Vec<usize>> = BTreeMap::new();
    for index in indices {
        let record = &records.0[*index];
        let listing = matches!(record.category, Category::Discovery | Category::OtherRead);
        if let Some(target) = record.target.as_ref().filter(|_| !listing) {
            groups.entry((record.event_source.clone(), target.clone())).or_default().push(*index);
        }
    }
    let total = groups.len();
    // The map's order, by service and name, breaks ties: the sort is stable.
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_cached_key(|(_, group)| {
        (weight(&effects(records, group)), group.first().map(|i| records.0[*i].time))
    });
    groups.truncate(LISTED);
    limits.note("resources", groups.len(), total as u64);
    let mut resources: Vec<Resource> = groups
        .into_iter()
        .filter_map(|((source, name), group)| {
            let (first, last) = records.span(&group)?;
            let each = || group.iter().map(|i| &records.0[*i]);
            let credentials: BTreeSet<usize> = each().filter_map(|r| r.credential).collect();
            let effects = effects(records, &group);
            let deleted = each().rfind(|r| matches!(effect(r), "deleted" | "created"));
            let still_exists = match deleted.map(effect) {
                Some("deleted") => "deleted in the log",
                Some(_) => "not deleted in the log",
                None => "CANNOT BE DETERMINED",
            };
            Some(Resource {
                id: String::new(),
                name: name.to_string(),
                kind: source.trim_end_matches(".amazonaws.com").to_string(),
                effects: effects.into_iter().map(str::to_string).collect(),
                outcomes: records.outcomes(&group),
                first,
                last,
                credentials: credentials.into_iter().filter_map(|c| credential_ids.get(c).cloned()).collect(),
                still_exists: still_exists.into(),
                evidence: records.evidence(&group),
            })
        })
        .collect();
    for (number, resource) in resources.iter_mut().enumerate() {
        resource.id = format!("R-{:03}", number + 1);
    }
    resources
}

fn effects(records: Records<'_>, group: &[usize]) -> BTreeSet<&'static str> {
    group.iter().map(|i| effect(&records.0[*i])).collect()
}

fn weight(effects: &BTreeSet<&str>) -> u8 {
    let has = |effect: &str| effects.contains(effect);
    match () {
        () if has("created") => 0,
        () if has("deleted") || has("modified") => 1,
        () if has("read") => 2,
        () => 3,
    }
}

/// The effect of a call by its verb; a call that did not succeed only attempted it.
fn effect(record: &Record) -> &'static str {
    if record.outcome != Outcome::Succeeded {
        return "attempted";
    }
    let name = &record.event_name;
    let starts = |verbs: &[&str]| verbs.iter().any(|verb| name.starts_with(verb));
    if starts(&["Create", "Run", "Upload", "Import", "Register", "Generate"]) {
        "created"
    } else if starts(&["Delete", "Terminate", "Remove", "Deregister", "Purge", "Destroy"]) {
        "deleted"
    } else if starts(&[
        "Get", "BatchGet", "Decrypt", "List", "Describe", "Head", "Query", "Scan", "Select", "Lookup",
        "Assume",
    ]) {
        "read"
    } else {
        "modified"
    }
}

/// Data stores and secrets: what was read, and how far.
pub fn data_access(records: Records<'_>, indices: &[usize]) -> Vec<DataAccess> {
    let mut groups: BTreeMap<(&'static str, String), Vec<usize>> = BTreeMap::new();
    for index in indices {
        for store in stores(&records.0[*index]) {
            groups.entry(store).or_default().push(*index);
        }
    }
    groups.into_iter().filter_map(|((kind, name), group)| row(records, kind, name, &group)).collect()
}

fn row(records: Records<'_>, kind: &str, name: String, group: &[usize]) -> Option<DataAccess> {
    let (first, last) = records.span(group)?;
    let each = || group.iter().map(|i| &records.0[*i]);
    let succeeded = || each().filter(|r| r.outcome == Outcome::Succeeded);
    let reads = succeeded().filter(|r| reads_content(r)).count() as u64;
    let listings = succeeded().filter(|r| lists(r)).count() as u64;
    let changes = succeeded().filter(|r| !reads_content(r) && !lists(r) && effect(r) != "read").count();
    let objects: BTreeSet<_> =
        succeeded().filter(|r| reads_content(r)).filter_map(|r| r.object_key.as_deref()).collect();
    let bytes: Vec<u64> = succeeded().filter(|r| reads_content(r)).filter_map(|r| r.bytes_out).collect();
    let level = match () {
        () if reads > 0 => "read logged",
        () if listings > 0 => "listed only",
        () if changes > 0 => "changed",
        () if succeeded().next().is_some() => "configuration only",
        () => "attempted only",
    };
    Some(DataAccess {
        kind: kind.into(),
        name,
        level: level.into(),
        reads,
        listings,
        attempts: each().filter(|r| r.outcome != Outcome::Succeeded).count() as u64,
        distinct_objects: (!objects.is_empty()).then_some(objects.len() as u64),
        bytes_out: (!bytes.is_empty()).then(|| bytes.iter().sum()),
        first,
        last,
        evidence: records.evidence(group),
    })
}

/// The stores that a call is about, by kind and name; a call that names several is about each.
fn stores(record: &Record) -> Vec<(&'static str, String)> {
    let reading = || reads_content(record);
    let quiet = matches!(record.category, Category::Discovery | Category::OtherRead);
    let kind = match &*record.event_source {
        "s3.amazonaws.com" => {
            return record
                .bucket
                .as_deref()
                .map(|bucket| ("S3 bucket", bucket.to_string()))
                .into_iter()
                .collect();
        }
        "secretsmanager.amazonaws.com" if reading() => "Secrets Manager secret",
        "ssm.amazonaws.com" if reading() => "SSM parameter",
        "dynamodb.amazonaws.com" if !quiet => "DynamoDB table",
        _ if record.category == Category::DatastoreExfiltration => "Snapshot, image or other store",
        _ => return Vec::new(),
    };
    let deciding = record.claims.first().map(|claim| claim.question);
    let named = record
        .claims
        .iter()
        .filter(|claim| Some(claim.question) == deciding)
        .filter_map(|claim| claim.target.as_deref());
    let mut names: Vec<&str> = named.collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        names.push(record.target.as_deref().unwrap_or(NOT_NAMED));
    }
    names.into_iter().map(|name| (kind, name.to_string())).collect()
}

fn reads_content(record: &Record) -> bool {
    matches!(
        &*record.event_name,
        "GetObject"
            | "GetObjectTorrent"
            | "SelectObjectContent"
            | "CopyObject"
            | "UploadPartCopy"
            | "GetSecretValue"
            | "BatchGetSecretValue"
            | "GetParameter"
            | "GetParameters"
            | "GetParametersByPath"
            | "GetParameterHistory"
            | "GetItem"
            | "BatchGetItem"
            | "Query"
            | "Scan"
            | "ExecuteStatement"
            | "GetSnapshotBlock"
    )
}

fn lists(record: &Record) -> bool {
    record.event_name.starts_with("ListObject")
        || matches!(&*record.event_name, "ListBucketVersions" | "HeadObject" | "HeadBucket")
}

/// Addresses and user agents of the calls, identities that were created, and accounts that were let in.
/// `known_agent` names the tool behind a user agent, where there is one.
pub fn indicators(
    records: Records<'_>,
    indices: &[usize],
    known_agent: impl Fn(&str) -> Option<String>,
) -> Vec<Indicator> {
    let mut indicators = Vec::new();
    let not_own: Vec<usize> =
        indices.iter().copied().filter(|i| &*records.0[*i].actor == "unattributed").collect();
    for tally in records.tallies(&not_own, |r| r.address.as_deref()) {
        let (kind, note) = address_kind(&tally.value);
        indicators.push(indicator(kind, tally, "source of calls", note.into()));
    }
    for tally in records.tallies(&not_own, |r| r.user_agent.as_deref()) {
        let note = known_agent(&tally.value).unwrap_or_else(|| "user agents are chosen by the caller".into());
        indicators.push(indicator("user_agent", tally, "user agent of calls", note));
    }
    for (name, kind) in [("CreateUser", "iam_user"), ("CreateRole", "iam_role")] {
        let made = |i: &usize| {
            let record = &records.0[*i];
            &*record.event_name == name && record.outcome == Outcome::Succeeded
        };
        let made: Vec<usize> = indices.iter().copied().filter(made).collect();
        for tally in records.tallies(&made, |r| r.target.as_deref()) {
            indicators.push(indicator(
                kind,
                tally,
                "created by a followed credential",
                "search for its use elsewhere".into(),
            ));
        }
    }
    indicators
}

fn indicator(kind: &str, tally: crate::incident::Tally, role: &str, note: String) -> Indicator {
    Indicator {
        kind: kind.into(),
        value: tally.value,
        role: role.into(),
        count: tally.outcomes.total,
        first: tally.first,
        last: tally.last,
        note,
        evidence: tally.evidence,
    }
}

fn address_kind(value: &str) -> (&'static str, &'static str) {
    match value.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(v4)) if v4.is_private() || v4.is_loopback() || v4.is_link_local() => {
            ("ipv4", "private range: not routable, seen through a VPC endpoint or scrubbed")
        }
        Ok(std::net::IpAddr::V4(_)) => ("ipv4", "unattributed; ownership not checked"),
        Ok(std::net::IpAddr::V6(_)) => ("ipv6", "unattributed; ownership not checked"),
        Err(_) if value.ends_with(".amazonaws.com") || value == "AWS Internal" => {
            ("aws_service", "an AWS service acting, not a source")
        }
        Err(_) => ("address", "not an IP address as recorded"),
    }
}
