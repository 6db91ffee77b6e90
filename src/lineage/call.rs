//! A call, as far as the lineage keeps it: when it was made, by whom, and the event that shows it.

use super::handle::Identity;
use crate::event::Event;
use crate::facts::{Evidence, EvidenceItem, Outsider, Time};
use crate::vocabulary::NOT_NAMED;

/// How somebody came in.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entered {
    /// Whoever made the call, where that was somebody of another account.
    pub outsider: Option<Outsider>,
    /// The role that was opened to him, where he came by an identity provider, too.
    pub through: Option<usize>,
    /// The service that made the call by itself, for what a followed credential had made.
    pub service: Option<String>,
}

/// A call that made or ended something. Ordered by time, so that the earliest proof is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    pub time: Time,
    pub event_id: String,
    pub via: String,
    /// Who made the call: the key, else the service, else the principal.
    pub by: String,
    key: Option<String>,
    principal: Option<String>,
    arn: Option<String>,
    user_name: Option<String>,
    source: Option<String>,
    session_created: Option<Time>,
    account: Option<String>,
    region: Option<String>,
    console: bool,
    service: Option<String>,
    /// How the caller came in, where no followed credential signed the call.
    pub entered: Option<Box<Entered>>,
}

impl Call {
    /// The call of an event; `None` where the event has no time, ID or name.
    pub fn of(event: &Event) -> Option<Self> {
        Some(Self {
            time: event.event_time?,
            event_id: event.event_id.clone()?,
            via: event.event_name.clone()?,
            by: issuer(event),
            key: event.access_key_id.clone(),
            principal: event.principal_id.clone(),
            arn: event.user_arn.clone(),
            user_name: event.user_name.clone(),
            source: event.event_source.clone(),
            session_created: event.session_created,
            account: event.identity().account.map(str::to_string),
            region: event.aws_region.clone(),
            console: event.console_session == Some(true),
            service: event.invoked_by.clone(),
            entered: None,
        })
    }

    /// The account whose trail holds the call.
    pub fn account(&self) -> Option<String> {
        self.account.clone()
    }

    /// Who made the call, as people read it: the ARN, where there is one.
    pub fn caller(&self) -> String {
        self.arn.clone().unwrap_or_else(|| self.by.clone())
    }

    /// Its event as evidence. The report numbers it later.
    pub fn evidence(&self) -> Evidence {
        Evidence { queries: Vec::new(), count: 1, items: vec![self.evidence_item()] }
    }

    /// Its event as one item of evidence.
    pub fn evidence_item(&self) -> EvidenceItem {
        EvidenceItem { e: String::new(), event_id: self.event_id.clone() }
    }

    /// Principal ID of the caller.
    pub fn principal(&self) -> Option<&str> {
        self.principal.as_deref()
    }

    /// The region in which the call was made.
    pub fn region(&self) -> Option<String> {
        self.region.clone()
    }

    /// The fields that show who made the call.
    pub fn identity(&self) -> Identity<'_> {
        Identity {
            time: Some(self.time),
            source: self.source.as_deref(),
            access_key: self.key.as_deref(),
            principal_id: self.principal.as_deref(),
            user_arn: self.arn.as_deref(),
            user_name: self.user_name.as_deref(),
            session_created: self.session_created,
            account: self.account.as_deref(),
            console: self.console,
            service: self.service.as_deref(),
        }
    }
}

/// Who made a call: the key, else the service, else the principal, else the account.
pub fn issuer(event: &Event) -> String {
    let names = [&event.access_key_id, &event.invoked_by, &event.principal_id, &event.account_id];
    names.into_iter().flatten().next().cloned().unwrap_or_else(|| NOT_NAMED.into())
}
