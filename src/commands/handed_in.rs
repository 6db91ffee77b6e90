//! What `investigate` was given: keys, findings and a window, made into one subject.

use crate::cli::Investigate;
use crate::finding::{self, Finding};
use crate::incident::{Gap, Subject};
use crate::lineage::key_kind;
use crate::subject::{AccessKeyId, Window, parse_time, rfc3339};
use chrono::TimeDelta;
use flate2::read::MultiGzDecoder;
use std::io::Read;
use std::path::Path;

/// Hours before the first and after the last sighting of a finding: GuardDuty aggregates, and sees a call only some
/// time after the theft.
const MARGIN_HOURS: i64 = 24;
/// Bytes of a file of findings, unpacked.
const LARGEST: u64 = 64 << 20;

/// The subject, the window, and what must be said about them.
pub struct HandedIn {
    /// Keys, findings and window, for the facts.
    pub subject: Subject,
    /// The window.
    pub window: Window,
    /// Sentences for stderr.
    pub notes: Vec<String>,
}

/// Checks and joins everything that was given.
pub fn handed_in(args: &Investigate) -> Result<HandedIn, String> {
    let mut keys = args
        .access_keys
        .iter()
        .map(|key| AccessKeyId::parse(key).map_err(|error| format!("--access-key {error}")))
        .collect::<Result<Vec<_>, _>>()?;
    let mut findings = Vec::new();
    for path in &args.findings {
        let found = finding::parse(&path.display().to_string(), &read(path)?)?;
        for finding in &found {
            keys.extend(keys_of(finding, !args.access_keys.is_empty())?);
        }
        findings.extend(found);
    }
    let mut unique: Vec<AccessKeyId> = Vec::new();
    for key in keys {
        if !unique.contains(&key) {
            unique.push(key);
        }
    }
    let mut notes = Vec::new();
    for finding in findings.iter().filter(|f| f.reported.sample) {
        notes.push(format!(
            "the finding {} is marked as a sample: nothing of it happened",
            finding.reported.id.escape_debug()
        ));
    }
    let window = window(args, &findings, &mut notes)?;
    let names: Vec<String> = unique.iter().map(|key| key.as_str().to_string()).collect();
    let mut principal_ids: Vec<String> = findings.iter().flat_map(|f| f.principals.clone()).collect();
    principal_ids.sort();
    principal_ids.dedup();
    let subject = Subject {
        credential_type: names.first().map(|key| key_kind(key, None)),
        credential_type_rule: Some("prefix of the access key ID (IAM user guide, unique identifiers)".into()),
        access_keys: names,
        from: window.from(),
        to: window.to(),
        findings: findings.into_iter().map(|f| f.reported).collect(),
        principal_ids,
        ..Subject::default()
    };
    Ok(HandedIn { subject, window, notes })
}

fn read(path: &Path) -> Result<String, String> {
    let shown = path.display();
    let wrong = |error: std::io::Error| {
        format!("--finding {shown} cannot be read: {error}; give a file of JSON, or - for standard input")
    };
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
    };
    read.map_err(wrong)?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        MultiGzDecoder::new(&*bytes).take(LARGEST + 1).read_to_end(&mut unpacked).map_err(wrong)?;
        bytes = unpacked;
    }
    if bytes.len() as u64 > LARGEST {
        return Err(format!(
            "--finding {shown} is larger than 64 MiB; give only the findings of this incident"
        ));
    }
    String::from_utf8(bytes)
        .map_err(|_| format!("--finding {shown} is not UTF-8 text; give the finding as JSON"))
}

/// The keys of one finding. Without any, there is nothing to follow unless the operator names a key.
fn keys_of(finding: &Finding, operator_gave_key: bool) -> Result<Vec<AccessKeyId>, String> {
    let reported = &finding.reported;
    let what = format!("--finding {} ({})", reported.id.escape_debug(), reported.finding_type.escape_debug());
    if finding.access_keys.is_empty() && !operator_gave_key {
        let names = if reported.sample { "is a sample and names" } else { "names" };
        return Err(format!(
            "{what} {names} no usable access key, but {}; give the key with --access-key",
            finding.instead_of_key()
        ));
    }
    finding
        .access_keys
        .iter()
        .map(|key| AccessKeyId::parse(key).map_err(|error| format!("{what}: {error}")))
        .collect()
}

/// The window: as given, else around what the findings saw.
fn window(args: &Investigate, findings: &[Finding], notes: &mut Vec<String>) -> Result<Window, String> {
    let first = findings.iter().filter_map(|f| f.reported.first_seen.or(f.reported.last_seen)).min();
    let last = findings.iter().filter_map(|f| f.reported.last_seen.or(f.reported.first_seen)).max();
    let margin = TimeDelta::hours(MARGIN_HOURS);
    let bound = |flag: &str, given: &Option<String>, seen: Option<crate::incident::Time>| match (given, seen)
    {
        (Some(text), _) => parse_time(flag, text),
        (None, Some(time)) => Ok(time),
        (None, None) => {
            Err(format!("{flag} is missing and no finding says when it was seen; add {flag} TIME"))
        }
    };
    let from = bound("--from", &args.from, first.and_then(|time| time.checked_sub_signed(margin)))?;
    let to = bound("--to", &args.to, last.and_then(|time| time.checked_add_signed(margin)))?;
    let window = Window::new(from, to)?;
    if args.from.is_none() || args.to.is_none() {
        notes.push(format!(
            "window {} to {}: the findings' first and last sighting with {MARGIN_HOURS} hours on each open side; --from and --to set it",
            rfc3339(from),
            rfc3339(to)
        ));
    }
    Ok(window)
}

/// A finding names one session key; the principal may have had others. `added` are those of them that are followed.
pub fn other_sessions(subject: &Subject, added: &[String]) -> Option<Gap> {
    let also = if added.is_empty() {
        String::new()
    } else {
        format!(
            " No finding names {}: the principal used this from an address that the findings name.",
            added.join(", ")
        )
    };
    (!subject.principal_ids.is_empty()).then(|| Gap {
        id: String::new(),
        kind: "principal_not_followed".into(),
        what: format!(
            "The findings name the principal {}; only the keys {} and what came of them were followed.{also}",
            subject.principal_ids.join(", "),
            subject.access_keys.join(", ")
        ),
        effect: "Other sessions of the same principal, legitimate or not, are not in this report.".into(),
        remedy: "List the principal's other keys with `keytrail query`, and add those that are in doubt with --access-key.".into(),
        questions: vec![2, 11],
        affects_exit_code: false,
    })
}
