//! `query` as a tool of its own: what comes out, in every form.

use crate::harness::{Run, folder, keytrail, repository};
use datafusion::arrow::array::{Array, AsArray};
use datafusion::arrow::datatypes::{DataType, TimeUnit};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::process::Command;

fn logs() -> String {
    repository("tests/trino/logs").to_string_lossy().into_owned()
}

fn query(statement: &str, more: &[&str]) -> Run {
    keytrail(&[&["query", statement, "--source", &logs()], more].concat())
}

#[test]
fn an_answer_is_the_same_in_every_text_form() {
    let statement = "SELECT eventname AS name, count(*) AS n, CAST(NULL AS varchar) AS nothing \
                     FROM logs WHERE eventsource = 'iam.amazonaws.com' GROUP BY eventname ORDER BY name";
    let lines = query(statement, &["--format", "jsonl"]).stdout;
    let first: serde_json::Value =
        serde_json::from_str(lines.lines().next().expect("a row")).expect("a JSON line");
    let (name, n) = (first["name"].as_str().expect("text"), first["n"].as_str().expect("text"));
    assert!(first["nothing"].is_null());
    let rows = lines.lines().count();
    assert!(rows > 1, "the fixture trail has several calls of IAM");
    let csv = query(statement, &["--format", "csv"]).stdout;
    assert_eq!(csv.lines().count(), rows + 1);
    assert_eq!(csv.lines().nth(1), Some(format!("\"{name}\",\"{n}\",\"\"").as_str()));
    let table = query(statement, &[]);
    assert_eq!(table.stdout.lines().count(), rows + 1);
    let cells: Vec<&str> = table.stdout.lines().nth(1).expect("a row").split_whitespace().collect();
    assert_eq!(cells, [name, n, "NULL"]);
    assert!(table.stderr.starts_with(&format!("{rows} rows in ")), "{}", table.stderr);
}

/// What a comma or a bracket in a value could make another value of.
#[test]
fn arrays_maps_and_rows_are_json_in_json_lines() {
    let statement = "SELECT ARRAY['a, b', NULL, '[c]'] AS list, MAP(ARRAY['k: 1', 'l'], ARRAY[ARRAY[1.5], NULL]) AS map, \
                     CAST(ROW('x', NULL) AS ROW(a varchar, b bigint)) AS part, CAST(NULL AS array(bigint)) AS none, \
                     MAP(ARRAY[ARRAY[1]], ARRAY[TRUE]) AS odd";
    let run = query(statement, &["--format", "jsonl"]);
    let expected = r#"{"list":["a, b",null,"[c]"],"map":{"k: 1":["1.5"],"l":null},"none":null,"odd":{"[\"1\"]":"true"},"part":{"a":"x","b":null}}"#;
    assert_eq!((run.code, run.stdout.trim_end()), (0, expected), "{}", run.stderr);
    // Both would be one.
    let run = query("SELECT 1 AS a, 2 AS a", &["--format", "jsonl"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    assert!(run.stderr.contains("two columns are named a"), "{}", run.stderr);
}

/// An ORDER BY inside an aggregate gives it no further argument.
#[test]
fn the_order_of_an_aggregate_is_no_argument() {
    let statement = "SELECT listagg(t) WITHIN GROUP (ORDER BY t) AS listed, listagg(t, '|') WITHIN GROUP (ORDER BY n DESC) AS parted, \
                     max_by(t, n ORDER BY n) AS most, approx_percentile(n, 0.5 ORDER BY t) AS middle \
                     FROM (SELECT CAST(a AS varchar) AS t, b AS n FROM (VALUES ('p', 1), ('q', 2), ('r', 3)) AS x (a, b))";
    let run = query(statement, &["--format", "jsonl"]);
    let expected = r#"{"listed":"pqr","middle":"2","most":"r","parted":"r|q|p"}"#;
    assert_eq!((run.code, run.stdout.trim_end()), (0, expected), "{}", run.stderr);
}

/// Some readers end a row at a carriage return, quoted or not, and on a terminal what follows one hides the line.
#[test]
fn a_carriage_return_splits_no_row_of_csv() {
    let run =
        query("SELECT U&'a\\000Db' AS x, U&'c\\000D\\000Ad' AS y, U&'e\\000Af' AS z", &["--format", "csv"]);
    assert_eq!(run.stdout, "\"x\",\"y\",\"z\"\r\n\"a\\u{000D}b\",\"c\r\nd\",\"e\nf\"\r\n", "{}", run.stderr);
}

#[test]
fn parquet_keeps_types_and_rows() {
    let statement = "SELECT eventid, from_iso8601_timestamp(eventtime) AS moment, readonly = 'true' AS reads, \
                     CAST(count(*) OVER () AS bigint) AS n, useridentity, resources FROM logs ORDER BY eventid";
    let folder = folder();
    let file = folder.path().join("rows.parquet");
    let output = Command::new(env!("CARGO_BIN_EXE_keytrail"))
        .args(["query", statement, "--format", "parquet", "--source", &logs()])
        .stdout(std::fs::File::create(&file).expect("the file is made"))
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let reader = ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(&file).expect("it is there"))
        .expect("a Parquet file")
        .build()
        .expect("it can be read");
    let batches: Vec<_> = reader.collect::<Result<_, _>>().expect("all of it can be read");
    let schema = batches[0].schema();
    let kind = |name: &str| schema.field_with_name(name).expect("the column is there").data_type().clone();
    assert_eq!(kind("moment"), DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())));
    assert_eq!(kind("reads"), DataType::Boolean);
    assert_eq!(kind("n"), DataType::Int64);
    assert!(matches!(kind("useridentity"), DataType::Struct(_)));
    assert!(matches!(kind("resources"), DataType::List(_)));
    let ids: Vec<String> = batches
        .iter()
        .flat_map(|batch| {
            batch.column(0).as_string::<i32>().iter().flatten().map(str::to_string).collect::<Vec<_>>()
        })
        .collect();
    let lines = query(statement, &["--format", "jsonl"]).stdout;
    let expected: Vec<String> = lines
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).expect("a JSON line")["eventid"].to_string()
        })
        .map(|id| id.trim_matches('"').to_string())
        .collect();
    assert!(ids.len() > 30, "the fixture trail has more rows than that");
    assert_eq!(ids, expected);
    assert_eq!(batches[0].column(1).null_count(), 0);
}

#[test]
fn parquet_says_what_it_cannot_hold() {
    for (statement, sentence) in [
        ("SELECT INTERVAL '1' DAY AS gap", "Parquet has no type for the column gap"),
        ("SELECT 1; SELECT 2", "--format parquet takes one statement"),
    ] {
        let run = query(statement, &["--format", "parquet"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{statement}");
        assert!(run.stderr.contains(sentence), "{}", run.stderr);
    }
}

#[test]
fn a_long_list_means_what_a_short_one_means() {
    // From 1,000 texts on, a list is looked up and not planned literal by literal.
    let more: String = (0..1200).map(|n| format!(", 'no such value {n}'")).collect();
    for condition in [
        "eventname IN ('CreateUser', 'GetObject'{})",
        "errorcode NOT IN ('AccessDenied'{})",
        "(errorcode IN ('AccessDenied'{})) IS NULL",
    ] {
        let count = |list: &str| {
            let condition = condition.replace("{}", list);
            let run =
                query(&format!("SELECT count(*) AS n FROM logs WHERE {condition}"), &["--format", "jsonl"]);
            assert_eq!(run.code, 0, "{}", run.stderr);
            run.stdout
        };
        let short = count("");
        assert!(!short.contains("\"0\""), "the fixture trail has rows for {condition}");
        assert_eq!(count(&more), short, "{condition}");
    }
}

#[test]
fn a_bound_that_is_no_date_is_compared_as_text() {
    // The tenth byte lies inside a letter.
    let run = query("SELECT count(*) AS n FROM logs WHERE eventtime >= 'aaaaaaaaaé'", &["--format", "jsonl"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "{\"n\":\"0\"}\n"), "{}", run.stderr);
}

#[test]
#[cfg(target_os = "linux")]
fn rows_that_cannot_be_written_are_an_error() {
    let full = std::fs::File::create("/dev/full").expect("the device is there");
    let output = Command::new(env!("CARGO_BIN_EXE_keytrail"))
        .args(["query", "SELECT 1 AS one", "--source", &logs()])
        .stdout(full)
        .output()
        .expect("the program starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("error: writing to standard output: "), "{told}");
}
