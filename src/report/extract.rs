//! The extract of requests that goes with the abuse report, as CSV. Its reader may be the attacker: it holds no
//! resource name, no request parameter and no address of the inside.

use super::apart::Apart;
use super::encode;
use super::lines::{cell, lines};
use super::request::{NOT_RECORDED, Request};
use super::sums::Sums;
use crate::incident::Whence;
use crate::subject::rfc3339;
use std::collections::BinaryHeap;

/// Most rows; abuse desks read extracts, not archives.
const ROWS: usize = 5000;
/// Most bytes.
const BYTES: usize = 1_000_000;
/// Most characters of a cell.
const CELL: usize = 1024;
/// An endpoint's name that may name a resource of ours, and for which none can be derived.
const LEFT_OUT: &str = "left-out";

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

/// Gathers the earliest requests from places of others, whatever their number, and the sums over all of them.
#[derive(Debug, Default)]
pub struct Gather {
    earliest: BinaryHeap<Request>,
    sums: Sums,
    apart: Apart,
}

/// The file, and what is to be said of the requests.
#[derive(Clone, Debug)]
pub struct Extract {
    /// The file's bytes.
    pub csv: Vec<u8>,
    /// Requests in it.
    pub shown: u64,
    /// Digest of the file.
    pub sha256: String,
    /// Sums over all requests, in the file or not.
    pub(super) sums: Sums,
    /// Requests that are not in it.
    pub(super) apart: Apart,
    /// One line for each of some requests in the file: the first of each kind, then the earliest.
    pub(super) lines: Vec<String>,
}

impl Extract {
    /// Requests in all, in the file or not.
    pub fn total(&self) -> u64 {
        self.sums.outcomes.total
    }
}

impl Gather {
    /// Takes a request that neither the baseline nor a service explains. `credential` is its place among the followed
    /// credentials, and `subject` whether that is one of the subject's.
    pub fn add(&mut self, mut request: Request, whence: Whence, credential: usize, subject: bool) {
        if !whence.is_foreign() {
            self.apart.add(&request, whence);
            return;
        }
        match whence {
            // Behind an endpoint the address is one of the inside, which says nothing to AWS.
            Whence::ForeignEndpoint => request.source_ip_address.clone_from(&request.vpc_endpoint_id),
            _ => request.vpc_endpoint_account_id = None,
        }
        if !self.sums.add(&request, credential, subject) {
            return;
        }
        self.earliest.push(request);
        if self.earliest.len() > ROWS {
            self.earliest.pop();
        }
    }

    /// The file and the sums.
    pub fn finish(self) -> Extract {
        let mut csv = encode::csv_row(COLUMNS.into_iter()).into_bytes();
        let mut requests = self.earliest.into_sorted_vec();
        let mut shown = 0;
        for request in &requests {
            let row = row(request);
            if csv.len() + row.len() > BYTES {
                break;
            }
            csv.extend_from_slice(row.as_bytes());
            shown += 1;
        }
        requests.truncate(shown);
        let sha256 = crate::digest::sha256(&csv);
        let Self { sums, apart, .. } = self;
        Extract { csv, shown: shown as u64, sha256, sums, apart, lines: lines(&requests) }
    }
}

fn row(request: &Request) -> String {
    let text = |value: &Option<String>, missing: &str| match value.as_deref() {
        Some(value) if !value.is_empty() => cell(value, CELL),
        _ => missing.to_string(),
    };
    let host = match (request.target_host(), &request.tls_host) {
        (Some(host), _) => cell(&host.to_string(), CELL),
        (None, Some(_)) => LEFT_OUT.into(),
        (None, None) => NOT_RECORDED.into(),
    };
    let cells = [
        request.event_time.map(rfc3339).unwrap_or_default(),
        text(&request.source_ip_address, NOT_RECORDED),
        NOT_RECORDED.into(),
        "tcp".into(),
        host,
        "443".into(),
        text(&request.event_source, NOT_RECORDED),
        text(&request.event_name, NOT_RECORDED),
        text(&request.error_code, "none"),
        text(&request.user_agent, NOT_RECORDED),
        text(&request.aws_region, NOT_RECORDED),
        text(&request.request_id, NOT_RECORDED),
        request.event_id().map_or_else(|| NOT_RECORDED.into(), |id| cell(id, CELL)),
    ];
    encode::csv_row(cells.iter().map(String::as_str))
}
