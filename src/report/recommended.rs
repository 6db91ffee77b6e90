//! Section 11.2: the steps that this case calls for, with what each is about; the others are named in one line.

use super::containment::named;
use super::data_table::secrets_read;
use super::obtained;
use crate::catalog::Tells;
use crate::incident::{Credential, Finding, Incident};
use crate::vocabulary::{Category, Severity, and_more, counted, is_instance};
use serde::Serialize;
use std::collections::BTreeMap;

/// IDs of findings of one step.
const FINDINGS: usize = 6;
/// What findings say is to be done next, in one report.
const NEXTS: usize = 15;

/// One step.
#[derive(Serialize)]
struct Step {
    action: &'static str,
    /// What calls for it.
    why: String,
    verify: &'static str,
    side_effect: &'static str,
}

/// What the findings say is to be done next, and which do.
#[derive(Serialize)]
struct Next<'a> {
    findings: String,
    next: &'a str,
}

/// What section 11.2 says.
#[derive(Serialize)]
pub(super) struct Recommended<'a> {
    steps: Vec<Step>,
    next: Vec<Next<'a>>,
    /// How many more findings say what is to be done next.
    next_more: usize,
    also: Vec<&'static str>,
}

/// The steps, in their order.
pub(super) fn recommended(incident: &Incident) -> Recommended<'_> {
    let mut all = Steps { incident, steps: Vec::new(), also: Vec::new() };
    all.preserve();
    all.credentials();
    all.machines();
    all.data();
    all.changes();
    all.outside();
    let (next, next_more) = next(incident);
    Recommended { steps: all.steps, next, next_more, also: all.also }
}

struct Steps<'a> {
    incident: &'a Incident,
    steps: Vec<Step>,
    also: Vec<&'static str>,
}

impl Steps<'_> {
    /// A step, where something calls for it; else what is to be checked all the same.
    fn step(
        &mut self,
        why: String,
        action: &'static str,
        verify: &'static str,
        side_effect: &'static str,
        also: &'static str,
    ) {
        match why.is_empty() {
            true => self.also.push(also),
            false => self.steps.push(Step { action, why, verify, side_effect }),
        }
    }

    fn preserve(&mut self) {
        self.step(
            "everything below changes what can still be seen".into(),
            "Preserve: copy the log files of the window and this case to storage that cannot be overwritten",
            "the digests of section 13 are those of the copies",
            "none",
            "",
        );
    }

    fn credentials(&mut self) {
        let later = obtained::lapsing_later(self.incident).map(|(credential, _)| credential);
        let open: Vec<&Credential> = obtained::open(self.incident).chain(later).filter(|c| !c.runs).collect();
        let (keys, others): (Vec<&Credential>, Vec<&Credential>) =
            open.into_iter().partition(|c| c.name.starts_with("AKIA"));
        let (sessions, others): (Vec<&Credential>, Vec<&Credential>) =
            others.into_iter().partition(|c| c.is_session() || c.name.starts_with("ASIA"));
        let of_role = |c: &&Credential| {
            c.arn.as_deref().is_some_and(|arn| arn.contains(":assumed-role/")) || c.kind == "role session"
        };
        let (of_roles, of_users): (Vec<&Credential>, Vec<&Credential>) =
            sessions.into_iter().partition(of_role);
        self.step(
            named(&keys),
            "Deactivate, do not delete, these long-term keys",
            "IAM shows the key as inactive; later calls with it are denied",
            "what uses the key rightly stops, too. Sessions that were made from it go on",
            "that IAM shows no long-term key of section 5 as active",
        );
        self.step(
            named(&of_roles),
            "Revoke these role sessions: attach an inline deny with aws:TokenIssueTime to each role; the time must not be before the moment of revoking, so that no session issued until then goes on. Roles of Identity Center (AWSReservedSSO_…) cannot be changed so: deny in the permission set",
            "calls of those sessions are denied",
            "every session of the role that is older ends, the owner's own among them",
            "that no other session of the roles of section 5 goes on",
        );
        self.step(
            named(&of_users),
            "Deny the user of these sessions: they hang on the user, not on a key. No policy of the account binds its root user, of whose sessions section 5 says what ends them",
            "calls of the user are denied",
            "the user cannot work",
            "that no console session of a user of section 5 goes on",
        );
        self.step(
            named(&others),
            "End these as section 5 says of their kinds, and run again with a later window",
            "no new call of them",
            "what depends on them rightly stops",
            "a later window, for new calls of what section 5 lists",
        );
        let ways: Vec<&Credential> = obtained::open_ways(self.incident).collect();
        self.step(
            named(&ways),
            "Close these ways in as section 5 says of their kinds",
            "what opened them is gone; copies that were made are not",
            "who was rightly let in is out, too",
            "that no way in of section 5 was opened anew",
        );
    }

    fn machines(&mut self) {
        let running: Vec<&Credential> = obtained::running(self.incident).collect();
        let (started, others): (Vec<&Credential>, Vec<&Credential>) =
            running.into_iter().partition(|c| obtained::is_machine(c));
        let session =
            |arn: &String| arn.rsplit('/').next().filter(|name| is_instance(name)).map(str::to_string);
        let of_subject: Vec<String> = self.incident.subject.principals.iter().filter_map(session).collect();
        self.step(
            of_subject.iter().map(|id| format!("{id}, whose role the subject is")).collect::<Vec<_>>().join("; "),
            "Of this machine: snapshot disks and memory first, make an image without reboot, then isolate it by network ACL, and revoke the older sessions of its role",
            "no traffic but that of the responders",
            "the service on it stops. Security groups do not cut tracked connections",
            "machines that the subject could reach",
        );
        self.step(
            named(&started),
            "Stop these machines after a snapshot of disks and memory; where one must stay, isolate it by network ACL",
            "they are stopped; the bill no longer grows",
            "memory is lost with the stop",
            "every region for machines that were started",
        );
        self.step(
            named(&others),
            "End what runs here as section 5 says of its kind, after its code and output are preserved",
            "it does not run any more",
            "who uses it rightly does without",
            "functions and jobs that nobody knows",
        );
    }

    fn data(&mut self) {
        let shown = secrets_read(self.incident).told();
        let found = self.findings(&|f| f.category == Category::SecretsAccess);
        self.step(
            joined([shown.unwrap_or_default(), found]),
            "Rotate every secret and parameter that section 7 shows as read, and whatever the files, variables and code hold that were read",
            "the old value is refused",
            "applications need the new value at the same time",
            "secrets in files, variables and code that could be read",
        );
    }

    fn changes(&mut self) {
        let incident = self.incident;
        let of_identities = [Category::IamPersistence, Category::PrivilegeEscalation];
        self.step(
            self.findings(&|f| of_identities.contains(&f.category)),
            "After preservation: remove users, keys, passwords, roles, policies and trust that sections 5 and 6 show as created or changed and not as gone",
            "IAM does not list them; sections 5 and 6 of a later run show their end",
            "what depends on them rightly stops",
            "users, keys, roles and policies that nobody knows",
        );
        let opened =
            incident.data_access.iter().filter(|store| store.shares > 0 && !store.own).count() as u64;
        let opened =
            (opened > 0).then(|| format!("{} of section 7 opened to others", counted(opened, "store")));
        let open = incident.standing.iter().filter(|s| s.taken_back.is_none()).count();
        let open = (open > 0).then(|| format!("{open} of section 11.1 that no record takes back"));
        let found = self
            .findings(&|f| f.category == Category::NetworkExposure || f.tells_of(Tells::OpenedToOutsiders));
        self.step(
            joined([opened.unwrap_or_default(), open.unwrap_or_default(), found]),
            "Take back what was opened, granted or weakened (section 7, Shares; section 8, accounts; section 11.1)",
            "the permission is gone; copies that were made are not",
            "partners lose access",
            "shares with other accounts",
        );
        self.step(
            self.findings(&|f| f.tells_of(Tells::WatchWeakened)),
            "Restore logging and detection, unless section 11.1 shows that done; look for what was done in between",
            "new records arrive",
            "none",
            "that all trails and detectors run",
        );
        let lowered = |f: &Finding| {
            let evasion = f.category == Category::DefenseEvasion && !f.tells_of(Tells::WeakensNothing);
            (evasion || f.tells_of(Tells::ProtectionWeakened)) && !f.tells_of(Tells::WatchWeakened)
        };
        self.step(
            self.findings(&lowered),
            "Restore the protections that were lowered (Q7), unless section 11.1 shows that done",
            "the setting is as it was",
            "none",
            "versioning, locks, MFA and guardrails",
        );
    }

    /// What is asked of others.
    fn outside(&mut self) {
        self.also.push("data events of S3, IMDSv2 on all instances, and whether the principal needs all of its rights (section 2.3 says what could not be seen)");
        self.step(
            "AWS can tell of the account what its customer cannot see; the case folder is made to be handed on".into(),
            "Open a case with AWS Support; consider a forensic firm",
            "the case has a number",
            "none",
            "",
        );
        let real = || self.incident.subject.findings.iter().filter(|f| !f.sample);
        let ours = real().any(|f| f.affiliated == Some(true));
        let theirs = real().any(|f| f.affiliated != Some(true) && f.remote_account.is_some());
        match ours && !theirs {
            true => self.step(
                "section 1, the findings handed in: the remote account is affiliated with yours".into(),
                "Do not send an abuse report. Follow it up inside the organisation",
                "the owner of that account has answered",
                "none",
                "",
            ),
            false => self.step(
                "section 8".into(),
                "If a source address or account belongs to an AWS customer: complete and send the abuse report draft, after the credential is revoked; where abuse/ holds none, its README says what must be known first",
                "AWS confirms receipt",
                "AWS may show the report to the customer",
                "",
            ),
        }
    }

    /// IDs of the findings that call for a step: those of calls that succeeded and are not all the owner's.
    fn findings(&self, test: &dyn Fn(&Finding) -> bool) -> String {
        let found =
            self.incident.findings.iter().filter(|f| f.outcomes.succeeded > f.own_succeeded && test(f));
        ids(&found.collect::<Vec<_>>())
    }
}

fn ids(findings: &[&Finding]) -> String {
    let named: Vec<&str> = findings.iter().take(FINDINGS).map(|f| f.id.as_str()).collect();
    named.join(", ") + &and_more(findings.len().saturating_sub(FINDINGS))
}

fn joined(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// What the gravest findings say is to be done next, each once, and how many more there are.
fn next(incident: &Incident) -> (Vec<Next<'_>>, usize) {
    let grave = incident
        .findings
        .iter()
        .filter(|f| f.severity <= Severity::High && f.outcomes.succeeded > f.own_succeeded);
    let mut all: Vec<(&str, Vec<&Finding>)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (finding, next) in grave.filter_map(|f| Some((f, f.next.as_deref()?))) {
        let place = *places.entry(next).or_insert(all.len());
        match all.get_mut(place) {
            Some((_, findings)) => findings.push(finding),
            None => all.push((next, vec![finding])),
        }
    }
    let more = all.iter().skip(NEXTS).map(|(_, findings)| findings.len()).sum();
    let told = all.into_iter().take(NEXTS).map(|(next, findings)| Next { findings: ids(&findings), next });
    (told.collect(), more)
}
