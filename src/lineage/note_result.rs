//! Notes what became of a call by which a followed identity was obtained.

use super::builder::Builder;
use super::call::Call;
use super::fields::Fields;
use super::names::{Name, all_names};
use super::node::Outcome;

impl Builder {
    /// Notes what a service reports of an earlier call; returns whether that call made a followed identity.
    /// `None` where the event is no such report.
    pub(super) fn note_result(&mut self, event: &Fields<'_>) -> Option<bool> {
        let rules = self.rules.clone();
        let (_, rule) = rules.results.of(event).next()?;
        let (state, call) = (rule.state.first(event)?, Call::of(event)?);
        let made = rule.made.first(event);
        let names = all_names(&rule.names, event);
        let mut followed = false;
        for node in self.nodes.iter_mut().filter(|node| names.iter().any(|name| node.names.contains(name))) {
            followed = true;
            let name = made.as_ref().map(|made| Name::new(&rule.domain, made));
            node.names.extend(name.clone());
            self.names.extend(name);
            let (call, made, state) = (call.clone(), made.clone(), state.clone());
            node.result = Some(Box::new(Outcome { failed: state == rule.failure, call, state, made }));
        }
        Some(followed)
    }
}
