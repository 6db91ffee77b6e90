//! What a call does, by its verb, against all operations of AWS; and what questions say in their headers of their hits.

use crate::harness::{repository, shared};
use keytrail::catalog::{Catalog, Fact, Tells};
use keytrail::classify::{Content, content_read};
use keytrail::incident::{Effect, call};
use keytrail::table::Table;
use serde_json::Value;
use std::io::{BufRead, BufReader};

#[test]
fn verbs_agree_with_what_aws_says_of_its_operations() {
    let Some(path) = shared("reference/operations.jsonl.gz") else { return };
    let file = std::fs::File::open(path).expect("the list");
    let (mut reads, mut writes, mut operations) = (Vec::new(), Vec::new(), 0);
    for line in BufReader::new(flate2::read::GzDecoder::new(file)).lines() {
        let operation: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        let name = operation["eventName"].as_str().expect("a name");
        operations += 1;
        let level = operation["access_level"].as_str().expect("a level");
        let effect = call(name, matches!(level, "Read" | "List")).on_noun;
        let reading = matches!(effect, Effect::Read | Effect::Used);
        match level {
            "Read" | "List" if !reading => reads.push(format!("{name}: {effect}")),
            "Write" | "Permissions management" if effect == Effect::Read => writes.push(name.to_string()),
            _ => {}
        }
    }
    assert!(operations > 10_000, "{operations} operations");
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

/// A row with a word that is not known would be left out. Heads and numbers of cells are checked when the program is built.
#[test]
fn words_in_the_tables_are_known() {
    const VERBS: Table<3> = Table::new(include_str!("../../src/incident/touched/verbs.tsv"));
    for [verb, on_noun, on_other] in VERBS.rows() {
        let known = Effect::parse(on_noun).zip(Effect::parse(on_other));
        let call = call(verb, false);
        assert_eq!(known, Some((call.on_noun, call.on_other)), "{verb}");
    }
    const READS: Table<3> = Table::new(include_str!("../../src/classify/content_reads.tsv"));
    for [service, call, what] in READS.rows() {
        let read = content_read(&format!("{service}.amazonaws.com"), call);
        assert_eq!(read.map(Content::as_str), Some(what), "{service} {call}");
    }
}

#[test]
fn every_word_for_what_questions_tell_of_is_used_and_described() {
    let catalog = Catalog::builtin().expect("the catalogue is in order");
    let guide = include_str!("../../CONTRIBUTING.md");
    for word in Tells::ALL {
        assert!(catalog.questions.iter().any(|q| q.tells_of(*word)), "no question tells of {word}");
        assert!(guide.contains(&format!("| `{word}` |")), "CONTRIBUTING.md does not describe {word}");
    }
    for fact in Fact::ALL {
        assert!(catalog.questions.iter().any(|q| q.header.fact == Some(*fact)), "no question has {fact}");
    }
    let names: Vec<&str> = Fact::ALL.iter().map(|fact| fact.as_str()).collect();
    assert!(names.is_sorted(), "the lists in incident.json are in the order of letters");
    for question in catalog.questions.iter().filter(|q| q.tells_of(Tells::OpenedToEverybody)) {
        assert!(question.tells_of(Tells::OpenedToOutsiders), "{} opens to everybody alone", question.id);
    }
}

/// Code and templates ask what a question tells of: a question that they knew by its name could not be renamed, and one that
/// is added would be missing there.
#[test]
fn no_code_names_a_question() {
    let catalog = Catalog::builtin().expect("the catalogue is in order");
    let root = repository("");
    let entries = ["src", "report_templates"].map(|folder| walkdir::WalkDir::new(root.join(folder)));
    let files: Vec<_> = entries
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("the sources can be read").into_path())
        .filter(|path| path.is_file())
        .collect();
    assert!(files.len() > 300, "only {} files were found", files.len());
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a text");
        let quoted = text.split(['"', '\'', '`']);
        let named: Vec<&str> =
            quoted.filter(|word| catalog.get(word).is_some() && Fact::parse(word).is_none()).collect();
        assert!(named.is_empty(), "{} names {named:?}", file.display());
    }
}
