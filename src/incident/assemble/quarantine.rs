//! AWS's own sign that a key is out: it attaches a policy to the user. No followed credential does that, so that
//! no finding tells of it; the call is collected because it changed a followed user. A responder may
//! attach the same policy: that is known by where the call came from, for AWS's own records name the user himself.

use super::tally::Records;
use crate::catalog::{Catalog, Tells};
use crate::incident::{Quarantine, Record};
use crate::vocabulary::{NOT_NAMED, Outcome};

/// Where AWS's own calls come from; what a service does for somebody comes from the service's name.
const AWS_ITSELF: &str = "AWS Internal";

/// Quarantines among the calls of others, in order of time.
pub fn quarantines(records: Records<'_>, catalog: &Catalog) -> Vec<Quarantine> {
    let of_others = |record: &Record| {
        record.credential.is_none() && record.corrected_by.is_none() && record.outcome == Outcome::Succeeded
    };
    let by_aws = |record: &Record| record.address.as_deref() == Some(AWS_ITSELF);
    let each = records.iter().enumerate().filter(|(_, record)| of_others(record) && by_aws(record));
    let quarantine = |(index, record): (usize, &Record)| {
        let quarantined = |question: usize| catalog.questions[question].tells_of(Tells::QuarantinedByAws);
        let claim = record.claims.iter().find(|claim| quarantined(claim.question))?;
        let by = record.user_arn.as_deref().or(record.address.as_deref());
        Some(Quarantine {
            time: record.time,
            user: claim.target.as_deref().unwrap_or(NOT_NAMED).into(),
            policy: claim.detail.as_deref().unwrap_or(NOT_NAMED).into(),
            by: by.unwrap_or(NOT_NAMED).into(),
            evidence: records.evidence(&[index]),
        })
    };
    each.filter_map(quarantine).collect()
}
