//! Runs the program the way a user does, and finds the shared data.

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

pub fn keytrail(args: &[&str]) -> Run {
    let output =
        Command::new(env!("CARGO_BIN_EXE_keytrail")).args(args).output().expect("the program starts");
    Run {
        code: output.status.code().expect("the program is not killed"),
        stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
    }
}

/// The public data beside the repository; `None` where it is absent. That is said on standard error itself, for what a test
/// that passes prints by the macros is not shown.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    if !path.exists() {
        let thread = std::thread::current();
        let test = thread.name().unwrap_or("a test");
        writeln!(std::io::stderr(), "SKIPPED, in part or whole: {test}: the shared {name} is not there")
            .expect("standard error can be written to");
        return None;
    }
    Some(path)
}

pub fn json(path: &Path) -> Value {
    let value: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("the file can be read"))
        .expect("the file is JSON");
    // In whatever case a gap turns up, it says what it hides and what can be done about it. What a test expects of a case may
    // name gaps, too.
    let gaps = value["gaps"].as_array().filter(|_| value["schema_version"].is_number());
    for gap in gaps.into_iter().flatten() {
        let says = |name: &str| gap[name].as_str().is_some_and(|text| text.ends_with(['.', ')']));
        assert!(says("what") && says("effect") && says("remedy"), "{gap}");
    }
    value
}

/// Every file below a folder: its path and its text.
pub fn files(folder: &Path) -> Vec<(String, String)> {
    let found = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("the folder can be read"));
    let files = found.filter(|entry| entry.file_type().is_file());
    let text = |path: &Path| std::fs::read_to_string(path).expect("the file is text");
    files.map(|entry| (entry.path().display().to_string(), text(entry.path()))).collect()
}

/// `investigate` into a new folder: the run and the facts.
pub fn investigate(
    key: &str,
    from: &str,
    to: &str,
    source: &Path,
) -> (Run, Option<Value>, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let case = folder.path().join("case");
    let source = source.to_str().expect("a plain path");
    let run = keytrail(&[
        "investigate",
        "--access-key",
        key,
        "--from",
        from,
        "--to",
        to,
        "--source",
        source,
        "-o",
        case.to_str().expect("a plain path"),
        "--case-id",
        "INC-TEST",
    ]);
    let facts = case.join("incident.json").exists().then(|| json(&case.join("incident.json")));
    (run, facts, folder)
}
