//! The numbers of the twelve questions of every report (report specification, section 3.1).

/// Can the credential still be used?
pub const USABLE: u8 = 1;
/// What did it call?
pub const CALLED: u8 = 2;
/// Were identities, keys or policies created?
pub const IDENTITIES: u8 = 3;
/// Were S3 objects read?
pub const OBJECTS: u8 = 4;
/// Were secrets or parameters read?
pub const SECRETS: u8 = 5;
/// Was the account used for computing, code or cost?
pub const COMPUTING: u8 = 6;
/// Was logging or detection changed?
pub const LOGGING: u8 = 7;
/// Which accounts and regions were reached?
pub const REACHED: u8 = 8;
/// What may still be there?
pub const LEFT_BEHIND: u8 = 9;
/// How was the credential obtained?
pub const OBTAINED: u8 = 10;
/// When did it start and stop?
pub const SPAN: u8 = 11;
/// Is it still going on?
pub const ONGOING: u8 = 12;
