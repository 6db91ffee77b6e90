//! Words of the facts that are few and fixed: whoever asks for one that does not exist is told so when the program is
//! built.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// Whether a credential can be used at the end of the window.
    Usability {
        /// It can, as far as the log shows.
        Usable = "usable",
        /// A record ends it, or it has lapsed.
        NotUsable = "not usable",
        /// No record tells.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// Whether a resource is still there at the end of the window.
    Existence {
        /// The last that was done to it is its deletion.
        Deleted = "deleted in the log",
        /// It was made, and nothing of this name was deleted after.
        NotDeleted = "no deletion under this name in the log",
        /// Nothing tells.
        Unknown = "CANNOT BE DETERMINED",
    }
}

vocabulary! {
    /// What a call did to a thing.
    Effect {
        /// Made; of an object that was written over, the log does not tell.
        Created = "created",
        /// Changed, or linked to something, or unlinked.
        Modified = "modified",
        /// Gone, or on its way: some services keep what is deleted for days.
        Deleted = "deleted",
        /// Its content or its settings were read, or copied.
        Read = "read",
        /// It did its work for the caller: a function, a model, a key, a role.
        Used = "used",
        /// The call did not succeed.
        Attempted = "attempted",
    }
}

vocabulary! {
    /// What kind of store was reached. Order is that of the table in section 7.
    StoreKind {
        /// DynamoDB.
        Table = "DynamoDB table",
        /// S3.
        Bucket = "S3 bucket",
        /// Parameter store of Systems Manager.
        Parameter = "SSM parameter",
        /// Secrets Manager.
        Secret = "Secrets Manager secret",
        /// Whatever else holds data.
        Other = "Snapshot, image or other store",
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
        /// A list of the facts is longer than what is written of it.
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
