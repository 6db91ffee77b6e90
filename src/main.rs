//! Parse, run, exit code: the only place that prints and exits, and the only one that asks what time it is.

use clap::{CommandFactory, Parser};
use keytrail::cli::{Cli, Command};
use keytrail::commands::{self, Done, Outside};
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// The system's own spends a third of a large case on its free lists.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Complete.
const COMPLETE: u8 = 0;
/// A result with gaps.
const WITH_GAPS: u8 = 1;
/// No result.
const NO_RESULT: u8 = 2;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return unparsed(&error),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .thread_stack_size(keytrail::embedded::STACK)
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            tell(&format!("error: starting up: {error}"));
            return ExitCode::from(NO_RESULT);
        }
    };
    let interrupt = Arc::new(AtomicBool::new(false));
    let (progress, total) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let bar = watch(&progress, &total);
    let mut stdout = std::io::BufWriter::new(std::io::stdout());
    let mut outside = Outside {
        now: keytrail::subject::whole_seconds(chrono::Utc::now()),
        out: &mut stdout,
        interrupt: interrupt.clone(),
        progress,
        total: bar.is_some().then_some(total),
    };
    let result = runtime.block_on(async {
        tokio::spawn(async move {
            if asked_to_stop().await {
                interrupt.store(true, Ordering::Relaxed);
            }
            // Whoever asks a second time does not want to wait for a clean end.
            if asked_to_stop().await {
                std::process::exit(i32::from(NO_RESULT));
            }
        });
        run(&cli, &mut outside).await
    });
    let flushed = stdout.flush();
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    match result {
        Ok(done) => {
            for note in &done.notes {
                tell(&keytrail::report::encode::terminal_line(note));
            }
            // Whoever reads and has seen enough is no fault.
            match flushed {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                    tell(&format!("error: writing to standard output: {error}"));
                    ExitCode::from(NO_RESULT)
                }
                _ if done.gaps => ExitCode::from(WITH_GAPS),
                _ => ExitCode::from(COMPLETE),
            }
        }
        Err(error) => {
            tell(&format!("error: {}", keytrail::report::encode::terminal_line(&error)));
            ExitCode::from(NO_RESULT)
        }
    }
}

/// Waits for Ctrl-C, or for the signal by which the system asks a program to end; false where neither can come.
async fn asked_to_stop() -> bool {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut ending) = signal(SignalKind::terminate()) {
            return tokio::select! {
                pressed = tokio::signal::ctrl_c() => pressed.is_ok(),
                asked = ending.recv() => asked.is_some(),
            };
        }
    }
    tokio::signal::ctrl_c().await.is_ok()
}

/// Tells something beside the result. Whoever closed standard error does not want to be told.
fn tell(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// What clap says: help as it is, errors with what was typed made visible.
fn unparsed(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // Help that nobody reads to its end is no fault.
        let _ = error.print();
        return ExitCode::from(COMPLETE);
    }
    for line in error.to_string().lines() {
        tell(&keytrail::report::encode::terminal_line(line));
    }
    ExitCode::from(NO_RESULT)
}

async fn run(cli: &Cli, outside: &mut Outside<'_>) -> Result<Done, String> {
    match &cli.command {
        Command::Investigate(args) => commands::investigate(args, outside).await,
        Command::Demo(args) => commands::demo(args, outside).await,
        Command::Report(args) => commands::report(args, outside),
        Command::Classify(args) => commands::classify(args, outside).await,
        Command::Query(args) => commands::query(args, outside).await,
        Command::Queries(args) => commands::queries(args, outside),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "keytrail", &mut script);
            outside.out.write_all(&script).map_err(|error| format!("writing to standard output: {error}"))?;
            Ok(Done::default())
        }
    }
}

/// A progress bar on stderr when it is a terminal.
fn watch(progress: &Arc<AtomicU64>, total: &Arc<AtomicU64>) -> Option<indicatif::ProgressBar> {
    if !std::io::stderr().is_terminal() {
        return None;
    }
    let bar = indicatif::ProgressBar::new(0);
    if let Ok(style) =
        indicatif::ProgressStyle::with_template("{spinner} read {bytes} of {total_bytes} of logs, {elapsed}")
    {
        bar.set_style(style);
    }
    let (progress, total, shown) = (progress.clone(), total.clone(), bar.clone());
    std::thread::spawn(move || {
        while !shown.is_finished() {
            shown.set_length(total.load(Ordering::Relaxed));
            shown.set_position(progress.load(Ordering::Relaxed));
            std::thread::sleep(Duration::from_millis(200));
        }
    });
    Some(bar)
}
