//! What a rule finds in an event: the new identities, how they are known and what narrows them down.

use super::handle::Handle;
use super::paths::{Fields, first, values};
use super::rules::Rule;
use crate::facts::Time;
use crate::vocabulary::{NOT_NAMED, is_withheld};
use chrono::TimeDelta;

/// A new identity in an event.
#[derive(Clone, Debug)]
pub struct Minted<'a> {
    /// The rule that found it.
    pub rule: &'a Rule,
    /// How it is known; the first is its own, the others lead to it as well.
    pub handles: Vec<Handle>,
    /// What narrows its use down: role of `Runs`, policy of `Trust`, audience of `Issuer`, account and permission set of
    /// `Person`.
    pub limit: Option<String>,
    /// ARN and name of a permission set.
    pub set: Option<(String, String)>,
    /// What was acted on.
    pub target: String,
    /// The response names its access key.
    pub in_response: bool,
    /// Names of what its state hangs on.
    pub names: Vec<String>,
    /// When it lapses by itself.
    pub expires: Option<Time>,
    /// Why its use cannot be followed.
    pub untraceable: Option<String>,
}

/// Names in a domain: `user:requestParameters.userName` gives `user:111122223333/bob`. What AWS names only within an
/// account or a region is named with it, of the ARN where the path leads to one. Of several paths, joined by `+`, all
/// must be there.
pub fn named(event: &Fields<'_>, name: &str) -> Vec<String> {
    let (domain, path) = name.split_once(':').unwrap_or(("", name));
    if path.contains('+') {
        let parts: Option<Vec<String>> = path.split('+').map(|path| first(event, path)).collect();
        return parts.map(|parts| format!("{domain}:{}", parts.join("/"))).into_iter().collect();
    }
    if domain == "run" {
        return values(event, path).iter().map(|value| run(event, value)).collect();
    }
    if !matches!(domain, "user" | "role" | "password" | "trust" | "host") {
        return values(event, path).into_iter().map(|value| format!("{domain}:{value}")).collect();
    }
    let own = own_account(event);
    let of_account = |value: String| {
        let account = value.strip_prefix("arn:").and_then(|arn| arn.split(':').nth(3)).unwrap_or(own);
        format!("{domain}:{account}/{}", value.rsplit(['/', ':']).next().unwrap_or_default())
    };
    values(event, path.trim_end_matches("#last")).into_iter().map(of_account).collect()
}

fn own_account<'a>(event: &'a Fields<'_>) -> &'a str {
    event.recipient_account_id.as_deref().or(event.account_id.as_deref()).unwrap_or_default()
}

/// What runs under a name is of one account and region.
fn run(event: &Fields<'_>, name: &str) -> String {
    format!("run:{}/{}/{name}", own_account(event), event.aws_region.as_deref().unwrap_or_default())
}

/// Whether a text has the form of an access key ID; a masked one has not.
pub(super) fn is_key(text: &str) -> bool {
    text.len() >= 16 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Whether the console made a call for whoever is signed in: it goes on with other keys of the same session than the
/// one in the response.
fn by_console(event: &Fields<'_>) -> bool {
    let internal = |text: &Option<String>| text.as_deref() == Some("AWS Internal");
    event.console_session == Some(true) || internal(&event.invoked_by) || internal(&event.source_ip_address)
}

impl Rule {
    pub(super) fn found<'a>(&'a self, event: &Fields<'_>) -> Vec<Minted<'a>> {
        let one = |path: &Option<String>| path.as_deref().and_then(|path| first(event, path));
        let many =
            |path: &Option<String>| path.as_deref().map(|path| values(event, path)).unwrap_or_default();
        let key = one(&self.key).filter(|key| is_key(key));
        let session = || {
            let at = event.event_time?.timestamp();
            one(&self.session).map(|principal| Handle::Session(principal, at))
        };
        let here = || own_account(event).to_string();
        let account_and_set = one(&self.account)
            .map(|account| one(&self.set).map_or(account.clone(), |set| format!("{account} {set}")));
        let access = || {
            let group = one(&self.group).map(|group| format!("group {group}"));
            account_and_set.clone().or(group).unwrap_or_default()
        };
        let mut own: Vec<Handle> = key.iter().cloned().map(Handle::Key).collect();
        // A key in the response is used itself, except where services hand on refreshed ones.
        if key.is_none() || self.refreshed || by_console(event) {
            own.extend(session());
        }
        own.extend(one(&self.console).map(Handle::Console));
        let principal = one(&self.principal).map(Handle::Principal);
        // Who is let into a role that was made leads to the role; alone it is not all of it.
        let whole = self.principal.is_none() || principal.is_some();
        own.extend(principal);
        own.extend(one(&self.person).map(|id| Handle::Person(id, access())));
        own.extend(one(&self.sign_in).map(|name| Handle::SignIn(name, here())));
        own.extend(one(&self.keyless).map(|name| Handle::Keyless(name, here())));
        own.extend(one(&self.issuer).map(Handle::Issuer));
        own.extend(one(&self.trust).filter(|_| whole).map(|role| Handle::Trust(role, here())));
        let told = |path: &String| first(event, path).filter(|text| !is_withheld(text));
        let target = self.target.iter().find_map(told);
        let names: Vec<String> = self.names.iter().flat_map(|name| named(event, name)).collect();
        let minted = |handles: Vec<Handle>, target: Option<String>| Minted {
            rule: self,
            target: target.unwrap_or_else(|| NOT_NAMED.into()),
            names: names.clone(),
            in_response: key.is_some()
                && self.key.as_deref().is_some_and(|path| path.starts_with("responseElements")),
            limit: one(&self.policy)
                .or_else(|| one(&self.audience))
                .or_else(|| account_and_set.clone())
                .or_else(|| one(&self.role).map(|role| role.rsplit('/').next().unwrap_or_default().into())),
            set: one(&self.set).zip(one(&self.set_name)),
            expires: self.expiry(event),
            untraceable: self.untraceable.clone(),
            handles,
        };
        if !own.is_empty() {
            return vec![minted(own, target)];
        }
        let runs = many(&self.runs);
        if !runs.is_empty() {
            let each = |name: String| {
                let called = format!("{}{name}", self.runs_prefix);
                let known_as = run(event, &called);
                let handle = Handle::Runs(called, here());
                let mut minted = minted(vec![handle], Some(target.clone().unwrap_or(name)));
                // A name that all of a kind have tells none of them apart.
                minted.names.extend(self.within.is_none().then_some(known_as));
                minted
            };
            return runs.into_iter().map(each).collect();
        }
        let unknown = self.untraceable.is_some().then(|| {
            let target = target.unwrap_or_else(|| NOT_NAMED.into());
            minted(vec![Handle::Untraceable(self.kind.clone(), target.clone())], Some(target))
        });
        unknown.into_iter().collect()
    }

    /// As the response spells it, else as long as the request asked for, else as long as it lasts for who asks for none.
    fn expiry(&self, event: &Fields<'_>) -> Option<Time> {
        let spelled = self.expires.as_deref().and_then(|path| first(event, path));
        spelled.as_deref().and_then(super::expiry::parse).or_else(|| {
            let seconds = match first(event, self.lasts.as_deref()?) {
                // None at all: as long as the session of whoever asks.
                Some(seconds) => seconds.parse().ok().filter(|seconds| *seconds > 0),
                None => self.unasked.filter(|_| by_key(event)),
            };
            event.event_time?.checked_add_signed(TimeDelta::try_seconds(seconds?)?)
        })
    }
}

/// Whether a call was made with a key. What the console asks for lasts as long as the console's session.
fn by_key(event: &Fields<'_>) -> bool {
    event.access_key_id.is_some() && event.invoked_by.is_none() && !by_console(event)
}
