//! Findings and question results: one per question that fired.

use super::tally::Records;
use crate::catalog::Catalog;
use crate::incident::{FactEntry, Finding, QuestionResult, State, Technique};
use crate::vocabulary::{Outcome, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// How many targets a finding or a question names in full.
const TARGETS: usize = 20;

/// Events by question that claimed them, in order.
pub fn by_question(records: Records<'_>, indices: &[usize]) -> BTreeMap<usize, Vec<usize>> {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in indices {
        for claim in &records.0[*index].claims {
            let group = groups.entry(claim.question).or_default();
            if group.last() != Some(index) {
                group.push(*index);
            }
        }
    }
    groups
}

fn targets(records: Records<'_>, question: usize, indices: &[usize]) -> (Vec<FactEntry>, u64) {
    let claims = indices.iter().flat_map(|index| {
        let own = records.0[*index].claims.iter().filter(|c| c.question == question);
        own.map(|c| (*index, c.target.clone(), c.detail.clone()))
    });
    records.entries(&claims.collect::<Vec<_>>(), TARGETS)
}

/// Findings: questions whose gravest event is at least medium, in order of consequence.
pub fn findings(
    records: Records<'_>,
    groups: &BTreeMap<usize, Vec<usize>>,
    catalog: &Catalog,
    credential_ids: &[String],
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = groups
        .iter()
        .filter_map(|(number, indices)| {
            let question = &catalog.questions[*number];
            let severity = indices
                .iter()
                .map(|i| question.severity(records.0[*i].outcome == Outcome::Succeeded))
                .min()?;
            if severity > Severity::Medium {
                return None;
            }
            let outcomes = records.outcomes(indices);
            let (first, last) = records.span(indices)?;
            let (entries, targets_total) = targets(records, *number, indices);
            let credentials: BTreeSet<usize> =
                indices.iter().filter_map(|i| records.0[*i].credential).collect();
            let reason = if outcomes.succeeded == 0 {
                "attempted only: no call succeeded"
            } else {
                "at least one call succeeded"
            };
            Some(Finding {
                id: String::new(),
                question: question.id.clone(),
                title: question.header.title.clone(),
                category: question.category?,
                severity,
                severity_reason: reason.into(),
                state: State::Observed,
                outcomes,
                first,
                last,
                targets: entries,
                targets_total,
                credentials: credentials.into_iter().filter_map(|c| credential_ids.get(c).cloned()).collect(),
                techniques: question.header.techniques.clone(),
                why: question.header.why.clone(),
                harmless_when: question.header.harmless_when.clone(),
                next: question.header.next.clone(),
                evidence: records.evidence(indices),
            })
        })
        .collect();
    findings.sort_by(|a, b| {
        let rank = |f: &Finding| {
            (f.severity, f.outcomes.succeeded == 0, f.category, std::cmp::Reverse(f.outcomes.total))
        };
        rank(a).cmp(&rank(b)).then_with(|| a.question.cmp(&b.question))
    });
    for (number, finding) in findings.iter_mut().enumerate() {
        finding.id = format!("F-{:02}", number + 1);
    }
    findings
}

/// Every question that fired, by ID.
pub fn question_results(
    records: Records<'_>,
    groups: &BTreeMap<usize, Vec<usize>>,
    catalog: &Catalog,
) -> Vec<QuestionResult> {
    let result = |(number, indices): (&usize, &Vec<usize>)| {
        let question = &catalog.questions[*number];
        Some(QuestionResult {
            id: question.id.clone(),
            title: question.header.title.clone(),
            category: question.category?,
            outcomes: records.outcomes(indices),
            targets: targets(records, *number, indices).0,
            evidence: records.evidence(indices),
        })
    };
    groups.iter().filter_map(result).collect()
}

/// What is known of a technique: name, former ID, tactics.
pub type TechniqueFacts = (String, Option<String>, Vec<String>);

/// Techniques that events show, by ID. `lookup` gives what is known of a technique.
pub fn techniques(
    records: Records<'_>,
    groups: &BTreeMap<usize, Vec<usize>>,
    catalog: &Catalog,
    lookup: impl Fn(&str) -> Option<TechniqueFacts>,
) -> Vec<Technique> {
    let mut by_technique: BTreeMap<&str, (BTreeSet<usize>, BTreeSet<&str>)> = BTreeMap::new();
    for (number, indices) in groups {
        let question = &catalog.questions[*number];
        for technique in &question.header.techniques {
            let entry = by_technique.entry(technique).or_default();
            entry.0.extend(indices);
            entry.1.insert(&question.id);
        }
    }
    let row = |(id, (indices, questions)): (&str, (BTreeSet<usize>, BTreeSet<&str>))| {
        let indices: Vec<usize> = indices.into_iter().collect();
        let (name, formerly, tactics) = lookup(id).unwrap_or_default();
        Technique {
            id: id.into(),
            name,
            formerly,
            tactics,
            questions: questions.into_iter().map(str::to_string).collect(),
            outcomes: records.outcomes(&indices),
            evidence: records.evidence(&indices),
        }
    };
    by_technique.into_iter().map(row).collect()
}
