//! A request as the abuse report tells it.

use crate::event::NO_EVENT_ID;
use crate::incident::Time;
use crate::vocabulary::Outcome;
use serde::Deserialize;
use std::fmt;

/// What CloudTrail does not record, or did not.
pub(super) const NOT_RECORDED: &str = "not-recorded";

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
    pub outcome: Option<Outcome>,
    pub account_id: Option<String>,
    pub vpc_endpoint_id: Option<String>,
    pub vpc_endpoint_account_id: Option<String>,
}

impl Request {
    /// CloudTrail's ID of an event, and not the one that keytrail gives to a record without any.
    pub(super) fn event_id(&self) -> Option<&str> {
        self.event_id.as_deref().filter(|id| !id.is_empty() && !id.starts_with(NO_EVENT_ID))
    }

    /// The endpoint's name without what stands before the service in it: that is a bucket, a registry or an endpoint of
    /// ours. Where that leaves none, the one that the service has in the region, marked as derived.
    pub(super) fn target_host(&self) -> Option<Host> {
        let recorded = self.recorded_host().map(|name| Host { derived: false, name });
        recorded.or_else(|| Some(Host { derived: true, name: self.derived_host()? }))
    }

    fn recorded_host(&self) -> Option<String> {
        const AWS: [&str; 3] = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws"];
        let service = self.event_source.as_deref()?.split('.').next()?;
        let labels: Vec<&str> = self.tls_host.as_deref()?.split('.').collect();
        let of_service = |label: &&str| *label == service || label.starts_with(&format!("{service}-"));
        let from = labels.iter().rposition(of_service)?;
        let host = labels[from..].join(".");
        AWS.iter().any(|end| host.ends_with(end)).then_some(host)
    }

    fn derived_host(&self) -> Option<String> {
        let service = self.event_source.as_deref()?.strip_suffix(".amazonaws.com")?;
        let region = self.aws_region.as_deref()?;
        let plain = |text: &str| {
            !text.is_empty()
                && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        match service {
            _ if !plain(service) || !plain(region) => None,
            // The page where people sign in has a name of another form.
            "signin" => None,
            "iam" | "cloudfront" | "route53" => Some(format!("{service}.amazonaws.com")),
            _ if region.starts_with("cn-") => Some(format!("{service}.{region}.amazonaws.com.cn")),
            _ => Some(format!("{service}.{region}.amazonaws.com")),
        }
    }
}

/// Name of the endpoint that a request went to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Host {
    /// Made from the recorded service and region.
    pub derived: bool,
    pub name: String,
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.name, if self.derived { " (derived)" } else { "" })
    }
}
