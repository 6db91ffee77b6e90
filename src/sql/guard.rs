//! What a statement must be before anything runs it: one `SELECT`, over `events` alone, with functions that
//! all engines have, within the length that the engine takes.

use super::Target;
use super::splice::is_relation;
use sqlparser::ast::{Expr, FunctionArguments, Statement, visit_expressions, visit_relations};
use std::ops::ControlFlow;

/// Functions that Athena engine v3, CloudTrail Lake, Trino and the embedded engine all have and that questions
/// may use. Sorted.
pub const FUNCTIONS: &[&str] = &[
    "any_match",
    "arbitrary",
    "array_agg",
    "array_distinct",
    "array_join",
    "array_sort",
    "avg",
    "cardinality",
    "ceil",
    "coalesce",
    "concat",
    "count",
    "count_if",
    "date_diff",
    "date_trunc",
    "element_at",
    "every",
    "filter",
    "floor",
    "from_iso8601_timestamp",
    "hour",
    "if",
    "json_array_length",
    "json_extract",
    "json_extract_scalar",
    "json_format",
    "json_parse",
    "length",
    "lower",
    "max",
    "max_by",
    "min",
    "min_by",
    "minute",
    "nullif",
    "regexp_extract",
    "regexp_like",
    "regexp_replace",
    "replace",
    "round",
    "split",
    "split_part",
    "starts_with",
    "strpos",
    "substr",
    "sum",
    "to_iso8601",
    "to_unixtime",
    "transform",
    "trim",
    "try",
    "upper",
];

/// Longest statement that an engine takes, in bytes (Athena) or characters (Lake).
pub fn length_limit(target: Target) -> usize {
    match target {
        Target::Athena => 262_144,
        Target::Lake => 10_000,
        Target::Trino => 1_000_000,
        // The engine itself has no limit; a list of a million keys is shorter.
        Target::Local => 64_000_000,
    }
}

/// Checks a template's own statement, before the relation is spliced in. Returns the query.
pub fn check(statement: &Statement) -> Result<(), String> {
    let Statement::Query(query) = statement else {
        return Err("it is not a SELECT; a question reads and never writes".into());
    };
    if query.with.is_some() {
        return Err("it uses WITH, which CloudTrail Lake does not take; write a derived table instead".into());
    }
    let mut problem = None;
    let _ = visit_relations(statement, |name| {
        if is_relation(name) {
            ControlFlow::Continue(())
        } else {
            problem = Some(format!("it reads `{name}`; a question may only read `events`"));
            ControlFlow::Break(())
        }
    });
    let _ = visit_expressions(statement, |expr| match check_expression(expr) {
        Ok(()) => ControlFlow::Continue(()),
        Err(found) => {
            problem = Some(found);
            ControlFlow::Break(())
        }
    });
    problem.map_or(Ok(()), Err)
}

fn check_expression(expr: &Expr) -> Result<(), String> {
    match expr {
        Expr::Function(function) => {
            let name = function.name.to_string().to_ascii_lowercase();
            if matches!(function.args, FunctionArguments::Subquery(_))
                || FUNCTIONS.binary_search(&name.as_str()).is_err()
            {
                return Err(format!(
                    "it calls `{name}`, which is not among the functions that all engines have"
                ));
            }
            Ok(())
        }
        Expr::Interval(_) => Err("it uses INTERVAL, which CloudTrail Lake does not take".into()),
        _ => Ok(()),
    }
}

/// Checks the length of a finished statement.
pub fn check_length(text: &str, target: Target) -> Result<(), String> {
    let (length, unit) = match target {
        Target::Lake => (text.chars().count(), "characters"),
        _ => (text.len(), "bytes"),
    };
    let limit = length_limit(target);
    if length <= limit {
        Ok(())
    } else {
        Err(format!(
            "the statement has {length} {unit}; the engine takes at most {limit}: ask for fewer keys at a time"
        ))
    }
}
