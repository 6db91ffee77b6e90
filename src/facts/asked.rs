//! The twelve questions of every report (report specification, section 3.1).

use serde::{Deserialize, Serialize};

/// One of the twelve questions. In the facts a question stands as its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Asked {
    Usable = 1,
    Called,
    Identities,
    Objects,
    Secrets,
    Computing,
    Logging,
    Reached,
    LeftBehind,
    Obtained,
    Span,
    Ongoing,
}

impl Asked {
    /// All twelve, in the order of their numbers.
    pub const ALL: [Self; 12] = [
        Self::Usable,
        Self::Called,
        Self::Identities,
        Self::Objects,
        Self::Secrets,
        Self::Computing,
        Self::Logging,
        Self::Reached,
        Self::LeftBehind,
        Self::Obtained,
        Self::Span,
        Self::Ongoing,
    ];

    /// Those that records answer, so that any missing record touches them.
    pub const FROM_RECORDS: &[Self] = &[
        Self::Called,
        Self::Identities,
        Self::Objects,
        Self::Secrets,
        Self::Computing,
        Self::Logging,
        Self::Reached,
        Self::LeftBehind,
        Self::Span,
        Self::Ongoing,
    ];

    /// The question in the words of the report.
    pub fn title(self) -> &'static str {
        match self {
            Self::Usable => "Can the credential still be used?",
            Self::Called => "What did it call?",
            Self::Identities => "Were identities, keys or policies created, and what did they do?",
            Self::Objects => "Were S3 objects read?",
            Self::Secrets => "Were secrets or parameters read?",
            Self::Computing => "Was the account used for computing, code or cost?",
            Self::Logging => "Was logging or detection changed?",
            Self::Reached => "Which accounts and regions were reached?",
            Self::LeftBehind => "What may still be there?",
            Self::Obtained => "How was the credential obtained?",
            Self::Span => "When did it start and stop?",
            Self::Ongoing => "Is it still going on?",
        }
    }
}

impl From<Asked> for u8 {
    fn from(question: Asked) -> Self {
        question as Self
    }
}

impl TryFrom<u8> for Asked {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|question| u8::from(*question) == number);
        found.ok_or_else(|| format!("a report has twelve questions, and none has the number {number}"))
    }
}
