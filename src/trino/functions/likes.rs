//! LIKE.

use super::Table;
use crate::trino::fault::{Fault, Outcome, UNSUPPORTED, invalid};
use crate::trino::regex::SIZE;
use crate::trino::value::Value;
use regex::{Regex, RegexBuilder};
use std::cell::RefCell;
use std::collections::HashMap;

pub(super) fn add(t: &mut Table) {
    t.sure("$like(varchar, varchar) -> boolean", |_, a| Ok(Value::Bool(like(a[0].str(), a[1].str(), None)?)));
    t.add("$like(varchar, varchar, varchar) -> boolean", |_, a| {
        let mut escape = a[2].str().chars();
        match (escape.next(), escape.next()) {
            (Some(escape), None) => Ok(Value::Bool(like(a[0].str(), a[1].str(), Some(escape))?)),
            _ => invalid("Escape string must be a single character"),
        }
    });
}

/// Compiled patterns that are kept; one statement seldom has more.
const KEPT: usize = 256;

thread_local! {
    static COMPILED: RefCell<HashMap<(String, Option<char>), Regex>> = RefCell::default();
}

/// LIKE with an escape character.
fn like(text: &str, pattern: &str, escape: Option<char>) -> Outcome<bool> {
    let key = (pattern.to_string(), escape);
    // Not by a clone, which would have to make room for its search anew.
    if let Some(matches) = COMPILED.with_borrow(|kept| kept.get(&key).map(|known| known.is_match(text))) {
        return Ok(matches);
    }
    let made = RegexBuilder::new(&written(pattern, escape)?).size_limit(SIZE).build().map_err(|_| {
        Fault::new(UNSUPPORTED, format!("the LIKE pattern '{pattern}' becomes too large for local logs"))
    })?;
    let matches = made.is_match(text);
    COMPILED.with_borrow_mut(|kept| {
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, made);
    });
    Ok(matches)
}

fn written(pattern: &str, escape: Option<char>) -> Outcome<String> {
    let mut made = String::from("(?s)^");
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            c if Some(c) == escape => match chars.next() {
                Some(next) if matches!(next, '%' | '_') || Some(next) == escape => {
                    made.push_str(&regex::escape(&next.to_string()))
                }
                _ => {
                    return invalid(
                        "Escape character must be followed by '%', '_' or the escape character itself",
                    );
                }
            },
            '%' => made.push_str(".*"),
            '_' => made.push('.'),
            other => made.push_str(&regex::escape(&other.to_string())),
        }
    }
    made.push_str(r"\z");
    Ok(made)
}
