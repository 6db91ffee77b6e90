//! The extract of requests that goes with the abuse report, as CSV. Its reader may be the attacker: it holds no
//! resource name, no request parameter and no address of the inside.

use super::abuse::is_public;
use super::encode;
use crate::incident::Time;
use crate::subject::rfc3339;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BinaryHeap;

/// Most rows; abuse desks read extracts, not archives.
const ROWS: usize = 5000;
/// Most bytes.
const BYTES: usize = 1_000_000;
/// Most characters of a cell.
const CELL: usize = 1024;
/// What CloudTrail does not record, or what would name a resource.
const NOT_RECORDED: &str = "not-recorded";

const COLUMNS: [&str; 13] = [
    "event_time_utc",
    "source_ip",
    "source_port",
    "protocol",
    "target_host",
    "target_port",
    "event_source",
    "event_name",
    "error_code",
    "user_agent",
    "aws_region",
    "request_id",
    "event_id",
];

/// One request: of the columns of `evidence/events.jsonl` those that the extract needs, the first in the order of the
/// rows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[allow(missing_docs)]
pub struct Request {
    pub event_time: Option<Time>,
    pub event_id: Option<String>,
    pub source_ip_address: Option<String>,
    pub tls_host: Option<String>,
    pub event_source: Option<String>,
    pub event_name: Option<String>,
    pub error_code: Option<String>,
    pub user_agent: Option<String>,
    pub aws_region: Option<String>,
    pub request_id: Option<String>,
}

/// Gathers the earliest requests from public addresses, whatever their number.
#[derive(Debug, Default)]
pub struct Gather {
    earliest: BinaryHeap<Request>,
    total: u64,
}

/// The file, and what is to be said of it.
#[derive(Clone, Debug)]
pub struct Extract {
    /// The file's bytes.
    pub csv: Vec<u8>,
    /// Requests in it.
    pub shown: u64,
    /// Requests from public addresses in all.
    pub total: u64,
    /// Digest of the file.
    pub sha256: String,
}

impl Gather {
    /// Takes a request of a followed credential.
    pub fn add(&mut self, request: Request) {
        if request.event_time.is_none() || !request.source_ip_address.as_deref().is_some_and(is_public) {
            return;
        }
        self.total += 1;
        self.earliest.push(request);
        if self.earliest.len() > ROWS {
            self.earliest.pop();
        }
    }

    /// The file.
    pub fn finish(self) -> Extract {
        let mut csv = encode::csv_row(COLUMNS.into_iter()).into_bytes();
        let mut shown = 0;
        for request in self.earliest.into_sorted_vec() {
            let row = row(&request);
            if csv.len() + row.len() > BYTES {
                break;
            }
            csv.extend_from_slice(row.as_bytes());
            shown += 1;
        }
        let sha256 = Sha256::digest(&csv).iter().map(|byte| format!("{byte:02x}")).collect();
        Extract { csv, shown, total: self.total, sha256 }
    }
}

fn row(request: &Request) -> String {
    let text = |value: &Option<String>, missing: &str| match value.as_deref() {
        Some(value) if !value.is_empty() => cell(value),
        _ => missing.to_string(),
    };
    let host = target_host(request).unwrap_or_else(|| NOT_RECORDED.into());
    let cells = [
        request.event_time.map(rfc3339).unwrap_or_default(),
        text(&request.source_ip_address, NOT_RECORDED),
        NOT_RECORDED.into(),
        "tcp".into(),
        cell(&host),
        "443".into(),
        text(&request.event_source, NOT_RECORDED),
        text(&request.event_name, NOT_RECORDED),
        text(&request.error_code, "none"),
        text(&request.user_agent, NOT_RECORDED),
        text(&request.aws_region, NOT_RECORDED),
        text(&request.request_id, NOT_RECORDED),
        text(&request.event_id, NOT_RECORDED),
    ];
    encode::csv_row(cells.iter().map(String::as_str))
}

/// One line, with hidden characters visible, and not endless.
fn cell(text: &str) -> String {
    let total = text.chars().count();
    let start: String = text.chars().take(CELL).collect();
    let more = if total > CELL { format!("… ({total} characters in all)") } else { String::new() };
    encode::terminal_line(&start) + &more
}

/// The endpoint's name without what stands before the service in it: that is a bucket, a registry or an endpoint of
/// ours.
fn target_host(request: &Request) -> Option<String> {
    let service = request.event_source.as_deref()?.split('.').next()?;
    let labels: Vec<&str> = request.tls_host.as_deref()?.split('.').collect();
    let of_service = |label: &&str| *label == service || label.starts_with(&format!("{service}-"));
    let from = labels.iter().rposition(of_service)?;
    let host = labels[from..].join(".");
    (host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn")).then_some(host)
}
