//! What findings report, held against what the logs hold. A finding that the logs do not show tells of logs that are not
//! complete, or not those of the incident; then nothing can be said not to have happened.

use super::tally::Records;
use crate::address;
use crate::incident::{Asked, Coverage, Gap, GapKind, Record, ReportedFinding, Subject, Time};
use crate::subject::{rfc3339, shown};
use chrono::TimeDelta;

/// How far a record may lie from a sighting that it bears out.
const NEAR: TimeDelta = TimeDelta::minutes(15);

/// A gap for each finding that the collected records contradict or do not bear out. Samples report nothing.
pub fn not_in_logs(subject: &Subject, records: Records<'_>, coverage: &Coverage) -> Vec<Gap> {
    let real = subject.findings.iter().filter(|finding| !finding.sample);
    let each = real.flat_map(|finding| {
        let compared = Compared { finding, subject, records, coverage };
        let outside = compared.outside_window();
        // Of a time that was not asked for, the records cannot tell.
        let missing = if compared.wholly_outside() { None } else { compared.missing() };
        outside.into_iter().chain(missing)
    });
    each.collect()
}

struct Compared<'a> {
    finding: &'a ReportedFinding,
    subject: &'a Subject,
    records: Records<'a>,
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
        let calls = if finding.access_keys.is_empty() { Vec::new() } else { self.calls() };
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
        if !own
            .iter()
            .any(|r| r.access_key.as_deref().is_some_and(|k| finding.access_keys.iter().any(|f| f == k)))
        {
            return vec![format!("no record is of its key {}", finding.access_keys.join(", "))];
        }
        let mut missing = Vec::new();
        let sequence = finding.finding_type.starts_with("AttackSequence:");
        let unseen: Vec<&String> = finding
            .remote_addresses
            .iter()
            .filter(|text| {
                let from =
                    |record: &&Record| record.address.as_deref().is_some_and(|a| address::same(a, text));
                !own.iter().any(from)
            })
            .collect();
        // The addresses of a sequence are of several kinds of signals, not of calls alone.
        let enough = if sequence { finding.remote_addresses.len() } else { 1 };
        if (finding.api.is_some() || sequence) && !unseen.is_empty() && unseen.len() >= enough {
            let unseen: Vec<String> = unseen.iter().map(|address| shown(address)).collect();
            missing.push(format!("no record of its key is from its address {}", unseen.join(", ")));
        }
        if let Some(api) = finding.api.as_deref()
            && !own.iter().any(|record| record.event_name.starts_with(api))
        {
            missing.push(format!("no record of its key is of its call {}", shown(api)));
        }
        if let (Some(first), Some(last)) = (finding.first_seen, finding.last_seen)
            && !own.iter().any(|record| record.time >= first - NEAR && record.time <= last + NEAR)
        {
            missing.push(format!(
                "no record of its key is from {} to {}, when it was seen",
                rfc3339(first),
                rfc3339(last)
            ));
        }
        missing
    }
}
