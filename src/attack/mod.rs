//! MITRE ATT&CK technique names, as data. © The MITRE Corporation; see NOTICE.

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
    let row = |line: &'static str| {
        let mut fields = line.split('\t');
        let (id, name) = (fields.next()?, fields.next()?);
        let tactics = fields.next()?.split(',').collect();
        let formerly = fields.next().filter(|f| !f.is_empty());
        Some((id, Technique { id, name, formerly, tactics }))
    };
    include_str!("techniques.tsv").lines().filter_map(row).collect()
});

/// A current technique by its ID.
pub fn technique(id: &str) -> Option<&'static Technique> {
    TECHNIQUES.get(id)
}
