//! The rules of the lineage against lists of the world's calls.

use crate::case::investigate;
use crate::catalogue;
use crate::harness::{classified, json_lines as lines, repository, shared};
use crate::record::{KEY, Record, record, user};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Puts a text at a dotted path of a record; `[]` is a list of one.
fn put(at: &mut Value, path: &[&str], text: &str) {
    let Some((step, rest)) = path.split_first() else {
        *at = text.into();
        return;
    };
    if !at.is_object() {
        *at = json!({});
    }
    match step.strip_suffix("[]") {
        Some(list) => {
            if !at[list].is_array() {
                at[list] = json!([null]);
            }
            put(&mut at[list][0], rest, text);
        }
        None => put(&mut at[*step], rest, text),
    }
}

/// A call of the subject with every field that the list names, each with a value of its own.
fn call(number: usize, row: &Value) -> Value {
    let text = |name: &str| row[name].as_str().expect("text");
    let mut record = record("", text("eventName"))
        .with("eventSource", text("eventSource"))
        .number(number)
        .at(format!("2026-03-14T{:02}:{:02}:00Z", 8 + number / 60, number % 60))
        .by(user("build", KEY))
        .with("readOnly", false);
    for field in row["identity_fields"].as_array().expect("a list") {
        let field = field.as_str().expect("text");
        let path: Vec<&str> = field.split('.').collect();
        let text = match *path.last().expect("a step") {
            _ if path[0] == "userIdentity" => continue,
            "accessKeyId" => format!("ASIAEXAMPLE{number:09}"),
            "status" => "Active".into(),
            "masterUserPassword" => "****".into(),
            "userData" => "<sensitiveDataRemoved>".into(),
            "principalType" => "USER".into(),
            "ConsoleLogin" => "Success".into(),
            step => format!("{step}-{number}"),
        };
        put(&mut record, &path, &text);
    }
    record
}

#[test]
fn every_call_of_the_reference_that_hands_something_out_has_a_rule() {
    let Some(path) = shared("reference/minting_events.jsonl") else { return };
    let rows = lines(&std::fs::read_to_string(path).expect("readable"));
    assert!(rows.len() > 100, "{} rows", rows.len());
    let records: Vec<Value> = rows.iter().enumerate().map(|(number, row)| call(number, row)).collect();
    let facts = investigate(KEY, "2026-03-14T00:00Z", "2026-03-15T00:00Z").on_records(&records).facts();
    let credentials = facts["credentials"].as_array().expect("a list");
    let proofs: BTreeSet<&str> = credentials
        .iter()
        .filter(|c| !c["revoke"].as_str().expect("text").is_empty())
        .filter_map(|c| c["obtained"]["evidence"]["items"][0]["event_id"].as_str())
        .collect();
    let missing: Vec<String> = rows
        .iter()
        .zip(&records)
        // The first two lead to the same console sessions as a call before them, which is the proof that is kept. A
        // switch of roles that is recorded for the user, as here, tells of no session; AssumeRole does.
        .filter(|(row, _)| {
            let name = row["eventName"].as_str().expect("text");
            !["AuthorizeOAuth2Access", "GetSigninToken", "SwitchRole"].contains(&name)
        })
        .filter(|(_, record)| !proofs.contains(record["eventID"].as_str().expect("text")))
        .map(|(row, _)| format!("{} {}", row["eventSource"], row["eventName"]))
        .collect();
    assert!(missing.is_empty(), "of {} rows, no rule finds {missing:#?}", rows.len());
}

#[test]
fn rules_name_calls_that_exist() {
    let Some(known) = catalogue::calls() else { return };
    let calls = keytrail::lineage::ruled_calls().expect("the rules are right");
    let unknown: Vec<_> = calls.into_iter().filter(|call| !known.contains(call)).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
}

/// Every call with a rule of its own, as the tables of the lineage name it.
fn handing_out() -> BTreeSet<(String, String)> {
    let folder = repository("src/lineage/rules");
    let mut calls = BTreeSet::new();
    for file in std::fs::read_dir(folder).expect("the folder is there") {
        let path = file.expect("an entry").path();
        if path.extension().is_none_or(|kind| kind != "toml") {
            continue;
        }
        let table: toml::Table =
            toml::from_str(&std::fs::read_to_string(&path).expect("readable")).expect("TOML");
        for rule in table.get("rule").and_then(|rules| rules.as_array()).into_iter().flatten() {
            let source = rule["source"].as_str().expect("a source");
            for name in rule["events"].as_array().expect("events") {
                calls.insert((source.to_string(), name.as_str().expect("a name").to_string()));
            }
        }
    }
    calls
}

/// One report must not list a credential that was obtained and call the call that obtained it a look around.
#[test]
fn what_hands_something_out_is_not_told_as_discovery_or_as_other() {
    let calls: Vec<_> = handing_out().into_iter().collect();
    assert!(calls.len() > 500, "{} calls", calls.len());
    let records: Vec<Value> = calls
        .iter()
        .enumerate()
        .map(|(number, (source, name))| {
            let row = json!({"eventSource": source, "eventName": name, "identity_fields": []});
            call(number, &row)
                .at("2026-03-14T08:00:00Z")
                .with("readOnly", ["Get", "List", "Describe"].iter().any(|verb| name.starts_with(verb)))
                // Without these two nothing secret is in the answer.
                .request(json!({"name": "one", "withSecret": true, "includeValue": true}))
        })
        .collect();
    let told = classified(&records);
    assert_eq!(told.len(), calls.len());
    let wrong: Vec<&Value> = told
        .iter()
        // Only a service can take such a role: it is followed, and gives its maker nothing.
        .filter(|event| event["event_name"] != "CreateServiceLinkedRole")
        .filter(|event| {
            ["discovery", "other_read", "other_change"]
                .contains(&event["category"].as_str().expect("a category"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
