//! One indicator.

use super::confidence;
use crate::incident::{Confidence, Evidence, Indicator, IndicatorKind, ReportedFinding, Tally};

const NOT_IN_THE_RECORDS: &str = "reported; no collected record of a followed credential names it";

/// What calls have in common.
pub fn indicator(
    kind: IndicatorKind,
    tally: Tally,
    role: &str,
    note: String,
    confidence: Option<Confidence>,
) -> Indicator {
    Indicator {
        kind,
        value: tally.value,
        role: role.into(),
        count: tally.outcomes.total,
        first: tally.first,
        last: tally.last,
        note,
        confidence,
        evidence: tally.evidence,
    }
}

/// What only a finding names, with the times that it gives.
pub fn reported(kind: IndicatorKind, value: &str, finding: &ReportedFinding) -> Option<Indicator> {
    let first = finding.first_seen.or(finding.created_at)?;
    Some(Indicator {
        kind,
        value: value.into(),
        role: "reported by a finding as the caller's".into(),
        count: 0,
        first,
        last: finding.last_seen.unwrap_or(first),
        note: NOT_IN_THE_RECORDS.into(),
        confidence: confidence::of_report(),
        evidence: Evidence::default(),
    })
}
