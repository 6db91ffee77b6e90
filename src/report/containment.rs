//! Which keys of the subject the log shows as switched off, and which of these it shows as switched on again.

use super::obtained;
use crate::incident::{Credential, Incident, Standing};
use crate::subject::{rfc3339, shown};
use crate::vocabulary::{and_more, counted};

/// Credentials of one sentence that are named one by one.
const NAMED: usize = 20;

/// What calls did to a credential, in the words of a reader who does not know AWS; the first that fits.
const IN_WORDS: [(&str, &str); 10] = [
    ("undone: UpdateAccessKey at ", "undone: activated again at "),
    ("UpdateAccessKey at ", "deactivated at "),
    ("DeleteAccessKey at ", "deleted at "),
    ("DeleteUser at ", "its user deleted at "),
    ("DeleteRole at ", "its role deleted at "),
    ("DeleteLoginProfile at ", "its password deleted at "),
    ("PutUserPolicy at ", "its user denied by a policy at "),
    ("AttachUserPolicy at ", "its user denied by a policy at "),
    ("PutRolePolicy at ", "its role denied by a policy at "),
    ("AttachRolePolicy at ", "its role denied by a policy at "),
];

fn in_words(reason: &str) -> String {
    IN_WORDS.iter().fold(reason.to_string(), |text, (call, words)| text.replace(call, words))
}

/// The part of an ARN that names somebody: `user/alice`.
fn who(name: &str) -> String {
    shown(name.rsplit(':').next().unwrap_or(name))
}

/// The subject's own credentials, those that a record shows switched off first.
fn subjects(incident: &Incident) -> (Vec<&Credential>, Vec<&Credential>) {
    let keys = &incident.subject.access_keys;
    let subjects = incident.credentials.iter().filter(|c| c.is_subject(keys));
    subjects.partition(|c| c.usable.switched_off())
}

/// Credentials that were ended and restored: the first ones, and how many there are.
pub fn undone(incident: &Incident) -> (Vec<&Credential>, usize) {
    let mut undone: Vec<_> = incident.credentials.iter().filter(|c| !c.usable.undone.is_empty()).collect();
    let all = undone.len();
    undone.truncate(NAMED);
    (undone, all)
}

/// Credentials that calls bear on without having ended them: the first ones, for so many rows, and how many there are.
pub fn bearing(incident: &Incident, rows: usize) -> (Vec<&Credential>, usize) {
    let mut bearing: Vec<_> = incident.credentials.iter().filter(|c| !c.usable.besides.is_empty()).collect();
    let all = bearing.len();
    let mut left = rows;
    let fitting = bearing.iter().take_while(|credential| {
        let after = left.checked_sub(credential.usable.besides.len());
        left = after.unwrap_or_default();
        after.is_some()
    });
    let fitting = fitting.count();
    bearing.truncate(fitting);
    (bearing, all)
}

/// Each time that a credential was switched off and on again, in words.
fn undoings(credential: &Credential) -> Option<String> {
    let each = credential.usable.undone.iter();
    let each: Vec<String> =
        each.map(|undone| format!("{}, undone: {}", undone.ended.what, undone.restored.what)).collect();
    let more = usize::try_from(credential.usable.undone_more).unwrap_or(usize::MAX);
    (!each.is_empty()).then(|| each.join("; ") + &and_more(more))
}

/// What was opened, granted or weakened: what no record takes back first, and not more than so many.
pub fn standing(incident: &Incident, rows: usize) -> Vec<&Standing> {
    let mut all: Vec<&Standing> = incident.standing.iter().collect();
    all.sort_by_key(|s| s.taken_back.as_ref().map(|back| back.but.is_none()));
    all.truncate(rows);
    all
}

/// What switched the subject off and who did, where records show it of any of its keys; of the others it says so.
pub fn subject_switched_off(incident: &Incident) -> Option<String> {
    let (off, on) = subjects(incident);
    let several = off.len() + on.len() > 1;
    let told = |credential: &&Credential| {
        let by = match &credential.usable.by {
            Some(id) => format!("{}, by the followed credential {id}", credential.usable.reason),
            None => {
                let by = credential.usable.by_name.iter().map(|name| format!(", by {}", who(name)));
                credential.usable.reason.clone() + &by.collect::<String>()
            }
        };
        let by = match undoings(credential) {
            Some(before) => format!("{by}; before that {before}"),
            None => by,
        };
        if several { format!("{}: {by}", credential.id) } else { by }
    };
    let restored =
        on.iter().filter_map(|credential| Some(format!("{}: {}", credential.id, undoings(credential)?)));
    let mut all: Vec<String> = off.iter().take(NAMED).map(told).chain(restored.take(NAMED)).collect();
    if all.is_empty() {
        return None;
    }
    if off.len() > NAMED {
        all.push(format!("{} more are in section 11.1", off.len() - NAMED));
    }
    let rest: Vec<&Credential> = on.into_iter().filter(|c| c.usable.undone.is_empty()).collect();
    if !rest.is_empty() {
        all.push(format!("not shown of {}", named(&rest)));
    }
    Some(all.join("; "))
}

/// What the log shows of containment: of the subject, of what went on after it, and of what came from it.
pub fn containment(incident: &Incident) -> String {
    let told = [Some(of_subject(incident)), went_on(incident), ended_by_others(incident)];
    told.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What came from the subject and was used when the subject was switched off.
pub fn went_on(incident: &Incident) -> Option<String> {
    let after = incident.totals.after_end.as_ref().filter(|_| obtained::number(incident) > 0)?;
    let others = incident.credentials.iter().filter(|c| !c.is_first());
    let later = others.filter(|c| c.last.is_some_and(|last| last > after.since));
    let Some((last, by)) = later.filter_map(|c| Some((c.last?, &c.id))).max_by_key(|(last, _)| *last) else {
        return Some(
            "No later request of the followed credentials that came from it is in the collected log.".into(),
        );
    };
    Some(format!(
        "After that, what came from it made {} ({} succeeded), the last at {} ({by}).",
        counted(after.outcomes.total, "more request"),
        after.outcomes.succeeded,
        rfc3339(last)
    ))
}

fn ended_by_others(incident: &Incident) -> Option<String> {
    let ended =
        obtained::obtained(incident).filter(|c| c.usable.switched_off() && c.usable.by.is_none()).count();
    let all = obtained::number(incident);
    (ended > 0).then(|| format!("Of the {all} that came from it, others ended {ended} (section 11.1)."))
}

fn of_subject(incident: &Incident) -> String {
    let (off, on) = subjects(incident);
    let Some(reason) = subject_switched_off(incident) else {
        return "the collected log does not show that the credential was switched off; OPERATOR INPUT REQUIRED."
            .into();
    };
    let reason = in_words(&reason);
    let restored = on.iter().any(|c| !c.usable.undone.is_empty());
    // Who did it is in the record; why is not.
    let response = match off.iter().any(|c| c.usable.by.is_none()) {
        true => " Whether that was a response to this activity is for the operator to say.",
        false => "",
    };
    match (off.is_empty(), on.is_empty()) {
        (_, true) => format!("the log shows that the credential was switched off ({reason}).{response}"),
        _ if restored => format!(
            "the log shows that a credential was switched off and switched on again ({reason}); OPERATOR INPUT REQUIRED."
        ),
        _ => format!(
            "the log shows that some of the keys were switched off ({}) and does not show it of others ({}); OPERATOR INPUT REQUIRED.",
            named(&off),
            named(&on)
        ),
    }
}

pub(super) fn named(credentials: &[&Credential]) -> String {
    let ids: Vec<&str> = credentials.iter().take(NAMED).map(|c| c.id.as_str()).collect();
    let more = credentials.len() - ids.len();
    let more = and_more(more);
    ids.join(", ") + &more
}
