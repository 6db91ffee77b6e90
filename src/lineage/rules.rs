//! The rules, as data, and what they find in an event.

use crate::event::Event;
use serde::Deserialize;

/// One way to obtain a credential.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    source: String,
    events: Vec<String>,
    /// What is obtained.
    pub kind: String,
    key: Option<String>,
    principal: Option<String>,
    sign_in: Option<String>,
    #[serde(default)]
    target: Vec<String>,
    expires: Option<String>,
    /// How it is taken back.
    pub revoke: String,
}

/// All rules.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    rule: Vec<Rule>,
}

/// What later use of a new identity is known by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Handle {
    /// An access key ID.
    Key(String),
    /// A user ID or role ID.
    Principal(String),
    /// A user name in console sign-ins.
    SignIn(String),
}

/// A new identity in an event.
#[derive(Clone, Debug)]
pub struct Minted<'a> {
    /// The rule that found it.
    pub rule: &'a Rule,
    /// How it is known.
    pub handle: Handle,
    /// What was acted on.
    pub target: String,
    /// Expiry as the response spells it.
    pub expires: Option<String>,
}

impl Rules {
    /// The rules that keytrail ships.
    pub fn builtin() -> Result<Self, String> {
        toml::from_str(include_str!("rules.toml"))
            .map_err(|error| format!("the lineage rules are not right: {}", error.message()))
    }

    /// The new identity that an event hands out, if a rule knows the call and the response names it.
    pub fn minted<'a>(&'a self, event: &Event) -> Option<Minted<'a>> {
        let (source, name) = (event.event_source.as_deref()?, event.event_name.as_deref()?);
        let rule = self.rule.iter().find(|r| r.source == source && r.events.iter().any(|e| e == name))?;
        let text =
            |path: &Option<String>| path.as_deref().and_then(|p| value(event, p)).filter(|t| !t.is_empty());
        let handle = text(&rule.key)
            .map(Handle::Key)
            .or_else(|| text(&rule.principal).map(Handle::Principal))
            .or_else(|| text(&rule.sign_in).map(Handle::SignIn))?;
        let target = rule
            .target
            .iter()
            .find_map(|path| value(event, path))
            .unwrap_or_else(|| "(not named in the record)".into());
        Some(Minted { rule, handle, target, expires: text(&rule.expires) })
    }
}

fn value(event: &Event, path: &str) -> Option<String> {
    match path {
        "userIdentity.arn" => event.user_arn.clone(),
        _ => event.json_text(path),
    }
}
