//! The draft of a report to AWS Trust & Safety. Its reader may be the attacker: it names no resource of ours, no
//! full key, no request parameter.

use super::templates::value;
use super::{Extract, Templates};
use crate::incident::{Incident, Indicator};
use crate::subject::rfc3339;
use minijinja::context;

/// Lines of evidence in the draft.
const LINES: usize = 20;

/// Files of the folder `abuse/`: the draft, or a note that says why there is none and what to do.
pub fn draft(
    incident: &Incident,
    templates: &Templates,
    extract: Option<&Extract>,
) -> Result<Vec<(String, Vec<u8>)>, String> {
    let note = |text: String| Ok(vec![("abuse/README.txt".to_string(), text.into_bytes())]);
    let addresses: Vec<&Indicator> = incident
        .indicators
        .iter()
        .filter(|i| matches!(i.kind.as_str(), "ipv4" | "ipv6") && is_public(&i.value))
        .collect();
    if incident.subject.findings.iter().any(|f| f.affiliated == Some(true)) {
        return note("DO NOT SEND AN ABUSE REPORT.\nGuardDuty says that the remote account is affiliated with yours. Follow it up inside the organisation.\n".into());
    }
    if incident.totals.outcomes.total == 0 {
        return note("No abuse report was drafted: the logs hold no request of the credential.\n".into());
    }
    if incident.case.contact.is_none() {
        return note("No abuse report was drafted: AWS needs an address to reply to.\nWrite it to keytrail.toml and run again with --config keytrail.toml:\n\n[organisation]\nname = \"Example Ltd\"\ncontact = \"security@example.com\"\n".into());
    }
    let named = incident.subject.findings.iter().find(|f| f.remote_account.is_some());
    let remote_account = named.and_then(|f| f.remote_account.clone());
    let affiliation_unknown = named.is_some_and(|f| f.affiliated.is_none());
    if addresses.is_empty() && remote_account.is_none() {
        return note(
            "No abuse report was drafted: no public source address and no remote account is known.\n".into(),
        );
    }
    let source = addresses.first().map_or_else(
        || format!("account {}", remote_account.clone().unwrap_or_default()),
        |a| a.value.clone(),
    );
    let env = templates.environment(None)?;
    let template = env.get_template("en/abuse_report.txt").map_err(|error| error.to_string())?;
    let derived = context! {
        source => source,
        addresses => value(&addresses),
        remote_account => remote_account.unwrap_or_default(),
        affiliation_unknown => affiliation_unknown,
        masked_key => incident.subject.access_keys.iter().map(|key| masked(key)).collect::<Vec<_>>().join(", "),
        minted => incident.credentials.iter().filter(|c| c.depth > 0 && c.not_followed.is_none()).count(),
        lines => lines(incident),
        mitigation => mitigation(incident),
        extract_shown => extract.map_or(0, |e| e.shown),
        extract_total => extract.map_or(0, |e| e.total),
        extract_sha256 => extract.map_or("", |e| &e.sha256),
    };
    let facts = context! { case => value(&incident.case), subject => value(&incident.subject), totals => value(&incident.totals) };
    let text = template
        .render(context! { ..derived, ..facts })
        .map_err(|error| format!("rendering the abuse draft: {error}"))?;
    let mut files = vec![("abuse/aws-report.txt".to_string(), text.into_bytes())];
    files.extend(
        extract.filter(|e| e.shown > 0).map(|e| ("abuse/aws-extract.csv".to_string(), e.csv.clone())),
    );
    Ok(files)
}

/// `AKIA…MPLE`: enough to recognise, not to use.
fn masked(key: &str) -> String {
    match (key.get(..4), key.len().checked_sub(4).and_then(|end| key.get(end..))) {
        (Some(start), Some(end)) if key.len() > 12 => format!("{start}...{end}"),
        _ => "masked".into(),
    }
}

pub(super) fn is_public(address: &str) -> bool {
    match address.parse() {
        Ok(std::net::IpAddr::V4(v4)) => {
            !(v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_unspecified())
        }
        Ok(std::net::IpAddr::V6(v6)) => !(v6.is_loopback() || v6.is_unspecified()),
        Err(_) => false,
    }
}

/// One event a line: time, address, call, result, event ID. No target and no parameter.
fn lines(incident: &Incident) -> Vec<String> {
    let public = incident.timeline.iter().filter(|row| row.source_ip.as_deref().is_some_and(is_public));
    let line = |row: &crate::incident::TimelineRow| {
        format!(
            "{}  {}  {} {}  {}  {}  eventID {}",
            rfc3339(row.first),
            row.source_ip.as_deref().unwrap_or_default(),
            row.event_source,
            row.event_name,
            row.region.as_deref().unwrap_or("region not recorded"),
            row.error_code.as_deref().unwrap_or("ok"),
            row.evidence.items.first().map_or("not recorded", |item| item.event_id.as_str())
        )
    };
    public.take(LINES).map(line).collect()
}

fn mitigation(incident: &Incident) -> String {
    match incident.credentials.first() {
        Some(subject) if subject.usable.value == "not usable" => {
            format!("The credential can no longer be used: {}.", subject.usable.reason)
        }
        _ => "OPERATOR INPUT REQUIRED: revoke the credential before sending this.".into(),
    }
}
