//! What the events alone tell: no gap, no coverage and no credential of the lineage changes it.

use super::confidence::Known;
use super::limits::Limits;
use super::tally::Records;
use super::{Lookups, data_access, findings, indicators, or_none, resources, splits, timeline};
use crate::catalog::Catalog;
use crate::incident::{
    DataAccess, Finding, Indicator, QuestionResult, Resource, Technique, Time, TimelineRow, Totals,
};
use std::collections::{BTreeMap, BTreeSet};

/// The facts of the events.
pub struct Told {
    pub totals: Totals,
    pub timeline: Vec<TimelineRow>,
    pub resources: Vec<Resource>,
    pub data_access: Vec<DataAccess>,
    pub indicators: Vec<Indicator>,
    pub techniques: Vec<Technique>,
    pub questions: Vec<QuestionResult>,
    pub findings: Vec<Finding>,
    /// Lists that ended at a limit.
    pub limits: Limits,
}

/// What is known besides the events.
#[derive(Clone, Copy)]
pub struct Besides<'a> {
    /// IDs of the credentials.
    pub ids: &'a [String],
    /// Addresses that a finding places elsewhere than the question about instances.
    pub disputed: &'a BTreeSet<String>,
    /// What is known of addresses.
    pub known: &'a Known<'a>,
    /// What is known of techniques and tools.
    pub lookups: Lookups<'a>,
}

/// The facts of these events.
pub fn told(all: Records<'_>, indices: &[usize], catalog: &Catalog, besides: Besides<'_>) -> Told {
    let Besides { ids, disputed, known, lookups } = besides;
    let groups = findings::by_question(all, indices);
    let mut limits = Limits::default();
    Told {
        timeline: timeline::timeline(all, indices, ids, &mut limits),
        resources: resources::resources(all, indices, ids, &mut limits),
        totals: totals(all, indices),
        data_access: data_access::data_access(all, indices, catalog),
        indicators: indicators::indicators(all, indices, known, lookups.agent),
        techniques: findings::techniques(all, &groups, catalog, lookups.technique),
        questions: findings::question_results(all, &groups, catalog),
        findings: findings::findings(all, &groups, catalog, ids, disputed),
        limits,
    }
}

fn totals(all: Records<'_>, indices: &[usize]) -> Totals {
    let (uses, attempts) = all.uses(indices);
    let span = all.span(&uses);
    let mut hours: BTreeMap<(Time, String), u64> = BTreeMap::new();
    for index in indices {
        let record = &all.0[*index];
        let hour = record.time.timestamp().div_euclid(3600) * 3600;
        if let Some(hour) = Time::from_timestamp(hour, 0) {
            *hours.entry((hour, record.event_source.to_string())).or_default() += 1;
        }
    }
    Totals {
        after_end: None,
        unexplained: splits::unexplained(all, indices),
        attempts: (!attempts.is_empty()).then(|| all.part(&attempts)),
        outcomes: all.outcomes(indices),
        dry_runs: indices.iter().filter(|i| all.0[**i].is_dry_run()).count() as u64,
        refused_by_organisation: indices.iter().filter(|i| all.0[**i].refused_by_organisation).count() as u64,
        first: span.map(|s| s.0),
        last: span.map(|s| s.1),
        by_category: all.tallies(indices, |r| Some(r.category.as_str())),
        by_service: all.tallies(indices, |r| Some(&r.event_source)),
        by_region: all.tallies(indices, |r| Some(or_none(r.region.as_deref()))),
        by_address: all.tallies(indices, |r| Some(or_none(r.address.as_deref()))),
        by_user_agent: all.tallies(indices, |r| Some(or_none(r.user_agent.as_deref()))),
        by_error: all.tallies(indices, |r| r.error_code.as_deref()),
        by_hour: hours.into_iter().map(|((hour, service), count)| (hour, service, count)).collect(),
    }
}
