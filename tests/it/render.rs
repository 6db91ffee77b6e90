//! Rendered statements are what somebody pastes into a console: they are run here as they are printed.

use crate::case::Investigation;
use crate::harness::{folder, keytrail, plain, repository};

const STORE: &str = "0233062b-51c6-4d32-8be9-5a2b4b2d4b5a";
const WINDOW: [&str; 4] = ["--from", "2026-01-01T00:00Z", "--to", "2027-01-01T00:00Z"];

/// The rows of rendered statements over the fixture trail, as JSON lines.
fn rows(options: &[&str]) -> String {
    let rendered = keytrail(&[&["queries", "render"], options, &WINDOW].concat());
    assert_eq!(rendered.code, 0, "{}", rendered.stderr);
    let folder = folder();
    let file = folder.path().join("statements.sql");
    std::fs::write(&file, rendered.stdout).expect("the statements are written");
    let logs = repository("tests/trino/logs");
    let run = keytrail(&["query", "--file", plain(&file), "--source", plain(&logs), "--format", "jsonl"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout
}

#[test]
fn every_question_gives_the_same_rows_on_the_table_of_lake() {
    let here = rows(&["all", "--target", "local"]);
    assert!(here.lines().count() > 100, "the fixture trail makes questions fire");
    let lake = rows(&["all", "--target", "lake", "--table", STORE]);
    let differs = here.lines().zip(lake.lines()).find(|(here, lake)| here != lake);
    assert_eq!(differs, None, "the first row that differs");
    assert_eq!(here.lines().count(), lake.lines().count());
}

#[test]
fn partitions_are_those_of_the_days_of_delivery() {
    let question = ["iam_user_created", "--table", "security.trail"];
    let whole = rows(&question);
    assert!(!whole.is_empty(), "a user is made in the fixture trail");
    for layout in ["day", "timestamp"] {
        let some = rows(&[&question[..], &["--partitions", layout]].concat());
        assert_eq!(some, whole, "{layout}");
    }
    let text =
        keytrail(&[&["queries", "render", "--partitions", "timestamp"], &question[..], &WINDOW].concat());
    assert!(text.stdout.contains(r#""timestamp" BETWEEN '2026/01/01' AND '2027/01/03'"#), "{}", text.stdout);
}

#[test]
fn a_statement_for_lake_needs_the_id_of_an_event_data_store() {
    let run = keytrail(
        &[&["queries", "render", "iam_user_created", "--target", "lake", "--table", "trail"], &WINDOW[..]]
            .concat(),
    );
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--table `trail` is not the ID of an event data store"), "{}", run.stderr);
}

/// An option of `queries render` for every parameter that a statement of the collection asks for.
const SOUGHT: [&str; 10] = [
    "--access-key=AKIAIOSFODNN7EXAMPLE",
    "--principal=AIDACKCEVSQ6C2EXAMPLE",
    "--user=alice",
    "--role=deploy",
    "--call=CreateUser",
    "--issuer=arn:aws:iam::111122223333:saml-provider/corp",
    "--person=00000000-0000-0000-0000-000000000000",
    "--shared-event=00000000-0000-0000-0000-000000000000",
    "--account=444455556666",
    "--address=192.0.2.1",
];

#[test]
fn every_statement_that_collects_can_be_rendered() {
    let folder = repository("queries/collect");
    let entries = std::fs::read_dir(folder).expect("the statements");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter_map(|path| path.file_stem()?.to_str().map(String::from))
        .collect();
    names.sort();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    rows(&[&names[..], &SOUGHT[..]].concat());
    for name in names {
        let bare = keytrail(&[&["queries", "render", name], &WINDOW[..]].concat());
        let told = format!("`{name}` asks for certain ");
        assert!(bare.code == 0 || bare.stderr.contains(&told), "{name}: {}", bare.stderr);
    }
}

/// A folder of queries with a definition of `events` in the place of the built-in one.
fn defined(as_: impl Fn(String) -> String) -> (tempfile::TempDir, String) {
    let folder = folder();
    let builtin = repository("queries/events/athena.sql");
    let text = std::fs::read_to_string(builtin).expect("the built-in definition");
    std::fs::create_dir(folder.path().join("events")).expect("a folder");
    std::fs::write(folder.path().join("events/athena.sql"), as_(text)).expect("the definition is written");
    let path = folder.path().to_str().expect("a plain path").to_string();
    (folder, path)
}

#[test]
fn keys_stand_where_a_definition_has_a_place_for_them() {
    let render = |queries: &str| {
        let options = ["queries", "render", "iam_user_created", "--queries", queries];
        keytrail(&[&options[..], &["--access-key", "AKIAIOSFODNN7EXAMPLE"], &WINDOW].concat())
    };
    let (_folder, queries) = defined(|text| text + "LIMIT 1000000\n");
    let run = render(&queries);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("useridentity.accesskeyid IN ('AKIAIOSFODNN7EXAMPLE')"), "{}", run.stdout);
    let (_folder, queries) = defined(|text| text.split("{%- if keys").next().expect("a start").to_string());
    let run = render(&queries);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("events/athena.sql limits `events` to no access keys"), "{}", run.stderr);
}

#[test]
fn columns_are_missing_where_the_definition_says_so() {
    let logs = repository("tests/trino/logs");
    let missing = |more: &[&str]| {
        let subject = ["-k", "AKIAIOSFODNN7EXAMPLE"];
        let case = Investigation::new().with(&subject).with(&WINDOW).with(more).on(&logs);
        case.facts()["coverage"]["missing_columns"].take()
    };
    assert_eq!(missing(&[]), serde_json::json!(["source_identity"]));
    let given = "useridentity.username AS source_identity";
    let (_folder, queries) = defined(|text| text.replace("CAST(NULL AS varchar) AS source_identity", given));
    assert_eq!(missing(&["--queries", &queries]), serde_json::json!([]));
}
