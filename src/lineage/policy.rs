//! What a policy document in a call says of two questions of the lineage: what it ends, and whom it lets in.

use super::deputy;
use super::fields::{Column, Fields};
use crate::facts::Time;
use crate::lenient_json;
use regex::Regex;
use serde_json::Value;

/// What a policy ends for those to whom it is attached. Ordered: the greater ends more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Denial {
    /// Everything for sessions that were issued before this time.
    IssuedBefore(Time),
    /// Everything, whatever the credential.
    Everything,
}

/// What a document denies altogether; `None` where it denies less, or cannot be read.
pub fn denial(document: &str) -> Option<Denial> {
    let policy = lenient_json::parse(document)?;
    let denials = statements(&policy).filter(|statement| {
        let all = |name: &str| texts(&statement[name]).any(|text| text == "*");
        statement["Effect"] == "Deny" && all("Action") && all("Resource")
    });
    denials.filter_map(denied).max()
}

/// For a statement that denies everything: whether it denies it to all, or to sessions that were issued
/// before a time. Under any other condition it may never apply.
fn denied(statement: &Value) -> Option<Denial> {
    let conditions: Vec<_> = match statement["Condition"].as_object() {
        None => return Some(Denial::Everything),
        Some(operators) => operators.iter().collect(),
    };
    let [(operator, keys)] = conditions.as_slice() else { return None };
    let keys: Vec<_> = keys.as_object()?.iter().collect();
    let [(key, value)] = keys.as_slice() else { return None };
    let issued_before =
        operator.starts_with("DateLessThan") && key.eq_ignore_ascii_case("aws:TokenIssueTime");
    let time = texts(value).next().and_then(super::expiry::parse)?;
    issued_before.then_some(Denial::IssuedBefore(time))
}

/// Whether the policy that a call sets or attaches grants nothing: each of its statements denies. One that cannot be read
/// may grant something.
pub fn only_denies(event: &Fields<'_>) -> bool {
    each_statement(event, denies).unwrap_or_else(|| attaches_denial(event))
}

/// Whether the policy that a call sets lets nobody in who has credentials: each of its statements denies, or admits
/// services of AWS alone, and not for another account.
pub fn admits_nobody(event: &Fields<'_>) -> bool {
    let own = event.recipient_account_id.as_deref();
    let nobody = |statement: &Value| denies(statement) || deputy::is_services_alone(statement, own);
    each_statement(event, nobody).unwrap_or_else(|| deputy::is_named_alone(event, own))
}

pub(super) fn denies(statement: &Value) -> bool {
    statement["Effect"] == "Deny"
}

/// Whether each statement of the policies that a call sets can be read and passes a test; `None` where it sets none.
fn each_statement(event: &Fields<'_>, test: impl Fn(&Value) -> bool) -> Option<bool> {
    let policies = event.column(Column::Request).map(policies).unwrap_or_default();
    let passes = |policy: &Option<Value>| policy.as_ref().is_some_and(|p| statements(p).all(&test));
    (!policies.is_empty()).then(|| policies.iter().all(passes))
}

/// Every policy in the parameters of a call, known by its statements: each service calls the field by a name of its own,
/// and writes an object or its text. `None` stands for one that cannot be read.
pub(super) fn policies(value: &Value) -> Vec<Option<Value>> {
    match value {
        Value::Object(members) if members.contains_key("Statement") => vec![Some(value.clone())],
        Value::Object(members) => members.values().flat_map(policies).collect(),
        Value::Array(items) => items.iter().flat_map(policies).collect(),
        Value::String(text) if text.contains("\"Statement\"") => match lenient_json::parse(text) {
            Some(read) if !read.is_string() => policies(&read),
            _ => vec![None],
        },
        _ => Vec::new(),
    }
}

fn attaches_denial(event: &Fields<'_>) -> bool {
    let attaches = |name: &str| name.starts_with("Attach") && name.contains("Policy");
    event.event_name.as_deref().is_some_and(attaches)
        && event.text(Column::Request, "policyArn").is_some_and(|arn| of_aws_that_denies(&arn))
}

/// Whether an ARN is that of one of AWS's own policies that only deny: of everything, and of what is abused most. A policy
/// of the account's own may have the same name, and be about anything.
fn of_aws_that_denies(arn: &str) -> bool {
    let Some((_, name)) = arn.split_once(":iam::aws:policy/") else { return false };
    let version = name.strip_prefix("AWSCompromisedKeyQuarantine");
    let version = version.map(|version| version.strip_prefix('V').unwrap_or(version));
    name == "AWSDenyAll" || version.is_some_and(|version| version.bytes().all(|b| b.is_ascii_digit()))
}

/// Somebody who assumes a role.
#[derive(Clone, Copy, Debug)]
pub enum Caller<'a> {
    /// A principal of this account.
    Account(&'a str),
    /// Whoever an identity provider vouches for: its ARN, and the subject that it names.
    Provider(&'a str, Option<&'a str>),
}

/// Whether a trust policy lets a caller in. One that cannot be read lets in whom it names.
pub fn admits(document: &str, caller: Caller<'_>) -> bool {
    let Some(policy) = lenient_json::parse(document) else {
        let (Caller::Account(name) | Caller::Provider(name, _)) = caller;
        return document.contains(name);
    };
    statements(&policy).any(|statement| statement["Effect"] == "Allow" && lets_in(statement, caller))
}

fn lets_in(statement: &Value, caller: Caller<'_>) -> bool {
    let principal = &statement["Principal"];
    match caller {
        Caller::Account(account) => texts(principal)
            .chain(texts(&principal["AWS"]))
            .any(|named| named == "*" || named == account || named.split(':').nth(4) == Some(account)),
        Caller::Provider(arn, subject) => {
            texts(&principal["Federated"]).any(|named| named == arn) && subject_fits(statement, subject)
        }
    }
}

/// Whether the conditions on the provider's subject, if there are any, hold for this one.
fn subject_fits(statement: &Value, subject: Option<&str>) -> bool {
    conditions(statement).filter(|(_, key, _)| key.ends_with(":sub")).all(|(_, _, patterns)| {
        subject.is_none_or(|subject| texts(patterns).any(|pattern| matches(pattern, subject)))
    })
}

/// Operator, key in lower case, and values of each condition of a statement.
pub(super) fn conditions(statement: &Value) -> impl Iterator<Item = (&str, String, &Value)> {
    let operators = statement["Condition"].as_object().into_iter().flatten();
    operators.flat_map(|(operator, keys)| {
        let keys = keys.as_object().into_iter().flatten();
        keys.map(|(key, values)| (operator.as_str(), key.to_ascii_lowercase(), values))
    })
}

/// `*` stands for any text, `?` for one character.
fn matches(pattern: &str, text: &str) -> bool {
    let pattern = regex::escape(pattern).replace(r"\*", ".*").replace(r"\?", ".");
    Regex::new(&format!(r"(?s)\A{pattern}\z")).is_ok_and(|pattern| pattern.is_match(text))
}

pub(super) fn statements(policy: &Value) -> impl Iterator<Item = &Value> {
    one_or_many(&policy["Statement"]).iter()
}

pub(super) fn texts(value: &Value) -> impl Iterator<Item = &str> {
    one_or_many(value).iter().filter_map(Value::as_str)
}

/// A policy writes a single thing with or without a list around it.
fn one_or_many(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        other => std::slice::from_ref(other),
    }
}
