//! Pairs of records of one thing. A sign-in token and the sign-in with it are one console session; a call on
//! what another account owns has a copy in that account's trail.

use super::builder::Builder;
use super::call::Call;
use super::fields::{Column, Fields, text};
use super::handle::Handle;
use super::limits::COPIES;
use super::node::SignIn;
use super::wanted::WantedKind;
use std::collections::{BTreeMap, HashMap};

const TOKEN: &str = "GetSigninToken";
const SIGN_IN: &str = "ConsoleLogin";

const ONLY_ONE: &str = "the principal of the token signed in while the token was good, and the log shows no other sign-in with it and no other token that was good then";
const ITS_KEY: &str =
    "; the session then called with the key that the response with the token names, so that this is certain";

impl Builder {
    /// Asks for the copy of a call on what another account owns: the copy names the principal and no key, so
    /// that only its shared event ID shows whose it is.
    pub(super) fn look_for_copies(&mut self, owner: usize, event: &Fields<'_>) {
        let Some(shared) = event.shared_event_id.as_ref().filter(|_| event.access_key_id.is_some()) else {
            return;
        };
        let elsewhere = |number: usize| {
            let account = owner_of_resource(event, number);
            account.is_some_and(|account| Some(&account) != event.recipient_account_id.as_ref())
        };
        if self.shared.contains_key(shared) || !(0..2).any(elsewhere) {
            return;
        }
        if self.shared.len() >= COPIES {
            self.left_out.copies = true;
        } else {
            self.shared.insert(shared.clone(), owner);
            self.requests.want(WantedKind::Shared.of(shared));
        }
    }

    /// Joins each sign-in to the session of its token where the records leave no other token; returns the
    /// node of each joined sign-in with that of the token.
    pub(super) fn join_sign_ins(&mut self) -> HashMap<usize, usize> {
        let mut by_token: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, node) in self.nodes.iter().enumerate() {
            if matches!(node.handle, Handle::Session(..))
                && made_by(node.obtained.as_ref(), SIGN_IN)
                && let Some(token) = node.parent.filter(|parent| self.is_token(*parent))
            {
                by_token.entry(token).or_default().push(index);
            }
        }
        let only = |(token, sign_ins): (usize, Vec<usize>)| match sign_ins[..] {
            [sign_in] if self.tokens_then(sign_in) == 1 => Some((sign_in, token)),
            _ => None,
        };
        let joined: HashMap<usize, usize> = by_token.into_iter().filter_map(only).collect();
        for (sign_in, token) in &joined {
            self.join(*sign_in, *token);
        }
        for node in &mut self.nodes {
            node.parent = node.parent.map(|parent| joined.get(&parent).copied().unwrap_or(parent));
        }
        joined
    }

    fn is_token(&self, node: usize) -> bool {
        made_by(self.nodes[node].obtained.as_ref(), TOKEN)
    }

    /// How many tokens of the principal were valid when it signed in.
    fn tokens_then(&self, sign_in: usize) -> usize {
        let node = &self.nodes[sign_in];
        let (Handle::Session(principal, _), Some(call)) = (&node.handle, &node.obtained) else { return 0 };
        let entry = self.handles.by.get(&Handle::Console(principal.clone()));
        entry.map_or(0, |entry| entry.open_at(call.time))
    }

    fn join(&mut self, sign_in: usize, token: usize) {
        let from = &mut self.nodes[sign_in];
        let (keys, names) = (std::mem::take(&mut from.keys), std::mem::take(&mut from.names));
        let source_names = std::mem::take(&mut from.source_names);
        let (arn, principal, call) = (from.arn.take(), from.principal.take(), from.obtained.clone());
        let (created, last) = (from.session_created, from.last_success);
        let into = &mut self.nodes[token];
        let certain = matches!(&into.handle, Handle::Key(key) if into.keys.contains(key));
        into.keys.extend(keys);
        into.names.extend(names);
        into.source_names.extend(source_names);
        into.arn = into.arn.take().or(arn);
        into.principal = into.principal.take().or(principal);
        into.session_created = into.session_created.max(created);
        into.last_success = into.last_success.max(last);
        let rests_on = format!("{ONLY_ONE}{}", if certain { ITS_KEY } else { "" });
        into.signed_in = call.map(|call| Box::new(SignIn { call, rests_on }));
    }
}

/// The account that owns a resource of a call. In rows from Athena, the field is written in lower case.
fn owner_of_resource(event: &Fields<'_>, number: usize) -> Option<String> {
    let resource = event.column(Column::Resources)?.get(number)?;
    let named = |field: &str| resource.get(field).and_then(text).filter(|text| !text.is_empty());
    named("accountId").or_else(|| named("accountid"))
}

fn made_by(call: Option<&Call>, via: &str) -> bool {
    call.is_some_and(|call| call.via == via)
}
