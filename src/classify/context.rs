//! What only the events before can tell: bursts, first uses, and the removal of what was made shortly before.
//!
//! Kept per principal (a role's sessions are one principal) and in bounded memory.

use super::{Content, content_read, is_read, outcome};
use crate::digest::hash64;
use crate::event::Event;
use crate::vocabulary::{Category, Outcome, Severity};
use chrono::{DateTime, Duration, Utc};
use std::collections::{HashMap, HashSet, VecDeque};

/// What the context says of one event.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// The event is at least this grave.
    pub severity: Severity,
    /// The event belongs here as well.
    pub category: Option<Category>,
    /// Techniques.
    pub techniques: &'static [&'static str],
    /// Why, for people.
    pub reason: String,
}

/// Many different things of one kind in a short time. The event that completes the number is the first that is
/// marked: what came before it was not yet a burst.
struct Burst {
    what: &'static str,
    at_least: usize,
    minutes: i64,
    severity: Severity,
    category: Option<Category>,
    techniques: &'static [&'static str],
    /// What is counted, each once; nothing where the event is not of the kind.
    counted: fn(&Event, Outcome) -> Option<u64>,
}

const BURSTS: &[Burst] = &[
    Burst {
        what: "objects read within an hour",
        at_least: 100,
        minutes: 60,
        severity: Severity::High,
        category: None,
        techniques: &["T1530"],
        counted: |event, _| named(event, "s3", &["GetObject"]).then(|| hash64(&event.event_id)),
    },
    Burst {
        what: "secrets read within five minutes",
        at_least: 5,
        minutes: 5,
        severity: Severity::High,
        category: None,
        techniques: &["T1555.006"],
        counted: |event, _| {
            named(event, "secretsmanager", &["GetSecretValue", "BatchGetSecretValue"])
                .then(|| hash64(&event.request_parameters))
        },
    },
    Burst {
        what: "failed sign-ins within ten minutes",
        at_least: 5,
        minutes: 10,
        severity: Severity::High,
        category: None,
        techniques: &["T1110"],
        counted: |event, outcome| {
            (named(event, "signin", &["ConsoleLogin"]) && outcome != Outcome::Succeeded)
                .then(|| hash64(&event.event_id))
        },
    },
    Burst {
        what: "objects deleted within an hour",
        at_least: 50,
        minutes: 60,
        severity: Severity::High,
        category: None,
        techniques: &["T1485"],
        counted: |event, outcome| {
            (named(event, "s3", &["DeleteObject"]) && outcome == Outcome::Succeeded)
                .then(|| hash64(&event.event_id))
        },
    },
    Burst {
        what: "different parameters read within ten minutes",
        at_least: 20,
        minutes: 10,
        severity: Severity::High,
        category: None,
        techniques: &["T1555.006"],
        counted: |event, _| {
            let call = event.event_source.as_deref().zip(event.event_name.as_deref());
            let read = call.and_then(|(source, name)| content_read(source, name));
            (read == Some(Content::Parameter)).then(|| hash64(&event.request_parameters))
        },
    },
    Burst {
        what: "regions looked at within an hour",
        at_least: 10,
        minutes: 60,
        severity: Severity::Medium,
        category: Some(Category::Discovery),
        techniques: &["T1580"],
        counted: |event, _| enumerates(event).then(|| hash64(&event.aws_region)),
    },
    Burst {
        what: "buckets that refused within an hour",
        at_least: 10,
        minutes: 60,
        severity: Severity::Medium,
        category: Some(Category::Discovery),
        techniques: &["T1619"],
        counted: |event, outcome| {
            let refused = outcome == Outcome::Denied && service(event) == Some("s3");
            refused
                .then(|| event.json_text("requestParameters.bucketName"))
                .flatten()
                .map(|bucket| hash64(&bucket))
        },
    },
    // IAM refuses a trust policy that names a principal which does not exist: who tries names learns which do.
    Burst {
        what: "trust policies refused as malformed within an hour",
        at_least: 25,
        minutes: 60,
        severity: Severity::Medium,
        category: Some(Category::Discovery),
        techniques: &["T1087.004"],
        counted: |event, _| {
            let refused =
                event.error_code.as_deref().is_some_and(|c| c.starts_with("MalformedPolicyDocument"));
            (refused && named(event, "iam", &["UpdateAssumeRolePolicy"])).then(|| hash64(&event.event_id))
        },
    },
    Burst {
        what: "different calls denied within ten minutes",
        at_least: 10,
        minutes: 10,
        severity: Severity::Medium,
        category: Some(Category::Discovery),
        techniques: &["T1069.003", "T1580"],
        counted: |event, outcome| (outcome == Outcome::Denied).then(|| call(event)),
    },
    Burst {
        what: "different reads within ten minutes",
        at_least: 10,
        minutes: 10,
        severity: Severity::Low,
        category: Some(Category::Discovery),
        techniques: &["T1580", "T1526"],
        counted: |event, _| enumerates(event).then(|| call(event)),
    },
];

/// A principal is known well enough for a first use to mean something once it was seen this long.
const KNOWN_AFTER_HOURS: i64 = 24;

#[derive(Default)]
struct Principal {
    first: Option<DateTime<Utc>>,
    calls: HashSet<u64>,
    regions: HashSet<u64>,
    made: HashSet<u64>,
    bursts: HashMap<usize, VecDeque<(DateTime<Utc>, u64)>>,
}

/// What was seen so far.
#[derive(Default)]
pub struct Context {
    principals: HashMap<u64, Principal>,
}

impl Context {
    /// Takes the next event, in the order of time as far as the source gives it, and says what is notable.
    pub fn see(&mut self, event: &Event) -> Vec<Notice> {
        let (Some(time), Some(who)) = (event.event_time, principal(event)) else { return Vec::new() };
        let outcome = outcome(event);
        let principal = self.principals.entry(who).or_default();
        let mut notices = principal.bursts(event, outcome, time);
        notices.extend(principal.cleanup(event, outcome));
        notices.extend(principal.new_region(event));
        notices.extend(principal.first_use(event, time));
        notices
    }
}

impl Principal {
    fn bursts(&mut self, event: &Event, outcome: Outcome, time: DateTime<Utc>) -> Vec<Notice> {
        let mut notices = Vec::new();
        for (number, burst) in BURSTS.iter().enumerate() {
            let Some(key) = (burst.counted)(event, outcome) else { continue };
            let seen = self.bursts.entry(number).or_default();
            while seen.front().is_some_and(|(first, _)| time - *first > Duration::minutes(burst.minutes)) {
                seen.pop_front();
            }
            if seen.iter().all(|(_, other)| *other != key) {
                seen.push_back((time, key));
            }
            while seen.len() > burst.at_least {
                seen.pop_front();
            }
            if seen.len() == burst.at_least {
                notices.push(Notice {
                    severity: burst.severity,
                    category: burst.category,
                    techniques: burst.techniques,
                    reason: format!("{} {} by this principal", burst.at_least, burst.what),
                });
            }
        }
        notices
    }

    /// Who deletes an identity that it made itself tidies up after itself; it does not lock out an owner. The
    /// category stays: what is listed as weakening of defences is not diluted with every clean-up.
    fn cleanup(&mut self, event: &Event, outcome: Outcome) -> Option<Notice> {
        if event.event_source.as_deref() != Some("iam.amazonaws.com") {
            return None;
        }
        let name = event.event_name.as_deref()?;
        if let Some(kind) = name.strip_prefix("Create") {
            if outcome == Outcome::Succeeded {
                self.made.extend(identity(event, kind));
            }
            return None;
        }
        let kind = name.strip_prefix("Delete")?;
        let own = identity(event, kind).is_some_and(|identity| self.made.contains(&identity));
        own.then(|| Notice {
            severity: Severity::Medium,
            category: None,
            techniques: &["T1070"],
            reason: "the same principal had made it earlier in these logs".into(),
        })
    }

    fn new_region(&mut self, event: &Event) -> Option<Notice> {
        let region = event.aws_region.as_deref()?;
        let known_elsewhere = !self.regions.is_empty();
        let new = self.regions.insert(hash64(&region));
        let launch =
            named(event, "ec2", &["RunInstances", "RequestSpotInstances", "RequestSpotFleet", "CreateFleet"]);
        (new && known_elsewhere && launch).then(|| Notice {
            severity: Severity::High,
            category: None,
            techniques: &["T1535"],
            reason: format!("first use of the region {region} by this principal in these logs"),
        })
    }

    fn first_use(&mut self, event: &Event, time: DateTime<Utc>) -> Option<Notice> {
        let first = *self.first.get_or_insert(time);
        let new = self.calls.insert(call(event));
        let known_for = time - first;
        if !new || is_read(event) || known_for < Duration::hours(KNOWN_AFTER_HOURS) {
            return None;
        }
        Some(Notice {
            severity: Severity::Medium,
            category: None,
            techniques: &[],
            reason: format!(
                "first use of this call by a principal that these logs know for {} days",
                known_for.num_days()
            ),
        })
    }
}

/// The identity that an IAM call makes or deletes.
fn identity(event: &Event, kind: &str) -> Option<u64> {
    let field = match kind {
        "User" | "LoginProfile" => "userName",
        "Role" => "roleName",
        "Group" => "groupName",
        "AccessKey" => "accessKeyId",
        _ => return None,
    };
    let name = event
        .json_text(&format!("requestParameters.{field}"))
        .filter(|_| kind != "AccessKey" || event.event_name.as_deref() == Some("DeleteAccessKey"))
        .or_else(|| event.json_text(&format!("responseElements.accessKey.{field}")))?;
    Some(hash64(&(&event.recipient_account_id, kind, name)))
}

/// All sessions of a role are one principal: the part before the session's name.
fn principal(event: &Event) -> Option<u64> {
    let id = event.principal_id.as_deref().or(event.user_arn.as_deref())?;
    let id = if event.principal_id.is_some() { id.split(':').next().unwrap_or(id) } else { id };
    Some(hash64(&id))
}

/// Whether a call lists or describes what there is; reads of the data itself do not count.
fn enumerates(event: &Event) -> bool {
    let name = event.event_name.as_deref().unwrap_or_default();
    let of_data = event.event_category.as_deref() == Some("Data");
    ["Get", "List", "Describe"].iter().any(|verb| name.starts_with(verb)) && !of_data && is_read(event)
}

fn service(event: &Event) -> Option<&str> {
    event.event_source.as_deref()?.strip_suffix(".amazonaws.com")
}

fn named(event: &Event, of: &str, names: &[&str]) -> bool {
    service(event) == Some(of) && event.event_name.as_deref().is_some_and(|name| names.contains(&name))
}

fn call(event: &Event) -> u64 {
    hash64(&(&event.event_source, &event.event_name))
}
