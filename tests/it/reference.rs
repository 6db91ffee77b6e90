//! The figures of the catalogue on the reference: every attacker call, and every rule about what a call means
//! under a condition, on the condition and on its opposite. One run of the program, one table.

use crate::harness::{classified, json_lines, repository, shared};
use crate::record::{Record, record};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

fn lines(path: &Path) -> Vec<Value> {
    json_lines(&std::fs::read_to_string(path).expect("the file can be read"))
}

/// Our own table: what meets each rule, and what meets its opposite. Lists are calls in order, the last one counts.
fn conditions() -> Vec<Value> {
    lines(&repository("tests/reference/conditions.jsonl"))
}

/// A full record: each case has a principal of its own, so that cases do not look like one burst.
fn call(id: &str, source: &str, name: &str, patch: &Value) -> Value {
    let reads = ["Get", "List", "Describe", "BatchGet", "AssumeRole", "ConsoleLogin"];
    let case = id.split(['/', '#']).next().unwrap_or(id).replace(|c: char| !c.is_ascii_alphanumeric(), "");
    let mut record = record("", name)
        .id(id)
        .with("eventSource", source)
        .at("2026-01-02T03:04:05Z")
        .with("readOnly", reads.iter().any(|verb| name.starts_with(verb)));
    record["userIdentity"]["principalId"] = format!("AIDA{case}").into();
    merge(&mut record, patch);
    let text = record.to_string().replace("{case}", &case);
    serde_json::from_str(&text).expect("still JSON")
}

fn merge(into: &mut Value, patch: &Value) {
    let Some(patch) = patch.as_object() else { return };
    for (key, value) in patch {
        let old = &mut into[key.as_str()];
        if old.is_object() && value.is_object() {
            merge(old, value);
        } else {
            *old = value.clone();
        }
    }
}

/// The reference's own names for two categories.
fn ours(category: &str) -> &str {
    match category {
        "datastore_exfil" => "datastore_exfiltration",
        "lateral_execution" => "execution",
        other => other,
    }
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// One case of a rule: which rule, which side, the ID of the event that counts.
struct Case<'a> {
    rule: &'a Value,
    condition: &'a Value,
    met: bool,
    id: String,
}

/// All cases of the rules, and their records.
fn cases<'a>(rules: &'a [Value], conditions: &'a [Value], records: &mut Vec<Value>) -> Vec<Case<'a>> {
    let mut cases = Vec::new();
    for (number, condition) in conditions.iter().enumerate() {
        let rule =
            rules.iter().find(|rule| rule["id"] == condition["rule"]).expect("a rule of the reference");
        let (source, names) = (rule["eventSource"].as_str().expect("a source"), texts(&rule["eventNames"]));
        let calls: Vec<(String, String)> = match condition["calls"].as_array() {
            Some(calls) => calls
                .iter()
                .filter_map(|call| call.as_str()?.split_once(':'))
                .map(|(service, name)| (format!("{service}.amazonaws.com"), name.to_string()))
                .collect(),
            None => names.iter().map(|name| (source.to_string(), name.to_string())).collect(),
        };
        for (source, name) in &calls {
            for (side, met) in [("met", true), ("opposite", false)] {
                let patches = condition[side].as_array().expect("a list");
                if patches.is_empty() {
                    continue;
                }
                let repeat = if met { condition["repeat"].as_u64().unwrap_or(1) } else { 1 };
                let case = format!("rule-{number}-{name}-{side}");
                let mut last = String::new();
                for n in 0..repeat {
                    for (step, patch) in patches.iter().enumerate() {
                        last = format!("{case}/{n}.{step}");
                        let patch = patch.to_string().replace("{n}", &n.to_string());
                        let mut patch: Value = serde_json::from_str(&patch).expect("still JSON");
                        if step + 1 < patches.len() || n + 1 < repeat {
                            patch["eventTime"] = json!("2026-01-02T03:04:04Z");
                        }
                        records.push(call(&last, source, name, &patch));
                    }
                }
                cases.push(Case { rule, condition, met, id: last });
            }
        }
    }
    cases
}

/// Whether an answer is right: on the condition the category and at least the severity of the rule; on its
/// opposite not both.
fn right(case: &Case<'_>, answer: &Value) -> bool {
    const ORDER: &[&str] = &["info", "low", "medium", "high", "critical"];
    let rank = |value: &Value| ORDER.iter().position(|s| value == *s).expect("a severity");
    let category = ours(case.rule["category"].as_str().expect("a category"));
    let beside = case.condition["secondary"] == true;
    let there = if case.met || beside {
        let first = answer["category"] == category;
        first
            || (texts(&answer["categories"]).contains(&category)
                && (beside
                    || case.rule["eventSource"] == "*"
                    || texts(&case.rule["eventNames"]).contains(&"*")))
    } else {
        answer["category"] == category
    };
    let grave = rank(&answer["severity"]) >= rank(&case.rule["severity"]);
    if case.met { there && grave } else { !(there && grave) }
}

fn parent(technique: &str) -> &str {
    technique.split('.').next().unwrap_or(technique)
}

fn share(right: usize, of: usize) -> f64 {
    if of == 0 { 100.0 } else { 100.0 * right as f64 / of as f64 }
}

#[test]
fn figures_on_the_reference() {
    let (Some(calls), Some(rules)) =
        (shared("reference/attacker_events.jsonl"), shared("reference/conditional_rules.jsonl"))
    else {
        return;
    };
    let (calls, rules, conditions) = (lines(&calls), lines(&rules), conditions());
    let mut records: Vec<Value> = calls
        .iter()
        .enumerate()
        .map(|(number, listed)| {
            let text = |key: &str| listed[key].as_str().expect("text");
            let reads = matches!(listed["accessLevel"].as_str(), Some("Read" | "List"));
            let patch = json!({"readOnly": reads, "requestParameters": {"name": "example"}});
            call(&format!("call-{number}"), text("eventSource"), text("eventName"), &patch)
        })
        .collect();
    let cases = cases(&rules, &conditions, &mut records);
    let answers: HashMap<String, Value> = classified(&records)
        .into_iter()
        .map(|line| (line["event_id"].as_str().expect("an ID").to_string(), line))
        .collect();
    assert_eq!(answers.len(), records.len(), "every record has an answer");

    let (mut fallback, mut category, mut technique) = (Vec::new(), Vec::new(), Vec::new());
    let (mut with_category, mut with_technique) = (0, 0);
    for (number, call) in calls.iter().enumerate() {
        let answer = &answers[&format!("call-{number}")];
        let name = format!("{} {}", call["eventSource"], call["eventName"]).replace('"', "");
        let found = answer["category"].as_str().expect("a category");
        if answer["questions"].as_array().is_none_or(Vec::is_empty) {
            fallback.push(name.clone());
        }
        let accepted = texts(&call["acceptableCategories"]);
        with_category += usize::from(!accepted.is_empty());
        if !accepted.is_empty() && !accepted.iter().any(|c| ours(c) == found) {
            category.push(format!("{name} is {found}"));
        }
        let expected: BTreeSet<&str> = texts(&call["techniques"]).into_iter().map(parent).collect();
        with_technique += usize::from(!expected.is_empty());
        if !expected.is_empty() && !texts(&answer["techniques"]).iter().any(|t| expected.contains(parent(t)))
        {
            technique.push(format!("{name} has {}", answer["techniques"]));
        }
    }
    // A rule is right on a side when all of its cases of that side are.
    let mut sides: BTreeMap<(&str, &str, bool), bool> = BTreeMap::new();
    let mut wrong = Vec::new();
    let (mut graver, mut beside) = (BTreeSet::new(), BTreeSet::new());
    for case in &cases {
        let answer = &answers[&case.id];
        if case.met && answer["severity"] != case.rule["severity"] {
            graver.insert(format!("{} {}", case.id, answer["severity"]));
        }
        if case.met && answer["category"] != ours(case.rule["category"].as_str().unwrap_or_default()) {
            beside.insert(format!("{} {}", case.id, answer["categories"]));
        }
        let (id, category) =
            (case.rule["id"].as_str().expect("text"), case.rule["category"].as_str().expect("text"));
        let ok = right(case, answer);
        *sides.entry((ours(category), id, case.met)).or_insert(true) &= ok;
        if !ok {
            wrong.push(format!(
                "{} wants {} {}, is {} {} ({})",
                case.id,
                category,
                case.rule["severity"],
                answer["categories"],
                answer["severity"],
                answer["severity_reason"]
            ));
        }
    }
    let untold: Vec<&str> = rules
        .iter()
        .filter_map(|rule| rule["id"].as_str())
        .filter(|id| !sides.keys().any(|(_, told, _)| told == id))
        .collect();
    let figures = [
        ("out of the fallback", calls.len() - fallback.len(), calls.len(), 99.0),
        ("acceptable category", with_category - category.len(), with_category, 95.0),
        ("technique of the same parent", with_technique - technique.len(), with_technique, 88.0),
        ("rules, condition and opposite", sides.values().filter(|ok| **ok).count(), sides.len(), 95.0),
    ];
    println!("{:32} {:>5} {:>5} {:>8}", "figure", "right", "of", "share");
    for (what, right, of, _) in &figures {
        println!("{what:32} {right:>5} {of:>5} {:>7.1}%", share(*right, *of));
    }
    let mut table: Map<String, Value> = Map::new();
    for ((category, _, met), ok) in &sides {
        let row = table.entry(category.to_string()).or_insert(json!([0, 0, 0, 0]));
        let column = if *met { 0 } else { 2 };
        row[column] = json!(row[column].as_u64().unwrap_or(0) + u64::from(*ok));
        row[column + 1] = json!(row[column + 1].as_u64().unwrap_or(0) + 1);
    }
    for (category, row) in &table {
        println!("  {category:30} condition {}/{}, opposite {}/{}", row[0], row[1], row[2], row[3]);
    }
    graver.iter().for_each(|case| println!("graver than the rule: {case}"));
    beside.iter().for_each(|case| println!("the rule's category stands beside another: {case}"));
    for (what, names) in
        [("fallback", &fallback), ("category", &category), ("technique", &technique), ("rule", &wrong)]
    {
        names.iter().for_each(|name| println!("miss, {what}: {name}"));
    }
    assert!(untold.is_empty(), "rules without a case: {untold:?}");
    assert!(table.len() >= 13, "every category is measured: {:?}", table.keys());
    for (what, right, of, least) in figures {
        assert!(share(right, of) >= least, "{what}: {right} of {of} is less than {least} %");
    }
}
