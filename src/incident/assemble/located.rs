//! Where what a record names is: its service, account and region.

use crate::incident::{Named, Record, read_name};
use arcstr::ArcStr;

/// Services whose things have no region, although the records of their calls name one.
const WITHOUT_REGION: [&str; 8] =
    ["iam", "sts", "organizations", "route53", "cloudfront", "account", "globalaccelerator", "s3"];

/// Where a name is the name of one thing: elsewhere it is another's. An ARN tells it, else the record does.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Account; of buckets none, because their names are unique without.
    pub account: Option<ArcStr>,
    /// Region; none for what has no region.
    pub region: Option<ArcStr>,
}

/// The place of what a record names so.
pub fn place(record: &Record, name: &str) -> Place {
    let named = read_name(name);
    let service = service(record, &named);
    let without_region = WITHOUT_REGION.contains(&service);
    let is_arn = named.service.is_some();
    let region = if is_arn { named.region.as_deref() } else { record.region.as_deref() };
    let account = if is_arn { named.account.as_deref() } else { record.account.as_deref() };
    Place {
        account: account.filter(|_| service != "s3").map(ArcStr::from),
        region: region.filter(|_| !without_region).map(ArcStr::from),
    }
}

/// The service that a name is of: an ARN tells it, else the record does.
pub fn service<'a>(record: &'a Record, named: &'a Named) -> &'a str {
    let source = record.event_source.split('.').next().unwrap_or_default();
    named.service.as_deref().unwrap_or(source)
}
