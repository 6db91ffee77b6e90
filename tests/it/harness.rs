//! Runs the program the way a user does, and finds the shared data.

use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;
use tempfile::TempDir;

pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

pub fn keytrail(args: &[&str]) -> Run {
    run(Command::new(env!("CARGO_BIN_EXE_keytrail")).args(args))
}

pub fn run(command: &mut Command) -> Run {
    let output = command.output().expect("the program starts");
    Run {
        code: output.status.code().expect("the program is not killed"),
        stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
    }
}

/// A file or folder of this repository.
pub fn repository(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The public data beside the repository; `None` where it is absent. That is said on standard error itself, for what a test
/// that passes prints by the macros is not shown.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = repository("../shared").join(name);
    if !path.exists() {
        let thread = std::thread::current();
        let test = thread.name().unwrap_or("a test");
        writeln!(std::io::stderr(), "SKIPPED, in part or whole: {test}: the shared {name} is not there")
            .expect("standard error can be written to");
        return None;
    }
    Some(path)
}

/// A path as an argument.
pub fn plain(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A folder with one log file.
pub fn log(text: impl AsRef<[u8]>) -> TempDir {
    let folder = folder();
    std::fs::write(folder.path().join("log.json"), text).expect("the log is written");
    folder
}

/// A folder with one log file that delivers these records, in this order.
pub fn delivered(records: &[Value]) -> TempDir {
    log(json!({ "Records": records }).to_string())
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

pub fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect()
}

/// Every file below a folder: its path and its text.
pub fn files(folder: &Path) -> Vec<(String, String)> {
    let found = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("the folder can be read"));
    let files = found.filter(|entry| entry.file_type().is_file());
    let text = |path: &Path| std::fs::read_to_string(path).expect("the file is text");
    files.map(|entry| (entry.path().display().to_string(), text(entry.path()))).collect()
}

/// What `classify` prints of records, as JSON.
pub fn classified(records: &[Value]) -> Vec<Value> {
    let logs = delivered(records);
    let run = keytrail(&["classify", "--source", plain(logs.path())]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    json_lines(&run.stdout)
}

/// The demonstration, made once for all tests that only read it: the folder with its `logs` and its `case`.
pub fn demo() -> &'static Path {
    static DEMO: OnceLock<PathBuf> = OnceLock::new();
    DEMO.get_or_init(|| {
        // Nothing is dropped when tests end: the folder stays, where `cargo clean` finds it, until a later run.
        let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let left = std::fs::read_dir(place).expect("cargo makes it").flatten();
        let age = |path: &Path| path.metadata().and_then(|about| about.modified()).ok()?.elapsed().ok();
        let hour = Duration::from_secs(3600);
        for old in left.map(|entry| entry.path()).filter(|path| age(path).is_some_and(|age| age > hour)) {
            // Another run of the tests may be removing it too.
            let _ = std::fs::remove_dir_all(&old);
        }
        let folder = tempfile::tempdir_in(place).expect("a temporary folder").keep().join("demo");
        demo_in(&folder);
        folder
    })
}

/// The demonstration in a folder of its own.
pub fn demo_in(folder: &Path) {
    let run = keytrail(&["demo", "-o", plain(folder)]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}
