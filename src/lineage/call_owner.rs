//! Decides whose a call is where the key does not say it and the parameters must: calls without a key,
//! federated sign-ins, calls that assume a role whose trust policy was rewritten, calls of Identity Center
//! users. Whoever could come in before such a change does not owe his access to it.

use super::call::Entered;
use super::fields::{Column, Fields};
use super::handle::{Handle, account_of, role_of};
use super::handles::Handles;
use super::ownership::Ownership;
use super::policy::{Caller, admits};
use super::rule::TAKEN_OVER;
use super::switched_roles::switches;
use crate::facts::{Outsider, Time};

/// Somebody who assumes a role or signs in through a provider.
struct Entrant {
    /// His name in the record.
    who: String,
    /// The account or the repository that he belongs to.
    kin: Option<String>,
}

/// How a call came in through a role or provider that a followed identity opened to others.
enum Entrance<'a> {
    /// The caller owes his access to that change.
    By(&'a Ownership),
    /// Others of the caller's account or repository came in before that change; whether he could, the log
    /// does not tell.
    Unclear(&'a Ownership),
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
        if !self.changes_hands {
            return None;
        }
        match self.person(event).map(Entrance::By).or_else(|| self.entrance(event)) {
            Some(Entrance::By(entry)) => Some(entry.node),
            _ => None,
        }
    }

    /// For a call of which the log does not tell whether a change let the caller in: the node that stands for
    /// that change, and the caller.
    pub fn unclear(&self, event: &Fields<'_>) -> Option<(usize, String)> {
        if !self.changes_hands {
            return None;
        }
        match self.entrance(event)? {
            Entrance::By(_) => None,
            Entrance::Unclear(entry) => Some((entry.node, entrant(event)?.who)),
        }
    }

    /// Notes a successful call of somebody who is not followed: whoever used a role or provider before a
    /// change does not owe his access to the change.
    pub fn note_others(&mut self, event: &Fields<'_>) {
        let Some(time) = event.event_time.filter(|_| self.changes_hands) else { return };
        let mut note = |handle: Handle, who: String, time: Time| {
            if let Some(entry) = self.by.get_mut(&handle) {
                entry.periods.note(who, time);
            }
        };
        if let Some(key) = &event.access_key_id {
            note(Handle::Key(key.clone()), String::new(), time);
        }
        if hands_out_sessions(event)
            && let Some(entrant) = entrant(event)
        {
            for handle in issuers(event).map(Handle::Issuer).chain(opened(event)) {
                note(handle.clone(), entrant.who.clone(), time);
                entrant.kin.iter().for_each(|kin| note(handle.clone(), kin.clone(), time));
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
        let then = |entry: &&Ownership| entry.at(event.event_time);
        let issuer = || {
            let (audience, role) =
                (event.text(Column::Response, "audience"), event.text(Column::Request, "roleArn"));
            let is_own = |limit: &str| match limit.starts_with("arn:") {
                true => role.as_deref() == Some(limit),
                false => audience.as_deref().is_none_or(|audience| audience == limit),
            };
            let known = issuers(event).filter_map(|issuer| self.by.get(&Handle::Issuer(issuer)));
            known.into_iter().find(|entry| entry.allows(is_own) && then(entry))
        };
        let entry = issuer().or_else(|| self.trusting(event)).filter(then)?;
        let was_there = |who: &str| entry.periods.was_there(who, event.event_time);
        match entrant(event) {
            Some(entrant) if was_there(&entrant.who) => None,
            Some(Entrant { kin: Some(kin), .. }) if was_there(&kin) => Some(Entrance::Unclear(entry)),
            _ => Some(Entrance::By(entry)),
        }
    }

    /// The role of a call's own session, where a followed identity wrote its trust policy.
    pub(super) fn trust_of_session(&self, event: &Fields<'_>) -> Option<&Ownership> {
        let arn = event.user_arn.as_deref();
        let handle = Handle::Trust(role_of(arn)?.into(), account_of(arn)?.into());
        self.by.get(&handle).filter(|entry| entry.at(event.event_time))
    }

    /// The role whose new trust policy admits whoever makes a call.
    fn trusting(&self, event: &Fields<'_>) -> Option<&Ownership> {
        let entry = self.by.get(&opened(event)?)?;
        let provider = provider(event);
        let subject = web_subject(event);
        let caller = match (&provider, event.account_id.as_deref()) {
            (Some(provider), _) => Caller::Provider(provider, subject.as_deref()),
            (None, Some(account)) if is_outside(event, account) => Caller::Account(account),
            _ => return None,
        };
        entry.allows(|policy| admits(policy, caller)).then_some(entry)
    }

    /// How somebody came in who made a call that belongs to a followed identity and is not made with its credentials.
    pub fn entered(&self, event: &Fields<'_>, by: usize) -> Option<Entered> {
        if !self.changes_hands || !hands_out_sessions(event) || self.owner(&event.identity()).is_some() {
            return None;
        }
        let outsider = || {
            let account = event.account_id.as_deref().filter(|account| is_outside(event, account))?;
            let name = event.user_arn.as_deref().or(event.principal_id.as_deref())?;
            Some(Outsider { name: name.into(), account: account.into() })
        };
        let was_there = |entry: &Ownership| {
            let who =
                entrant(event).into_iter().flat_map(|entrant| [Some(entrant.who), entrant.kin]).flatten();
            who.into_iter().any(|who| entry.periods.was_there(&who, event.event_time))
        };
        let trust = self.trusting(event).filter(|entry| entry.at(event.event_time) && !was_there(entry));
        let through = trust.map(|entry| entry.node).filter(|node| *node != by);
        let entered = Entered { outsider: outsider(), through, service: None };
        (entered != Entered::default()).then_some(entered)
    }

    /// The access given to an Identity Center user by which a call is made: the call is of the account of
    /// that access, its role is that of the permission set where that is known, and the user did not have the
    /// role before.
    fn person(&self, event: &Fields<'_>) -> Option<&Ownership> {
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
        let had = |entry: &Ownership| role.as_ref().is_some_and(|role| entry.periods.was_there(role, issued));
        let accesses = self.people.get(id).into_iter().flatten();
        let entries = accesses.filter_map(|access| {
            let entry = self.by.get(&Handle::Person(id.clone(), access.clone()))?;
            Some((entry, access == TAKEN_OVER))
        });
        let own =
            |entry: &Ownership, over: bool| entry.at(issued) && entry.allows(fits) && (over || !had(entry));
        entries.into_iter().find(|(entry, over)| own(entry, *over)).map(|(entry, _)| entry)
    }
}

/// Whether an account is another than the one whose trail holds the call.
fn is_outside(event: &Fields<'_>, account: &str) -> bool {
    event.recipient_account_id.as_deref() != Some(account)
}

/// The account and the role of an Identity Center session, as one text.
fn role_in_account(event: &Fields<'_>) -> Option<String> {
    let arn = event.user_arn.as_deref();
    Some(format!("{}/{}", account_of(arn)?, role_of(arn)?))
}

fn hands_out_sessions(event: &Fields<'_>) -> bool {
    matches!(event.event_source.as_deref(), Some("sts.amazonaws.com" | "rolesanywhere.amazonaws.com"))
}

fn provider(event: &Fields<'_>) -> Option<String> {
    let provider = event.text(Column::Response, "provider");
    provider.or_else(|| event.text(Column::Request, "principalArn"))
}

/// The subject that an OIDC provider vouched for.
fn web_subject(event: &Fields<'_>) -> Option<String> {
    event.text(Column::Response, "subjectFromWebIdentityToken")
}

fn issuers(event: &Fields<'_>) -> impl Iterator<Item = String> {
    let request = |field: &str| event.text(Column::Request, field);
    let profile = request("profileArn").and_then(|arn| arn.split_once('/').map(|(_, id)| id.to_string()));
    // The names of identities and pools of Cognito are unique, unlike those of other providers' audiences and subjects.
    let of_cognito = || provider(event).as_deref() == Some("cognito-identity.amazonaws.com");
    let pool = event.text(Column::Response, "audience").filter(|_| of_cognito());
    let identity = web_subject(event).filter(|_| of_cognito());
    let named =
        [provider(event), request("trustAnchorArn"), profile, certificate(event), identity, pool, pod(event)];
    named.into_iter().flatten()
}

/// The serial number of the certificate that asks for a session, after which Roles Anywhere names the session.
fn certificate(event: &Fields<'_>) -> Option<String> {
    let session = event.column(Column::Response)?.get("credentialSet")?.get(0)?;
    let principal = session["assumedRoleUser"]["assumedRoleId"].as_str()?;
    Some(principal.split_once(':')?.1.to_string())
}

/// The service account of a pod for which EKS takes a session, as the issuer that its association makes.
fn pod(event: &Fields<'_>) -> Option<String> {
    let service = event.invoked_by.as_deref().filter(|by| *by == "pods.eks.amazonaws.com")?;
    let tags = event.column(Column::Request)?.get("tags")?.as_array()?;
    let tag = |key: &str| tags.iter().find(|tag| tag["key"] == key)?["value"].as_str();
    let (cluster, namespace) = (tag("eks-cluster-name")?, tag("kubernetes-namespace")?);
    let account = event.recipient_account_id.as_deref()?;
    let region = event.aws_region.as_deref()?;
    let pod = tag("kubernetes-service-account")?;
    Some(format!("{service} {account}/{region}/{cluster}/{namespace}/{pod}"))
}

fn opened(event: &Fields<'_>) -> Option<Handle> {
    let role = event.text(Column::Request, "roleArn")?;
    let account = role.split(':').nth(4)?;
    Some(Handle::Trust(role.rsplit('/').next()?.into(), account.into()))
}

fn entrant(event: &Fields<'_>) -> Option<Entrant> {
    // A certificate has no principal of its own; a pod is known by what its role was before.
    let certificate = || event.text(Column::Response, "subjectArn");
    let role_of_pod = || pod(event).and_then(|_| event.text(Column::Request, "roleArn"));
    if let Some(who) = certificate().or_else(role_of_pod) {
        return Some(Entrant { who, kin: None });
    }
    if let Some(subject) = web_subject(event) {
        // A workflow's subject names its repository first, then the branch or environment that it runs for.
        let repository = subject.starts_with("repo:") || subject.starts_with("project_path:");
        let kin = repository.then(|| subject.splitn(3, ':').take(2).collect::<Vec<_>>().join(":"));
        return Some(Entrant { who: subject, kin });
    }
    if provider(event).is_some() {
        // A transient subject changes at each sign-in, so that it does not identify the person.
        let lasting = event.text(Column::Response, "subjectType").as_deref() != Some("transient");
        let subject = event.text(Column::Response, "subject").filter(|_| lasting);
        let name = subject.or_else(|| event.text(Column::Request, "roleSessionName"))?;
        let issuer = event.text(Column::Response, "issuer").unwrap_or_default();
        return Some(Entrant { who: format!("{issuer} {name}"), kin: None });
    }
    let principal = event.principal_id.as_deref()?;
    let who = principal.split(':').next().unwrap_or(principal).to_string();
    Some(Entrant { who, kin: event.account_id.clone() })
}

/// Whether a call is signed by something other than an access key: a long-term Bedrock API key, Git or
/// Keyspaces credentials. A short-term API key is signed with an access key, whose calls these are.
fn is_keyless(event: &Fields<'_>) -> bool {
    let is = |field: &str, value: &str| {
        let text = event.text(Column::Additional, field).or_else(|| event.text(Column::Request, field));
        text.as_deref() == Some(value)
    };
    let (bearer, long_term) = (is("callWithBearerToken", "true"), is("bearerTokenType", "ABSK"));
    let service =
        matches!(event.event_source.as_deref(), Some("codecommit.amazonaws.com" | "cassandra.amazonaws.com"));
    let without_key = event.access_key_id.as_deref().unwrap_or_default().is_empty();
    (bearer && (without_key || long_term)) || (service && without_key)
}
