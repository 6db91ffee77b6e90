//! Findings and question results: one per question that fired.

use super::batches::Batches;
use super::confidence;
use super::tally::Records;
use crate::baseline::Actor;
use crate::catalog::{Catalog, Likelihood, Question, Tells};
use crate::incident::{FactEntry, Finding, Outcomes, QuestionResult, State, Technique};
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
    let batches = Batches::of(records, indices);
    let claims = indices.iter().flat_map(|index| {
        let own = records.0[*index].claims.iter().filter(|c| c.question == question);
        let own = own.filter(|claim| !batches.told(*index, claim.target.as_deref()));
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
    disputed: &BTreeSet<String>,
) -> Vec<Finding> {
    let each = groups.iter().filter_map(|(number, indices)| {
        finding(records, *number, indices, &catalog.questions[*number], credential_ids, disputed)
    });
    let mut findings: Vec<Finding> = each.collect();
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

fn finding(
    records: Records<'_>,
    number: usize,
    indices: &[usize],
    question: &Question,
    credential_ids: &[String],
    disputed: &BTreeSet<String>,
) -> Option<Finding> {
    let own_calls: Vec<usize> = indices.iter().copied().filter(|index| is_own(records, *index)).collect();
    let own = own_calls.len() as u64;
    let header = &question.header;
    // What is inferred from where a call came from is not inferred where the baseline knows the place.
    if header.likelihood.is_some() && own == indices.len() as u64 {
        return None;
    }
    let severity =
        indices.iter().map(|i| question.severity(records.0[*i].outcome == Outcome::Succeeded)).min()?;
    if severity > Severity::Medium {
        return None;
    }
    let outcomes = records.outcomes(indices);
    let (first, last) = records.span(indices)?;
    let (entries, targets_total) = targets(records, number, indices);
    let credentials: BTreeSet<usize> = indices.iter().filter_map(|i| records.0[*i].credential).collect();
    // All of its calls come from where a finding that was handed in places inside AWS.
    let address = |index: &usize| records.0[*index].address.as_deref();
    let disputed = question.tells_of(Tells::UsedOutsideAws)
        && indices.iter().all(|index| address(index).is_some_and(|a| disputed.contains(a)));
    let likelihood = if disputed { Some(Likelihood::Unlikely) } else { header.likelihood };
    Some(Finding {
        id: String::new(),
        question: question.id.clone(),
        title: header.title.clone(),
        category: question.category?,
        tells_of: header.tells_of.clone(),
        severity,
        severity_reason: reason(&outcomes, own),
        state: if header.likelihood.is_some() { State::Assessed } else { State::Observed },
        likelihood: likelihood.map(|likelihood| likelihood.as_str().into()),
        confidence: confidence::of_finding(header.likelihood.is_some(), disputed),
        outcomes,
        own_calls: own,
        own_succeeded: records.outcomes(&own_calls).succeeded,
        first,
        last,
        targets: entries,
        targets_total,
        credentials: credentials.into_iter().filter_map(|c| credential_ids.get(c).cloned()).collect(),
        techniques: header.techniques.clone(),
        why: header.why.clone(),
        harmless_when: header.harmless_when.clone(),
        next: header.next.clone(),
        evidence: records.evidence(indices),
    })
}

fn is_own(records: Records<'_>, index: usize) -> bool {
    records.0[index].actor == Actor::Own
}

/// Why a finding has its severity. Calls of the owner do not lower it: whether the owner made them rests on a
/// declaration.
fn reason(outcomes: &Outcomes, own: u64) -> String {
    let succeeded = match outcomes.succeeded {
        0 => "attempted only: no call succeeded",
        _ => "at least one call succeeded",
    };
    match own {
        0 => succeeded.into(),
        own if own == outcomes.total => {
            format!("{succeeded}; all are attributed to the owner by the declared baseline (own baseline)")
        }
        own => format!(
            "{succeeded}; {own} of {} calls are attributed to the owner by the declared baseline",
            outcomes.total
        ),
    }
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
    let mut by_technique: BTreeMap<&str, (BTreeSet<usize>, Vec<&Question>)> = BTreeMap::new();
    for (number, indices) in groups {
        let question = &catalog.questions[*number];
        for technique in &question.header.techniques {
            // What the owner did is no technique of anybody.
            let others: Vec<usize> =
                indices.iter().copied().filter(|index| !is_own(records, *index)).collect();
            if others.is_empty() {
                continue;
            }
            let entry = by_technique.entry(technique).or_default();
            entry.0.extend(others);
            entry.1.push(question);
        }
    }
    let row = |(id, (indices, questions)): (&str, (BTreeSet<usize>, Vec<&Question>))| {
        let indices: Vec<usize> = indices.into_iter().collect();
        let outcomes = records.outcomes(&indices);
        let names: BTreeSet<&str> = questions.iter().map(|question| question.id.as_str()).collect();
        let (name, formerly, tactics) = lookup(id).unwrap_or_default();
        Technique {
            id: id.into(),
            name,
            formerly,
            tactics,
            questions: names.into_iter().map(str::to_string).collect(),
            confidence: confidence::of_technique(&questions, outcomes),
            outcomes,
            evidence: records.evidence(&indices),
        }
    };
    let mut techniques: Vec<Technique> = by_technique.into_iter().map(row).collect();
    techniques.sort_by_key(|technique| technique.confidence.as_ref().map(|confidence| confidence.class));
    techniques
}
