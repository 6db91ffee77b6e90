//! MITRE ATT&CK technique names, as data. © The MITRE Corporation; see NOTICE.

use crate::table::Table;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The release that the names are of: Enterprise ATT&CK v19 (April 2026).
pub const VERSION: &str = "Enterprise ATT&CK v19";

/// One technique.
#[derive(Debug)]
pub struct Technique {
    /// `T1685.002`.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Former IDs, comma-separated, where it was renumbered.
    pub formerly: Option<&'static str>,
    /// Short names of its tactics.
    pub tactics: Vec<&'static str>,
}

static TECHNIQUES: LazyLock<HashMap<&'static str, Technique>> = LazyLock::new(|| {
    const TABLE: Table<4> = Table::new(include_str!("techniques.tsv"));
    let row = |[id, name, tactics, formerly]: [&'static str; 4]| {
        let formerly = Some(formerly).filter(|ids| !ids.is_empty());
        (id, Technique { id, name, formerly, tactics: tactics.split(',').collect() })
    };
    TABLE.rows().map(row).collect()
});

/// A current technique by its ID.
pub fn technique(id: &str) -> Option<&'static Technique> {
    TECHNIQUES.get(id)
}
