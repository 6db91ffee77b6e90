//! Embeds the SQL, the report templates and the lineage rules: every file of `queries/`, `report_templates/` and
//! `src/lineage/rules/` becomes an entry of a table, so that a new question is one new file and no line of code. Embeds
//! the commit, too, so that a report says what made it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// What a binary is made of; of changes elsewhere nothing is in it.
const MADE_OF: [&str; 6] = ["src", "queries", "report_templates", "build.rs", "Cargo.toml", "Cargo.lock"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    for (folder, name) in [
        ("queries", "queries"),
        ("report_templates", "report_templates"),
        ("src/lineage/rules", "lineage_rules"),
    ] {
        println!("cargo:rerun-if-changed={folder}");
        let mut files = Vec::new();
        walk(&root.join(folder), &mut files)?;
        // What explains the files is none of them.
        files.retain(|file| !file.ends_with("README.md"));
        files.sort();
        let mut table = String::from("&[\n");
        for file in files {
            let below = file.strip_prefix(root.join(folder)).map_err(io::Error::other)?;
            let below = below.to_string_lossy().replace('\\', "/");
            let _ = writeln!(table, "    ({below:?}, include_str!({:?})),", file.display().to_string());
        }
        table.push_str("]\n");
        fs::write(out.join(format!("{name}.rs")), table)?;
    }
    println!("cargo:rustc-env=KEYTRAIL_COMMIT={}", commit(&root).unwrap_or_default());
    Ok(())
}

/// The commit that the sources are of, if that is known; whether they were changed since is part of it.
fn commit(root: &Path) -> Option<String> {
    for part in MADE_OF {
        println!("cargo:rerun-if-changed={part}");
    }
    let git = |args: &[&str]| {
        let done =
            Command::new("git").arg("--no-optional-locks").arg("-C").arg(root).args(args).output().ok()?;
        let text = String::from_utf8(done.stdout).ok()?;
        done.status.success().then(|| text.trim().to_string())
    };
    // An unpacked release inside somebody else's repository is none of that repository's commits.
    let top = git(&["rev-parse", "--show-toplevel"])?;
    if fs::canonicalize(top).ok()? != fs::canonicalize(root).ok()? {
        return None;
    }
    // Commits, checkouts and resets all write a line there.
    let moves = git(&["rev-parse", "--git-path", "logs/HEAD"]).map(|path| root.join(path));
    if let Some(moves) = moves.filter(|path| path.exists()) {
        println!("cargo:rerun-if-changed={}", moves.display());
    }
    let commit = git(&["rev-parse", "HEAD"])?;
    let changed = git(&[&["status", "--porcelain", "--"][..], &MADE_OF].concat())?;
    Some(if changed.is_empty() { commit } else { format!("{commit}, changed since") })
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        println!("cargo:rerun-if-changed={}", path.display());
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
