//! Seven investigations of public data, number by number against facts that were verified by hand.

use crate::case::investigate;
use crate::harness::{json, shared};
use serde_json::Value;
use std::collections::BTreeSet;

fn source_of(story: &str) -> &'static str {
    match story {
        "OTRF-1" => "data/otrf",
        "STR-4" | "STR-5" => "data/stratus",
        _ => "data/invictus",
    }
}

/// The first moment of the day of `first`, and the first of the day after `last`.
fn window(expected: &Value) -> (String, String) {
    let day = |name: &str| {
        expected[name].as_str().expect("a time")[..10].parse::<chrono::NaiveDate>().expect("a date")
    };
    (format!("{}T00:00Z", day("first")), format!("{}T00:00Z", day("last").succ_opt().expect("a next day")))
}

fn instant(value: &Value) -> chrono::DateTime<chrono::Utc> {
    value.as_str().expect("a time").parse().expect("a time")
}

fn sorted(value: &Value) -> Vec<String> {
    let mut texts: Vec<String> =
        value.as_array().expect("a list").iter().map(|v| v.as_str().expect("text").to_string()).collect();
    texts.sort();
    texts
}

fn check(story: &str) {
    let (Some(expected), Some(source)) = (shared("data/expected.json"), shared(source_of(story))) else {
        return;
    };
    let expected = &json(&expected)[story];
    let (from, to) = window(expected);
    let facts = investigate(expected["key"].as_str().expect("a key"), &from, &to).on(&source).facts();
    let own = &facts["key_activity"];
    for name in [
        "events",
        "errors",
        "denied",
        "distinct_event_names",
        "secret_read_calls",
        "objects_read",
        "pivot_events_total",
        "source_ips",
        "regions",
        "buckets",
        "defense_evasion",
    ] {
        assert_eq!(own[name], expected[name], "{story}: {name}");
    }
    for name in ["first", "last"] {
        assert_eq!(instant(&own[name]), instant(&expected[name]), "{story}: {name}");
    }
    for name in [
        "principals",
        "users_created",
        "login_profiles_created",
        "roles_created",
        "policies_attached",
        "trust_updates",
        "secrets_read",
        "ssm_params_decrypted",
    ] {
        assert_eq!(sorted(&own[name]), sorted(&expected[name]), "{story}: {name}");
    }
    let pivot = |p: &Value| {
        (
            instant(&p["time"]),
            p["via"].to_string(),
            p["credential"].to_string(),
            p["target"].to_string(),
            p["used_events"].as_u64(),
        )
    };
    let pivots = |v: &Value| v.as_array().expect("a list").iter().map(pivot).collect::<BTreeSet<_>>();
    assert_eq!(pivots(&own["pivots"]), pivots(&expected["pivots"]), "{story}: pivots");
    let issued = |v: &Value| {
        v.as_array()
            .expect("a list")
            .iter()
            .map(|i| (instant(&i["time"]), i["via"].to_string(), i["by"].to_string()))
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(issued(&own["issued_by"]), issued(&expected["issued_by"]), "{story}: issued_by");
    sums_come_out(&facts);
}

/// Succeeded, denied and failed add up; every tally adds up to the whole.
fn sums_come_out(facts: &Value) {
    let number = |v: &Value| v.as_u64().expect("a number");
    let total = &facts["totals"]["outcomes"];
    assert_eq!(
        number(&total["succeeded"]) + number(&total["denied"]) + number(&total["failed"]),
        number(&total["total"])
    );
    for tally in ["by_category", "by_service", "by_region", "by_address", "by_user_agent"] {
        let sum: u64 = facts["totals"][tally]
            .as_array()
            .expect("a list")
            .iter()
            .map(|t| number(&t["outcomes"]["total"]))
            .sum();
        assert_eq!(sum, number(&total["total"]), "{tally}");
    }
    let rows: u64 =
        facts["timeline"].as_array().expect("a list").iter().map(|row| number(&row["count"])).sum();
    assert_eq!(rows, number(&total["total"]), "timeline");
    let of_credentials: u64 = facts["credentials"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|c| number(&c["outcomes"]["total"]))
        .sum();
    assert_eq!(of_credentials, number(&total["total"]), "credentials");
    assert_eq!(facts["answers"].as_array().expect("a list").len(), 12);
    let records = facts["coverage"]["records"].as_object().expect("an object");
    let parts: u64 = records
        .iter()
        .filter(|(name, _)| *name != "read" && !name.starts_with("left out"))
        .map(|(_, n)| number(n))
        .sum();
    assert_eq!(parts, number(&records["read"]), "records read = kept + left out: {records:?}");
}

macro_rules! stories {
    ($($test:ident = $name:literal,)*) => { $(#[test] fn $test() { check($name); })* };
}

stories! {
    one_key_and_thirty_techniques = "INV-1",
    instance_role_used_elsewhere = "INV-2",
    role_session_denied = "INV-3",
    owner_looking_around = "INV-4",
    objects_read_with_instance_role = "OTRF-1",
    secrets_retrieved = "STR-4",
    admin_user_made = "STR-5",
}
