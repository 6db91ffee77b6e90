//! Services of AWS that a policy lets in, and for whom they act: a service does the work of whichever account asks it to,
//! unless the policy says whose.

use super::fields::{Column, Fields};
use super::policy::{conditions, denies, policies, statements, texts};
use crate::vocabulary::{account_in, is_account};
use serde_json::Value;

/// Keys by which a statement says for whose resource a service must act (IAM user guide, "The confused deputy problem").
const SOURCES: [&str; 6] = [
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceowner",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "kms:calleraccount",
];
/// KMS tells by keys of its own, one for each kind of resource, what it encrypts for.
const ENCRYPTED_FOR: &str = "kms:encryptioncontext:";

/// The services that the policies in the parameters of a call admit for whichever account they act.
pub fn deputies(parameters: &Value) -> Vec<String> {
    let policies = policies(parameters);
    let statements = policies.iter().flatten().flat_map(statements);
    let for_any = statements
        .filter(|statement| !denies(statement) && sources(statement).is_empty() && !only_delivers(statement));
    for_any.flat_map(|statement| texts(&statement["Principal"]["Service"])).map(str::to_string).collect()
}

/// Whether a statement lets logs be delivered and no more, as the default policies of trails and load balancers do: a
/// service writes under the account that it acts for, or asks whose the bucket is.
fn only_delivers(statement: &Value) -> bool {
    let under_an_account = |resource: &str| {
        let owner = resource.split("/AWSLogs/").nth(1).and_then(|path| path.split('/').next());
        owner.is_some_and(|owner| is_account(owner) || owner.starts_with("o-"))
    };
    let named = |element: &str| texts(&statement[element]).next().is_some();
    let only = |action: &str| named("Action") && texts(&statement["Action"]).all(|one| one == action);
    let confined = || named("Resource") && texts(&statement["Resource"]).all(under_an_account);
    only("s3:GetBucketAcl") || (only("s3:PutObject") && confined())
}

/// Whether a statement admits services of AWS alone, and none of them for another account. A policy of an identity has no
/// principal and says nothing of whom it admits.
pub fn is_services_alone(statement: &Value, own: Option<&str>) -> bool {
    let principals = statement["Principal"].as_object();
    principals.is_some_and(|kinds| !kinds.is_empty() && kinds.keys().all(|kind| kind == "Service"))
        && sources(statement).iter().all(|source| of_own(source, own))
}

/// The same of a call that names whom it admits by itself and sets no policy.
pub fn is_named_alone(event: &Fields<'_>, own: Option<&str>) -> bool {
    let named = |field: &str| event.text(Column::Request, field);
    named("principal").is_some_and(|principal| principal.ends_with(".amazonaws.com"))
        && named("sourceAccount").is_none_or(|source| of_own(&source, own))
}

/// Whose resources a service must act for under a statement; none where it may act for anybody's.
fn sources(statement: &Value) -> Vec<&str> {
    let named = conditions(statement).filter(|(operator, key, values)| {
        let limits = !operator.contains("Not") && *operator != "Null";
        let is_source = SOURCES.contains(&key.as_str()) || key.starts_with(ENCRYPTED_FOR);
        limits && is_source && texts(values).all(names_somebody)
    });
    named.flat_map(|(_, _, values)| texts(values)).collect()
}

/// Whether a value leaves open whose resource it is: an ARN names the account, or of a bucket the bucket alone.
fn names_somebody(value: &str) -> bool {
    let mut parts = value.splitn(6, ':');
    let said = |part: Option<&str>| part.is_some_and(|part| !part.starts_with(['*', '?']));
    match value.starts_with("arn:") {
        true => match parts.nth(4) {
            Some("") => said(parts.next()),
            account => said(account),
        },
        false => said(Some(value)),
    }
}

fn of_own(source: &str, own: Option<&str>) -> bool {
    let account = account_in(source).or_else(|| Some(source).filter(|source| is_account(source)));
    account.is_none_or(|account| Some(account) == own)
}
