//! What the graph is asked for as it grows: what must be collected next, and whom it follows so far.

use super::Wanted;
use super::builder::Builder;
use super::handle::Handle;
use super::names::Name;
use std::collections::BTreeSet;

impl Builder {
    pub(super) fn want(&mut self, wanted: Wanted) {
        if !self.asked.contains(&wanted) {
            self.open.insert(wanted);
        }
    }

    /// Principal IDs that the subject's credentials called as, sessions included.
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

    /// What has not been asked for yet; asking marks it as asked. When all identities are known: what ended them.
    pub fn wanted(&mut self) -> BTreeSet<Wanted> {
        self.lead_from_new_names();
        if self.open.is_empty() {
            std::mem::swap(&mut self.open, &mut self.held);
        }
        if self.open.is_empty() {
            let names = self.names.iter().chain(self.turning.keys());
            let domains = names.map(Name::domain).collect();
            let mut ends = self.rules.changing(&domains);
            ends.extend(self.deeds.asked(self.rules.deeds.rows()));
            let ends: Vec<String> = ends.into_iter().map(str::to_string).collect();
            for call in ends {
                self.want(Wanted::Ends(call));
            }
        }
        let open = std::mem::replace(&mut self.open, std::mem::take(&mut self.held));
        self.asked.extend(open.iter().cloned());
        open
    }

    /// What ends identities is asked for again: more names are known than when it was.
    pub(super) fn forget_ends(&mut self) {
        self.asked.retain(|wanted| !matches!(wanted, Wanted::Ends(_)));
    }
}
