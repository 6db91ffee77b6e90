//! Others who called from where followed credentials did: named, in no other answer, and never called the same hand.

use crate::case::{gap as gap_of, gap_says, investigate};
use crate::record::{KEY, Record, record, session, user};
use serde_json::{Value, json};

const OTHER: &str = "AKIAI44QH8DHBEXAMPLE";

fn call(number: usize, who: &str, key: &str, address: &str, name: &str) -> Value {
    record("ec2", name)
        .number(number)
        .at(format!("2026-03-14T10:{number:02}:00Z"))
        .by(user(who, key))
        .out_of(address)
        .with("readOnly", true)
}

/// The case of some records, and its report.
fn case(records: &[Value], flags: &[&str]) -> (Value, String) {
    let case = investigate(KEY, "2026-03-14T10:00Z", "2026-03-14T11:00Z").with(flags).on_records(records);
    case.facts_and_report()
}

fn gap(facts: &Value) -> Option<&Value> {
    gap_of(facts, "others_from_there")
}

/// Computing is what question 6 asks after.
fn computing(facts: &Value) -> &Value {
    &facts["answers"][5]["state"]
}

#[test]
fn others_from_an_address_of_the_key_are_named() {
    let records = [
        call(1, "build", KEY, "198.51.100.9", "DescribeRegions"),
        call(2, "deploy", OTHER, "198.51.100.9", "RunInstances"),
        call(57, "deploy", OTHER, "198.51.100.9", "DescribeRegions"),
        call(58, "build", KEY, "10.0.0.5", "DescribeRegions"),
        call(59, "audit", "AKIAEXAMPLEAUDITKEY1", "10.0.0.5", "DescribeRegions"),
    ];
    let (facts, report) = case(&records, &[]);
    let there = facts["attribution"]["from_there"].as_array().expect("a list");
    assert_eq!(there.len(), 1, "one other at one external address: {there:?}");
    assert_eq!(there[0]["access_keys"], json!([OTHER]));
    assert_eq!((&there[0]["calls"], &there[0]["services"]), (&json!(2), &json!(["ec2.amazonaws.com"])));
    let gap = gap(&facts).expect("a gap");
    let what = gap["what"].as_str().expect("text");
    assert!(what.contains("user/deploy") && what.contains(OTHER) && what.contains("2 calls"), "{what}");
    assert!(!what.contains("user/audit"), "{what}");
    // What they did may be what is asked after, and no answer counts it.
    assert_eq!(computing(&facts), "CANNOT_BE_DETERMINED");
    let why =
        "but calls of others, which no answer counts, may be of the same hand or use what was opened (G-";
    assert!(report.contains(why), "{report}");
    assert!(!report.contains("Not observed: reads of secrets"), "{report}");
    let gaps = facts["answers"][5]["gaps"].as_array().expect("gaps");
    assert!(gaps.contains(&gap["id"]), "{gaps:?}");
    assert!(report.contains("whether one hand made them CANNOT BE DETERMINED"), "section 5a tells it");
}

#[test]
fn an_address_that_nobody_else_used_or_that_is_the_owners_leaves_no_gap() {
    let elsewhere = [
        call(1, "build", KEY, "198.51.100.9", "DescribeRegions"),
        call(59, "deploy", OTHER, "203.0.113.9", "RunInstances"),
    ];
    let (facts, _) = case(&elsewhere, &[]);
    assert!(gap(&facts).is_none());
    assert_eq!(computing(&facts), "NOT_OBSERVED");

    let at_the_owners = [
        call(1, "build", KEY, "198.51.100.9", "DescribeRegions"),
        call(59, "deploy", OTHER, "198.51.100.9", "RunInstances"),
    ];
    let (facts, _) = case(&at_the_owners, &["--own-network", "198.51.100.0/24"]);
    assert!(gap(&facts).is_none());
}

/// What the gap says of a key that was used from so many addresses, once from each and once more from the last.
fn from_many(addresses: usize) -> String {
    let mut records: Vec<Value> = (0..addresses)
        .map(|n| {
            call(n, "build", KEY, &format!("198.51.100.{n}"), "DescribeRegions")
                .at(format!("2026-03-14T10:{:02}:00Z", n % 60))
        })
        .collect();
    let last = format!("198.51.100.{}", addresses - 1);
    let again = call(59, "build", KEY, &last, "DescribeVpcs").number(999);
    let other = call(58, "deploy", OTHER, &last, "DescribeVpcs").number(998);
    records.extend([again, other]);
    let (facts, _) = case(&records, &[]);
    gap(&facts).expect("a gap")["what"].as_str().expect("text").to_string()
}

#[test]
fn of_many_addresses_the_busiest_are_looked_for() {
    let what = from_many(60);
    assert!(what.contains("from 198.51.100.59, arn:aws:iam::111122223333:user/deploy"), "{what}");
    let bound = "Of 60 external addresses of followed credentials, others were looked for at the 20 with the most calls.";
    assert!(what.ends_with(bound), "{what}");
}

#[test]
fn at_the_addresses_of_a_pool_nobody_is_looked_for() {
    let told = "Followed credentials called from 230 external addresses, as from a pool: others who called from there were not looked for.";
    assert_eq!(from_many(230), told);
}

#[test]
fn an_address_that_many_have_is_told_by_its_numbers() {
    let mut records = vec![call(59, "build", KEY, "198.51.100.9", "DescribeRegions")];
    for n in 0..30 {
        records.push(call(
            n,
            &format!("user{n}"),
            &format!("AKIAEXAMPLEOTHERKE{n:02}"),
            "198.51.100.9",
            "DescribeVpcs",
        ));
    }
    let (facts, report) = case(&records, &[]);
    let there = facts["attribution"]["from_there"].as_array().expect("a list");
    assert_eq!(there.len(), 1, "one line for all: {there:?}");
    assert_eq!(
        (&there[0]["principals"], &there[0]["keys"], &there[0]["calls"]),
        (&json!(30), &json!(30), &json!(30))
    );
    let what = gap(&facts).expect("a gap")["what"].as_str().expect("text");
    assert!(what.contains("from 198.51.100.9, 30 users and roles, 30 calls between "), "{what}");
    assert!(
        report.contains("30 users and roles: the address of a network | 30 keys |"),
        "section 5a tells it"
    );
}

#[test]
fn the_sessions_of_a_role_are_one_line() {
    let mut records = vec![call(59, "build", KEY, "198.51.100.9", "DescribeRegions")];
    for n in 0..30 {
        let session = session("deploy", &format!("s{n:02}"), &format!("ASIAEXAMPLEOTHERKE{n:02}"));
        records.push(call(n, "x", KEY, "198.51.100.9", "DescribeVpcs").by(session));
    }
    let (facts, report) = case(&records, &[]);
    let what = gap(&facts).expect("a gap")["what"].as_str().expect("text");
    let line = "assumed-role/deploy/s00 and 29 other sessions of the role with 30 keys, among them ASIAEXAMPLEOTHERKE00, ASIAEXAMPLEOTHERKE29, 30 calls";
    assert!(what.contains(line), "{what}");
    assert!(report.contains("and 29 other sessions |"), "section 5a tells it");
}

/// One address of IPv6 has several spellings in the records.
#[test]
fn an_address_is_looked_for_however_it_is_spelled() {
    let records = [
        call(1, "build", KEY, "2001:db8::1", "DescribeRegions"),
        call(2, "deploy", OTHER, "2001:0db8:0000:0000:0000:0000:0000:0001", "RunInstances"),
        call(57, "audit", "AKIAEXAMPLEAUDITKEY1", "2001:db8:0:0:0:0:0:1", "DescribeRegions"),
    ];
    let (facts, _) = case(&records, &[]);
    let what = gap(&facts).expect("a gap")["what"].to_string();
    assert!(what.contains("user/deploy") && what.contains("user/audit"), "{what}");
}

#[test]
fn a_session_of_a_machine_that_a_followed_credential_acted_on_is_told_as_such() {
    let machine = "i-0123456789abcdef0";
    let opened = call(1, "build", KEY, "198.51.100.9", "StartSession").with_all(json!({
        "eventSource": "ssm.amazonaws.com", "requestParameters": {"target": machine}, "readOnly": false,
    }));
    let session = |name: &str| {
        let of_role = session("prod", name, "ASIAI44QH8DHBEXAMPLE");
        call(2, "x", KEY, "198.51.100.9", "ListSecrets").by(of_role)
    };
    let what = |name| {
        let (facts, _) = case(&[opened.clone(), session(name)], &[]);
        gap(&facts).expect("a gap")["what"].as_str().expect("text").to_string()
    };
    let told = "with the role of a machine on which a followed credential acted (StartSession at 2026-03-14T10:01:00Z, E-000001)";
    assert!(what(machine).contains(told), "{}", what(machine));
    assert!(!what("i-0fedcba9876543210").contains("of a machine"));
}

#[test]
fn sign_ins_of_the_same_user_from_there_are_told() {
    let sign_in = |number: usize, result: &str, address: &str| {
        let no_key = user("build", KEY).without("accessKeyId");
        call(number, "build", KEY, address, "ConsoleLogin").with_all(json!({
            "eventSource": "signin.amazonaws.com", "userIdentity": no_key,
            "responseElements": {"ConsoleLogin": result},
        }))
    };
    let key = call(1, "build", KEY, "198.51.100.9", "DescribeRegions");
    let told = |sign_ins: &[Value]| {
        let (facts, report) = case(&[std::slice::from_ref(&key), sign_ins].concat(), &[]);
        (gap_says(&facts, "other_keys_from_there"), report)
    };
    let (gap, report) = told(&[sign_in(2, "Failure", "198.51.100.9"), sign_in(3, "Success", "198.51.100.9")]);
    let gap = gap.expect("a gap");
    assert!(
        gap.contains(
            "signed in to the console from addresses of followed credentials: 1 sign-in from 198.51.100.9"
        ),
        "{gap}"
    );
    assert!(report.contains("as those of 1 console sign-in that succeeded do"), "{report}");
    assert_eq!(told(&[sign_in(2, "Failure", "198.51.100.9")]).0, None);
    assert_eq!(told(&[sign_in(2, "Success", "203.0.113.9")]).0, None);
}
