//! Every question fires on the event made for it and stays silent on its near miss.

use crate::case::investigate;
use crate::harness::{folder, json, json_lines, keytrail, plain, repository};
use keytrail::catalog::{Catalog, Kind};
use serde_json::Value;
use std::collections::HashMap;

fn fixtures() -> Vec<(String, Value)> {
    let mut found: Vec<(String, Value)> = std::fs::read_dir(repository("tests/questions"))
        .expect("the folder is there")
        .map(|entry| entry.expect("the entry can be read").path())
        .map(|path| (path.file_stem().expect("a name").to_string_lossy().into_owned(), json(&path)))
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

#[test]
fn each_question_has_its_fixture_and_no_fixture_is_left_over() {
    let catalog = Catalog::builtin().expect("the catalogue is in order");
    let questions: Vec<&str> = catalog.questions.iter().map(|q| q.id.as_str()).collect();
    let fixtures = fixtures();
    let names: Vec<&str> = fixtures.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(questions, names);
}

#[test]
fn each_fires_on_its_event_and_is_silent_on_the_near_miss() {
    let folder = folder();
    let catalog = Catalog::builtin().expect("the catalogue is in order");
    let per_event = |name: &str| catalog.get(name).is_some_and(|q| q.header.kind == Kind::Events);
    let fixtures: Vec<(String, Value)> = fixtures().into_iter().filter(|(name, _)| per_event(name)).collect();
    for (name, fixture) in &fixtures {
        let records: Vec<&Value> =
            ["fires", "silent"].iter().flat_map(|side| fixture[side].as_array().expect("a list")).collect();
        std::fs::write(
            folder.path().join(format!("{name}.json")),
            serde_json::json!({ "Records": records }).to_string(),
        )
        .expect("the log is written");
    }
    let run = keytrail(&["classify", "--source", plain(folder.path())]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let lines: HashMap<String, Vec<String>> = json_lines(&run.stdout)
        .into_iter()
        .map(|line| {
            let questions = line["questions"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|q| q.as_str().expect("text").to_string())
                .collect();
            (line["event_id"].as_str().expect("an ID").to_string(), questions)
        })
        .collect();
    let mut wrong = Vec::new();
    for (name, fixture) in &fixtures {
        for (side, expected) in [("fires", true), ("silent", false)] {
            let records = fixture[side].as_array().expect("a list");
            assert!(!records.is_empty(), "{name} has no record in `{side}`");
            for record in records {
                let id = record["eventID"].as_str().expect("an ID");
                if lines[id].contains(name) != expected {
                    wrong.push(format!("{name}: `{side}` record {id}, claimed by {:?}", lines[id]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_volume_question_answers_over_its_events() {
    let catalog = Catalog::builtin().expect("the catalogue is in order");
    let mut tried = 0;
    for (name, fixture) in fixtures() {
        if catalog.get(&name).is_none_or(|q| q.header.kind != Kind::Volume) {
            continue;
        }
        for (side, expected) in [("fires", true), ("silent", false)] {
            let records = fixture[side].as_array().expect("a list");
            if records.is_empty() {
                assert!(!expected, "{name} has no record in `fires`");
                continue;
            }
            tried += 1;
            let key = records[0]["userIdentity"]["accessKeyId"].as_str().expect("a key");
            let case = investigate(key, "2000-01-01T00:00Z", "2100-01-01T00:00Z").on_records(records);
            assert!(case.run.code <= 1, "{name}: {}", case.run.stderr);
            let facts = case.facts();
            let answered =
                facts["volume"].as_array().expect("a list").iter().any(|table| table["id"] == name.as_str());
            assert_eq!(answered, expected, "{name}: {side}");
        }
    }
    assert!(tried > 10, "{tried} sides were tried");
}
