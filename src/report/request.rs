//! A request as the abuse report tells it.

use crate::event::NO_EVENT_ID;
use crate::incident::Time;
use crate::vocabulary::Outcome;
use serde::Deserialize;

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
    /// ours.
    pub(super) fn target_host(&self) -> Option<String> {
        const AWS: [&str; 3] = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws"];
        let service = self.event_source.as_deref()?.split('.').next()?;
        let labels: Vec<&str> = self.tls_host.as_deref()?.split('.').collect();
        let of_service = |label: &&str| *label == service || label.starts_with(&format!("{service}-"));
        let from = labels.iter().rposition(of_service)?;
        let host = labels[from..].join(".");
        AWS.iter().any(|end| host.ends_with(end)).then_some(host)
    }
}
