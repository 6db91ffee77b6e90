//! Where the subject comes from: who issued its credentials, and who issued those of the issuer, upwards.

use super::call::issuer;
use super::handle::Handle;
use super::names::Name;
use super::new_identity::{NewIdentity, is_key};
use super::wanted::{Wanted, WantedKind};
use crate::address;
use crate::event::Event;
use crate::facts::{Certainty, IssuedBy, Time};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What the call that issued a key of the subject says of it.
pub struct Issued {
    pub key: String,
    pub via: String,
    /// When it expires.
    pub expires: Option<Time>,
    /// Names by which a change of its state is looked up.
    pub names: Vec<Name>,
    /// Keys of the session, where that is what was issued.
    pub keys: BTreeSet<String>,
}

/// The keys whose origin is looked for, and what was found.
pub struct Origins {
    /// Distance of each key above the subject, which is 0.
    keys: HashMap<String, u32>,
    limit: u32,
    /// Sessions whose origin is looked for: principal ID, then creation time in seconds since the epoch, to its keys.
    sessions: HashMap<String, BTreeMap<i64, Session>>,
    /// Their principal IDs by the session's name.
    by_name: HashMap<String, BTreeSet<String>>,
    found: BTreeMap<String, Found>,
}

/// A session of the subject, or of an issuer above it.
#[derive(Clone, Default)]
struct Session {
    level: u32,
    keys: BTreeSet<String>,
}

struct Found {
    level: u32,
    by: IssuedBy,
    /// Keys of the session that was matched by its creation time.
    keys: BTreeSet<String>,
}

impl Origins {
    /// Looks at most so many issuers upwards.
    pub fn new(limit: u32) -> Self {
        Self {
            keys: HashMap::new(),
            limit,
            sessions: HashMap::new(),
            by_name: HashMap::new(),
            found: BTreeMap::new(),
        }
    }

    /// Looks for who issued a key of the subject.
    pub fn look_for(&mut self, key: &str) {
        self.keys.insert(key.into(), 0);
    }

    /// Notes a call of the subject; returns what to collect to find the origin of its session, once for each
    /// principal.
    pub fn used(&mut self, event: &Event) -> Option<Wanted> {
        self.look_for_session(event, 0)
    }

    /// Looks for the call that opened the session behind a call.
    fn look_for_session(&mut self, event: &Event, level: u32) -> Option<Wanted> {
        let principal = event.principal_id.as_deref()?;
        let created = event.session_created?.timestamp();
        let new = !self.sessions.contains_key(principal);
        if new {
            let name = principal.split_once(':').map_or("", |(_, name)| name);
            self.by_name.entry(name.into()).or_default().insert(principal.into());
            self.sessions.insert(principal.into(), BTreeMap::new());
        }
        let session = self.sessions.get_mut(principal)?.entry(created);
        let session = session.or_insert_with(|| Session { level, keys: BTreeSet::new() });
        session.level = session.level.min(level);
        if let Some(key) = event.access_key_id.as_ref().filter(|key| !session.keys.contains(*key)) {
            session.keys.insert(key.clone());
        }
        new.then(|| WantedKind::Origin.of(principal))
    }

    /// Notes a successful call that issued one of the keys or sessions; returns what to collect next, and
    /// what the call says of the key.
    pub fn observe(&mut self, found: &[NewIdentity<'_>], event: &Event) -> (Vec<Wanted>, Option<Issued>) {
        let (Some(time), Some(event_id), Some(via)) =
            (event.event_time, event.event_id.clone(), event.event_name.clone())
        else {
            return (Vec::new(), None);
        };
        let named = found.iter().filter(|new| new.in_response).find_map(|new| {
            let (level, key) = new.handles.iter().find_map(|handle| match handle {
                Handle::Key(key) => self.keys.get(key).map(|level| (*level, key)),
                _ => None,
            })?;
            let (expires, names) = (new.expires, new.names.clone());
            Some((
                level,
                Issued { key: key.clone(), via: via.clone(), expires, names, keys: BTreeSet::new() },
            ))
        });
        let certainty =
            if named.is_some() { Certainty::NamedInResponse } else { Certainty::MatchedBySession };
        let by_session = || {
            let (principal, session) = self.session(event)?;
            let key = session.keys.first().filter(|_| session.level > 0).cloned().unwrap_or(principal);
            // Services hand on other keys of a session than the one in the response, and none that lasts longer.
            let expires = found.iter().find_map(|new| new.expires);
            let keys = session.keys.clone();
            Some((
                session.level,
                Issued { key, via: via.clone(), expires, names: Vec::new(), keys },
                session.keys,
            ))
        };
        let named = named.map(|(level, issued)| (level, issued, BTreeSet::new()));
        let Some((level, issued, keys)) = named.or_else(by_session) else { return (Vec::new(), None) };
        let by = issuer(event);
        let mut next = Vec::new();
        if is_key(&by) && level < self.limit && !self.keys.contains_key(&by) {
            self.keys.insert(by.clone(), level + 1);
            next.push(WantedKind::About.of(&by));
            next.extend(self.look_for_session(event, level + 1));
        }
        let credential = issued.key.clone();
        let by = IssuedBy {
            time,
            via,
            by,
            event_id: event_id.clone(),
            address: event.source_ip_address.as_deref().map(|text| address::plain(text).into_owned()),
            credential,
            certainty,
        };
        self.found.insert(event_id, Found { level, by, keys });
        (next, Some(issued))
    }

    /// The session that a call opened, by principal and creation time. Calls of services often name only the
    /// role and the session's name.
    fn session(&self, event: &Event) -> Option<(String, Session)> {
        let sign_in = event.event_source.as_deref() == Some("signin.amazonaws.com")
            && event.event_name.as_deref() == Some("ConsoleLogin");
        let asked = sign_in || event.event_source.as_deref() == Some("sts.amazonaws.com");
        if self.sessions.is_empty() || !asked {
            return None;
        }
        let at = event.event_time?.timestamp();
        let made = match sign_in {
            true => event.principal_id.clone(),
            false => event.json_text("responseElements.assumedRoleUser.assumedRoleId"),
        };
        let principals: Vec<&String> = match &made {
            Some(made) => vec![made],
            None if sign_in => Vec::new(),
            None => {
                let name = event.json_text("requestParameters.roleSessionName")?;
                self.by_name.get(&name).into_iter().flatten().collect()
            }
        };
        let fitting = |principal: &&String| {
            let (_, session) = self.sessions.get(*principal)?.range(at - 2..=at + 2).next()?;
            Some(((*principal).clone(), session.clone()))
        };
        principals.iter().filter(|principal| sign_in || principal.contains(':')).find_map(fitting)
    }

    /// When a key was issued, where a collected call says it.
    pub fn issued_at(&self, key: &str) -> Option<Time> {
        let of_key = self.found.values().filter(|found| found.by.credential == key);
        of_key.map(|found| found.by.time).min()
    }

    /// Who issued the subject, and who issued the issuers; each by time. A session matched by its creation time
    /// counts only where no response names its keys.
    pub fn finish(&mut self) -> (Vec<IssuedBy>, Vec<IssuedBy>) {
        let mut all: Vec<Found> = std::mem::take(&mut self.found).into_values().collect();
        all.sort_by(|a, b| (a.by.time, &a.by.event_id).cmp(&(b.by.time, &b.by.event_id)));
        let named = all.iter().filter(|found| found.by.certainty == Certainty::NamedInResponse);
        let named: HashSet<String> = named.map(|found| found.by.credential.clone()).collect();
        all.retain(|found| found.keys.is_empty() || !found.keys.iter().all(|key| named.contains(key)));
        let (own, above): (Vec<_>, Vec<_>) = all.into_iter().partition(|found| found.level == 0);
        let told = |found: Vec<Found>| found.into_iter().map(|found| found.by).collect();
        (told(own), told(above))
    }
}
