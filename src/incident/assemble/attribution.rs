//! Whose activity it was, as far as a baseline and the days before the window tell.

use super::from_there;
use super::limits::Limits;
use super::same_session;
use super::shared_out::shared_out;
use super::tally::Records;
use super::vouched::DOES_NOT_VOUCH;
use crate::address;
use crate::baseline::{Actor, Baseline};
use crate::incident::{Attribution, Credential, FromThere, New, NewKind, Novelty, Record, Share, Time};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What the subject's principals did before the window.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// Start of the days before.
    pub from: Time,
    /// Calls in them.
    pub calls: u64,
    /// The first of those calls.
    pub first: Option<Time>,
    /// Days with such calls, `YYYY-MM-DD`.
    pub days: BTreeSet<String>,
    /// Kind and value of everything that occurs.
    pub seen: HashSet<(NewKind, String)>,
}

/// What a run knows of who acted.
#[derive(Default)]
pub struct Acting {
    /// The declared baseline.
    pub declared: Baseline,
    /// How calls split: the largest groups.
    pub shares: Vec<Share>,
    /// The number of all groups.
    pub shares_total: u64,
    /// Calls of others from external addresses of followed credentials.
    pub from_there: Vec<FromThere>,
    /// Whether the calls of followed keys are not among these.
    pub followed_left_out: bool,
    /// The number of those addresses that were looked for.
    pub addresses_looked_for: usize,
    /// The number of those addresses.
    pub addresses: usize,
    /// The days before, if they were asked for.
    pub before: Option<Before>,
}

/// The facts of who acted.
pub fn attribution(
    acting: Acting,
    records: Records<'_>,
    followed: &[usize],
    window_from: Time,
    credentials: &[Credential],
    limits: &mut Limits,
) -> Attribution {
    let mut shares = acting.shares;
    limits.note("groups of the principals' calls", shares.len(), acting.shares_total);
    let mut ids: HashMap<&str, &str> = HashMap::new();
    for credential in credentials {
        for key in &credential.access_keys {
            ids.entry(key).or_insert(&credential.id);
        }
    }
    let keyless = keyless(records, followed);
    let marked = followed.iter().map(|i| &records.0[*i]).filter(|record| record.of_unattributed);
    let of_unattributed: HashSet<&str> =
        marked.filter_map(|record| Some(credentials.get(record.credential?)?.id.as_str())).collect();
    for share in &mut shares {
        // Without a key, calls are of a followed credential if all that look like them are, or are copies of its calls.
        let alike = keyless.get(&Look::of_share(share)).filter(|alike| alike.calls >= share.calls);
        let alike = alike.filter(|_| share.access_key.is_none());
        let id = match &share.access_key {
            Some(key) => ids.get(key.as_str()).copied(),
            None => alike.and_then(|alike| credentials.get(alike.credential)).map(|c| c.id.as_str()),
        };
        let copies = alike.zip(id).and_then(|(alike, id)| alike.copies(id));
        share.rests_on.extend(copies);
        share.credential = id.map(str::to_string);
        if share.actor == Actor::Own && id.is_some_and(|id| of_unattributed.contains(id)) {
            share.actor = Actor::Unattributed;
            share.rests_on.extend(Some(DOES_NOT_VOUCH.to_string()));
        }
    }
    count_once(&mut shares, records);
    same_session::tell(&mut shares);
    let shares = shared_out(shares, records, followed);
    let from_there = from_there::from_there(acting.from_there, records, acting.followed_left_out);
    let novelty = acting.before.map(|before| novelty(before, records, followed, window_from));
    let baseline = acting.declared.lines();
    Attribution { baseline, shares, from_there, own_places: Vec::new(), novelty }
}

/// What tells the users of a principal apart.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Look<'a> {
    principal: &'a str,
    key: Option<&'a str>,
    address: Option<Cow<'a, str>>,
    user_agent: Option<&'a str>,
    vpc_endpoint: Option<&'a str>,
}

impl<'a> Look<'a> {
    pub(super) fn of_share(share: &'a Share) -> Self {
        Self {
            principal: &share.principal_id,
            key: share.access_key.as_deref(),
            address: share.address.as_deref().map(address::plain),
            user_agent: share.user_agent.as_deref(),
            vpc_endpoint: share.vpc_endpoint.as_deref(),
        }
    }

    pub(super) fn of_record(record: &'a Record) -> Self {
        Self {
            principal: record.principal_id.as_deref().unwrap_or_default(),
            key: record.access_key.as_deref(),
            address: record.address.as_deref().map(Cow::Borrowed),
            user_agent: record.user_agent.as_deref(),
            vpc_endpoint: record.vpc_endpoint.as_deref(),
        }
    }
}

/// Followed calls without a key, and copies of followed calls in other accounts.
struct Alike<'a> {
    calls: u64,
    credential: usize,
    /// How many are copies, and the accounts that have them.
    copies: u64,
    accounts: BTreeSet<&'a str>,
}

impl Alike<'_> {
    fn copies(&self, id: &str) -> Option<String> {
        let accounts = self.accounts.iter().copied().collect::<Vec<_>>().join(", ");
        (self.copies > 0).then(|| {
            format!("; {} of them are copies, in the records of {accounts}, of calls of {id} (same shared event ID), which are counted there and not again", self.copies)
        })
    }
}

/// By their look.
fn keyless<'a>(records: Records<'a>, followed: &[usize]) -> HashMap<Look<'a>, Alike<'a>> {
    let own = followed.iter().map(|index| &records.0[*index]);
    let shared: HashMap<&str, usize> =
        own.filter_map(|record| Some((record.shared_event_id.as_deref()?, record.credential?))).collect();
    let whose = |record: &Record| {
        let copied = || shared.get(record.shared_event_id.as_deref()?).copied();
        record.credential.or_else(copied)
    };
    let mut looks = HashMap::new();
    for record in records.iter().filter(|record| record.access_key.is_none()) {
        if let Some(credential) = whose(record) {
            let new = || Alike { calls: 0, credential, copies: 0, accounts: BTreeSet::new() };
            let alike = looks.entry(Look::of_record(record)).or_insert_with(new);
            alike.calls += 1;
            if record.credential.is_none() {
                alike.copies += 1;
                alike.accounts.extend(record.account.as_deref());
            }
        }
    }
    looks
}

/// The statement counts a call twice that an endpoint recorded besides the service: of the collected events, it is taken
/// off.
fn count_once(shares: &mut [Share], records: Records<'_>) {
    for record in records.iter().filter(|r| r.is_network_activity() && r.corrected_by.is_some()) {
        let look = Look::of_record(record);
        let then = |share: &Share| share.first <= Some(record.time) && Some(record.time) <= share.last;
        if let Some(share) = shares.iter_mut().find(|share| then(share) && Look::of_share(share) == look) {
            share.calls = share.calls.saturating_sub(1);
        }
    }
}

fn novelty(before: Before, records: Records<'_>, followed: &[usize], to: Time) -> Novelty {
    let mut new: BTreeMap<(NewKind, String), Vec<usize>> = BTreeMap::new();
    for index in followed {
        for thing in things(&records.0[*index]) {
            if !before.seen.contains(&thing) {
                new.entry(thing).or_default().push(*index);
            }
        }
    }
    let entry = |((kind, value), group): ((NewKind, String), Vec<usize>)| {
        Some(New {
            kind,
            value,
            first: records.span(&group)?.0,
            outcomes: records.outcomes(&group),
            evidence: records.evidence(&group),
        })
    };
    Novelty {
        from: before.from,
        calls_before: before.calls,
        first_before: before.first,
        days_with_calls: before.days.len() as u64,
        days: u64::try_from(((to - before.from).num_hours() + 23) / 24).unwrap_or(0),
        new: new.into_iter().filter_map(entry).collect(),
    }
}

fn things(record: &Record) -> Vec<(NewKind, String)> {
    let text = |kind, value: &Option<arcstr::ArcStr>| value.as_deref().map(|v| (kind, v.to_string()));
    let call = (NewKind::Call, format!("{}: {}", record.event_source, record.event_name));
    let others = [
        text(NewKind::Region, &record.region),
        text(NewKind::Address, &record.address),
        text(NewKind::UserAgent, &record.user_agent),
    ];
    std::iter::once(call).chain(others.into_iter().flatten()).collect()
}
