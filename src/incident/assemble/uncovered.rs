//! What these logs could not have shown, by what they hold and lack: kinds of calls, regions, accounts. Of it, nothing
//! can be said not to have happened.

use super::tally::Records;
use crate::incident::{Asked, Coverage, CoverageCell, Credential, Gap, GapKind, Record};
use crate::subject::AccessKeyId;
use crate::vocabulary::and_more;
use std::collections::BTreeSet;

/// Credentials named one by one.
const NAMED: usize = 10;

/// All such gaps.
pub fn uncovered(
    records: Records<'_>,
    indices: &[usize],
    coverage: &Coverage,
    credentials: &[Credential],
) -> Vec<Gap> {
    let seen = Seen { records, indices, coverage, credentials };
    [
        seen.no_reads(),
        seen.no_global_services(),
        seen.no_account(),
        seen.no_account_of_subject(),
        seen.nobody_else(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

struct Seen<'a> {
    records: Records<'a>,
    indices: &'a [usize],
    coverage: &'a Coverage,
    credentials: &'a [Credential],
}

impl<'a> Seen<'a> {
    fn followed(&self) -> impl Iterator<Item = &'a Record> {
        let records = self.records.0;
        self.indices.iter().map(|index| &*records[*index])
    }

    /// Management events of each account in which followed credentials acted, or of all if they acted in none.
    fn accounts(&self) -> Vec<(&'a str, Vec<&'a CoverageCell>)> {
        let acted: BTreeSet<&str> = self.followed().filter_map(|record| record.account.as_deref()).collect();
        let cells = || self.coverage.cells.iter().filter(|cell| cell.is_management() && cell.records > 0);
        let all: BTreeSet<&str> = cells().map(|cell| cell.account.as_str()).collect();
        let touched = all.into_iter().filter(|account| acted.is_empty() || acted.contains(account));
        touched.map(|account| (account, cells().filter(|cell| cell.account == account).collect())).collect()
    }

    /// A trail may record nothing but changes. Old records do not say what they are.
    fn no_reads(&self) -> Option<Gap> {
        let without = |(account, cells): (&'a str, Vec<&CoverageCell>)| {
            cells.iter().all(|cell| cell.changing == cell.records).then_some(account)
        };
        let accounts: Vec<&str> = self.accounts().into_iter().filter_map(without).collect();
        (!accounts.is_empty()).then(|| {
            let what = format!(
                "The logs hold no read-only management event of {}; the trail may record nothing but changes.",
                accounts_of(&accounts)
            );
            Gap::of(GapKind::NoReadOnlyEvents, what)
                .effect("Reads of secrets and parameters, listings and roles assumed would not be seen.")
                .remedy("Look for a trail or event data store that records read-only management events, or at event history (90 days).")
                .touches(&[Asked::Called, Asked::Secrets, Asked::Span, Asked::Ongoing])
        })
    }

    /// IAM and the global endpoints of STS and of sign-in are recorded in one region of each partition (CloudTrail user
    /// guide, "Global service events").
    fn no_global_services(&self) -> Option<Gap> {
        let without = |(account, cells): (&'a str, Vec<&CoverageCell>)| {
            let home = home_region(&cells.first()?.region);
            let iam = |record: &Record| {
                record.account.as_deref() == Some(account) && &*record.event_source == "iam.amazonaws.com"
            };
            let there = cells.iter().any(|cell| cell.region == home) || self.records.iter().any(iam);
            (!there).then_some((account, home))
        };
        let found: Vec<(&str, &str)> = self.accounts().into_iter().filter_map(without).collect();
        let (_, home) = found.first()?;
        let accounts: Vec<&str> = found.iter().map(|(account, _)| *account).collect();
        let what = format!(
            "The logs hold no management event in {home} of {}; IAM, most console sign-ins and the global endpoint of STS are recorded there.",
            accounts_of(&accounts)
        );
        let remedy = format!(
            "Add the log files of {home}, or check that the trail is multi-region or includes global service events."
        );
        let gap = Gap::of(GapKind::NoGlobalServices, what)
            .effect("Calls to IAM, and keys and sessions that they handed out, would not be seen.")
            .remedy(remedy)
            .touches(&[Asked::Called, Asked::Identities, Asked::LeftBehind, Asked::Span, Asked::Ongoing]);
        Some(gap)
    }

    /// What was obtained in accounts whose logs are not here.
    fn no_account(&self) -> Option<Gap> {
        let held = |account: &str| self.coverage.cells.iter().any(|cell| cell.account == account);
        let of = |credential: &'a Credential| {
            let account = match credential.account() {
                None if credential.is_account() => "an account that no record names",
                account => account.filter(|account| credential.depth > 0 && !held(account))?,
            };
            Some((credential.id.as_str(), account))
        };
        let found: Vec<(&str, &str)> = self.credentials.iter().filter_map(of).collect();
        let named: Vec<String> =
            found.iter().take(NAMED).map(|(id, account)| format!("{id} in {account}")).collect();
        let more = found.len().saturating_sub(NAMED);
        let more = and_more(more);
        (!found.is_empty() && !self.coverage.cells.is_empty()).then(|| {
            let what = format!(
                "The logs hold no record of the accounts of what was obtained: {}{more}.",
                named.join(", ")
            );
            Gap::of(GapKind::AccountNotCovered, what)
                .effect("What these did there would not be seen.")
                .remedy("Add the logs of those accounts, or ask their owners.")
                .touches(Asked::FROM_RECORDS)
        })
    }

    /// Keys that made no call in these logs, and that another account issued, by the form of their IDs.
    fn no_account_of_subject(&self) -> Option<Gap> {
        let held = |account: &str| self.coverage.cells.iter().any(|cell| cell.account == account);
        let unseen = |credential: &&Credential| credential.depth == 0 && credential.first.is_none();
        let of = |key: &str| AccessKeyId::parse(key).ok()?.account().filter(|account| !held(account));
        let keys = self.credentials.iter().filter(unseen).flat_map(|credential| &credential.access_keys);
        let found: Vec<String> =
            keys.filter_map(|key| of(key).map(|account| format!("{key} of {account}"))).collect();
        (!found.is_empty() && !self.coverage.cells.is_empty()).then(|| {
            let what = format!(
                "By the form of their IDs, the logs hold no record of the accounts that issued the keys: {}{}.",
                found[..found.len().min(NAMED)].join(", "),
                and_more(found.len().saturating_sub(NAMED))
            );
            Gap::of(GapKind::AccountNotCovered, what)
                .effect("What the keys did there would not be seen. The form is a hint: an ID that was changed or mistyped has that of another account.")
                .remedy("Add the logs of those accounts, and compare the IDs with what was reported.")
                .touches(Asked::FROM_RECORDS)
        })
    }

    /// An export of one key's calls does not hold what was done with the keys that it obtained.
    fn nobody_else(&self) -> Option<Gap> {
        let all: u64 = self.coverage.cells.iter().map(|cell| cell.records).sum();
        let own = |record: &Record| record.credential.is_some_and(|index| self.credentials[index].depth == 0);
        let only = all > 0 && self.followed().filter(|record| own(record)).count() as u64 == all;
        let obtained = self.credentials.iter().any(|credential| credential.depth > 0);
        (only && obtained).then(|| {
            let what = format!(
                "Every record of the window is of the subject itself ({all}), as in an export that was filtered by its key."
            );
            Gap::of(GapKind::NobodyElse, what)
                .effect("What was done with what it obtained, and what others did about it, would not be seen.")
                .remedy("Give the unfiltered log files.")
                .touches(Asked::FROM_RECORDS)
        })
    }
}

/// Where a partition records its global services.
pub fn home_region(region: &str) -> &'static str {
    match region {
        region if region.starts_with("us-gov-") => "us-gov-west-1",
        region if region.starts_with("cn-") => "cn-north-1",
        _ => "us-east-1",
    }
}

fn accounts_of(accounts: &[&str]) -> String {
    let more = accounts.len().saturating_sub(NAMED);
    let more = and_more(more);
    let plural = if accounts.len() == 1 { "account" } else { "accounts" };
    format!("{plural} {}{more}", accounts[..accounts.len().min(NAMED)].join(", "))
}
