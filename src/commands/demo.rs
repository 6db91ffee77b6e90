//! `demo`: a made-up incident, from log files to a report.
//!
//! The records are written as ordinary deliveries of a trail, and then the same path runs on them as on real
//! ones.

use super::unfinished::KEPT;
use super::{Done, Outside, investigate, print};
use crate::cli::{BaselineArgs, CaseArgs, Demo, Investigate, Particulars, SourceArgs, TemplateArgs};
use crate::demo::{DemoLog, KEY, deliveries};
use crate::embedded::LATE_DAYS;
use crate::evidence::CaseWriter;
use crate::lineage::Limits;

/// Runs `demo`.
pub async fn demo(args: &Demo, outside: &mut Outside<'_>) -> Result<Done, String> {
    let writer = CaseWriter::create(&args.output)?;
    for DemoLog { name, bytes } in deliveries()? {
        writer.write(&format!("logs/{name}"), bytes)?;
    }
    writer.finish()?;
    let logs = args.output.join("logs");
    let investigation = Investigate {
        access_keys: vec![KEY.into()],
        findings: Vec::new(),
        from: Some("2026-03-14T00:00Z".into()),
        to: Some("2026-03-15T00:00Z".into()),
        source: SourceArgs {
            source: logs.display().to_string(),
            max_file_size: "1G".into(),
            late_days: LATE_DAYS,
            threads: None,
        },
        templates: TemplateArgs { queries: None },
        case: CaseArgs {
            output: args.output.join("case"),
            case_id: Some("INC-2026-DEMO".into()),
            particulars: Particulars::default(),
            json: false,
        },
        baseline: BaselineArgs::default(),
        max_depth: Limits::USUAL.depth,
        max_credentials: Limits::USUAL.breadth,
        resume: None,
    };
    let made = investigate(&investigation, outside).await;
    let mut done = made.map_err(|error| {
        // Logs without a report are no demonstration, and would stand in the way of the next; nobody resumes one.
        let _ = std::fs::remove_dir_all(&args.output);
        let why = error.split(KEPT).next().unwrap_or_default();
        format!(
            "{why}; nothing of the demonstration was kept: run it again, with --output where there is room"
        )
    })?;
    let report = args.output.join("case/report.html");
    print(outside, &format!("logs: {}\nreport: {}\n", logs.display(), report.display()))?;
    done.notes.push("This incident is made up; its gaps are part of the demonstration.".into());
    // The demonstration shows a report with gaps on purpose: that is its success.
    done.gaps = false;
    Ok(done)
}
