//! The demonstration: its report is reviewed like code, and the same inputs give the same bytes.

use crate::harness::keytrail;
use std::path::Path;

fn demo(folder: &Path) {
    let run = keytrail(&["demo", "-o", folder.to_str().expect("a plain path")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

/// Without what is declared to vary: when it was generated, by which version, commit and questions, from which path; and
/// digests, since the files hold the path.
fn settled(text: &str, folder: &Path) -> String {
    let text = text.replace(folder.to_str().expect("a plain path"), "DEMO");
    let digest = regex::Regex::new(r"\b[0-9a-f]{64}\b").expect("a pattern");
    let text = digest.replace_all(&text, "DIGEST");
    let lines = text.lines().map(|line| match line {
        l if l.contains("Generated at |") => "| Generated at | VOLATILE |".to_string(),
        l if l.contains("Generated at</td>") => "VOLATILE".to_string(),
        l if l.contains("| Tool | keytrail") => "| Tool | VOLATILE |".to_string(),
        l if l.contains("\"generated_at\"") || l.contains("\"tool_commit\"") => "VOLATILE".to_string(),
        l => match l.find("Categories are assigned by rules") {
            Some(at) => format!("{}Categories are assigned by rules (VOLATILE)", &l[..at]),
            None => l.to_string(),
        },
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_report_is_as_reviewed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("demo");
    demo(&out);
    let report = std::fs::read_to_string(out.join("case/report.md")).expect("the report is written");
    insta::assert_snapshot!("demo_report", settled(&report, &out));
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let runs = ["one", "two"].map(|name| {
        let out = folder.path().join(name);
        demo(&out);
        out
    });
    let logs = "evidence/log-files.sha256";
    for file in
        ["report.md", "report.html", "incident.json", "evidence/index.jsonl", logs, "abuse/README.txt"]
    {
        let [one, two] = runs.clone().map(|out| {
            settled(&std::fs::read_to_string(out.join("case").join(file)).expect("the file is written"), &out)
        });
        let cut = |text: String| text.replace(char::is_whitespace, " ");
        assert_eq!(cut(one), cut(two), "{file}");
    }
}

#[test]
fn a_case_is_rendered_again_offline() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("demo");
    demo(&out);
    let again = folder.path().join("again");
    let run = keytrail(&[
        "report",
        out.join("case").to_str().expect("plain"),
        "-o",
        again.to_str().expect("plain"),
    ]);
    assert_eq!(run.code, 1, "its case has gaps: {}", run.stderr);
    assert!(!run.stderr.contains("evidence"), "{}", run.stderr);
    for file in ["report.md", "report.html"] {
        let read = |base: &Path| std::fs::read_to_string(base.join(file)).expect("the file is written");
        assert_eq!(read(&out.join("case")), read(&again), "{file}");
    }
}
