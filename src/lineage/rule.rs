//! A row that says how a credential is obtained or an identity made. The fields are explained in `rules/README.md`.

use super::condition::Condition;
use super::names::{Joined, NamePattern};
use super::paths::Path;
use serde::Deserialize;

/// One way to obtain a credential or to make an identity.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub source: String,
    pub events: Vec<String>,
    /// What is obtained.
    pub kind: String,
    pub when: Option<Condition>,
    /// Not where the policy that the call sets denies, or admits services of AWS alone.
    #[serde(default)]
    pub grants: bool,
    pub key: Option<Path>,
    pub switched_on: Option<Path>,
    pub session: Option<SessionWay>,
    pub console: Option<ConsoleWay>,
    pub principal: Option<Path>,
    pub person: Option<PersonWay>,
    pub sign_in: Option<Path>,
    pub keyless: Option<Path>,
    pub issuer: Option<IssuerWay>,
    pub trust: Option<TrustWay>,
    pub runs: Option<RunsWay>,
    pub untraceable: Option<String>,
    pub permission_set: Option<PermissionSet>,
    #[serde(default)]
    pub target: Vec<Path>,
    #[serde(default)]
    pub names: Vec<NamePattern>,
    /// Names of what a service makes the call for, where it makes it by itself.
    #[serde(default)]
    pub launched_for: Vec<NamePattern>,
    pub expires: Option<Path>,
    pub lasts: Option<Lasts>,
    /// Seconds that it lasts at most, whatever was asked for.
    pub at_most: Option<i64>,
    /// How it is taken back.
    pub revoke: String,
}

/// A session, known by its principal and the time of the call.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionWay {
    pub principal: Path,
    /// Also where the response names a key: the service refreshes it.
    #[serde(default)]
    pub refreshed: bool,
    /// Calls of the console in the session that asked for it are its own.
    #[serde(default)]
    pub goes_on: bool,
    /// Only calls that this service makes with it; where there are none, it is as untraceable as the row says.
    pub service: Option<String>,
}

/// Console sign-ins of a principal.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsoleWay {
    pub principal: Path,
    /// Seconds within which the sign-in must follow.
    pub within: Option<i64>,
}

/// A user of Identity Center, and the access that was given.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonWay {
    pub id: Path,
    pub access: Option<Access>,
}

/// Access that a user of Identity Center was given.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Access {
    /// To an account, with a permission set.
    Assigned { account: Path, set: Path },
    /// That of a group.
    Group(Path),
    /// All that he has, whoever used it before.
    TakenOver(bool),
}

/// How access is told apart that a person already had when he was taken over.
pub const TAKEN_OVER: &str = "taken over";

/// Sessions that an identity provider, a trust anchor or a service hands out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuerWay {
    pub arn: Path,
    /// Only those for this audience.
    pub audience: Option<Path>,
    /// What the service named by `arn` hands them out to.
    pub to: Option<Joined>,
    /// Only those of this role.
    pub role: Option<Path>,
    /// Seconds within which they must be handed out.
    pub within: Option<i64>,
}

/// Calls that assume a role from outside.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustWay {
    pub role: Path,
    /// The trust policy, which names who may.
    pub policy: Path,
}

/// Role sessions that a service names after what runs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunsWay {
    pub name: Path,
    /// What the service puts before the name.
    #[serde(default)]
    pub prefix: String,
    /// What it puts behind the name, before more of its own.
    #[serde(default)]
    pub suffix: String,
    /// The server whose user it is; the sessions have both names.
    pub at: Option<Path>,
    /// Only sessions of this role.
    pub role: Option<Path>,
    /// Seconds within which the session must be issued.
    pub within: Option<i64>,
    /// Holds where it is started without a role, so that there are no sessions of one unless it is given one later.
    pub roleless: Option<Condition>,
}

/// ARN and name of a permission set.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermissionSet {
    pub arn: Path,
    pub name: Path,
}

/// How long it lasts where the response does not spell its expiry.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lasts {
    /// The seconds that the call asks for.
    pub seconds: Path,
    /// The seconds where a key asks and says no number.
    pub unasked: Option<i64>,
}

impl Rule {
    /// Uses of its key before this call are not its own.
    pub fn is_switched_on(&self) -> bool {
        self.switched_on.is_some()
    }

    /// Calls of the console in the session that asked for it are its own.
    pub fn goes_on(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.goes_on)
    }

    /// The only service whose calls with its session count.
    pub fn service(&self) -> Option<&String> {
        self.session.as_ref()?.service.as_ref()
    }

    /// Seconds within which its use must begin.
    pub fn within(&self) -> Option<i64> {
        let console = self.console.as_ref().and_then(|console| console.within);
        console.or_else(|| self.runs.as_ref()?.within).or_else(|| self.issuer.as_ref()?.within)
    }

    /// What is wrong with the row as a whole.
    pub fn fault(&self) -> Option<&'static str> {
        let paths = [&self.key, &self.switched_on, &self.principal, &self.sign_in, &self.keyless];
        let known = paths.into_iter().any(Option::is_some)
            || self.session.is_some()
            || self.console.is_some()
            || self.person.is_some()
            || self.issuer.is_some()
            || self.trust.is_some()
            || self.runs.is_some();
        match () {
            () if !known && self.untraceable.is_none() => {
                Some("it says neither how later use is known nor why it is `untraceable`")
            }
            () if self.key.is_some() && self.switched_on.is_some() => {
                Some("`key` is handed out and `switched_on` was there before: it is one or the other")
            }
            () => None,
        }
    }
}
