//! The vocabulary of the classification.

macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $text)] $variant,)* }
        impl $name {
            /// All values, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];
            /// The spelling in files, headers and reports.
            pub fn as_str(self) -> &'static str { match self { $($name::$variant => $text,)* } }
            /// The value of a spelling.
            pub fn parse(text: &str) -> Option<Self> { Self::ALL.iter().copied().find(|v| v.as_str() == text) }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.as_str()) }
        }
    };
}

pub(crate) use vocabulary;

vocabulary! {
    /// What a call was for. Order is precedence: of two questions that claim an event with equal rank and
    /// severity, the earlier category is primary.
    Category {
        /// A way back in that lives in identity.
        IamPersistence = "iam_persistence",
        /// Raises what an existing identity may do.
        PrivilegeEscalation = "privilege_escalation",
        /// Credentials for another session or principal.
        CredentialPivot = "credential_pivot",
        /// Browser access.
        ConsoleAccess = "console_access",
        /// Secret material read or rewritten.
        SecretsAccess = "secrets_access",
        /// S3 objects, or who may reach them.
        S3DataAccess = "s3_data_access",
        /// Other stores: snapshots, images, tables, queues, exports.
        DatastoreExfiltration = "datastore_exfiltration",
        /// Blinds or weakens logging, detection and guardrails.
        DefenseEvasion = "defense_evasion",
        /// Destroys, encrypts or interrupts.
        Impact = "impact",
        /// Runs code on or through compute.
        Execution = "execution",
        /// Opens or rewires network paths.
        NetworkExposure = "network_exposure",
        /// The account used as a resource: compute, mail, models.
        ResourceAbuse = "resource_abuse",
        /// Enumeration of configuration, identities, limits.
        Discovery = "discovery",
        /// A change that no question claims.
        OtherChange = "other_change",
        /// A read that no question claims.
        OtherRead = "other_read",
    }
}

vocabulary! {
    /// How grave an event is, in its context. Order: gravest first.
    Severity {
        /// Act now.
        Critical = "critical",
        /// Very probably part of an intrusion when the key is not in its owner's hands.
        High = "high",
        /// Serious in context.
        Medium = "medium",
        /// Preparation, or harmless on its own.
        Low = "low",
        /// Context only.
        Info = "info",
    }
}

vocabulary! {
    /// What came of a call.
    Outcome {
        /// No error, and no failure inside the response.
        Succeeded = "succeeded",
        /// Refused for want of permission: an attempt.
        Denied = "denied",
        /// Any other error: an attempt.
        Failed = "failed",
    }
}

/// Stands for a name, account, region or kind of event that a record does not have. Counts of records and the records
/// themselves are joined by it.
pub const NONE: &str = "(none)";

/// Stands for what was acted on, or for who acted, where the record does not name it (denied calls often do not).
pub const NOT_NAMED: &str = "(not named in the record)";

/// Whether services put this text in the place of what they keep out of the record.
pub fn is_withheld(text: &str) -> bool {
    matches!(text, "HIDDEN_DUE_TO_SECURITY_REASONS" | "HIDDEN_FOR_SECURITY_REASONS" | "***" | "****")
}

/// Whether a text is the ID of an instance: `i-0123456789abcdef0`.
pub fn is_instance(text: &str) -> bool {
    let id = text.strip_prefix("i-").unwrap_or_default();
    id.len() >= 8 && id.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Whether a text has the form of the ID of an AWS account: twelve digits.
pub fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// The account that an ARN names, if it names one.
pub fn account_in(arn: &str) -> Option<&str> {
    arn.split(':').nth(4).filter(|account| is_account(account))
}

/// How the first of a list go on: ` and 3 more`, or nothing.
pub fn and_more(more: usize) -> String {
    if more > 0 { format!(" and {more} more") } else { String::new() }
}

/// `1 call`, `2 calls`.
pub fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
