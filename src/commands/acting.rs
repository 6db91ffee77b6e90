//! Who acted: the operator's baseline, and what is asked of the source to split the principals' calls.

use crate::attribution;
use crate::baseline::{Baseline, UNATTRIBUTED};
use crate::cli::{BaselineArgs, Investigate};
use crate::collect::Collector;
use crate::config::{Config, Declared};
use crate::incident::{Acting, LISTED, Subject};
use crate::sql::{Params, Relation, SqlValue};
use crate::subject::{Window, parse_time};
use std::collections::BTreeSet;

/// The baseline of the configuration and the flags together.
pub fn baseline(args: &BaselineArgs, config: &Config) -> Result<Baseline, String> {
    let zone = config.organisation.timezone.as_deref();
    let mut own = config.baseline.parse(&Declared::KEYS, zone)?;
    let flags = Declared {
        networks: args.networks.clone(),
        vpc_endpoints: args.vpc_endpoints.clone(),
        user_agents: args.user_agents.clone(),
        principals: args.principals.clone(),
        hours: args.hours.clone(),
    };
    let flags = flags.parse(&Declared::FLAGS, zone)?;
    own.hours = flags.hours.or(own.hours);
    own.networks.extend(flags.networks);
    own.vpc_endpoints.extend(flags.vpc_endpoints);
    own.user_agents.extend(flags.user_agents);
    own.principals.extend(flags.principals);
    Ok(own)
}

/// The window of the days before, checked.
pub fn before(args: &Investigate, window: Window) -> Result<Option<Window>, String> {
    let Some(text) = &args.baseline.baseline_from else { return Ok(None) };
    let from = parse_time("--baseline-from", text)?;
    if from >= window.from() {
        return Err("--baseline-from is not before the window; give a time before --from".into());
    }
    Window::new(from, window.from()).map(Some)
}

/// Other keys of the principals that findings name, used from addresses that the findings name: the keys of an instance
/// are exchanged several times a day, and a finding names one of them.
pub async fn exchanged(
    collector: &mut Collector<'_>,
    subject: &Subject,
    baseline: &Baseline,
) -> Result<Vec<String>, String> {
    let addresses: Vec<&String> = subject.findings.iter().flat_map(|f| &f.remote_addresses).collect();
    if subject.principal_ids.is_empty() || addresses.is_empty() {
        return Ok(Vec::new());
    }
    let params = Params::from([("principals", SqlValue::Texts(subject.principal_ids.clone()).into_value())]);
    let purpose = "other keys of the principals that the findings name";
    let rows = collector.rows_with("collect/shares.sql", purpose, &params, None).await?;
    let suspect = attribution::shares(&rows, baseline, usize::MAX)?.into_iter().filter(|share| {
        share.actor == UNATTRIBUTED && share.address.as_ref().is_some_and(|a| addresses.contains(&a))
    });
    let keys: BTreeSet<String> = suspect.filter_map(|share| share.access_key).collect();
    Ok(keys.into_iter().filter(|key| !key.is_empty() && !subject.access_keys.contains(key)).collect())
}

/// How the calls of the subject's principals split, and what they did before.
pub async fn acting(
    collector: &mut Collector<'_>,
    mut principals: Vec<String>,
    baseline: &Baseline,
    before: Option<(Window, Relation)>,
) -> Result<Acting, String> {
    let mut acting = Acting { baseline: baseline.lines(), ..Acting::default() };
    principals.sort();
    principals.dedup();
    if principals.is_empty() {
        return Ok(acting);
    }
    let params = Params::from([("principals", SqlValue::Texts(principals).into_value())]);
    let purpose = "all calls of the subject's principals, by key, address and user agent";
    let rows = collector.rows_with("collect/shares.sql", purpose, &params, None).await?;
    acting.shares = attribution::shares(&rows, baseline, LISTED)?;
    acting.shares_total = rows.iter().map(|batch| batch.num_rows() as u64).sum();
    if let Some((window, relation)) = before {
        let purpose = "what the subject's principals did before the window";
        let rows = collector.rows_with("collect/before.sql", purpose, &params, Some(&relation)).await?;
        acting.before = Some(attribution::before(&rows, window.from())?);
    }
    Ok(acting)
}
