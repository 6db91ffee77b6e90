//! Accounts that a call lets in: those that its parameters name beside the caller's own.

use super::copied::decoded;
use crate::event::Event;
use crate::lenient_json;
use crate::vocabulary::{account_in, is_account};
use serde_json::Value;
use std::collections::BTreeSet;

/// Accounts that the parameters of a call let in. What a statement denies, or a call takes back, lets nobody in.
pub fn accounts_let_in(event: &Event) -> BTreeSet<String> {
    let mut accounts = BTreeSet::new();
    if let Some(value) = event.request_parameters.as_deref().and_then(lenient_json::parse) {
        walk(&value, &mut accounts);
    }
    let own = [event.account_id.as_deref(), event.recipient_account_id.as_deref()];
    accounts.retain(|account| !own.contains(&Some(account)));
    accounts
}

fn walk(value: &Value, accounts: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if members.get("Effect").and_then(Value::as_str) == Some("Deny") {
                return;
            }
            for (name, member) in members {
                let lower = name.to_ascii_lowercase();
                // What a policy is about belongs to the owner, whatever account its ARN names.
                if !lower.contains("remove") && !matches!(lower.as_str(), "resource" | "sid" | "action") {
                    walk(member, accounts);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, accounts)),
        Value::String(text) => text_of(text, accounts),
        Value::Number(number) => text_of(&number.to_string(), accounts),
        _ => {}
    }
}

/// An account stands alone or as the fifth part of an ARN; a policy stands in a text of its own.
fn text_of(text: &str, accounts: &mut BTreeSet<String>) {
    // Some services write a policy percent-encoded.
    let text = if text.starts_with("%7B") { &*decoded(text) } else { text };
    if text.trim_start().starts_with(['{', '[']) {
        if let Some(value) = lenient_json::parse(text) {
            walk(&value, accounts);
        }
        return;
    }
    for part in text.split([',', ' ']) {
        if is_account(part) {
            accounts.insert(part.to_string());
        } else if let Some(account) = account_in(part).filter(|_| part.starts_with("arn:")) {
            accounts.insert(account.to_string());
        }
    }
}
