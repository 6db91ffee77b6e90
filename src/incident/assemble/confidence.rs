//! How far statements of the analysis can be relied on: classes by rule, and the rule is the reason.

use crate::address;
use crate::baseline::Baseline;
use crate::catalog::Question;
use crate::incident::{Class, Confidence, Outcomes, ReportedFinding, Whence};
use Class::{High, Low, Moderate};

fn by(class: Class, rule: &str) -> Option<Confidence> {
    Some(Confidence { class, reason: rule.into() })
}

/// Of a finding: whether the records say it, or it is inferred from them.
pub fn of_finding(inferred: bool, disputed: bool) -> Option<Confidence> {
    match (inferred, disputed) {
        (_, true) => by(Low, "a finding that was handed in says otherwise"),
        (true, false) => by(Moderate, "inferred from a circumstance of the calls"),
        (false, false) => by(High, "the records say that these calls were made"),
    }
}

/// Of a technique: whether a question stands for it alone, and whether a call succeeded.
pub fn of_technique(questions: &[&Question], outcomes: Outcomes) -> Option<Confidence> {
    let recorded = || questions.iter().filter(|q| q.header.likelihood.is_none());
    let alone = recorded().any(|q| q.header.techniques.len() == 1);
    match (alone, outcomes.succeeded > 0) {
        (true, true) => by(High, "a call that succeeded stands for it alone"),
        (true, false) => by(Moderate, "its calls stand for it alone; none succeeded"),
        (false, true) if recorded().next().is_none() => {
            by(Moderate, "inferred from a circumstance of the calls")
        }
        (false, true) => by(Moderate, "its calls serve other ends, too"),
        (false, false) => by(Low, "its calls serve other ends, too, and none succeeded"),
    }
}

/// What is known besides the records of whose a place is.
pub struct Known<'a> {
    /// Findings that were handed in.
    pub findings: &'a [ReportedFinding],
    /// What the operator declared as the owner's.
    pub declared: &'a Baseline,
}

/// Of an address as an indicator.
pub fn of_address(value: &str, whence: Whence) -> Option<Confidence> {
    match (address::ip(value), whence) {
        (None, _) if address::is_service(value) => {
            by(Low, "a service acted; where the call came from is not told")
        }
        (None, _) => by(Low, "not an address as recorded"),
        (Some(ip), _) if address::in_many_networks(ip) => by(Low, "hosts of many networks have this address"),
        (_, Whence::Reported) => by(High, "a finding that was handed in names it, too"),
        (_, Whence::UsedElsewhere) => by(
            Moderate,
            "the credential of a machine was used from there, and not on it; addresses change hands",
        ),
        (_, Whence::Undeclared) => by(Moderate, "not of the owner's declared places; addresses change hands"),
        _ => by(Low, "nothing tells it from the owner's own"),
    }
}

impl Known<'_> {
    /// Findings that report somebody else's place: no samples, and none that calls the caller's account affiliated.
    pub fn foreign(&self) -> impl Iterator<Item = &ReportedFinding> {
        self.findings.iter().filter(|finding| !finding.sample && finding.affiliated != Some(true))
    }

    /// Of an account outside that a record names.
    pub fn of_account(&self, account: &str) -> Option<Confidence> {
        match self.foreign().any(|finding| finding.remote_account.as_deref() == Some(account)) {
            true => by(High, "a finding that was handed in names it, too"),
            false => by(Moderate, "the record names it; whose it is, is not known"),
        }
    }
}

/// Of a user agent as an indicator.
pub fn of_user_agent() -> Option<Confidence> {
    by(Low, "the caller chooses it")
}

/// Of an identity that was made, by a service or not.
pub fn of_identity(by_service: bool) -> Option<Confidence> {
    match by_service {
        false => by(High, "the record names it as made by a followed credential"),
        true => by(
            Moderate,
            "a service made it for a followed credential; for which of its calls, no record says",
        ),
    }
}

/// Of what a finding names.
pub fn of_report() -> Option<Confidence> {
    by(Moderate, "a finding that was handed in names it, and nothing else")
}
