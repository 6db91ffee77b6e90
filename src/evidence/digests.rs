//! Digests of the evidence in a case, for the reports: whoever is handed the case can check each file.

use crate::digest::sha256_of_file;
use crate::incident::Incident;
use crate::report::Digests;
use std::path::Path;

/// The log files that were read, by name within the source, with their digests.
pub const LOG_FILES: &str = "evidence/log-files.sha256";

/// Files of every case but the facts, and the statements, which those name.
const FILES: [&str; 3] = ["evidence/events.jsonl", "evidence/index.jsonl", LOG_FILES];

const FACTS: &str = "incident.json";

const STATEMENTS: &str = "evidence/queries/";

/// Digests of the files that are there.
pub fn digests(case: &Path, incident: &Incident) -> Result<Digests, String> {
    // The facts may be somebody else's: they name no file outside the case.
    let of_case = |name: &&str| {
        name.strip_prefix(STATEMENTS).is_some_and(|name| !name.contains(['/', '\\']) && name != "..")
    };
    let statements = incident.queries.iter().map(|query| query.file.as_str()).filter(of_case);
    let digest = |name: &str| {
        let digest = sha256_of_file(&case.join(name));
        digest.map(|digest| (name.to_string(), digest)).map_err(|error| format!("reading {name}: {error}"))
    };
    let there = |name: &&str| case.join(name).is_file();
    // The facts of a large case are as large as its events.
    std::thread::scope(|scope| {
        let facts =
            scope.spawn(|| [FACTS].into_iter().filter(there).map(digest).collect::<Result<Vec<_>, _>>());
        let others = FILES.into_iter().chain(statements).filter(there).map(digest);
        let mut digests: Digests = others.collect::<Result<_, String>>()?;
        digests.extend(facts.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        Ok(digests)
    })
}
