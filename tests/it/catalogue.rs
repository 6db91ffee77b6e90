//! What the questions name exists: ATT&CK techniques in the current release, and calls that CloudTrail writes.

use crate::harness::shared;
use flate2::read::GzDecoder;
use keytrail::attack;
use keytrail::catalog::Catalog;
use keytrail::table::Table;
use serde_json::Value;
use sqlparser::ast::{BinaryOperator, Expr, Statement, Value as Literal, visit_expressions};
use std::collections::{BTreeSet, HashSet};
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;

#[test]
fn techniques_of_the_questions_are_current() {
    let catalog = Catalog::builtin().expect("the catalogue is in order");
    let unknown: Vec<String> = catalog
        .questions
        .iter()
        .flat_map(|q| q.header.techniques.iter().map(move |t| (q, t)))
        .filter(|(_, technique)| attack::technique(technique).is_none())
        .map(|(question, technique)| format!("{}: {technique}", question.id))
        .collect();
    assert!(unknown.is_empty(), "not in {}: {unknown:?}", attack::VERSION);
    assert_eq!(attack::technique("T1562.008").map(|t| t.id), None, "a former ID is not current");
    let cloud_logs = attack::technique("T1685.002").expect("it is current");
    assert_eq!(cloud_logs.name, "Disable or Modify Cloud Log");
    assert_eq!(cloud_logs.formerly, Some("T1562.008"));
}

/// Source and name of every call that CloudTrail writes, with the other spellings of both.
pub fn calls() -> Option<HashSet<(String, String)>> {
    let file = std::fs::File::open(shared("reference/operations.jsonl.gz")?).expect("the list can be read");
    let texts = |row: &Value, key: &str| -> Vec<String> {
        row[key].as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_string)).collect()
    };
    let mut calls = HashSet::new();
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let row: Value = serde_json::from_str(&line.expect("a line")).expect("a JSON line");
        if row["never_an_event_name"] == true {
            continue;
        }
        let mut names = texts(&row, "eventName_variants");
        names.extend(row["eventName"].as_str().map(str::to_string));
        let mut sources = texts(&row, "eventSource_alt");
        sources.extend(row["eventSource"].as_str().map(str::to_string));
        for source in &sources {
            calls.extend(names.iter().map(|name| (source.clone(), name.clone())));
        }
    }
    Some(calls)
}

#[test]
fn calls_whose_response_tells_of_failure_exist() {
    let Some(known) = calls() else { return };
    const TABLE: Table<5> = Table::new(include_str!("../../src/classify/failed_inside.tsv"));
    for [service, names, ..] in TABLE.rows() {
        for call in names.split(' ') {
            let name = (format!("{service}.amazonaws.com"), call.to_string());
            assert!(known.contains(&name), "{name:?}");
        }
    }
}

/// The texts that a column is compared with for equality, anywhere in a statement.
fn compared_with(statement: &Statement, column: &str) -> BTreeSet<String> {
    let names = |expr: &Expr| expr.to_string().contains(column);
    let text = |expr: &Expr| match expr {
        Expr::Value(value) => match &value.value {
            Literal::SingleQuotedString(text) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    };
    let mut found = BTreeSet::new();
    let _ = visit_expressions(statement, |expr| {
        match expr {
            Expr::InList { expr, list, .. } if names(expr) => found.extend(list.iter().filter_map(text)),
            Expr::BinaryOp { left, op: BinaryOperator::Eq, right } if names(left) => {
                found.extend(text(right));
            }
            _ => {}
        }
        ControlFlow::<()>::Continue(())
    });
    found
}

#[test]
fn calls_that_the_questions_name_are_calls_that_cloudtrail_writes() {
    let Some(calls) = calls() else { return };
    let catalog = Catalog::builtin().expect("the catalogue is in order");
    let mut unknown = Vec::new();
    let mut checked = 0;
    for question in &catalog.questions {
        let sources = compared_with(&question.statement, "event_source");
        for name in compared_with(&question.statement, "event_name") {
            checked += 1;
            let known = if sources.is_empty() {
                calls.iter().any(|(_, known)| *known == name)
            } else {
                sources.iter().any(|source| calls.contains(&(source.clone(), name.clone())))
            };
            if !known {
                unknown.push(format!("{}: {name} of {sources:?}", question.id));
            }
        }
    }
    assert!(checked > 1000, "only {checked} names were found in the questions");
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}
