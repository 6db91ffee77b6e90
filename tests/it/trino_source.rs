//! The Trino source against a coordinator that answers from a script.

use crate::case::investigate;
use crate::harness::{Run, keytrail, run};
use crate::record::KEY;
use serde_json::{Value, json as value};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

/// What came in: method, path, headers, body.
type Requests = Arc<Mutex<Vec<(String, String, String, String)>>>;

/// Serves `answer(method, path, body, how many came before)` until the test ends: status and JSON.
fn coordinator(
    answer: impl Fn(&str, &str, &str, usize) -> (u16, Value) + Send + 'static,
) -> (String, Requests) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let requests: Requests = Arc::default();
    let kept = requests.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
            let mut first = String::new();
            if reader.read_line(&mut first).unwrap_or(0) == 0 {
                continue;
            }
            let (mut headers, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap_or(0) <= 2 {
                    break;
                }
                if let Some(number) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = number.trim().parse().unwrap_or(0);
                }
                headers.push_str(&line);
            }
            let mut body = vec![0; length];
            let _ = reader.read_exact(&mut body);
            let body = String::from_utf8_lossy(&body).into_owned();
            let mut parts = first.split(' ');
            let (method, path) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            let before = kept.lock().expect("the list").len();
            let (status, text) = answer(method, path, &body, before);
            kept.lock().expect("the list").push((method.into(), path.into(), headers, body));
            let text = text.to_string();
            let _ = write!(
                stream,
                "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}",
                text.len()
            );
        }
    });
    (address, requests)
}

/// What `DESCRIBE` says of the documented table, partitioned by day.
fn described() -> Value {
    let mut rows: Vec<Value> = keytrail::embedded::table_schema()
        .fields()
        .iter()
        .map(|field| value!([field.name(), "varchar", "", ""]))
        .collect();
    for row in &mut rows {
        if ["year", "month", "day"].iter().any(|name| row[0] == *name) {
            row[2] = value!("partition key");
        }
    }
    value!({ "id": "q0", "columns": [{"name": "Column", "type": "varchar"}], "data": rows, "stats": {} })
}

fn opening(path: &str, body: &str) -> Option<(u16, Value)> {
    if path == "/v1/info" {
        return Some((200, value!({ "nodeVersion": { "version": "476" } })));
    }
    body.starts_with("DESCRIBE").then(|| (200, described()))
}

fn query(address: &str, statement: &str, environment: &[(&str, &str)]) -> Run {
    let source = format!("trino://analyst@{address}/hive.security.cloudtrail");
    let mut command = Command::new(env!("CARGO_BIN_EXE_keytrail"));
    command.args(["query", statement, "--format", "jsonl", "--source", &source]);
    run(command.envs(environment.iter().copied()))
}

#[test]
fn pages_are_followed_and_a_busy_coordinator_is_asked_again() {
    let (address, requests) = coordinator(|_, path, body, before| {
        opening(path, body).unwrap_or_else(|| match path {
            "/v1/statement" if before == 2 => (503, value!({})),
            "/v1/statement" => (200, value!({ "id": "q1", "nextUri": "https://elsewhere.example/v1/next/1?slug=x", "stats": {} })),
            _ => (
                200,
                value!({ "id": "q1", "columns": [{"name": "n", "type": "bigint"}, {"name": "t", "type": "timestamp(3) with time zone"}],
                    "data": [[5, "2026-03-02 18:00:01.500 Asia/Tokyo"], [null, null]], "stats": {"physicalInputBytes": 77} }),
            ),
        })
    });
    let run = query(&address, "SELECT 5 AS n", &[("KEYTRAIL_TRINO_PASSWORD", "not-a-secret")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines, [r#"{"n":"5","t":"2026-03-02 09:00:01.500 UTC"}"#, r#"{"n":null,"t":null}"#]);
    assert!(run.stderr.contains("77 bytes scanned, query q1"), "{}", run.stderr);
    let requests = requests.lock().expect("the list");
    let paths: Vec<&str> = requests.iter().map(|(_, path, ..)| path.as_str()).collect();
    // The next page is asked of the coordinator that was named, wherever its answer points.
    assert_eq!(paths[2..], ["/v1/statement", "/v1/statement", "/v1/next/1?slug=x"]);
    for (_, _, headers, _) in requests.iter() {
        let headers = headers.to_ascii_lowercase();
        assert!(headers.contains("x-trino-user: analyst"), "{headers}");
        assert!(headers.contains("authorization: basic yw5hbhlzddpub3qtys1zzwnyzxq="), "{headers}");
    }
}

#[test]
fn what_the_cluster_refuses_is_told_in_its_words() {
    let (address, _) = coordinator(|_, path, body, _| {
        opening(path, body).unwrap_or_else(|| {
            let error = value!({ "message": "line 1:8: Column 'nosuch' cannot be resolved", "errorName": "COLUMN_NOT_FOUND", "errorType": "USER_ERROR" });
            (200, value!({ "id": "q1", "error": error, "stats": {} }))
        })
    });
    let run = query(&address, "SELECT nosuch FROM cloudtrail", &[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("COLUMN_NOT_FOUND: line 1:8: Column 'nosuch'"), "{}", run.stderr);
}

#[test]
fn a_table_that_is_not_the_documented_one_is_refused() {
    let (address, _) = coordinator(|_, path, body, _| {
        if path == "/v1/info" {
            return opening(path, body).expect("an answer");
        }
        let row = value!(["eventtime", "varchar", "", ""]);
        (
            200,
            value!({ "id": "q0", "columns": [{"name": "Column", "type": "varchar"}], "data": [row], "stats": {} }),
        )
    });
    let run = query(&address, "SELECT 1", &[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("it has no column eventversion, useridentity"), "{}", run.stderr);
}

/// A statement that fails on the cluster is a named gap of a case that is written all the same.
#[test]
fn a_failed_statement_is_a_gap() {
    let (address, _) = coordinator(|_, path, body, _| {
        opening(path, body).unwrap_or_else(|| {
            let names = ["account", "region", "category", "service", "day", "hours", "records", "changing", "stops", "first_stop", "first_event", "last_event"];
            let kind = |name: &str| match name {
                "records" | "changing" | "stops" => "bigint",
                "first_stop" | "first_event" | "last_event" => "timestamp(3) with time zone",
                _ => "varchar",
            };
            if body.contains("GROUP BY") {
                assert!(body.contains("BETWEEN '2026/03/02' AND '2026/03/05'"), "{body}");
                let columns: Vec<Value> = names.map(|n| value!({"name": n, "type": kind(n)})).to_vec();
                let time = "2026-03-02 12:00:00.000 UTC";
                let row = value!(["111122223333", "us-east-1", "Management", "iam.amazonaws.com", "2026-03-02", "12", 9, 0, 0, null, time, time]);
                return (200, value!({ "id": "q1", "columns": columns, "data": [row], "stats": {} }));
            }
            let error = value!({ "message": "Query exceeded per-node memory limit", "errorName": "EXCEEDED_LOCAL_MEMORY_LIMIT", "errorType": "INSUFFICIENT_RESOURCES" });
            (200, value!({ "id": "q2", "error": error, "stats": {} }))
        })
    });
    let source = format!("trino://analyst@{address}/hive.security.cloudtrail");
    let case = investigate(KEY, "2026-03-02T00:00Z", "2026-03-03T00:00Z").on(Path::new(&source));
    assert_eq!(case.run.code, 1, "{}", case.run.stderr);
    let facts = case.facts();
    let failed: Vec<&Value> =
        facts["gaps"].as_array().expect("gaps").iter().filter(|gap| gap["kind"] == "query_failed").collect();
    assert!(!failed.is_empty(), "{}", facts["gaps"]);
    let what = failed[0]["what"].as_str().expect("text");
    assert!(what.contains("EXCEEDED_LOCAL_MEMORY_LIMIT") && what.contains("(query q2)"), "{what}");
    assert_eq!(facts["queries"][0]["engine"], "Trino 476");
    assert_eq!(facts["queries"][0]["execution_id"], "q1");
    assert_eq!((&facts["queries"][0]["pages"], &facts["queries"][0]["retries"]), (&value!(1), &value!(0)));
}

#[test]
fn addresses_that_cannot_be_used_are_refused_without_showing_a_secret() {
    for (source, says) in [
        ("trino://analyst:hunter2@h.example/a.b.c", "a password does not belong in the address"),
        ("trino://analyst@h.example/a.b", "CATALOG.SCHEMA.TABLE"),
        ("trino://h.example/a.b.c", "it names no user"),
        ("trino://analyst@h.example/a.b.c?ssl=no", "the only option is tls"),
    ] {
        let run = keytrail(&["classify", "--source", source]);
        assert_eq!(run.code, 2, "{source}");
        assert!(run.stderr.contains(says), "{source}: {}", run.stderr);
        assert!(!run.stderr.contains("hunter2"), "{}", run.stderr);
    }
}
