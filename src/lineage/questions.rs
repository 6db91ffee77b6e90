//! Questions that the collecting loop puts to the growing graph: what to collect next, and which identities
//! are followed so far.

use super::builder::Builder;
use super::handle::Handle;
use super::names::Name;
use super::wanted::{Wanted, WantedKind};
use std::collections::BTreeSet;

impl Builder {
    /// Principal IDs under which the subject's credentials made calls, those of sessions included.
    pub fn principals(&self) -> Vec<String> {
        self.principals.iter().cloned().collect()
    }

    /// Access keys that are followed so far, the subject's among them.
    pub fn keys(&self) -> Vec<String> {
        let own = self.nodes.iter().flat_map(|node| match &node.handle {
            Handle::Key(key) => Some(key).into_iter().chain(&node.keys),
            _ => None.into_iter().chain(&node.keys),
        });
        let mut keys: Vec<&String> = own.collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().cloned().collect()
    }

    /// What must be collected next; it counts as asked for from now on. When no new identity is open any
    /// more, the calls that may have ended the known ones are asked for.
    pub fn wanted(&mut self) -> BTreeSet<Wanted> {
        self.lead_from_new_names();
        if self.requests.is_empty() {
            self.follow_switches();
        }
        if self.requests.is_empty() {
            let names = self.names.iter().chain(self.changes_hands.keys());
            let domains = names.map(Name::domain).collect();
            let mut ends = self.rules.changing(&domains);
            ends.extend(self.deeds.asked(self.rules.deeds.rows()));
            for call in ends {
                self.requests.want(WantedKind::Ends.of(call));
            }
        }
        self.requests.take()
    }
}
