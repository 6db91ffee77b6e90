//! Each form in which a call may name a function of Lambda, with and without a version, names the same function.

use crate::case::investigate;
use crate::record::{KEY, Record, record, user};
use serde_json::{Value, json};

/// The pattern is that of the API model: `(arn:…:lambda:)?(region:)?(account:)?(function:)?name(:qualifier)?`.
const FORMS: [&str; 7] = [
    "",
    "function:",
    "111122223333:",
    "111122223333:function:",
    "us-east-1:111122223333:function:",
    "arn:aws:lambda:us-east-1:111122223333:function:",
    "arn:aws-us-gov:lambda:us-gov-west-1:111122223333:function:",
];

/// Addresses of functions that Alice made, by each form and version; each was deleted by the function's name alone,
/// with the version beside it.
fn addresses(deleted: impl Fn(&str) -> String) -> Vec<Value> {
    let versions = ["", "live", "7", "$LATEST"];
    let both = FORMS.iter().flat_map(|form| versions.map(|version| (*form, version)));
    let records = both.enumerate().flat_map(|(number, (form, version))| {
        let name = format!("sync{number}");
        let behind = if version.is_empty() { String::new() } else { format!(":{version}") };
        let made = record("lambda", "CreateFunctionUrlConfig")
            .number(number)
            .request(json!({ "functionName": format!("{form}{name}{behind}") }));
        let mut named = json!({ "functionName": name });
        if !version.is_empty() {
            named["qualifier"] = deleted(version).into();
        }
        let gone = record("lambda", "DeleteFunctionUrlConfig")
            .number(100 + number)
            .by(user("bob", "AKIAI44QH8DHBEXAMPLE"))
            .at("2026-01-02T11:00:00Z")
            .request(named);
        [made, gone]
    });
    let records: Vec<Value> = records.collect();
    let facts = investigate(KEY, "2026-01-02T00:00Z", "2026-01-03T00:00Z").on_records(&records).facts();
    let credentials = facts["credentials"].as_array().expect("credentials").iter();
    credentials.filter(|credential| credential["kind"] == "function address").cloned().collect()
}

#[test]
fn a_function_is_the_same_however_it_is_named() {
    let all = addresses(str::to_string);
    assert_eq!(all.len(), 4 * FORMS.len());
    for address in all {
        assert!(address["usable"].to_string().contains("DeleteFunctionUrlConfig at"), "{address}");
    }
}

#[test]
fn another_version_of_a_function_has_another_address() {
    let ended = addresses(|version| format!("not-{version}"));
    let ended = ended.iter().filter(|a| a["usable"].to_string().contains("DeleteFunctionUrlConfig at"));
    assert_eq!(ended.count(), FORMS.len(), "those of functions that were named without a version");
}
