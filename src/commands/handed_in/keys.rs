//! The keys that are followed, and who named each. A finding without one is carried, and refused only where no key is
//! left to follow.

use crate::finding::Finding;
use crate::incident::{Asked, Gap, GapKind, GivenBy, SubjectKey};
use crate::lineage::key_kind;
use crate::subject::AccessKeyId;

/// The keys of a run.
pub struct Keys {
    /// Each once: those of the operator first, then in the order of the findings.
    pub keys: Vec<SubjectKey>,
    /// Findings of which nothing is followed by itself, and those that name an ID that is no key.
    pub not_followed: Vec<NotFollowed>,
}

/// A finding without a key that can be followed.
pub struct NotFollowed {
    /// What it names, one sentence.
    pub sentence: String,
    /// How its key may be looked for.
    look: Option<String>,
}

/// The keys that the operator gave and that the findings name. Those that can be used are noted in each finding.
pub fn keys(given: Vec<AccessKeyId>, findings: &mut [Finding]) -> Result<Keys, String> {
    let mut keys: Vec<SubjectKey> = Vec::new();
    let mut add = |key: AccessKeyId, given_by| {
        if keys.iter().all(|known| known.access_key != key.as_str()) {
            let kind = key_kind(key.as_str(), None);
            keys.push(SubjectKey { access_key: key.as_str().into(), kind, given_by, reason: None });
        }
    };
    given.into_iter().for_each(|key| add(key, GivenBy::Operator));
    let mut not_followed = Vec::new();
    for finding in findings.iter_mut() {
        let (usable, wrong): (Vec<_>, Vec<_>) =
            finding.access_keys.iter().map(|key| AccessKeyId::parse(key)).partition(Result::is_ok);
        for key in usable.into_iter().flatten() {
            finding.reported.access_keys.push(key.as_str().into());
            add(key, GivenBy::Finding);
        }
        let wrong: Vec<String> = wrong.into_iter().filter_map(Result::err).collect();
        let names = if finding.reported.sample { "is a sample and names" } else { "names" };
        let what = finding.what();
        let sentence = match (finding.reported.access_keys.is_empty(), wrong.is_empty()) {
            (_, false) => format!("{what} {names} no usable access key: {}", wrong.join("; ")),
            (true, true) => format!("{what} {names} no usable access key, but {}", finding.instead_of_key()),
            (false, true) => continue,
        };
        not_followed.push(NotFollowed { sentence, look: finding.where_to_look() });
    }
    match (keys.is_empty(), not_followed.as_slice()) {
        (true, [first, others @ ..]) => {
            let more = match others.len() {
                0 => String::new(),
                more => format!(" (nor do {more} more findings)"),
            };
            let look = findings.iter().find_map(Finding::where_to_look);
            let look = look.map(|look| format!("; {look}")).unwrap_or_default();
            let first = &first.sentence;
            Err(format!("{first}{more}; give the key with --access-key{look}"))
        }
        _ => Ok(Keys { keys, not_followed }),
    }
}

/// The gap that such a finding is.
pub fn gap(finding: NotFollowed) -> Gap {
    let what = format!("{}.", finding.sentence.trim_start_matches("--finding "));
    let look = finding.look.map(|look| format!(" {look}.")).unwrap_or_default();
    let remedy = format!(
        "If it belongs to this incident, find the key that was used (a function, a task or an instance acts with keys of its role) and add it with --access-key.{look}"
    );
    Gap::of(GapKind::FindingNotFollowed, what)
        .effect("What that finding is about is followed only as far as the keys of this report did it.")
        .remedy(remedy)
        .touches(&[Asked::Called, Asked::Span])
}
