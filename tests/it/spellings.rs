//! Texts that are read or written in a way of their own: expiry times, known tools, JSON in a cell.

use keytrail::report::encode::compact;
use keytrail::{agents, lineage};

#[test]
fn expiry_times_are_read_as_the_services_spell_them() {
    for (text, expected) in [
        ("Nov 30, 2024, 8:43:17 PM", "2024-11-30T20:43:17+00:00"),
        ("Nov 30, 2024, 8:43:17\u{202f}PM", "2024-11-30T20:43:17+00:00"),
        ("Jul 30, 2021 12:56:03 AM", "2021-07-30T00:56:03+00:00"),
        ("2024-08-02T08:20:52Z", "2024-08-02T08:20:52+00:00"),
        ("20131102T010628Z", "2013-11-02T01:06:28+00:00"),
    ] {
        assert_eq!(lineage::parse_expiry(text).map(|t| t.to_rfc3339()).as_deref(), Some(expected), "{text}");
    }
    assert_eq!(lineage::parse_expiry("HIDDEN_DUE_TO_SECURITY_REASONS"), None);
}

#[test]
fn every_known_tool_says_what_to_beware_of() {
    let tools = agents::tools();
    assert_eq!(tools.len(), 22);
    assert!(tools.iter().all(|t| ["offensive", "dual-use", "context"].contains(&t.class.as_str())));
    assert!(tools.iter().all(|t| !t.caution.is_empty()));
}

#[test]
fn tools_are_recognised_and_others_are_not() {
    let name = |agent| agents::recognise(agent).map(|t| t.name.as_str());
    assert_eq!(name("aws-cli/2.9 Linux/6.1-kali7-amd64"), Some("Kali Linux"));
    assert_eq!(
        name("aws-sdk-go/1.4 stratus-red-team_4990da05-9399-449e-b49f-82996a764ec9"),
        Some("Stratus Red Team")
    );
    assert_eq!(name("S3 Browser/10.8.1"), Some("S3 Browser"));
    assert_eq!(name("Python/3.11 aiohttp/3.9.5"), Some("a plain HTTP client that signs by itself"));
    assert_eq!(name("config.amazonaws.com"), Some("an AWS service"));
    assert_eq!(name("aws-cli/2.15.30 Python/3.11.8 Linux/5.15"), None);
    assert_eq!(name("Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/linux lang/python#3.12"), None);
}

#[test]
fn white_space_goes_from_between_the_tokens_of_json_only() {
    assert_eq!(compact("{\n \"a b\" : [ 1,\t\"x \\\" y\" ] }"), "{\"a b\":[1,\"x \\\" y\"]}");
    assert_eq!(compact("[ \"\\\\\", \" \" ]"), "[\"\\\\\",\" \"]");
    assert_eq!(compact("{ not JSON }"), "{ not JSON }");
    assert_eq!(compact("plain  text"), "plain  text");
}
