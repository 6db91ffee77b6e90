//! Followed identities that were given another name: what the old name led to, the new one leads to from then
//! on.

use super::builder::Builder;
use super::handle::Handle;
use super::names::Name;
use super::ownership::{Ownership, Terms};
use super::ownership_periods::Owner;
use super::renaming::{Renamed, Renaming};
use super::wanted::WantedKind;

impl Builder {
    /// Notes a change of a name; returns whether it is a followed identity's.
    pub(super) fn note_renamed(&mut self, renamed: Renamed) -> bool {
        let followed =
            renamed.names().any(|(from, to)| self.names.contains(&from) || self.names.contains(&to));
        self.renamed.insert(renamed);
        followed
    }

    /// Makes new names lead to the nodes that had the old ones. Calls that ended a node under its new name
    /// were taken for others' when they were collected, so that they are asked for again.
    pub(super) fn lead_from_new_names(&mut self) {
        let mut news = false;
        for renamed in self.renamed.clone() {
            // Most renamings are of others: no followed identity has such a name.
            if !renamed.names().any(|(from, _)| self.names.contains(&from)) {
                continue;
            }
            for node in 0..self.nodes.len() {
                news |= self.rename(node, &renamed);
            }
        }
        if news {
            self.requests.forget(WantedKind::Ends);
        }
    }

    fn rename(&mut self, index: usize, renamed: &Renamed) -> bool {
        let node = &mut self.nodes[index];
        if node.obtained.as_ref().is_some_and(|call| call.time > renamed.time) {
            return false;
        }
        let had = renamed.names().filter(|(from, _)| node.names.contains(from));
        let new: Vec<Name> = had.map(|(_, to)| to).filter(|to| !node.names.contains(to)).collect();
        if new.is_empty() {
            return false;
        }
        node.names.extend(new.iter().cloned());
        self.names.extend(new);
        let Renaming { from, to, .. } = &renamed.renaming;
        for named in [Handle::SignIn, Handle::Keyless] {
            let (old, new) =
                (named(from.clone(), renamed.account.clone()), named(to.clone(), renamed.account.clone()));
            if self.handles.node(&old) != Some(index) {
                continue;
            }
            self.handles.change_owner(&old, renamed.time, Owner::Nobody, None);
            self.handles.add(new.clone(), Ownership::new(index, Some(renamed.time), &Terms::default()));
            self.requests.want_uses(&new);
        }
        true
    }
}
