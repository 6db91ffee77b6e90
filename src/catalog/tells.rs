//! What questions tell of beside their category.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What a question says that its hits are, where the report draws more from them than their category: sections 5, 7,
    /// 8, 10 and 11, the class of severity and the gaps ask for these words, and never for the name of a question.
    Tells {
        /// A thing was opened to another account or to everybody: the accounts that the call names were let in.
        OpenedToOutsiders = "opened_to_outsiders",
        /// Callers without a name were let in, too. Stands beside `opened_to_outsiders`.
        OpenedToEverybody = "opened_to_everybody",
        /// A snapshot, image or export of a store was made: the store is as it was, and its copy may be read elsewhere.
        StoreCopied = "store_copied",
        /// A data store, or content of it, was deleted.
        StoreLost = "store_lost",
        /// The target is a way that data takes, such as a rule or a task, and holds no data itself.
        ChannelSetUp = "channel_set_up",
        /// An identity or a key of one was ended; other resources and data are as they were.
        IdentityEnded = "identity_ended",
        /// An identity was forbidden everything.
        IdentityLockedOut = "identity_locked_out",
        /// A key was made or switched, as in an exchange of keys. What was obtained so is told as a credential.
        KeysExchanged = "keys_exchanged",
        /// A key that was switched off was switched on again.
        KeyReactivated = "key_reactivated",
        /// A trail, an event data store or a channel to one was stopped or deleted.
        RecordingStopped = "recording_stopped",
        /// A trail or an event data store records less than before, or elsewhere.
        RecordingNarrowed = "recording_narrowed",
        /// Logging or detection was switched off, narrowed or changed: sections 10 and 11.2 call it so, and nothing else.
        WatchWeakened = "watch_weakened",
        /// What keeps data from being lost was switched off or shortened: a weakened protection in whatever category.
        ProtectionWeakened = "protection_weakened",
        /// What goes is the caller's means as often as the owner's, or what comes watches no less: no weakening.
        WeakensNothing = "weakens_nothing",
        /// AWS put a user whose key it saw in public under a policy that denies; target and detail are user and policy.
        QuarantinedByAws = "quarantined_by_aws",
        /// The credential of an instance was used from an address outside AWS.
        UsedOutsideAws = "used_outside_aws",
    }
}
