//! Names that a change of its state knows an identity by: `user:111122223333/bob`, `key:AKIA…`. What stands before the
//! colon is the domain; a rule gives a name and a change looks it up, so that both must spell it alike.

use super::fields::Fields;
use super::paths::Path;
use serde::Deserialize;
use std::str::FromStr;

/// A name, with its domain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

/// Domains whose names AWS gives within an account: each name has the account of its ARN, or else the record's own.
const OF_ACCOUNT: [&str; 5] = ["user", "role", "password", "trust", "host"];

/// The domain of what runs under a name, in one account and region.
const RUN: &str = "run";

/// Domains of names that the code gives: to keys and persons that are followed, to what runs, and to what a call was
/// made with.
pub const OF_CODE: [&str; 6] = ["key", "person", RUN, "user", "role", "host"];

impl Name {
    /// A text in a domain.
    pub fn new(domain: &str, text: &str) -> Self {
        Self(format!("{domain}:{text}"))
    }

    /// What AWS names only within an account.
    pub fn of_account(domain: &str, account: &str, name: &str) -> Self {
        Self(format!("{domain}:{account}/{name}"))
    }

    /// What runs under a name in the account and region of an event.
    pub fn run(event: &Fields<'_>, name: &str) -> Self {
        Self(format!(
            "{RUN}:{}/{}/{name}",
            own_account(event),
            event.aws_region.as_deref().unwrap_or_default()
        ))
    }

    /// What stands before its colon.
    pub fn domain(&self) -> &str {
        self.0.split(':').next().unwrap_or_default()
    }

    /// What follows the colon of a name of this domain.
    pub fn in_domain(&self, domain: &str) -> Option<&str> {
        self.0.strip_prefix(domain)?.strip_prefix(':')
    }
}

/// The account that a record is of: the one whose trail holds it, or else the caller's.
pub fn own_account<'a>(event: &'a Fields<'_>) -> &'a str {
    event.recipient_account_id.as_deref().or(event.account_id.as_deref()).unwrap_or_default()
}

/// One path, or several joined by `+`, whose texts make one name.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Joined(Vec<Path>);

impl Joined {
    /// Of one path every text; of several the first of each, with slashes between them, where all are there.
    pub fn texts(&self, event: &Fields<'_>) -> Vec<String> {
        match self.0.as_slice() {
            [path] => path.values(event),
            paths => {
                let parts: Option<Vec<String>> = paths.iter().map(|path| path.first(event)).collect();
                parts.map(|parts| parts.join("/")).into_iter().collect()
            }
        }
    }
}

impl TryFrom<String> for Joined {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.split('+').map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

/// Where a record has names of a domain: `user:requestParameters.userName` gives `user:111122223333/bob`.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct NamePattern {
    domain: String,
    form: Form,
}

/// How the names of a domain are made of what stands in a record.
#[derive(Clone, Debug)]
enum Form {
    AsItStands(Joined),
    OfAccount(Path),
    Run(Path),
}

impl NamePattern {
    /// What stands before its colon.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// Whether AWS chose a part of the name, so that nobody can give it again.
    pub fn is_of_response(&self) -> bool {
        match &self.form {
            Form::AsItStands(Joined(paths)) => paths.iter().any(Path::is_of_response),
            Form::OfAccount(path) | Form::Run(path) => path.is_of_response(),
        }
    }

    /// The names that an event has there.
    pub fn names(&self, event: &Fields<'_>) -> Vec<Name> {
        let of_account = |value: &String| {
            let account = value.strip_prefix("arn:").and_then(|arn| arn.split(':').nth(3));
            let name = value.rsplit(['/', ':']).next().unwrap_or_default();
            Name::of_account(&self.domain, account.unwrap_or_else(|| own_account(event)), name)
        };
        match &self.form {
            Form::AsItStands(joined) => {
                joined.texts(event).iter().map(|text| Name::new(&self.domain, text)).collect()
            }
            Form::OfAccount(path) => path.values(event).iter().map(of_account).collect(),
            Form::Run(path) => path.values(event).iter().map(|name| Name::run(event, name)).collect(),
        }
    }
}

impl TryFrom<String> for NamePattern {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl FromStr for NamePattern {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let is_word = |domain: &str| !domain.is_empty() && domain.bytes().all(|b| b.is_ascii_lowercase());
        let (domain, path) = text.split_once(':').filter(|(domain, _)| is_word(domain)).ok_or_else(|| {
            format!("“{text}” is no name: it begins with a domain, as in `user:requestParameters.userName`")
        })?;
        let form = match domain {
            RUN => Form::Run(path.parse()?),
            _ if OF_ACCOUNT.contains(&domain) => Form::OfAccount(path.parse()?),
            _ => Form::AsItStands(path.to_string().try_into()?),
        };
        match &form {
            Form::OfAccount(path) if path.is_end_of_arn() => Err(format!(
                "“{text}” loses the account: names of the domain `{domain}` have it from the ARN, without `#last`"
            )),
            _ => Ok(Self { domain: domain.into(), form }),
        }
    }
}

/// Every name that an event has at one of several places.
pub fn all_names(patterns: &[NamePattern], event: &Fields<'_>) -> Vec<Name> {
    patterns.iter().flat_map(|pattern| pattern.names(event)).collect()
}
