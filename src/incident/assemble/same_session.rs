//! Keys of one console session with a followed credential that nothing else ties to it: the console signs with many keys,
//! and not every record says that it did. Any other session has one key.

use crate::incident::Share;
use std::collections::HashMap;

/// A session: its principal, and the second in which it was issued.
type Session<'a> = (&'a str, i64);

/// Followed credentials with which the console signed, by their session.
pub struct Sessions<'a>(HashMap<Session<'a>, &'a str>);

impl<'a> Sessions<'a> {
    /// Those of the shares that are followed.
    pub fn of(shares: &'a [Share]) -> Self {
        let mut all = HashMap::new();
        for share in shares.iter().filter(|share| share.console_calls > 0) {
            if let (Some(session), Some(credential)) = (session(share), &share.credential) {
                let first = all.entry(session).or_insert(credential.as_str());
                *first = credential.as_str().min(*first);
            }
        }
        Self(all)
    }

    /// The followed credential whose session was issued when that of this key was, to the same principal.
    pub fn with(&self, share: &Share) -> Option<&'a str> {
        let session = session(share).filter(|_| share.credential.is_none())?;
        self.0.get(&session).copied()
    }
}

fn session(share: &Share) -> Option<Session<'_>> {
    let created = share.session_created.filter(|_| share.access_key.is_some())?;
    Some((&share.principal_id, created.timestamp()))
}

/// Says so of each such share.
pub fn tell(shares: &mut [Share]) {
    let sessions = Sessions::of(shares);
    let with = |share: &Share| sessions.with(share).map(str::to_string);
    let with: Vec<Option<String>> = shares.iter().map(with).collect();
    for (share, credential) in shares.iter_mut().zip(with) {
        if let Some(credential) = credential {
            share.rests_on += &format!(
                "; its session was issued to the same principal in the same second as the console session of {credential}, so that it is a key of that session unless two were issued at once"
            );
        }
    }
}
