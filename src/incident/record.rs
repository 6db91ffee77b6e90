//! One collected event, reduced to what the facts need. A million of them fit in memory: repeated text is
//! shared.

use super::target::{is_the_call, named, target};
use super::{Touched, accounts_let_in, copy_source, touched};
use crate::address;
use crate::baseline::Actor;
use crate::catalog::{Catalog, Tells};
use crate::classify::{Classification, Hit};
use crate::digest::hash64;
use crate::event::Event;
use crate::incident::{Effect, Time, Whence, shortened};
use crate::lineage::{Identity, only_denies};
use crate::vocabulary::{Category, NONE, Outcome, Severity, is_account};
use arcstr::ArcStr;
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};

/// Shares equal texts.
#[derive(Default)]
pub struct Interner(HashSet<ArcStr>);

impl Interner {
    /// The shared copy of a text; a huge text is shortened first, as in the facts.
    pub fn get(&mut self, text: &str) -> ArcStr {
        let text = shortened(text);
        if let Some(found) = self.0.get(&*text) {
            return found.clone();
        }
        let shared: ArcStr = text.into();
        self.0.insert(shared.clone());
        shared
    }

    fn opt(&mut self, text: Option<&str>) -> Option<ArcStr> {
        text.map(|t| self.get(t))
    }

    fn thing(&mut self, thing: Touched) -> Thing {
        Thing {
            name: self.get(&thing.name),
            kind: self.get(&thing.kind),
            effect: thing.effect,
            also: thing.also.iter().map(|name| self.get(name)).collect(),
        }
    }
}

/// A question's claim on an event.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Index into the catalogue's questions.
    pub question: usize,
    /// What was acted on.
    pub target: Option<ArcStr>,
    /// With what.
    pub detail: Option<ArcStr>,
}

/// A thing that an event touched.
#[derive(Clone, Debug)]
pub struct Thing {
    /// Its name as the record writes it.
    pub name: ArcStr,
    /// What it is: `user`; empty where the record does not tell.
    pub kind: ArcStr,
    /// What the call did to it.
    pub effect: Effect,
    /// Other names that the answer gives to it.
    pub also: Vec<ArcStr>,
}

/// A collected event. Fields are those of [`Event`]; the rest is what was found out about it.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Record {
    pub event_id: ArcStr,
    pub time: Time,
    pub event_source: ArcStr,
    pub event_name: ArcStr,
    pub event_category: Option<ArcStr>,
    pub region: Option<ArcStr>,
    pub address: Option<ArcStr>,
    pub user_agent: Option<ArcStr>,
    pub error_code: Option<ArcStr>,
    pub user_type: Option<ArcStr>,
    pub access_key: Option<ArcStr>,
    pub principal_id: Option<ArcStr>,
    pub user_arn: Option<ArcStr>,
    pub user_name: Option<ArcStr>,
    pub account: Option<ArcStr>,
    pub session_created: Option<Time>,
    pub ec2_role_delivery: Option<ArcStr>,
    pub shared_event_id: Option<ArcStr>,
    pub vpc_endpoint: Option<ArcStr>,
    /// Account that the VPC endpoint belongs to.
    pub endpoint_account: Option<ArcStr>,
    pub source_object: Option<ArcStr>,
    /// Bucket that the request names, else the record's resources.
    pub bucket: Option<ArcStr>,
    /// Account of that bucket, where the record's resources name it.
    pub bucket_owner: Option<ArcStr>,
    /// Object key that the request names.
    pub object_key: Option<ArcStr>,
    /// Bucket and key of the object that a copy was made of.
    pub copied_from: Option<Box<(ArcStr, ArcStr)>>,
    /// `additionalEventData.bytesTransferredOut`.
    pub bytes_out: Option<u64>,
    pub outcome: Outcome,
    pub category: Category,
    pub secondary: Box<[Category]>,
    pub severity: Severity,
    pub severity_reason: ArcStr,
    /// Deciding question first; a call that names several things has a claim for each.
    pub claims: Box<[Claim]>,
    /// What was acted on: the deciding claim's target, else the first resource that the record names.
    pub target: Option<ArcStr>,
    /// What was touched, and how; not of listings and reads that no question is about.
    pub things: Box<[Thing]>,
    /// The policy that it sets or attaches grants nothing.
    pub only_denies: bool,
    /// Its credential came out of unattributed activity.
    pub of_unattributed: bool,
    /// A service made it, and a call to that service that may be its cause is unattributed.
    pub for_unattributed: bool,
    /// Whose the place is that it came from.
    pub whence: Whence,
    /// It was denied by a policy of the organisation.
    pub refused_by_organisation: bool,
    /// Accounts that the call let in.
    pub let_in: Box<[ArcStr]>,
    /// Who acted, by the baseline.
    pub actor: Actor,
    /// Number of the statement that returned it.
    pub query: u16,
    /// Number of the followed identity that the lineage saw it as.
    pub seen_as: Option<usize>,
    /// Index of the credential it belongs to; `None` for context (such as the event that issued the subject), and for
    /// what a later record put right.
    pub credential: Option<usize>,
    /// The record that it puts right.
    pub corrects: Option<ArcStr>,
    /// Digest of what is the same in all records of one request: its ID, the service and the call.
    pub request: Option<u64>,
    /// The record that counts in its place.
    pub corrected_by: Option<ArcStr>,
}

impl Record {
    /// Reduces an event. `None` when it has no time: such a record cannot be placed and must be counted as left
    /// out by the caller.
    pub fn new(
        event: &Event,
        hits: &[Hit],
        class: Classification,
        actor: Actor,
        query: u16,
        catalog: &Catalog,
        names: &mut Interner,
    ) -> Option<Self> {
        let mut claims = Vec::new();
        for question in &class.questions {
            for hit in hits.iter().filter(|hit| hit.question == *question) {
                let (target, detail) = (names.opt(hit.target.as_deref()), names.opt(hit.detail.as_deref()));
                claims.push(Claim { question: *question, target, detail });
            }
        }
        let target = target(event, &claims, catalog).map(|text| names.get(&text));
        let opened =
            claims.iter().any(|claim| catalog.questions[claim.question].tells_of(Tells::OpenedToOutsiders));
        let let_in = match class.outcome {
            Outcome::Succeeded if opened => accounts_let_in(event),
            _ => BTreeSet::new(),
        };
        let s3 = event.event_source.as_deref() == Some("s3.amazonaws.com");
        let s3_text = |path: &str| if s3 { event.json_text(path) } else { None };
        let (named, owner) = if s3 { bucket_among_resources(event) } else { (None, None) };
        let copied_from = s3_text("requestParameters.x-amz-copy-source").and_then(|text| copy_source(&text));
        let quiet = matches!(class.category, Category::Discovery | Category::OtherRead);
        let things = if quiet { Vec::new() } else { things(event, &claims, &target, class.outcome, catalog) };
        let source = source_of_copy(&copied_from, class.outcome);
        // A copy onto itself, as with another key of encryption, reads nothing for anybody.
        let source = source.filter(|source| things.iter().all(|thing| thing.name != source.name));
        let things = things.into_iter().chain(source);
        Some(Self {
            event_id: shortened(event.event_id.as_deref().unwrap_or_default()).into(),
            time: event.event_time?,
            event_source: names.get(event.event_source.as_deref().unwrap_or(NONE)),
            event_name: names.get(event.event_name.as_deref().unwrap_or(NONE)),
            event_category: names.opt(event.event_category.as_deref()),
            region: names.opt(event.aws_region.as_deref()),
            address: event.source_ip_address.as_deref().map(|text| names.get(&address::plain(text))),
            user_agent: names.opt(event.user_agent.as_deref()),
            error_code: names.opt(event.error_code.as_deref()),
            user_type: names.opt(event.user_type.as_deref()),
            access_key: names.opt(event.access_key_id.as_deref()),
            principal_id: names.opt(event.principal_id.as_deref()),
            user_arn: names.opt(event.user_arn.as_deref()),
            user_name: names.opt(event.user_name.as_deref()),
            account: names.opt(event.recipient_account_id.as_deref().or(event.account_id.as_deref())),
            session_created: event.session_created,
            ec2_role_delivery: names.opt(event.ec2_role_delivery.as_deref()),
            shared_event_id: names.opt(event.shared_event_id.as_deref()),
            vpc_endpoint: names.opt(event.vpc_endpoint_id.as_deref()),
            endpoint_account: names.opt(event.vpc_endpoint_account_id.as_deref().filter(|id| is_account(id))),
            source_object: names.opt(event.source_object.as_deref()),
            bucket: s3_text("requestParameters.bucketName").or(named).map(|t| names.get(&t)),
            bucket_owner: owner.map(|t| names.get(&t)),
            object_key: s3_text("requestParameters.key").map(|t| names.get(&t)),
            copied_from: copied_from
                .as_ref()
                .map(|(bucket, key)| Box::new((names.get(bucket), names.get(key)))),
            bytes_out: s3_text("additionalEventData.bytesTransferredOut")
                .and_then(|t| t.parse::<f64>().ok())
                .map(|n| n as u64),
            outcome: class.outcome,
            category: class.category,
            secondary: class.secondary.into(),
            severity: class.severity,
            severity_reason: names.get(&class.severity_reason),
            things: things.map(|thing| names.thing(thing)).collect(),
            only_denies: !quiet && only_denies(event),
            of_unattributed: false,
            for_unattributed: false,
            whence: Whence::NotKnown,
            refused_by_organisation: class.outcome == Outcome::Denied
                && event.error_message.as_deref().is_some_and(names_policy_of_organisation),
            let_in: let_in.iter().map(|account| names.get(account)).collect(),
            claims: claims.into(),
            target,
            actor,
            query,
            seen_as: None,
            credential: None,
            corrects: event.corrects().map(|id| shortened(id).into()),
            request: request(event),
            corrected_by: None,
        })
    }

    /// Whether it is a dry run that would have succeeded: nothing was done.
    pub fn is_dry_run(&self) -> bool {
        matches!(self.error_code.as_deref(), Some("Client.DryRunOperation" | "DryRunOperation"))
    }

    /// Whether a question that claims it tells of this.
    pub fn tells_of(&self, what: Tells, catalog: &Catalog) -> bool {
        self.claims.iter().any(|claim| catalog.questions[claim.question].tells_of(what))
    }

    /// Whether it is a sign-in, or an assumption of a role, that failed and was made without a key: an attempt, by
    /// somebody who need not have had what he tried it with.
    pub fn only_tried(&self) -> bool {
        let enters = match &*self.event_source {
            "signin.amazonaws.com" => &*self.event_name == "ConsoleLogin",
            "sts.amazonaws.com" => self.event_name.starts_with("AssumeRole"),
            _ => false,
        };
        enters && self.access_key.is_none() && self.outcome != Outcome::Succeeded
    }

    /// Whether it is of a VPC endpoint, and not of the service that was called.
    pub fn is_network_activity(&self) -> bool {
        self.event_category.as_deref() == Some("NetworkActivity")
    }

    /// Whose call it is.
    pub fn identity(&self) -> Identity<'_> {
        Identity {
            time: Some(self.time),
            source: Some(&self.event_source),
            access_key: self.access_key.as_deref(),
            principal_id: self.principal_id.as_deref(),
            user_arn: self.user_arn.as_deref(),
            user_name: self.user_name.as_deref(),
            session_created: self.session_created,
            account: self.account.as_deref(),
            // Not kept: what hangs on them was told when the whole event was seen.
            console: false,
            service: None,
        }
    }
}

/// How IAM says that a policy of the organisation has no allow, or denies (IAM user guide, "Troubleshoot access denied
/// error messages"). The reason ends the message; what stands before it may be the caller's own words.
fn names_policy_of_organisation(message: &str) -> bool {
    const KINDS: [&str; 2] = ["service control policy", "resource control policy"];
    const REASONS: [&str; 2] = [" with an explicit deny in ", " because no "];
    let reason = REASONS.iter().filter_map(|reason| Some(message.rfind(reason)? + reason.len())).max();
    let named = reason.map(|reason| message[reason..].trim_start_matches("a "));
    named.is_some_and(|named| KINDS.iter().any(|kind| named.starts_with(kind)))
}

/// A digest stands for the ID, which a million events would have in memory twice.
fn request(event: &Event) -> Option<u64> {
    Some(hash64(&(event.request_id.as_ref()?, &event.event_source, &event.event_name)))
}

/// Name and account of the bucket among a record's resources: what an endpoint refused has no parameters. Engines write
/// the names of their fields in lower case.
fn bucket_among_resources(event: &Event) -> (Option<String>, Option<String>) {
    let resources = event.resources.as_deref().and_then(crate::lenient_json::parse);
    let is_bucket = |resource: &&Value| resource["type"] == "AWS::S3::Bucket";
    let Some(bucket) = resources.as_ref().and_then(|all| all.as_array()?.iter().find(is_bucket)) else {
        return (None, None);
    };
    let text = |names: [&str; 2]| names.into_iter().find_map(|name| bucket[name].as_str());
    let name = text(["ARN", "arn"]).and_then(|arn| arn.rsplit(":::").next()).filter(|name| !name.is_empty());
    let account = text(["accountId", "accountid"]).filter(|account| is_account(account));
    (name.map(str::to_string), account.map(str::to_string))
}

/// What an event touched: what the questions say that it acted on, and what its parameters name.
fn things(
    event: &Event,
    claims: &[Claim],
    target: &Option<ArcStr>,
    outcome: Outcome,
    catalog: &Catalog,
) -> Vec<Touched> {
    let mut targets = named(claims, catalog);
    if targets.is_empty() {
        targets.extend(target.as_deref());
    }
    let source = event.event_source.as_deref().unwrap_or_default();
    let call = event.event_name.as_deref().unwrap_or_default();
    // The caller is not among what it touched.
    targets.retain(|name| !is_the_call(name, source, call) && Some(*name) != event.user_arn.as_deref());
    touched(event, &targets, outcome)
}

fn source_of_copy(copied_from: &Option<(String, String)>, outcome: Outcome) -> Option<Touched> {
    let (bucket, key) = copied_from.as_ref()?;
    let effect = if outcome == Outcome::Succeeded { Effect::Read } else { Effect::Attempted };
    Some(Touched { name: format!("{bucket}/{key}"), kind: "object".into(), effect, also: Vec::new() })
}
