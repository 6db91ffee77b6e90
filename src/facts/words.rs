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
    /// The gravest thing that the log shows of a store. Order: gravest first.
    AccessLevel {
        /// Content was read.
        Read = "read logged",
        /// Content was read or copied by others whom a followed credential let in, or by a service for its principal.
        ByOthers = "read or copied by others",
        /// Content, or the store, was deleted.
        Deleted = "deleted",
        /// It was opened to another account or to everybody.
        Shared = "shared",
        /// A snapshot, image or export of it was made.
        Copied = "copied",
        /// A call that writes content succeeded.
        Changed = "changed",
        /// It was made, or its settings were changed.
        Settings = "settings changed",
        /// Names were read.
        Listed = "listed only",
        /// Settings were read.
        Configuration = "configuration only",
        /// No call succeeded.
        Attempted = "attempted only",
    }
}

vocabulary! {
    /// What the value of an indicator is.
    IndicatorKind {
        /// An IP address.
        Ipv4 = "ipv4",
        /// An IP address.
        Ipv6 = "ipv6",
        /// A text that a record has in the place of an address and that is no IP address.
        Address = "address",
        /// A service that called.
        AwsService = "aws_service",
        /// A user agent.
        UserAgent = "user_agent",
        /// An account outside: let in, the owner of an endpoint, or reported as the caller's.
        AwsAccount = "aws_account",
        /// A VPC endpoint of another account.
        VpcEndpoint = "vpc_endpoint",
        /// A user that was made.
        IamUser = "iam_user",
        /// A role that was made.
        IamRole = "iam_role",
        /// A user of Identity Center that was made.
        IdentityCenterUser = "identity_center_user",
    }
}

vocabulary! {
    /// What a followed credential used for the first time. Order is that of the report.
    NewKind {
        /// A source address.
        Address = "address",
        /// A call of a service.
        Call = "call",
        /// A region.
        Region = "region",
        /// A user agent.
        UserAgent = "user agent",
    }
}

vocabulary! {
    /// What is known of whose the place is that a call came from.
    Whence {
        /// Nothing.
        NotKnown = "not known",
        /// The operator declared it as the owner's.
        DeclaredOwn = "a place that is declared as the owner's",
        /// A collected record gives the address to an account of the owner's at that time.
        AccountAddress = "an address of the owner's account",
        /// The endpoint belongs to an account of the owner's.
        AccountEndpoint = "a VPC endpoint of the owner's account",
        /// A finding names the address or the account, and says that it is affiliated with the owner's.
        Affiliated = "a place that a finding calls affiliated with the owner",
        /// A finding that was handed in names the address as the caller's.
        Reported = "an address that a finding names",
        /// From there the credential of a machine was used elsewhere than on it.
        UsedElsewhere = "an address from which the credential of a machine was used elsewhere",
        /// An address outside the places that the operator declared.
        Undeclared = "an address outside the declared places",
        /// The endpoint belongs to an account that is not the owner's.
        ForeignEndpoint = "a VPC endpoint of another account",
    }
}

impl StoreKind {
    /// Whether it holds a secret, or what may be one.
    pub fn is_secret(self) -> bool {
        matches!(self, Self::Parameter | Self::Secret)
    }
}

impl Whence {
    /// Whether the place is the owner's, whoever called from there.
    pub fn is_own(self) -> bool {
        matches!(self, Self::DeclaredOwn | Self::AccountAddress | Self::AccountEndpoint | Self::Affiliated)
    }

    /// Whether something tells that the place is somebody else's.
    pub fn is_foreign(self) -> bool {
        matches!(self, Self::Reported | Self::UsedElsewhere | Self::Undeclared | Self::ForeignEndpoint)
    }
}

vocabulary! {
    /// What kind of source the records come from.
    SourceKind {
        /// A folder or a file.
        Files = "local files",
        /// A Trino cluster.
        Trino = "Trino",
    }
}

/// Until a source has said what it is.
impl Default for SourceKind {
    fn default() -> Self {
        Self::Files
    }
}

vocabulary! {
    /// How far the origin of the records was verified (report specification, section 5.5); nothing is verified yet.
    Integrity {
        /// Neither digests nor origin were checked.
        NotChecked = "D",
    }
}

/// What is not known to have been verified was not.
impl Default for Integrity {
    fn default() -> Self {
        Self::NotChecked
    }
}

vocabulary! {
    /// What became of the records that were read. Those read are the sum of the others but for what was left out, which
    /// could not be read. Order is that of the report.
    RecordsCounted {
        /// In the case.
        Kept = "kept",
        /// Could not be read.
        LeftOut = "left out (see the list)",
        /// A VPC endpoint saw a call whose own record counts.
        OnTheWay = "network activity of a call whose own record counts; both are evidence",
        /// Of nobody who is followed.
        Others = "other credentials",
        /// The same, where a statement may have missed what is followed.
        OthersOrMissed = "other credentials, or not found because a statement failed",
        /// Not of the window.
        Outside = "outside the window, or without a usable time",
        /// A later record counts.
        Corrected = "put right by a later record (addendum), which counts in its place; both are evidence",
        /// All.
        Read = "read",
        /// Delivered again.
        Repeated = "repeated deliveries of a kept record",
        /// Cannot be placed.
        WithoutTime = "without a usable time",
    }
}
