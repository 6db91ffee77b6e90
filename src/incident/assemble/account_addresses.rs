//! Public addresses of the owner's accounts.

use super::tally::Records;
use crate::address;
use crate::incident::{Effect, Record, Time};
use crate::vocabulary::Outcome;
use arcstr::ArcStr;
use std::collections::HashMap;
use std::net::IpAddr;

/// A time in which an account of the owner's had a public address.
struct Held {
    since: Option<Time>,
    until: Option<Time>,
    /// The record that tells so.
    told_by: usize,
}

impl Held {
    fn at(&self, time: Time) -> bool {
        self.since.is_none_or(|since| since <= time) && self.until.is_none_or(|until| time <= until)
    }
}

/// The public addresses that accounts of the owner's had: collected records allocate, associate and release them.
#[derive(Default)]
pub struct AccountAddresses(HashMap<IpAddr, Vec<Held>>);

impl AccountAddresses {
    /// Of records in the order of time.
    pub fn of(records: Records<'_>) -> Self {
        let mut held: HashMap<IpAddr, Vec<Held>> = HashMap::new();
        // An address is released by the ID of its allocation.
        let mut named: HashMap<ArcStr, IpAddr> = HashMap::new();
        let of_addresses = |record: &Record| {
            &*record.event_source == "ec2.amazonaws.com"
                && record.event_name.ends_with("Address")
                && record.outcome == Outcome::Succeeded
                && record.corrected_by.is_none()
        };
        for (index, record) in records.iter().enumerate().filter(|(_, record)| of_addresses(record)) {
            for thing in &record.things {
                let names = || std::iter::once(&thing.name).chain(&thing.also);
                let public = names().find_map(|name| address::ip(name).filter(|_| address::is_public(name)));
                let Some(ip) = public.or_else(|| names().find_map(|name| named.get(name).copied())) else {
                    continue;
                };
                named.extend(names().map(|name| (name.clone(), ip)));
                let times = held.entry(ip).or_default();
                let open = times.last_mut().filter(|last| last.until.is_none());
                match (thing.effect, open) {
                    (Effect::Created, None) => {
                        times.push(Held { since: Some(record.time), until: None, told_by: index });
                    }
                    (Effect::Deleted, Some(open)) => open.until = Some(record.time),
                    (Effect::Deleted, None) => {
                        times.push(Held { since: None, until: Some(record.time), told_by: index });
                    }
                    (_, None) => times.push(Held { since: None, until: None, told_by: index }),
                    (_, Some(_)) => {}
                }
            }
        }
        Self(held)
    }

    /// The record that tells that an account of the owner's had an address at a time.
    pub fn told_by(&self, ip: IpAddr, time: Time) -> Option<usize> {
        Some(self.0.get(&ip)?.iter().find(|held| held.at(time))?.told_by)
    }
}
