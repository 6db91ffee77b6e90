//! One file per subcommand: options in, files and data out. Data goes where [`Outside`] says, and nothing else is
//! printed; [`Done`] holds what is to be told besides.

mod accounted;
mod acting;
mod admitted;
mod classify;
mod demo;
mod exchanged;
mod extract;
mod folder;
mod handed_in;
mod investigate;
mod keeping;
mod nested;
mod opened;
mod outside_window;
mod particulars;
mod queries;
mod query;
mod render;
mod report;
mod rows;
mod there;
mod through;
mod unfinished;

pub use classify::classify;
pub use demo::demo;
pub use investigate::investigate;
pub use queries::queries;
pub use query::query;
pub use report::report;

use crate::catalog::Catalog;
use crate::cli::{SourceArgs, TemplateArgs};
use crate::embedded::{LogSet, ScanOptions, ScanReport};
use crate::incident::{Gap, Incident};
use crate::source::trino::Layout;
use crate::sql::{Params, Relation, SqlValue, Target};
use crate::subject::Window;
use chrono::{DateTime, Days, Utc};
use minijinja::Value;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};

/// Worker threads at most: more serve no disk, and the system may refuse them.
const MOST_THREADS: usize = 256;

/// What a command leaves to its caller.
#[derive(Debug, Default)]
pub struct Done {
    /// Gaps: exit code 1.
    pub gaps: bool,
    /// One sentence each, for stderr.
    pub notes: Vec<String>,
}

impl Done {
    /// Of a case: the gaps that make its exit code are told, and of the others, beside them, the numbers.
    fn of_case(incident: &Incident, mut notes: Vec<String>) -> Self {
        let telling: Vec<&Gap> = incident.gaps.iter().filter(|gap| gap.affects_exit_code).collect();
        notes.extend(telling.iter().map(|gap| format!("{}: {} {}", gap.id, gap.what, gap.remedy)));
        let others = incident.gaps.iter().filter(|gap| !gap.affects_exit_code);
        let others: Vec<&str> = others.map(|gap| gap.id.as_str()).collect();
        if !telling.is_empty() && !others.is_empty() {
            notes.push(format!("also, in section 2.3 of the report: {}", others.join(", ")));
        }
        Self { gaps: !telling.is_empty(), notes }
    }
}

/// What the caller provides: the only clock, output and interruption.
pub struct Outside<'a> {
    /// Read once, in `main`.
    pub now: DateTime<Utc>,
    /// Data.
    pub out: &'a mut (dyn Write + Send),
    /// Set when the user interrupts.
    pub interrupt: Arc<AtomicBool>,
    /// Bytes of logs read so far.
    pub progress: Arc<AtomicU64>,
    /// Bytes of logs in all, where somebody watches: asking for each file's size takes time.
    pub total: Option<Arc<AtomicU64>>,
}

fn catalog(args: &TemplateArgs) -> Result<Arc<Catalog>, String> {
    let catalog = match &args.queries {
        Some(folder) => {
            let own = folder::read("--queries", folder, &["sql"])?;
            if own.is_empty() {
                return Err(format!(
                    "--queries {} holds no .sql file; `keytrail queries export` writes the built-in ones out",
                    folder.display()
                ));
            }
            Catalog::with_files(own.into_iter().map(|file| (file.name, file.text, file.path)))
        }
        None => Catalog::builtin(),
    };
    catalog.map(Arc::new)
}

/// The logs that the command line names; see `ScanOptions` for `survey`.
fn logs(args: &SourceArgs, outside: &Outside<'_>, survey: bool) -> Result<Arc<LogSet>, String> {
    let kind = args.source.split_once("://").map(|(scheme, _)| scheme);
    let planned = ["athena", "lake", "event-history"].into_iter().find(|kind| {
        let rest = args.source.strip_prefix(kind);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':')) && !Path::new(&args.source).exists()
    });
    if let Some(kind) = kind.or(planned) {
        return Err(format!(
            "--source {}: `{kind}` sources are not supported; give a folder or file of logs, or trino://USER@HOST:PORT/CATALOG.SCHEMA.TABLE",
            args.source
        ));
    }
    let defaults = ScanOptions::default();
    let options = ScanOptions {
        max_file_size: size(&args.max_file_size)?,
        threads: args.threads.unwrap_or(defaults.threads).clamp(1, MOST_THREADS),
        late_days: args.late_days,
        interrupt: outside.interrupt.clone(),
        progress: outside.progress.clone(),
        survey,
    };
    let logs = LogSet::open(Path::new(&args.source), options)?;
    if let Some(total) = &outside.total {
        total.store(logs.size(), std::sync::atomic::Ordering::Relaxed);
    }
    Ok(Arc::new(logs))
}

/// The sentence for logs in which there is nothing to ask of.
fn no_records(args: &SourceArgs, scan: &ScanReport) -> String {
    let why = scan.first_reason().map(|reason| format!(" that can be read ({reason})")).unwrap_or_default();
    format!(
        "the source {} holds no CloudTrail record{why}; give --source a folder or file of CloudTrail logs",
        args.source
    )
}

fn size(text: &str) -> Result<u64, String> {
    let wrong = || {
        format!(
            "--max-file-size `{}` is not a size; write a number of bytes such as 500M or 2G",
            text.escape_debug()
        )
    };
    let (digits, factor) = match text.chars().last() {
        Some('K' | 'k') => (&text[..text.len() - 1], 1 << 10),
        Some('M' | 'm') => (&text[..text.len() - 1], 1 << 20),
        Some('G' | 'g') => (&text[..text.len() - 1], 1 << 30),
        _ => (text, 1),
    };
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    number.checked_mul(factor).filter(|n| *n > 0).ok_or_else(wrong)
}

/// The relation `events` over AWS's documented Athena table, wherever that is.
fn relation(catalog: &Catalog, window: Window, target: Target, table: &[&str]) -> Result<Relation, String> {
    let name = "events/athena.sql";
    let table = SqlValue::Table(table.iter().map(|part| part.to_string()).collect());
    let params = Params::from([
        ("table", table.into_value()),
        ("from", SqlValue::IsoTime(window.from()).into_value()),
        ("to", SqlValue::IsoTime(window.to()).into_value()),
        ("layout", Value::from("")),
    ]);
    Ok(Relation {
        name: name.into(),
        source: catalog.template(name)?.into(),
        params,
        target,
        event_data_store: None,
    })
}

/// The relation `events` over an event data store of CloudTrail Lake.
fn lake_relation(catalog: &Catalog, window: Window, store: &str) -> Result<Relation, String> {
    let name = "events/lake.sql";
    let params = Params::from([
        ("from", SqlValue::LakeTime(window.from()).into_value()),
        ("to", SqlValue::LakeTime(window.to()).into_value()),
    ]);
    Ok(Relation {
        name: name.into(),
        source: catalog.template(name)?.into(),
        params,
        target: Target::Lake,
        event_data_store: Some(store.into()),
    })
}

/// Limits a relation to the partitions in which logs of the window may lie: those of the delivery date.
fn in_partitions(relation: &mut Relation, layout: Layout, window: Window, late_days: u64) {
    if layout != Layout::None {
        let last = window.to().checked_add_days(Days::new(late_days)).unwrap_or(window.to());
        relation.params.insert("layout", Value::from(layout.as_str()));
        relation.params.insert("first_day", SqlValue::Day(window.from()).into_value());
        relation.params.insert("last_day", SqlValue::Day(last).into_value());
    }
}

fn print(outside: &mut Outside<'_>, text: &str) -> Result<(), String> {
    print_bytes(outside, text.as_bytes())
}

fn print_bytes(outside: &mut Outside<'_>, bytes: &[u8]) -> Result<(), String> {
    match outside.out.write_all(bytes) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(|error| format!("writing to standard output: {error}")),
    }
}
