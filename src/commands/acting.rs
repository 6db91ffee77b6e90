//! Who acted: the operator's baseline, and what is asked of the source to split the principals' calls.

use crate::attribution;
use crate::baseline::Baseline;
use crate::cli::{BaselineArgs, Investigate};
use crate::collect::Collector;
use crate::config::Config;
use crate::incident::Acting;
use crate::sql::{Params, Relation, SqlValue};
use crate::subject::{Window, parse_time};

/// The baseline of the configuration and the flags together.
pub fn baseline(args: &BaselineArgs, config: &Config) -> Result<Baseline, String> {
    let zone = config.organisation.timezone.as_deref();
    let mut own = config.baseline.parse("--config, [baseline]", zone)?;
    let flags = crate::config::Declared {
        networks: args.networks.clone(),
        vpc_endpoints: args.vpc_endpoints.clone(),
        user_agents: args.user_agents.clone(),
        principals: args.principals.clone(),
        hours: None,
    };
    let flags = flags.parse("--own-network", zone)?;
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

/// How the calls of the subject's principals split, and what they did before.
pub async fn acting(
    collector: &mut Collector<'_>,
    principals: Vec<String>,
    baseline: &Baseline,
    before: Option<(Window, Relation)>,
) -> Result<Acting, String> {
    let mut acting = Acting { baseline: baseline.lines(), ..Acting::default() };
    if principals.is_empty() {
        return Ok(acting);
    }
    let params = Params::from([("principals", SqlValue::Texts(principals).into_value())]);
    let purpose = "all calls of the subject's principals, by key, address and user agent";
    let rows = collector.rows_with("collect/shares.sql", purpose, &params, None).await?;
    acting.shares = attribution::shares(&rows, baseline)?;
    if let Some((window, relation)) = before {
        let purpose = "what the subject's principals did before the window";
        let rows = collector.rows_with("collect/before.sql", purpose, &params, Some(&relation)).await?;
        acting.before = Some(attribution::before(&rows, window.from())?);
    }
    Ok(acting)
}
