//! All public sample logs: every record has one line, and what no question claims stands on a page with its reason.

use crate::harness::{keytrail, plain, shared};
use serde_json::Value;
use std::collections::BTreeSet;

const PAGE: &str = include_str!("../../docs/fallback.md");

/// The calls that the page names: source and name of each row of its table.
fn explained() -> BTreeSet<(String, String)> {
    let rows = PAGE.lines().filter(|line| line.contains(".amazonaws.com |"));
    rows.filter_map(|row| {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        Some((cells.next()?.to_string(), cells.next()?.trim_matches('`').to_string()))
    })
    .collect()
}

#[test]
fn what_falls_to_the_fallback_is_explained() {
    let Some(data) = shared("data") else { return };
    let (explained, mut found) = (explained(), BTreeSet::new());
    let (mut lines, mut fallen) = (0, 0);
    for folder in [
        "awsdocs_cloudtrail_examples",
        "formats",
        "invictus",
        "otrf",
        "plaso_lookup_events",
        "splunk_security_content_examples",
        "stratus",
    ] {
        let source = data.join(folder);
        let run = keytrail(&["classify", "--source", plain(&source)]);
        assert!(run.code <= 1, "{folder}: {}", run.stderr);
        let printed = run.stdout.lines().count();
        let sums = run.stderr.lines().find(|line| line.contains("records read = ")).expect("the sums");
        assert!(sums.contains(&format!("= {printed} printed")), "{folder}: {printed} lines, but {sums}");
        lines += printed;
        for line in run.stdout.lines() {
            let line: Value = serde_json::from_str(line).expect("a JSON line");
            if line["questions"].as_array().is_some_and(Vec::is_empty) {
                let text = |key: &str| line[key].as_str().unwrap_or_default().to_string();
                found.insert((text("event_source"), text("event_name")));
                fallen += 1;
            }
        }
    }
    println!("{fallen} of {lines} events in the fallback, {} different calls", found.len());
    let unexplained: Vec<_> = found.difference(&explained).collect();
    assert!(unexplained.is_empty(), "not in docs/fallback.md: {unexplained:?}");
    let gone: Vec<_> = explained.difference(&found).collect();
    assert!(gone.is_empty(), "in docs/fallback.md, but no longer in the fallback: {gone:?}");
}
