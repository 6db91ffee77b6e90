//! Templates of the operator's own: what cannot be used is refused with a sentence, and nothing of them reaches a terminal
//! unseen.

use crate::harness::{self, Run, demo, keytrail, plain, repository};
use keytrail::hidden::is_hidden;
use std::path::{Path, PathBuf};

const HEADER: &str = "-- title = \"T\"\n-- why = \"W\"\n-- severity = \"low\"\n";
const SELECT: &str = "SELECT event_id, event_name AS target FROM events";

/// A folder with one template.
fn folder(name: &str, text: &str) -> tempfile::TempDir {
    let folder = harness::folder();
    let path = folder.path().join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
    std::fs::write(path, text).expect("the template is written");
    folder
}

fn queries(command: &[&str], folder: &Path) -> Run {
    keytrail(&[&["queries"], command, &["--queries", plain(folder)]].concat())
}

fn refused(name: &str, text: &str) -> String {
    let folder = folder(name, text);
    let run = queries(&["check"], folder.path());
    assert_eq!(run.code, 2, "{text}: {}", run.stderr);
    assert_eq!(run.stderr.lines().count(), 1, "one sentence: {}", run.stderr);
    run.stderr
}

#[test]
fn questions_that_do_more_than_ask_are_refused() {
    let name = "discovery/own_question.sql";
    let fine = folder(name, &format!("{HEADER}{SELECT}"));
    let run = queries(&["check"], fine.path());
    assert_eq!(run.code, 0, "{}", run.stderr);
    for (sql, why) in [
        ("SELECT event_id, event_name AS target INTO copy FROM events".to_string(), "makes a table"),
        (format!("{SELECT} FOR UPDATE"), "lock rows"),
        (format!("SELECT event_id, target FROM ({SELECT} FOR SHARE) AS e"), "lock rows"),
        (format!("{SELECT} QUALIFY row_number() OVER () = 1"), "QUALIFY"),
        ("SELECT event_id, name AS target FROM events CROSS JOIN UNNEST(ARRAY['a']) AS t (name)".into(), "only read `events`"),
        ("SELECT event_id, target FROM (WITH a AS (SELECT 1 AS x) SELECT '' AS event_id, '' AS target) AS b".into(), "WITH"),
        (format!("{SELECT} WHERE event_name ILIKE 'a'"), "no statement for Athena"),
    ] {
        let error = refused(name, &format!("{HEADER}{sql}"));
        assert!(error.contains(why) && error.contains("own_question"), "{sql}: {error}");
    }
}

#[test]
fn a_definition_of_events_that_defines_none_is_refused() {
    let name = "events/athena.sql";
    for (sql, why) in [
        ("SELECT 1 AS x", "no column `event_id`"),
        ("SELECT eventid AS event_id FROM {{ table }}", "no column `event_time`"),
        ("", "empty"),
        ("DELETE FROM t", "not a SELECT"),
        ("SELECT * FROM {{ tabel }}", "undefined"),
    ] {
        let error = refused(name, sql);
        assert!(error.contains(why) && error.contains(name), "{sql}: {error}");
    }
    assert!(refused("events/atena.sql", "SELECT * FROM {{ table }}").contains("nothing uses it"));
    for (sql, why) in [
        ("SELECT * FROM other", "only read `events`"),
        ("SELECT * FROM (SELECT 1 AS x) AS events", "a table of its own `events`"),
        ("SELECT * FROM (SELECT 1 AS x) AS e", "does not read `events`"),
        ("SELECT event_time FROM events", "no column `event_id`"),
        ("SELECT * FROM (SELECT event_id FROM events) AS e", "no column `event_time`"),
    ] {
        let error = refused("collect/by_credential.sql", sql);
        assert!(error.contains(why) && error.contains("by_credential"), "{sql}: {error}");
    }
    let kept = "SELECT * FROM events WHERE access_key_id IN ({{ keys }})";
    assert!(refused("collect/by_credentials.sql", kept).contains("nothing uses it"));
    assert!(refused("collect/coverage.sql", "SELECT * FROM events").contains("no column `account`"));
    assert_eq!(queries(&["check"], folder("collect/by_credential.sql", kept).path()).code, 0);
    let all = folder(name, "SELECT * FROM {{ table }} WHERE event_time_text >= {{ from }}");
    assert_eq!(queries(&["check"], all.path()).code, 0, "a view may have all columns");
}

/// Sections of the report rest on `tells_of` and `fact`; a replacement without them would make them wrong silently.
#[test]
fn a_question_in_the_place_of_another_says_what_that_says() {
    let name = "defense_evasion/cloudtrail_trail_weakened.sql";
    let fact = "-- fact = \"logging_changes\"\n";
    let tells = "-- tells_of = [\"watch_weakened\", \"recording_narrowed\"]\n";
    for (more, lacks) in [(fact, "tells_of = [\"watch_weakened\"]"), (tells, "fact = \"logging_changes\"")] {
        let error = refused(name, &format!("{HEADER}{more}{SELECT}"));
        assert!(error.contains(lacks) && error.contains(name), "{error}");
    }
    let whole = folder(name, &format!("{HEADER}{fact}{tells}{SELECT}"));
    assert_eq!(queries(&["check"], whole.path()).code, 0);
    for (key, unknown) in [("tells_of", "[\"store_copid\"]"), ("fact", "\"user_created\"")] {
        let error = refused("discovery/own_question.sql", &format!("{HEADER}-- {key} = {unknown}\n{SELECT}"));
        assert!(error.contains("unknown variant"), "{error}");
    }
}

#[test]
fn the_built_in_templates_pass_as_an_operators_own() {
    let folder = harness::folder();
    let exported = folder.path().join("queries");
    assert_eq!(keytrail(&["queries", "export", plain(&exported)]).code, 0);
    let run = queries(&["check"], &exported);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn hidden_characters_of_templates_are_shown() {
    let title = "safe\u{202e}txt\u{1b}[2J";
    let text = format!(
        "-- title = \"safe\u{202e}txt\\u001b[2J\"\n-- why = \"W\"\n-- severity = \"low\"\n{SELECT} -- \u{1b}[2J\u{200b}\n"
    );
    let own = folder("discovery/own_question.sql", &text);
    let list = queries(&["list"], own.path());
    assert!(list.stdout.contains(r"safe\u{202E}txt\u{001B}[2J"), "{title:?}: {}", list.stdout);
    let show = queries(&["show", "own_question"], own.path());
    assert!(show.stdout.contains(r"-- \u{001B}[2J\u{200B}"), "{}", show.stdout);
    assert!(show.stderr.contains("cannot be seen"), "{}", show.stderr);
    for run in [list, show] {
        assert!(!run.stdout.chars().any(|c| is_hidden(c) && c != '\n'), "{}", run.stdout);
    }
    // Nothing else is said of a template without such characters, and it is printed to the byte.
    let shipped = keytrail(&["queries", "show", "iam_user_created"]);
    let file = repository("queries/iam_persistence/iam_user_created.sql");
    assert_eq!(shipped.stdout, std::fs::read_to_string(file).expect("the question"));
    assert_eq!(shipped.stderr, "");
    let named = folder(
        "discovery/own_question.sql",
        &format!("{HEADER}SELECT event_id, event_name AS target, 'a' AS \"x\u{202e}y\" FROM events"),
    );
    let times = ["--from", "2026-01-01T00:00Z", "--to", "2026-01-02T00:00Z"];
    let render = queries(&[&["render", "own_question"], &times[..]].concat(), named.path());
    assert_eq!(render.code, 2, "{}", render.stdout);
    assert!(render.stderr.contains("cannot be seen"), "{}", render.stderr);
}

/// What is no file would be waited for without an end.
#[cfg(unix)]
#[test]
fn pipes_and_sockets_among_templates_are_refused() {
    for (option, name) in [("--queries", "discovery.sql"), ("--templates", "page.html")] {
        let folder = harness::folder();
        let socket = folder.path().join(name);
        let _open = std::os::unix::net::UnixListener::bind(&socket).expect("a socket is made");
        let run = match option {
            "--queries" => queries(&["check"], folder.path()),
            _ => keytrail(&report(
                &facts(),
                &folder.path().join("out"),
                &["--templates", plain(folder.path())],
            )),
        };
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains("neither a file nor a folder"), "{}", run.stderr);
    }
    let folder = harness::folder();
    let pipe = folder.path().join("pipe.sql");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo starts");
    assert!(made.success());
    let run = queries(&["check"], folder.path());
    assert!(run.code == 2 && run.stderr.contains("neither a file nor a folder"), "{}", run.stderr);
}

/// The case of the demonstration.
fn facts() -> PathBuf {
    demo().join("case")
}

fn report<'a>(case: &'a Path, output: &'a Path, more: &[&'a str]) -> Vec<&'a str> {
    [&["report", plain(case), "-o", plain(output)], more].concat()
}

/// The error of `report` with one template in the place of the built-in ones.
fn unusable(name: &str, text: &str) -> String {
    let own = folder(name, text);
    let output = own.path().join("out");
    let run = keytrail(&report(&facts(), &output, &["--templates", plain(own.path())]));
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(!output.exists(), "nothing half made stays");
    run.stderr
}

#[test]
fn report_templates_that_replace_none_or_never_end_are_refused() {
    assert!(unusable("report.md", "x").contains("replaces no report template"));
    assert!(unusable("en/rapport.md", "x").contains("replaces no report template"));
    assert!(unusable("notes.pdf", "x").contains("replaces no report template"));
    let nested =
        "{% for a in range(99999) %}{% for b in range(99999) %}{% set c = a %}{% endfor %}{% endfor %}";
    assert!(unusable("en/report.md", nested).contains("a loop in the templates"));
    let long = format!("{{% for a in range(99999) %}}{}{{% endfor %}}", "x".repeat(9000));
    assert!(unusable("en/report.md", &long).contains("longer than 256 MiB"));
    let misspelt = "{{ findings|selectattr(\"tells_of\", \"telling_of\", \"store_copid\")|list|length }}\n";
    assert!(unusable("en/12_limitations.md", misspelt).contains("no question tells of `store_copid`"));
    let own = folder("en/12_limitations.md", "## Our own section\n");
    let output = own.path().join("out");
    let run = keytrail(&report(&facts(), &output, &["--templates", plain(own.path())]));
    assert_ne!(run.code, 2, "{}", run.stderr);
    assert!(std::fs::read_to_string(output.join("report.md")).expect("a report").contains("Our own section"));
}
