//! The window: as given, else around what the findings saw.

use crate::cli::Investigate;
use crate::finding::Finding;
use crate::incident::Time;
use crate::subject::{Window, parse_time, rfc3339};
use chrono::TimeDelta;

/// Hours before the first and after the last sighting of a finding: GuardDuty aggregates, and sees a call only some
/// time after the theft.
const MARGIN_HOURS: i64 = 24;

/// The window, and what it rests on where it was not given.
pub fn window(
    args: &Investigate,
    findings: &[Finding],
    notes: &mut Vec<String>,
) -> Result<(Window, Option<String>), String> {
    let given = args.from.is_some() && args.to.is_some();
    for problem in findings.iter().flat_map(unclear) {
        if !given {
            return Err(format!("{problem}; give the window with --from and --to"));
        }
        notes.push(problem);
    }
    // Nothing of a sample happened, so it says nothing of when; alone, it is an exercise.
    let real: Vec<&Finding> = findings.iter().filter(|finding| !finding.reported.sample).collect();
    let telling = if real.is_empty() { findings.iter().collect() } else { real };
    let sightings = || telling.iter().flat_map(|f| [f.reported.first_seen, f.reported.last_seen]).flatten();
    let margin = TimeDelta::hours(MARGIN_HOURS);
    let before = sightings().min().and_then(|time| time.checked_sub_signed(margin));
    let after = sightings().max().and_then(|time| time.checked_add_signed(margin));
    let bound = |flag: &str, given: &Option<String>, seen: Option<Time>| match (given, seen) {
        (Some(text), _) => parse_time(flag, text),
        (None, Some(time)) => Ok(time),
        (None, None) => Err(missing(flag, findings)),
    };
    let from = bound("--from", &args.from, before)?;
    let to = bound("--to", &args.to, after)?;
    if given {
        return Ok((Window::new(from, to)?, None));
    }
    let window = Window::new(from, to).map_err(|_| {
        format!(
            "the window is empty: it would be from {} to {}, with {MARGIN_HOURS} hours around what the findings saw where nothing is given; give both --from and --to",
            rfc3339(from),
            rfc3339(to)
        )
    })?;
    let rule = format!("the findings' first and last sighting with {MARGIN_HOURS} hours on each open side");
    notes.push(format!("window {} to {}: {rule}; --from and --to set it", rfc3339(from), rfc3339(to)));
    Ok((window, Some(rule)))
}

fn missing(flag: &str, findings: &[Finding]) -> String {
    match findings.first() {
        Some(finding) => {
            format!(
                "{flag} is missing and --finding {} does not say when it was seen; add {flag} TIME",
                finding.place
            )
        }
        None => format!("{flag} is missing and no finding says when it was seen; add {flag} TIME"),
    }
}

/// What is wrong with the sightings of a finding.
fn unclear(finding: &Finding) -> Vec<String> {
    let reported = &finding.reported;
    let written = |field: &str, what: &str| {
        let text = reported.unreadable.get(field)?;
        Some(format!(
            "{} gives `{text}` as its {what} sighting, which cannot be read as a time",
            finding.what()
        ))
    };
    let reversed = match (reported.first_seen, reported.last_seen) {
        (Some(first), Some(last)) if first > last => Some(format!(
            "{} says that it was first seen at {}, after it was last seen at {}",
            finding.what(),
            rfc3339(first),
            rfc3339(last)
        )),
        _ => None,
    };
    [written("first_seen", "first"), written("last_seen", "last"), reversed].into_iter().flatten().collect()
}
