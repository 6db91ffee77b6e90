//! Counting: outcomes, tallies and the evidence beside every number.

use super::located::{Place, place};
use crate::incident::{Evidence, EvidenceItem, FactEntry, Outcomes, Part, Record, Tally, Time};
use crate::vocabulary::NOT_NAMED;
use arcstr::ArcStr;
use std::collections::{BTreeMap, BTreeSet};

/// An event's index with the target and detail of a claim on it.
pub type ClaimOn = (usize, Option<ArcStr>, Option<ArcStr>);

/// Collected events in order, so that an index is an evidence number.
#[derive(Clone, Copy)]
pub struct Records<'a>(pub &'a [Box<Record>]);

impl<'a> Records<'a> {
    /// All records, in order.
    pub fn iter(&self) -> impl Iterator<Item = &'a Record> + use<'a> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// The evidence of some events, given by index in ascending order.
    pub fn evidence(&self, indices: &[usize]) -> Evidence {
        let queries: BTreeSet<u16> = indices.iter().map(|i| self.0[*i].query).collect();
        let mut queries: Vec<String> = queries.into_iter().map(query_id).collect();
        queries.shrink_to_fit();
        Evidence {
            queries,
            count: indices.len() as u64,
            items: indices.iter().take(Evidence::SHOWN).map(|i| self.item(*i)).collect(),
        }
    }

    /// One event as evidence.
    pub fn item(&self, index: usize) -> EvidenceItem {
        EvidenceItem { e: evidence_id(index), event_id: self.0[index].event_id.to_string() }
    }

    /// Counts by outcome.
    pub fn outcomes(&self, indices: &[usize]) -> Outcomes {
        let mut counts = Outcomes::default();
        for index in indices {
            counts.add(self.0[*index].outcome);
        }
        counts
    }

    /// First and last time of some events; `None` when there are none.
    pub fn span(&self, indices: &[usize]) -> Option<(Time, Time)> {
        let first = indices.iter().map(|i| self.0[*i].time).min()?;
        let last = indices.iter().map(|i| self.0[*i].time).max()?;
        Some((first, last))
    }

    /// Those that show that whoever made them had the credential, and the attempts that do not.
    pub fn uses(&self, indices: &[usize]) -> (Vec<usize>, Vec<usize>) {
        indices.iter().partition(|index| !self.0[**index].only_tried())
    }

    /// How many of the requests these are, and when.
    pub fn part(&self, indices: &[usize]) -> Part {
        let span = self.span(indices);
        Part { count: indices.len() as u64, first: span.map(|s| s.0), last: span.map(|s| s.1) }
    }

    /// One tally per value, most frequent first, then by value.
    pub fn tallies(&self, indices: &[usize], value: impl Fn(&'a Record) -> Option<&'a str>) -> Vec<Tally> {
        let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for index in indices {
            if let Some(value) = value(&self.0[*index]) {
                groups.entry(value).or_default().push(*index);
            }
        }
        let mut tallies: Vec<Tally> =
            groups.into_iter().filter_map(|(value, group)| self.tally(value, &group)).collect();
        // Most lists are of one, and a vector that grows has room for four: a hundred thousand credentials have three each.
        tallies.shrink_to_fit();
        tallies.sort_by(|a, b| b.outcomes.total.cmp(&a.outcomes.total).then_with(|| a.value.cmp(&b.value)));
        tallies
    }

    fn tally(&self, value: &str, group: &[usize]) -> Option<Tally> {
        let (first, last) = self.span(group)?;
        Some(Tally {
            value: value.into(),
            outcomes: self.outcomes(group),
            first,
            last,
            evidence: self.evidence(group),
        })
    }

    /// Entries by target and detail, whatever the account and region, most frequent first, then by text; at most
    /// `limit`, and the number of all.
    pub fn entries(&self, claims: &[ClaimOn], limit: usize) -> (Vec<FactEntry>, u64) {
        self.grouped(claims, limit, |_, _| Place::default())
    }

    /// The same, with what has one name in several accounts or regions told apart.
    pub fn entries_by_place(&self, claims: &[ClaimOn], limit: usize) -> (Vec<FactEntry>, u64) {
        self.grouped(claims, limit, |index, target| place(&self.0[index], target))
    }

    fn grouped(
        &self,
        claims: &[ClaimOn],
        limit: usize,
        place: impl Fn(usize, &str) -> Place,
    ) -> (Vec<FactEntry>, u64) {
        let not_named: ArcStr = NOT_NAMED.into();
        let mut groups: BTreeMap<EntryKey, Vec<usize>> = BTreeMap::new();
        for (index, target, detail) in claims {
            let place = target.as_deref().map(|target| place(*index, target)).unwrap_or_default();
            let target = target.clone().unwrap_or_else(|| not_named.clone());
            groups.entry((target, detail.clone(), place)).or_default().push(*index);
        }
        let total = groups.len() as u64;
        let mut groups: Vec<_> = groups.into_iter().collect();
        // The map's order breaks ties: the sort is stable.
        groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.len()));
        groups.truncate(limit);
        let text = |value: Option<ArcStr>| value.as_deref().map(str::to_string);
        let entry = |((target, detail, place), group): (EntryKey, Vec<usize>)| {
            let (first, last) = self.span(&group)?;
            Some(FactEntry {
                target: target.to_string(),
                detail: text(detail),
                account: text(place.account),
                region: text(place.region),
                outcomes: self.outcomes(&group),
                first,
                last,
                evidence: self.evidence(&group),
            })
        };
        (groups.into_iter().filter_map(entry).collect(), total)
    }
}

/// What a fact's entries are told apart by.
type EntryKey = (ArcStr, Option<ArcStr>, Place);

/// `E-000001` for index 0.
pub fn evidence_id(index: usize) -> String {
    format!("E-{:06}", index + 1)
}

/// `Q-001` for statement 1.
pub fn query_id(number: u16) -> String {
    format!("Q-{number:03}")
}
