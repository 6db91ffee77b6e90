//! Whose activity it was, as far as a baseline and the days before the window tell.

use super::limits::Limits;
use super::tally::Records;
use crate::incident::{Attribution, Credential, New, Novelty, Record, Share, Time};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What the subject's principals did before the window.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// Start of the days before.
    pub from: Time,
    /// Calls in them.
    pub calls: u64,
    /// The first of those calls.
    pub first: Option<Time>,
    /// Days with such calls, `YYYY-MM-DD`.
    pub days: BTreeSet<String>,
    /// Kind and value of everything that occurs.
    pub seen: HashSet<(&'static str, String)>,
}

/// What a run knows of who acted.
#[derive(Default)]
pub struct Acting {
    /// The declared baseline, one line each.
    pub baseline: Vec<String>,
    /// How calls split: the largest groups.
    pub shares: Vec<Share>,
    /// The number of all groups.
    pub shares_total: u64,
    /// The days before, if they were asked for.
    pub before: Option<Before>,
}

/// The facts of who acted.
pub fn attribution(
    acting: Acting,
    records: Records<'_>,
    followed: &[usize],
    window_from: Time,
    credentials: &[Credential],
    limits: &mut Limits,
) -> Attribution {
    let mut shares = acting.shares;
    limits.note("groups of the principals' calls", shares.len(), acting.shares_total);
    let mut ids: HashMap<&str, &str> = HashMap::new();
    for credential in credentials {
        for key in &credential.access_keys {
            ids.entry(key).or_insert(&credential.id);
        }
    }
    for share in &mut shares {
        let id = share.access_key.as_deref().and_then(|key| ids.get(key));
        share.credential = id.map(|id| id.to_string());
    }
    let novelty = acting.before.map(|before| novelty(before, records, followed, window_from));
    Attribution { baseline: acting.baseline, shares, novelty }
}

fn novelty(before: Before, records: Records<'_>, followed: &[usize], to: Time) -> Novelty {
    let mut new: BTreeMap<(&'static str, String), Vec<usize>> = BTreeMap::new();
    for index in followed {
        for thing in things(&records.0[*index]) {
            if !before.seen.contains(&thing) {
                new.entry(thing).or_default().push(*index);
            }
        }
    }
    let entry = |((kind, value), group): ((&str, String), Vec<usize>)| {
        Some(New {
            kind: kind.into(),
            value,
            first: records.span(&group)?.0,
            outcomes: records.outcomes(&group),
            evidence: records.evidence(&group),
        })
    };
    Novelty {
        from: before.from,
        calls_before: before.calls,
        first_before: before.first,
        days_with_calls: before.days.len() as u64,
        days: u64::try_from(((to - before.from).num_hours() + 23) / 24).unwrap_or(0),
        new: new.into_iter().filter_map(entry).collect(),
    }
}

fn things(record: &Record) -> Vec<(&'static str, String)> {
    let text = |kind, value: &Option<arcstr::ArcStr>| value.as_deref().map(|v| (kind, v.to_string()));
    let call = ("call", format!("{}: {}", record.event_source, record.event_name));
    let others = [
        text("region", &record.region),
        text("address", &record.address),
        text("user agent", &record.user_agent),
    ];
    std::iter::once(call).chain(others.into_iter().flatten()).collect()
}
