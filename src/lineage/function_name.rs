//! What Lambda's `functionName` names: a name, a partial or a full ARN, each with or without a qualifier behind it.
//!
//! The pattern is that of the API model: `(arn:…:lambda:)?(region:)?(account:)?(function:)?name(:qualifier)?`.

use crate::vocabulary::is_account;

/// The function's own name.
pub fn name(text: &str) -> &str {
    let end = behind_prefix(text);
    end.split_once(':').map_or(end, |(name, _)| name)
}

/// A version or an alias; empty where the function as a whole is named.
pub fn qualifier(text: &str) -> &str {
    behind_prefix(text).split_once(':').map_or("", |(_, qualifier)| qualifier)
}

fn behind_prefix(text: &str) -> &str {
    let mut rest = text;
    if let Some(arn) = rest.strip_prefix("arn:") {
        rest = arn.splitn(3, ':').nth(2).unwrap_or(rest);
    }
    for leads in [is_region, is_account, is_word] {
        rest = rest.split_once(':').filter(|(part, _)| leads(part)).map_or(rest, |(_, behind)| behind);
    }
    rest
}

/// `us-east-1`, `us-gov-west-1`.
fn is_region(part: &str) -> bool {
    let mut parts = part.rsplit('-');
    let number =
        parts.next().is_some_and(|number| number.len() == 1 && number.as_bytes()[0].is_ascii_digit());
    let words: Vec<&str> = parts.collect();
    let short = words.last().is_some_and(|first| first.len() == 2);
    number
        && short
        && words.len() >= 2
        && words.iter().all(|word| word.bytes().all(|b| b.is_ascii_lowercase()))
}

fn is_word(part: &str) -> bool {
    part == "function"
}
