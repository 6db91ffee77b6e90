//! Every statement that a real Trino was asked, asked of the embedded engine: the same rows, refused as Trino
//! refuses, refused under another name of an error, refused with a message where Trino answers, or — what must not be —
//! another answer.
//!
//! `tests/conformance/record.py` makes the golden files; `tests/trino/known.txt` holds what is not there yet. The
//! test fails when something becomes worse, and when a line of that file no longer holds.

use crate::harness::repository;
use crate::trino_values::same_rows;
use futures::TryStreamExt;
use keytrail::embedded::{Engine, LogSet, ScanOptions};
use keytrail::trino::analyze::Options;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

#[derive(Clone, Copy, PartialEq)]
enum Verdict {
    Same,
    RefusedAsTrino,
    NamedOtherwise,
    Refused,
    Different,
}

struct Asked {
    name: String,
    sql: String,
    verdict: Verdict,
    why: String,
}

fn golden() -> Vec<(String, Value)> {
    let folder = repository("tests/trino/golden");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the golden files are there")
        .map(|entry| entry.expect("the entry can be read").path())
        .collect();
    files.sort();
    let mut found = Vec::new();
    for file in files {
        let family = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).expect("the file can be read");
        for (number, line) in text.lines().enumerate() {
            let line = serde_json::from_str(line).expect("a JSON line");
            found.push((format!("{family}:{}", number + 1), line));
        }
    }
    found
}

/// Whether the statement as a whole orders its rows: an `ORDER BY` outside parentheses and strings.
fn ordered(sql: &str) -> bool {
    let (mut depth, mut quoted, mut outside) = (0, false, String::new());
    for c in sql.chars() {
        match c {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ if depth == 0 && !quoted => outside.push(c.to_ascii_uppercase()),
            _ => {}
        }
    }
    outside.contains("ORDER BY")
}

async fn ask(engine: Arc<Engine>, line: Value) -> (Verdict, String) {
    let text = line["sql"].as_str().expect("a statement").to_string();
    let started = async {
        let options = Options { now: chrono::Utc::now().timestamp_micros(), ..Options::default() };
        let stream = engine.ask(&text, options).await.map_err(|error| error.to_string())?;
        let names: Vec<String> = stream.schema().fields().iter().map(|f| f.name().to_lowercase()).collect();
        let batches: Vec<_> = stream.try_collect().await.map_err(|e| keytrail::embedded::sentence(&e))?;
        Ok((names, batches))
    };
    let answer: Result<_, String> = match tokio::time::timeout(Duration::from_secs(60), started).await {
        Ok(answer) => answer,
        Err(_) => return (Verdict::Different, "no answer within 60 s".into()),
    };
    let trino = line["error"]["name"].as_str();
    match (trino, answer) {
        (Some(name), Err(message)) if message.starts_with(&format!("{name}:")) => {
            (Verdict::RefusedAsTrino, String::new())
        }
        (Some(name), Err(message)) => (Verdict::NamedOtherwise, format!("Trino says {name}; {message}")),
        (Some(name), Ok(_)) => (Verdict::Different, format!("Trino refuses: {name}")),
        (None, Err(message)) => (Verdict::Refused, message),
        (None, Ok((names, batches))) => {
            let columns = line["columns"].as_array().expect("columns");
            let part = |key: &str| -> Vec<String> {
                columns.iter().map(|c| c[key].as_str().expect("text").to_string()).collect()
            };
            let expected_names: Vec<String> = part("name").iter().map(|name| name.to_lowercase()).collect();
            if names != expected_names {
                return (Verdict::Different, format!("columns {names:?}, not {expected_names:?}"));
            }
            let rows: Vec<Vec<Value>> = serde_json::from_value(line["rows"].clone()).expect("rows");
            if same_rows(&part("type"), &rows, &batches, ordered(&text)) {
                return (Verdict::Same, String::new());
            }
            let shown = datafusion::arrow::util::pretty::pretty_format_batches(&batches);
            let shown = shown.map_or_else(|e| e.to_string(), |table| table.to_string());
            let rows: Vec<&str> = shown.lines().filter(|l| l.starts_with('|')).skip(1).take(4).collect();
            let expected: Vec<String> = rows_as_text(&line["rows"]);
            (Verdict::Different, format!("{}, not {}", rows.join(" "), expected.join(" ")))
        }
    }
}

fn rows_as_text(rows: &Value) -> Vec<String> {
    rows.as_array().into_iter().flatten().take(4).map(Value::to_string).collect()
}

fn figures(asked: &[Asked]) -> String {
    let mut families: BTreeMap<&str, [usize; 5]> = BTreeMap::new();
    let mut all = [0; 5];
    for one in asked {
        let family = one.name.split(':').next().unwrap_or_default();
        families.entry(family).or_default()[one.verdict as usize] += 1;
        all[one.verdict as usize] += 1;
    }
    let mut text = format!(
        "{:<12} {:>6} {:>10} {:>10} {:>8} {:>10}\n",
        "family", "same", "as Trino", "other name", "refused", "different"
    );
    for (family, n) in families.into_iter().chain([("all", all)]) {
        let [same, as_trino, named, refused, different] = n;
        let _ =
            writeln!(text, "{family:<12} {same:>6} {as_trino:>10} {named:>10} {refused:>8} {different:>10}");
    }
    let good = 100.0 * (all[0] + all[1]) as f64 / asked.len() as f64;
    let _ = writeln!(text, "{good:.1} % of {} the same rows or refused as Trino refuses", asked.len());
    let told = [
        (Verdict::Different, "different"),
        (Verdict::Refused, "refused"),
        (Verdict::NamedOtherwise, "refused under another name"),
    ];
    for (verdict, title) in told {
        let _ = writeln!(text, "\n{title}:");
        for one in asked.iter().filter(|one| one.verdict == verdict) {
            let _ = writeln!(
                text,
                "  {:<14} {}\n                 {}",
                one.name,
                one.sql.replace('\n', " "),
                one.why
            );
        }
    }
    text
}

#[test]
fn the_recorded_statements_give_what_trino_gave() {
    let root = repository("");
    let logs = LogSet::open(&root.join("tests/trino/logs"), ScanOptions::default()).expect("the logs open");
    let engine = Arc::new(Engine::over(Arc::new(logs)).expect("the engine starts"));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let asked: Vec<Asked> = golden()
        .into_iter()
        .map(|(name, line)| {
            let sql = line["sql"].as_str().expect("a statement").to_string();
            let task = runtime.spawn(ask(engine.clone(), line));
            let (verdict, why) = runtime
                .block_on(task)
                .unwrap_or_else(|panic| (Verdict::Different, format!("the engine broke: {panic}")));
            Asked { name, sql, verdict, why }
        })
        .collect();
    let text = figures(&asked);
    let target = root.join("target");
    std::fs::create_dir_all(&target).expect("target is there");
    std::fs::write(target.join("trino-golden.txt"), &text).expect("the figures are written");
    println!("{text}");
    let now: BTreeSet<String> = asked
        .iter()
        .filter_map(|one| match one.verdict {
            Verdict::NamedOtherwise => Some(format!("other-name {}", one.name)),
            Verdict::Refused => Some(format!("refused {}", one.name)),
            Verdict::Different => Some(format!("different {}", one.name)),
            _ => None,
        })
        .collect();
    let lines: Vec<&str> = now.iter().map(String::as_str).collect();
    std::fs::write(target.join("trino-known.txt"), lines.join("\n") + "\n").expect("the list is written");
    let known = std::fs::read_to_string(root.join("tests/trino/known.txt")).unwrap_or_default();
    let known: BTreeSet<String> = known.lines().filter(|l| !l.starts_with('#')).map(str::to_string).collect();
    let worse: Vec<&String> = now.difference(&known).collect();
    let stale: Vec<&String> = known.difference(&now).collect();
    assert!(
        worse.is_empty() && stale.is_empty(),
        "worse than tests/trino/known.txt: {worse:#?}\nno longer true there: {stale:#?}\n\
         details in target/trino-golden.txt; target/trino-known.txt is the list as it is now"
    );
}
