//! What a report states is no more than the log can show.

use crate::case::{Case, investigate};
use crate::record::{KEY, Record, aws_service, record, user};
use crate::stated_of_credentials::by_admin;
use serde_json::{Value, json};

/// One call of the key. `time` is within 2026-03-14.
pub fn call(id: &str, time: &str, service: &str, name: &str, parameters: Value) -> Value {
    record(service, name)
        .id(id)
        .at(format!("2026-03-14T{time}Z"))
        .by(user("build", KEY))
        .request(parameters)
        .without("readOnly")
}

/// Somebody else's call, so that the logs cover the time.
pub fn other(time: &str) -> Value {
    call(&format!("other-{time}"), time, "ec2", "DescribeInstances", json!({}))
        .by(aws_service("ec2"))
        .out_of("ec2.amazonaws.com")
}

/// Others' calls in every hour but some.
pub fn ordinary(without: impl Fn(u32) -> bool) -> Vec<Value> {
    let hours = (0..24).filter(|hour| !without(*hour));
    hours.flat_map(|hour| [other(&format!("{hour:02}:01:00")), other(&format!("{hour:02}:58:00"))]).collect()
}

pub struct Told {
    pub code: i32,
    pub stdout: String,
    pub facts: Value,
    pub report: String,
    case: Case,
}

pub fn told(records: Vec<Value>) -> Told {
    told_of(KEY, records)
}

pub fn told_of(key: &str, records: Vec<Value>) -> Told {
    let case = investigate(key, "2026-03-14T00:00Z", "2026-03-15T00:00Z").on_records(&records);
    let (facts, report) = case.facts_and_report();
    Told { code: case.run.code, stdout: case.run.stdout.clone(), facts, report, case }
}

impl Told {
    fn state(&self, question: usize) -> &str {
        self.facts["answers"][question - 1]["state"].as_str().expect("a state")
    }

    fn gaps(&self) -> Vec<&str> {
        let gaps = self.facts["gaps"].as_array().expect("gaps");
        gaps.iter().map(|gap| gap["kind"].as_str().expect("a kind")).collect()
    }
}

#[test]
fn nothing_is_called_not_observed_where_the_logs_have_a_hole() {
    let whole = told(ordinary(|_| false));
    assert_eq!(
        (whole.state(3), whole.state(5), whole.state(7)),
        ("NOT_OBSERVED", "NOT_OBSERVED", "NOT_OBSERVED")
    );
    assert!(whole.report.contains("account `111122223333`, region `us-east-1`"), "the scope is named");
    assert!(whole.report.contains("No request of the credential is in the collected CloudTrail records"));
    let hole = told(ordinary(|hour| (9..18).contains(&hour)));
    assert_eq!(hole.state(3), "CANNOT_BE_DETERMINED");
    assert!(hole.report.contains("2026-03-14T09:00Z to 2026-03-14T17:59Z 111122223333"), "the hole is named");
    // A quiet lunch is no hole.
    assert_eq!(told(ordinary(|hour| (12..14).contains(&hour))).state(3), "NOT_OBSERVED");
}

#[test]
fn recording_that_the_key_itself_stopped_is_a_gap() {
    let mut records = ordinary(|_| false);
    records.push(call("stop", "09:59:00", "cloudtrail", "StopLogging", json!({"name": "main"})));
    let arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/main";
    records.push(call("start", "18:00:00", "cloudtrail", "StartLogging", json!({"name": arn})));
    let stopped = told(records.clone());
    assert!(stopped.gaps().contains(&"logging_stopped"));
    assert!(stopped.report.contains("at 2026-03-14T09:59:00Z (StopLogging, E-000001); a collected record starts it again at 2026-03-14T18:00:00Z"), "{}", stopped.facts["gaps"]);
    assert_eq!((stopped.state(3), stopped.state(5)), ("CANNOT_BE_DETERMINED", "CANNOT_BE_DETERMINED"));
    // An attempt stops nothing.
    let place = records.iter().position(|r| r["eventID"] == "stop").expect("the call");
    records[place] = records[place].clone().denied();
    let attempted = told(records);
    assert!(!attempted.gaps().contains(&"logging_stopped"));
    assert_eq!(attempted.state(3), "NOT_OBSERVED");
}

#[test]
fn a_record_without_an_event_id_is_classified_like_any_other() {
    let made = call("x", "10:00:00", "iam", "CreateUser", json!({"userName": "mallory"}));
    let mut records = ordinary(|_| false);
    records.push(made.without("eventID"));
    let told = told(records);
    assert_eq!(told.facts["key_activity"]["users_created"], json!(["mallory"]));
    assert_eq!(told.state(3), "OBSERVED");
    assert!(told.gaps().contains(&"no_event_ids"));
}

#[test]
fn records_that_share_an_event_id_keep_their_own_verdicts() {
    let mut records = ordinary(|_| false);
    records.push(call("same", "10:00:00", "iam", "CreateUser", json!({"userName": "mallory"})));
    records.push(call("same", "10:05:00", "iam", "ListUsers", json!({})));
    let told = told(records);
    assert_eq!(told.code, 1, "one event ID on two contents affects the exit code");
    let question = |id: &str| {
        let all = told.facts["questions"].as_array().expect("questions").clone();
        all.into_iter().find(|q| q["id"] == id).map(|q| q["outcomes"]["total"].clone())
    };
    assert_eq!(question("iam_user_created"), Some(json!(1)));
    assert_eq!(told.facts["totals"]["outcomes"]["total"], 2);
}

#[test]
fn what_was_denied_is_told_as_attempted() {
    let mut records = ordinary(|_| false);
    let secret = json!({"secretId": "db"});
    records.push(call("a", "10:00:00", "secretsmanager", "GetSecretValue", secret).denied());
    records.push(call("b", "10:01:00", "cloudtrail", "StopLogging", json!({"name": "main"})).denied());
    let told = told(records);
    assert!(!told.report.contains("treat each that was read as disclosed"));
    assert!(!told.report.contains("may be missing from this report"));
    assert!(told.report.contains("Attempted only: no call succeeded. What success would have meant:"));
    assert!(told.stdout.contains("attempted only: none of 1 call succeeded"), "{}", told.stdout);
}

#[test]
fn what_a_policy_of_the_organisation_denied_is_told_apart() {
    let with = |id: &str, why: &str| {
        let message = format!("User: build is not authorized to perform: iam:ListUsers {why}");
        call(id, "10:00:00", "iam", "ListUsers", json!({})).denied().with("errorMessage", message)
    };
    let mut records = ordinary(|_| false);
    records.push(with("a", "with an explicit deny in a service control policy"));
    records.push(with("b", "because no service control policy allows the iam:ListUsers action"));
    records.push(with("c", "because no identity-based policy allows the iam:ListUsers action"));
    let words = "on resource: x with an explicit deny in a service control policy";
    records.push(with(
        "d",
        &format!("{words} because no identity-based policy allows the iam:ListUsers action"),
    ));
    records.push(with("e", &format!("{words} with an explicit deny in an identity-based policy")));
    let told = told(records);
    assert_eq!(told.facts["totals"]["refused_by_organisation"], 2);
    assert!(told.report.contains("Of the 5 denied, 2 were denied by a policy of the organisation"));
}

#[test]
fn a_dry_run_is_told_apart_from_what_failed() {
    let with = |id: &str, code: &str| {
        let mut record = call(id, "10:00:00", "ec2", "RunInstances", json!({}));
        record["errorCode"] = code.into();
        record
    };
    let mut records = ordinary(|_| false);
    records.push(with("a", "Client.DryRunOperation"));
    records.push(with("b", "Client.VcpuLimitExceeded"));
    let told = told(records);
    assert_eq!(told.facts["totals"]["dry_runs"], 1);
    assert!(told.report.contains("Of the 2 failed, 1 was a dry run: "));
}

#[test]
fn what_takes_access_away_or_switches_logging_on_is_not_counted_as_the_opposite() {
    let mut records = ordinary(|_| false);
    let key = json!({"accessKeyId": "AKIAI44QH8DHBEXAMPLE", "userName": "bob", "status": "Inactive"});
    records.push(call("a", "10:00:00", "iam", "UpdateAccessKey", key));
    let policy = json!({"userName": "bob", "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"});
    records.push(call("b", "10:01:00", "iam", "DetachUserPolicy", policy));
    records.push(call("c", "10:02:00", "cloudtrail", "StartLogging", json!({"name": "main"})));
    let deny = |principal: Value| json!({"Statement": [{"Effect": "Deny", "Principal": principal, "Action": "s3:*", "Resource": "*"}]});
    let policy =
        json!({"userName": "bob", "policyName": "no", "policyDocument": deny(Value::Null).to_string()});
    records.push(call("d", "10:03:00", "iam", "PutUserPolicy", policy));
    let policy = json!({"bucketName": "amzn-s3-demo-bucket", "bucketPolicy": deny(json!("*"))});
    records.push(call("e", "10:04:00", "s3", "PutBucketPolicy", policy));
    let policy = json!({"roleName": "r", "policyArn": "arn:aws:iam::aws:policy/AWSDenyAll"});
    records.push(call("f", "10:05:00", "iam", "AttachRolePolicy", policy));
    let told = told(records);
    assert_eq!(
        (told.state(3), told.state(7), told.state(9)),
        ("NOT_OBSERVED", "NOT_OBSERVED", "NOT_OBSERVED")
    );
    assert!(!told.report.contains("it obtained further credentials"));
}

#[test]
fn what_may_still_be_there_is_what_no_record_takes_back() {
    let let_in = json!({"groupId": "sg-1", "ipPermissions": {"items": [{"ipProtocol": "tcp", "fromPort": 22, "toPort": 22,
        "ipRanges": {"items": [{"cidrIp": "203.0.113.9/32"}]}}]}});
    let rule = json!({"bucketName": "amzn-s3-demo-bucket", "LifecycleConfiguration": {"Rule": {"Status": "Enabled", "Expiration": {"Days": 1}}}});
    let trail = || json!({"name": "main"});
    let shell = || {
        call("shell", "10:00:00", "ssm", "StartSession", json!({"target": "i-0123456789abcdef0"}))
            .response(json!({"sessionId": "build-0123456789abcdef0"}))
    };
    let ended = json!({"sessionId": "build-0123456789abcdef0"});
    let key = json!({"userName": "bob"});
    let answer =
        json!({"accessKey": {"accessKeyId": "AKIAI44QH8DHBEXAMPLE", "userName": "bob", "status": "Active"}});
    let made = call("key", "10:00:00", "iam", "CreateAccessKey", key).response(answer);
    let deleted = json!({"accessKeyId": "AKIAI44QH8DHBEXAMPLE", "userName": "bob"});
    for (mut calls, back, but) in [
        (
            call("a", "10:00:00", "ec2", "AuthorizeSecurityGroupIngress", let_in.clone()),
            ("ec2", "RevokeSecurityGroupIngress", let_in),
            false,
        ),
        (
            call("a", "10:00:00", "cloudtrail", "StopLogging", trail()),
            ("cloudtrail", "StartLogging", trail()),
            false,
        ),
        (
            call("a", "10:00:00", "cloudtrail", "DeleteTrail", trail()),
            ("cloudtrail", "CreateTrail", trail()),
            true,
        ),
        (
            call("a", "10:00:00", "s3", "PutBucketLifecycle", rule),
            ("s3", "DeleteBucketLifecycle", json!({"bucketName": "amzn-s3-demo-bucket"})),
            false,
        ),
        (shell(), ("ssm", "TerminateSession", ended), false),
        (made, ("iam", "DeleteAccessKey", deleted), false),
    ]
    .map(|(done, back, but)| (vec![done], back, but))
    {
        let name = calls[0]["eventName"].clone();
        let left_behind = |told: &Told| told.facts["answers"][8]["facts"]["calls"].clone();
        let open = told(ordinary(|_| false).into_iter().chain(calls.clone()).collect());
        assert_eq!((open.state(9), left_behind(&open)), ("DERIVED", json!([name])), "{name}");
        calls.push(call("b", "11:00:00", back.0, back.1, back.2));
        let closed = told(ordinary(|_| false).into_iter().chain(calls).collect());
        if but {
            assert_eq!((closed.state(9), left_behind(&closed)), ("DERIVED", json!([name])), "{name}");
            assert!(closed.report.contains("takes back 1 with a doubt that is named there"), "{name}");
        } else {
            assert_ne!(closed.state(9), "DERIVED", "{name}");
            assert!(
                closed
                    .report
                    .contains("The effect of 1 call that did such things is over by later records. No other"),
                "{name}"
            );
        }
    }
}

#[test]
fn the_sums_of_what_was_read_come_out() {
    let own = || call("own", "10:00:00", "ec2", "DescribeInstances", json!({}));
    let mut records = ordinary(|hour| hour > 1);
    // Delivered twice: a call of the key, and one of somebody else.
    records.extend([own(), own(), records[0].clone(), json!({"eventVersion": "1.11"})]);
    let report = told(records).report;
    let rows = [
        "| Records as delivered | Number |\n|---|---|\n| kept | 1 |\n| other credentials | 5 |\n",
        "| repeated deliveries of a kept record | 1 |\n| read: the sum of these rows | 7 |\n",
        "| left out (see the list): not among those read | 1 |\n",
    ];
    assert!(report.contains(&rows.concat()), "{report}");
    assert!(report.contains("| 7 | 1 | Q-001 |"), "records as delivered, events of the credential");
}

#[test]
fn the_same_logs_give_the_same_files() {
    let files = |told: &Told| {
        let mut names: Vec<_> = walkdir::WalkDir::new(told.case.parent())
            .into_iter()
            .filter_map(Result::ok)
            .map(|entry| entry.path().strip_prefix(told.case.parent()).expect("it is in there").to_path_buf())
            .collect();
        names.sort();
        names
    };
    let mut records = ordinary(|_| false);
    for n in 0..500 {
        let time = format!("10:{:02}:{:02}", n / 60, n % 60);
        records.push(call(&format!("id-{n}"), &time, "s3", "ListBuckets", json!({})));
    }
    let (first, second) = (told(records.clone()), told(records));
    assert_eq!(files(&first), files(&second));
    assert_eq!(first.case.rows("evidence/index.jsonl").len(), 500);
    assert_eq!(first.facts["totals"]["outcomes"]["total"], 500);
}

/// A call that names the principal of the key, and no key.
fn without_key(mut record: Value) -> Value {
    record["userIdentity"].as_object_mut().expect("an object").remove("accessKeyId");
    record
}

/// A sign-in to the console as the user of the key.
fn sign_in(id: &str, time: &str, result: &str) -> Value {
    without_key(call(id, time, "signin", "ConsoleLogin", Value::Null))
        .with("eventType", "AwsConsoleSignIn")
        .response(json!({ "ConsoleLogin": result }))
}

#[test]
fn what_names_the_principal_and_no_key_is_told_and_not_counted() {
    let read = call("copy", "10:01:00", "s3", "GetObject", json!({"bucketName": "b", "key": "k"}));
    let own = call("own", "10:02:00", "iam", "ListUsers", json!({}));
    let copied = told(vec![without_key(read), own.clone()]);
    assert_eq!(copied.facts["totals"]["outcomes"]["total"], 1);
    assert!(copied.report.contains("Not counted, of the same principal: 1 call whose record names no key"));
    assert!(copied.report.contains("whether the subject made it CANNOT BE DETERMINED"));
    // The copy of a call that is counted, and a sign-in that is followed, are no calls besides.
    let role = json!({"roleArn": "arn:aws:iam::444455556666:role/r"});
    let first = call("first", "10:03:00", "sts", "AssumeRole", role)
        .with("sharedEventID", "shared")
        .response(json!({"credentials": {"accessKeyId": "ASIAEXAMPLEOTHERKEY1"}}));
    let second = without_key(first.clone()).id("second").with("recipientAccountId", "444455556666");
    let shared = told(vec![first, second, own]);
    assert!(!shared.report.contains("whose record names no key"), "{}", shared.facts["attribution"]);
}

#[test]
fn a_console_session_is_not_used_by_the_key_that_led_to_it() {
    let password = call("set", "10:00:00", "iam", "UpdateLoginProfile", json!({"userName": "build"}));
    let told = told(vec![password, sign_in("in", "10:05:00", "Success")]);
    let row = told.report.lines().find(|line| line.starts_with("| K-03 |")).expect("a session");
    assert!(row.contains("| console session |") && row.contains("| not used in the window |"), "{row}");
    assert!(!told.report.contains("whose record names no key"), "the sign-in is followed");
}

#[test]
fn a_quarantine_by_aws_dates_what_aws_knew() {
    let attached = |user: &str| {
        let policy = "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3";
        let request = json!({"userName": user, "policyArn": policy});
        let record = call("aws", "10:02:00", "iam", "AttachUserPolicy", request)
            .by(aws_service("compromised-credentials"))
            .out_of("AWS Internal");
        told(vec![call("own", "10:00:00", "iam", "ListUsers", json!({})), record])
    };
    let own = attached("build");
    assert_eq!(own.facts["quarantines"][0]["time"], "2026-03-14T10:02:00Z");
    assert!(
        own.report.contains("| AWS's quarantine of a followed user | 2026-03-14T10:02:00Z: `AWS Internal`")
    );
    assert_eq!(own.facts["answers"][0]["facts"]["value"], "unknown", "it is no containment");
    let another = attached("somebody");
    assert_eq!(another.facts["quarantines"], json!([]));
    assert!(!another.report.contains("quarantine"), "{}", another.report);
}

#[test]
fn a_quarantine_policy_that_a_responder_attached_is_not_the_word_of_aws() {
    let policy =
        json!({"userName": "build", "policyArn": "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3"});
    let by_responder = by_admin(call("policy", "10:02:00", "iam", "AttachUserPolicy", policy));
    let told = told(vec![call("own", "10:00:00", "iam", "ListUsers", json!({})), by_responder]);
    assert_eq!(told.facts["quarantines"], json!([]));
    assert!(!told.report.contains("AWS's quarantine") && !told.report.contains("sees a key in public"));
}

#[test]
fn a_window_within_a_second_holds_the_whole_seconds_in_it() {
    let records =
        ["10:00:00", "10:00:01", "10:00:02"].map(|time| call(time, time, "iam", "ListUsers", json!({})));
    for (from, to, expected) in [
        ("2026-03-14T10:00:00.5Z", "2026-03-14T10:00:01.5Z", 1),
        ("2026-03-14T10:00:00.5Z", "2026-03-14T10:00:01Z", 0),
        ("2026-03-14T10:00:00Z", "2026-03-14T10:00:00.5Z", 1),
        ("2026-03-14T10:00:00Z", "2026-03-14T10:00:02Z", 2),
    ] {
        let facts = investigate(KEY, from, to).on_records(&records).facts();
        assert_eq!(facts["totals"]["outcomes"]["total"], expected, "{from} to {to}");
    }
}

#[test]
fn sentences_fit_what_there_is() {
    let old = call("own", "10:00:00", "iam", "ListUsers", json!({}));
    let one = told(vec![old.without("recipientAccountId")]);
    assert_eq!(one.facts["coverage"]["cells"][0]["account"], "111122223333");
    assert!(!one.report.contains("the others are in `incident.json`"), "nothing is left out");
    assert!(one.report.contains("(section 2.1) holds for all of them."));
    let none = told(vec![other("10:00:00")]);
    assert!(none.report.contains("This case holds no event."));
    assert!(!none.report.contains("holds for all of them"), "{}", none.report);
}

#[test]
fn a_sign_in_that_failed_is_an_attempt_and_no_use() {
    let password = call("set", "10:00:00", "iam", "UpdateLoginProfile", json!({"userName": "build"}));
    let told = told(vec![
        password,
        sign_in("in", "10:05:00", "Success"),
        sign_in("tried", "18:00:00", "Failure").out_of("203.0.113.3"),
    ]);
    let row = told.report.lines().find(|line| line.starts_with("| K-02 |")).expect("a password");
    assert!(
        row.contains(
            "| one attempt failed at 2026-03-14T18:00:00Z; 2026-03-14T10:05:00Z to 2026-03-14T10:05:00Z |"
        ),
        "{row}"
    );
    assert_eq!(told.facts["totals"]["last"], "2026-03-14T10:05:00Z");
    assert_eq!(told.facts["totals"]["attempts"]["count"], 1);
    assert_eq!(told.facts["totals"]["outcomes"]["total"], 3, "it is in the sums");
    assert!(told.report.contains("only attempts to sign in or to assume a role that failed came from there"));
    // A denied call is signed with the key, which was in use then.
    let refused = call("no", "10:10:00", "iam", "ListUsers", Value::Null).denied();
    let told = self::told(vec![refused]);
    assert_eq!(told.facts["totals"]["last"], "2026-03-14T10:10:00Z");
    assert!(told.report.contains("2026-03-14T10:10:00Z to 2026-03-14T10:10:00Z, refused each time"));
}

#[test]
fn a_copy_in_the_owners_account_is_told_as_one() {
    let bucket =
        json!([{"type": "AWS::S3::Bucket", "accountId": "444455556666", "ARN": "arn:aws:s3:::example-lake"}]);
    let read = call("read", "10:00:00", "s3", "GetObject", json!({"bucketName": "example-lake", "key": "a"}))
        .with("resources", bucket)
        .with("sharedEventID", "one");
    let copy = without_key(read.clone()).id("copy").with("recipientAccountId", "444455556666");
    let told = told(vec![read, copy]);
    assert_eq!(told.facts["totals"]["outcomes"]["total"], 1);
    assert!(told.report.contains("1 of them are copies, in the records of 444455556666, of calls of K-01"));
    assert!(!told.report.contains("whose record names no key"), "{}", told.facts["attribution"]);
}
