//! The header of a question file: TOML in SQL comments.

use super::{Fact, Tells};
use crate::vocabulary::Severity;
use serde::{Deserialize, Serialize};

/// What a question file says of itself. Unknown keys are refused, so that a misspelt key cannot be ignored.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Heading in reports.
    pub title: String,
    /// Why a responder must look.
    pub why: String,
    /// Current ATT&CK technique IDs.
    #[serde(default)]
    pub techniques: Vec<String>,
    /// Severity of a call that succeeded.
    pub severity: Severity,
    /// Severity of a call that was denied or failed; one step lower when not given.
    pub severity_otherwise: Option<Severity>,
    /// When the call is harmless.
    pub harmless_when: Option<String>,
    /// What to do next.
    pub next: Option<String>,
    /// Where the facts come from.
    #[serde(default)]
    pub references: Vec<String>,
    /// The list in `incident.json` that its targets go to.
    pub fact: Option<Fact>,
    /// What the report draws from its hits beside their category.
    #[serde(default)]
    pub tells_of: Vec<Tells>,
    /// How likely it is that a hit is what the title says, in the words of the report; absent where a record says so
    /// itself.
    pub likelihood: Option<Likelihood>,
    /// Tells of the circumstances (from where, with which session) rather than of the call: its severity counts, and
    /// it never decides the category.
    #[serde(default)]
    pub circumstance: bool,
    /// Of several questions that claim an event, the highest rank decides.
    #[serde(default)]
    pub rank: i32,
    /// Per event, or over everything that was collected.
    #[serde(default)]
    pub kind: Kind,
}

/// Words for an inference, from ICD 203.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Likelihood {
    /// 20 to 45 per cent.
    Unlikely,
    /// 55 to 80 per cent.
    Likely,
    /// 80 to 95 per cent.
    #[serde(rename = "very likely")]
    VeryLikely,
}

impl Likelihood {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unlikely => "unlikely",
            Self::Likely => "likely",
            Self::VeryLikely => "very likely",
        }
    }
}

/// How a question is run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Row by row: each row of the answer claims one event.
    #[default]
    Events,
    /// An aggregate over everything that was collected; claims no event.
    Volume,
}

/// Splits a question file into its header and its SQL.
pub fn split(text: &str) -> Result<(Header, &str), String> {
    let mut toml = String::new();
    let mut rest = text;
    while let Some(line) = rest.lines().next().filter(|line| line.starts_with("--")) {
        toml.push_str(line.trim_start_matches("--").trim_start());
        toml.push('\n');
        rest = rest
            .get(line.len()..)
            .map_or("", |r| r.trim_start_matches('\r'))
            .strip_prefix('\n')
            .unwrap_or("");
    }
    let header: Header =
        toml::from_str(&toml).map_err(|error| format!("its header is not right: {}", error.message()))?;
    Ok((header, rest))
}
