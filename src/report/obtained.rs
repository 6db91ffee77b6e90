//! What came from the subject, by what it is: only a credential can be used, a machine runs and costs money, and what lets
//! others in has its own key. And which of it the log does not show as ended.

use super::containment::named;
use crate::incident::{Credential, Existence, Incident, Time, Usability};
use crate::subject::rfc3339;
use crate::vocabulary::is_instance;
use std::collections::HashSet;

/// Calls that stop a machine, as they stand in what bears on it.
const STOPS: [&str; 2] = ["StopInstances at ", "TerminateInstances at "];

/// What came from the subject's keys; those among them that another of them obtained did not only come from there.
pub fn obtained(incident: &Incident) -> impl Iterator<Item = &Credential> {
    let keys = &incident.subject.access_keys;
    incident.credentials.iter().filter(move |c| c.depth > 0 && !c.is_subject(keys))
}

/// What is followed and can be used itself: credentials, users, roles.
fn usable_itself(credential: &&Credential) -> bool {
    credential.not_followed.is_none() && !credential.runs
}

/// `5 credentials or identities, 4 machines or functions`; `None` where nothing came from it.
pub fn came_from(incident: &Incident) -> Option<String> {
    let all: Vec<&Credential> = obtained(incident).collect();
    let own = all.iter().filter(|c| usable_itself(c)).count();
    let running = all.iter().filter(|c| c.runs && c.not_followed.is_none()).count();
    let ways = all.len() - own - running;
    let plural = |count, one: &str, several: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{count} {several}")),
    };
    let parts = [
        plural(own, "credential or identity", "credentials or identities"),
        plural(running, "machine or function", "machines or functions"),
        plural(ways, "other way in", "other ways in"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// How much came from the subject.
pub fn number(incident: &Incident) -> usize {
    obtained(incident).count()
}

/// Credentials and identities that the log does not show as ended.
pub fn open(incident: &Incident) -> impl Iterator<Item = &Credential> {
    let all = incident.credentials.iter().filter(usable_itself);
    all.filter(|c| c.usable.value != Usability::NotUsable)
}

/// Those of which no record shows an end, and that lapse by themselves when the log is over, with that time.
pub fn lapsing_later(incident: &Incident) -> impl Iterator<Item = (&Credential, Time)> {
    let last = incident.coverage.last_event;
    let all = incident.credentials.iter().filter(|c| c.not_followed.is_none() && !c.usable.switched_off());
    all.filter_map(move |c| {
        Some((c, c.usable.over_since.filter(|over| last.is_some_and(|last| last < *over))?))
    })
}

/// Other ways in that the log does not show as closed.
pub fn open_ways(incident: &Incident) -> impl Iterator<Item = &Credential> {
    let ways = incident.credentials.iter().filter(|c| c.not_followed.is_some());
    ways.filter(|c| c.usable.value != Usability::NotUsable)
}

/// Whether what runs is a machine, and no function or job.
pub fn is_machine(credential: &Credential) -> bool {
    credential.kind.contains("instance") || is_instance(&credential.name)
}

/// Machines and functions that the log does not show as stopped or deleted. That its role ended stops no machine.
pub fn running(incident: &Incident) -> impl Iterator<Item = &Credential> {
    let deleted = incident.resources.iter().filter(|r| r.still_exists == Existence::Deleted);
    let deleted: HashSet<&str> = deleted.map(|r| r.name.as_str()).collect();
    let stopped = move |c: &Credential| {
        let is_stop = |what: &str| STOPS.iter().any(|stop| what.starts_with(stop));
        let on_again =
            || c.usable.undone.iter().any(|undone| undone.restored.what.starts_with("StartInstances at "));
        let beside = || c.usable.besides.iter().any(|act| is_stop(&act.what)) && !on_again();
        let of_machine = || is_stop(&c.usable.reason) || beside();
        let of_other = || !is_machine(c) && c.usable.by_name.is_some();
        of_machine() || of_other() || deleted.contains(c.name.as_str())
    };
    incident.credentials.iter().filter(|c| c.runs && c.not_followed.is_none()).filter(move |c| !stopped(c))
}

/// What the log does not show as ended, in sentences: of the subject and what came from it, or of the latter alone.
pub fn still_open(incident: &Incident, with_subject: bool) -> String {
    let keys = &incident.subject.access_keys;
    let asked = |c: &&Credential| with_subject || !c.is_subject(keys);
    let all = incident.credentials.iter().filter(usable_itself).filter(asked).count();
    let open: Vec<&Credential> = open(incident).filter(asked).collect();
    let later: Vec<(&Credential, Time)> = lapsing_later(incident).filter(|(c, _)| asked(c)).collect();
    let mut told = Vec::new();
    match open.len() {
        0 if all == 0 => {}
        0 if all == 1 => {
            told.push("The one credential or identity is not shown as usable at the end of the window; confirm that in IAM.".into());
        }
        0 => told.push(format!(
            "None of the {all} credentials and identities is shown as usable at the end of the window; confirm that in IAM."
        )),
        count => {
            let of = if all == 1 { "credential or identity" } else { "credentials and identities" };
            told.push(format!("{count} of {all} {of} may still be usable ({}).", named(&open)));
        }
    }
    if let Some((last, by)) = incident.coverage.last_event.zip(later.iter().map(|(_, over)| *over).max()) {
        let ids: Vec<&Credential> = later.iter().map(|(c, _)| *c).collect();
        told.push(format!(
            "At the last record of the window ({}) nothing had ended {}: {} by {} at the latest.",
            rfc3339(last),
            named(&ids),
            if ids.len() == 1 { "it lapses by itself" } else { "they lapse by themselves, the last" },
            rfc3339(by)
        ));
    }
    let ways = open_ways(incident).count();
    if ways > 0 {
        let what = if ways == 1 { "1 other way in is".into() } else { format!("{ways} other ways in are") };
        told.push(format!("{what} not shown as closed (section 5)."));
    }
    let running: Vec<&Credential> = running(incident).collect();
    if !running.is_empty() {
        let what = if running.len() == 1 {
            "1 machine or function that it started is".into()
        } else {
            format!("{} machines or functions that it started are", running.len())
        };
        told.push(format!("{what} not shown as stopped ({}): they cost money, and hand out credentials if they have a role.", named(&running)));
    }
    told.join(" ")
}
