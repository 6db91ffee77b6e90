//! Statements made to hurt: an answer or a sentence, in bounded time and memory.

use crate::harness::{folder, keytrail, plain, repository};
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

/// Kilobytes of address space that the program gets.
const SPACE: u64 = 6 << 20;

/// How long a statement may take on a debug build of a busy machine.
const PATIENCE: Duration = Duration::from_secs(240);

fn asked(name: &str, sql: &str) -> Result<String, String> {
    let folder = folder();
    let file = folder.path().join("statement.sql");
    fs::write(&file, sql).expect("the statement is written");
    let logs = repository("tests/trino/logs");
    let command = format!(
        "ulimit -v {SPACE}; exec '{}' query --file '{}' --source '{}' --format jsonl",
        env!("CARGO_BIN_EXE_keytrail"),
        file.display(),
        logs.display()
    );
    let start = Instant::now();
    let output = Command::new("sh").args(["-c", &command]).output().expect("the program starts");
    let took = start.elapsed();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let shown: String = stderr.chars().take(300).collect();
    println!("{name}: {took:?}, {shown}");
    assert!(output.status.code().is_some(), "{name}: the program was killed: {shown}");
    assert!(!stderr.contains("panicked") && !stderr.contains("overflowed"), "{name}: {shown}");
    assert!(took < PATIENCE, "{name}: took {took:?}");
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).trim().to_string()),
        false => {
            assert!(!stderr.trim().is_empty(), "{name}: refused without a sentence");
            Err(stderr)
        }
    }
}

#[test]
fn long_statements_are_answered() {
    let list = |count: usize| (0..count).map(|n| format!("'name-{n}'")).collect::<Vec<_>>().join(", ");
    let counted = |condition: &str| format!("SELECT count(*) AS n FROM cloudtrail_logs WHERE {condition}");
    let many = asked("10,000 items", &counted(&format!("eventname IN ({})", list(10_000))));
    assert_eq!(many.as_deref(), Ok(r#"{"n":"0"}"#));
    let long = counted(&format!("eventname IN ({})", list(16_000)));
    assert!(long.len() > 200_000);
    assert_eq!(asked("200 KB", &long).as_deref(), Ok(r#"{"n":"0"}"#));
    let text = format!("SELECT length('{}') AS n", "x".repeat(1 << 20));
    assert_eq!(asked("1 MB of text", &text).as_deref(), Ok(r#"{"n":"1048576"}"#));
    let chain = vec!["eventname = 'x'"; 5_000].join(" OR ");
    assert_eq!(asked("5,000 times OR", &counted(&chain)).as_deref(), Ok(r#"{"n":"0"}"#));
}

#[test]
fn deep_statements_get_an_answer_or_a_sentence() {
    let deep = |open: &str, middle: &str, close: &str, count: usize| {
        format!("SELECT {}{middle}{} AS n", open.repeat(count), close.repeat(count))
    };
    assert!(asked("500 brackets", &deep("(", "1", ")", 500)).is_ok());
    for (name, sql) in [
        ("5,000 brackets", deep("(", "1", ")", 5_000)),
        ("100,000 brackets", deep("(", "1", ")", 100_000)),
        ("open brackets", format!("SELECT {}", "(".repeat(50_000))),
        ("functions", deep("upper(", "'a'", ")", 400)),
        ("functions of columns", deep("upper(", "'a'", ")", 300) + " FROM cloudtrail_logs LIMIT 1"),
        ("case", deep("CASE WHEN true THEN ", "1", " END", 300)),
        ("not", deep("NOT ", "true", "", 2_000)),
        ("minus", deep("- ", "1", "", 2_000)),
        ("arrays", deep("ARRAY[", "1", "]", 400)),
        ("subqueries", deep("(SELECT ", "1", ")", 60)),
        ("plus", format!("SELECT 1{} AS n", " + 1".repeat(20_000))),
    ] {
        let _ = asked(name, &sql);
    }
}

#[test]
fn patterns_made_to_explode_do_not() {
    let pattern = |pattern: &str| format!("SELECT regexp_like('{}', '{pattern}') AS x", "a".repeat(50_000));
    assert_eq!(asked("nested repeats", &pattern("^(a+)+$")).as_deref(), Ok(r#"{"x":"true"}"#));
    assert_eq!(asked("alternatives", &pattern("^(a|a|aa)*b$")).as_deref(), Ok(r#"{"x":"false"}"#));
    assert!(asked("counted repeats", &pattern("(((a{1,100}){1,100}){1,100}){1,100}")).is_err());
    let like = format!("SELECT '{}' LIKE '{}b' AS x", "a".repeat(10_000), "%a".repeat(200));
    assert_eq!(asked("LIKE", &like).as_deref(), Ok(r#"{"x":"false"}"#));
}

/// The sort of the standard library panics on what is no order.
#[test]
fn a_lambda_that_is_no_order_sorts_nothing() {
    let sorted = |by: &str| {
        asked(
            by,
            &format!(
                "SELECT array_sort(array_distinct(transform(sequence(1, 900), x -> x * 7919 % 900)), (x, y) -> {by})[3] AS n"
            ),
        )
    };
    assert_eq!(sorted("IF(x < y, 1, IF(x > y, -1, 0))").as_deref(), Ok(r#"{"n":"897"}"#));
    let refused = sorted("IF(x % 7 < y % 5, 1, -1)").expect_err("no order");
    assert!(refused.contains("INVALID_FUNCTION_ARGUMENT: line 1:"), "{refused}");
}

#[test]
fn what_would_fill_the_memory_is_refused_or_streamed() {
    let doubled = "SELECT length(reduce(sequence(1, 200), 'a', (s, x) -> s || s, s -> s)) AS n";
    assert!(asked("a text doubled", doubled).is_err());
    let nested = "SELECT cardinality(transform(sequence(1, 9000), x -> sequence(1, 9000))) AS n";
    assert!(asked("arrays of arrays", nested).is_err());
    assert!(asked("sequence", "SELECT cardinality(sequence(1, 1000000000)) AS n").is_err());
    assert!(asked("repeat", "SELECT cardinality(repeat('x', 1000000000)) AS n").is_err());
    assert!(asked("lpad", "SELECT length(lpad('x', 2000000000, 'y')) AS n").is_err());
    let long = "replace(lpad('', 60000, 'a'), 'a', lpad('', 60000, 'b'))";
    assert!(asked("replace", &format!("SELECT length({long}) AS n")).is_err());
    // An array has at most 4,194,304 items, whatever makes it.
    for made in
        ["split(x, ',')", "split(x, ',', 4194305)", "regexp_extract_all(x, ',')", "regexp_split(x, ',')"]
    {
        let sql = |items: u32| {
            format!("SELECT cardinality({made}) AS n FROM (SELECT lpad('', {items}, ',') AS x) AS t")
        };
        let error = asked(made, &sql(4_194_305)).expect_err(made);
        assert!(error.contains("4194304 items"), "{made}: {error}");
        assert!(asked(made, &sql(100_000)).is_ok(), "{made}");
    }
    let crossed =
        "SELECT count(*) AS n FROM UNNEST(sequence(1, 1000)) AS a(x), UNNEST(sequence(1, 1000)) AS b(y)";
    assert_eq!(asked("crossed arrays", crossed).as_deref(), Ok(r#"{"n":"1000000"}"#));
    let product =
        "SELECT count(*) AS n FROM cloudtrail_logs AS a, cloudtrail_logs AS b, cloudtrail_logs AS c";
    assert!(asked("the logs with themselves", product).is_ok());
}

/// A map of very many keys is made in the time of its bytes.
#[test]
fn a_map_of_lake_keeps_the_first_of_each_key() {
    let folder = folder();
    let pairs: Vec<String> = (0..200_000).map(|n| format!("\"k{n}\":{n}")).collect();
    let parameters = format!("{{\"a\":1,\"\\u0061\":2,{},\"k7\":null}}", pairs.join(","));
    let record = format!(
        "{{\"eventVersion\":\"1.11\",\"eventTime\":\"2026-01-02T03:04:05Z\",\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"ListUsers\",\"awsRegion\":\"us-east-1\",\"eventID\":\"e\",\"requestParameters\":{parameters}}}"
    );
    std::fs::write(folder.path().join("log.json"), record).expect("the log is written");
    let sql = "SELECT cardinality(requestparameters) AS n, element_at(requestparameters, 'a') AS a, \
               element_at(requestparameters, 'k7') AS k FROM \"0233062b-51c6-4d32-8be9-5a2b4b2d4b5a\"";
    let started = std::time::Instant::now();
    let run = keytrail(&["query", sql, "-s", plain(folder.path()), "--format", "jsonl"]);
    assert_eq!(run.stdout, "{\"a\":\"1\",\"k\":\"7\",\"n\":\"200001\"}\n", "{}", run.stderr);
    assert!(started.elapsed().as_secs() < 60, "the square of the keys takes minutes");
}
