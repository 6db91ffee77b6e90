//! AWS's classes of severity P1 to P4, and the condition that matched.

use crate::baseline::Actor;
use crate::catalog::Tells;
use crate::incident::{Asked, Credential, FactEntry, Finding, GapKind, Incident};
use crate::vocabulary::{Category, NOT_NAMED};

/// What counts for the class where a followed credential did it.
const RECORDING: &str = "recording was stopped or narrowed";

/// Why it is of the highest class; nothing where it is not.
pub fn severity_reasons(incident: &Incident) -> Vec<String> {
    // What the owner did, by the declared baseline, is no reason to raise the alarm.
    let counts = |f: &Finding| f.outcomes.succeeded > f.own_succeeded;
    let of = |categories: &[Category], test: &dyn Fn(&Finding) -> bool| {
        incident.findings.iter().any(|f| categories.contains(&f.category) && counts(f) && test(f))
    };
    let succeeded = |categories: &[Category]| of(categories, &|_| true);
    let data = succeeded(&[Category::SecretsAccess, Category::S3DataAccess, Category::DatastoreExfiltration]);
    // Nor is what a followed credential had put there itself before it read it.
    let stores = || incident.data_access.iter().filter(|store| !store.own && !store.made);
    let read = |several| stores().any(|store| store.reads > 0 && store.several == several);
    let obtained: Vec<&Credential> = incident.credentials.iter().filter(|c| obtained(c)).collect();
    let rotated = obtained.iter().filter(|c| of_own_user(incident, c)).count();
    let conditions = [
        (data && read(false), "access to data succeeded"),
        (
            data && read(true) && !read(false),
            "secrets or parameters were asked for by a path or a filter, and what was read, if anything, is not recorded",
        ),
        (data && stores().any(|store| store.shares > 0), "data was opened to others"),
        (obtained.len() > rotated, "it obtained further credentials"),
        (
            rotated > 0 && obtained.len() == rotated,
            "it obtained another key of its own user, as an exchange of keys does",
        ),
        (
            // A key that was made for its own user is told as one that was obtained.
            of(&[Category::IamPersistence, Category::PrivilegeEscalation], &|f| {
                !f.tells_of(Tells::KeysExchanged)
            }),
            "identities or rights were changed with it",
        ),
        (
            succeeded(&[Category::ResourceAbuse, Category::Execution]),
            "computing resources or code were used with it",
        ),
        (
            of(&[Category::Impact], &|f| {
                !f.tells_of(Tells::IdentityEnded) && !f.tells_of(Tells::IdentityLockedOut)
            }),
            "resources or data were changed or deleted with it",
        ),
        (
            of(&[Category::Impact], &|f| f.tells_of(Tells::IdentityLockedOut)),
            "identities were locked out with it",
        ),
        (
            incident.findings.iter().filter(|f| counts(f)).any(|f| ends_others(incident, f, rotated > 0)),
            "identities were removed or switched off with it",
        ),
        (of(&[Category::DefenseEvasion], &stops_recording), RECORDING),
    ];
    conditions.iter().filter(|(met, _)| *met).map(|(_, what)| what.to_string()).collect()
}

/// The class in words. Where nothing was seen and the logs could not have shown it, no class is given.
pub fn severity_class(incident: &Incident) -> String {
    let met = severity_reasons(incident);
    let reported = incident.subject.findings.iter().any(|finding| !finding.sample);
    let hidden: Vec<&str> = incident
        .gaps
        .iter()
        .filter(|g| g.questions.contains(&Asked::Called) && g.hides())
        .map(|g| g.id.as_str())
        .collect();
    let class = match () {
        () if !met.is_empty() => {
            format!("P1: {}; that this is production needs the operator's word", met.join(", "))
        }
        () if incident.totals.outcomes.total > 0 && all_own(incident) => {
            "P3: requests were made, and the declared baseline attributes all of them to the owner; whether it is right is for the operator to say".into()
        }
        () if incident.totals.outcomes.total > 0 => {
            "P2: requests were made; their scope is in section 3".into()
        }
        () if reported => {
            "CANNOT BE DETERMINED: a finding reports its use, and no request of it is in the logs of the window".into()
        }
        () if !hidden.is_empty() => format!(
            "CANNOT BE DETERMINED: no request of it is in the logs of the window, and one could have gone unseen ({})",
            hidden.join(", ")
        ),
        () => "P4: no use in the logs of the window".into(),
    };
    class + &recording_of_others(incident, &met)
}

fn stops_recording(finding: &Finding) -> bool {
    finding.tells_of(Tells::RecordingStopped) || finding.tells_of(Tells::RecordingNarrowed)
}

/// What somebody else, or the owner, did to the recording and what counts for no class; empty where there is nothing.
fn recording_of_others(incident: &Incident, met: &[String]) -> String {
    let gaps = incident.gaps.iter();
    let gaps = gaps.filter(|gap| matches!(gap.kind, GapKind::LoggingStopped | GapKind::RecordingNarrowed));
    let ids: Vec<&str> = gaps.map(|gap| gap.id.as_str()).collect();
    if ids.is_empty() || met.iter().any(|reason| reason == RECORDING) {
        return String::new();
    }
    format!(
        "; that recording was stopped or narrowed by others or by the owner ({}) counts for no class",
        ids.join(", ")
    )
}

/// Whether a call that is not the owner's obtained what signs calls. A resource that was made, or a policy that lets
/// others in, does not.
fn obtained(credential: &Credential) -> bool {
    let own = credential.obtained.as_ref().is_some_and(|obtained| obtained.own);
    credential.depth > 0 && !own && (!credential.access_keys.is_empty() || credential.is_session())
}

/// Whether a finding tells of identities that were ended and that are more than old keys of an exchange. A key counts as one
/// of an exchange if its own user ended it and either a new key was made or the ended key is a followed one. Of targets that
/// the finding does not list, nothing is known: they count as more.
fn ends_others(incident: &Incident, finding: &Finding, rotated: bool) -> bool {
    let makers = incident.credentials.iter().filter(|c| finding.credentials.contains(&c.id));
    let users: Vec<&str> = makers
        .filter_map(|c| c.arn.as_deref())
        .filter(|arn| arn.contains(":user/"))
        .filter_map(|arn| arn.rsplit('/').next())
        .collect();
    let exchanged = |entry: &FactEntry| {
        let Some(key) = &entry.detail else { return false };
        let own = users.contains(&entry.target.as_str())
            || (!users.is_empty() && (entry.target == NOT_NAMED || entry.target == *key));
        own && (rotated || incident.credentials.iter().any(|c| c.access_keys.contains(key)))
    };
    let mut ended = finding.targets.iter().filter(|entry| entry.outcomes.succeeded > 0);
    finding.tells_of(Tells::IdentityEnded)
        && (finding.targets_total > finding.targets.len() as u64 || !ended.all(exchanged))
}

/// Whether the credential is a long-term key that a key of a user made for the same user.
fn of_own_user(incident: &Incident, credential: &Credential) -> bool {
    let maker = credential.obtained.as_ref().filter(|obtained| obtained.via == "CreateAccessKey");
    let maker =
        maker.and_then(|obtained| incident.credentials.iter().find(|c| Some(&c.id) == obtained.by.as_ref()));
    let user = |c: &Credential| c.arn.clone().filter(|arn| arn.contains(":user/"));
    maker.is_some_and(|maker| maker.depth == 0 && user(maker).is_some() && user(maker) == user(credential))
}

/// Whether the baseline attributes every request to the owner.
fn all_own(incident: &Incident) -> bool {
    let own = incident.timeline.iter().filter(|row| row.actor == Actor::Own);
    own.map(|row| row.count).sum::<u64>() == incident.totals.outcomes.total
}
