//! Where a secret ends, and what around it a responder needs: the whole line after masking is compared.

use crate::case::{Case, Investigation};
use crate::harness::{files, folder, plain};
use crate::record::{KEY, Record, record};
use serde_json::{Value, json};

/// The case of one call for each of some request parameters and messages.
fn case(calls: &[(Value, Option<&str>)], subject: &[&str]) -> Case {
    let call = |(number, (parameters, message)): (usize, &(Value, Option<&str>))| {
        record("ecs", "RunTask")
            .id(format!("call-{number:03}"))
            .at(format!("2026-01-02T03:{:02}:00Z", number % 60))
            .request(parameters.clone())
            .with("errorMessage", *message)
    };
    let records: Vec<Value> = calls.iter().enumerate().map(call).collect();
    let window = ["--from", "2026-01-02T00:00Z", "--to", "2026-01-03T00:00Z"];
    Investigation::new().with(subject).with(&window).on_records(&records)
}

/// Request parameters and message of each call, as the case has them.
fn kept(calls: &[(Value, Option<&str>)]) -> Vec<(Value, Option<String>)> {
    let mut events = case(calls, &["--access-key", KEY]).rows("evidence/events.jsonl");
    events.sort_by_key(|event| event["event_id"].to_string());
    let both = |event: &Value| {
        let parameters = event["request_parameters"].as_str().expect("parameters");
        let message = event["error_message"].as_str().map(str::to_string);
        (serde_json::from_str(parameters).expect("JSON"), message)
    };
    events.iter().map(both).collect()
}

const M: &str = "(masked: password)";
const V: &str = "(masked: secret value)";

#[test]
fn a_secret_is_masked_to_its_end_and_no_further() {
    let lines = [
        // Signs that may be a part of a password.
        ("PASSWORD=ab1;cd2 ./run", format!("PASSWORD={M} ./run")),
        ("run --password ab1&cd2,ef)1 --user bob", format!("run --password {M} --user bob")),
        ("net user bob P@ss;w0rd /add", format!("net user bob {M} /add")),
        ("curl -u alice:ab1;c2 https://example.com", format!("curl -u alice:{M} https://example.com")),
        ("psql mongodb://bob:p@ss'1@db.example.com/x", format!("psql mongodb://bob:{M}@db.example.com/x")),
        // Quotes inside of quotes.
        (r#"mysql -u root -p"pa\"ss1;x" db"#, format!(r#"mysql -u root -p"{M}" db"#)),
        (
            r#"sh -c "app \"password\": \"a\\\"b1\" --user bob""#,
            format!(r#"sh -c "app \"password\": \"{M}\" --user bob""#),
        ),
        (r"run --password 'a'\''b 1' --user bob", format!("run --password '{M} --user bob")),
        (
            "CREATE USER bob IDENTIFIED BY 'it''s 1'; SELECT 1",
            format!("CREATE USER bob IDENTIFIED BY '{M}; SELECT 1"),
        ),
        (r#"echo "{\"password\": \"cut of"#, format!(r#"echo "{{\"password\": \"{M}"#)),
        ("run --password='$ecr3t' x", format!("run --password='{M}' x")),
        // What ends one.
        ("export PASSWORD=ab1;aws s3 ls", format!("export PASSWORD={M};aws s3 ls")),
        ("PASSWORD=ab1&&make all", format!("PASSWORD={M}&&make all")),
        ("Server=h;Password=ab1;Initial Catalog=y", format!("Server=h;Password={M};Initial Catalog=y")),
        ("https://example.com/?password=ab1&user=bob", format!("https://example.com/?password={M}&user=bob")),
        ("call(password=ab1), {password=ab2}, next", format!("call(password={M}), {{password={M}}}, next")),
        (r#"sh -c "mysql -pab1" && echo "done now""#, format!(r#"sh -c "mysql -p{M}" && echo "done now""#)),
        ("<User>bob</User><Password>ab1</Password>", format!("<User>bob</User><Password>{M}</Password>")),
        (
            "aws_secret_access_key = ab/c+1\nregion = x",
            "aws_secret_access_key = (masked: secret access key)\nregion = x".into(),
        ),
        // A name and its value.
        (
            r#"run '[{"name":"DB_PASSWORD","value":"x1"},{"name":"A","value":"b"}]'"#,
            format!(r#"run '[{{"name":"DB_PASSWORD","value":"{M}"}},{{"name":"A","value":"b"}}]'"#),
        ),
        ("run name=API_KEY,value=x1 --user bob", format!("run name=API_KEY,value={V} --user bob")),
        (
            r#"run ["--token", "x1", "--user", "bob"]"#,
            r#"run ["--token", "(masked: token)", "--user", "bob"]"#.into(),
        ),
        // Names of where a secret is, and no secrets.
        (
            "SECRET_NAME=db TOKEN_URL=https://example.com",
            "SECRET_NAME=db TOKEN_URL=https://example.com".into(),
        ),
        ("run --password $PW --token --user bob", "run --password $PW --token --user bob".into()),
        (
            "password: must be long, user=alice arn:aws:iam::111122223333:user/alice",
            "password: must be long, user=alice arn:aws:iam::111122223333:user/alice".into(),
        ),
    ];
    let calls: Vec<(Value, Option<&str>)> =
        lines.iter().map(|(line, _)| (json!({ "line": line }), None)).collect();
    let kept = kept(&calls);
    assert_eq!(kept.len(), lines.len());
    for ((line, expected), (kept, _)) in lines.iter().zip(kept) {
        assert_eq!(kept["line"].as_str(), Some(expected.as_str()), "{line}");
    }
}

#[test]
fn words_of_a_command_are_told_by_those_before_them() {
    let lists = [
        (json!(["--token", "x1", "run"]), json!(["--token", "(masked: token)", "run"])),
        (
            json!(["app", "--password", "my pass", "--user", "bob"]),
            json!(["app", "--password", M, "--user", "bob"]),
        ),
        (json!(["mysql", "-uroot", "-pab1", "db"]), json!(["mysql", "-uroot", format!("-p{M}"), "db"])),
        (
            json!(["docker", "login", "-u", "bob", "-p", "a b"]),
            json!(["docker", "login", "-u", "bob", "-p", M]),
        ),
        (json!(["curl", "-u", "alice:a b", "x"]), json!(["curl", "-u", format!("alice:{M}"), "x"])),
        (json!(["net", "user", "bob", "a b;1", "/add"]), json!(["net", "user", "bob", M, "/add"])),
        (json!(["sh", "-c", "mysql -pab1 db"]), json!(["sh", "-c", format!("mysql -p{M} db")])),
        (
            json!(["app", "--password", "", "--user", "bob"]),
            json!(["app", "--password", "", "--user", "bob"]),
        ),
        (
            json!(["--secret-id", "db", "--next-token", "p2"]),
            json!(["--secret-id", "db", "--next-token", "p2"]),
        ),
        (json!(["token", "abc", "password", "x"]), json!(["token", "abc", "password", "x"])),
    ];
    let calls: Vec<(Value, Option<&str>)> = lists
        .iter()
        .map(|(list, _)| (json!({"containerOverrides": [{"name": "c", "command": list}]}), None))
        .collect();
    let kept = kept(&calls);
    assert_eq!(kept.len(), lists.len());
    for ((list, expected), (kept, _)) in lists.iter().zip(kept) {
        assert_eq!(kept["containerOverrides"][0]["command"], *expected, "{list}");
    }
}

#[test]
fn a_message_does_not_repeat_short_secrets_and_words() {
    let calls = [
        (
            json!({"masterUserPassword": "pw1"}),
            Some("The parameter pw1 is not valid for alice; pw12 would be"),
        ),
        (json!({"masterUserPassword": "letmein", "userName": "bob"}), Some("letmein is too weak for bob")),
    ];
    let messages: Vec<_> = kept(&calls).into_iter().filter_map(|(_, message)| message).collect();
    assert_eq!(
        messages,
        [
            format!("The parameter {M} is not valid for alice; pw12 would be"),
            format!("{M} is too weak for bob")
        ]
    );
}

#[test]
fn a_finding_shows_no_secret() {
    let finding = json!({"schemaVersion": "2.0", "id": "f-1", "type": "Custom:IAMUser/Rule", "severity": 5,
        "title": "alice ran mysql -u root -ps3cr3t;s3cr3t2 db", "description": "--password s3cr3t3", "accountId": "111122223333",
        "region": "us-east-1", "service": {"count": 1}, "resource": {"resourceType": "AccessKey", "accessKeyDetails": {"accessKeyId": KEY,
            "principalId": "AIDACKCEVSQ6C2EXAMPLE", "userName": "alice", "userType": "IAMUser"}}});
    let folder = folder();
    let file = folder.path().join("finding.json");
    std::fs::write(&file, finding.to_string()).expect("the finding is written");
    let case = case(&[(json!({}), None)], &["--finding", plain(&file)]);
    let facts = case.facts();
    assert_eq!(facts["subject"]["findings"][0]["title"], format!("alice ran mysql -u root -p{M} db"));
    assert_eq!(facts["masked"], json!({"password": 1}));
    for (name, text) in files(&case.path("")) {
        assert!(!text.contains("s3cr3t"), "{name}");
    }
}
