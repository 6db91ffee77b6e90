//! Rows of `collect/shares.sql`, `collect/from_there.sql` and `collect/before.sql`, as facts.

use crate::address;
use crate::answer::Columns;
use crate::baseline::Baseline;
use crate::event::Event;
use crate::incident::{Before, FromThere, NewKind, Share};
use crate::mask::{self, Call, Found};
use datafusion::arrow::record_batch::RecordBatch;
use std::collections::BTreeSet;

/// How calls split, with who acted by the baseline, in the order of the answer.
pub fn shares(batches: &[RecordBatch], baseline: &Baseline) -> Result<Vec<Share>, String> {
    let mut shares = Vec::new();
    for batch in batches {
        let columns = Columns(batch);
        let (principals, keys) = (columns.texts("principal_id")?, columns.texts("access_key_id")?);
        let (addresses, agents) = (columns.texts("address")?, columns.texts("user_agent")?);
        let (endpoints, arns) = (columns.texts("vpc_endpoint")?, columns.texts("user_arn")?);
        let (invoked, within) = (columns.texts("invoked_by")?, columns.texts("within_hours")?);
        let (calls, by_console) = (columns.counts("calls")?, columns.counts("console_calls")?);
        let sign_ins = columns.counts("sign_ins")?;
        let (firsts, lasts) = (columns.times("first_event")?, columns.times("last_event")?);
        let sessions = columns.times("session_created")?;
        for row in 0..batch.num_rows() {
            let like = Event {
                principal_id: principals[row].clone(),
                user_arn: arns[row].clone(),
                source_ip_address: addresses[row].clone(),
                user_agent: agents[row].clone(),
                vpc_endpoint_id: endpoints[row].clone(),
                invoked_by: invoked[row].clone(),
                ..Event::default()
            };
            let within_hours = within[row].as_deref().map(|within| within == "yes");
            let (actor, rests_on) = baseline.actor_in_hours(&like, within_hours);
            shares.push(Share {
                principal_id: principals[row].clone().unwrap_or_default(),
                arn: like.user_arn,
                access_key: keys[row].clone(),
                session_created: sessions[row].filter(|_| keys[row].is_some()),
                address: like.source_ip_address,
                user_agent: like.user_agent.map(shown),
                vpc_endpoint: like.vpc_endpoint_id,
                invoked_by: like.invoked_by,
                within_hours,
                calls: calls[row],
                console_calls: by_console[row],
                sign_ins: sign_ins[row],
                first: firsts[row],
                last: lasts[row],
                credential: None,
                actor,
                rests_on,
            });
        }
    }
    Ok(shares)
}

/// The same, each with how many of its calls have no error.
pub fn shares_with_outcome(
    batches: &[RecordBatch],
    baseline: &Baseline,
) -> Result<Vec<(Share, u64)>, String> {
    let mut succeeded = Vec::new();
    for batch in batches {
        succeeded.extend(Columns(batch).counts("succeeded")?);
    }
    Ok(shares(batches, baseline)?.into_iter().zip(succeeded).collect())
}

/// Who else called from where followed credentials did.
pub fn from_there(batches: &[RecordBatch]) -> Result<Vec<FromThere>, String> {
    let mut others = Vec::new();
    for batch in batches {
        let columns = Columns(batch);
        let (addresses, principals) = (columns.texts("address")?, columns.texts("principal_id")?);
        let (arns, access_keys) = (columns.texts("user_arn")?, columns.texts("access_key_id")?);
        let last_access_keys = columns.texts("last_access_key_id")?;
        let (keys, sessions) = (columns.counts("keys")?, columns.counts("sessions")?);
        let services = columns.texts("services")?;
        let (agents, last_agents) = (columns.texts("user_agent")?, columns.texts("last_user_agent")?);
        let calls = columns.counts("calls")?;
        let (firsts, lasts) = (columns.times("first_event")?, columns.times("last_event")?);
        for row in 0..batch.num_rows() {
            others.push(FromThere {
                address: addresses[row].clone().unwrap_or_default(),
                principals: 1,
                sessions: sessions[row],
                principal_id: principals[row].clone(),
                arn: arns[row].clone(),
                access_keys: BTreeSet::from([&access_keys[row], &last_access_keys[row]])
                    .into_iter()
                    .flatten()
                    .cloned()
                    .collect(),
                keys: keys[row],
                user_agent: agents[row].clone().filter(|_| agents[row] == last_agents[row]).map(shown),
                services: list(services[row].as_deref()).collect(),
                calls: calls[row],
                first: firsts[row],
                last: lasts[row],
            });
        }
    }
    Ok(others)
}

/// The entries of a joined list.
fn list(joined: Option<&str>) -> impl Iterator<Item = String> {
    joined.into_iter().flat_map(|all| all.split(',')).map(str::to_string)
}

/// What was done in the days before the window.
pub fn before(batches: &[RecordBatch], from: crate::incident::Time) -> Result<Before, String> {
    let mut before = Before { from, ..Before::default() };
    for batch in batches {
        let columns = Columns(batch);
        let (sources, names) = (columns.texts("event_source")?, columns.texts("event_name")?);
        let (regions, addresses) = (columns.texts("region")?, columns.texts("address")?);
        let (agents, calls) = (columns.texts("user_agent")?, columns.counts("calls")?);
        let (firsts, days) = (columns.times("first_event")?, columns.texts("days")?);
        for row in 0..batch.num_rows() {
            before.calls += calls[row];
            before.first = before.first.into_iter().chain(firsts[row]).min();
            before.days.extend(list(days[row].as_deref()));
            let source = sources[row].as_deref().unwrap_or_default();
            before
                .seen
                .insert((NewKind::Call, format!("{source}: {}", names[row].as_deref().unwrap_or_default())));
            for (kind, value) in [
                (NewKind::Region, &regions[row]),
                (NewKind::Address, &addresses[row].as_deref().map(|text| address::plain(text).into_owned())),
                (NewKind::UserAgent, &agents[row].clone().map(shown)),
            ] {
                before.seen.extend(value.clone().map(|value| (kind, value)));
            }
        }
    }
    Ok(before)
}

/// A user agent without secrets, as the events have it.
fn shown(user_agent: String) -> String {
    mask::text(&user_agent, Call::default(), &mut Found::default()).unwrap_or(user_agent)
}
