//! Records of a size that CloudTrail never writes: left out by name, in bounded memory; large ones are kept and do
//! not swell the facts.

use crate::harness::{folder, json, keytrail, plain};
use crate::record::KEY;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Peak memory that a run may have, in KiB: some copies of one file and one record, and what the allocator keeps.
const MEMORY: u64 = 600 << 10;

fn record(number: u32, parameters: &str) -> String {
    format!(
        r#"{{"eventVersion":"1.11","userIdentity":{{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/alice","accessKeyId":"{KEY}"}},"eventTime":"2026-01-02T03:04:05Z","eventSource":"secretsmanager.amazonaws.com","eventName":"GetSecretValue","awsRegion":"us-east-1","sourceIPAddress":"198.51.100.7","userAgent":"aws-cli","requestParameters":{parameters},"eventID":"e-{number}","recipientAccountId":"111122223333","eventCategory":"Management"}}"#
    )
}

/// Exit code, stderr and the peak memory in KiB, where the system tells it.
pub fn watched(args: &[&str]) -> (i32, String, Option<u64>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_keytrail"))
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    while child.try_wait().expect("the program can be waited for").is_none() {
        let line = std::fs::read_to_string(&status).ok().and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("VmHWM"))?;
            line.split_whitespace().nth(1)?.parse().ok()
        });
        peak = line.or(peak);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let output = child.wait_with_output().expect("the program ends");
    let stderr = String::from_utf8(output.stderr).expect("stderr is UTF-8");
    (output.status.code().expect("the program is not killed"), stderr, peak)
}

#[test]
fn a_giant_record_is_left_out_by_name_and_a_large_one_is_kept() {
    let logs = folder();
    let write = |name: &str, bytes: &[u8]| std::fs::write(logs.path().join(name), bytes).expect("written");
    let text = format!(r#"{{"secretId":"{}"}}"#, "x".repeat(100_000_000));
    let items = format!(r#"{{"list":[{}1]}}"#, "1,".repeat(50_000_000));
    let delivery = |n: u32, giant: &str| {
        format!(r#"{{"Records":[{},{giant},{}]}}"#, record(n, "null"), record(n + 1, "null"))
    };
    write("a.json", delivery(10, &record(1, &text)).as_bytes());
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(delivery(20, &record(2, &items)).as_bytes()).expect("compresses");
    write("b.json.gz", &gzip.finish().expect("compresses"));
    write("c.jsonl", format!("{}\n{}\n", record(30, "null"), record(3, &text)).as_bytes());
    let large = record(4, &format!(r#"{{"secretId":"{}"}}"#, "y".repeat(8_000_000)));
    write("d.json", large.replace("e-4", &"4".repeat(8_000_000)).as_bytes());
    drop((text, items, large));

    let out = folder();
    let case = out.path().join("case");
    let (source, target) = (plain(logs.path()), plain(&case));
    let window = ["--from", "2026-01-02T03:00Z", "--to", "2026-01-02T04:00Z"];
    let mut args = vec!["investigate", "-k", KEY, "-s", source, "-o", target, "--threads", "1"];
    args.extend(window);
    let (code, stderr, peak) = watched(&args);
    assert_eq!(code, 1, "{stderr}");
    if let Some(peak) = peak {
        assert!(peak < MEMORY, "{peak} KiB");
    }
    let facts = json(&case.join("incident.json"));
    assert_eq!(facts["key_activity"]["events"], 6, "five small ones and the large one");
    let left_out: Vec<(&str, &str)> = facts["coverage"]["left_out"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|l| (l["file"].as_str().expect("text"), l["reason"].as_str().expect("text")))
        .collect();
    let names: Vec<&str> = left_out.iter().filter_map(|(f, _)| Path::new(f).file_name()?.to_str()).collect();
    assert_eq!(names, ["a.json", "b.json.gz", "c.jsonl"]);
    assert!(left_out.iter().all(|(_, reason)| reason.contains("larger than 16 MiB")), "{left_out:?}");
    for name in ["incident.json", "report.md", "report.html"] {
        let size = std::fs::metadata(case.join(name)).expect("the file is written").len();
        assert!(size < 200_000, "{name}: {size} bytes");
    }
    assert!(facts.to_string().contains("8000000 characters in all, SHA-256"), "the large texts are told of");
    let events = std::fs::metadata(case.join("evidence/events.jsonl")).expect("the events are written").len();
    assert!(events > 16_000_000, "the large event is kept whole: {events}");

    let (code, stderr, _) = watched(&["classify", "-s", source, "--max-file-size", "20M"]);
    assert_eq!(code, 1);
    for name in ["a.json", "b.json.gz", "c.jsonl"] {
        assert!(stderr.lines().any(|l| l.contains(name) && l.contains("--max-file-size")), "{stderr}");
    }
}

/// Each file is below the limit, and as many threads as there are files would have all of them in memory.
#[test]
fn several_bombs_are_not_unpacked_at_once() {
    let logs = folder();
    let spaces = " ".repeat(48 << 20);
    for number in 0..10 {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let text = format!("{spaces}{}", record(number, "null"));
        gzip.write_all(text.as_bytes()).expect("compresses");
        let mut bytes = gzip.finish().expect("compresses");
        // With another member, how much it is comes out while it is unpacked.
        if number % 2 == 1 {
            let empty = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            bytes.extend(empty.finish().expect("compresses"));
        }
        std::fs::write(logs.path().join(format!("{number}.json.gz")), bytes).expect("written");
    }
    drop(spaces);
    let source = plain(logs.path());
    let limits = ["-s", source, "--max-file-size", "50M", "--threads", "10"];
    let (code, stderr, peak) = watched(&[&["classify"], &limits[..]].concat());
    assert_eq!(code, 0, "{stderr}");
    if let Some(peak) = peak {
        assert!(peak < 640 << 10, "{peak} KiB");
    }
    let ids = |statement: &str| {
        let run = keytrail(&[&["query", statement, "--format", "jsonl"], &limits[..]].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout.matches("e-").count()
    };
    assert_eq!(ids("SELECT eventid FROM logs"), 10);
    let first = "SELECT eventid FROM logs LIMIT 1";
    assert_eq!(ids(first), 1, "those that wait for room end as well");
    let (_, _, peak) = watched(&[&["query", first], &limits[..]].concat());
    if let Some(peak) = peak {
        assert!(peak < 640 << 10, "and unpack nothing more: {peak} KiB");
    }
}

/// A text inside of a wrapper is in memory beside its file, once for each wrapper around it.
#[test]
fn a_giant_text_in_a_wrapper_is_left_out_by_name() {
    let logs = folder();
    let text = record(1, &format!(r#"{{"secretId":"{}"}}"#, "x".repeat(65 << 20)));
    let wrapped = |text: &str| serde_json::json!({"CloudTrailEvent": text}).to_string();
    let lines = format!("{}\n{}\n", wrapped(&text), wrapped(&record(2, "null")));
    std::fs::write(logs.path().join("a.json"), lines).expect("written");
    let run = keytrail(&["classify", "-s", logs.path().to_str().expect("a plain path")]);
    assert_eq!((run.code, run.stdout.lines().count()), (1, 1), "{}", run.stderr);
    assert!(run.stderr.contains("a text of more than 64 MiB inside of a wrapper"), "{}", run.stderr);
}
