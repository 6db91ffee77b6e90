//! Sessions that somebody else's calls handed out: the call says when each lapses. Services take the sessions of what
//! runs, and whose such a session is comes out by its principal and creation time when all is known.

use super::builder::Builder;
use super::found::Minted;
use super::handle::{Handle, Identity, account_of};
use super::paths::{Fields, first};
use crate::facts::Time;

/// A session, as its own calls name it, and when it lapses.
pub struct Handed {
    key: String,
    principal: String,
    arn: Option<String>,
    account: Option<String>,
    at: Time,
    expires: Time,
}

impl Handed {
    fn identity(&self) -> Identity<'_> {
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

impl Builder {
    /// Notes the sessions of roles that a call of somebody else hands out.
    pub(super) fn note_handed(&mut self, event: &Fields<'_>, found: &[Minted<'_>]) {
        let Some(at) = event.event_time else { return };
        for minted in found.iter().filter(|minted| minted.in_response) {
            let key = minted.handles.iter().find_map(|handle| match handle {
                Handle::Key(key) => Some(key.clone()),
                _ => None,
            });
            // Records of services often name only the role and the session.
            let named = || Some(format!(":{}", first(event, "requestParameters.roleSessionName")?));
            let principal = first(event, "responseElements.assumedRoleUser.assumedRoleId").or_else(named);
            let (Some(key), Some(principal), Some(expires)) = (key, principal, minted.expires) else {
                continue;
            };
            let role = || {
                let role = first(event, "requestParameters.roleArn")?;
                let (account, session) = (account_of(Some(&role))?, principal.split_once(':')?.1);
                Some(format!("arn:aws:sts::{account}:assumed-role/{}/{session}", role.rsplit('/').next()?))
            };
            let arn = first(event, "responseElements.assumedRoleUser.arn").or_else(role);
            let account = event.identity().account.map(str::to_string);
            self.handed.push(Handed { key, principal, arn, account, at, expires });
        }
    }

    /// Gives each followed identity the last expiry among the sessions that were handed out to it.
    pub(super) fn tell_lapses(&mut self) {
        for handed in std::mem::take(&mut self.handed) {
            if let Some(owner) = self.handles.owner(&handed.identity()) {
                let node = &mut self.nodes[owner];
                node.sessions_expire = node.sessions_expire.max(Some(handed.expires));
            }
        }
    }
}
