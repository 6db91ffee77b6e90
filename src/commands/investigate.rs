//! `investigate`: collect, classify, build the facts, render, write the case.

use super::accounted::{account, collection_gaps};
use super::exchanged::Suspicion;
use super::handed_in::{HandedIn, handed_in};
use super::keeping::Keeping;
use super::opened::Opened;
use super::unfinished;
use super::{
    Done, Outside, acting, admitted, catalog, exchanged, no_records, outside_window, particulars, print,
    through,
};
use crate::baseline::{Actor, Baseline};
use crate::catalog::Catalog;
use crate::cli::Investigate;
use crate::collect::Collector;
use crate::config::Config;
use crate::coverage::{self, Counted};
use crate::embedded::ScanReport;
use crate::event::Event;
use crate::evidence::{self, CaseWriter};
use crate::incident::{
    self, Asked, Case, Gap, GapKind, Incident, Input, Lookups, Record, TechniqueFacts, Whence, searched,
};
use crate::lineage::{Builder, End, Limits};
use crate::report;
use crate::source::Source;
use crate::source::resumable::Resumable;
use crate::subject::Window;
use datafusion::arrow::record_batch::RecordBatch;
use serde::Serialize;
use std::mem::ManuallyDrop;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What this was built from; empty where the build did not know.
const COMMIT: &str = env!("KEYTRAIL_COMMIT");

/// One line of `evidence/index.jsonl`: an evidence number and its event.
#[derive(Serialize)]
struct IndexLine<'a> {
    e: String,
    event_id: &'a str,
    event_time: String,
    event_source: &'a str,
    event_name: &'a str,
    credential: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    corrected_by: Option<&'a str>,
    actor: Actor,
    whence: Whence,
    query: String,
    source_object: Option<&'a str>,
}

/// Runs `investigate`.
pub async fn investigate(args: &Investigate, outside: &mut Outside<'_>) -> Result<Done, String> {
    let mut handed_in = handed_in(args, &outside.interrupt)?;
    let mut notes = std::mem::take(&mut handed_in.notes);
    let config = particulars::config(&args.case.particulars)?;
    let baseline = acting::baseline(&args.baseline, &config)?;
    if !baseline.is_empty() && baseline.names_no_place() {
        notes.push("the baseline names no network and no VPC endpoint, so no call is attributed to the owner; add --own-network or --own-vpc-endpoint".into());
    }
    let before = acting::before(args, handed_in.window)?;
    let case = case(args, config, outside)?;
    let mut given = Given { handed_in, baseline, before, case };
    let catalog = catalog(&args.templates)?;
    let source = Opened::open(&args.source, outside, true).await?;
    let writer = CaseWriter::create(&args.case.output)?;
    let kept = unfinished::start(args, &given.handed_in, &catalog, &source, &mut given.case)?;
    let asked = Resumable::new(&source, &kept);
    let made = match run(args, given, &catalog, &source, &asked, &writer, &outside.interrupt).await {
        Ok((incident, records)) => {
            // The process ends soon: taking a large case apart piece by piece is not worth a second.
            let records = ManuallyDrop::new(records);
            write_case(&writer, &incident, &records).map(|()| incident)
        }
        Err(error) => Err(error),
    };
    let incident = match made.and_then(|incident| writer.finish().map(|()| incident)) {
        Ok(incident) => incident,
        Err(error) => {
            return Err(unfinished::stopped(error, kept, outside.interrupt.load(Ordering::Relaxed)));
        }
    };
    let incident = ManuallyDrop::new(incident);
    notes.extend(unfinished::ended(kept, &incident)?);
    let done = Done::of_case(&incident, notes);
    let summary = if args.case.json {
        report::encode::json(&incident.key_activity).map_err(|error| error.to_string())? + "\n"
    } else {
        let output = &args.case.output;
        let drafted = output.join(report::DRAFT).is_file();
        report::terminal_summary(&incident, &output.display().to_string(), drafted)
    };
    print(outside, &summary)?;
    Ok(done)
}

/// What a run was given, checked.
struct Given {
    handed_in: HandedIn,
    baseline: Baseline,
    /// The days before the window, if they are asked for.
    before: Option<Window>,
    case: Case,
}

fn case(args: &Investigate, config: Config, outside: &Outside<'_>) -> Result<Case, String> {
    let id =
        args.case.case_id.clone().unwrap_or_else(|| format!("INC-{}", outside.now.format("%Y%m%d-%H%M%S")));
    let well_formed = !id.is_empty()
        && id.len() <= 64
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if !well_formed {
        return Err(format!(
            "--case-id `{}` is not a case ID: use at most 64 letters, digits, - and _",
            id.escape_debug()
        ));
    }
    let mut case = Case {
        id,
        generated_at: Some(outside.now),
        tool_version: env!("CARGO_PKG_VERSION").into(),
        tool_commit: Some(COMMIT).filter(|commit| !commit.is_empty()).map(str::to_string),
        attack_version: crate::attack::VERSION.into(),
        ..Case::default()
    };
    particulars::state(&mut case, &args.case.particulars, config.organisation)?;
    Ok(case)
}

async fn run(
    args: &Investigate,
    given: Given,
    catalog: &Arc<Catalog>,
    source: &Opened,
    asked: &Resumable<'_>,
    writer: &CaseWriter,
    interrupt: &AtomicBool,
) -> Result<(Incident, Vec<Box<Record>>), String> {
    let Given { handed_in, baseline, before, mut case } = given;
    let files = source.fingerprint();
    let now = case.generated_at.unwrap_or_default();
    let HandedIn { mut subject, window, gaps: not_followed, mut masked, .. } = handed_in;
    let relation = source.relation(catalog, window)?;
    let missing = relation.missing()?;
    let mut collector = Collector::new(asked, catalog, relation).await?;
    let rows = collector.rows_of("collect/coverage.sql", "what the logs hold in the window").await?;
    let scan = asked.once(unfinished::SCAN, || source.take_report())?;
    if let Some(scan) = scan.as_ref().filter(|scan| scan.records == 0 && scan.files_outside == 0) {
        return Err(no_records(&args.source, scan));
    }
    let past = window.past(now);
    let mut counted = covered(&rows, scan.as_ref(), past, source, writer)?;
    counted.coverage.missing_columns = missing;
    let limits = Limits { depth: args.max_depth, breadth: args.max_credentials };
    let mut lineage = Builder::new(&subject.access_keys, End::of(window, now), limits)?;
    let actor = |event: &Event| baseline.actor(event).0;
    let mut keeping = Keeping::start(writer, catalog)?;
    collector.follow(&mut lineage, &actor, &mut keeping).await?;
    let mut calls = acting::calls(&mut collector, &lineage, &subject, &baseline).await?;
    let of_calls =
        Suspicion::of_calls(collector.records(), &subject, lineage.principals(), &baseline, catalog);
    let suspicions = [Suspicion::of_findings(&subject), of_calls];
    let mut added = exchanged::keys(&calls.shares, &subject, &suspicions);
    // What is followed already came from a key that was named.
    added.retain(|key| !lineage.follows(&key.access_key));
    if !added.is_empty() {
        let keys: Vec<String> = added.iter().map(|key| key.access_key.clone()).collect();
        lineage.add_subjects(&keys);
        collector.follow(&mut lineage, &actor, &mut keeping).await?;
        subject.access_keys.extend(keys);
        subject.keys.extend(added);
        calls = acting::calls(&mut collector, &lineage, &subject, &baseline).await?;
    }
    let mut records = collector.take_records();
    let corrected = crate::incident::correct(&mut records);
    let collected = keeping.finish(&corrected)?;
    collector.release();
    // Needs nothing but what was collected: asked while the source is asked who acted, and what is around the window.
    let volume = crate::volume::volume(catalog, collected);
    let around = async {
        let around = Around { window, source, catalog, baseline: &baseline };
        let shares =
            before.map(|window| Ok::<_, String>((window, source.relation(catalog, window)?))).transpose()?;
        let acting = acting::acting(&mut collector, calls, &baseline, window, shares).await?;
        let admitted = admitted::admitted(&mut collector, &records, catalog).await?;
        let through = through::through(&mut collector, &acting.shares, &records, &lineage.keys()).await?;
        let active_before = around.before(&mut collector, &subject.access_keys, before).await?;
        let active_after = around.after(&mut collector, &lineage.keys()).await?;
        // Somebody who saw the subject before its keys were issued saw it with others.
        let exist_since = lineage.exist_since().filter(|since| !subject.was_seen_before(*since));
        // The questions go on meanwhile; with a hundred thousand credentials that is worth it.
        let grown = tokio::task::spawn_blocking(|| lineage.finish()).await;
        let lineage = grown.map_err(|error| format!("listing the credentials ended early: {error}"))?;
        Ok::<_, String>((acting, admitted, through, active_before, active_after, exist_since, lineage))
    };
    let (around, volume) = tokio::join!(around, volume);
    let (acting, admitted, through, active_before, active_after, exist_since, lineage) = around?;
    let (volume, unanswered) = volume?;
    not_interrupted(interrupt)?;
    for (query, text) in collector.queries.iter().zip(&collector.texts) {
        writer.write(&query.file, format!("{text}\n"))?;
    }
    let coverage = &mut counted.coverage;
    account(coverage, &collector, &records);
    coverage.searched = searched(coverage, &records, &lineage.credentials, &subject);
    if scan.is_none() {
        coverage.bytes = collector.queries.iter().filter_map(|query| query.bytes_scanned).sum();
    }
    let mut gaps = coverage::gaps(&counted, scan.as_ref(), past, exist_since);
    gaps.extend(coverage::not_yet(window, now));
    gaps.extend((files != source.fingerprint()).then(changed));
    gaps.extend(not_followed);
    gaps.extend(super::handed_in::other_sessions(&subject));
    gaps.extend(acting::against_findings(&baseline, &subject));
    gaps.extend(collection_gaps(&collector, &unanswered));
    for (kind, count) in collector.masked {
        *masked.entry(kind).or_default() += count;
    }
    case.rules_digest = catalog.digest();
    Ok(crate::incident::assemble(Input {
        case,
        subject,
        coverage: counted.coverage,
        gaps,
        records,
        lineage,
        queries: collector.queries,
        masked,
        acting,
        before: active_before,
        after: active_after,
        admitted,
        through,
        volume,
        catalog,
        lookups: Lookups { technique: &technique, agent: &agent },
    }))
}

/// What the logs hold of the window: what was counted of it, and what a scan of local files noted.
fn covered(
    rows: &[RecordBatch],
    scan: Option<&ScanReport>,
    window: Window,
    source: &Opened,
    writer: &CaseWriter,
) -> Result<Counted, String> {
    let mut counted = coverage::coverage(rows, window)?;
    let coverage = &mut counted.coverage;
    if let Some(scan) = scan {
        coverage::add_scan(coverage, scan);
        let list = crate::digest::list(&scan.digests);
        coverage.input_digest = Some(crate::digest::sha256(list.as_bytes()));
        writer.write(evidence::LOG_FILES, list)?;
    }
    let description = source.describe();
    coverage.source_kind = description.kind;
    coverage.source_name = description.name;
    Ok(counted)
}

/// The logs around the window.
struct Around<'a> {
    window: Window,
    source: &'a Opened,
    catalog: &'a Catalog,
    baseline: &'a Baseline,
}

impl Around<'_> {
    /// Earlier calls of the subject's keys; `asked` is the time before the window that is asked for.
    async fn before(
        &self,
        collector: &mut Collector<'_>,
        keys: &[String],
        asked: Option<Window>,
    ) -> Result<Option<incident::Around>, String> {
        let freely = || self.freely(outside_window::before(self.window));
        let Some(window) = asked.or_else(freely) else { return Ok(None) };
        let relation = self.source.relation(self.catalog, window)?;
        let purpose = "whether the subject's keys were in use before the window";
        outside_window::calls(collector, keys, purpose, self.baseline, (window, &relation)).await
    }

    /// Later calls of followed keys.
    async fn after(
        &self,
        collector: &mut Collector<'_>,
        keys: &[String],
    ) -> Result<Option<incident::Around>, String> {
        let Some(window) = self.freely(outside_window::after(self.window)) else { return Ok(None) };
        let relation = self.source.relation(self.catalog, window)?;
        let purpose = "whether followed keys were in use after the window";
        outside_window::calls(collector, keys, purpose, self.baseline, (window, &relation)).await
    }

    fn freely(&self, window: Option<Window>) -> Option<Window> {
        window.filter(|_| self.source.reads_freely())
    }
}

/// Name, former name and tactics of a technique.
fn technique(id: &str) -> Option<TechniqueFacts> {
    let technique = crate::attack::technique(id)?;
    let tactics = technique.tactics.iter().map(|tactic| tactic.to_string()).collect();
    Some((technique.name.to_string(), technique.formerly.map(str::to_string), tactics))
}

/// The tool that a user agent looks like.
fn agent(text: &str) -> Option<String> {
    let tool = crate::agents::recognise(text)?;
    Some(format!("looks like {}; user agents are chosen by the caller", tool.name))
}

/// What follows on collecting takes a while, too.
fn not_interrupted(interrupt: &AtomicBool) -> Result<(), String> {
    if interrupt.load(Ordering::Relaxed) { Err("interrupted".into()) } else { Ok(()) }
}

/// The gap of log files that are not what they were when the run began.
fn changed() -> Gap {
    Gap::of(GapKind::LogsChanged, "Log files were changed, removed or written to while they were read.")
        .effect("Statements may have seen different records, and the sums of section 2 need not come out.")
        .remedy("Run again on a copy that nobody writes to.")
        .touches(Asked::FROM_RECORDS)
}

/// Writes everything of a case but the events, which were written as they came.
fn write_case(writer: &CaseWriter, incident: &Incident, records: &[Box<Record>]) -> Result<(), String> {
    let extract = std::thread::scope(|scope| {
        let facts = scope.spawn(|| writer.write_json("incident.json", incident));
        write_index(writer, incident, records)?;
        // Reads the index that was just written.
        let (extract, _) = super::extract::extract(writer.folder(), incident)?;
        let ended_early = |_| Err("writing the facts ended early".to_string());
        facts.join().unwrap_or_else(ended_early).map(|()| extract)
    })?;
    // The report names the digests of what was written before it.
    let digests = evidence::digests(writer.folder(), incident)?;
    for (name, bytes) in report::files(incident, &report::Templates::builtin()?, extract.as_ref(), &digests)?
    {
        writer.write(&name, bytes)?;
    }
    Ok(())
}

fn write_index(writer: &CaseWriter, incident: &Incident, records: &[Box<Record>]) -> Result<(), String> {
    let mut index = writer.lines("evidence/index.jsonl")?;
    for (number, record) in records.iter().enumerate() {
        index.push(&IndexLine {
            e: crate::incident::evidence_id(number),
            event_id: &record.event_id,
            event_time: crate::subject::rfc3339(record.time),
            event_source: &record.event_source,
            event_name: &record.event_name,
            credential: record.credential.map(|c| incident.credentials[c].id.as_str()),
            corrected_by: record.corrected_by.as_deref(),
            actor: record.actor,
            whence: record.whence,
            query: crate::incident::query_id(record.query),
            source_object: record.source_object.as_deref(),
        })?;
    }
    index.finish()
}
