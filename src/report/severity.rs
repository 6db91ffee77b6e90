//! AWS's classes of severity P1 to P4, and the condition that matched.

use crate::incident::{Credential, Finding, GapKind, Incident};
use crate::vocabulary::Category;

/// The class in words. Where nothing was seen and the logs could not have shown it, there is none.
pub fn severity_class(incident: &Incident) -> String {
    // What the owner did is no reason to raise the alarm.
    let counts = |f: &Finding| f.outcomes.succeeded > 0 && f.own_calls < f.outcomes.total;
    let succeeded = |categories: &[Category]| {
        incident.findings.iter().any(|f| categories.contains(&f.category) && counts(f))
    };
    let data = succeeded(&[Category::SecretsAccess, Category::S3DataAccess, Category::DatastoreExfiltration]);
    let stores = &incident.data_access;
    let conditions = [
        (data && stores.iter().any(|store| store.reads > 0), "access to data succeeded"),
        (data && stores.iter().any(|store| store.shares > 0), "data was opened to others"),
        (incident.credentials.iter().any(obtained), "it obtained further credentials"),
        (
            succeeded(&[Category::IamPersistence, Category::PrivilegeEscalation]),
            "identities or rights were changed with it",
        ),
        (
            succeeded(&[Category::ResourceAbuse, Category::Execution]),
            "computing resources or code were used with it",
        ),
        (succeeded(&[Category::Impact]), "resources or data were changed or deleted with it"),
        (
            incident
                .gaps
                .iter()
                .any(|gap| matches!(gap.kind, GapKind::LoggingStopped | GapKind::RecordingNarrowed)),
            "recording was stopped or narrowed",
        ),
    ];
    let met: Vec<&str> = conditions.iter().filter(|(met, _)| *met).map(|(_, what)| *what).collect();
    let reported = incident.subject.findings.iter().any(|finding| !finding.sample);
    let hidden: Vec<&str> = incident
        .gaps
        .iter()
        .filter(|g| g.questions.contains(&2) && g.hides())
        .map(|g| g.id.as_str())
        .collect();
    match () {
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
    }
}

/// Whether something signs calls: a resource that was made, or a policy that lets others in, does not.
fn obtained(credential: &Credential) -> bool {
    credential.depth > 0 && (!credential.access_keys.is_empty() || credential.kind.contains("session"))
}

/// Whether the baseline attributes every request to the owner.
fn all_own(incident: &Incident) -> bool {
    let own = incident.timeline.iter().filter(|row| row.actor == crate::baseline::OWN);
    own.map(|row| row.count).sum::<u64>() == incident.totals.outcomes.total
}
