//! The draft of a report to AWS Trust & Safety. Its reader may be the attacker: it names no resource of ours, no
//! full key, no request parameter.

use super::encode::visible;
use super::sums::Source;
use super::templates::value;
use super::{Extract, Templates};
use crate::incident::{Credential, Incident, Obtained, ReportedFinding, Usability};
use crate::vocabulary::{account_in, and_more, is_account};
use chrono::TimeDelta;
use minijinja::{Value, context};
use std::collections::BTreeSet;

/// The draft in a case; where there is none, a note stands beside its place.
pub const DRAFT: &str = "abuse/aws-report.txt";
/// Source addresses in the draft; the file beside it holds the others.
const SOURCES: usize = 20;
/// Credentials named one by one.
const NAMED: usize = 10;
/// Days after which a report is old.
const OLD: i64 = 30;

const AFFILIATED: &str = "DO NOT SEND AN ABUSE REPORT.\nThe finding says that the remote account is affiliated with yours. Follow it up inside the organisation.\n";
const NO_REQUEST: &str = "No abuse report was drafted: the logs hold no request of the credential.\n";
const NO_CONTACT: &str = "No abuse report was drafted: AWS needs an address to reply to.\nWrite it to keytrail.toml and run again with --config keytrail.toml:\n\n[organisation]\nname = \"Example Ltd\"\ncontact = \"security@example.com\"\n";
const NO_EVENTS: &str = "No abuse report was drafted: the collected events of the case (evidence/index.jsonl and evidence/events.jsonl) are not there to draw it from.\n";
const NO_SOURCE: &str = "No abuse report was drafted: no request came from a public address that is neither yours nor an AWS service's, or through a VPC endpoint of another account, and no remote account is known.\n";
const NO_BASIS: &str = "No abuse report was drafted: no baseline says what is yours, no finding names the caller's address or account, and so nothing tells which of these addresses are not yours. Mark them: declare your networks in keytrail.toml ([baseline] networks) or with --own-network and run again; what came from outside of them is then drafted.\n";

/// Files of the folder `abuse/`: the draft, or a note that says why there is none and what to do.
pub fn draft(
    incident: &Incident,
    templates: &Templates,
    extract: Option<&Extract>,
) -> Result<Vec<(String, Vec<u8>)>, String> {
    let note = |text: &str| Ok(vec![("abuse/README.txt".to_string(), text.as_bytes().to_vec())]);
    // A sample finding names made-up accounts.
    let real: Vec<&ReportedFinding> = incident.subject.findings.iter().filter(|f| !f.sample).collect();
    let (affiliated, others): (Vec<&ReportedFinding>, Vec<_>) =
        real.into_iter().partition(|f| f.affiliated == Some(true));
    let affiliated = each_once(affiliated);
    let findings = each_once(others.into_iter().filter(|f| f.remote_account.is_some()).collect());
    if !affiliated.is_empty() && findings.is_empty() {
        return note(AFFILIATED);
    }
    if incident.totals.outcomes.total == 0 {
        return note(NO_REQUEST);
    }
    if incident.case.contact.is_none() {
        return note(NO_CONTACT);
    }
    let Some(extract) = extract else { return note(NO_EVENTS) };
    let sums = &extract.sums;
    let sources = sums.sources();
    let reported = findings.iter().find_map(|f| f.remote_account.as_deref());
    let (owned, others) = accounts(incident, extract);
    let source = match (sources.first(), reported) {
        (Some(source), _) => {
            let first = match source.account {
                Some(account) => format!("VPC endpoint {} of account {account}", source.value),
                None => source.value.to_string(),
            };
            let what =
                if sources.iter().all(|source| source.account.is_none()) { "address" } else { "source" };
            match (sources.len() - 1, what) {
                (0, _) => first,
                (1, what) => format!("{first} and 1 other {what}"),
                (others, "address") => format!("{first} and {others} other addresses"),
                (others, what) => format!("{first} and {others} other {what}s"),
            }
        }
        (None, Some(account)) => format!("account {account}"),
        (None, None) => return note(&no_source(incident, extract)),
    };
    let (endpoints, addresses): (Vec<&Source<'_>>, Vec<_>) =
        sources.iter().partition(|s| s.account.is_some());
    let span = sums.span();
    let derived = context! {
        source => source,
        addresses => value(&addresses[..addresses.len().min(SOURCES)]),
        addresses_total => addresses.len(),
        endpoints => value(&endpoints[..endpoints.len().min(SOURCES)]),
        endpoints_total => endpoints.len(),
        // Encoded place by place.
        unknown_addresses => extract.apart.addresses().map(Value::from_safe_string),
        unknown_endpoints => extract.apart.endpoints().map(Value::from_safe_string),
        findings => value(&findings),
        affiliated => value(&affiliated),
        outsiders => value(outsiders(incident)),
        own_accounts => value(owned),
        other_accounts => value(others),
        masked_keys => incident.subject.access_keys.iter().map(|key| masked(key)).collect::<Vec<_>>(),
        outcomes => value(sums.outcomes),
        first => span.as_ref().map(|span| span.0.clone()),
        last => span.map(|span| span.1),
        services => value(sums.services()),
        hosts => value(sums.hosts()),
        without_host => sums.without_host,
        derived_host => sums.has_derived_host(),
        beside => incident.credentials.iter().any(|c| c.beside.is_some()),
        by_obtained => sums.by_obtained,
        obtained => sums.obtained(),
        // Each word of them is encoded already, and the IDs at their ends must not be cut.
        lines => extract.lines.iter().cloned().map(Value::from_safe_string).collect::<Vec<_>>(),
        // Of our own words and numbers only.
        left_out => Value::from_safe_string(left_out(incident, extract)),
        usable => !still_usable(incident).is_empty(),
        over => subjects_are_over(incident) && still_usable(incident).is_empty(),
        old => old(incident),
        // Encoded part by part, for what is to be revoked must not be cut.
        mitigation => Value::from_safe_string(mitigation(incident)),
        extract_shown => extract.shown,
        extract_sha256 => extract.sha256.as_str(),
    };
    let facts =
        context! { case => value(&incident.case), requests_in_report => incident.totals.outcomes.total };
    let text = templates.render("en/abuse_report.txt", None, context! { ..derived, ..facts })?;
    let mut files = vec![(DRAFT.to_string(), text.into_bytes())];
    if extract.shown > 0 {
        files.push(("abuse/aws-extract.csv".to_string(), extract.csv.clone()));
    }
    Ok(files)
}

/// One of each finding: Security Hub passes GuardDuty's on, with an ARN that ends in the ID.
fn each_once(mut findings: Vec<&ReportedFinding>) -> Vec<&ReportedFinding> {
    let mut told = BTreeSet::new();
    findings.retain(|f| told.insert((f.remote_account.as_deref(), f.id.rsplit('/').next())));
    findings
}

/// Sessions that somebody of another account took by what a followed credential opened.
fn outsiders(incident: &Incident) -> Vec<&Obtained> {
    let obtained = incident.credentials.iter().filter_map(|credential| credential.obtained.as_ref());
    obtained.filter(|obtained| obtained.outsider.is_some()).take(NAMED).collect()
}

/// Accounts of the subject's principals, which are ours, and accounts that the records name besides: a partner's whose
/// bucket was reached is not.
fn accounts(incident: &Incident, extract: &Extract) -> (BTreeSet<String>, BTreeSet<String>) {
    let findings = &incident.subject.findings;
    let mut own = extract.sums.accounts.clone();
    own.extend(incident.subject.principals.iter().filter_map(|arn| account_in(arn)).map(str::to_string));
    own.extend(findings.iter().filter_map(|f| f.account_id.clone()));
    let reported = |account: &&String| findings.iter().any(|f| f.remote_account.as_ref() == Some(account));
    let mut others: BTreeSet<String> =
        incident.subject.accounts.iter().filter(|a| !own.contains(*a) && !reported(a)).cloned().collect();
    own.retain(|text| is_account(text));
    others.retain(|text| is_account(text));
    (own, others)
}

/// Why there is nothing to report, and the addresses of which nothing tells whose they are.
fn no_source(incident: &Incident, extract: &Extract) -> String {
    let left_out = left_out(incident, extract);
    match extract.apart.addresses() {
        Some(addresses) => format!("{NO_BASIS}{left_out}\n{addresses}"),
        None => format!("{NO_SOURCE}{left_out}"),
    }
}

/// What of the report's requests is not counted in the draft, and why: the numbers add up. For the reporter, not for AWS.
fn left_out(incident: &Incident, extract: &Extract) -> String {
    let apart = extract.apart.parts();
    let told: u64 = extract.sums.outcomes.total + apart.iter().map(|(count, _)| count).sum::<u64>();
    let explained = incident.totals.outcomes.total.saturating_sub(told);
    let parts = [(explained, "attributed to the owner by the declared baseline, or made by an AWS service")];
    let parts: Vec<String> = parts
        .iter()
        .chain(&apart)
        .filter(|(count, _)| *count > 0)
        .map(|(count, why)| format!("{count} {why}"))
        .collect();
    if parts.is_empty() { String::new() } else { format!("Not counted: {}.\n", parts.join("; ")) }
}

/// Whether the activity ended so long ago that AWS may not take the report. How long that is, AWS does not say.
fn old(incident: &Incident) -> bool {
    let times = incident.case.generated_at.zip(incident.totals.last);
    times.is_some_and(|(now, last)| now - last > TimeDelta::days(OLD))
}

/// `AKIA…MPLE`: enough to recognise, not to use.
fn masked(key: &str) -> String {
    match (key.get(..4), key.len().checked_sub(4).and_then(|end| key.get(end..))) {
        (Some(start), Some(end)) if key.len() > 12 => format!("{start}...{end}"),
        _ => "masked".into(),
    }
}

/// Credentials that were used, or are the subject's, and that the log does not show to be over.
fn still_usable(incident: &Incident) -> Vec<&Credential> {
    let counts = |c: &&Credential| c.not_followed.is_none() && (c.depth == 0 || c.outcomes.total > 0);
    incident.credentials.iter().filter(counts).filter(|c| c.usable.value != Usability::NotUsable).collect()
}

/// The credentials of the subject.
fn subjects(incident: &Incident) -> impl Iterator<Item = &Credential> {
    incident.credentials.iter().filter(|c| c.is_first())
}

fn subjects_are_over(incident: &Incident) -> bool {
    let mut usable = subjects(incident).map(|c| c.usable.value).peekable();
    usable.peek().is_some() && usable.all(|usable| usable == Usability::NotUsable)
}

fn mitigation(incident: &Incident) -> String {
    if !subjects_are_over(incident) {
        return "OPERATOR INPUT REQUIRED: revoke the credential before sending this.".into();
    }
    let reasons: Vec<String> = subjects(incident)
        .map(|c| format!("{}: {}", visible(&masked(&c.name)), visible(&c.usable.reason)))
        .collect();
    let over = format!("The credential can no longer be used ({}).", reasons.join("; "));
    let others: Vec<String> = still_usable(incident).iter().map(|c| visible(&c.id)).collect();
    if others.is_empty() {
        return over;
    }
    let more = others.len().saturating_sub(NAMED);
    format!(
        "{over} OPERATOR INPUT REQUIRED: revoke what came from it and may still be usable ({}{}; section 5 of the incident report), then delete this sentence.",
        others[..others.len() - more].join(", "),
        and_more(more)
    )
}
