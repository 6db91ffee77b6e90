//! The timeline: what is one row, and which rows the report shows.

use crate::stated::{call, ordinary, told};
use serde_json::{Value, json};

#[test]
fn changes_stand_alone_in_the_timeline() {
    let mut records = ordinary(|_| false);
    for minute in 0..3 {
        let policy =
            json!({"bucketName": "logs", "bucketPolicy": {"Statement": [{"Principal": minute.to_string()}]}});
        records.push(call(
            &format!("p{minute}"),
            &format!("10:0{minute}:00"),
            "s3",
            "PutBucketPolicy",
            policy,
        ));
        records.push(call(
            &format!("l{minute}"),
            &format!("10:1{minute}:00"),
            "s3",
            "ListBuckets",
            json!({}),
        ));
    }
    let told = told(records);
    let rows = told.facts["timeline"].as_array().expect("rows").iter();
    let counts: Vec<(&Value, &Value)> = rows.map(|row| (&row["event_name"], &row["count"])).collect();
    assert_eq!(counts.iter().filter(|(name, _)| *name == "PutBucketPolicy").count(), 3);
    assert!(counts.contains(&(&json!("ListBuckets"), &json!(3))), "{counts:?}");
}

#[test]
fn reads_are_one_row_whatever_they_read() {
    let mut records = ordinary(|_| false);
    for n in 0..120 {
        let time = format!("1{}:{:02}:00", n / 60, n % 60);
        let name = json!({"secretId": format!("secret-{n}")});
        records.push(call(&format!("s{n}"), &time, "secretsmanager", "GetSecretValue", name));
    }
    let told = told(records);
    let rows = told.facts["timeline"].as_array().expect("rows").iter();
    let reads = rows.filter(|row| row["event_name"] == "GetSecretValue");
    let counts: Vec<_> = reads.map(|row| (&row["count"], &row["targets"], &row["target"])).collect();
    assert_eq!(counts, [(&json!(60), &json!(60), &Value::Null); 2]);
    assert!(told.report.contains("| 60 things |"));
}

#[test]
fn many_rows_of_one_call_do_not_hide_another_as_grave() {
    let mut records = ordinary(|_| false);
    for n in 0..200 {
        let time = format!("10:{:02}:{:02}", n / 60, n % 60);
        let user = json!({"userName": format!("user-{n}")});
        records.push(call(&format!("u{n}"), &time, "iam", "CreateAccessKey", user));
    }
    records.push(call("last", "11:00:00", "iam", "CreateLoginProfile", json!({"userName": "user-7"})));
    let told = told(records);
    let section = told.report.split("## 4 Timeline").nth(1).expect("the section");
    let section = section.split("## 5").next().expect("its end");
    assert!(section.contains("150 of "), "there are more rows than are shown");
    assert!(section.contains("`CreateLoginProfile`"));
}
