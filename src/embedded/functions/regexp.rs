//! Regular expressions: Java's syntax as far as Rust's engine goes; patterns beyond it are refused.

use super::text_function;
use datafusion::arrow::array::{ArrayRef, BooleanArray, StringArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{DataFusionError, Result, exec_datafusion_err};
use datafusion::logical_expr::ScalarUDF;
use regex::{Regex, RegexBuilder};
use std::collections::HashMap;
use std::sync::Arc;

pub(super) fn functions() -> Vec<ScalarUDF> {
    vec![
        text_function("regexp_like", 2, DataType::Boolean, |a| {
            let mut patterns = Patterns::default();
            let row = |(text, pattern): (Option<&str>, Option<&str>)| match (text, pattern) {
                (Some(text), Some(pattern)) => patterns.get(pattern).map(|p| Some(p.is_match(text))),
                _ => Ok(None),
            };
            Ok(Arc::new(a[0].iter().zip(a[1].iter()).map(row).collect::<Result<BooleanArray>>()?) as ArrayRef)
        }),
        text_function("regexp_extract_group", 3, DataType::Utf8, extract),
        text_function("regexp_replace", 3, DataType::Utf8, replace),
    ]
}

/// Compiled patterns of one call.
#[derive(Default)]
struct Patterns(HashMap<String, Regex>);

impl Patterns {
    fn get(&mut self, pattern: &str) -> Result<&Regex> {
        if !self.0.contains_key(pattern) {
            let compiled = RegexBuilder::new(pattern)
                .size_limit(4 << 20)
                .build()
                .map_err(|error| refused(pattern, &error))?;
            self.0.insert(pattern.to_string(), compiled);
        }
        self.0.get(pattern).ok_or_else(|| exec_datafusion_err!("the pattern was not kept"))
    }
}

fn refused(pattern: &str, error: &regex::Error) -> DataFusionError {
    let reason =
        error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_string();
    exec_datafusion_err!(
        "INVALID_FUNCTION_ARGUMENT: the regular expression '{pattern}' cannot be used: {reason}"
    )
}

/// `regexp_extract(text, pattern, group)`, the group as text; NULL when nothing matches.
fn extract(a: &[StringArray]) -> Result<ArrayRef> {
    let mut patterns = Patterns::default();
    let rows = a[0].iter().zip(a[1].iter()).zip(a[2].iter());
    let row = |((text, pattern), group): ((Option<&str>, Option<&str>), Option<&str>)| {
        let (Some(text), Some(pattern), Some(group)) = (text, pattern, group) else { return Ok(None) };
        let group: usize = group
            .parse()
            .map_err(|_| exec_datafusion_err!("INVALID_FUNCTION_ARGUMENT: Group cannot be negative"))?;
        let compiled = patterns.get(pattern)?;
        if group >= compiled.captures_len() {
            return Err(exec_datafusion_err!(
                "INVALID_FUNCTION_ARGUMENT: Pattern has {} groups. Cannot access group {group}",
                compiled.captures_len() - 1
            ));
        }
        Ok(compiled.captures(text).and_then(|c| c.get(group)).map(|m| m.as_str().to_string()))
    };
    Ok(Arc::new(rows.map(row).collect::<Result<StringArray>>()?))
}

/// Replaces every match. `$1` and `${name}` stand for groups, a backslash makes the next character plain.
fn replace(a: &[StringArray]) -> Result<ArrayRef> {
    let mut patterns = Patterns::default();
    let rows = a[0].iter().zip(a[1].iter()).zip(a[2].iter());
    let row = |((text, pattern), with): ((Option<&str>, Option<&str>), Option<&str>)| {
        let (Some(text), Some(pattern), Some(with)) = (text, pattern, with) else { return Ok(None) };
        let compiled = patterns.get(pattern)?;
        let template = replacement(with);
        Ok(Some(compiled.replace_all(text, template.as_str()).into_owned()))
    };
    Ok(Arc::new(rows.map(row).collect::<Result<StringArray>>()?))
}

/// Java's replacement syntax in the regex crate's: group numbers get braces so that `$1-` is group 1.
fn replacement(java: &str) -> String {
    let mut out = String::new();
    let mut chars = java.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('$') => out.push_str("$$"),
                Some(other) => out.push(other),
                None => {}
            },
            '$' if chars.peek().is_some_and(char::is_ascii_digit) => {
                let digit = chars.next().unwrap_or('0');
                out.push_str("${");
                out.push(digit);
                out.push('}');
            }
            other => out.push(other),
        }
    }
    out
}
