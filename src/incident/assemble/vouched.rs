//! What an address cannot vouch for. A baseline tells the owner from others by where they call from. A credential that
//! came out of unattributed activity is nobody's habit: where its calls come from does not make them the owner's (planted
//! code calls from the owner's own network).

use crate::baseline::Actor;
use crate::incident::{Credential, Record};
use crate::lineage::Lineage;
use std::collections::HashMap;

/// Added to what a share of calls rests on.
pub const DOES_NOT_VOUCH: &str =
    "; the place does not vouch for a credential that came out of unattributed activity";

/// Marks the calls of credentials that came out of unattributed activity, and takes them from the owner; says of each
/// credential whether it is one of those.
pub fn vouch(records: &mut [Box<Record>], lineage: &Lineage) -> Vec<bool> {
    let mut unattributed: HashMap<&str, bool> =
        lineage.credentials.iter().filter_map(obtained_in).map(|event| (event, false)).collect();
    for record in records.iter() {
        if let Some(known) = unattributed.get_mut(&*record.event_id) {
            *known |= record.actor == Actor::Unattributed || record.for_unattributed;
        }
    }
    let came_out_of_it = |credential: usize| {
        std::iter::successors(Some(credential), |at| lineage.parent_of(*at)).any(|at| {
            obtained_in(&lineage.credentials[at]).is_some_and(|event| unattributed.get(event) == Some(&true))
        })
    };
    let marked: Vec<bool> = (0..lineage.credentials.len()).map(came_out_of_it).collect();
    for record in records {
        record.of_unattributed = record.credential.is_some_and(|credential| marked[credential]);
        if record.of_unattributed && record.actor == Actor::Own {
            record.actor = Actor::Unattributed;
        }
    }
    marked
}

/// The event in which a credential was obtained.
fn obtained_in(credential: &Credential) -> Option<&str> {
    Some(credential.obtained.as_ref()?.evidence.items.first()?.event_id.as_str())
}
