//! The data stores that a call is about, and what it did with each.

use super::batches::reads_unnamed;
use crate::catalog::{Catalog, Tells};
use crate::classify::content_read;
use crate::incident::{Effect, Record, StoreKind, call, is_the_call, named};
use crate::table::Table;
use crate::vocabulary::{Category, NOT_NAMED, Outcome};
use std::collections::HashSet;
use std::sync::LazyLock;

/// What a call did with a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Content was read.
    Read,
    /// Content was read to be copied to another store.
    CopiedFrom,
    /// Names were listed.
    Listing,
    /// Content was written.
    Change,
    /// It was made, or its settings were changed.
    Settings,
    /// A snapshot, image or export of the store was made.
    Copy,
    /// Content, or the store, was deleted.
    Deletion,
    /// It was opened to another account or to everybody.
    Share,
    /// Its settings were read.
    Configuration,
    /// The call did not succeed.
    Attempt,
}

impl Use {
    /// A copy is a read of what it was made of.
    pub fn column(self) -> Self {
        if self == Self::CopiedFrom { Self::Read } else { self }
    }
}

/// Calls that write content, by service and name.
static WRITES: LazyLock<HashSet<(&'static str, &'static str)>> = LazyLock::new(|| {
    const TABLE: Table<2> = Table::new(include_str!("writes.tsv"));
    TABLE.rows().map(<(_, _)>::from).collect()
});

/// A store that a call is about.
pub struct Store {
    pub kind: StoreKind,
    pub name: String,
    /// A path or a filter was named: how many stores were read is not recorded.
    pub several: bool,
}

/// Stores that a call is about, and what it did with each; a call that names several is about each.
pub fn uses(record: &Record, catalog: &Catalog) -> Vec<(Store, Use)> {
    let what = use_of(record, catalog);
    if &*record.event_source == "s3.amazonaws.com" {
        return of_buckets(record, what);
    }
    let Some(kind) = kind(record, catalog) else { return Vec::new() };
    let mut names = named(&record.claims, catalog);
    names.retain(|name| !is_the_call(name, &record.event_source, &record.event_name));
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        match record.target.as_deref() {
            Some(target) => names.push(target),
            // A listing of all that there is names no store.
            None if matches!(what, Use::Listing | Use::Configuration) => {}
            None => names.push(NOT_NAMED),
        }
    }
    let several = reads_unnamed(record);
    let store = |name: &str| Store { kind, name: name.into(), several };
    names.into_iter().map(|name| (store(name), what)).collect()
}

/// The bucket that a call names, and that of the object which a copy was made of. A copy inside one bucket takes
/// nothing out of it: it counts as a change.
fn of_buckets(record: &Record, what: Use) -> Vec<(Store, Use)> {
    let source = record.copied_from.as_deref().map(|(bucket, _)| &**bucket);
    let source = source.filter(|source| Some(*source) != record.bucket.as_deref());
    let read = if what == Use::Attempt { what } else { Use::CopiedFrom };
    let to = record.bucket.as_deref().map(|bucket| (bucket, what));
    let from = source.map(|bucket| (bucket, read));
    let store = |name: &str| Store { kind: StoreKind::Bucket, name: name.into(), several: false };
    to.into_iter().chain(from).map(|(name, what)| (store(name), what)).collect()
}

fn kind(record: &Record, catalog: &Catalog) -> Option<StoreKind> {
    let quiet = matches!(record.category, Category::Discovery | Category::OtherRead);
    let lost = || record.tells_of(Tells::StoreLost, catalog);
    let taken = || {
        record.claims.iter().map(|claim| &catalog.questions[claim.question]).any(|question| {
            question.category == Some(Category::DatastoreExfiltration)
                && !question.tells_of(Tells::ChannelSetUp)
        })
    };
    let has_content = || writes(record) || content_read(&record.event_source, &record.event_name).is_some();
    match &*record.event_source {
        _ if quiet => None,
        "secretsmanager.amazonaws.com" => Some(StoreKind::Secret),
        "ssm.amazonaws.com" if record.event_name.contains("Parameter") => Some(StoreKind::Parameter),
        "dynamodb.amazonaws.com" => Some(StoreKind::Table),
        _ if lost() => Some(StoreKind::Other),
        _ if record.category == Category::DatastoreExfiltration && (taken() || has_content()) => {
            Some(StoreKind::Other)
        }
        _ => None,
    }
}

fn use_of(record: &Record, catalog: &Catalog) -> Use {
    let call = call(&record.event_name, false);
    let opened = || record.tells_of(Tells::OpenedToOutsiders, catalog);
    // What is put into a bucket of another account opens nothing of ours.
    let theirs = record.bucket_owner.is_some() && record.bucket_owner != record.account;
    let copied = || record.tells_of(Tells::StoreCopied, catalog);
    let content = ["object", "item", "vector", "archive"].contains(&call.noun.as_str());
    let gone = || record.things.iter().any(|thing| thing.effect == Effect::Deleted);
    match () {
        () if record.outcome != Outcome::Succeeded => Use::Attempt,
        () if opened() && !theirs => Use::Share,
        () if copied() => Use::Copy,
        () if content_read(&record.event_source, &record.event_name).is_some() => Use::Read,
        () if lists(record) => Use::Listing,
        () if call.on_noun == Effect::Deleted && (content || gone()) => Use::Deletion,
        () if writes(record) => Use::Change,
        () if matches!(call.on_noun, Effect::Read | Effect::Used) => Use::Configuration,
        () => Use::Settings,
    }
}

fn writes(record: &Record) -> bool {
    let service = record.event_source.strip_suffix(".amazonaws.com");
    service.is_some_and(|service| WRITES.contains(&(service, &*record.event_name)))
}

/// Whether a call sets rules by which content may be deleted later.
pub fn sets_lifecycle(record: &Record) -> bool {
    matches!(&*record.event_name, "PutBucketLifecycle" | "PutBucketLifecycleConfiguration")
}

fn lists(record: &Record) -> bool {
    record.event_name.starts_with("ListObject")
        || matches!(&*record.event_name, "ListBucketVersions" | "HeadObject" | "HeadBucket")
}
