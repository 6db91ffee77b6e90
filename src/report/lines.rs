//! Requests as lines of text for the abuse report.

use super::encode;
use super::request::{NOT_RECORDED, Request};
use crate::subject::rfc3339;
use std::collections::HashSet;

/// Lines of evidence in the text.
const LINES: usize = 20;
/// Most characters of a word in such a line.
const WORD: usize = 120;

/// Lines for the text: of each address, call and error the first request; then the earliest of the others.
pub(super) fn lines(requests: &[Request]) -> Vec<String> {
    let mut kinds = HashSet::new();
    let kind = |r: &Request| {
        (r.source_ip_address.clone(), r.event_source.clone(), r.event_name.clone(), r.error_code.clone())
    };
    let (first, others): (Vec<usize>, Vec<usize>) =
        (0..requests.len()).partition(|place| kinds.insert(kind(&requests[*place])));
    let mut places: Vec<usize> = first.into_iter().chain(others).take(LINES).collect();
    places.sort_unstable();
    places.into_iter().map(|place| line(&requests[place])).collect()
}

/// One request a line: time, address, call, region, result, IDs. No target and no parameter.
fn line(request: &Request) -> String {
    let text = |value: Option<&str>, missing: &str| match value {
        Some(value) if !value.is_empty() => cell(value, WORD),
        _ => missing.to_string(),
    };
    format!(
        "{}  {}  {} {}  {}  {}  requestID {}  eventID {}",
        request.event_time.map(rfc3339).unwrap_or_default(),
        text(request.source_ip_address.as_deref(), NOT_RECORDED),
        text(request.event_source.as_deref(), "service not recorded"),
        text(request.event_name.as_deref(), "call not recorded"),
        text(request.aws_region.as_deref(), "region not recorded"),
        text(request.error_code.as_deref(), "ok"),
        text(request.request_id.as_deref(), "not recorded"),
        text(request.event_id(), "not recorded"),
    )
}

/// One line, with hidden characters visible, and not endless.
pub(super) fn cell(text: &str, longest: usize) -> String {
    let total = text.chars().count();
    let start: String = text.chars().take(longest).collect();
    let more = if total > longest { format!("… ({total} characters in all)") } else { String::new() };
    encode::terminal_line(&start) + &more
}
