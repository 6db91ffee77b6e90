//! A session of DataFusion, with the rules that our plans need.

use super::error::{EngineError, sentence};
use datafusion::common::config::ConfigOptions;
use datafusion::execution::SessionStateBuilder;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::optimizer::{Analyzer, Optimizer};
use datafusion::physical_optimizer::optimizer::PhysicalOptimizer;
use datafusion::prelude::{SessionConfig, SessionContext};
use std::sync::Arc;

/// Memory that sorts and joins may use before they spill to disk.
const MEMORY: usize = 384 << 20;
/// The same beside all events of a case, which are in memory themselves.
const MEMORY_BESIDE: usize = 160 << 20;

/// Rules that find nothing to do in the plans that `trino` makes, by DataFusion's names. Each goes over every
/// expression, and planning is most of what a question over few events costs.
const IDLE: &[&str] = &[
    "rewrite_set_comparison",
    "optimize_unions",
    "unions_to_filter",
    "eliminate_join",
    "eliminate_outer_join",
    "eliminate_duplicated_expr",
    "eliminate_group_by_constant",
    "extract_leaf_expressions",
    "push_down_leaf_projections",
];

/// Steps that serve several partitions, statistics or sorted files, which our scan does not have.
const IDLE_STEPS: &[&str] = &[
    "aggregate_statistics",
    "join_selection",
    "LimitedDistinctAggregation",
    "FilterPushdown",
    "FilterPushdown(Post)",
    "WindowTopN",
    "LimitAggregation",
    "LimitPushPastWindows",
    "HashJoinBuffering",
    "TopKRepartition",
    "PushdownSort",
];

/// A session with Trino's rules: NULLs last, plain text columns, one ordered partition.
pub fn session() -> Result<SessionContext, EngineError> {
    session_within(MEMORY)
}

/// A session for questions about the collected events.
pub fn session_beside() -> Result<SessionContext, EngineError> {
    session_within(MEMORY_BESIDE)
}

fn session_within(memory: usize) -> Result<SessionContext, EngineError> {
    let mut options = ConfigOptions::new();
    options.sql_parser.default_null_ordering = "nulls_last".into();
    options.sql_parser.map_string_types_to_utf8view = false;
    options.execution.target_partitions = 1;
    options.execution.collect_statistics = false;
    // The rules stand in an order in which one pass does their work.
    options.optimizer.max_passes = 1;
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(FairSpillPool::new(memory)))
        .build_arc()
        .map_err(|error| EngineError(format!("the embedded engine could not start: {}", sentence(&error))))?;
    let (mut analyzer, mut optimizer, mut physical) =
        (Analyzer::new(), Optimizer::new(), PhysicalOptimizer::new());
    analyzer.rules.retain(|rule| !IDLE.contains(&rule.name()));
    optimizer.rules.retain(|rule| !IDLE.contains(&rule.name()));
    physical.rules.retain(|rule| !IDLE_STEPS.contains(&rule.name()));
    let state = SessionStateBuilder::new()
        .with_config(SessionConfig::from(options).with_information_schema(false))
        .with_runtime_env(runtime)
        .with_analyzer_rules(analyzer.rules)
        .with_optimizer_rules(optimizer.rules)
        .with_physical_optimizer_rules(physical.rules)
        .build();
    Ok(SessionContext::new_with_state(state))
}
