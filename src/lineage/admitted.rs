//! Whose call it is when its parameters must be asked: calls without a key, federated sign-ins, roles whose trust was
//! rewritten, users of Identity Center. Who was let in before is not let in by the change.

use super::entry::Entry;
use super::handle::{Handle, account_of, role_of};
use super::handles::Handles;
use super::paths::{Fields, first};
use super::policy::{Caller, admits};
use crate::facts::{Outsider, Time};

/// Who comes in by a role or a provider.
struct Comer {
    /// As the record names him.
    who: String,
    /// Whom he belongs to: an account, a repository.
    kin: Option<String>,
}

/// How somebody came in.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entered {
    /// Whoever made the call, where that was somebody of another account.
    pub outsider: Option<Outsider>,
    /// The role that was opened to him, where he came by an identity provider, too.
    pub through: Option<usize>,
}

/// What a call by something that was opened to others is.
enum Entrance<'a> {
    /// The change let him in.
    By(&'a Entry),
    /// Others of his account or repository were let in before.
    Unclear(&'a Entry),
}

impl Handles {
    /// The followed identity that a call belongs to.
    pub fn owner_of_call(&self, event: &Fields<'_>) -> Option<usize> {
        let identity = event.identity();
        let keyless = || {
            let name = event.user_name.clone().filter(|_| self.keyless && is_keyless(event))?;
            let handle = Handle::Keyless(name, identity.account.unwrap_or_default().into());
            self.by.get(&handle).filter(|entry| entry.at(event.event_time))
        };
        let switched =
            || self.session(event.principal_id.as_deref()?, event.event_time.filter(|_| switches(event))?);
        let owner = keyless().map(|entry| entry.node).or_else(|| self.owner(&identity)).or_else(switched);
        if let Some(node) = owner {
            return Some(node);
        }
        if !self.turning {
            return None;
        }
        match self.person(event).map(Entrance::By).or_else(|| self.entrance(event)) {
            Some(Entrance::By(entry)) => Some(entry.node),
            _ => None,
        }
    }

    /// What somebody came in by who may have been let in before: the node, and who he is.
    pub fn unclear(&self, event: &Fields<'_>) -> Option<(usize, String)> {
        if !self.turning {
            return None;
        }
        match self.entrance(event)? {
            Entrance::By(_) => None,
            Entrance::Unclear(entry) => Some((entry.node, comer(event)?.who)),
        }
    }

    /// Notes a call with success that is nobody's who is followed: whoever used a thing before a change did not need
    /// the change.
    pub fn note_others(&mut self, event: &Fields<'_>) {
        let Some(time) = event.event_time.filter(|_| self.turning) else { return };
        let mut note = |handle: Handle, who: String, time: Time| {
            if let Some(entry) = self.by.get_mut(&handle) {
                entry.turns.note(who, time);
            }
        };
        if let Some(key) = &event.access_key_id {
            note(Handle::Key(key.clone()), String::new(), time);
        }
        if hands_out_sessions(event)
            && let Some(comer) = comer(event)
        {
            for handle in issuers(event).map(Handle::Issuer).chain(opened(event)) {
                note(handle.clone(), comer.who.clone(), time);
                comer.kin.iter().for_each(|kin| note(handle.clone(), kin.clone(), time));
            }
        }
        if let Some(id) = &event.on_behalf_of
            && let Some(role) = role_in_account(event)
        {
            for access in self.people.get(id).into_iter().flatten() {
                let handle = Handle::Person(id.clone(), access.clone());
                note(handle, role.clone(), event.session_created.unwrap_or(time));
            }
        }
    }

    fn entrance(&self, event: &Fields<'_>) -> Option<Entrance<'_>> {
        if !hands_out_sessions(event) {
            return None;
        }
        let then = |entry: &&Entry| entry.at(event.event_time);
        let issuer = || {
            let found = issuers(event).find_map(|arn| self.by.get(&Handle::Issuer(arn)))?;
            let audience = first(event, "responseElements.audience");
            found
                .allows(|limit| audience.as_deref().is_none_or(|audience| audience == limit))
                .then_some(found)
        };
        let entry = issuer().or_else(|| self.trusting(event)).filter(then)?;
        let was_there = |who: &str| entry.turns.was_there(who, event.event_time);
        match comer(event) {
            Some(comer) if was_there(&comer.who) => None,
            Some(Comer { kin: Some(kin), .. }) if was_there(&kin) => Some(Entrance::Unclear(entry)),
            _ => Some(Entrance::By(entry)),
        }
    }

    /// The role whose new trust policy admits whoever makes a call.
    fn trusting(&self, event: &Fields<'_>) -> Option<&Entry> {
        let entry = self.by.get(&opened(event)?)?;
        let provider = provider(event);
        let subject = first(event, "responseElements.subjectFromWebIdentityToken");
        let caller = match (&provider, event.account_id.as_deref()) {
            (Some(provider), _) => Caller::Provider(provider, subject.as_deref()),
            (None, Some(account)) if is_outside(event, account) => Caller::Account(account),
            _ => return None,
        };
        entry.allows(|policy| admits(policy, caller)).then_some(entry)
    }

    /// How somebody came in who made a call that belongs to a followed identity and is not made with its credentials.
    pub fn entered(&self, event: &Fields<'_>, by: usize) -> Option<Entered> {
        if !self.turning || !hands_out_sessions(event) || self.owner(&event.identity()).is_some() {
            return None;
        }
        let outsider = || {
            let account = event.account_id.as_deref().filter(|account| is_outside(event, account))?;
            let name = event.user_arn.as_deref().or(event.principal_id.as_deref())?;
            Some(Outsider { name: name.into(), account: account.into() })
        };
        let was_there = |entry: &Entry| {
            let who = comer(event).into_iter().flat_map(|comer| [Some(comer.who), comer.kin]).flatten();
            who.into_iter().any(|who| entry.turns.was_there(&who, event.event_time))
        };
        let trust = self.trusting(event).filter(|entry| entry.at(event.event_time) && !was_there(entry));
        let through = trust.map(|entry| entry.node).filter(|node| *node != by);
        let entered = Entered { outsider: outsider(), through };
        (entered != Entered::default()).then_some(entered)
    }

    /// Access that was given to a user of Identity Center: of its account, with its permission set where that is known,
    /// and not by a role that the user had before.
    fn person(&self, event: &Fields<'_>) -> Option<&Entry> {
        let id = event.on_behalf_of.as_ref()?;
        let account = event.recipient_account_id.as_deref().or(event.account_id.as_deref());
        let role = role_of(event.user_arn.as_deref());
        let of_set = |arn: &str| {
            let prefix = self.sets.get(arn).map(|name| format!("AWSReservedSSO_{name}_"));
            prefix.zip(role).is_none_or(|(prefix, role)| role.starts_with(&prefix))
        };
        let fits = |limit: &str| {
            let (own, set) = limit.split_once(' ').unwrap_or((limit, ""));
            account.is_none_or(|account| account == own) && of_set(set)
        };
        let issued = event.session_created.or(event.event_time);
        let role = role_in_account(event);
        let had = |entry: &Entry| role.as_ref().is_some_and(|role| entry.turns.was_there(role, issued));
        let accesses = self.people.get(id).into_iter().flatten();
        let entries = accesses.filter_map(|access| self.by.get(&Handle::Person(id.clone(), access.clone())));
        entries.into_iter().find(|entry| entry.at(issued) && entry.allows(fits) && !had(entry))
    }
}

/// Whether an account is another than the one whose trail holds the call.
fn is_outside(event: &Fields<'_>, account: &str) -> bool {
    event.recipient_account_id.as_deref() != Some(account)
}

/// Role of Identity Center in its account.
fn role_in_account(event: &Fields<'_>) -> Option<String> {
    let arn = event.user_arn.as_deref();
    Some(format!("{}/{}", account_of(arn)?, role_of(arn)?))
}

fn hands_out_sessions(event: &Fields<'_>) -> bool {
    matches!(event.event_source.as_deref(), Some("sts.amazonaws.com" | "rolesanywhere.amazonaws.com"))
}

fn provider(event: &Fields<'_>) -> Option<String> {
    first(event, "responseElements.provider | requestParameters.principalArn")
}

fn issuers(event: &Fields<'_>) -> impl Iterator<Item = String> {
    [provider(event), first(event, "requestParameters.trustAnchorArn")].into_iter().flatten()
}

fn opened(event: &Fields<'_>) -> Option<Handle> {
    let role = first(event, "requestParameters.roleArn")?;
    let account = role.split(':').nth(4)?;
    Some(Handle::Trust(role.rsplit('/').next()?.into(), account.into()))
}

fn comer(event: &Fields<'_>) -> Option<Comer> {
    if let Some(subject) = first(event, "responseElements.subjectFromWebIdentityToken") {
        // Workflows name what they run for behind their repository.
        let repository = subject.starts_with("repo:") || subject.starts_with("project_path:");
        let kin = repository.then(|| subject.splitn(3, ':').take(2).collect::<Vec<_>>().join(":"));
        return Some(Comer { who: subject, kin });
    }
    if provider(event).is_some() {
        // A transient subject is another one at each sign-in.
        let lasting = first(event, "responseElements.subjectType").as_deref() != Some("transient");
        let subject = first(event, "responseElements.subject").filter(|_| lasting);
        let name = subject.or_else(|| first(event, "requestParameters.roleSessionName"))?;
        let issuer = first(event, "responseElements.issuer").unwrap_or_default();
        return Some(Comer { who: format!("{issuer} {name}"), kin: None });
    }
    let principal = event.principal_id.as_deref()?;
    let who = principal.split(':').next().unwrap_or(principal).to_string();
    Some(Comer { who, kin: event.account_id.clone() })
}

/// The console records a switch of roles as a call of the session that it opens, without the time of that.
fn switches(event: &Fields<'_>) -> bool {
    event.event_source.as_deref() == Some("signin.amazonaws.com")
        && event.event_name.as_deref() == Some("SwitchRole")
        && event.session_created.is_none()
}

/// Calls signed by something other than an access key: a Bedrock API key, Git or Keyspaces credentials. A short-term
/// API key is signed with an access key, and its calls are that key's.
fn is_keyless(event: &Fields<'_>) -> bool {
    let is = |path: &str, value: &str| first(event, path).as_deref() == Some(value);
    let bearer =
        is("additionalEventData.callWithBearerToken | requestParameters.callWithBearerToken", "true");
    let long_term = is("additionalEventData.bearerTokenType | requestParameters.bearerTokenType", "ABSK");
    let service =
        matches!(event.event_source.as_deref(), Some("codecommit.amazonaws.com" | "cassandra.amazonaws.com"));
    let without_key = event.access_key_id.as_deref().unwrap_or_default().is_empty();
    (bearer && (without_key || long_term)) || (service && without_key)
}
