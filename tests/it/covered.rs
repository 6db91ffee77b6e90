//! What the logs cover is told of each account that the answers rest on, and no answer claims more than that.

use crate::case::investigate;
use crate::record::{KEY, Record};
use crate::uncovered::call;
use serde_json::{Value, json as value};

const ADMIN: &str = "AKIAI44QH8DHBEXAMPLE";
const THEIRS: &str = "444455556666";

/// A call at a time, of an account and a region.
fn at(number: usize, key: &str, time: &str, account: &str, region: &str) -> Value {
    call(number, key, "ListUsers").at(time).with("recipientAccountId", account).with("awsRegion", region)
}

/// Records of every hour of some days of March 2026, from a number on.
fn hourly(first: usize, days: &[u32], account: &str, region: &str) -> Vec<Value> {
    let hours =
        days.iter().flat_map(|day| (0..24).map(move |hour| format!("2026-03-{day}T{hour:02}:01:00Z")));
    hours.enumerate().map(|(n, time)| at(first + n, ADMIN, &time, account, region)).collect()
}

/// Gaps, answers and report of a window of some days of March.
fn told(records: &[Value], from: &str, to: &str) -> (Vec<Value>, Vec<Value>, String) {
    let (facts, report) = investigate(KEY, from, to).on_records(records).facts_and_report();
    let list = |name: &str| facts[name].as_array().expect("a list").clone();
    (list("gaps"), list("answers"), report)
}

fn of_kind<'a>(gaps: &'a [Value], kind: &str) -> Vec<&'a Value> {
    gaps.iter().filter(|gap| gap["kind"] == kind).collect()
}

fn what(gap: &Value) -> &str {
    gap["what"].as_str().expect("text")
}

#[test]
fn an_account_that_starts_late_or_ends_early_is_named_beside_one_that_does_not() {
    let mut records = hourly(10, &[14], THEIRS, "us-east-1");
    let own = |minute| format!("2026-03-14T03:{minute:02}:00Z");
    records.push(at(1, KEY, &own(5), "111122223333", "us-east-1"));
    records.push(at(2, ADMIN, &own(50), "111122223333", "us-east-1"));
    let (gaps, answers, _) = told(&records, "2026-03-14T00:00Z", "2026-03-15T00:00Z");
    let longer: Vec<&str> = of_kind(&gaps, "window_longer_than_logs").into_iter().map(what).collect();
    assert!(longer[0].contains("of account 111122223333 before 2026-03-14T03:05:00Z"), "{longer:?}");
    assert!(longer[1].contains("of account 111122223333 after 2026-03-14T03:50:00Z"), "{longer:?}");
    assert!(longer.len() == 2 && longer.iter().all(|what| !what.contains(THEIRS)), "{longer:?}");
    assert!(answers.iter().all(|answer| answer["state"] != "NOT_OBSERVED"), "{answers:?}");
    // Nobody who is followed was in the other account: its silence hides whether it was reached, and nothing else.
    let mut records = hourly(10, &[14], "111122223333", "us-east-1");
    records.push(at(1, KEY, &own(5), "111122223333", "us-east-1"));
    records.push(at(2, ADMIN, &own(50), THEIRS, "us-east-1"));
    let (gaps, answers, report) = told(&records, "2026-03-14T00:00Z", "2026-03-15T00:00Z");
    assert!(of_kind(&gaps, "window_longer_than_logs").is_empty(), "{gaps:?}");
    let silent = of_kind(&gaps, "silent_spans");
    assert_eq!((silent.len(), &silent[0]["questions"]), (1, &value!([8])), "{gaps:?}");
    assert!(what(silent[0]).contains("2026-03-14T04:00Z to 2026-03-14T23:59Z 444455556666"), "{gaps:?}");
    assert_eq!(answers[4]["state"], "NOT_OBSERVED");
    let covered = "records: 2026-03-14T00:01:00Z to 2026-03-14T23:01:00Z, account `111122223333`, region";
    assert!(report.contains(covered), "{report}");
}

#[test]
fn a_day_without_the_region_of_global_services_leaves_open_what_is_recorded_there() {
    let mut records = hourly(10, &[13, 14, 15], "111122223333", "eu-west-1");
    records.extend(hourly(100, &[13, 15], "111122223333", "us-east-1"));
    records.extend(hourly(200, &[13, 15], "111122223333", "us-west-2"));
    records.push(at(1, KEY, "2026-03-14T12:00:00Z", "111122223333", "eu-west-1"));
    let (gaps, answers, report) = told(&records, "2026-03-13T00:00Z", "2026-03-16T00:00Z");
    let silent = of_kind(&gaps, "silent_days");
    let [global, other] = silent[..] else { panic!("two of them: {gaps:?}") };
    assert!(what(global).ends_with(": 2026-03-14 111122223333 us-east-1."), "{global}");
    assert!(what(other).ends_with(": 2026-03-14 111122223333 us-west-2."), "{other}");
    assert_eq!(other["questions"], value!([8]));
    for (question, state) in [(3, "CANNOT_BE_DETERMINED"), (5, "NOT_OBSERVED"), (9, "CANNOT_BE_DETERMINED")] {
        assert_eq!(answers[question - 1]["state"], state, "question {question}");
    }
    let but = format!(
        "On the days that {} and {} name",
        global["id"].as_str().expect("an ID"),
        other["id"].as_str().expect("an ID")
    );
    assert!(report.contains(&but), "{report}");
}

#[test]
fn a_trail_that_was_stopped_in_another_account_does_not_limit_every_answer() {
    let stop = |account: &str| {
        at(5, ADMIN, "2026-03-14T12:00:00Z", account, "us-east-1").with_all(value!({
            "eventSource": "cloudtrail.amazonaws.com", "eventName": "StopLogging", "readOnly": false,
        }))
    };
    let mut records = hourly(10, &[14], "111122223333", "us-east-1");
    records.extend(hourly(100, &[14], THEIRS, "us-east-1"));
    records.push(at(1, KEY, "2026-03-14T11:00:00Z", "111122223333", "us-east-1"));
    for (account, questions, state) in [
        ("111122223333", value!([2, 3, 5, 6, 7, 8, 9, 11, 12]), "CANNOT_BE_DETERMINED"),
        (THEIRS, value!([8]), "NOT_OBSERVED"),
    ] {
        let all = [records.clone(), vec![stop(account)]].concat();
        let (gaps, answers, _) = told(&all, "2026-03-14T00:00Z", "2026-03-15T00:00Z");
        let stopped = of_kind(&gaps, "logging_stopped");
        assert_eq!((stopped.len(), &stopped[0]["questions"]), (1, &questions), "{account}");
        assert_eq!(
            (stopped[0]["affects_exit_code"].clone(), &answers[4]["state"]),
            (true.into(), &state.into()),
            "{account}"
        );
    }
}

#[test]
fn page_one_names_every_gap() {
    let mut records = hourly(10, &[14], "111122223333", "us-east-1");
    records.push(at(1, KEY, "2026-03-14T11:00:00Z", "111122223333", "us-east-1"));
    let page = |from: &str| {
        let (gaps, _, report) = told(&records, from, "2026-03-15T00:00Z");
        let page = report.split("## 2 Scope").next().expect("page one").to_string();
        for gap in &gaps {
            assert!(page.contains(gap["id"].as_str().expect("an ID")), "{gap} is not in {page}");
        }
        page
    };
    assert!(
        page("2026-03-14T00:00Z").contains("**What these logs could not show** is in section 2.3: G-01.")
    );
    assert!(page("2026-03-12T00:00Z").contains("that limit what it can say: G-01; also G-02"));
}
