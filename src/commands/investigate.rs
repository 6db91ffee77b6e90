//! `investigate`: collect, classify, build the facts, render, write the case.

use super::handed_in::{HandedIn, handed_in};
use super::keeping::Keeping;
use super::opened::Opened;
use super::unfinished;
use super::{Done, Outside, acting, catalog, earlier, print};
use crate::baseline::Baseline;
use crate::catalog::Catalog;
use crate::cli::Investigate;
use crate::collect::Collector;
use crate::config::Config;
use crate::coverage;
use crate::event::{Event, NO_EVENT_ID};
use crate::evidence::{self, CaseWriter};
use crate::incident::{Case, Gap, Incident, Input, Lookups, Record};
use crate::lineage::{Builder, Limits};
use crate::report;
use crate::source::Source;
use crate::source::resumable::Resumable;
use crate::subject::{Window, parse_time};
use serde::Serialize;
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
    actor: &'a str,
    query: String,
    source_object: Option<&'a str>,
}

/// Runs `investigate`.
pub async fn investigate(args: &Investigate, outside: &mut Outside<'_>) -> Result<Done, String> {
    let mut handed_in = handed_in(args)?;
    let mut notes = std::mem::take(&mut handed_in.notes);
    let config = match &args.case.config {
        Some(path) => crate::config::read(path)?,
        None => Config::default(),
    };
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
        Ok((incident, records)) => write_case(&writer, &incident, &records).map(|()| incident),
        Err(error) => Err(error),
    };
    let incident = match made.and_then(|incident| writer.finish().map(|()| incident)) {
        Ok(incident) => incident,
        Err(error) => {
            return Err(unfinished::stopped(error, kept, outside.interrupt.load(Ordering::Relaxed)));
        }
    };
    notes.extend(unfinished::ended(kept, &incident)?);
    let telling = incident.gaps.iter().filter(|gap| gap.affects_exit_code);
    notes.extend(telling.map(|gap| format!("{}: {} {}", gap.id, gap.what, gap.remedy)));
    let done = Done { gaps: incident.gaps.iter().any(|gap| gap.affects_exit_code), notes };
    let summary = if args.case.json {
        report::encode::json(&incident.key_activity).map_err(|error| error.to_string())? + "\n"
    } else {
        report::terminal_summary(&incident, &args.case.output.display().to_string())
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
    let organisation = config.organisation;
    Ok(Case {
        id,
        organisation: organisation.name,
        contact: organisation.contact,
        author: organisation.author,
        tlp: organisation.tlp,
        timezone: organisation.timezone,
        aware_at: args.case.aware_at.as_deref().map(|text| parse_time("--aware-at", text)).transpose()?,
        generated_at: Some(outside.now),
        tool_version: env!("CARGO_PKG_VERSION").into(),
        tool_commit: Some(COMMIT).filter(|commit| !commit.is_empty()).map(str::to_string),
        attack_version: crate::attack::VERSION.into(),
        ..Case::default()
    })
}

async fn run(
    args: &Investigate,
    given: Given,
    catalog: &Arc<Catalog>,
    source: &Opened,
    asked: &Resumable<'_>,
    writer: &CaseWriter,
    interrupt: &AtomicBool,
) -> Result<(Incident, Vec<Record>), String> {
    let Given { handed_in, baseline, before, mut case } = given;
    let HandedIn { mut subject, window, gaps: not_followed, .. } = handed_in;
    let mut collector = Collector::new(asked, catalog, source.relation(catalog, window)?).await?;
    let rows = collector.rows_of("collect/coverage.sql", "what the logs hold in the window").await?;
    let scan = asked.once(unfinished::SCAN, || source.take_report())?;
    if let Some(scan) = scan.as_ref().filter(|scan| scan.records == 0 && scan.files_outside == 0) {
        return Err(no_records(args, scan));
    }
    let mut coverage = coverage::coverage(&rows, window)?;
    match &scan {
        Some(scan) => {
            coverage::add_scan(&mut coverage, scan);
            let list = crate::digest::list(&scan.digests);
            coverage.input_digest = Some(crate::digest::sha256(list.as_bytes()));
            writer.write(evidence::LOG_FILES, list)?;
        }
        None => coverage.integrity = coverage::NOT_CHECKED.into(),
    }
    let description = source.describe();
    coverage.source_kind = description.kind;
    coverage.source_name = description.name;
    coverage.missing_columns = vec!["source_identity".into()];
    let limits = Limits { depth: args.max_depth, breadth: args.max_credentials };
    let mut lineage = Builder::new(&subject.access_keys, &[], window.to(), limits)?;
    let actor = |event: &Event| baseline.actor(event).0.to_string();
    let mut keeping = Keeping::start(writer, catalog)?;
    collector.follow(&mut lineage, &actor, &mut keeping).await?;
    let mut added = acting::exchanged(&mut collector, &subject, &baseline).await?;
    // What is followed already came from a key that was named.
    added.retain(|key| !lineage.follows(&key.access_key));
    if !added.is_empty() {
        let keys: Vec<String> = added.iter().map(|key| key.access_key.clone()).collect();
        lineage.add_subjects(&keys);
        collector.follow(&mut lineage, &actor, &mut keeping).await?;
        subject.access_keys.extend(keys);
        subject.keys.extend(added);
    }
    let mut records = collector.take_records();
    let corrected = crate::incident::correct(&mut records);
    let collected = keeping.finish(&corrected)?;
    collector.release();
    // Needs nothing but what was collected: asked while the source is asked who acted.
    let volume = crate::volume::volume(catalog, collected);
    let (acting, volume) = {
        let before =
            before.map(|window| Ok::<_, String>((window, source.relation(catalog, window)?))).transpose()?;
        let principals = [lineage.principals(), subject.principal_ids.clone()].concat();
        let acting = acting::acting(&mut collector, principals, &baseline, window, before);
        tokio::join!(acting, volume)
    };
    let (acting, (volume, unanswered)) = (acting?, volume?);
    let looked_through =
        before.or_else(|| source.reads_freely().then(|| earlier::look_back(window)).flatten());
    let active_before = match looked_through {
        Some(window) => {
            let relation = source.relation(catalog, window)?;
            earlier::gap(&mut collector, &subject.access_keys, window, &relation).await?
        }
        None => None,
    };
    not_interrupted(interrupt)?;
    for (query, text) in collector.queries.iter().zip(&collector.texts) {
        writer.write(&query.file, format!("{text}\n"))?;
    }
    account(&mut coverage, &collector, &records);
    if scan.is_none() {
        coverage.bytes = collector.queries.iter().filter_map(|query| query.bytes_scanned).sum();
    }
    let mut gaps = coverage::gaps(&coverage, scan.as_ref(), window);
    gaps.extend(active_before);
    gaps.extend(not_followed);
    gaps.extend(super::handed_in::other_sessions(&subject));
    gaps.extend(acting::against_findings(&baseline, &subject));
    gaps.extend(collection_gaps(&collector, &unanswered));
    case.rules_digest = catalog.digest();
    let technique = |id: &str| {
        crate::attack::technique(id).map(|t| {
            (
                t.name.to_string(),
                t.formerly.map(str::to_string),
                t.tactics.iter().map(|t| t.to_string()).collect(),
            )
        })
    };
    let agent = |text: &str| {
        crate::agents::recognise(text)
            .map(|tool| format!("looks like {}; user agents are chosen by the caller", tool.name))
    };
    Ok(crate::incident::build(Input {
        case,
        subject,
        coverage,
        gaps,
        records,
        lineage: lineage.finish(),
        queries: collector.queries,
        masked: collector.masked,
        acting,
        volume,
        catalog,
        lookups: Lookups { technique: &technique, agent: &agent },
    }))
}

/// What follows on collecting takes a while, too.
fn not_interrupted(interrupt: &AtomicBool) -> Result<(), String> {
    if interrupt.load(Ordering::Relaxed) { Err("interrupted".into()) } else { Ok(()) }
}

fn no_records(args: &Investigate, scan: &crate::embedded::ScanReport) -> String {
    let source = &args.source.source;
    let why = scan.first_reason().map(|reason| format!(" that can be read ({reason})")).unwrap_or_default();
    format!(
        "the source {source} holds no CloudTrail record{why}; give --source a folder or file of CloudTrail logs"
    )
}

/// Every record that was read is kept, or counted under the reason why not.
fn account(coverage: &mut crate::incident::Coverage, collector: &Collector<'_>, records: &[Record]) {
    let in_window: u64 = coverage.cells.iter().map(|cell| cell.records).sum();
    let replaced = records.iter().filter(|record| record.corrected_by.is_some());
    let (on_the_way, corrected): (Vec<&Record>, Vec<_>) = replaced.partition(|r| r.is_network_activity());
    let (on_the_way, corrected) = (on_the_way.len() as u64, corrected.len() as u64);
    let kept = records.len() as u64 - corrected - on_the_way;
    let read = coverage.records.get("read").copied().unwrap_or(0);
    let twice = corrected + on_the_way + collector.repeated;
    let others = in_window.saturating_sub(kept + twice + collector.without_time);
    let entries = [
        ("kept", kept),
        ("repeated deliveries of a kept record", collector.repeated),
        ("put right by a later record (addendum), which counts in its place; both are evidence", corrected),
        ("network activity of a call whose own record counts; both are evidence", on_the_way),
        ("without a usable time", collector.without_time),
        ("other credentials", others),
        ("outside the window, or without a usable time", read.saturating_sub(in_window)),
    ];
    coverage.records.extend(
        entries
            .into_iter()
            .filter(|(name, count)| *count > 0 || *name == "kept")
            .map(|(name, count)| (name.to_string(), count)),
    );
}

fn collection_gaps(collector: &Collector<'_>, unanswered: &[(String, String)]) -> Vec<Gap> {
    let gap = |kind: &str, what: String, effect: &str, remedy: &str, affects_exit_code: bool| Gap {
        id: String::new(),
        kind: kind.into(),
        what,
        effect: effect.into(),
        remedy: remedy.into(),
        questions: Gap::ALL.to_vec(),
        affects_exit_code,
    };
    let failed = collector.failures.iter().map(|(id, purpose, error)| {
        gap(
            "query_failed",
            format!("{id} ({purpose}) failed: {error}."),
            "What it would have found is not in this report.",
            "Run again.",
            true,
        )
    });
    let conflicting = (collector.conflicting > 0).then(|| {
        let what = format!("Records that share an event ID with another record but differ in content: {}; all are kept and counted.", collector.conflicting);
        gap("conflicting_event_ids", what, "Counts may include one call twice.", "Compare those records; a log file may have been altered.", true)
    });
    let nameless = (collector.nameless > 0).then(|| {
        let what = format!(
            "Records without an event ID: {}; each is named `{NO_EVENT_ID}…` by its content.",
            collector.nameless
        );
        gap(
            "no_event_ids",
            what,
            "Copies of such a record cannot be told from the record itself.",
            "Look at those records in the log files.",
            false,
        )
    });
    let unanswered = unanswered.iter().map(|(id, error)| {
        gap(
            "question_failed",
            format!("The question {id} could not be answered: {error}."),
            "Its table is not in this report; the events that it would have counted are.",
            "Ask it of evidence/events.jsonl with another tool.",
            true,
        )
    });
    let not_asked = collector.unanswered().into_iter().map(|(id, error)| {
        gap(
            "question_failed",
            format!("The question {id} could not be asked of some events: {error}."),
            "Those events may be counted in another category.",
            "Look at the events themselves in evidence/events.jsonl.",
            true,
        )
    });
    failed.chain(conflicting).chain(nameless).chain(unanswered).chain(not_asked).collect()
}

/// Writes everything of a case but the events, which were written as they came.
fn write_case(writer: &CaseWriter, incident: &Incident, records: &[Record]) -> Result<(), String> {
    let extract = std::thread::scope(|scope| {
        let facts = scope.spawn(|| writer.write_json("incident.json", incident));
        write_index(writer, incident, records)?;
        // Reads the index that was just written.
        let extract = super::extract::extract(writer.folder(), incident)?;
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

fn write_index(writer: &CaseWriter, incident: &Incident, records: &[Record]) -> Result<(), String> {
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
            actor: &record.actor,
            query: crate::incident::query_id(record.query),
            source_object: record.source_object.as_deref(),
        })?;
    }
    index.finish()
}
