//! The command line, and nothing else.

#![allow(missing_docs)] // what clap prints as help is the documentation

use crate::embedded::LATE_DAYS;
use crate::lineage::Limits;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const AFTER: &str = "\
Example:
  keytrail investigate --access-key AKIAIOSFODNN7EXAMPLE --from 2026-03-14T00:00Z --to 2026-03-16T00:00Z \\
    --source logs -o case

Exit codes: 0 complete; 1 a report with gaps, named on stderr and in section 2; 2 no report, and why.";

/// From a leaked AWS key to a report that can be handed over.
#[derive(Debug, Parser)]
#[command(name = "keytrail", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = AFTER)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Follow a key through CloudTrail and write a case: facts, report, drafts, evidence.
    Investigate(Box<Investigate>),
    /// A made-up incident, from log files to report, without AWS.
    Demo(Demo),
    /// Render the reports of a case again, offline, into a new folder.
    Report(Report),
    /// Every event of a folder with its category, as JSON lines.
    Classify(Classify),
    /// Athena SQL over a folder of logs.
    Query(Query),
    /// The questions that keytrail asks.
    #[command(subcommand)]
    Queries(Queries),
    /// Print a completion script for a shell.
    Completions { shell: clap_complete::Shell },
}

/// Where logs come from and how they are read.
#[derive(Debug, Args)]
pub struct SourceArgs {
    /// Folder or file of CloudTrail logs, or a Trino table: trino://USER@HOST:PORT/CATALOG.SCHEMA.TABLE.
    #[arg(long, short = 's', value_name = "PATH")]
    pub source: String,
    /// Largest log file that is read, in bytes after unpacking (suffixes K, M, G); of files above 16M, about twice as much
    /// is in memory at once.
    #[arg(long, value_name = "SIZE", default_value = "1G")]
    pub max_file_size: String,
    /// Days after an event on which log files may still deliver it.
    #[arg(long, value_name = "DAYS", default_value_t = LATE_DAYS)]
    pub late_days: u64,
    /// Worker threads, at most 256 (default: one per processor).
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// Templates of the operator's own.
#[derive(Debug, Args)]
pub struct TemplateArgs {
    /// Folder of .sql files that replace or add to the built-in questions.
    #[arg(long, value_name = "DIR")]
    pub queries: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Investigate {
    /// Access key ID to follow (repeatable).
    #[arg(long = "access-key", short = 'k', value_name = "KEY", required_unless_present = "findings")]
    pub access_keys: Vec<String>,
    /// GuardDuty finding whose key is followed: JSON file of GuardDuty, EventBridge or Security Hub, - for standard
    /// input (repeatable).
    #[arg(long = "finding", value_name = "FILE")]
    pub findings: Vec<PathBuf>,
    /// Start of the window, RFC 3339 with zone, inclusive; with a finding: 24 hours before it was first seen.
    #[arg(long, value_name = "TIME", required_unless_present = "findings")]
    pub from: Option<String>,
    /// End of the window, RFC 3339 with zone, exclusive; with a finding: 24 hours after it was last seen.
    #[arg(long, value_name = "TIME", required_unless_present = "findings")]
    pub to: Option<String>,
    #[command(flatten)]
    pub source: SourceArgs,
    #[command(flatten)]
    pub templates: TemplateArgs,
    #[command(flatten)]
    pub case: CaseArgs,
    #[command(flatten)]
    pub baseline: BaselineArgs,
    /// Hops from the subject that are followed.
    #[arg(long, value_name = "N", default_value_t = Limits::USUAL.depth)]
    pub max_depth: u32,
    /// Credentials that are followed in all.
    #[arg(long, value_name = "N", default_value_t = Limits::USUAL.breadth)]
    pub max_credentials: usize,
    /// Go on with a run that was interrupted or of which a statement failed: with the folder that it left, by default
    /// OUTPUT.partial.
    #[arg(long, value_name = "DIR")]
    pub resume: Option<Option<PathBuf>>,
}

/// What is the legitimate owner's own. A call is attributed to the owner if it fits every kind that is given; a network or
/// VPC endpoint must be among them.
#[derive(Debug, Default, Args)]
pub struct BaselineArgs {
    /// Network or address of the owner (repeatable).
    #[arg(long = "own-network", value_name = "CIDR")]
    pub networks: Vec<String>,
    /// VPC endpoint of the owner (repeatable).
    #[arg(long = "own-vpc-endpoint", value_name = "ID")]
    pub vpc_endpoints: Vec<String>,
    /// Text that user agents of the owner contain; callers choose theirs (repeatable).
    #[arg(long = "own-user-agent", value_name = "TEXT")]
    pub user_agents: Vec<String>,
    /// Principal ID or ARN of the owner (repeatable).
    #[arg(long = "own-principal", value_name = "ID")]
    pub principals: Vec<String>,
    /// Working hours of the owner, in the organisation's zone, else UTC: 08:00-18:00.
    #[arg(long = "own-hours", value_name = "FROM-TO")]
    pub hours: Option<String>,
    /// Start of the days before the window that show what is new in it, RFC 3339 with zone.
    #[arg(long, value_name = "TIME")]
    pub baseline_from: Option<String>,
}

/// The case to make.
#[derive(Debug, Args)]
pub struct CaseArgs {
    /// Folder of the case; must not exist or be empty.
    #[arg(long, short = 'o', value_name = "DIR")]
    pub output: PathBuf,
    /// Case ID: letters, digits, - and _, at most 64.
    #[arg(long, value_name = "ID")]
    pub case_id: Option<String>,
    #[command(flatten)]
    pub particulars: Particulars,
    /// Print the summary as JSON.
    #[arg(long)]
    pub json: bool,
}

/// What the operator says of a case.
#[derive(Debug, Default, Args)]
pub struct Particulars {
    /// keytrail.toml with organisation, contact and zone.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Title of the report.
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// When the organisation came to know of the incident, RFC 3339 with zone: deadlines of notifications run from it.
    #[arg(long, value_name = "TIME")]
    pub aware_at: Option<String>,
}

#[derive(Debug, Args)]
pub struct Demo {
    /// Folder to write the logs and the case to.
    #[arg(long, short = 'o', value_name = "DIR", default_value = "keytrail-demo")]
    pub output: PathBuf,
}

#[derive(Debug, Args)]
pub struct Report {
    /// Folder of a case.
    pub case: PathBuf,
    /// Folder for the new reports; must not exist or be empty.
    #[arg(long, short = 'o', value_name = "DIR")]
    pub output: PathBuf,
    /// Folder of report templates that replace the built-in ones by name.
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    #[command(flatten)]
    pub particulars: Particulars,
}

#[derive(Debug, Args)]
pub struct Classify {
    #[command(flatten)]
    pub source: SourceArgs,
    #[command(flatten)]
    pub templates: TemplateArgs,
    /// Start of a window, RFC 3339 with zone.
    #[arg(long, value_name = "TIME")]
    pub from: Option<String>,
    /// End of a window, RFC 3339 with zone.
    #[arg(long, value_name = "TIME")]
    pub to: Option<String>,
}

#[derive(Debug, Args)]
pub struct Query {
    /// One or more statements, separated by ;. - reads them from standard input.
    #[arg(required_unless_present = "file", conflicts_with = "file")]
    pub statement: Option<String>,
    /// File of the statements.
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Value of a ? in the statements, in their order, as text (repeatable).
    #[arg(long = "param", value_name = "TEXT")]
    pub parameters: Vec<String>,
    #[command(flatten)]
    pub source: SourceArgs,
    /// How rows are printed.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table for people.
    Table,
    /// CSV for spreadsheets, safe against formulas.
    Csv,
    /// One JSON object a line, exact: arrays, maps and rows as JSON, all else as text.
    Jsonl,
    /// One Parquet file, with the columns' own types.
    Parquet,
}

#[derive(Debug, Subcommand)]
pub enum Queries {
    /// List the questions.
    List(TemplateArgs),
    /// Print one question as it is.
    Show {
        id: String,
        #[command(flatten)]
        templates: TemplateArgs,
    },
    /// Print questions as complete statements to paste into a console.
    Render(Box<Render>),
    /// Check a folder of questions.
    Check(TemplateArgs),
    /// Write the built-in templates to a folder.
    Export {
        /// Folder; must not exist or be empty.
        output: PathBuf,
    },
}

#[derive(Debug, Args)]
pub struct Render {
    /// Questions, or statements that collect (by_credential, by_principal, origin, coverage and others); all: every
    /// question.
    #[arg(required = true)]
    pub ids: Vec<String>,
    /// Engine to render for.
    #[arg(long, value_enum, default_value_t = TargetArg::Athena)]
    pub target: TargetArg,
    /// Table of the target: TABLE, DATABASE.TABLE or CATALOG.DATABASE.TABLE; of lake: the event data store's ID.
    #[arg(long, value_name = "TABLE", default_value = "cloudtrail_logs")]
    pub table: String,
    /// How the table is partitioned by delivery date; Athena bills what it reads.
    #[arg(long, value_enum, default_value_t = PartitionsArg::None)]
    pub partitions: PartitionsArg,
    /// Days after an event on which log files may still deliver it, for --partitions.
    #[arg(long, value_name = "DAYS", default_value_t = LATE_DAYS)]
    pub late_days: u64,
    /// Access key ID to limit the statement to (repeatable).
    #[arg(long = "access-key", short = 'k', value_name = "KEY")]
    pub access_keys: Vec<String>,
    /// Principal ID (AIDA…, AROA…) that by_principal asks for (repeatable).
    #[arg(long = "principal", value_name = "ID")]
    pub principals: Vec<String>,
    /// User name that sign_ins asks for (repeatable).
    #[arg(long = "user", value_name = "NAME")]
    pub users: Vec<String>,
    /// Role name that trusted asks for (repeatable).
    #[arg(long = "role", value_name = "NAME")]
    pub roles: Vec<String>,
    /// Name of a call that ends asks for (repeatable).
    #[arg(long = "call", value_name = "NAME")]
    pub calls: Vec<String>,
    /// Identity provider or trust anchor that federated asks for (repeatable).
    #[arg(long = "issuer", value_name = "ARN")]
    pub issuers: Vec<String>,
    /// User ID of Identity Center that on_behalf asks for (repeatable).
    #[arg(long = "person", value_name = "ID")]
    pub people: Vec<String>,
    /// Shared event ID that shared asks for (repeatable).
    #[arg(long = "shared-event", value_name = "ID")]
    pub shared: Vec<String>,
    /// Account whose calls admitted asks for (repeatable).
    #[arg(long = "account", value_name = "ID")]
    pub accounts: Vec<String>,
    /// Source address that from_there asks for (repeatable).
    #[arg(long = "address", value_name = "ADDRESS")]
    pub addresses: Vec<String>,
    /// Start of the window.
    #[arg(long, value_name = "TIME")]
    pub from: String,
    /// End of the window.
    #[arg(long, value_name = "TIME")]
    pub to: String,
    #[command(flatten)]
    pub templates: TemplateArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TargetArg {
    /// The embedded engine.
    Local,
    /// Amazon Athena.
    Athena,
    /// Trino with the documented Athena table.
    Trino,
    /// An event data store of CloudTrail Lake.
    Lake,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PartitionsArg {
    /// None that is used: the whole table is read.
    None,
    /// Columns year, month and day.
    Day,
    /// One column timestamp with YYYY/MM/DD, as partition projection has it.
    Timestamp,
}
