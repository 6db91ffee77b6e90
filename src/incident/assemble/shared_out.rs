//! Shares of which some calls are followed and some are not: those before a key was switched on, those of a session that
//! was joined by what only some of its records say.

use super::attribution::Look;
use super::tally::Records;
use crate::incident::Share;
use std::collections::HashMap;

/// Each such share as two, so that no call that is in no other number stands beside a credential.
pub fn shared_out(shares: Vec<Share>, records: Records<'_>, followed: &[usize]) -> Vec<Share> {
    let mut calls: HashMap<&str, (u64, u64)> = HashMap::new();
    for share in &shares {
        if let Some(key) = &share.access_key {
            calls.entry(key).or_default().0 += share.calls;
        }
    }
    let own = || followed.iter().map(|index| &records.0[*index]);
    for key in own().filter_map(|record| record.access_key.as_deref()) {
        if let Some((_, own)) = calls.get_mut(key) {
            *own += 1;
        }
    }
    let in_part = |key: Option<&str>| key.and_then(|key| calls.get(key)).is_some_and(|(all, own)| own < all);
    if !calls.values().any(|(all, own)| own < all && *own > 0) {
        return shares;
    }
    let mut left: HashMap<Look<'_>, u64> = HashMap::new();
    for record in own().filter(|record| in_part(record.access_key.as_deref())) {
        *left.entry(Look::of_record(record)).or_default() += 1;
    }
    let mut out = Vec::with_capacity(shares.len());
    for share in &shares {
        if share.credential.is_none() || !in_part(share.access_key.as_deref()) {
            out.push(share.clone());
            continue;
        }
        let left = left.get_mut(&Look::of_share(share));
        let own = left.as_ref().map_or(0, |left| share.calls.min(**left));
        left.into_iter().for_each(|left| *left -= own);
        out.extend(parts(share, own));
    }
    out
}

/// What of a share is followed, and what is not. Which times are whose is not known here.
fn parts(share: &Share, own: u64) -> Vec<Share> {
    let times = match own {
        own if own > 0 && own < share.calls => {
            "; the times are those of all calls like these, followed or not"
        }
        _ => "",
    };
    let part = |calls: u64, credential: &Option<String>| Share {
        calls,
        credential: credential.clone(),
        rests_on: format!("{}{times}", share.rests_on),
        ..share.clone()
    };
    let parts = [part(own, &share.credential), part(share.calls - own, &None)];
    parts.into_iter().filter(|part| part.calls > 0).collect()
}
