//! What findings report, held against what the logs hold. A finding that the logs do not show tells of logs that are not
//! complete, or not those of the incident; then nothing can be said not to have happened.

use super::tally::Records;
use crate::address;
use crate::incident::{
    Asked, Coverage, Gap, GapKind, Record, ReportedFinding, Share, Subject, Time, undated,
};
use crate::subject::{rfc3339, shown};
use chrono::TimeDelta;

/// How far a record may lie from a sighting that it bears out.
const NEAR: TimeDelta = TimeDelta::minutes(15);
/// How far behind the first sighting, or before the last, the nearest call may lie: a product gathers calls for a while.
const GATHERED: TimeDelta = TimeDelta::hours(1);
/// What the types of findings hold that are about calls to Kubernetes. A cluster's audit log has these; CloudTrail never.
const OF_KUBERNETES: &str = ":Kubernetes/";

/// A gap for each finding that the collected records contradict or do not bear out. Samples report nothing.
pub fn not_in_logs(
    subject: &Subject,
    records: Records<'_>,
    shares: &[Share],
    coverage: &Coverage,
) -> Vec<Gap> {
    let real = subject.findings.iter().filter(|finding| !finding.sample);
    let each = real.flat_map(|finding| {
        let compared = Compared { finding, subject, records, shares, coverage };
        let elsewhere = compared.of_kubernetes();
        let outside = compared.outside_window();
        // Of a time that was not asked for, the records cannot tell.
        let missing = if compared.wholly_outside() { None } else { compared.missing() };
        elsewhere.into_iter().chain(outside).chain(missing)
    });
    each.collect()
}

/// Whether a record is of a call from an address, however each spells it.
fn is_from(record: &Record, text: &str) -> bool {
    record.address.as_deref().is_some_and(|address| address::same(address, text))
}

struct Compared<'a> {
    finding: &'a ReportedFinding,
    subject: &'a Subject,
    records: Records<'a>,
    shares: &'a [Share],
    coverage: &'a Coverage,
}

impl<'a> Compared<'a> {
    fn name(&self) -> String {
        format!("{} ({})", shown(&self.finding.finding_type), shown(&self.finding.id))
    }

    fn sightings(&self) -> impl Iterator<Item = Time> {
        [self.finding.first_seen, self.finding.last_seen].into_iter().flatten()
    }

    fn outside(&self, time: Time) -> bool {
        time < self.subject.from || time >= self.subject.to
    }

    fn wholly_outside(&self) -> bool {
        match (self.finding.first_seen, self.finding.last_seen) {
            (Some(first), Some(last)) => last < self.subject.from || first >= self.subject.to,
            _ => self.sightings().any(|time| self.outside(time)),
        }
    }

    fn outside_window(&self) -> Option<Gap> {
        let outside: Vec<String> = self.sightings().filter(|time| self.outside(*time)).map(rfc3339).collect();
        (!outside.is_empty()).then(|| {
            let what = format!(
                "The finding {} reports sightings outside the window: {}.",
                self.name(),
                outside.join(" and ")
            );
            Gap::of(GapKind::SightingOutsideWindow, what)
                .effect("What it reports of that time is not in this report.")
                .remedy("Run again with a window that holds the sightings.")
                .touches(&[Asked::Called, Asked::Reached, Asked::Span])
        })
    }

    fn is_of_kubernetes(&self) -> bool {
        self.finding.finding_type.contains(OF_KUBERNETES)
    }

    fn of_kubernetes(&self) -> Option<Gap> {
        self.is_of_kubernetes().then(|| {
            let what = format!(
                "The finding {} is about calls to Kubernetes, which CloudTrail does not record.",
                self.name()
            );
            Gap::of(GapKind::FindingNotInLogs, what)
                .effect("What was called in the cluster is not in this report.")
                .remedy("Look for those calls in the audit log of the cluster, in CloudWatch Logs.")
                .touches(&[Asked::Called, Asked::Span])
                .minor()
        })
    }

    /// The records of what the finding names; of one that names no key, nothing is known to compare.
    fn own(&self) -> Vec<&'a Record> {
        let is = |known: &[String], value: &Option<arcstr::ArcStr>| {
            value.as_deref().is_some_and(|value| known.iter().any(|known| known == value))
        };
        let own = self.records.iter().filter(|record| {
            is(&self.finding.access_keys, &record.access_key)
                || is(&self.finding.principal_ids, &record.principal_id)
        });
        own.collect()
    }

    /// What the finding reports and the logs do not hold.
    fn missing(&self) -> Option<Gap> {
        let finding = self.finding;
        let cells = &self.coverage.cells;
        let account = finding.account_id.as_ref().filter(|id| cells.iter().all(|cell| cell.account != **id));
        let account = account.map(|id| format!("the logs hold no record of its account {}", shown(id)));
        let region = finding.region.as_ref().filter(|name| cells.iter().all(|cell| cell.region != **name));
        let region = region.map(|name| format!("the logs hold no record of its region {}", shown(name)));
        let comparable = !finding.access_keys.is_empty() && !self.is_of_kubernetes();
        let calls = if comparable { self.calls() } else { Vec::new() };
        // Calls to global services are recorded in one region and seen by GuardDuty in another.
        let telling = account.is_some() || !calls.is_empty();
        let what: Vec<String> = account.into_iter().chain(calls).chain(region).collect();
        (!what.is_empty()).then(|| {
            let what = format!("The finding {} is not borne out: {}.", self.name(), what.join("; "));
            let gap = Gap::of(GapKind::FindingNotInLogs, what)
                .remedy("Check that the logs are those of the account and the time of the finding, of all regions and without missing files, and that the trail records the kind of call.");
            match telling {
                true => gap
                    .effect("The logs lack what another source saw: no call can be said not to have been made.")
                    .touches(Asked::FROM_RECORDS),
                false => gap
                    .effect("Calls in that region would not be seen.")
                    .touches(&[Asked::Called, Asked::Reached])
                    .minor(),
            }
        })
    }

    /// What is missing of the calls that the finding reports.
    fn calls(&self) -> Vec<String> {
        let (finding, own) = (self.finding, self.own());
        let seen = |key: &&String| own.iter().any(|r| r.access_key.as_deref() == Some(key.as_str()));
        let (seen, unseen): (Vec<&String>, Vec<&String>) = finding.access_keys.iter().partition(seen);
        let unseen: Vec<&str> = unseen.into_iter().map(String::as_str).collect();
        let of_keys = (!unseen.is_empty()).then(|| format!("no record is of its key {}", unseen.join(", ")));
        let mut missing: Vec<String> = of_keys.into_iter().collect();
        if seen.is_empty() {
            return missing;
        }
        let from = |text: &&String| own.iter().any(|record| is_from(record, text));
        let (known, strange): (Vec<&String>, Vec<&String>) = finding.remote_addresses.iter().partition(from);
        // The addresses of a sequence are of several kinds of signals, not of calls alone.
        let telling = if self.is_sequence() { known.is_empty() } else { finding.api.is_some() };
        if telling && !strange.is_empty() {
            let strange: Vec<String> = strange.iter().map(|address| shown(address)).collect();
            missing.push(format!("no record of its key is from its address {}", strange.join(", ")));
        }
        if let Some(api) = finding.api.as_deref()
            && !own.iter().any(|record| self.is_its_call(record))
        {
            missing.push(format!("no record of its key is of its call {}", shown(api)));
        }
        missing.extend(self.times(&own));
        // Each by itself may be of another call.
        let together = |record: &&Record| {
            let from = |text: &String| is_from(record, text);
            let address = finding.remote_addresses.is_empty() || finding.remote_addresses.iter().any(from);
            address && self.is_its_call(record) && self.is_near(record.time)
        };
        if let Some(api) = finding.api.as_deref().filter(|_| missing.is_empty() && !self.is_sequence())
            && !own.iter().any(together)
        {
            let from = finding.remote_addresses.iter().map(|address| shown(address)).collect::<Vec<_>>();
            let from = if from.is_empty() { String::new() } else { format!(" from {}", from.join(", ")) };
            missing.push(format!(
                "no single record of its key is of its call {}{from} at the time when it was seen",
                shown(api)
            ));
        }
        missing
    }

    fn is_sequence(&self) -> bool {
        self.finding.finding_type.starts_with("AttackSequence:")
    }

    /// Whether a record is of the call that the finding names, or it names none.
    fn is_its_call(&self, record: &Record) -> bool {
        let service = |name: &str| name.split('.').next().unwrap_or_default().to_ascii_lowercase();
        let ReportedFinding { api, service: called, .. } = self.finding;
        api.as_deref().is_none_or(|api| undated(&record.event_name) == undated(api))
            && called.as_deref().is_none_or(|called| service(called) == service(&record.event_source))
    }

    /// Whether a time is one of those in which the finding was seen, or it tells of none.
    fn is_near(&self, time: Time) -> bool {
        let ReportedFinding { first_seen, last_seen, .. } = self.finding;
        first_seen.is_none_or(|first| time >= first - NEAR)
            && last_seen.is_none_or(|last| time <= last + NEAR)
    }

    /// Which sightings nothing bears out: both, or one of a principal that may have had another key then.
    fn times(&self, own: &[&Record]) -> Option<String> {
        let (first, last) = self.finding.first_seen.zip(self.finding.last_seen)?;
        if !own.iter().any(|record| self.is_near(record.time)) {
            return Some(format!(
                "no record of its key is from {} to {}, when it was seen",
                rfc3339(first),
                rfc3339(last)
            ));
        }
        let of_principal = |share: &&Share| {
            self.finding.principal_ids.contains(&share.principal_id)
                || share.access_key.as_ref().is_some_and(|key| self.finding.access_keys.contains(key))
        };
        let of_shares =
            self.shares.iter().filter(of_principal).filter_map(|share| share.first.zip(share.last));
        let spans: Vec<(Time, Time)> =
            own.iter().map(|record| (record.time, record.time)).chain(of_shares).collect();
        let borne_out = |(from, to): (Time, Time)| spans.iter().any(|(a, b)| *a <= to && *b >= from);
        let sightings = [
            ("first", first, (first - NEAR, first + GATHERED)),
            ("last", last, (last - GATHERED, last + NEAR)),
        ];
        let unseen = sightings
            .into_iter()
            .filter(|(_, time, around)| !self.is_sequence() && !self.outside(*time) && !borne_out(*around));
        let unseen: Vec<String> =
            unseen.map(|(which, time, _)| format!("{}, when it was {which} seen", rfc3339(time))).collect();
        (!unseen.is_empty())
            .then(|| format!("no record of its key or principal is of {}", unseen.join(", or of ")))
    }
}
