//! What keeps a report from being complete.

use super::Asked;
use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

/// A named gap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// `G-01`.
    pub id: String,
    /// Machine name: `left_out`, `query_failed`, `window_longer_than_logs`, `depth_limit`, `no_s3_data_events` …
    pub kind: GapKind,
    /// What is missing, one sentence.
    pub what: String,
    /// What cannot be said because of it, one sentence.
    pub effect: String,
    /// How to close it, one sentence.
    pub remedy: String,
    /// Numbers of the twelve questions that it touches.
    pub questions: Vec<Asked>,
    /// Whether the report counts as one with gaps because of it.
    pub affects_exit_code: bool,
}

impl Gap {
    /// A gap that has no number yet; `what` is missing. Whoever makes one says its effect and the remedy, too.
    pub fn of(kind: GapKind, what: impl Into<String>) -> Self {
        Self {
            id: String::new(),
            kind,
            what: what.into(),
            effect: String::new(),
            remedy: String::new(),
            questions: Vec::new(),
            affects_exit_code: kind.affects_exit_code(),
        }
    }

    /// What cannot be said because of it.
    pub fn effect(self, effect: impl Into<String>) -> Self {
        Self { effect: effect.into(), ..self }
    }

    /// How to close it.
    pub fn remedy(self, remedy: impl Into<String>) -> Self {
        Self { remedy: remedy.into(), ..self }
    }

    /// Which of the twelve questions it limits; none unless this is said.
    pub fn touches(self, questions: &[Asked]) -> Self {
        Self { questions: questions.to_vec(), ..self }
    }

    /// One that does not change the exit code, though others of its kind do.
    pub fn minor(self) -> Self {
        Self { affects_exit_code: false, ..self }
    }

    /// Whether something that was done could be missing from the answers because of it.
    pub fn hides(&self) -> bool {
        self.kind.hides()
    }
}

vocabulary! {
    /// What a gap is about.
    GapKind {
        /// What was obtained belongs to an account of which there are no records.
        AccountNotCovered = "account_not_covered",
        /// Accounts that were let in to something called then.
        AdmittedCalled = "admitted_called",
        /// Followed keys were used after the window.
        ActiveAfterWindow = "active_after_window",
        /// The subject acted before the window.
        ActiveBeforeWindow = "active_before_window",
        /// More credentials than are followed.
        BreadthLimit = "breadth_limit",
        /// Services called for the subject and are not counted as it.
        CallsThroughServices = "calls_through_services",
        /// One event ID, several contents.
        ConflictingEventIds = "conflicting_event_ids",
        /// More copies of calls in other accounts than are looked for.
        CopiesLimit = "copies_limit",
        /// Credentials further from the subject than are followed.
        DepthLimit = "depth_limit",
        /// The evidence of a case is not what its facts were made from.
        EvidenceChanged = "evidence_changed",
        /// A finding contradicts what the operator declared the owner's own.
        FindingAgainstBaseline = "finding_against_baseline",
        /// A finding without a key.
        FindingNotFollowed = "finding_not_followed",
        /// Calls that a finding tells of and the logs do not hold.
        FindingNotInLogs = "finding_not_in_logs",
        /// Files or records that could not be read.
        LeftOut = "left_out",
        /// A list in the facts was cut: it has more entries than are written.
        ListingLimit = "listing_limit",
        /// A followed credential, or somebody else, stopped a trail.
        LoggingStopped = "logging_stopped",
        /// Log files changed while they were read.
        LogsChanged = "logs_changed",
        /// The region that records IAM is not among the records.
        NoGlobalServices = "no_global_services",
        /// No management event only reads.
        NoReadOnlyEvents = "no_read_only_events",
        /// All records are of the subject, as in an export by its key.
        NobodyElse = "nobody_else",
        /// Records without an event ID.
        NoEventIds = "no_event_ids",
        /// The logs hold nothing of the window.
        NoRecords = "no_records",
        /// Reads and writes of objects are not logged.
        NoS3DataEvents = "no_s3_data_events",
        /// Records without a time that can be read.
        NoUsableTime = "no_usable_time",
        /// Bytes that are no UTF-8.
        NotUtf8 = "not_utf8",
        /// Keys of the same principals were used from the same places and are not followed.
        OtherKeysFromThere = "other_keys_from_there",
        /// Other principals called from where followed credentials did.
        OthersFromThere = "others_from_there",
        /// A finding and the records differ in where calls came from.
        PlaceDisputed = "place_disputed",
        /// A principal that a finding names is not followed as such.
        PrincipalNotFollowed = "principal_not_followed",
        /// A statement failed.
        QueryFailed = "query_failed",
        /// A question failed.
        QuestionFailed = "question_failed",
        /// A followed credential changed what a trail records.
        RecordingNarrowed = "recording_narrowed",
        /// Times that a log shipper wrote.
        ShipperTimes = "shipper_times",
        /// What a finding saw lies outside the window.
        SightingOutsideWindow = "sighting_outside_window",
        /// Days without a record.
        SilentDays = "silent_days",
        /// Hours without a record.
        SilentSpans = "silent_spans",
        /// Events whose parameters or answer cannot be read.
        UnreadableContent = "unreadable_content",
        /// Records whose identity cannot be read.
        UnreadableIdentity = "unreadable_identity",
        /// The window ends after the report was made.
        WindowInFuture = "window_in_future",
        /// The window begins before the logs or ends after them.
        WindowLongerThanLogs = "window_longer_than_logs",
    }
}

impl GapKind {
    /// Whether a report with such a gap counts as one with gaps. Others are those of every report of this kind of source
    /// (data events off), and those that leave nothing uncounted.
    fn affects_exit_code(self) -> bool {
        match self {
            Self::AccountNotCovered
            | Self::AdmittedCalled
            | Self::BreadthLimit
            | Self::CallsThroughServices
            | Self::ConflictingEventIds
            | Self::DepthLimit
            | Self::EvidenceChanged
            | Self::FindingAgainstBaseline
            | Self::FindingNotInLogs
            | Self::LeftOut
            | Self::LoggingStopped
            | Self::LogsChanged
            | Self::NoRecords
            | Self::NoUsableTime
            | Self::OtherKeysFromThere
            | Self::OthersFromThere
            | Self::QueryFailed
            | Self::QuestionFailed
            | Self::RecordingNarrowed
            | Self::SightingOutsideWindow
            | Self::UnreadableContent
            | Self::UnreadableIdentity
            | Self::WindowLongerThanLogs => true,
            Self::ActiveAfterWindow
            | Self::ActiveBeforeWindow
            | Self::CopiesLimit
            | Self::FindingNotFollowed
            | Self::ListingLimit
            | Self::NoGlobalServices
            | Self::NoReadOnlyEvents
            | Self::NobodyElse
            | Self::NoEventIds
            | Self::NoS3DataEvents
            | Self::NotUtf8
            | Self::PlaceDisputed
            | Self::PrincipalNotFollowed
            | Self::ShipperTimes
            | Self::SilentDays
            | Self::SilentSpans
            | Self::WindowInFuture => false,
        }
    }

    /// Whether something that was done could be missing from the answers: it could have gone unseen, or it stands among
    /// calls of others, which no answer counts. Other gaps are about how exact what was seen is.
    fn hides(self) -> bool {
        !matches!(
            self,
            Self::ConflictingEventIds
                | Self::CopiesLimit
                | Self::NoEventIds
                | Self::NotUtf8
                | Self::ListingLimit
                | Self::ShipperTimes
                | Self::PlaceDisputed
        )
    }
}
