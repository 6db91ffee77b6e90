//! Who acted: the operator's baseline, and what is asked of the source to split the principals' calls.

use super::there::There;
use crate::address;
use crate::attribution;
use crate::baseline::{Baseline, UtcHours};
use crate::cli::{BaselineArgs, Investigate};
use crate::collect::Collector;
use crate::config::{Config, Declared};
use crate::incident::{Acting, FromThere, Gap, GapKind, LISTED, Share, Subject, Time};
use crate::lineage::Builder;
use crate::sql::{List, Params, Relation, SqlValue};
use crate::subject::{Window, parse_time};
use minijinja::context;
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

/// The calls that tell who else acted: of the subject's principals, and from where followed credentials called.
#[derive(Default)]
pub struct Calls {
    principals: Vec<String>,
    there: There,
    /// Of the principals.
    pub shares: Vec<Share>,
    /// Of others, from those addresses.
    from_there: Vec<FromThere>,
    followed_left_out: bool,
}

/// Asks for them.
pub async fn calls(
    collector: &mut Collector<'_>,
    lineage: &Builder,
    subject: &Subject,
    baseline: &Baseline,
) -> Result<Calls, String> {
    let mut principals = [lineage.principals(), subject.principal_ids.clone()].concat();
    principals.sort();
    principals.dedup();
    let keys = lineage.keys();
    let there = There::of(collector.records(), &keys, baseline);
    let (mut shares, mut from_there, mut followed_left_out) = (Vec::new(), Vec::new(), false);
    if !there.addresses.is_empty() {
        let spelled = there.addresses.iter().flat_map(|text| address::spellings(text)).collect();
        let mut params = Params::from([List::Addresses.of(spelled)]);
        if !principals.is_empty() {
            params.extend([List::Principals.of(principals.clone())]);
        }
        followed_left_out = !keys.is_empty() && keys.len() <= collector.per_statement();
        if followed_left_out {
            params.extend([List::Keys.of(keys)]);
        }
        let purpose = "calls of others from where followed credentials called";
        from_there = attribution::from_there(
            &collector.rows_with("collect/from_there.sql", purpose, &params, None).await?,
        )?;
    }
    if !principals.is_empty() {
        let params = Params::from([List::Principals.of(principals.clone())]);
        let params = with_hours(params, baseline, subject.from, subject.to);
        let purpose = "all calls of the subject's principals by key, address and user agent";
        shares = attribution::shares(
            &collector.rows_with("collect/shares.sql", purpose, &params, None).await?,
            baseline,
        )?;
    }
    Ok(Calls { principals, there, shares, from_there, followed_left_out })
}

/// What `collect/shares.sql` is asked with besides whose calls these are.
pub fn with_hours(mut params: Params, baseline: &Baseline, from: Time, to: Time) -> Params {
    if let Some(hours) = baseline.hours {
        let text = |text: String| SqlValue::Text(text).into_value();
        let part = |part: UtcHours| {
            context! {
                from => text(part.from),
                to => text(part.to),
                first => text(part.first),
                last => text(part.last),
                overnight => part.overnight,
            }
        };
        params.insert("hours", hours.in_utc(from, to).into_iter().map(part).collect());
    }
    params
}

/// A finding that reports an address of the owner's: what comes from there is then attributed to the owner, and may be
/// what the finding is about.
pub fn against_findings(baseline: &Baseline, subject: &Subject) -> Option<Gap> {
    let real = subject.findings.iter().filter(|finding| !finding.sample);
    let own = real.flat_map(|finding| &finding.remote_addresses).filter_map(|text| {
        let address = address::ip(text).filter(|address| !address::in_many_networks(*address))?;
        Some(format!("{address} ({})", baseline.network_of(address)?))
    });
    let own: BTreeSet<String> = own.collect();
    (!own.is_empty()).then(|| {
        let what = format!(
            "The findings report addresses that the baseline declares as the owner's: {}.",
            own.into_iter().collect::<Vec<_>>().join(", ")
        );
        Gap::of(GapKind::FindingAgainstBaseline, what)
            .effect("Calls from there that fit the whole baseline are attributed to the owner, whoever made them; the others are unattributed. The addresses are the owner's all the same: they are no indicators, and no abuse report names them.")
            .remedy("Find out who used the address; without it in the baseline its calls are unattributed, and it is an indicator.")
    })
}

/// How those calls split, and what the principals did before.
pub async fn acting(
    collector: &mut Collector<'_>,
    calls: Calls,
    baseline: &Baseline,
    window: Window,
    before: Option<(Window, Relation)>,
) -> Result<Acting, String> {
    let Calls { principals, there, shares, from_there, followed_left_out } = calls;
    let mut acting = Acting {
        declared: baseline.clone(),
        shares_total: shares.len() as u64,
        shares,
        from_there,
        followed_left_out,
        addresses_looked_for: there.addresses.len(),
        addresses: there.all,
        ..Acting::default()
    };
    acting.shares.truncate(LISTED);
    if let Some((before, relation)) = before.filter(|_| !principals.is_empty()) {
        let purpose = "what the subject's principals did before the window";
        let params = Params::from([List::Principals.of(principals)]);
        let params = with_hours(params, baseline, window.from(), window.to());
        let rows = collector.rows_with("collect/before.sql", purpose, &params, Some(&relation)).await?;
        acting.before = Some(attribution::before(&rows, before.from())?);
    }
    Ok(acting)
}
