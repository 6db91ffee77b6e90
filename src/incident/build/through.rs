//! Calls that services made on behalf of the subject's principals: with keys of their own, which name nobody's key.

use crate::incident::{Gap, GapKind, Share, asked};
use crate::vocabulary::counted;
use std::collections::BTreeMap;

/// Services that make things with the rights of whoever asked them to, one a line.
const DEPLOYERS: &str = include_str!("deployers.txt");

/// The gap that such calls leave: a user or a key that a stack made came from whoever made the stack.
pub fn not_followed(shares: &[Share]) -> Option<Gap> {
    let mut calls: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for share in shares.iter().filter(|share| share.credential.is_none()) {
        let service =
            share.invoked_by.as_deref().filter(|by| DEPLOYERS.lines().any(|service| service == *by));
        if let Some(service) = service {
            *calls.entry((service, &share.principal_id)).or_default() += share.calls;
        }
    }
    let told: Vec<String> = calls
        .iter()
        .map(|((service, principal), calls)| {
            format!("{service} for {principal}, {}", counted(*calls, "call"))
        })
        .collect();
    (!told.is_empty()).then(|| Gap {
        id: String::new(),
        kind: GapKind::CallsThroughServices,
        what: format!(
            "Services made calls for the subject's principals with keys of their own, which are not followed: {}.",
            told.join("; ")
        ),
        effect: "Whether the subject or another holder of the principal had them made is not told, nor what was done with what they made."
            .into(),
        remedy: "See what the stacks and the like of that time made; give keys among it as further subjects.".into(),
        questions: vec![asked::IDENTITIES, asked::COMPUTING, asked::LEFT_BEHIND],
        affects_exit_code: true,
    })
}
