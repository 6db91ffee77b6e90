//! Section 10: how the credential may have come into other hands, and which facts speak for and against each way.
//! The log does not hold the cause: which way it was is for a person to say.

use crate::baseline::Actor;
use crate::catalog::Tells;
use crate::incident::{Asked, Incident, IssuedBy, State};
use crate::subject::{rfc3339, shown};
use crate::vocabulary::is_instance;
use serde::Serialize;

/// A way, and what is known of it. The sentences are our own; names in them are short.
#[derive(Serialize)]
pub(super) struct Hypothesis {
    what: &'static str,
    supports: Vec<String>,
    against: Vec<String>,
    decide: &'static str,
}

/// Calls by which people get sessions from a sign-in.
const SIGN_INS: [&str; 4] = ["AssumeRoleWithSAML", "ConsoleLogin", "GetRoleCredentials", "CreateOAuth2Token"];
/// Calls by which people and build systems get sessions from a sign-in or from a key on their machines.
const ON_MACHINES: [&str; 6] = [
    "AssumeRoleWithSAML",
    "AssumeRoleWithWebIdentity",
    "ConsoleLogin",
    "GetRoleCredentials",
    "GetSessionToken",
    "GetFederationToken",
];
/// Services that take sessions of roles and hand them to the code that runs there.
const RUNS_CODE: [&str; 7] = [
    "codebuild.amazonaws.com",
    "ec2.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "glue.amazonaws.com",
    "lambda.amazonaws.com",
    "sagemaker.amazonaws.com",
    "tasks.apprunner.amazonaws.com",
];
const EXFILTRATION: &str = "InstanceCredentialExfiltration";

/// All ways, in a fixed order.
pub(super) fn hypotheses(incident: &Incident) -> Vec<Hypothesis> {
    let known = Known::of(incident);
    let always =
        [known.stored(), known.instance(), known.machine(), known.signed_in(), known.image(), known.issuer()];
    always.into_iter().chain(known.application()).chain([known.owner()]).collect()
}

/// Whether a pod of Kubernetes got it, with the token of its service account.
fn to_pod(issued: &IssuedBy) -> bool {
    issued.via == "AssumeRoleForPodIdentity" || issued.by.contains(":system:serviceaccount:")
}

/// Whether a service took it for code that runs there.
fn to_code(issued: &IssuedBy) -> bool {
    RUNS_CODE.contains(&issued.by.as_str())
}

/// Whether an identity pool of Cognito handed it to a visitor of an application.
fn to_visitor(issued: &IssuedBy) -> bool {
    issued.via == "GetCredentialsForIdentity" || issued.by.starts_with("cognito-identity.amazonaws.com")
}

struct Known<'a> {
    incident: &'a Incident,
    /// Whether there is a long-term key among the subject's, or a temporary one.
    long_term: bool,
    temporary: bool,
    /// Whether the session is named like an instance: roles of instances are, and whoever assumes a role chooses the name.
    instance: bool,
}

fn when(condition: bool, sentence: impl FnOnce() -> String) -> Vec<String> {
    condition.then(sentence).into_iter().collect()
}

impl<'a> Known<'a> {
    fn of(incident: &'a Incident) -> Self {
        // How a key was lost that another of the subject obtained is no question.
        let lost =
            |key: &&String| incident.credentials.iter().all(|c| c.depth == 0 || !c.access_keys.contains(key));
        let keys: Vec<&String> = incident.subject.access_keys.iter().filter(lost).collect();
        let session = |arn: &String| arn.rsplit('/').next().is_some_and(is_instance);
        Self {
            incident,
            long_term: keys.iter().any(|key| key.starts_with("AKIA")),
            temporary: keys.iter().any(|key| key.starts_with("ASIA")),
            instance: incident.subject.principals.iter().any(session),
        }
    }

    fn issued(&self, test: impl Fn(&IssuedBy) -> bool) -> Vec<String> {
        let issued = self.incident.key_activity.issued_by.iter().filter(|i| test(i)).take(3);
        issued
            .map(|i| format!("{} by {} at {} issued it", shown(&i.via), shown(&i.by), rfc3339(i.time)))
            .collect()
    }

    fn lapses(&self) -> Vec<String> {
        when(self.temporary, || {
            "a temporary key is among the subject's, which lapses within 36 hours and so is seldom of use when it is found later".into()
        })
    }

    fn stored(&self) -> Hypothesis {
        let mut supports = when(self.long_term, || {
            "a long-term key is among the subject's, which works wherever it is stored until it is deactivated".into()
        });
        supports.extend(self.incident.quarantines.iter().take(1).map(|quarantine| {
            format!(
                "AWS quarantined a followed user at {}, which it does when it sees a key in public (section 4)",
                rfc3339(quarantine.time)
            )
        }));
        Hypothesis {
            what: "The key stood in code, an image, a log or a ticket",
            supports,
            against: self.lapses(),
            decide: "search repositories, images and CI logs for the key ID",
        }
    }

    fn instance(&self) -> Hypothesis {
        let incident = self.incident;
        let mut supports = when(self.instance, || "the session is named like an instance".into());
        if let Some(finding) = incident.findings.iter().find(|f| f.tells_of(Tells::UsedOutsideAws)) {
            let likelihood = finding.likelihood.as_deref().unwrap_or("likelihood not stated");
            supports.push(format!("{}: {} (ASSESSED, {likelihood})", finding.id, finding.title));
        }
        let reported = incident.subject.findings.iter().filter(|f| !f.sample);
        supports.extend(
            reported
                .filter(|f| f.finding_type.contains(EXFILTRATION))
                .map(|f| format!("{} reports {EXFILTRATION} (REPORTED)", f.product))
                .take(1),
        );
        for (version, means) in [
            ("1.0", "version 1 (IMDSv1), which a forged request is enough for"),
            (
                "2.0",
                "version 2 (IMDSv2), which code on the instance gets and a forged request alone does not",
            ),
        ] {
            let told = |id| {
                format!("the records of {id} say that the metadata service handed out its key by {means}")
            };
            supports.extend(self.delivered(version).map(told));
        }
        let pods = self.issued(to_pod);
        let code = self.issued(to_code);
        let elsewhere = pods.is_empty() && code.is_empty();
        supports.extend(pods.into_iter().map(|told| {
            format!("{told}, for the service account of pods: whoever reads the token of a pod can call it")
        }));
        supports.extend(code.into_iter().map(|told| {
            format!("{told}, for code that runs there: it and whoever can read its environment have the key")
        }));
        let mut against = when(self.long_term, || {
            "a long-term key is among the subject's, which no metadata service hands out".into()
        });
        let signed_in = |i: &IssuedBy| SIGN_INS.contains(&i.via.as_str()) || to_visitor(i);
        let told = self.issued(signed_in).into_iter();
        against.extend(told.map(|told| format!("{told}, and no metadata service")));
        if self.temporary && !self.instance && elsewhere {
            against.push(
                "the session is not named like an instance; those of containers and functions need not be"
                    .into(),
            );
        }
        Hypothesis {
            what: "An instance, container or function was made to hand out its role credentials (a forged request, code run on it)",
            supports,
            against,
            decide: "application and proxy logs around the first use; whether the instance required IMDSv2",
        }
    }

    /// IDs of the subject's credentials whose records name this version of the metadata service.
    fn delivered(&self, version: &str) -> impl Iterator<Item = &str> {
        let of_subject = self.incident.credentials.iter().filter(|credential| credential.depth == 0);
        let named =
            of_subject.filter(move |credential| credential.role_delivery.iter().any(|v| v == version));
        named.map(|credential| credential.id.as_str())
    }

    fn machine(&self) -> Hypothesis {
        let mut supports =
            self.issued(|i| ON_MACHINES.contains(&i.via.as_str()) && !to_pod(i) && !to_visitor(i));
        supports.extend(when(self.long_term, || {
            "a long-term key is among the subject's, which is what machines of people and build systems are set up with".into()
        }));
        Hypothesis {
            what: "A developer machine or CI system was compromised",
            supports,
            against: when(self.instance, || "the session is named like an instance".into()),
            decide: "endpoint logs; where else the key was configured",
        }
    }

    fn signed_in(&self) -> Hypothesis {
        let of_people = |arn: &&String| arn.contains(":assumed-role/AWSReservedSSO_");
        let mut supports = self.issued(|i| SIGN_INS.contains(&i.via.as_str()));
        supports.extend(self.incident.subject.principals.iter().find(of_people).map(|_| {
            "the session is of a role of Identity Center, which hands it out after a sign-in or for the code of a device that a signed-in person confirmed".into()
        }));
        Hypothesis {
            what: "Somebody was made to sign in for others, or a sign-in was stolen (a phished password or device code, a copied browser session)",
            supports,
            against: when(self.long_term, || {
                "a long-term key is among the subject's, which no sign-in hands out".into()
            }),
            decide: "sign-in logs of the identity provider and of Identity Center before the first use (address, device, CreateToken and its grant type); ask the person what was confirmed then",
        }
    }

    /// Told where the records speak for it: few keys are handed out so.
    fn application(&self) -> Option<Hypothesis> {
        let supports = self.issued(to_visitor);
        (!supports.is_empty()).then(|| Hypothesis {
            what: "An application hands it out to its visitors (an identity pool of Cognito, to guests if it admits them)",
            supports,
            against: Vec::new(),
            decide: "whether the identity pool admits guests, and what the roles of guests and users may do; whose the identity ID is",
        })
    }

    fn image(&self) -> Hypothesis {
        Hypothesis {
            what: "A snapshot or image with the key was shared",
            supports: Vec::new(),
            against: self.lapses(),
            decide: "sharing history of snapshots and images before the first use",
        }
    }

    fn issuer(&self) -> Hypothesis {
        let service = |i: &IssuedBy| i.by.ends_with(".amazonaws.com");
        Hypothesis {
            what: "Whoever could issue it was in other hands before",
            supports: self.issued(|i| !service(i) && !to_visitor(i)),
            against: self.issued(service),
            decide: "whose calls those of the issuer are: run again with its key as the subject and an earlier window",
        }
    }

    /// What was to be weakened: of logging and detection, else of other protections.
    fn weakened(&self) -> Option<String> {
        let incident = self.incident;
        let found = incident.findings.iter().filter(|f| f.tells_of(Tells::WatchWeakened));
        let ids: Vec<&str> = found.take(3).map(|f| f.id.as_str()).collect();
        if !ids.is_empty() {
            return Some(format!(
                "logging or detection was to be weakened ({}), which an owner seldom does unannounced",
                ids.join(", ")
            ));
        }
        let answer =
            incident.answers.iter().find(|a| a.number == Asked::Logging && a.state == State::Observed)?;
        let calls = answer.facts.get("calls").and_then(|calls| calls.as_array())?;
        let calls: Vec<String> = calls.iter().filter_map(|call| call.as_str()).take(3).map(shown).collect();
        Some(format!("a protection was to be lowered ({}; Q7): was that planned?", calls.join(", ")))
    }

    fn owner(&self) -> Hypothesis {
        let incident = self.incident;
        let keys = &incident.subject.access_keys;
        let own =
            incident.attribution.shares.iter().filter(|s| {
                s.actor == Actor::Own && s.access_key.as_ref().is_some_and(|key| keys.contains(key))
            });
        let own: u64 = own.map(|share| share.calls).sum();
        Hypothesis {
            what: "The key was used by its owner from a new place",
            supports: when(own > 0, || {
                format!("{} of the key attributed to the owner (section 5a)", super::counted(own, "call"))
            }),
            against: self.weakened().into_iter().collect(),
            decide: "ask the owner; compare the addresses of section 8 with known networks",
        }
    }
}
