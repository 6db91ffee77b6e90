//! Bad input: one sentence, exit code 2, and no half-made case; damaged logs: what can be read is kept and what
//! cannot is counted.

use crate::case::investigate;
use crate::harness::{Run, folder, keytrail, log, plain};
use crate::record::KEY;
use keytrail::evidence::CaseWriter;
use std::io::Write;
use std::path::Path;

const FROM: &str = "2026-01-01T00:00Z";
const TO: &str = "2026-01-03T00:00Z";

fn record(number: u32) -> String {
    format!(
        r#"{{"eventVersion":"1.11","userIdentity":{{"type":"IAMUser","principalId":"AIDAIOSFODNN7EXAMPLE","arn":"arn:aws:iam::111122223333:user/alice","accountId":"111122223333","accessKeyId":"{KEY}","userName":"alice"}},"eventTime":"2026-01-02T03:04:{:02}Z","eventSource":"iam.amazonaws.com","eventName":"ListUsers","awsRegion":"us-east-1","sourceIPAddress":"198.51.100.7","userAgent":"aws-cli","requestParameters":null,"responseElements":null,"requestID":"r-{number}","eventID":"e-{number}","readOnly":true,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management"}}"#,
        number % 60
    )
}

fn delivery(records: &[String]) -> String {
    format!(r#"{{"Records":[{}]}}"#, records.join(","))
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).expect("compresses");
    encoder.finish().expect("compresses")
}

/// Investigates one file and gives (exit code, events kept, left-out reasons, stderr).
fn with_file(name: &str, bytes: &[u8]) -> (i32, u64, Vec<String>, String) {
    let logs = folder();
    std::fs::write(logs.path().join(name), bytes).expect("the log is written");
    let case = investigate(KEY, FROM, TO).on(logs.path());
    let left = std::fs::read_dir(case.parent()).expect("readable").count();
    assert_eq!(left, usize::from(case.is_written()), "no half-made case stays");
    if !case.is_written() {
        return (case.run.code, 0, Vec::new(), case.run.stderr);
    }
    let facts = case.facts();
    let reasons = facts["coverage"]["left_out"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|l| l["reason"].as_str().expect("text").to_string())
        .collect();
    (case.run.code, facts["key_activity"]["events"].as_u64().expect("a number"), reasons, case.run.stderr)
}

/// The arguments of `investigate` on some logs.
fn arguments<'a>(key: &'a str, (from, to): (&'a str, &'a str), logs: &'a str, case: &'a str) -> Vec<&'a str> {
    vec!["investigate", "-k", key, "--from", from, "--to", to, "-s", logs, "-o", case]
}

fn refused(args: &[&str], expected: &str) {
    a_sentence(&keytrail(args), &args.join(" "), expected);
}

/// A run that was refused says why in one line, and nothing else.
fn a_sentence(run: &Run, of: &str, expected: &str) {
    assert_eq!(run.code, 2, "{of}: {}", run.stderr);
    assert!(run.stdout.is_empty(), "{of}");
    assert_eq!(run.stderr.trim_end().lines().count(), 1, "{of}: {}", run.stderr);
    assert!(run.stderr.contains(expected), "{of}: {}", run.stderr);
}

/// What is said of a configuration that cannot be used.
fn misconfigured(text: &str, expected: &str) {
    let logs = log(delivery(&[record(1)]));
    let case = investigate(KEY, FROM, TO).configured(text).on(logs.path());
    a_sentence(&case.run, text, expected);
}

#[test]
fn only_labels_of_tlp_2_are_sharing_labels() {
    let labelled = |label: &str| format!("[organisation]\ntlp = \"{label}\"\n");
    for label in ["AMBER+STRICT", "TLP:RED"] {
        let logs = log(delivery(&[record(1)]));
        let case = investigate(KEY, FROM, TO).configured(&labelled(label)).on(logs.path());
        assert!(case.run.code <= 1, "{label}: {}", case.run.stderr);
    }
    for label in ["BANANA", "amber", "WHITE", "TLP:TLP:RED", ""] {
        misconfigured(&labelled(label), "is not a label of TLP 2.0");
    }
}

#[test]
fn an_error_of_the_configuration_names_its_line() {
    for (text, line) in [
        ("organization = 1\n", "line 1:"),
        ("[organisation]\n\nnaem = \"x\"\n", "line 3:"),
        ("# x\n[organisation]\nname = \"x\"\ntlp = \n", "line 4:"),
    ] {
        misconfigured(text, line);
    }
}

#[test]
fn arguments_that_cannot_be_used_are_named() {
    let logs = log(delivery(&[record(1)]));
    let out = logs.path().join("case");
    let run = |key: &str, from: &str, to: &str, source: &str, expected: &str| {
        refused(&arguments(key, (from, to), source, plain(&out)), expected);
        assert!(!out.exists());
    };
    let source = plain(logs.path());
    run("not a key", FROM, TO, source, "--access-key");
    run(KEY, TO, FROM, source, "the window is empty");
    run(KEY, "2026-01-01 00:00", TO, source, "no time zone");
    run(KEY, "2026-01-01", TO, source, "write 2026-01-01T00:00Z");
    run(KEY, "yesterday", TO, source, "not a time");
    run(KEY, FROM, TO, "/nonexistent/logs", "does not exist");
    run(KEY, FROM, TO, "athena:db.table\u{1b}[2J", "\\u{001B}");
    let empty = folder();
    run(KEY, FROM, TO, plain(empty.path()), "holds no files");
    std::fs::write(empty.path().join("notes.json"), "these are notes").expect("written");
    run(KEY, FROM, TO, plain(empty.path()), "holds no CloudTrail record");
}

#[test]
fn an_output_that_is_not_empty_is_left_alone() {
    let logs = log(delivery(&[record(1)]));
    let out = folder();
    std::fs::write(out.path().join("mine.txt"), "mine").expect("written");
    let (source, output) = (plain(logs.path()), plain(out.path()));
    refused(&arguments(KEY, (FROM, TO), source, output), "not an empty folder");
    let export = ["queries", "export", output];
    refused(&export, "is not an empty folder; nothing is overwritten: give the name of a new one");
    assert_eq!(std::fs::read_dir(out.path()).expect("readable").count(), 1);
    let place = folder();
    let (link, nowhere) = (place.path().join("link"), place.path().join("nowhere"));
    std::os::unix::fs::symlink(&nowhere, &link).expect("a link");
    let output = plain(&link);
    refused(
        &arguments(KEY, (FROM, TO), source, output),
        "is a symbolic link; give the folder that it leads to",
    );
    let case = place.path().join("case");
    std::fs::create_dir(place.path().join("case.partial")).expect("a folder");
    let output = plain(&case);
    refused(&arguments(KEY, (FROM, TO), source, output), "holds no run that can be resumed; remove it");
    assert_eq!(std::fs::read_dir(place.path()).expect("readable").count(), 2, "nothing was made");
    let writer = CaseWriter::create(&logs.path().join("case")).expect("a new case");
    writer.write("note.txt", "first").expect("written");
    assert!(writer.write("note.txt", "second").is_err(), "a file of a case is written once");
}

#[test]
fn a_truncated_gzip_gives_what_is_before_the_cut() {
    let records: Vec<String> = (0..400).map(record).collect();
    let whole = gzip(&delivery(&records));
    let (code, events, reasons, _) = with_file("a.json.gz", &whole[..whole.len() * 2 / 3]);
    assert_eq!(code, 1);
    assert!(events > 100 && events < 400, "{events}");
    assert!(reasons.iter().any(|r| r.contains("cut short")), "{reasons:?}");
}

#[test]
fn one_broken_record_costs_no_other() {
    let broken = r#"{"eventVersion":"1.11","userIdentity":{"type":"IAMUser",,"eventName":}"#.to_string();
    let (code, events, reasons, _) =
        with_file("a.json", delivery(&[record(1), broken, record(2), record(3)]).as_bytes());
    assert_eq!((code, events), (1, 3), "{reasons:?}");
    assert_eq!(reasons.len(), 1, "{reasons:?}");
}

#[test]
fn marks_between_keys_that_are_not_json_cost_one_record() {
    let broken = r#"{"eventVersion":"1.11","eventSource" "x","eventName":"y"}"#.to_string();
    let lines = [record(1), broken.clone(), record(2)].join("\n");
    for text in [delivery(&[record(1), broken, record(2)]), lines] {
        let (code, events, reasons, _) = with_file("a.json", text.as_bytes());
        assert_eq!((code, events), (1, 2), "{reasons:?}");
        assert!(reasons.iter().any(|r| r.contains("not valid JSON")), "{reasons:?}");
    }
}

#[test]
fn a_record_of_very_many_keys_is_left_out_with_its_reason() {
    let keys: String = (0..5000).map(|n| format!(r#","k{n}":{n}"#)).collect();
    let wide = format!(r#"{{"eventVersion":"1.11","eventSource":"x","eventName":"y"{keys}}}"#);
    let lines = [record(1), wide.clone(), record(2)].join("\n");
    for text in [delivery(&[record(1), wide, record(2)]), lines] {
        let (code, events, reasons, _) = with_file("a.json", text.as_bytes());
        assert_eq!((code, events), (1, 2), "{reasons:?}");
        assert!(reasons.iter().any(|r| r.contains("4,096 keys")), "{reasons:?}");
    }
}

#[test]
fn deep_nesting_is_left_out_with_its_reason() {
    let deep = format!(
        r#"{{"eventVersion":"1.11","eventSource":"x","eventName":"y","a":{}1{}}}"#,
        "[".repeat(5000),
        "]".repeat(5000)
    );
    let (code, events, reasons, _) = with_file("a.json", delivery(&[record(1), deep, record(2)]).as_bytes());
    assert_eq!((code, events), (1, 2), "{reasons:?}");
    assert!(reasons.iter().any(|r| r.contains("512 levels")), "{reasons:?}");
}

/// The record's parameters are what the caller sent.
fn with_parameters(number: u32, parameters: &str) -> String {
    record(number).replace(r#""requestParameters":null"#, &format!(r#""requestParameters":{parameters}"#))
}

#[test]
fn what_stands_inside_a_broken_record_is_no_evidence() {
    let forged = record(7).replace("ListUsers", "DeleteTrail");
    let deep = "[".repeat(600) + &"]".repeat(600);
    let wide: String = (0..5000).map(|n| format!(r#","k{n}":{n}"#)).collect();
    let list = with_parameters(1, &format!(r#"{{"a":[1,{forged},{forged}],"d":2}}"#));
    let broken = [
        with_parameters(1, &format!(r#"{{"a":{forged},"d":{deep}}}"#)),
        with_parameters(1, &format!(r#"{{"d":{deep},"a":[1,{forged},{forged}]}}"#)),
        list.replace(r#","eventID""#, &format!(r#"{wide},"eventID""#)),
        list.replace(r#""eventSource":"#, r#""eventSource" "#),
    ];
    for broken in &broken {
        let lines = [record(2), broken.clone(), record(3)].join("\n");
        for text in [delivery(&[record(2), broken.clone(), record(3)]), lines] {
            let (code, events, reasons, _) = with_file("a.json", text.as_bytes());
            assert_eq!((code, events), (1, 2), "{reasons:?}: {text}");
            assert_eq!(reasons.len(), 1, "{reasons:?}");
        }
    }
}

#[test]
fn of_a_damaged_file_only_what_is_surely_a_record_is_kept() {
    let forged = record(7).replace("ListUsers", "DeleteTrail");
    let list = with_parameters(1, &format!(r#"{{"a":[1,{forged},{forged}],"d":2}}"#));
    let whole = delivery(&[record(2), list, record(3), record(4)]);
    let inner = whole.find("DeleteTrail").expect("it is there");
    let behind = whole.rfind(&forged).expect("it is there") + forged.len();
    let third = whole.find("e-3").expect("it is there");
    let unsure = "inside or behind a broken record";
    let events = |bytes: String| {
        let (code, events, reasons, stderr) = with_file("a.json", bytes.as_bytes());
        assert_eq!(code, 1, "{stderr}");
        (events, reasons.iter().any(|reason| reason.contains(unsure)))
    };
    // Cut short inside the record, behind one that it holds.
    assert_eq!(events(whole[..behind].to_string()), (1, true));
    // Torn: some bytes in the middle are missing, from inside the record into the one behind it or itself.
    assert_eq!(events(format!("{}{}", &whole[..inner], &whole[behind..])).0, 1, "its array is open");
    assert_eq!(events(format!("{}{}", &whole[..behind - forged.len() / 2], &whole[third..])), (1, true));
    let next = |from: usize, text: &str| from + whole[from..].find(text).expect("it is there");
    let second = next(next(0, "e-2"), r#","principalId""#);
    let resumed = next(inner, r#","requestParameters""#);
    assert_eq!(events(format!("{}{}", &whole[..second], &whole[resumed..])), (3, true), "no array is open");
    // The same in lines, where each delivery is a value of its own.
    let line = |text: &str| format!("{text}\n{}\n", delivery(&[record(5), record(6)]));
    assert_eq!(events(line(&whole[..behind])), (3, true));
    assert_eq!(events(line(&format!("{}{}", &whole[..second], &whole[resumed..]))), (5, true));
}

#[test]
fn very_many_broken_spots_end_all_the_same() {
    let spots = [
        (r#""eventVersion" "#, r#"{"Records":[x "#),
        (r#",{"eventVersion":"#, r#"{"Records":[{"#),
        (r#",{"eventVersion":1,}"#, r#"{"Records":[{"#),
        (r#"{"eventVersion"},"#, r#"{"Records":["#),
    ];
    let logs = folder();
    for (number, (spot, start)) in spots.iter().enumerate() {
        let text = format!("{start}{}]}}", spot.repeat(if number == 0 { 250_000 } else { 40_000 }));
        std::fs::write(logs.path().join(format!("{number}.json.gz")), gzip(&text)).expect("written");
    }
    std::fs::write(logs.path().join("good.json"), delivery(&[record(1)])).expect("written");
    let run = keytrail(&["classify", "-s", plain(logs.path())]);
    assert_eq!((run.code, run.stdout.lines().count()), (1, 1), "{}", run.stderr);
}

#[test]
fn a_bomb_stops_at_the_limit() {
    let logs = folder();
    std::fs::write(logs.path().join("good.json"), delivery(&[record(1)])).expect("written");
    std::fs::write(logs.path().join("bomb.json.gz"), gzip(&" ".repeat(8 << 20))).expect("written");
    let run = keytrail(&["classify", "-s", plain(logs.path()), "--max-file-size", "1M"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.stdout.lines().count(), 1);
    assert!(run.stderr.contains("raise --max-file-size"), "{}", run.stderr);
}

#[test]
fn odd_records_are_kept_or_named() {
    let wrong_types = record(1)
        .replace(r#""eventName":"ListUsers""#, r#""eventName":7"#)
        .replace(r#""userAgent":"aws-cli""#, r#""userAgent":{"a":[1]}"#);
    let (code, events, _, stderr) = with_file("a.json", delivery(&[wrong_types, record(2)]).as_bytes());
    assert_eq!((code, events), (1, 2), "{stderr}");
    let mut invalid = delivery(&[record(1), record(2)]).into_bytes();
    let at = invalid.windows(7).position(|w| w == b"aws-cli").expect("the agent is there");
    invalid[at] = 0xff;
    assert_eq!(with_file("a.json", &invalid).1, 2);
    assert_eq!(
        with_file("a.json", &[b"\xef\xbb\xbf".as_slice(), delivery(&[record(1)]).as_bytes()].concat()).1,
        1,
        "byte order mark"
    );
    let (code, events, _, _) = with_file("a.json", delivery(&[record(1), record(1), record(1)]).as_bytes());
    assert_eq!((code, events), (1, 1), "a repeated record counts once");
    let asked = |parameters: &str| {
        record(1).replace(r#""requestParameters":null"#, &format!(r#""requestParameters":{parameters}"#))
    };
    let spelled = [asked(r#"{"pathPrefix":"/a \" b/"}"#), asked("{\n  \"pathPrefix\": \"/a \\\" b/\"\n}")];
    assert_eq!(with_file("a.json", delivery(&spelled).as_bytes()).1, 1, "white space makes no other record");
    let other = [asked(r#"{"pathPrefix":"/a b/"}"#), asked(r#"{"pathPrefix":"/a  b/"}"#)];
    assert_eq!(with_file("a.json", delivery(&other).as_bytes()).1, 2, "what is quoted is content");
    let (_, events, _, stderr) =
        with_file("a.json", delivery(&[record(1), record(1).replace("ListUsers", "ListRoles")]).as_bytes());
    assert_eq!(events, 2, "other content under the same ID is kept");
    assert!(stderr.contains("share an event ID"), "{stderr}");
}

#[test]
fn an_empty_file_and_a_digest_are_counted() {
    let logs = folder();
    let write =
        |name: &str, text: &str| std::fs::write(Path::new(logs.path()).join(name), text).expect("written");
    write("a.json", &delivery(&[record(1)]));
    write("b.json", "");
    write("c.json", r#"{"awsAccountId":"111122223333","digestS3Object":"x","logFiles":[]}"#);
    let run = keytrail(&["classify", "-s", plain(logs.path())]);
    assert_eq!(run.stdout.lines().count(), 1);
    assert!(run.stderr.contains("is empty") && run.stderr.contains("digest"), "{}", run.stderr);
}

#[test]
fn a_file_that_is_no_log_costs_no_other_and_is_named() {
    let logs = folder();
    let write = |name: &str, bytes: &[u8]| std::fs::write(logs.path().join(name), bytes).expect("written");
    write("good.json", delivery(&[record(1)]).as_bytes());
    write("notes.json", b"these are notes");
    write("random.json.gz", b"\x1f\x8b\x08\x00 not gzip after all");
    write("head.json.gz", &gzip(&delivery(&[record(2)]))[..9]);
    write("words.json", br#"["a", 1, null]"#);
    let statement = "SELECT eventid FROM logs";
    let source = plain(logs.path());
    let run = keytrail(&["query", "-s", source, "--format", "jsonl", statement]);
    assert_eq!((run.code, run.stdout.as_str()), (1, "{\"eventid\":\"e-1\"}\n"), "{}", run.stderr);
    for name in ["notes.json", "random.json.gz", "head.json.gz", "words.json"] {
        assert!(
            run.stderr.lines().any(|l| l.starts_with("left out of") && l.contains(name)),
            "{}",
            run.stderr
        );
    }
    assert!(!run.stderr.contains("good.json"), "{}", run.stderr);
}

#[test]
fn what_is_not_named_on_stderr_is_counted_there() {
    let logs = folder();
    let write = |name: &str, text: &str| std::fs::write(logs.path().join(name), text).expect("written");
    write("good.json", &delivery(&[record(1)]));
    (0..25).for_each(|number| write(&format!("notes-{number:02}.json"), "these are notes"));
    let source = plain(logs.path());
    let run = keytrail(&["query", "-s", source, "SELECT eventid FROM logs"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(run.stderr.lines().filter(|line| line.starts_with("left out of")).count(), 20);
    assert!(
        run.stderr.ends_with("and 5 more; 25 records or file parts were left out in all\n"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_silent_day_is_named_however_long_the_window_is() {
    let later = record(2).replace("2026-01-02T", "2026-01-05T");
    let logs = log(delivery(&[record(1), later]));
    let case = investigate(KEY, "1999-01-01T00:00Z", "2026-01-09T00:00Z").on(logs.path());
    let facts = case.facts();
    let silent = ["2026-01-03", "2026-01-04"].map(|day| format!("{day} 111122223333 us-east-1"));
    assert_eq!(facts["coverage"]["silent_days"], serde_json::json!(silent), "{}", case.run.stderr);
}

#[test]
fn a_window_longer_than_the_logs_is_a_gap() {
    let logs = log(delivery(&[record(1)]));
    let case = investigate(KEY, FROM, TO).on(logs.path());
    assert_eq!(case.run.code, 1, "{}", case.run.stderr);
    let facts = case.facts();
    let gaps = facts["gaps"].as_array().expect("a list");
    let longer: Vec<&str> = gaps
        .iter()
        .filter(|gap| gap["kind"] == "window_longer_than_logs")
        .map(|gap| gap["what"].as_str().expect("text"))
        .collect();
    assert_eq!(longer.len(), 2, "before and after: {gaps:?}");
    assert!(longer[0].contains("2026-01-02T03:04:01Z") && longer[0].contains("2026-01-01T00:00:00Z"));
    assert!(case.run.stderr.contains("start the window where the logs start"), "{}", case.run.stderr);
}

/// Several gzip members in one file, as some shippers write them, the last as long as the first.
#[test]
fn every_member_of_a_gzip_file_is_read() {
    let logs = folder();
    let members: Vec<u8> = (1..=3).flat_map(|n| gzip(&(record(n) + "\n"))).collect();
    std::fs::write(logs.path().join("a.json.gz"), members).expect("the log is written");
    let source = plain(logs.path());
    let run = keytrail(&["query", "-s", source, "--format", "jsonl", "SELECT eventid FROM logs"]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 3), "{}", run.stderr);
}

/// A limit below the size of the reading buffer holds all the same.
#[test]
fn a_small_limit_holds_for_small_files() {
    let logs = log(delivery(&[record(1)]));
    let source = plain(logs.path());
    let limited = ["query", "-s", source, "--max-file-size", "100", "SELECT eventid FROM logs"];
    let run = keytrail(&limited);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("larger than the limit of 100 bytes"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_named_and_not_waited_for() {
    let logs = log(delivery(&[record(1)]));
    let _socket = std::os::unix::net::UnixListener::bind(logs.path().join("b.json.gz")).expect("a socket");
    let run = keytrail(&["query", "-s", plain(logs.path()), "SELECT eventid FROM logs"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("b.json.gz: is no file but a pipe, a socket or a device"), "{}", run.stderr);
}

#[test]
fn what_was_typed_wrong_is_shown_and_moves_no_cursor() {
    let run = keytrail(&["investigate", "--no-\u{1b}[2J\u{202e}such"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--no-") && !run.stderr.contains(['\u{1b}', '\u{202e}']), "{:?}", run.stderr);
}

/// What JSON does not allow, or the strict reader refuses, in a value beside the one that matters.
#[test]
fn an_odd_token_does_not_hide_the_rest_of_a_record() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let digits = "9".repeat(400);
    let odd = [
        "\"\\ud800\"",
        "\"\\x41\"",
        "\"a\tb\"",
        "1e999",
        "NaN",
        "-Infinity",
        deep.as_str(),
        digits.as_str(),
        "\"plain\"",
    ];
    for token in odd {
        let answer = format!(
            r#""responseElements":{{"odd":{token},"credentials":{{"accessKeyId":"ASIAIOSFODNN7EXAMPLE"}}}}"#
        );
        let made =
            record(1).replace("iam.amazonaws.com", "sts.amazonaws.com").replace("ListUsers", "AssumeRole");
        let made = made.replace(r#""responseElements":null"#, &answer);
        let mut fields: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&record(2)).expect("JSON");
        fields["userIdentity"]["accessKeyId"] = "ASIAIOSFODNN7EXAMPLE".into();
        let used = serde_json::Value::from(fields).to_string();
        let logs = log(delivery(&[made, used]));
        let facts = investigate(KEY, FROM, TO).on(logs.path()).facts();
        let credentials = facts["credentials"].as_array().expect("credentials");
        assert!(
            credentials.iter().any(|c| c["name"] == "ASIAIOSFODNN7EXAMPLE" && c["outcomes"]["total"] == 1),
            "{token}: {credentials:?}"
        );
    }
}
