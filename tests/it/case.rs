//! `investigate` as tests run it: `investigate(KEY, FROM, TO).on_records(&records)` is the case that comes of it.

use crate::harness::{self, Run, delivered, json, json_lines, keytrail, plain};
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Arguments of a run that is still to be made, and its configuration.
pub struct Investigation {
    arguments: Vec<String>,
    configuration: Option<String>,
}

/// Of a key in a window.
pub fn investigate(key: &str, from: &str, to: &str) -> Investigation {
    Investigation::new().with(&["--access-key", key, "--from", from, "--to", to])
}

impl Investigation {
    /// Of what the arguments to come name.
    pub fn new() -> Self {
        Self { arguments: vec!["investigate".into()], configuration: None }
    }

    pub fn with(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(|argument| argument.to_string()));
        self
    }

    /// With this text as the file that is given with `--config`.
    pub fn configured(mut self, text: &str) -> Self {
        self.configuration = Some(text.into());
        self
    }

    /// Runs over a file or a folder of logs.
    pub fn on(self, logs: &Path) -> Case {
        let (folder, settings) = (harness::folder(), harness::folder());
        let case = folder.path().join("case");
        let mut all = self.arguments;
        let mut give = |option: &str, value: &str| all.extend([option.to_string(), value.to_string()]);
        give("--source", plain(logs));
        give("-o", plain(&case));
        if let Some(text) = &self.configuration {
            let file = settings.path().join("keytrail.toml");
            std::fs::write(&file, text).expect("the configuration is written");
            give("--config", plain(&file));
        }
        if !all.iter().any(|argument| argument == "--case-id") {
            all.extend(["--case-id", "INC-TEST"].map(String::from));
        }
        let run = keytrail(&all.iter().map(String::as_str).collect::<Vec<_>>());
        Case { run, folder }
    }

    /// Runs over one log file that delivers these records.
    pub fn on_records(self, records: &[Value]) -> Case {
        self.on(delivered(records).path())
    }
}

/// A run and what it wrote, which goes with this.
pub struct Case {
    pub run: Run,
    folder: TempDir,
}

impl Case {
    pub fn is_written(&self) -> bool {
        self.path("").exists()
    }

    /// The folder that the case was to be written into, where nothing else may stay.
    pub fn parent(&self) -> &Path {
        self.folder.path()
    }

    /// A file of the case.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("case").join(name)
    }

    pub fn text(&self, name: &str) -> String {
        assert!(self.run.code <= 1, "there is no case: {}", self.run.stderr);
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn report(&self) -> String {
        self.text("report.md")
    }

    pub fn facts(&self) -> Value {
        assert!(self.run.code <= 1, "there is no case: {}", self.run.stderr);
        json(&self.path("incident.json"))
    }

    /// The rows of a file of JSON lines.
    pub fn rows(&self, name: &str) -> Vec<Value> {
        json_lines(&self.text(name))
    }

    pub fn facts_and_report(&self) -> (Value, String) {
        (self.facts(), self.report())
    }
}

pub fn gap<'a>(facts: &'a Value, kind: &str) -> Option<&'a Value> {
    facts["gaps"].as_array().expect("gaps").iter().find(|gap| gap["kind"] == kind)
}

/// What the first gap of a kind says.
pub fn gap_says(facts: &Value, kind: &str) -> Option<String> {
    gap(facts, kind).map(|gap| gap["what"].as_str().expect("text").to_string())
}

/// The line of a report that begins so.
pub fn line<'a>(report: &'a str, start: &str) -> &'a str {
    report.lines().find(|line| line.starts_with(start)).expect(start)
}
