//! Findings that place the caller inside or outside AWS, held against what the question about instances makes of the
//! same address. GuardDuty knows AWS's addresses; the question has a hint only.

use super::tally::Records;
use crate::address;
use crate::catalog::{Catalog, Tells};
use crate::incident::{Asked, Gap, GapKind, Record, ReportedFinding, Subject};
use crate::subject::shown;
use std::collections::BTreeSet;

/// What the types of such findings hold, and the side that they tell.
const SIDES: [(&str, bool); 2] = [
    ("InstanceCredentialExfiltration.InsideAWS", true),
    ("InstanceCredentialExfiltration.OutsideAWS", false),
];

/// Gaps, and the addresses that a finding places inside AWS and the question outside.
#[derive(Default)]
pub struct Disputed {
    /// One for each finding that is contradicted.
    pub gaps: Vec<Gap>,
    /// Addresses as the records write them.
    pub addresses: BTreeSet<String>,
}

/// Where findings and the question differ. Samples report nothing.
pub fn disputed(subject: &Subject, records: Records<'_>, catalog: &Catalog) -> Disputed {
    let mut disputed = Disputed::default();
    for finding in subject.findings.iter().filter(|finding| !finding.sample) {
        let side = SIDES.iter().find(|(kind, _)| finding.finding_type.contains(kind));
        let Some((_, inside)) = side else { continue };
        let of_instance: Vec<&Record> = records.iter().filter(|record| is_of(record, finding)).collect();
        let taken_outside = |address: &&str| {
            let mut calls = of_instance.iter().filter(|r| r.address.as_deref() == Some(*address));
            calls.any(|record| record.tells_of(Tells::UsedOutsideAws, catalog))
        };
        let addresses: BTreeSet<&str> = of_instance.iter().filter_map(|r| r.address.as_deref()).collect();
        let differ: Vec<&str> = addresses.into_iter().filter(|a| taken_outside(a) == *inside).collect();
        if differ.is_empty() {
            continue;
        }
        disputed.gaps.push(gap(finding, *inside, &differ));
        if *inside {
            disputed.addresses.extend(differ.into_iter().map(str::to_string));
        }
    }
    disputed
}

/// Whether a record is of the finding's credential, of an instance, from one of its addresses.
fn is_of(record: &Record, finding: &ReportedFinding) -> bool {
    let is = |known: &[String], value: Option<&str>| value.is_some_and(|v| known.iter().any(|k| k == v));
    let instance = record.principal_id.as_deref().is_some_and(|id| id.contains(":i-"));
    let named = is(&finding.access_keys, record.access_key.as_deref())
        || is(&finding.principal_ids, record.principal_id.as_deref());
    let from = |address: &str| finding.remote_addresses.iter().any(|known| address::same(known, address));
    instance && named && record.address.as_deref().is_some_and(from)
}

fn gap(finding: &ReportedFinding, inside: bool, addresses: &[&str]) -> Gap {
    let addresses: Vec<String> = addresses.iter().map(|address| shown(address)).collect();
    let (finding_says, report_says) = match inside {
        true => ("inside", "takes it for an address outside AWS"),
        false => ("outside", "does not take it for an address outside AWS and raises no finding of its own"),
    };
    let what = format!(
        "The finding {} ({}) says that the caller was {finding_says} AWS, at {}; this report, which compares an address with the ranges that EC2 mostly uses, {report_says}.",
        shown(&finding.finding_type),
        shown(&finding.id),
        addresses.join(", ")
    );
    Gap::of(GapKind::PlaceDisputed, what)
        .effect("Whether the caller was inside AWS cannot be said from the address alone. The ranges are a hint; GuardDuty knows which addresses are AWS's.")
        .remedy("Look the address up in AWS's ip-ranges.json as it was at the time of the calls.")
        .touches(&[Asked::Obtained])
}
