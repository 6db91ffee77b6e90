//! `report`: what is rendered again says what the case says, and tells where its evidence was changed.

use crate::case::{Case, investigate};
use crate::harness::{Run, keytrail, log, plain};
use crate::record::{KEY, Record, record};

fn call(number: usize) -> String {
    record("iam", "ListUsers")
        .id(format!("call-{number}"))
        .at(format!("2026-01-02T03:0{number}:00Z"))
        .to_string()
}

/// A case of a few calls, of logs with a broken record behind them.
fn case(broken: bool) -> Case {
    let mut text: String = (0..4).map(|number| call(number) + "\n").collect();
    if broken {
        text += &call(5)[..300];
    }
    let logs = log(text);
    let case = investigate(KEY, "2026-01-02T03:00Z", "2026-01-02T03:03:01Z").on(logs.path());
    assert_eq!(case.run.code, i32::from(broken), "{}", case.run.stderr);
    assert_eq!(case.facts()["totals"]["outcomes"]["total"], 4);
    case
}

fn again(case: &Case) -> (Run, String) {
    again_with(case, "again", &[])
}

fn again_with(case: &Case, name: &str, flags: &[&str]) -> (Run, String) {
    let to = case.parent().join(name);
    let run = keytrail(&[&["report", plain(&case.path("")), "-o", plain(&to)], flags].concat());
    (run, std::fs::read_to_string(to.join("report.md")).unwrap_or_default())
}

#[test]
fn a_report_that_is_rendered_again_has_the_exit_code_of_its_case() {
    for broken in [false, true] {
        let case = case(broken);
        let (run, report) = again(&case);
        assert_eq!(run.code, i32::from(broken), "{}", run.stderr);
        assert_eq!(run.stderr.contains("G-"), broken, "the gap is named: {}", run.stderr);
        assert_eq!(report, case.report());
    }
}

#[test]
fn who_reports_can_be_said_after_the_case_was_made() {
    let case = case(false);
    let config = case.parent().join("keytrail.toml");
    let declared = "[organisation]\nname = \"Example Ltd\"\nreviewer = \"B. Reviewer\"\ndistribution = \"Counsel\"\ntlp = \"AMBER\"\n[baseline]\nnetworks = [\"198.51.100.0/24\"]\n";
    std::fs::write(&config, declared).expect("it is written");
    let flags = ["--config", plain(&config), "--title", "Leaked key", "--aware-at", "2026-01-03T00:00Z"];
    let (run, report) = again_with(&case, "again", &flags);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for row in ["| Title | Leaked key |", "| Organisation | Example Ltd |", "| Reviewer | B. Reviewer |"] {
        assert!(report.contains(row), "{row}");
    }
    assert!(report.contains("| Distribution | Counsel |") && report.contains("TLP:AMBER"));
    assert!(
        report.contains("reviewer named: B. Reviewer") && report.contains("2026-01-06T00:00:00Z"),
        "72 hours"
    );
    assert!(run.stderr.contains("the [baseline] of --config is not applied"), "{}", run.stderr);
    let page = std::fs::read_to_string(case.parent().join("again/report.html")).expect("the page");
    assert!(page.contains(" · TLP:AMBER</p>"), "the label is at the top, and no draft is spoken of");
}

#[test]
fn a_case_stays_as_it_was_made() {
    let case = case(false);
    for within in ["case", "case/more"] {
        let (run, _) = again_with(&case, within, &[]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("lies within the case"), "{}", run.stderr);
    }
    assert!(!case.path("more").exists());
}

#[test]
fn evidence_that_was_changed_is_told() {
    let drop_last = |text: &str| {
        let lines: Vec<&str> = text.lines().collect();
        lines[..lines.len() - 1].iter().map(|line| line.to_string() + "\n").collect::<String>()
    };
    let rename = |text: &str| text.replacen("\"call-2\"", "\"call-9\"", 1);
    type Edit<'a> = &'a dyn Fn(&str) -> String;
    let edits: [(&str, Edit<'_>, &str); 4] = [
        (
            "index.jsonl",
            &drop_last,
            "evidence/index.jsonl counts 3 calls, 3 of followed credentials, and the facts have 4 and 4",
        ),
        ("events.jsonl", &drop_last, "evidence/events.jsonl holds 3 events, and evidence/index.jsonl 4"),
        ("events.jsonl", &rename, "hold different events"),
        ("index.jsonl", &rename, "hold different events"),
    ];
    for (name, edit, told) in edits {
        let case = case(false);
        let path = case.path("evidence").join(name);
        let text = std::fs::read_to_string(&path).expect("the evidence");
        std::fs::write(&path, edit(&text)).expect("it is written");
        let (run, report) = again(&case);
        assert_eq!(run.code, 1, "{name}: {}", run.stderr);
        assert!(run.stderr.contains(told), "{name}: {}", run.stderr);
        assert!(
            report.contains("the evidence is not what this report was first made from"),
            "{name}: {report}"
        );
    }
    let case = case(false);
    std::fs::remove_dir_all(case.path("evidence")).expect("it is removed");
    let (run, _) = again(&case);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(
        run.stderr.contains("holds no evidence/index.jsonl and no evidence/events.jsonl"),
        "{}",
        run.stderr
    );
}
