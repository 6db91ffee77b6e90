//! A run that is interrupted leaves what it has, and a resumed one makes the case that it would have made.

use crate::harness::{Run, folder, json, keytrail, plain};
use keytrail::demo::{DemoLog, KEY, deliveries};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// The logs of the demonstration.
    fn new() -> Self {
        let folder = folder();
        for DemoLog { name, bytes } in deliveries().expect("the demonstration has logs") {
            let path = folder.path().join("logs").join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
            std::fs::write(path, bytes).expect("the log is written");
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn args(&self, key: &str, case: &str, more: &[&str]) -> Vec<String> {
        let mut args: Vec<String> = ["investigate", "-k", key, "--from", "2026-03-14T00:00Z", "--to"]
            .into_iter()
            .map(str::to_string)
            .collect();
        args.extend(["2026-03-15T00:00Z".into(), "-s".into(), plain(&self.path("logs")).into()]);
        args.extend(["-o".into(), plain(&self.path(case)).into()]);
        args.extend(more.iter().map(|arg| arg.to_string()));
        args
    }

    fn run(&self, key: &str, case: &str, more: &[&str]) -> Run {
        let args = self.args(key, case, more);
        keytrail(&args.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).expect("the folder can be read");
        let mut names: Vec<String> =
            entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

fn answers(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(|entry| entry.file_name().to_string_lossy().ends_with(".receipt.json")).count()
}

fn facts(case: &Path) -> serde_json::Value {
    let mut facts = json(&case.join("incident.json"));
    facts["case"]["generated_at"] = serde_json::Value::Null;
    facts
}

#[test]
fn an_interrupted_run_is_resumed_to_the_same_case() {
    let place = Place::new();
    let whole = place.run(KEY, "whole", &["--case-id", "INC-1"]);
    assert!(place.path("whole/incident.json").exists(), "{}", whole.stderr);
    assert_eq!(place.names(), ["logs", "whole"], "nothing else stays");

    let child = Command::new(env!("CARGO_BIN_EXE_keytrail"))
        .args(place.args(KEY, "case", &["--case-id", "INC-1"]))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let (partial, start) = (place.path("case.partial"), Instant::now());
    while answers(&partial) < 2 && start.elapsed() < Duration::from_secs(120) {
        std::thread::sleep(Duration::from_millis(2));
    }
    // As the system does before it shuts down; Ctrl-C is the same.
    let sent = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill is there");
    assert!(sent.success());
    let output = child.wait_with_output().expect("the program ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert_eq!(stderr.trim_end().lines().count(), 1, "{stderr}");
    assert!(stderr.contains("interrupted") && stderr.contains("--resume"), "{stderr}");
    assert_eq!(place.names(), ["case.partial", "logs", "whole"], "no half-made case");
    assert!(answers(&partial) >= 2);
    let mode = std::fs::metadata(&partial).expect("it is there").permissions();
    let mode = std::os::unix::fs::PermissionsExt::mode(&mode) & 0o777;
    assert_eq!(mode, 0o700, "what is kept is not masked");

    let refused = |run: Run, expected: &str| {
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(expected), "{}", run.stderr);
        assert_eq!(run.stderr.trim_end().lines().count(), 1, "{}", run.stderr);
        assert!(!place.path("case").exists());
    };
    refused(place.run(KEY, "case", &[]), "go on with --resume, or remove that folder");
    refused(place.run("AKIAI44QH8DHBEXAMPLE", "case", &["--resume"]), "had another subject");
    refused(place.run(KEY, "elsewhere", &["--resume"]), "does not hold a run that can be resumed");

    let copy = place.path("copy.partial");
    std::fs::create_dir(&copy).expect("the folder is made");
    for entry in std::fs::read_dir(&partial).expect("readable").flatten() {
        std::fs::copy(entry.path(), copy.join(entry.file_name())).expect("the file is copied");
        if entry.path().extension().is_some_and(|end| end == "rows") {
            let mut bytes = std::fs::read(entry.path()).expect("the rows can be read");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            std::fs::write(copy.join(entry.file_name()), bytes).expect("the file is damaged");
        }
    }
    let from_copy = place.run(KEY, "case", &["--resume", plain(&copy)]);
    refused(from_copy, "the rows are not those that were kept; remove the folder and run without --resume");
    std::fs::remove_dir_all(&copy).expect("the copy goes");

    let resumed = place.run(KEY, "case", &["--resume"]);
    assert_eq!(resumed.code, whole.code, "{}", resumed.stderr);
    assert_eq!(place.names(), ["case", "logs", "whole"], "the kept answers go when the case is there");
    assert_eq!(facts(&place.path("case")), facts(&place.path("whole")));
    for name in ["evidence/events.jsonl", "evidence/index.jsonl", "evidence/queries/Q-002.sql"] {
        let read = |case: &str| std::fs::read(place.path(case).join(name)).expect("the file is written");
        assert_eq!(read("case"), read("whole"), "{name}");
    }
}

/// Whether a program catches the signal by which the system asks it to end.
fn catches_term(id: u32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask >> 14 & 1 == 1)
}

#[test]
fn a_pipe_into_which_nobody_writes_is_left_at_the_first_request() {
    if !Path::new("/proc/self/status").exists() {
        return;
    }
    let place = Place::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_keytrail"))
        .args(place.args(KEY, "case", &["--finding", "-"]))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // Kept until the program has ended: a pipe that is closed is read to its end.
    let pipe = child.stdin.take();
    let start = Instant::now();
    while !catches_term(child.id()) && start.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(5));
    }
    let sent = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill is there");
    assert!(sent.success());
    while child.try_wait().expect("it can be waited for").is_none() {
        assert!(start.elapsed() < Duration::from_secs(60), "the program waits for the pipe");
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().expect("the program ends");
    drop(pipe);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("interrupted while --finding - was read"), "{stderr}");
    assert_eq!(place.names(), ["logs"]);
}
