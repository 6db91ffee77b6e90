//! Roles that are switched to in the console. The record of a switch is one of the session that it opens, and says
//! from whom (`SwitchFrom`). Where the logs hold the call by which the console assumed the role, that call tells more,
//! so that a switch waits until nothing else is to be collected.

use super::builder::Builder;
use super::call::Entered;
use super::fields::{Column, Fields};
use super::handle::{Handle, account_of};
use super::policy::{Caller, admits};
use crate::event::Event;
use crate::facts::Outsider;

/// Whether a call is the console's switch of roles: it is recorded as a call of the new session, without that
/// session's creation time.
pub(super) fn switches(event: &Event) -> bool {
    event.event_source.as_deref() == Some("signin.amazonaws.com")
        && event.event_name.as_deref() == Some("SwitchRole")
        && event.session_created.is_none()
}

/// A switch that waits.
pub(super) struct Switch {
    event: Event,
    /// Who made it, as far as that was known when it was seen.
    owner: Option<usize>,
}

impl Builder {
    /// Keeps a switch for later; says whether a followed identity may have made it.
    pub(super) fn hold_switch(&mut self, event: &Fields<'_>, owner: Option<usize>) -> bool {
        let known = owner.is_some() || self.switched_by(event).is_some();
        if known {
            self.switches.push(Switch { event: Event::clone(event), owner });
        }
        known
    }

    /// Follows the sessions of switches of which no collected call says how the console got them.
    pub(super) fn follow_switches(&mut self) {
        let mut switches = std::mem::take(&mut self.switches);
        switches.sort_by(|a, b| {
            let key = |switch: &Switch| (switch.event.event_time, switch.event.event_id.clone());
            key(a).cmp(&key(b))
        });
        let rules = self.rules.clone();
        for Switch { event, owner } in switches {
            let event = &Fields::of(&event);
            let session = event.principal_id.as_deref().zip(event.event_time);
            if session.is_none_or(|(principal, time)| self.handles.session(principal, time).is_some()) {
                continue;
            }
            let known = self.switched_by(event);
            let (by, entered) = match (owner, known) {
                (Some(owner), Some((by, entered))) if owner == by => (owner, entered),
                (Some(owner), _) => (owner, None),
                (None, Some(known)) => known,
                (None, None) => continue,
            };
            self.add_found(event, rules.new_identities(event), Some(by), entered);
        }
    }

    /// The followed identity that switched, and who came in where a role was opened to somebody outside.
    fn switched_by(&self, event: &Fields<'_>) -> Option<(usize, Option<Entered>)> {
        let from = event.text(Column::Additional, "SwitchFrom")?;
        let account = account_of(Some(&from))?.to_string();
        if let Some(user) = self.signed_in_as(&from, &account, event) {
            return Some((user, None));
        }
        let role = self.handles.trust_of_session(event)?;
        let outside = event.recipient_account_id.as_deref() != Some(&account);
        let lets_in = role.allows(|policy| admits(policy, Caller::Account(&account)));
        let was_there = role.periods.was_there(&account, event.event_time);
        let entered = Entered { outsider: Some(Outsider { name: from, account }), ..Entered::default() };
        (outside && lets_in && !was_there).then_some((role.node, Some(entered)))
    }

    /// The last session of the console that a followed user had opened by then, or else the user's password.
    fn signed_in_as(&self, arn: &str, account: &str, event: &Fields<'_>) -> Option<usize> {
        let (_, user) = arn.split_once(":user/")?;
        let name = user.rsplit('/').next()?;
        let password = self.handles.by.get(&Handle::SignIn(name.into(), account.into()))?;
        let password = password.at(event.event_time).then_some(password.node)?;
        let sessions = self.nodes.iter().enumerate().filter(|(_, node)| {
            let opened = node.obtained.as_ref().filter(|call| Some(call.time) <= event.event_time);
            node.target == arn && opened.is_some_and(|call| call.via == "ConsoleLogin")
        });
        let last = sessions.max_by(|(_, a), (_, b)| a.obtained.cmp(&b.obtained));
        Some(last.map_or(password, |(session, _)| session))
    }
}
