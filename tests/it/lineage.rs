//! Small stories, one way to obtain a credential each: `tests/lineage/*.json`. `who` are identities, `calls` what
//! they did; `credentials`, `issued_by` and `gaps` are what the investigation must say; `says` is part of why a credential is
//! usable or not, of how it is taken back, of what a sign-in is joined by, or of how it was obtained; `undone` and `besides` are what else
//! ended or restored it, and `standing` what was opened besides and whether it was taken back.

use crate::case::investigate;
use crate::harness::{json, repository};
use crate::record::{Record, record};
use serde_json::Value;
use std::path::Path;

/// A call of a story, as one of its `who`.
fn told(number: usize, call: &Value, who: &Value) -> Value {
    let (service, name) = call["call"].as_str().expect("a call").split_once(' ').expect("service and name");
    let identity = who[call["who"].as_str().expect("a name")].clone();
    let record = record(service, name)
        .number(number)
        .at(call["time"].as_str().expect("a time"))
        .by(identity)
        .request(call["request"].clone())
        .response(call["response"].clone())
        .with("readOnly", false);
    match call["extra"].is_null() {
        true => record,
        false => record.with_all(call["extra"].clone()),
    }
}

fn credential(c: &Value) -> String {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_string();
    let state = match (c["not_followed"].is_null(), c["usable"]["value"].as_str()) {
        (false, _) => ", not followed",
        (true, Some("not usable")) => ", not usable",
        _ => "",
    };
    let head = format!("{} {} {}", text(&c["id"]), text(&c["kind"]), text(&c["name"]));
    let from = &c["obtained"];
    if let Some(subject) = c["beside"].as_str() {
        return format!("{head}, beside {subject}: {}{state}", c["outcomes"]["total"]);
    }
    if from.is_null() {
        return format!("{head}, subject{state}");
    }
    let through = from["through"].as_str().map(|role| format!(" through {role}")).unwrap_or_default();
    let by = text(&from["by"]) + &through;
    let link = format!("{} by {by}, {}", text(&from["via"]), text(&from["certainty"]));
    format!("{head}, {link}: {}{state}", c["outcomes"]["total"])
}

fn list(values: &Value, line: impl Fn(&Value) -> String) -> Vec<String> {
    values.as_array().expect("a list").iter().map(line).collect()
}

/// Runs a story with its records in some order; the differences to what it expects.
fn differences(path: &Path, reversed: bool) -> Vec<String> {
    let story = json(path);
    let mut records: Vec<Value> = story["calls"]
        .as_array()
        .expect("calls")
        .iter()
        .enumerate()
        .map(|(number, call)| told(number, call, &story["who"]))
        .collect();
    if reversed {
        records.reverse();
    }
    let flags = story["flags"].as_array().expect("flags").iter();
    let flags: Vec<&str> = flags.map(|flag| flag.as_str().expect("text")).collect();
    let key = story["key"].as_str().expect("a key");
    let case = investigate(key, "2026-03-14T00:00Z", "2026-03-15T00:00Z").with(&flags).on_records(&records);
    assert!(case.run.code <= 1, "{}: {}", path.display(), case.run.stderr);
    let facts = case.facts();
    let issued = |i: &Value| {
        let text = |v: &Value| v.as_str().unwrap_or_default().to_string();
        format!(
            "{} {} by {}, {}",
            text(&i["credential"]),
            text(&i["via"]),
            text(&i["by"]),
            text(&i["certainty"])
        )
    };
    let mut origins = list(&facts["key_activity"]["issued_by"], issued);
    origins.extend(list(&facts["key_activity"]["ancestry"], issued));
    let limits: Vec<String> = list(&facts["gaps"], |gap| gap["kind"].as_str().expect("a kind").to_string())
        .into_iter()
        .filter(|kind| kind.ends_with("_limit"))
        .collect();
    let standing = |s: &Value| {
        let text = |v: &Value| v.as_str().unwrap_or_default().to_string();
        let with = s["with"].as_str().map(|with| format!(" {with}")).unwrap_or_default();
        let back = &s["taken_back"];
        let but = back["but"].as_str().map(|but| format!("; {but}")).unwrap_or_default();
        let again = &s["again"]["done"];
        let end = match back.is_null() {
            true if !again.is_null() => {
                format!("again, {} by {}", text(&again["what"]), text(&again["by_name"]))
            }
            true => "open".to_string(),
            false => format!("{} at {}{but}", text(&back["via"]), text(&back["at"])),
        };
        format!(
            "{} {}{with}, {} by {}: {end}",
            text(&s["what"]),
            text(&s["name"]),
            text(&s["via"]),
            text(&s["by"])
        )
    };
    let said = story["says"].as_object().into_iter().flatten().flat_map(|(id, texts)| {
        let texts = texts.as_array().map_or(std::slice::from_ref(texts), Vec::as_slice);
        texts.iter().map(move |text| (id, text))
    });
    let unsaid = said.filter(|(id, text)| {
        let of_it = |c: &&Value| c["id"].as_str() == Some(id);
        let credential = facts["credentials"].as_array().expect("credentials").iter().find(of_it);
        let told = |part: &str| part.contains(text.as_str().expect("text"));
        !credential.is_some_and(|c| {
            let usable = &c["usable"];
            let texts = [
                &usable["reason"],
                &c["revoke"],
                &usable["undone"],
                &usable["besides"],
                &c["signed_in"]["rests_on"],
                &c["obtained"],
            ];
            texts.iter().any(|text| told(&text.to_string()))
        })
    });
    let unsaid: Vec<String> = unsaid.map(|(id, text)| format!("{id}: {text}")).collect();
    let plain = |v: &Value| v.as_str().expect("text").to_string();
    let of = |id: &str| facts["credentials"].as_array().expect("credentials").iter().find(|c| c["id"] == id);
    // Where a story says what else was done to a credential, it says all of it.
    let acts = |part: &str, line: &dyn Fn(&Value) -> String| {
        let expected = story[part].as_object().into_iter().flatten();
        let told: Vec<(Vec<String>, Vec<String>)> = expected
            .map(|(id, lines)| {
                (list(&of(id).expect("a credential")["usable"][part], line), list(lines, plain))
            })
            .collect();
        told.into_iter()
            .filter(|(found, expected)| found != expected)
            .map(|(found, expected)| format!("{part}: found {found:#?}, expected {expected:#?}"))
            .collect::<Vec<String>>()
    };
    let act = |v: &Value| format!("{} by {}", plain(&v["what"]), plain(&v["by_name"]));
    let mut wrong = acts("undone", &|v| format!("{}, {}", act(&v["ended"]), act(&v["restored"])));
    wrong.extend(acts("besides", &act));
    let name = format!(
        "{}{}",
        path.file_stem().expect("a name").display(),
        if reversed { ", reversed" } else { "" }
    );
    let compare = |what: &str, found: Vec<String>, expected: Vec<String>| {
        (found != expected)
            .then(|| format!("{name}: {what}\n  found    {found:#?}\n  expected {expected:#?}"))
    };
    [
        compare("credentials", list(&facts["credentials"], credential), list(&story["credentials"], plain)),
        compare("issued_by", origins, list(&story["issued_by"], plain)),
        compare("unsaid", unsaid, Vec::new()),
        compare("other acts", wrong, Vec::new()),
        story["standing"]
            .is_array()
            .then(|| compare("standing", list(&facts["standing"], standing), list(&story["standing"], plain)))
            .flatten(),
        compare("gaps", limits, list(&story["gaps"], plain)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn every_way_is_followed_and_no_other() {
    tell(false);
}

#[test]
fn the_order_of_the_records_does_not_matter() {
    tell(true);
}

fn tell(reversed: bool) {
    let folder = repository("tests/lineage");
    let mut stories: Vec<_> =
        std::fs::read_dir(folder).expect("stories").map(|entry| entry.expect("an entry").path()).collect();
    stories.sort();
    assert!(stories.len() >= 60, "{} stories", stories.len());
    let wrong: Vec<String> = stories.iter().flat_map(|story| differences(story, reversed)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
