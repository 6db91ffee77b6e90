//! Upwards: who issued the subject's credentials, and who issued those of the issuer.

use super::found::Minted;
use super::node::issuer;
use super::{Handle, Wanted};
use crate::event::Event;
use crate::incident::{Certainty, IssuedBy, Time};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the call that issued a key of the subject says of it.
pub struct Issued {
    pub key: String,
    /// When it lapses by itself.
    pub expires: Option<Time>,
    /// Names of what its state hangs on.
    pub names: Vec<String>,
}

/// The keys whose origin is looked for, and what was found.
pub struct Origins {
    /// Key to its distance above the subject.
    keys: HashMap<String, u32>,
    limit: u32,
    /// Sessions of the subject: principal ID to creation times, seconds since the epoch.
    sessions: HashMap<String, BTreeSet<i64>>,
    found: BTreeMap<String, (u32, IssuedBy)>,
}

impl Origins {
    /// Looks for who issued these keys.
    pub fn new(keys: &[String], limit: u32) -> Self {
        let keys = keys.iter().map(|key| (key.clone(), 0)).collect();
        Self { keys, limit, sessions: HashMap::new(), found: BTreeMap::new() }
    }

    /// Notes a call of the subject. A session's origin is asked for once.
    pub fn used(&mut self, event: &Event) -> Option<Wanted> {
        let principal = event.principal_id.as_deref()?;
        let created = event.session_created?.timestamp();
        let known = self.sessions.get_mut(principal);
        match known {
            Some(times) => {
                times.insert(created);
                None
            }
            None => {
                self.sessions.insert(principal.into(), BTreeSet::from([created]));
                Some(Wanted::Origin(principal.into()))
            }
        }
    }

    /// Whether a call that succeeded issued one of the keys or sessions; what to ask for next.
    pub fn observe(&mut self, found: &[Minted<'_>], event: &Event) -> (Vec<Wanted>, Option<Issued>) {
        let (Some(time), Some(event_id), Some(via)) =
            (event.event_time, event.event_id.clone(), event.event_name.clone())
        else {
            return (Vec::new(), None);
        };
        let named = found.iter().filter(|minted| minted.in_response).find_map(|minted| {
            let (level, key) = minted.handles.iter().find_map(|handle| match handle {
                Handle::Key(key) => self.keys.get(key).map(|level| (*level, key)),
                _ => None,
            })?;
            let (expires, names) = (minted.expires, minted.names.clone());
            Some((level, Issued { key: key.clone(), expires, names }))
        });
        let by_session =
            || self.session(event).map(|key| (0, Issued { key, expires: None, names: Vec::new() }));
        let certainty =
            if named.is_some() { Certainty::NamedInResponse } else { Certainty::MatchedBySession };
        let Some((level, issued)) = named.or_else(by_session) else { return (Vec::new(), None) };
        let by = issuer(event);
        let mut next = Vec::new();
        let is_key = by.len() >= 16 && by.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if is_key && level < self.limit && !self.keys.contains_key(&by) {
            self.keys.insert(by.clone(), level + 1);
            next.push(Wanted::About(by.clone()));
        }
        let credential = issued.key.clone();
        let by = IssuedBy { time, via, by, event_id: event_id.clone(), credential, certainty };
        self.found.insert(event_id, (level, by));
        (next, Some(issued))
    }

    /// The subject's session that a call made, by principal and creation time. Calls of services often name only the
    /// role and the session's name.
    fn session(&self, event: &Event) -> Option<String> {
        let sign_in = event.event_source.as_deref() == Some("signin.amazonaws.com")
            && event.event_name.as_deref() == Some("ConsoleLogin");
        let asked = sign_in || event.event_source.as_deref() == Some("sts.amazonaws.com");
        if self.sessions.is_empty() || !asked {
            return None;
        }
        let at = event.event_time?.timestamp();
        let name = event.json_text("requestParameters.roleSessionName");
        let made = event.json_text("responseElements.assumedRoleUser.assumedRoleId");
        let matches = |principal: &str| match &made {
            _ if sign_in => event.principal_id.as_deref() == Some(principal),
            _ if !principal.contains(':') => false,
            Some(made) => made == principal,
            None => principal.split_once(':').map(|(_, session)| session) == name.as_deref(),
        };
        let mut fitting: Vec<&String> = self
            .sessions
            .iter()
            .filter(|(principal, created)| {
                matches(principal) && created.range(at - 2..=at + 2).next().is_some()
            })
            .map(|(principal, _)| principal)
            .collect();
        fitting.sort();
        fitting.first().map(|principal| principal.to_string())
    }

    /// Who issued the subject, and who issued the issuers; each by time. A session matched by its creation time
    /// counts only where no response names the key.
    pub fn finish(self) -> (Vec<IssuedBy>, Vec<IssuedBy>) {
        let mut all: Vec<(u32, IssuedBy)> = self.found.into_values().collect();
        all.sort_by(|(_, a), (_, b)| (a.time, &a.event_id).cmp(&(b.time, &b.event_id)));
        let named = all.iter().any(|(level, i)| *level == 0 && i.certainty == Certainty::NamedInResponse);
        let (own, above): (Vec<_>, Vec<_>) = all.into_iter().partition(|(level, _)| *level == 0);
        let kept = own.into_iter().map(|(_, i)| i);
        let kept = kept.filter(|i| !named || i.certainty == Certainty::NamedInResponse).collect();
        (kept, above.into_iter().map(|(_, i)| i).collect())
    }
}
