//! What a statement must be before anything runs it: one `SELECT`, over `events` alone, with functions that
//! all engines have, within the length that the engine takes.

use super::Target;
use super::splice::is_relation;
use sqlparser::ast::{
    Expr, FunctionArguments, ObjectName, Query, Select, Statement, TableFactor, Visit, Visitor,
};
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

/// Checks a template's own statement, before the relation is spliced in.
pub fn check(statement: &Statement) -> Result<(), String> {
    if !matches!(statement, Statement::Query(_)) {
        return Err("it is not a SELECT; a question reads and never writes".into());
    }
    let mut guard = Guard { reads: false };
    match statement.visit(&mut guard) {
        ControlFlow::Break(problem) => Err(problem),
        ControlFlow::Continue(()) if guard.reads => Ok(()),
        ControlFlow::Continue(()) => Err("it does not read `events`".into()),
    }
}

/// What the parser takes and not all engines do, anywhere in a statement.
struct Guard {
    /// The relation was among what it reads.
    reads: bool,
}

type Checked = ControlFlow<String>;

fn refused(problem: impl Into<String>) -> Checked {
    ControlFlow::Break(problem.into())
}

impl Visitor for Guard {
    type Break = String;

    fn pre_visit_statement(&mut self, statement: &Statement) -> Checked {
        match statement {
            Statement::Query(_) => ControlFlow::Continue(()),
            _ => refused("it writes; a question reads and never writes"),
        }
    }

    fn pre_visit_query(&mut self, query: &Query) -> Checked {
        if query.with.is_some() {
            return refused(
                "it uses WITH, which CloudTrail Lake does not take; write a derived table instead",
            );
        }
        if !query.locks.is_empty() {
            return refused(
                "it uses FOR UPDATE or FOR SHARE, which lock rows; a question reads and never writes",
            );
        }
        let others = [
            (query.for_clause.is_some(), "FOR"),
            (query.settings.is_some(), "SETTINGS"),
            (query.format_clause.is_some(), "FORMAT"),
            (!query.pipe_operators.is_empty(), "|>"),
        ];
        known(&others)
    }

    fn pre_visit_select(&mut self, select: &Select) -> Checked {
        if select.into.is_some() {
            return refused("it uses SELECT … INTO, which makes a table; a question reads and never writes");
        }
        let others = [
            (select.top.is_some(), "TOP"),
            (select.prewhere.is_some(), "PREWHERE"),
            (select.qualify.is_some(), "QUALIFY"),
            (!select.connect_by.is_empty(), "CONNECT BY"),
            (!select.lateral_views.is_empty(), "LATERAL VIEW"),
            (!select.cluster_by.is_empty(), "CLUSTER BY"),
            (!select.distribute_by.is_empty(), "DISTRIBUTE BY"),
            (!select.sort_by.is_empty(), "SORT BY"),
        ];
        known(&others)
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> Checked {
        match factor {
            TableFactor::Derived { alias: Some(alias), .. } if is_relation(&alias.name.clone().into()) => {
                refused("it calls a table of its own `events`; give that another name")
            }
            TableFactor::Table { args: None, .. }
            | TableFactor::Derived { .. }
            | TableFactor::NestedJoin { .. } => ControlFlow::Continue(()),
            other => refused(format!("it reads `{other}`; a question may only read `events`")),
        }
    }

    fn pre_visit_relation(&mut self, name: &ObjectName) -> Checked {
        if is_relation(name) {
            self.reads = true;
            return ControlFlow::Continue(());
        }
        refused(format!("it reads `{name}`; a question may only read `events`"))
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> Checked {
        check_expression(expr).map_or_else(refused, ControlFlow::Continue)
    }
}

fn known(others: &[(bool, &str)]) -> Checked {
    match others.iter().find(|(used, _)| *used) {
        Some((_, name)) => refused(format!("it uses {name}, which not all engines take")),
        None => ControlFlow::Continue(()),
    }
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
