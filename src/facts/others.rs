//! What others than the followed credentials did with data stores.

use super::Time;
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// How others came to a store.
    WayIn {
        /// A followed credential had opened it to them.
        LetIn = "let in by a followed credential",
        /// A service read it for a followed principal, after a followed credential had called that service.
        Service = "service that a followed credential had called",
    }
}

/// Reads and copies of a store by others, which are in no number of the followed credentials.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UseByOthers {
    /// Bucket or snapshot.
    pub store: String,
    /// Who: principal and account, or the service and the principal that it called for.
    pub by: String,
    /// Address of the caller, where the record gives one.
    #[serde(default)]
    pub address: Option<String>,
    /// How they came to it.
    pub way_in: WayIn,
    /// When it was opened to them, or the service was first called by a followed credential.
    pub since: Time,
    /// `s3 GetObject`.
    pub call: String,
    /// How many calls.
    pub calls: u64,
    /// Of them, those without an error.
    pub succeeded: u64,
    /// The first of them.
    pub first: Time,
    /// The last of them.
    pub last: Time,
    /// The statement that found them: `Q-007`.
    pub query: String,
}
