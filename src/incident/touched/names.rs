//! Names of things: an ARN, an ID and a plain name of one thing are brought together.

use crate::table::Table;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What a name says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Service of an ARN: `iam`.
    pub service: Option<String>,
    /// Region of an ARN.
    pub region: Option<String>,
    /// Account of an ARN.
    pub account: Option<String>,
    /// `role`, where the ARN or the prefix of an ID tells.
    pub kind: Option<String>,
    /// The part that a plain name of the same thing is equal to.
    pub name: String,
}

/// Prefixes of IDs, and the kind of thing that has such an ID.
static IDS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    const TABLE: Table<2> = Table::new(include_str!("ids.tsv"));
    TABLE.rows().map(<(_, _)>::from).collect()
});
/// Kinds that a parameter's name gives, beside the kind that the calls' names give: `group`, `securitygroup`.
static SYNONYMS: LazyLock<HashSet<(&'static str, &'static str)>> = LazyLock::new(|| {
    const TABLE: Table<2> = Table::new(include_str!("synonyms.tsv"));
    TABLE.rows().map(<(_, _)>::from).collect()
});
/// Short kinds in ARNs: service and kind, and the kind that the calls' names give.
static ARN_KINDS: LazyLock<HashMap<(&'static str, &'static str), &'static str>> = LazyLock::new(|| {
    const TABLE: Table<3> = Table::new(include_str!("arn_kinds.tsv"));
    TABLE.rows().map(|[service, of_arn, kind]| ((service, of_arn), kind)).collect()
});

/// Whether a parameter's kind is the kind that a call's name names: `groupId` of `DeleteSecurityGroup`.
pub fn same_kind(noun: &str, kind: &str) -> bool {
    noun == kind || SYNONYMS.contains(&(kind, noun))
}

/// A kind of thing in one spelling: lower case, letters only, singular.
pub fn plain(text: &str) -> String {
    let mut text: String =
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    if text.ends_with("sses") {
        text.truncate(text.len() - 2);
    } else if text.ends_with("ies") {
        text.truncate(text.len() - 3);
        text.push('y');
    } else if text.ends_with('s') && !text.ends_with("ss") {
        text.pop();
    }
    text
}

/// Reads a name: an ARN, an ID such as `vol-0123456789abcdef0`, or a plain name.
pub fn read(text: &str) -> Named {
    let mut parts = text.splitn(6, ':');
    let arn = (|| {
        (parts.next()? == "arn").then_some(())?;
        parts.next()?;
        Some([parts.next()?, parts.next()?, parts.next()?, parts.next()?])
    })();
    let Some([service, region, account, rest]) = arn else {
        let kind = text.rsplit_once('-').filter(|(_, digits)| is_id(digits));
        let kind = kind.and_then(|(prefix, _)| IDS.get(prefix)).map(|kind| kind.to_string());
        // A queue is named by its address, which ends in its name.
        let name = if text.starts_with("https://") { text.rsplit('/').next().unwrap_or(text) } else { text };
        return Named { kind, name: name.trim_start_matches('/').to_string(), ..Named::default() };
    };
    let (kind, name) = of_arn(service, rest);
    let some = |text: &str| (!text.is_empty()).then(|| text.to_string());
    Named {
        service: some(service),
        region: some(region),
        account: some(account),
        kind: some(&plain(kind)),
        name: name.trim_start_matches('/').to_string(),
    }
}

/// EC2's IDs end in 8 or 17 hexadecimal digits.
fn is_id(digits: &str) -> bool {
    matches!(digits.len(), 8 | 17) && digits.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Kind and name in the last part of an ARN.
fn of_arn<'a>(service: &'a str, rest: &'a str) -> (&'a str, &'a str) {
    match service {
        "s3" if !rest.starts_with("accesspoint/") => {
            return (if rest.contains('/') { "object" } else { "bucket" }, rest);
        }
        "sns" => return ("topic", rest.split(':').next().unwrap_or(rest)),
        "sqs" => return ("queue", rest),
        _ => {}
    }
    let at = rest.find(['/', ':']).unwrap_or(0);
    let (kind, name) = (&rest[..at], rest[at..].trim_start_matches(['/', ':']));
    let kind = ARN_KINDS.get(&(service, kind)).copied().unwrap_or(kind);
    let first = |separator: char| name.split(separator).next().unwrap_or(name);
    let name = match service {
        "secretsmanager" => without_random_end(name),
        "ssm" => name,
        "cloudformation" | "dynamodb" => first('/'),
        "lambda" => first(':'),
        "logs" => name.split(":log-stream:").next().unwrap_or(name).trim_end_matches(":*"),
        _ => name.rsplit('/').next().unwrap_or(name),
    };
    (kind, name)
}

/// Secrets Manager adds a hyphen and six characters to the name in an ARN.
fn without_random_end(name: &str) -> &str {
    match name.rsplit_once('-') {
        Some((plain, end)) if end.len() == 6 && end.bytes().all(|b| b.is_ascii_alphanumeric()) => plain,
        _ => name,
    }
}
