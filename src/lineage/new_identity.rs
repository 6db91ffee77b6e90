//! A new identity that a rule finds in an event: how later use is known, and what narrows that down.

use super::fields::Fields;
use super::handed_key::hands_out;
use super::handle::Handle;
use super::names::{Name, all_names, own_account};
use super::paths::Path;
use super::rule::{Access, IssuerWay, Rule, TAKEN_OVER};
use crate::facts::Time;
use crate::vocabulary::{NOT_NAMED, is_withheld};
use chrono::TimeDelta;

/// A new identity in an event.
#[derive(Clone, Debug)]
pub struct NewIdentity<'a> {
    /// The rule that found it.
    pub rule: &'a Rule,
    /// How later use is known; the first names it, the others lead to it as well.
    pub handles: Vec<Handle>,
    /// What narrows its use down: the role of `Runs`, the policy of `Trust`, the audience of `Issuer`, the
    /// account and permission set of `Person`.
    pub limit: Option<String>,
    /// ARN and name of a permission set.
    pub set: Option<(String, String)>,
    /// What was acted on.
    pub target: String,
    /// The response names its access key.
    pub in_response: bool,
    /// Names by which a change of its state is looked up.
    pub names: Vec<Name>,
    /// Names of what a service makes the call for.
    pub launched_for: Vec<Name>,
    /// When it expires.
    pub expires: Option<Time>,
    /// Why its use cannot be followed.
    pub untraceable: Option<String>,
    /// It runs without a role.
    pub roleless: bool,
}

impl NewIdentity<'_> {
    /// The names under which the call hands it out. What runs with one role is over with that role; the role does not tell
    /// it from another of its name, as `names` do.
    pub(super) fn given(&self) -> Vec<Name> {
        let role = match (self.handles.first(), &self.limit) {
            (Some(Handle::Runs(_, account)), Some(role)) => Some(Name::of_account("role", account, role)),
            _ => None,
        };
        self.names.iter().cloned().chain(role).collect()
    }
}

/// Whether a text has the form of an access key ID. A masked one does not have it.
pub(super) fn is_key(text: &str) -> bool {
    text.len() >= 16 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Whether the console made a call for whoever is signed in. It goes on with other keys of the session than
/// the one in the response.
fn by_console(event: &Fields<'_>) -> bool {
    let internal = |text: &Option<String>| text.as_deref() == Some("AWS Internal");
    event.console_session == Some(true) || internal(&event.invoked_by) || internal(&event.source_ip_address)
}

impl Rule {
    pub(super) fn found<'a>(&'a self, event: &Fields<'_>) -> Vec<NewIdentity<'a>> {
        let one = |path: Option<&Path>| path.and_then(|path| path.first(event));
        let key = one(self.key.as_ref().or(self.switched_on.as_ref())).filter(|key| is_key(key));
        let here = || own_account(event).to_string();
        let (assigned, group) = match self.person.as_ref().and_then(|person| person.access.as_ref()) {
            Some(Access::Assigned { account, set }) => (assigned(event, account, set), None),
            Some(Access::Group(group)) => (None, group.first(event).map(|group| format!("group {group}"))),
            Some(Access::TakenOver(over)) => (None, over.then(|| TAKEN_OVER.into())),
            None => (None, None),
        };
        let own = self.own_handles(event, key.as_ref(), assigned.as_ref(), group);
        let told = |path: &Path| path.first(event).filter(|text| !is_withheld(text));
        let target = self.target.iter().find_map(told);
        let names = all_names(&self.names, event);
        let role_name = |role: String| role.rsplit('/').next().unwrap_or_default().to_string();
        let new = |handles: Vec<Handle>, target: Option<String>| NewIdentity {
            rule: self,
            target: target.unwrap_or_else(|| NOT_NAMED.into()),
            names: names.clone(),
            launched_for: all_names(&self.launched_for, event),
            in_response: key.is_some() && self.key.as_ref().is_some_and(Path::is_of_response),
            limit: one(self.trust.as_ref().map(|trust| &trust.policy))
                .or_else(|| one(self.issuer.as_ref()?.audience.as_ref()))
                .or_else(|| one(self.issuer.as_ref()?.role.as_ref()))
                .or_else(|| assigned.clone())
                .or_else(|| one(self.runs.as_ref()?.role.as_ref()).map(role_name)),
            set: self.permission_set.as_ref().and_then(|set| set.arn.first(event).zip(set.name.first(event))),
            expires: self.expiry(event),
            untraceable: self.untraceable.clone(),
            roleless: self
                .runs
                .as_ref()
                .and_then(|runs| runs.roleless.as_ref())
                .is_some_and(|c| c.holds(event)),
            handles,
        };
        if !own.is_empty() {
            return vec![new(own, target)];
        }
        if let Some(runs) = &self.runs
            && let running = runs.name.values(event)
            && !running.is_empty()
        {
            let each = |name: String| {
                let server = one(runs.at.as_ref()).map(|server| format!("@{server}")).unwrap_or_default();
                let called = format!("{}{name}{}{server}", runs.prefix, runs.suffix);
                let known_as = Name::run(event, &called);
                let handle = Handle::Runs(called, here());
                let mut new = new(vec![handle], Some(target.clone().unwrap_or(name)));
                // Where a row has `within`, all sessions of its kind have one name, which tells none of them
                // apart.
                new.names.extend(runs.within.is_none().then_some(known_as));
                new
            };
            return running.into_iter().map(each).collect();
        }
        let unknown = self.untraceable.is_some().then(|| {
            let target = target.unwrap_or_else(|| NOT_NAMED.into());
            new(vec![Handle::Untraceable(self.kind.clone(), target.clone())], Some(target))
        });
        unknown.into_iter().collect()
    }

    /// Each key that a response hands out, of whatever call.
    pub(super) fn keys_handed_out<'a>(&'a self, event: &Fields<'_>) -> Vec<NewIdentity<'a>> {
        let keys = self.key.as_ref().map(|path| path.values(event)).unwrap_or_default();
        let found = self.found(event);
        let of_key =
            |key: String| Some(NewIdentity { handles: vec![Handle::Key(key)], ..found.first()?.clone() });
        keys.into_iter().filter(|key| hands_out(event, key)).filter_map(of_key).collect()
    }

    /// What leads to the new identity, its own handle first; `key` is its access key, `assigned` the account and
    /// permission set that a person was given, or else `group`.
    fn own_handles(
        &self,
        event: &Fields<'_>,
        key: Option<&String>,
        assigned: Option<&String>,
        group: Option<String>,
    ) -> Vec<Handle> {
        let one = |path: &Option<Path>| path.as_ref().and_then(|path| path.first(event));
        let here = || own_account(event).to_string();
        let mut own: Vec<Handle> = key.cloned().map(Handle::Key).into_iter().collect();
        if let Some(session) = &self.session
            // Where the response names a key, later calls use it; except where a service refreshes keys, or
            // the console does.
            && (key.is_none() || session.refreshed || by_console(event))
        {
            let at = event.event_time.map(|time| time.timestamp());
            let session = session.principal.first(event).zip(at);
            own.extend(session.map(|(principal, at)| Handle::Session(principal, at)));
        }
        own.extend(self.console.as_ref().and_then(|way| way.principal.first(event)).map(Handle::Console));
        let principal = one(&self.principal).map(Handle::Principal);
        // The trust of a new role leads to the role's ID; where the record has no ID, the trust alone does
        // not stand for the role.
        let whole = self.principal.is_none() || principal.is_some();
        own.extend(principal);
        let access = || assigned.cloned().or(group).unwrap_or_default();
        let person = self.person.as_ref().and_then(|person| person.id.first(event));
        own.extend(person.map(|id| Handle::Person(id, access())));
        own.extend(one(&self.sign_in).map(|name| Handle::SignIn(name, here())));
        own.extend(one(&self.keyless).map(|name| Handle::Keyless(name, here())));
        // A key that the response names is the session; others that the same issuer hands out are not.
        own.extend(self.issuer.as_ref().filter(|_| key.is_none()).and_then(|way| way.handle(event)));
        let role = self.trust.as_ref().filter(|_| whole).and_then(|trust| trust.role.first(event));
        own.extend(role.map(|role| Handle::Trust(role, here())));
        own
    }

    /// The expiry that the response spells; else the lifetime that the call asked for; else the one where
    /// nobody asks.
    fn expiry(&self, event: &Fields<'_>) -> Option<Time> {
        let spelled = self.expires.as_ref().and_then(|path| path.first(event));
        spelled.as_deref().and_then(super::expiry::parse).or_else(|| {
            let lasts = self.lasts.as_ref()?;
            let seconds = match lasts.seconds.first(event) {
                // 0 asks for the lifetime of the caller's own session, which is not known here.
                Some(seconds) => seconds.parse().ok().filter(|seconds| *seconds > 0),
                None => lasts.unasked.filter(|_| by_key(event)),
            };
            event.event_time?.checked_add_signed(TimeDelta::try_seconds(seconds?)?)
        })
    }
}

impl IssuerWay {
    fn handle(&self, event: &Fields<'_>) -> Option<Handle> {
        let issuer = self.arn.first(event)?;
        let Some(to) = &self.to else { return Some(Handle::Issuer(issuer)) };
        let to = to.texts(event).into_iter().next()?;
        Some(Handle::Issuer(format!("{issuer} {to}")))
    }
}

/// The account and the permission set that a person was assigned, as one text.
fn assigned(event: &Fields<'_>, account: &Path, set: &Path) -> Option<String> {
    let account = account.first(event)?;
    Some(set.first(event).map_or(account.clone(), |set| format!("{account} {set}")))
}

/// Whether a call was made with a key. The console asks for lifetimes of its own.
fn by_key(event: &Fields<'_>) -> bool {
    event.access_key_id.is_some() && event.invoked_by.is_none() && !by_console(event)
}
