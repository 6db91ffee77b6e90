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
