//! What rests on what: the map in `src/lib.rs` is complete, arrows go down only, and pure modules stay pure. Tests stand
//! in `tests/it` alone.

use crate::harness::repository;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What of the world a pure module must not know.
const WORLD: [&str; 11] = [
    "datafusion",
    "tokio",
    "ureq",
    "walkdir",
    "std::fs",
    "std::path",
    "std::process",
    "std::env",
    "SystemTime",
    "Instant",
    "Utc::now",
];
const PURE: [&str; 8] = ["mask", "event", "catalog", "classify", "facts", "lineage", "incident", "report"];

fn source() -> PathBuf {
    repository("src")
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).expect("the source can be read")
}

/// The modules of the crate, as declared.
fn declared() -> BTreeSet<String> {
    let map = text(&source().join("lib.rs"));
    map.lines()
        .filter_map(|line| Some(line.strip_prefix("pub mod ")?.trim_end_matches(';').to_string()))
        .collect()
}

/// The modules in the order of the map.
fn mapped() -> Vec<String> {
    let map = text(&source().join("lib.rs"));
    let lines = map.lines().filter_map(|line| line.strip_prefix("//! "));
    let list = lines.skip_while(|line| !line.starts_with("1. ")).take_while(|line| !line.is_empty());
    let links = |line: &str| {
        let parts = line.split("[`").skip(1);
        parts.filter_map(|part| Some(part.split_once("`]")?.0.to_string())).collect::<Vec<_>>()
    };
    list.flat_map(links).collect()
}

/// The code of each file of a module, without comments.
fn code(module: &str) -> Vec<(PathBuf, String)> {
    let one = source().join(format!("{module}.rs"));
    let root = if one.is_file() { one } else { source().join(module) };
    let files = walkdir::WalkDir::new(root).sort_by_file_name().into_iter();
    let files = files.map(|entry| entry.expect("the source can be read").into_path());
    let files = files.filter(|path| path.extension().is_some_and(|end| end == "rs"));
    let code = |path: &Path| {
        text(path).lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
    };
    files.map(|path| (path.clone(), code(&path))).collect()
}

/// The modules of the crate that a piece of code names.
fn used(code: &str) -> BTreeSet<String> {
    let name = |part: &str| part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let parts = code.split("crate::").skip(1);
    parts.map(name).filter(|name: &String| !name.is_empty()).collect()
}

#[test]
fn the_map_of_modules_is_complete() {
    let mapped = mapped();
    let once: BTreeSet<String> = mapped.iter().cloned().collect();
    assert_eq!(once.len(), mapped.len(), "each stands there once: {mapped:?}");
    assert_eq!(once, declared());
}

#[test]
fn arrows_go_down_only() {
    let (mapped, mut arrows, mut wrong) = (mapped(), 0, Vec::new());
    for (place, module) in mapped.iter().enumerate() {
        for (path, code) in code(module) {
            assert!(!code.contains("crate::{"), "{}: write one module a line", path.display());
            for other in used(&code).iter().filter(|other| *other != module) {
                let Some(below) = mapped.iter().position(|known| known == other) else { continue };
                arrows += 1;
                if below > place {
                    wrong.push(format!("{} uses {other}, which stands behind {module}", path.display()));
                }
            }
        }
    }
    assert!(arrows > 200, "only {arrows} were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_modules_know_nothing_of_the_world() {
    let mut wrong = Vec::new();
    for module in PURE {
        let files = code(module);
        assert!(!files.is_empty(), "{module} is there");
        for (path, code) in files {
            let word = |word: &&&str| {
                let mut parts = code.match_indices(**word);
                parts.any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
            };
            wrong.extend(WORLD.iter().filter(word).map(|word| format!("{} knows {word}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `cargo test` builds this crate of tests alone: a test elsewhere would never run.
#[test]
fn all_tests_are_here() {
    let mut files = 0;
    for entry in walkdir::WalkDir::new(source()) {
        let path = entry.expect("the source can be read").into_path();
        if path.extension().is_none_or(|end| end != "rs") {
            continue;
        }
        files += 1;
        let text = text(&path);
        for word in ["cfg(test)", "[test]", "tokio::test"] {
            assert!(!text.contains(word), "{} has {word}; tests are in tests/it", path.display());
        }
    }
    assert!(files > 300, "only {files} were found");
}
