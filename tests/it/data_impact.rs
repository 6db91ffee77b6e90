//! Whose reads they were, of what, and what class of severity follows: the summary, questions 4, 5 and 12, sections 3.4,
//! 7 and 11.2.

use crate::case::line;
use crate::impact::{call as made, case, data_impact, stores};
use crate::owner::{STOLEN, call, run};
use crate::record::{Record, user};
use serde_json::{Value, json};

const OWNER: &str = "203.0.113.7";
const THIEF: &str = "198.51.100.9";
const OWN: [&str; 2] = ["--own-network", "203.0.113.0/24"];

fn asked(service: &str, name: &str, request: Value) -> Value {
    json!({"eventSource": format!("{service}.amazonaws.com"), "eventName": name, "requestParameters": request})
}

fn secret() -> Value {
    asked("secretsmanager", "GetSecretValue", json!({"secretId": "prod/db"}))
}

fn object() -> Value {
    asked("s3", "GetObject", json!({"bucketName": "app", "key": "c"})).with("eventCategory", "Data")
}

/// By somebody who is not followed.
fn by_admin(record: Value) -> Value {
    record.by(user("admin", "AKIAI44QH8DHBEXAMPLE"))
}

/// The step of section 11.2 on secrets.
fn rotate(report: &str) -> &str {
    report.lines().find(|line| line.contains("| Rotate every secret")).unwrap_or_default()
}

fn class(report: &str) -> &str {
    line(report, "| Severity | P")
}

/// The answer to a question, as the report prints it.
fn answer(report: &str, number: u32) -> &str {
    let start = format!("**Q{number} ");
    report.lines().skip_while(|line| !line.starts_with(&start)).nth(1).expect("an answer")
}

#[test]
fn what_the_owner_read_is_told_apart() {
    let owners = [
        call("08:00", STOLEN, OWNER, object()),
        call("08:01", STOLEN, OWNER, secret()),
        call("09:10", STOLEN, THIEF, json!({})),
    ];
    let (_, facts, report) = run(&owners, None, &OWN);
    let impact = data_impact(&report);
    assert!(!impact.contains("Confirmed"), "{impact}");
    let owned = "Attributed to the owner by the declared baseline: reads of 1 storage bucket, 1 secret.";
    assert!(impact.ends_with(owned), "{impact}");
    assert!(class(&report).starts_with("| Severity | P2: "), "{report}");
    assert!(answer(&report, 4).contains("Attributed to the owner by the declared baseline: 1 of these."));
    assert!(!answer(&report, 5).contains("as disclosed"), "{}", answer(&report, 5));
    assert_eq!(rotate(&report), "", "nothing of the owner's is to be rotated");
    assert!(facts["data_access"].as_array().expect("rows").iter().all(|row| row["own"] == true));
    assert!(report.contains("| S3 bucket | `app` | the owner, by the declared baseline |"), "{report}");

    let both = [&owners[..], &[call("09:11", STOLEN, THIEF, secret())]].concat();
    let (_, facts, report) = run(&both, None, &OWN);
    assert!(data_impact(&report).starts_with("Confirmed: reads of 1 secret. "), "{report}");
    assert!(class(&report).starts_with("| Severity | P1: access to data succeeded;"), "{report}");
    assert!(answer(&report, 5).contains("treat each that was read by others than the owner as disclosed"));
    assert!(rotate(&report).contains("shown as read: 1; 1 by the owner"), "{report}");
    let rows = facts["data_access"].as_array().expect("rows").iter().filter(|row| row["name"] == "prod/db");
    let rows: Vec<(&Value, &Value)> = rows.map(|row| (&row["own"], &row["reads"])).collect();
    assert_eq!(rows, [(&json!(false), &json!(1)), (&json!(true), &json!(1))]);
    let bound = "Upper bound: the content of the 1 store in the table above that the declared baseline does not leave to the \
                 owner alone, and of every other store that the credentials could reach";
    assert!(report.contains(bound), "{report}");
    // Without a baseline nothing is anybody's.
    let (_, _, report) = run(&both, None, &[]);
    assert!(data_impact(&report).starts_with("Confirmed: reads of 1 storage bucket, 1 secret. "), "{report}");
    assert!(!report.contains("Attributed to the owner"), "{report}");
}

#[test]
fn what_the_owner_obtained_or_did_is_no_reason_for_the_class() {
    let response =
        json!({"accessKey": {"userName": "bot", "accessKeyId": "AKIAI44QH8DHBEXAMPLE", "status": "Active"}});
    let make = asked("iam", "CreateAccessKey", json!({"userName": "bot"})).response(response);
    let refused = make.clone().denied().response(Value::Null);
    let class_of = |made_from: &str| {
        let records = [
            call("08:00", STOLEN, made_from, make.clone()),
            // What the owner may and the thief may not is no success of the thief's.
            call("09:00", STOLEN, THIEF, refused.clone()),
        ];
        class(&run(&records, None, &OWN).2).to_string()
    };
    assert!(class_of(OWNER).starts_with("| Severity | P2: "), "{}", class_of(OWNER));
    assert!(class_of(THIEF).contains("P1: it obtained further credentials"), "{}", class_of(THIEF));
}

#[test]
fn who_stopped_the_recording_decides_whether_it_counts() {
    let stop = asked("cloudtrail", "StopLogging", json!({"name": "trail"}));
    let own = call("09:00", STOLEN, THIEF, json!({}));
    let others = by_admin(call("09:05", "AKIAI44QH8DHBEXAMPLE", OWNER, stop.clone()));
    let report = run(&[own.clone(), others], None, &[]).2;
    assert!(class(&report).starts_with("| Severity | P2: "), "{report}");
    assert!(class(&report).contains("stopped or narrowed by others or by the owner (G-"), "{report}");
    let denied = call("09:05", STOLEN, THIEF, stop.clone().denied());
    let report = run(&[own.clone(), denied], None, &[]).2;
    assert!(
        class(&report).starts_with("| Severity | P2: ") && !class(&report).contains("recording"),
        "{report}"
    );
    let stopped = |address| {
        class(&run(&[own.clone(), call("09:05", STOLEN, address, stop.clone())], None, &OWN).2).to_string()
    };
    assert!(stopped(THIEF).contains("P1: recording was stopped or narrowed;"), "{}", stopped(THIEF));
    assert!(stopped(OWNER).starts_with("| Severity | P2: "), "{}", stopped(OWNER));
    assert!(stopped(OWNER).contains("counts for no class"), "{}", stopped(OWNER));
}

#[test]
fn what_it_had_created_itself_is_not_disclosed() {
    let put = |name: &str, overwrite: bool, version: u32| {
        let request = json!({"name": name, "type": "SecureString", "overwrite": overwrite});
        made("ssm", "PutParameter", request).response(json!({"version": version, "tier": "Standard"}))
    };
    let get = |name: &str| made("ssm", "GetParameter", json!({"name": name, "withDecryption": true}));
    let own = || {
        vec![
            put("/new", false, 1),
            get("/new"),
            made("secretsmanager", "CreateSecret", json!({"name": "mine"})),
            made("secretsmanager", "GetSecretValue", json!({"secretId": "mine"})),
        ]
    };
    let (facts, report) = case(&own());
    assert_eq!(
        stores(&facts),
        ["/new: read logged: 1 0 0 1 0 0 0 0 0", "mine: read logged: 1 0 0 1 0 0 0 0 0"]
    );
    let impact = data_impact(&report);
    let expected = "Confirmed: created by a followed credential itself: 1 secret, 1 stored parameter (reads of 1 secret, 1 stored parameter). ";
    assert!(impact.starts_with(expected), "{impact}");
    assert!(answer(&report, 5).contains("a followed credential had itself created each that was read"));
    assert!(!class(&report).contains("access to data"), "{report}");
    assert!(
        report.contains("At least 2 of these 2 stores were made by a followed credential itself"),
        "{report}"
    );
    // What was there before was read, whatever it wrote then: overwritten, or created only after it was read.
    let mut all = own();
    all.extend([put("/old", true, 7), get("/old"), get("/gone"), put("/gone", false, 1)]);
    let (_, report) = case(&all);
    let impact = data_impact(&report);
    assert!(impact.starts_with("Confirmed: reads of 2 stored parameters; "), "{impact}");
    assert!(
        answer(&report, 5).contains("as disclosed, but for 2 that a followed credential had itself created")
    );
    assert!(class(&report).contains("P1: access to data succeeded"), "{report}");
    assert!(rotate(&report).contains("shown as read: 2, and 2 that a followed credential had"), "{report}");
}

#[test]
fn copies_are_told_beside_reads() {
    let data = |name, request| {
        made("s3", name, request).with_all(json!({"eventCategory": "Data", "managementEvent": false}))
    };
    let copy = || data("CopyObject", json!({"bucketName": "b", "key": "k", "x-amz-copy-source": "b/k"}));
    let read = || data("GetObject", json!({"bucketName": "b", "key": "k"}));
    let (_, report) = case(&[read(), copy(), copy()]);
    assert!(
        answer(&report, 4).contains("1 read of objects and 2 copies of objects, "),
        "{}",
        answer(&report, 4)
    );
    let (_, report) = case(&[copy()]);
    assert!(answer(&report, 4).contains("OBSERVED. 1 copy of objects, "), "{}", answer(&report, 4));
    // Columns that no row needs are left out.
    assert!(report.contains("| Evidence level | Changes | First and last | Events |"), "{report}");
    assert!(
        report.contains("everything in the store.\n\n| Store | Name |"),
        "a table stands by itself: {report}"
    );
}

#[test]
fn a_refusal_of_an_endpoint_is_an_attempt_on_the_bucket_that_it_names() {
    let refused = |resources: Value| {
        let more = json!({"eventCategory": "NetworkActivity", "eventType": "AwsVpceEvents", "managementEvent": false,
            "errorCode": "VpceAccessDenied", "vpcEndpointId": "vpce-0123456789abcdef0", "resources": resources});
        stores(&case(&[made("s3", "GetObject", Value::Null).with_all(more)]).0)
    };
    let bucket = json!([{"accountId": "111122223333", "type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::pii"}]);
    assert_eq!(refused(bucket), ["pii: attempted only: 0 0 0 0 0 0 0 1 0"]);
    assert!(refused(Value::Null).is_empty());
}

#[test]
fn whether_it_goes_on_is_not_told_by_the_owner_nor_by_a_refusal() {
    let on = |day: &str, address, more: Value| {
        let later = json!({"eventTime": format!("2026-03-{day}T10:00:00Z"), "eventID": format!("later-{day}-{address}")});
        call("10:00", STOLEN, address, more.with_all(later))
    };
    let told = |later: &[Value], flags: &[&str]| {
        let records = [&[call("09:00", STOLEN, THIEF, json!({}))][..], later].concat();
        let (_, facts, report) = run(&records, None, flags);
        let gap =
            facts["gaps"].as_array().expect("gaps").iter().any(|gap| gap["kind"] == "active_after_window");
        (gap, answer(&report, 12).to_string())
    };
    let owners = [on("15", OWNER, json!({})), on("16", OWNER, json!({}))];
    let (gap, text) = told(&owners, &OWN);
    assert!(
        !gap && text.starts_with("CANNOT BE DETERMINED. The logs hold calls with followed keys"),
        "{text}"
    );
    assert!(text.contains("2 calls between 2026-03-15T10:00:00Z and 2026-03-16T10:00:00Z, all attributed to the owner by the declared baseline"), "{text}");
    let (gap, text) = told(&owners, &[]);
    assert!(gap && text.starts_with("OBSERVED. It went on after the window."), "{text}");
    let denied = || on("17", THIEF, json!({"errorCode": "AccessDenied"}));
    let (gap, text) = told(&[&owners[..], &[denied()]].concat(), &OWN);
    assert!(gap && text.starts_with("OBSERVED. It was tried after the window, without success."), "{text}");
    assert!(
        text.contains(
            "2 of them attributed to the owner by the declared baseline, and none of the others succeeded"
        ),
        "{text}"
    );
    let (_, text) = told(&[denied()], &[]);
    assert!(
        text.contains(
            "1 call between 2026-03-17T10:00:00Z and 2026-03-17T10:00:00Z, none of which succeeded"
        ),
        "{text}"
    );
    let (_, text) = told(&[&owners[..], &[on("17", THIEF, json!({}))]].concat(), &OWN);
    assert!(text.starts_with("OBSERVED. It went on after the window."), "{text}");
}

#[test]
fn volumes_count_what_followed_credentials_got() {
    let refused = |minute: u32| {
        let denied =
            json!({"errorCode": "AccessDenied", "additionalEventData": {"bytesTransferredOut": 243.0}});
        call(&format!("10:{minute:02}"), STOLEN, THIEF, object().with_all(denied))
    };
    let mut records: Vec<Value> = (0..3).map(refused).collect();
    records.push(call("10:30", STOLEN, THIEF, secret().denied()));
    // Collected, because it ends a followed credential, and not a call of one.
    let end = asked(
        "iam",
        "UpdateAccessKey",
        json!({"userName": "web", "accessKeyId": STOLEN, "status": "Inactive"}),
    );
    records.push(by_admin(call("11:00", "AKIAI44QH8DHBEXAMPLE", OWNER, end)));
    let (_, facts, report) = run(&records, None, &[]);
    let row = |id: &str| {
        let table = facts["volume"].as_array().expect("tables").iter().find(|table| table["id"] == id);
        let table = table.expect("the table");
        let names = table["columns"].as_array().expect("columns").iter();
        let cells = table["rows"][0].as_array().expect("cells");
        assert_eq!(table["rows_total"], 1, "{table}");
        names
            .zip(cells)
            .map(|(name, cell)| (name.as_str().expect("text").to_string(), cell.clone()))
            .collect::<serde_json::Map<_, _>>()
    };
    let objects = row("s3_objects_by_prefix");
    assert_eq!(
        (&objects["reads"], &objects["objects_read"], &objects["bytes_read"], &objects["not_succeeded"]),
        (&json!("0"), &json!("0"), &json!("0"), &json!("3"))
    );
    let hours = row("s3_reads_per_hour");
    assert_eq!(
        (&hours["reads"], &hours["objects"], &hours["bytes"]),
        (&json!("0"), &json!("0"), &json!("0"))
    );
    let secrets = row("secrets_read_per_hour");
    assert_eq!(
        (&secrets["reads"], &secrets["distinct_names"], &secrets["secret_reads"]),
        (&json!("0"), &json!("0"), &json!("0"))
    );
    assert_eq!(facts["coverage"]["records"]["kept"], 5);
    assert_eq!(row("regions_used")["events"], json!("4"));
    assert!(report.contains("These tables count the 4 requests of the followed credentials."), "{report}");
    assert!(answer(&report, 4).contains(
        "No read of an object by a followed credential is logged as successful, 3 were attempted."
    ));
}
