//! Whether followed keys were in use before or after the window, where looking costs nothing or was asked for.

use super::acting::with_hours;
use crate::attribution;
use crate::baseline::Baseline;
use crate::collect::Collector;
use crate::incident::Around;
use crate::sql::{List, Params, Relation};
use crate::subject::Window;
use chrono::TimeDelta;

/// So long before and after the window local logs are looked through.
const AROUND: TimeDelta = TimeDelta::days(7);

/// The time before a window that local logs are looked through for.
pub fn before(window: Window) -> Option<Window> {
    Window::new(window.from().checked_sub_signed(AROUND)?, window.from()).ok()
}

/// The time after it.
pub fn after(window: Window) -> Option<Window> {
    Window::new(window.to(), window.to().checked_add_signed(AROUND)?).ok()
}

/// The calls with these keys in such a time, where there are any.
pub async fn calls(
    collector: &mut Collector<'_>,
    keys: &[String],
    purpose: &str,
    baseline: &Baseline,
    (window, relation): (Window, &Relation),
) -> Result<Option<Around>, String> {
    if keys.is_empty() {
        return Ok(None);
    }
    let params = Params::from([List::Keys.of(keys.to_vec())]);
    let params = with_hours(params, baseline, window.from(), window.to());
    let rows = collector.rows_with("collect/shares.sql", purpose, &params, Some(relation)).await?;
    let calls = attribution::shares_with_outcome(&rows, baseline)
        .map_err(|error| format!("looking for calls outside the window: {error}"))?;
    Ok((!calls.is_empty()).then_some(Around { from: window.from(), to: window.to(), calls }))
}
