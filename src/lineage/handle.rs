//! How later records show that a followed identity made them.

use super::names::Name;
use crate::event::Event;
use crate::facts::{Certainty, Time};

/// What shows that a record is a followed identity's. Names of users, roles and functions are those of one
/// account, the second text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Handle {
    /// An access key ID.
    Key(String),
    /// One session: the full principal ID (`AROA…:name`, `AIDA…`) and its creation time in seconds since the epoch.
    Session(String, i64),
    /// Role sessions with this name: compute services name them after the instance, the function or the task.
    Runs(String, String),
    /// A user ID or role ID.
    Principal(String),
    /// A user name in console sign-ins.
    SignIn(String, String),
    /// A full principal ID in console sign-ins.
    Console(String),
    /// A user name in calls that are made without an access key (Git, Keyspaces, Bedrock).
    Keyless(String, String),
    /// A user ID of Identity Center, and the access that was given: an assignment, a group, or the empty text
    /// for a user that was made.
    Person(String, String),
    /// What hands out sessions: the ARN of an identity provider or a trust anchor, the ID of a profile, of an identity
    /// or its pool; or a service, and behind a space whom it hands them out to.
    Issuer(String),
    /// The name of a role whose trust policy a followed identity wrote: used by those whom the policy admits.
    Trust(String, String),
    /// The kind and target of something that exists and whose use no log shows.
    Untraceable(String, String),
}

impl Handle {
    /// How sure a link by this handle is.
    pub fn certainty(&self) -> Certainty {
        match self {
            Self::Key(_) => Certainty::NamedInResponse,
            Self::Session(..) | Self::Console(_) => Certainty::MatchedBySession,
            _ => Certainty::MadeAndUsedLater,
        }
    }

    /// The name by which a change of its state is looked up, if the handle alone gives one: `key:AKIA…`.
    pub fn state_name(&self) -> Option<Name> {
        let domain = match self {
            Self::Key(_) => "key",
            Self::Person(..) => "person",
            _ => return None,
        };
        Some(Name::new(domain, self.text()))
    }

    /// The text by which its records are searched.
    pub fn text(&self) -> &str {
        match self {
            Self::Key(text)
            | Self::Session(text, _)
            | Self::Runs(text, _)
            | Self::Principal(text)
            | Self::SignIn(text, _)
            | Self::Console(text)
            | Self::Keyless(text, _)
            | Self::Person(text, _)
            | Self::Issuer(text)
            | Self::Trust(text, _)
            | Self::Untraceable(_, text) => text,
        }
    }
}

/// The fields of a record that show who made the call.
#[derive(Clone, Copy, Debug, Default)]
#[allow(missing_docs)]
pub struct Identity<'a> {
    pub time: Option<Time>,
    pub source: Option<&'a str>,
    pub access_key: Option<&'a str>,
    pub principal_id: Option<&'a str>,
    pub user_arn: Option<&'a str>,
    pub user_name: Option<&'a str>,
    pub session_created: Option<Time>,
    pub account: Option<&'a str>,
    /// Known to be signed with a key of the console.
    pub console: bool,
    /// The service that makes the call.
    pub service: Option<&'a str>,
}

impl Event {
    /// The fields of this record that show who made the call.
    pub fn identity(&self) -> Identity<'_> {
        Identity {
            time: self.event_time,
            source: self.event_source.as_deref(),
            access_key: self.access_key_id.as_deref(),
            principal_id: self.principal_id.as_deref(),
            user_arn: self.user_arn.as_deref(),
            user_name: self.user_name.as_deref(),
            session_created: self.session_created,
            account: self.recipient_account_id.as_deref().or(self.account_id.as_deref()),
            console: self.console_session == Some(true),
            service: self.invoked_by.as_deref(),
        }
    }
}

/// Role name of an assumed-role ARN.
pub fn role_of(arn: Option<&str>) -> Option<&str> {
    let (_, rest) = arn?.split_once(":assumed-role/")?;
    rest.split('/').next()
}

/// Account of an ARN.
pub fn account_of(arn: Option<&str>) -> Option<&str> {
    arn?.split(':').nth(4).filter(|account| !account.is_empty())
}
