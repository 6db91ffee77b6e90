//! What a call does, by its verb, against all operations of AWS; and the lists of questions that stand in data.

use crate::harness::shared;
use keytrail::catalog::Catalog;
use keytrail::incident::{Effect, call, letting_in};
use serde_json::Value;
use std::io::{BufRead, BufReader};

#[test]
fn verbs_agree_with_what_aws_says_of_its_operations() {
    let Some(path) = shared("reference/operations.jsonl.gz") else { return };
    let file = std::fs::File::open(path).expect("the list");
    let (mut reads, mut writes) = (Vec::new(), Vec::new());
    for line in BufReader::new(flate2::read::GzDecoder::new(file)).lines() {
        let operation: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        let name = operation["eventName"].as_str().expect("a name");
        let level = operation["access_level"].as_str().expect("a level");
        let effect = call(name, matches!(level, "Read" | "List")).on_noun;
        let reading = matches!(effect, Effect::Read | Effect::Used);
        match level {
            "Read" | "List" if !reading => reads.push(format!("{name}: {effect}")),
            "Write" | "Permissions management" if effect == Effect::Read => writes.push(name.to_string()),
            _ => {}
        }
    }
    // AWS's own levels are not without slips, such as reads that are declared to write.
    assert!(reads.len() < 25, "reads that are said to change: {reads:#?}");
    assert!(writes.len() < 205, "changes that are said to read: {} {writes:#?}", writes.len());
}

#[test]
fn calls_are_taken_apart() {
    for (name, noun, on_noun, on_other) in [
        ("CreateUser", "user", Effect::Created, Effect::Modified),
        ("TerminateInstances", "instance", Effect::Deleted, Effect::Modified),
        ("ReleaseAddress", "address", Effect::Deleted, Effect::Modified),
        ("DeleteFunction20150331", "function", Effect::Deleted, Effect::Modified),
        ("UpdateFunctionCode20150331v2", "functioncode", Effect::Modified, Effect::Modified),
        ("BatchGetSecretValue", "secretvalue", Effect::Read, Effect::Read),
        ("AdminDeleteUser", "user", Effect::Deleted, Effect::Modified),
        ("CreateSnapshot", "snapshot", Effect::Created, Effect::Read),
        ("RunInstances", "instance", Effect::Created, Effect::Used),
        ("InvokeModelWithResponseStream", "modelwithresponsestream", Effect::Used, Effect::Used),
        ("Invoke", "", Effect::Used, Effect::Used),
        ("DetachRolePolicy", "rolepolicy", Effect::Modified, Effect::Modified),
        ("RevokeSecurityGroupIngress", "securitygroupingress", Effect::Modified, Effect::Modified),
    ] {
        let call = call(name, false);
        assert_eq!((call.noun.as_str(), call.on_noun, call.on_other), (noun, on_noun, on_other), "{name}");
    }
}

#[test]
fn questions_in_the_lists_are_in_the_catalogue() {
    let catalog = Catalog::builtin().expect("the catalogue is in order");
    let lists = [
        include_str!("../../src/incident/assemble/losses.txt"),
        include_str!("../../src/incident/assemble/copies.txt"),
    ];
    let listed = letting_in().chain(lists.into_iter().flat_map(str::lines));
    let unknown: Vec<&str> =
        listed.filter(|id| catalog.questions.iter().all(|question| question.id != *id)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
