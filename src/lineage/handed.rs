//! A session that somebody else's call handed out: the call says when it expires. Services take the sessions of what
//! runs; whose such a session is comes out by its principal and creation time when all is known.

use super::fields::{Column, Fields, text};
use super::handle::{Handle, Identity, account_of};
use super::new_identity::NewIdentity;
use crate::facts::Time;

/// A session as its own calls name it, and when it expires.
pub struct Handed {
    key: String,
    principal: String,
    arn: Option<String>,
    account: Option<String>,
    at: Time,
    pub expires: Time,
}

impl Handed {
    /// The sessions of roles that a call hands out.
    pub fn of<'a>(event: &'a Fields<'_>, found: &'a [NewIdentity<'_>]) -> impl Iterator<Item = Self> + 'a {
        found.iter().filter(|new| new.in_response).filter_map(|new| {
            let key = new.handles.iter().find_map(|handle| match handle {
                Handle::Key(key) => Some(key.clone()),
                _ => None,
            });
            // Records of services often name only the role and the session.
            let named = || Some(format!(":{}", event.text(Column::Request, "roleSessionName")?));
            let assumed =
                |field: &str| text(event.column(Column::Response)?.get("assumedRoleUser")?.get(field)?);
            let principal = assumed("assumedRoleId").or_else(named)?;
            let role = || {
                let role = event.text(Column::Request, "roleArn")?;
                let (account, session) = (account_of(Some(&role))?, principal.split_once(':')?.1);
                Some(format!("arn:aws:sts::{account}:assumed-role/{}/{session}", role.rsplit('/').next()?))
            };
            Some(Self {
                key: key?,
                arn: assumed("arn").or_else(role),
                account: event.identity().account.map(str::to_string),
                at: event.event_time?,
                expires: new.expires?,
                principal,
            })
        })
    }

    /// The fields that its own calls show.
    pub fn identity(&self) -> Identity<'_> {
        Identity {
            time: Some(self.at),
            access_key: Some(&self.key),
            principal_id: Some(&self.principal),
            user_arn: self.arn.as_deref(),
            session_created: Some(self.at),
            account: self.account.as_deref(),
            ..Identity::default()
        }
    }
}
