//! Known tools by their user agent. A user agent is chosen by the caller: it hints and proves nothing.

use crate::vocabulary::vocabulary;
use regex::{RegexSet, RegexSetBuilder};
use serde::Deserialize;
use std::sync::LazyLock;

vocabulary! {
    /// What a tool is for.
    Class {
        /// Made for attacks.
        Offensive = "offensive",
        /// Audits, transfers and the like.
        DualUse = "dual-use",
        /// Says how the call was made.
        Context = "context",
    }
}

/// A tool.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Its name.
    pub name: String,
    pattern: String,
    /// What it is for.
    pub class: Class,
    /// What speaks against taking it at its word.
    pub caution: String,
}

#[derive(Deserialize)]
struct File {
    tool: Vec<Tool>,
}

/// The tools, and their patterns compiled once. The file is checked by a test; a wrong one recognises nothing.
static TOOLS: LazyLock<(Vec<Tool>, RegexSet)> = LazyLock::new(|| {
    let tools = toml::from_str::<File>(include_str!("tools.toml")).map(|file| file.tool).unwrap_or_default();
    let set = RegexSetBuilder::new(tools.iter().map(|t| &t.pattern)).case_insensitive(true).build();
    set.map_or_else(|_| (Vec::new(), RegexSet::empty()), |set| (tools, set))
});

/// All of them, in the order in which they are tried.
pub fn tools() -> &'static [Tool] {
    &TOOLS.0
}

/// The first tool of the list whose pattern matches.
pub fn recognise(user_agent: &str) -> Option<&'static Tool> {
    let (tools, set) = &*TOOLS;
    set.matches(user_agent).iter().next().map(|index| &tools[index])
}
