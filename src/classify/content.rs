//! Calls that read content, not names or settings. The table is data: `content_reads.tsv` has the service, the call, and
//! what is read.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a call reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// An object of S3.
    Object,
    /// A secret of Secrets Manager.
    Secret,
    /// A parameter of Systems Manager.
    Parameter,
    /// Items, rows, blocks, objects of other services.
    Other,
}

static READS: LazyLock<HashMap<(&'static str, &'static str), Content>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let mut fields = line.split('\t');
        let call = (fields.next()?, fields.next()?);
        let content = match fields.next()? {
            "object" => Content::Object,
            "secret" => Content::Secret,
            "parameter" => Content::Parameter,
            _ => Content::Other,
        };
        Some((call, content))
    };
    include_str!("content_reads.tsv").lines().filter_map(row).collect()
});

/// What a call reads, by event source and name; `None` where it reads no content.
pub fn content_read(source: &str, name: &str) -> Option<Content> {
    READS.get(&(source.strip_suffix(".amazonaws.com")?, name)).copied()
}
