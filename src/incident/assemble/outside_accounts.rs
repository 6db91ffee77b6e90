//! Accounts outside as indicators: those that were let in, those whose VPC endpoints calls came through, and those that a
//! finding reports as the caller's.

use super::confidence::Known;
use super::indicator::{indicator, reported};
use super::tally::Records;
use crate::incident::{Indicator, IndicatorKind, Record, Tally};
use crate::vocabulary::account_in;
use std::collections::BTreeSet;

const NOT_CHECKED: &str = "ownership not checked; it may itself be compromised";

/// The accounts, and the endpoints of others; never an account that the calls themselves came from.
pub fn outside_accounts(records: Records<'_>, indices: &[usize], known: &Known<'_>) -> Vec<Indicator> {
    let each = || indices.iter().map(|i| &*records.0[*i]);
    let of_callers = each().filter_map(|r| account_in(r.user_arn.as_deref()?));
    let own: BTreeSet<&str> = each().filter_map(|r| r.account.as_deref()).chain(of_callers).collect();
    let outside = |account: &&str| !own.contains(account);
    let let_in: BTreeSet<&str> = each().flat_map(|r| &*r.let_in).map(|a| &**a).filter(outside).collect();
    let mut rows = Vec::new();
    let mut add = |kind: IndicatorKind, role: &str, tallies: Vec<Tally>| {
        for tally in tallies {
            let confidence = known.of_account(&tally.value);
            rows.push(indicator(kind, tally, role, NOT_CHECKED.into(), confidence));
        }
    };
    for account in let_in {
        let names = |i: &usize| records.0[*i].let_in.iter().any(|a| a == account);
        let calls: Vec<usize> = indices.iter().copied().filter(names).collect();
        let tallies = records.tallies(&calls, |_| Some(account));
        add(IndicatorKind::AwsAccount, "let in by a followed credential", tallies);
    }
    let foreign = |r: &Record| r.endpoint_account.as_deref().is_some_and(|account| outside(&account));
    let through: Vec<usize> = indices.iter().copied().filter(|i| foreign(&records.0[*i])).collect();
    let accounts = records.tallies(&through, |r| r.endpoint_account.as_deref());
    add(IndicatorKind::AwsAccount, "owns a VPC endpoint that calls came through", accounts);
    let endpoints = records.tallies(&through, |r| r.vpc_endpoint.as_deref());
    add(IndicatorKind::VpcEndpoint, "of another account; calls came through it", endpoints);
    let mut named: BTreeSet<String> = rows.iter().map(|row| row.value.clone()).collect();
    for finding in known.foreign() {
        // Several findings may name one account.
        let account = finding.remote_account.as_deref().filter(outside);
        if let Some(account) = account.filter(|account| named.insert(account.to_string())) {
            rows.extend(reported(IndicatorKind::AwsAccount, account, finding));
        }
    }
    rows
}
