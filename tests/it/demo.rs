//! The demonstration: its report is reviewed like code, and the same inputs give the same bytes.

use crate::harness::{demo, demo_in, folder, keytrail, plain};
use std::path::Path;

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
    let out = demo();
    let report = std::fs::read_to_string(out.join("case/report.md")).expect("the report is written");
    insta::assert_snapshot!("demo_report", settled(&report, out));
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let folder = folder();
    let other = folder.path().join("other");
    demo_in(&other);
    let runs = [demo(), &other];
    let logs = "evidence/log-files.sha256";
    for file in
        ["report.md", "report.html", "incident.json", "evidence/index.jsonl", logs, "abuse/README.txt"]
    {
        let [one, two] = runs.map(|out| {
            settled(&std::fs::read_to_string(out.join("case").join(file)).expect("the file is written"), out)
        });
        let cut = |text: String| text.replace(char::is_whitespace, " ");
        assert_eq!(cut(one), cut(two), "{file}");
    }
}

#[test]
fn a_case_is_rendered_again_offline() {
    let (case, folder) = (demo().join("case"), folder());
    let again = folder.path().join("again");
    let run = keytrail(&["report", plain(&case), "-o", plain(&again)]);
    assert_eq!(run.code, 1, "its case has gaps: {}", run.stderr);
    assert!(!run.stderr.contains("evidence"), "{}", run.stderr);
    for file in ["report.md", "report.html"] {
        let read = |base: &Path| std::fs::read_to_string(base.join(file)).expect("the file is written");
        assert_eq!(read(&case), read(&again), "{file}");
    }
}
