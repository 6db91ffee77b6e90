//! Severity follows what was seen before: first uses and clean-ups, with the reason.

use crate::case::investigate;
use crate::harness::classified;
use crate::record::{KEY, Record, record, root};
use serde_json::{Value, json};

fn call(id: &str, day: u32, minute: u32, name: &str, parameters: Value) -> Value {
    let service = if name.ends_with("Instances") { "ec2" } else { "iam" };
    record(service, name).id(id).at(format!("2026-01-{day:02}T10:{minute:02}:00Z")).request(parameters)
}

/// Severity and reason of one event of a log.
fn graded(records: &[Value], id: &str) -> (String, String) {
    let line = line_of(records, id);
    let text = |key: &str| line[key].as_str().expect("text").to_string();
    (text("severity"), text("severity_reason"))
}

/// What `classify` prints of one event of a log.
fn line_of(records: &[Value], id: &str) -> Value {
    let lines = classified(records);
    lines.into_iter().find(|line| line["event_id"] == id).expect("the event has a line")
}

#[test]
fn a_first_use_is_graver_once_the_principal_is_known() {
    let start = call("start", 9, 0, "StartInstances", json!({}));
    let alone = graded(std::slice::from_ref(&start), "start");
    assert_eq!(alone, ("low".into(), "Instances started or their attributes changed".into()));
    let known = [call("look", 2, 0, "DescribeInstances", json!({})), start.clone()];
    let (severity, reason) = graded(&known, "start");
    assert_eq!(severity, "medium");
    assert!(
        reason.contains("first use of this call by a principal that these logs know for 7 days"),
        "{reason}"
    );
    let usual = [call("before", 2, 0, "StartInstances", json!({})), start];
    assert_eq!(graded(&usual, "start").0, "low");
}

#[test]
fn a_clean_up_is_told_from_a_lock_out() {
    let user = json!({"userName": "eve"});
    let delete = call("delete", 2, 5, "DeleteUser", user.clone());
    let (_, lock_out) = graded(std::slice::from_ref(&delete), "delete");
    assert!(!lock_out.contains("had made it"), "{lock_out}");
    let made = call("make", 2, 0, "CreateUser", user);
    let (severity, reason) = graded(&[made, delete], "delete");
    assert_eq!(severity, "medium");
    assert!(reason.contains("the same principal had made it earlier in these logs"), "{reason}");
}

/// Severity and reason of the last of `calls` calls, each one second after the other.
fn last_of(calls: u32, source: &str, name: &str, differ: impl Fn(u32) -> Value) -> (String, String) {
    let records: Vec<Value> = (1..=calls)
        .map(|n| {
            let reads = ["Get", "Describe"].iter().any(|verb| name.starts_with(verb));
            record(source, name)
                .id(format!("call-{n}"))
                .at(format!("2026-01-02T10:{:02}:{:02}Z", n / 60, n % 60))
                .with("readOnly", reads)
                .with_all(differ(n))
        })
        .collect();
    graded(&records, &format!("call-{calls}"))
}

/// What tells the calls of a burst apart, by their number.
type Differ<'a> = &'a dyn Fn(u32) -> Value;

#[test]
fn the_call_that_completes_a_burst_is_graver_than_the_one_before() {
    let regions = [
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "eu-north-1",
        "eu-central-1",
        "sa-east-1",
    ];
    let delete =
        |n| json!({"requestParameters": {"bucketName": "amzn-s3-demo-bucket", "key": format!("{n}")}});
    let parameter = |n| json!({"requestParameters": {"name": format!("/app/{n}")}});
    let region = |n: u32| json!({"awsRegion": regions[n as usize - 1]});
    let denied =
        |n| json!({"errorCode": "AccessDenied", "requestParameters": {"bucketName": format!("b{n}")}});
    let malformed = |_| json!({"errorCode": "MalformedPolicyDocumentException"});
    let bursts: [(u32, &str, &str, Differ<'_>, &str, &str); 5] = [
        (50, "s3", "DeleteObject", &delete, "high", "50 objects deleted within an hour"),
        (20, "ssm", "GetParameter", &parameter, "high", "20 different parameters read within ten minutes"),
        (10, "ec2", "DescribeInstances", &region, "medium", "10 regions looked at within an hour"),
        (10, "s3", "GetBucketAcl", &denied, "medium", "10 buckets that refused within an hour"),
        (25, "iam", "UpdateAssumeRolePolicy", &malformed, "medium", "25 trust policies refused as malformed"),
    ];
    for (calls, source, name, differ, grave, why) in bursts {
        let (severity, reason) = last_of(calls, source, name, differ);
        assert_eq!(severity, grave, "{name}: {reason}");
        assert!(reason.contains(why), "{name}: {reason}");
        let (_, before) = last_of(calls - 1, source, name, differ);
        assert!(!before.contains(why), "{name}: {before}");
    }
}

#[test]
fn work_of_a_service_with_its_own_role_is_at_most_low() {
    let session = |role: &str, address: &str| {
        let mut event = call("stop", 2, 0, "TerminateInstances", json!({}));
        event["sourceIPAddress"] = json!(address);
        event["userIdentity"] = json!({
            "type": "AssumedRole", "principalId": "AROAIOSFODNN7EXAMPLE:AutoScaling", "accountId": "111122223333",
            "arn": "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling",
            "invokedBy": "autoscaling.amazonaws.com",
            "sessionContext": {"sessionIssuer": {
                "type": "Role", "accountId": "111122223333",
                "arn": format!("arn:aws:iam::111122223333:role/{role}"),
            }},
        });
        graded(&[event], "stop")
    };
    let own = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
    for address in ["autoscaling.amazonaws.com", "autoscaling.amazonaws.com.cn", "AWS Internal"] {
        let (severity, reason) = session(own, address);
        assert_eq!(severity, "low", "{address}: {reason}");
        assert!(reason.ends_with("; lowered: an AWS service did it with its own role"), "{reason}");
    }
    for (role, address) in [("web", "autoscaling.amazonaws.com"), (own, "198.51.100.7")] {
        let (severity, reason) = session(role, address);
        assert_eq!(severity, "high", "{role} from {address}: {reason}");
    }
}

#[test]
fn the_reason_names_outcome_and_circumstances() {
    let mut denied = call("denied", 2, 0, "AttachUserPolicy", Value::Null);
    denied["errorCode"] = json!("AccessDenied");
    denied["userIdentity"] = json!({
        "type": "AssumedRole", "principalId": "AROAIOSFODNN7EXAMPLE:i-0123456789abcdef0",
        "arn": "arn:aws:sts::111122223333:assumed-role/web/i-0123456789abcdef0", "accountId": "111122223333",
    });
    let (severity, reason) = graded(&[denied], "denied");
    assert_eq!(severity, "medium");
    assert_eq!(
        reason,
        "Managed policies attached; denied, so an attempt; raised: Credentials of an instance used from outside AWS; \
         also: Identities changed by the role of a machine, function or container"
    );
}

#[test]
fn a_circumstance_raises_the_severity_and_never_says_what_a_call_did() {
    let read = |by_root: bool, agent: &str| {
        let mut event = call("read", 2, 0, "ListThings", json!({}));
        event["eventSource"] = json!("a-service-nobody-knows.amazonaws.com");
        event["userAgent"] = json!(agent);
        if by_root {
            event["userIdentity"] = root(KEY);
        }
        line_of(&[event], "read")
    };
    let (plain, kali) = ("aws-cli/2.15.30", "aws-cli/2.15.30 Python/3.11 Linux/6.5 source/x86_64.kali.2024");
    let calm = read(false, plain);
    assert_eq!(calm["severity"], "info");
    for (by_root, agent, question, why) in [
        (true, plain, "root_user_acted", "Done as the root user"),
        (false, kali, "attack_tool_named", "Caller that names an attack tool"),
    ] {
        let line = read(by_root, agent);
        assert_eq!(line["category"], calm["category"], "{line}");
        assert_eq!(line["categories"], json!(["other_read", "credential_pivot"]), "{line}");
        assert_eq!(line["questions"], json!([question]), "{line}");
        assert_eq!(line["severity"], "high", "{line}");
        assert_eq!(line["severity_reason"], format!("no question tells what the call did; raised: {why}"));
    }
}

#[test]
fn a_read_by_root_changes_no_identity_and_leaves_nothing_behind() {
    let by_root = |id: &str, name: &str| call(id, 2, 0, name, json!({"userName": "bob"})).by(root(KEY));
    let told = |records: &[Value]| {
        let case = investigate(KEY, "2026-01-02T09:00Z", "2026-01-02T12:00Z").on_records(records);
        let (facts, report) = case.facts_and_report();
        let counts = [3, 9].map(|number: usize| facts["answers"][number - 1]["evidence"]["count"].clone());
        (counts, report.contains("| Severity | P1: identities or rights were changed with it;"))
    };
    let mut read = by_root("read", "ListThings");
    read["eventSource"] = json!("a-service-nobody-knows.amazonaws.com");
    assert_eq!(told(std::slice::from_ref(&read)), ([json!(0), json!(0)], false));
    assert_eq!(told(&[read, by_root("make", "CreateUser")]), ([json!(1), json!(1)], true));
}
