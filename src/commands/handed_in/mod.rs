//! What `investigate` was given: keys, findings and a window, made into one subject.

mod keys;
mod read;
mod window;

use crate::cli::Investigate;
use crate::finding::{self, Finding};
use crate::incident::{Asked, Gap, GapKind, GivenBy, Subject, SubjectKey};
use crate::subject::{AccessKeyId, Window, shown};
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

/// The longest principal ID that is looked for: an ID and a session name are less than half of it.
const LONGEST_PRINCIPAL: usize = 256;

/// The subject, the window, and what must be said about them.
pub struct HandedIn {
    /// Keys, findings and window, for the facts.
    pub subject: Subject,
    /// The window.
    pub window: Window,
    /// Sentences for stderr.
    pub notes: Vec<String>,
    /// What was handed in and is not followed.
    pub gaps: Vec<Gap>,
    /// How many secrets the findings held, by what they were.
    pub masked: BTreeMap<String, u64>,
}

/// Checks and joins everything that was given.
pub fn handed_in(args: &Investigate, interrupt: &AtomicBool) -> Result<HandedIn, String> {
    let given = args
        .access_keys
        .iter()
        .map(|key| AccessKeyId::parse(key).map_err(|error| format!("--access-key {error}")))
        .collect::<Result<Vec<_>, _>>()?;
    let mut findings = Vec::new();
    for path in &args.findings {
        findings.extend(finding::parse(&path.display().to_string(), &read::text(path, interrupt)?)?);
    }
    let mut findings = finding::merged(findings);
    let mut notes = Vec::new();
    for finding in findings.iter().filter(|f| f.reported.sample) {
        notes.push(format!(
            "the finding {} is marked as a sample: nothing of it happened",
            shown(&finding.reported.id)
        ));
    }
    let keys::Keys { keys, not_followed } = keys::keys(given, &mut findings)?;
    notes.extend(not_followed.iter().map(|finding| finding.sentence.clone()));
    let principal_ids = principals(&mut findings, &mut notes);
    let (window, window_rule) = window::window(args, &findings, &mut notes)?;
    let mut masked = BTreeMap::new();
    for (kind, count) in findings.iter().flat_map(|finding| &finding.masked.kinds) {
        *masked.entry(kind.to_string()).or_default() += count;
    }
    let first = keys.first().map(|key| key.kind.clone());
    let subject = Subject {
        credential_type: first,
        credential_type_rule: Some("prefix of the access key ID (IAM user guide, unique identifiers)".into()),
        access_keys: keys.iter().map(|key| key.access_key.clone()).collect(),
        keys,
        from: window.from(),
        to: window.to(),
        window_rule,
        findings: findings.into_iter().map(|f| f.reported).collect(),
        principal_ids,
        ..Subject::default()
    };
    let gaps = not_followed.into_iter().map(keys::gap).collect();
    Ok(HandedIn { subject, window, notes, gaps, masked })
}

/// The principals that real findings name, those that no principal can be called left out.
fn principals(findings: &mut [Finding], notes: &mut Vec<String>) -> Vec<String> {
    for finding in findings.iter_mut() {
        let (short, long) =
            finding.principals.drain(..).partition(|principal| principal.len() <= LONGEST_PRINCIPAL);
        let long: Vec<String> = long;
        let what = finding.what();
        notes.extend(long.iter().map(|principal| {
            format!(
                "{what} names the principal `{}`, which is longer than any; it is not looked for",
                shown(principal)
            )
        }));
        finding.principals = short;
        finding.reported.principal_ids.clone_from(&finding.principals);
    }
    let real = findings.iter().filter(|finding| !finding.reported.sample);
    let mut ids: Vec<String> = real.flat_map(|finding| finding.principals.clone()).collect();
    ids.sort();
    ids.dedup();
    ids
}

/// A finding names one session key; the principal may have had others. Those that were added are told.
pub fn other_sessions(subject: &Subject) -> Option<Gap> {
    let added: Vec<&SubjectKey> = subject.keys.iter().filter(|key| key.given_by == GivenBy::Added).collect();
    let also: String = added
        .iter()
        .map(|key| format!(" {} was added: {}.", key.access_key, key.reason.as_deref().unwrap_or_default()))
        .collect();
    (!subject.principal_ids.is_empty()).then(|| {
        let what = format!(
            "The findings name the principal {}; only the keys {} and what came of them were followed.{also}",
            subject.principal_ids.join(", "),
            subject.access_keys.join(", ")
        );
        Gap::of(GapKind::PrincipalNotFollowed, what)
            .effect("Other sessions of the same principal, legitimate or not, are not in this report.")
            .remedy("List the principal's other keys with `keytrail query`, and add those that are in doubt with --access-key.")
            .touches(&[Asked::Called, Asked::Span])
    })
}
