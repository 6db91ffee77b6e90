//! Calls that read content, not names or settings. The table is data: `content_reads.tsv`.

use crate::table::Table;
use crate::vocabulary::vocabulary;
use std::collections::HashMap;
use std::sync::LazyLock;

vocabulary! {
    /// What a call reads.
    Content {
        /// An object of S3.
        Object = "object",
        /// A secret of Secrets Manager.
        Secret = "secret",
        /// A parameter of Systems Manager.
        Parameter = "parameter",
        /// Items, rows, blocks, objects of other services.
        Other = "other",
    }
}

static READS: LazyLock<HashMap<(&'static str, &'static str), Content>> = LazyLock::new(|| {
    const TABLE: Table<3> = Table::new(include_str!("content_reads.tsv"));
    let rows =
        TABLE.rows().filter_map(|[service, call, what]| Some(((service, call), Content::parse(what)?)));
    rows.collect()
});

/// What a call reads, by event source and name; `None` where it reads no content.
pub fn content_read(source: &str, name: &str) -> Option<Content> {
    READS.get(&(source.strip_suffix(".amazonaws.com")?, name)).copied()
}
