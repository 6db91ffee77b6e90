//! The rules of the lineage against lists of the world's calls.

use crate::harness::{investigate, keytrail, shared};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Read;

const KEY: &str = "AKIAIOSFODNN7EXAMPLE";

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

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
fn record(number: usize, row: &Value) -> Value {
    let mut record = json!({
        "eventVersion": "1.11",
        "eventID": format!("00000000-0000-4000-8000-{number:012}"),
        "eventTime": format!("2026-03-14T{:02}:{:02}:00Z", 8 + number / 60, number % 60),
        "eventSource": row["eventSource"],
        "eventName": row["eventName"],
        "userIdentity": {"type": "IAMUser", "principalId": "AIDAEXAMPLEBUILDUSER1", "arn": "arn:aws:iam::111122223333:user/build",
            "accountId": "111122223333", "userName": "build", "accessKeyId": KEY},
        "awsRegion": "us-east-1", "sourceIPAddress": "198.51.100.7", "userAgent": "aws-cli/2.15.30",
        "readOnly": false, "eventType": "AwsApiCall", "eventCategory": "Management", "recipientAccountId": "111122223333",
    });
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
    let records: Vec<Value> = rows.iter().enumerate().map(|(number, row)| record(number, row)).collect();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let logs = folder.path().join("logs.json");
    std::fs::write(&logs, json!({"Records": records}).to_string()).expect("the logs are written");
    let (run, facts, _case) = investigate(KEY, "2026-03-14T00:00Z", "2026-03-15T00:00Z", &logs);
    let facts = facts.unwrap_or_else(|| panic!("{}", run.stderr));
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
    let Some(path) = shared("reference/operations.jsonl.gz") else { return };
    let mut text = String::new();
    let file = std::fs::File::open(path).expect("readable");
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).expect("gzip");
    let mut known = BTreeSet::new();
    for row in lines(&text) {
        let list = |name: &str, other: &str| {
            let others = row[other].as_array().expect("a list").iter();
            let all = others.chain([&row[name]]).map(|v| v.as_str().expect("text").to_string());
            all.collect::<Vec<_>>()
        };
        for source in list("eventSource", "eventSource_alt") {
            for name in list("eventName", "eventName_variants") {
                known.insert((source.clone(), name));
            }
        }
    }
    let calls = keytrail::lineage::ruled_calls().expect("the rules are right");
    let unknown: Vec<_> = calls.into_iter().filter(|call| !known.contains(call)).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
}

/// Every call with a rule of its own, as the tables of the lineage name it.
fn handing_out() -> BTreeSet<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lineage/rules");
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
            let mut record =
                record(number, &json!({"eventSource": source, "eventName": name, "identity_fields": []}));
            record["readOnly"] = json!(["Get", "List", "Describe"].iter().any(|verb| name.starts_with(verb)));
            // Without these two nothing secret is in the answer.
            record["requestParameters"] = json!({"name": "one", "withSecret": true, "includeValue": true});
            record["eventTime"] = json!("2026-03-14T08:00:00Z");
            record
        })
        .collect();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let logs = folder.path().join("logs.json");
    std::fs::write(&logs, json!({"Records": records}).to_string()).expect("the logs are written");
    let run = keytrail(&["classify", "--source", logs.to_str().expect("a plain path")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let told = lines(&run.stdout);
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
